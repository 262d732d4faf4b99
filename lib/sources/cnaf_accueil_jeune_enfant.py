"""Cnaf, places of formal childcare for 100 children under 3 (``txcouv_pe_com``, ``_epci``, ``_dep``, ``_reg``…)."""

from __future__ import annotations

import pandas as pd

from lib.model import DataError, Level, Source, SourceFile, Variable
from lib.readers import Document
from lib.tables.cells import contract, wide

# Suffix of the columns, column of the code, level. The commune file covers communes of more than 10,000 inhabitants.
TABLES = {
    "com": ("numcom", Level.COMMUNE),
    "epci": ("numepci", Level.EPCI),
    "dep": ("numdep", Level.DEPARTEMENT),
    "reg": ("numregi", Level.REGION),
    "nat": ("", Level.FRANCE),
}
RATES = (
    ("txcouv", "taux_couverture_accueil", "Places d'accueil pour 100 enfants de moins de 3 ans"),
    ("txcouv_eaje", "taux_couverture_eaje", "Places de crèche pour 100 enfants de moins de 3 ans"),
    (
        "txcouv_am_ind",
        "taux_couverture_assistantes_maternelles",
        "Places chez une assistante maternelle pour 100 enfants",
    ),
    (
        "txcouv_gad_ind",
        "taux_couverture_garde_domicile",
        "Places de garde à domicile pour 100 enfants de moins de 3 ans",
    ),
    (
        "txcouv_prescol",
        "taux_couverture_preelementaire",
        "Places en école avant 3 ans pour 100 enfants de moins de 3 ans",
    ),
)
PLACEHOLDERS = r"X+|9{5}|"  # « XX » and « XXX » gather what could not be placed
YEARS = ("2017", "2018", "2019", "2020", "2021", "2022", "2023")
EXPORT = "https://data.caf.fr/api/explore/v2.1/catalog/datasets/txcouv_pe_{level}/exports/csv?delimiter=%3B"
HIGHEST = 400  # a rate over 100 is possible (more places than young children), ten times the national one is not

SOURCE = Source(
    id="cnaf_accueil_jeune_enfant",
    titre="Taux de couverture de l'accueil du jeune enfant (txcouv_pe)",
    titre_court="accueil du jeune enfant",
    producteur="Cnaf",
    licence="Licence Ouverte 2.0",
    page="https://data.caf.fr/explore/dataset/txcouv_pe_com/",
    mention="Cnaf, data.caf.fr, taux de couverture de l'accueil du jeune enfant {millesime}",
    champ="Enfants de moins de 3 ans ; à la commune, seulement au-dessus de 10\u202f000 habitants",
    verification="documentation",
    fichiers=tuple(
        SourceFile(year, EXPORT.format(level=level), None, volet=level) for year in YEARS for level in TABLES
    ),
    variables=tuple(Variable(name, label, f"{field}_com", "publiee", (0, HIGHEST)) for field, name, label in RATES),
)


def recognise(document: Document) -> str | None:
    """Return the latest millesime of an export of the coverage rates, else None."""
    return max(YEARS) if _suffix(set(document.columns())) else None


def read(document: Document, millesime: str) -> pd.DataFrame:
    """Return the published rates of every area and year of the file. They are never added up nor averaged."""
    table = document.table()
    suffix = _suffix(set(table.columns)) or "com"
    code, level = TABLES[suffix]
    table = table.assign(code="F") if not code else table.assign(code=table[code].str.strip())
    table = table[~table["code"].str.fullmatch(PLACEHOLDERS)]
    if level in (Level.DEPARTEMENT, Level.REGION):
        table = table.assign(code=table["code"].str.zfill(2))
    years = table["annee"].str[:4]
    known = [year for year in YEARS if (years == year).any()]
    if not known:
        where = f"{document.name} : {', '.join(sorted(years.unique())[:5])}"
        raise DataError("Aucune année connue dans ce fichier", where, "Déclarez ce millésime dans la source.")
    columns = {name: f"{field}_{suffix}" for field, name, _ in RATES if f"{field}_{suffix}" in table.columns}
    parts = [wide(table[years == year], SOURCE, year, code="code", level=level, columns=columns) for year in known]
    return contract(pd.concat(parts, ignore_index=True), SOURCE)


def _suffix(names: set[str]) -> str | None:
    wanted = (
        s for s, (code, _) in TABLES.items() if {f"txcouv_{s}", f"txcouv_eaje_{s}", "annee", code} - {""} <= names
    )
    return next(wanted, None)
