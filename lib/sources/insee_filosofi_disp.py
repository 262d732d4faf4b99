"""Insee, Filosofi, distribution of disposable income (``FILO…_DISP_…``), from the commune to the region."""

from __future__ import annotations

import re

import pandas as pd

from lib.model import Level, Source, SourceFile, Status
from lib.readers import Document
from lib.tables import filosofi
from lib.tables.cells import wide

ADDRESS = "https://www.insee.fr/fr/statistiques/fichier"
STEMS = (*filosofi.HOUSEHOLDS, *filosofi.DISTRIBUTION, *filosofi.INCOME_SHARES)
OTHER_NAMES = {"NBMENFISC": "NBMEN", "NBPERSMENFISC": "NBPERS", "MED": "Q2"}  # the second quartile is the median
LEVELS = {"COM": Level.COMMUNE, "EPCI": Level.EPCI, "DEP": Level.DEPARTEMENT, "REG": Level.REGION}
# Codes of a département and of a région look alike: only the name of the file tells the level.
LEVEL_IN_NAME = re.compile(r"_(COM|EPCI|DEP|REG)(?=[-_.])", re.IGNORECASE)
SHEET = "ENSEMBLE"
ARCHIVES = (
    ("2015", "3560118", "COMMUNES"),
    ("2016", "4190006", "COMMUNES"),
    ("2017", "4291712", "COMMUNES"),
    ("2018", "5009218", "COMMUNES_csv"),
    ("2019", "6036907", "COMMUNES_csv"),
    ("2019", "6036907", "SUPRA_csv"),
    ("2020", "6692220", "COMMUNES_csv"),
    ("2021", "7756855", "COMMUNES_csv"),
    ("2021", "7756855", "SUPRA_csv"),
)

SOURCE = Source(
    id="insee_filosofi_disp",
    titre="Filosofi, structure et distribution des revenus disponibles",
    titre_court="Filosofi",
    producteur="Insee",
    licence="Licence Ouverte 2.0",
    page="https://www.insee.fr/fr/statistiques/6036907",
    mention="Insee-DGFiP-Cnaf-Cnav-CCMSA, Filosofi {millesime}, géographie au 1er janvier {geographie}",
    champ="France métropolitaine, Martinique et La Réunion ; communes de 50 ménages fiscaux ou plus",
    verification="fichier_reel",
    fichiers=(
        SourceFile("2014", "https://www.insee.fr/fr/metadonnees/source/s1172", 2015, a_deposer=True),
        *(
            SourceFile(
                year, f"{ADDRESS}/{folder}/indic-struct-distrib-revenu-{year}-{part}.zip", int(year) + 1, volet=part
            )
            for year, folder, part in ARCHIVES
        ),
    ),
    variables=filosofi.variables(STEMS, {stem: f"{OTHER_NAMES.get(stem, stem)}{{a}}" for stem in STEMS}),
    hors_champ=("971", "973", "976"),
)  # fmt: skip


def recognise(document: Document) -> str | None:
    """Return the millesime of a table of disposable income, from its columns, else None.

    Tables of declared income have the same columns and « PMIMP »; those by age or type of household have no « Q2 ».
    """
    if LEVEL_IN_NAME.search(document.name) is None:
        return None
    for row in document.head(_sheet(document)):
        names = {cell.strip() for cell in row}
        for year in (millesime[2:] for millesime in SOURCE.millesimes):
            if {"CODGEO", f"NBMEN{year}", f"NBUC{year}", f"Q2{year}"} <= names and f"PMIMP{year}" not in names:
                return f"20{year}"
    return None


def read(document: Document, millesime: str) -> pd.DataFrame:
    """Return the measures of the level that the name of the file tells; an empty cell is a secret.

    The share of activity income is not in 2014 (wages and unemployment benefits are merged there).
    """
    year, sheet = millesime[2:], _sheet(document)
    table = document.table(sheet=sheet, header=document.header("CODGEO", f"Q2{year}", sheet=sheet) or 0)
    table = table[table["CODGEO"].str.strip() != ""]
    named = LEVEL_IN_NAME.search(document.name)
    level = LEVELS[named[1].upper()] if named else Level.COMMUNE
    names = {stem: f"{OTHER_NAMES.get(stem, stem)}{year}" for stem in STEMS}
    if names["RD"] not in table.columns:
        names["RD"] = "RD"  # without its year, as « Q3_Q1 »
    found = filosofi.columns(table, names)
    rows = wide(table, SOURCE, millesime, code="CODGEO", level=level, columns=found, symbols={"": Status.SECRET})
    return filosofi.without_coarse_gini(rows)


def _sheet(document: Document) -> str:
    return SHEET if document.kind == "classeur" and SHEET in document.sheets else ""
