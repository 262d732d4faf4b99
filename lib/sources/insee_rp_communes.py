"""Census by commune: the five official « base-cc » tables of Insee, with the two older millesimes they repeat."""

from __future__ import annotations

import pandas as pd

from lib.model import Level, Source, SourceFile
from lib.readers import Document
from lib.tables.census import BREAKS, variables
from lib.tables.census_tables import latest_year, read_census, tables_of

SITE = "https://www.insee.fr/fr/statistiques"
# Year of the table: its file, or its page when the file's address is not known to us.
FILES = (
    ("2022", "evol-struct-pop", f"{SITE}/fichier/8581696/base-cc-evol-struct-pop-2022_csv.zip", False),
    ("2022", "emploi-pop-active", f"{SITE}/fichier/8581444/base-cc-emploi-pop-active-2022_csv.zip", False),
    ("2022", "logement", f"{SITE}/fichier/8581474/base-cc-logement-2022_csv.zip", False),
    ("2022", "coupl-fam-men", f"{SITE}/fichier/8582452/base-cc-coupl-fam-men-2022_xlsx.zip", False),
    ("2022", "diplomes-formation", f"{SITE}/8581488", True),
    ("2021", "evol-struct-pop", f"{SITE}/fichier/8201904/base-cc-evol-struct-pop-2021_csv.zip", False),
    ("2021", "diplomes-formation", f"{SITE}/fichier/8202319/base-cc-diplomes-formation-2021_csv.zip", False),
    ("2016", "coupl-fam-men", f"{SITE}/fichier/4171359/base-cc-coupl-fam-men-2016-xls.zip", False),
    ("2016", "diplomes-formation", f"{SITE}/4171395", True),
    ("2015", "coupl-fam-men", f"{SITE}/3565598", True),
    ("2015", "diplomes-formation", f"{SITE}/3564182", True),
    ("2014", "diplomes-formation", f"{SITE}/fichier/2862015/base-cc-dipl-formation-2014.zip", False),
)
# Every table repeats the censuses of 5 or 6, then 10 or 11 years before, in its own geography.
YEARS = tuple(str(year) for year in range(2006, 2024))  # the latest census published is that of 2023
LAG = 3  # census of year N: codes of 1 January N + 3
MANUAL = "https://www.insee.fr/fr/information/2837018"

SOURCE = Source(
    id="insee_rp_communes",
    titre="Recensement de la population, bases de données communales",
    titre_court="recensement de la population",
    producteur="Insee",
    licence="Licence Ouverte 2.0",
    page="https://www.insee.fr/fr/statistiques/8581696",
    mention="Insee, recensement de la population {millesime}, géographie au 1er janvier {geographie}",
    champ="France hors Mayotte",
    verification="documentation",
    fichiers=(
        *(SourceFile(year, url, int(year) + LAG, volet=name, a_deposer=page) for year, name, url, page in FILES),
        *(SourceFile(year, MANUAL, int(year) + LAG, volet="repris d'une base plus récente", a_deposer=True)
          for year in YEARS),
    ),
    variables=variables(),
    ruptures=BREAKS,
    hors_champ=("976",),
    fragile_sous=200,
)  # fmt: skip


def recognise(document: Document) -> str | None:
    """Return the census year of a « base-cc » table (one table, communes in CODGEO), else None."""
    sheet, header = _place(document)
    if header is None:
        return None
    columns = [cell.strip() for cell in document.head(sheet)[header]]
    alone = len(tables_of(columns)) == 1 and "IRIS" not in columns
    year = latest_year(columns) if alone else None
    return year if year in SOURCE.millesimes else None


def read(document: Document, millesime: str) -> pd.DataFrame:
    """Return the counts of every commune at the contract, for the three censuses of the table.

    Cities and their arrondissements are both in the file; both are rows of the commune level.
    """
    sheet, header = _place(document)
    table = document.table(sheet=sheet, header=header or 0)
    table = table[table["CODGEO"].str.strip().str.len() >= 4]
    table = table.assign(CODGEO=table["CODGEO"].str.strip().str.zfill(5))
    return read_census(table, SOURCE, code="CODGEO", level=Level.COMMUNE, cog=int(millesime) + LAG)


def _place(document: Document) -> tuple[str, int | None]:
    """Find the sheet (« COM_2022 » in Excel files) and the header row."""
    communes = next((name for name in document.sheets if name.upper().startswith("COM")), document.sheets[0])
    return communes, document.header("CODGEO", sheet=communes)
