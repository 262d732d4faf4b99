"""ANCT, labelled « France services » places: one line per place, counted by commune."""

from __future__ import annotations

import pandas as pd

from lib.model import Source, SourceFile, Variable
from lib.readers import Document
from lib.tables.inventories import counted
from lib.tables.points import PointKind, located

COLUMNS = ("id_fs", "insee_com", "format_fs", "itinerance", "labellisation")
PAGE = "https://www.data.gouv.fr/datasets/liste-des-structures-labellisees-france-services/"
LABEL_YEAR = r"/(20[0-9]{2})"  # « Espace labellisé 01/09/2020 »: the list has no other date

SOURCE = Source(
    id="france_services",
    titre="Liste des structures labellisées France services",
    titre_court="France services",
    producteur="ANCT",
    licence="Licence Ouverte 2.0",
    page=PAGE,
    mention="ANCT, liste des structures France services, labels attribués jusqu'en {millesime}",
    champ="Structures labellisées, antennes et bus compris",
    verification="fichier_reel",
    fichiers=tuple(SourceFile(str(year), PAGE, year, a_deposer=True) for year in range(2022, 2027)),
    variables=(
        Variable("france_services", "Structures France services, tous formats", "id_fs"),
        Variable("france_services_itinerants", "Dont structures itinérantes (bus)", "itinerance = Oui"),
        Variable("france_services_antennes", "Dont antennes d'une autre structure", "format_fs = Antenne"),
    ),
    absence_vaut_zero=True,
)
POINTS = (PointKind("france_services", "France services"),)


def recognise(document: Document) -> str | None:
    """Return the year of the last label of the list, else None."""
    if not set(COLUMNS) <= set(document.columns()):
        return None
    years = document.table(columns=["labellisation"])["labellisation"].str.extract(LABEL_YEAR)[0]
    known = years[years.isin(SOURCE.millesimes)]
    return known.max() if len(known) else None


def read(document: Document, millesime: str) -> pd.DataFrame:
    """Return the number of places of each commune; Lyon is published by arrondissement and, once, as a city."""
    table = document.table(columns=list(COLUMNS)).drop_duplicates("id_fs")
    every = pd.Series(1, index=table.index)
    amounts = {
        "france_services": every,
        "france_services_itinerants": table["itinerance"].str.strip() == "Oui",
        "france_services_antennes": table["format_fs"].str.strip() == "Antenne",
    }
    return counted(table["insee_com"], amounts, SOURCE, millesime)


def points(document: Document, millesime: str) -> pd.DataFrame:
    """Return where each fixed place is; a bus stops in many communes, the list gives its depot only."""
    table = document.table(columns=["id_fs", "lib_fs", "insee_com", "latitude", "longitude", "itinerance"])
    table = table[table["itinerance"].str.strip() != "Oui"].drop_duplicates("id_fs")
    kinds = pd.Series(POINTS[0].id, index=table.index)
    return located(kinds, table["lib_fs"], table["insee_com"], table["longitude"], table["latitude"], millesime)
