"""OFGL, accounts of communes (``ofgl-base-communes`` with labels): main budget, one line per aggregate."""

from __future__ import annotations

import re

import pandas as pd

from lib.model import Level, Source, SourceFile, Variable
from lib.readers import Document
from lib.tables.cells import contract, numbers

YEAR, AGGREGATE, AMOUNT, BUDGET, MAIN = "Exercice", "Agrégat", "Montant", "Type de budget", "Budget principal"
CODE = re.compile(r"Code Insee [0-9]{4} Commune")  # the label holds the year of the geography
EXPORT = "https://data.ofgl.fr/api/explore/v2.1/catalog/datasets/ofgl-base-communes/exports/csv?use_labels=true&delimiter=%3B"
AGGREGATES = {
    "Recettes de fonctionnement": "commune_recettes_fonctionnement",
    "Dépenses de fonctionnement": "commune_depenses_fonctionnement",
    "Frais de personnel": "commune_frais_personnel",
    "Epargne brute": "commune_epargne_brute",
    "Epargne nette": "commune_epargne_nette",
    "Encours de dette": "commune_encours_dette",
}

SOURCE = Source(
    id="ofgl_communes",
    titre="Comptes consolidés et budgets principaux des communes",
    titre_court="comptes des communes",
    producteur="OFGL (données DGFiP)",
    licence="Licence Ouverte 2.0",
    page="https://data.ofgl.fr/explore/dataset/ofgl-base-communes/",
    mention="OFGL, données DGFiP, comptes des communes, exercice {millesime}, budgets principaux",
    champ="Budgets principaux des communes, en euros courants",
    verification="fichier_reel",
    fichiers=tuple(SourceFile(str(year), EXPORT, 2024) for year in range(2017, 2026)),
    variables=tuple(Variable(name, label, label, bornes=(None, None)) for label, name in AGGREGATES.items()),
)


def recognise(document: Document) -> str | None:
    """Return the latest known year of an export with labels, else None."""
    columns = document.columns()
    if not {YEAR, AGGREGATE, AMOUNT, BUDGET} <= set(columns) or _code(columns) is None:
        return None
    years = document.table(columns=[YEAR])[YEAR].str[:4]
    known = years[years.isin(SOURCE.millesimes)]
    return known.max() if len(known) else None


def read(document: Document, millesime: str) -> pd.DataFrame:
    """Return the known aggregates of the main budget of each commune, in euros, for each year of the file."""
    code = _code(document.columns()) or ""
    table = document.table(columns=[YEAR, AGGREGATE, AMOUNT, BUDGET, code])
    years = table[YEAR].str[:4]
    kept = years.isin(SOURCE.millesimes) & (table[BUDGET] == MAIN) & table[AGGREGATE].isin(AGGREGATES)
    rows = numbers(table.loc[kept, AMOUNT], SOURCE.titre_court).assign(
        niveau=Level.COMMUNE.value,
        code=table.loc[kept, code].str.strip().str.zfill(5),
        millesime=years[kept],
        variable=table.loc[kept, AGGREGATE].map(AGGREGATES),
    )
    return contract(rows.reset_index(drop=True), SOURCE)


def _code(columns: tuple[str, ...]) -> str | None:
    return next((name for name in columns if CODE.fullmatch(name)), None)
