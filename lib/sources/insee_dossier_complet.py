"""Insee's « dossier complet »: all census tables of the communes in one file (CSV or Parquet), three censuses."""

from __future__ import annotations

import pandas as pd

from lib.model import Level, Source, SourceFile
from lib.readers import Document
from lib.tables.census import BREAKS, variables
from lib.tables.census_tables import latest_year, read_census, tables_of

SITE = "https://www.insee.fr/fr/statistiques/fichier/5359146"
# Edition of the file: the census it carries. Its archives are kept by Insee under the date of their replacement.
FILES = (
    ("2023", f"{SITE}/dossier_complet.parquet"),
    ("2022", f"{SITE}/dossier_complet_31_12_2025.zip"),
    ("2021", f"{SITE}/dossier_complet_31_12_2024.zip"),
)
PREVIOUS = ("2010", "2011", "2012", "2015", "2016", "2017")
LAG = 3

SOURCE = Source(
    id="insee_dossier_complet",
    titre="Dossier complet (communes)",
    titre_court="recensement de la population",
    producteur="Insee",
    licence="Licence Ouverte 2.0",
    page="https://www.insee.fr/fr/statistiques/5359146",
    mention="Insee, dossier complet, recensement de la population {millesime}, géographie au 1er janvier {geographie}",
    champ="France hors Mayotte",
    verification="documentation",
    fichiers=(
        *(SourceFile(year, url, int(year) + LAG) for year, url in FILES),
        *(SourceFile(year, FILES[0][1], int(year) + LAG, volet="repris de l'édition en cours") for year in PREVIOUS),
    ),
    variables=variables(),
    ruptures=BREAKS,
    hors_champ=("976",),
    fragile_sous=200,
)


def recognise(document: Document) -> str | None:
    """Return the latest census of a file of communes that holds all the census tables, else None."""
    columns = [cell.strip() for cell in next(iter(document.head()), [])]
    whole = "CODGEO" in columns and len(tables_of(columns)) == 5
    year = latest_year(columns) if whole else None
    return year if year in SOURCE.millesimes else None


def read(document: Document, millesime: str) -> pd.DataFrame:
    """Return the census counts of every commune at the contract; the other subjects of the file are left out."""
    table = document.table()
    table = table.assign(CODGEO=table["CODGEO"].str.strip().str.zfill(5))
    return read_census(table, SOURCE, code="CODGEO", level=Level.COMMUNE, cog=int(millesime) + LAG)
