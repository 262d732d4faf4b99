"""Births and deaths by commune of residence since 2008: Insee's Melodi files, one for births, one for deaths."""

from __future__ import annotations

import pandas as pd

from lib.model import Source, SourceFile, Variable
from lib.readers import Document
from lib.tables.melodi import Layout, latest, layout_of, read_long, recipes

LAYOUT = Layout(
    "DS_ETAT_CIVIL_NAIS_COMMUNES et DS_ETAT_CIVIL_DECES_COMMUNES",
    frozenset({"EC_MEASURE"}),
    recipes(
        """
        naissances: EC_MEASURE=LVB
        deces: EC_MEASURE=DTH
        """
    ),
)
LAG = 1  # events of year N: codes of 1 January N + 1
FILE = "https://api.insee.fr/melodi/file"
FILES = tuple(
    (volet, name, f"https://catalogue-donnees.insee.fr/fr/catalogue/recherche/{name}")
    for volet, name in (
        ("naissances", "DS_ETAT_CIVIL_NAIS_COMMUNES"),
        ("décès", "DS_ETAT_CIVIL_DECES_COMMUNES"),
    )
)
LATEST = 2025
YEARS = tuple(str(year) for year in range(2008, LATEST + 1))

SOURCE = Source(
    id="insee_etat_civil",
    titre="État civil, naissances et décès domiciliés par commune",
    titre_court="état civil",
    producteur="Insee",
    licence="Licence Ouverte 2.0",
    page=FILES[0][2],
    mention="Insee, état civil {millesime}, géographie au 1er janvier {geographie}",
    champ="France ; naissances au domicile de la mère, décès au domicile du défunt",
    verification="documentation",
    fichiers=(
        *(
            SourceFile(str(LATEST), f"{FILE}/{name}/{name}_{LATEST}_CSV_FR", LATEST + LAG, volet=volet)
            for volet, name, _ in FILES
        ),
        *(
            SourceFile(year, page, LATEST + LAG, volet=volet, a_deposer=True)
            for year in YEARS[:-1]
            for volet, _, page in FILES
        ),
    ),
    variables=(
        Variable("naissances", "Naissances domiciliées", LAYOUT.formula("naissances")),
        Variable("deces", "Décès domiciliés", LAYOUT.formula("deces")),
    ),
)


def recognise(document: Document) -> str | None:
    """Return the latest year seen in a file of births or deaths by commune, else None."""
    year = latest(document) if layout_of(document, (LAYOUT,)) else None
    return year if year in SOURCE.millesimes else None


def read(document: Document, millesime: str) -> pd.DataFrame:
    """Return the births, or the deaths, of every area and year; « M », missing, is unknown and never zero."""
    return read_long(document, SOURCE, LAYOUT, lag=LAG)
