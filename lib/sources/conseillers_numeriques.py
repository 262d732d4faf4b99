"""ANCT, digital advisers « conseillers numériques France services » by host structure, counted by commune."""

from __future__ import annotations

import json

import pandas as pd

from lib.model import Source, SourceFile, Variable
from lib.readers import Document
from lib.tables.cells import numbers
from lib.tables.inventories import counted

CODE, GIVEN, HIRED = "Code commune Insee", "Nb de conseillers attribués", "Nb de conseillers recrutés"
PAGE = "https://www.conseiller-numerique.gouv.fr/"
MARK = "Nb de conseillers attribu"
START = 4_000  # characters in which the first structure of the JSON file is sure to be

SOURCE = Source(
    id="conseillers_numeriques",
    titre="Conseillers numériques France services par structure d'accueil",
    titre_court="conseillers numériques",
    producteur="ANCT",
    licence="Licence Ouverte 2.0",
    page=PAGE,
    mention="ANCT, conseillers numériques France services, situation {millesime}",
    champ="Postes attribués à des structures d'accueil, rattachés à la commune de leur siège",
    verification="fichier_reel",
    fichiers=(
        SourceFile("2022", PAGE, 2022, a_deposer=True),
    ),
    variables=(
        Variable("conseillers_numeriques_attribues", "Postes de conseillers numériques attribués", GIVEN),
        Variable("conseillers_numeriques_recrutes", "Postes de conseillers numériques pourvus", HIRED),
    ),
)  # fmt: skip


def recognise(document: Document) -> str | None:
    """Return the only known millesime of a list of host structures (JSON keyed by name, or a table), else None."""
    if document.kind == "json":
        with document.path.open(encoding="utf-8-sig", errors="replace") as stream:
            return "2022" if MARK in stream.read(START) else None
    return "2022" if {CODE, GIVEN, HIRED} <= set(document.columns()) else None


def read(document: Document, millesime: str) -> pd.DataFrame:
    """Return the posts given and filled by commune; a code written as a number has lost its leading zero."""
    table = _structures(document)
    amounts = {
        "conseillers_numeriques_attribues": numbers(table[GIVEN], document.name)["valeur"],
        "conseillers_numeriques_recrutes": numbers(table[HIRED], document.name)["valeur"],
    }
    return counted(table[CODE].str.strip().str.zfill(5), amounts, SOURCE, millesime)


def _structures(document: Document) -> pd.DataFrame:
    table = document.table()
    if document.kind != "json" or CODE in table.columns:
        return table
    # The file is one object: each « column » is a structure, its only cell the description.
    return pd.DataFrame([json.loads(cell) for cell in table.iloc[0]]).astype(str)
