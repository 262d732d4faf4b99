"""Places of digital help in the national schema of La Mednum: one line per place, counted by commune."""

from __future__ import annotations

import pandas as pd

from lib.model import Source, SourceFile, Variable
from lib.readers import Document
from lib.tables.inventories import counted
from lib.tables.points import PointKind, located

COLUMNS = ("id", "code_insee", "typologie", "date_maj", "services", "frais_a_charge", "dispositif_programmes_nationaux")
URL = "https://www.data.gouv.fr/api/1/datasets/r/398edc71-0d51-4cb6-9cbe-2540a4db573c"

SOURCE = Source(
    id="mediation_numerique",
    titre="Lieux de médiation numérique (schéma national)",
    titre_court="médiation numérique",
    producteur="ANCT et La Mednum",
    licence="Licence Ouverte 2.0",
    page="https://github.com/LaMednum/standard-mediation-num",
    mention="ANCT et La Mednum, lieux de médiation numérique, fiches mises à jour jusqu'en {millesime}",
    champ="Lieux inscrits à la cartographie nationale, qui n'est pas un recensement",
    verification="fichier_reel",
    fichiers=tuple(SourceFile(str(year), URL, year) for year in range(2022, 2027)),
    variables=(
        Variable("lieux_mediation_numerique", "Lieux de médiation numérique inscrits", "id"),
        Variable("lieux_mediation_gratuits", "Dont lieux gratuits, parfois sous condition", "frais_a_charge"),
    ),
)
POINTS = (PointKind("mediation_numerique", "Lieux de médiation numérique"),)


def recognise(document: Document) -> str | None:
    """Return the year of the last update written in the list, else None."""
    if not set(COLUMNS) <= set(document.columns()):
        return None
    years = document.table(columns=["date_maj"])["date_maj"].str[:4]
    known = years[years.isin(SOURCE.millesimes)]
    return known.max() if len(known) else None


def read(document: Document, millesime: str) -> pd.DataFrame:
    """Return the number of places of each commune that has one; the list is open, an absent commune is unknown."""
    table = document.table(columns=list(COLUMNS)).drop_duplicates("id")
    amounts = {
        "lieux_mediation_numerique": pd.Series(1, index=table.index),
        "lieux_mediation_gratuits": table["frais_a_charge"].str.contains("Gratuit"),
    }
    return counted(table["code_insee"], amounts, SOURCE, millesime)


def points(document: Document, millesime: str) -> pd.DataFrame:
    """Return where each place of the list is."""
    table = document.table(columns=["id", "nom", "code_insee", "longitude", "latitude"]).drop_duplicates("id")
    kinds = pd.Series(POINTS[0].id, index=table.index)
    return located(kinds, table["nom"], table["code_insee"], table["longitude"], table["latitude"], millesime)
