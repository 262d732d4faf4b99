"""Directory of schools (``fr-en-annuaire-education``): open establishments counted by commune."""

from __future__ import annotations

import pandas as pd

from lib.model import Source, SourceFile, Variable
from lib.readers import Document
from lib.tables.inventories import counted
from lib.tables.points import PointKind, located

DATASETS = "https://data.education.gouv.fr/api/explore/v2.1/catalog/datasets"
EXPORT = f"{DATASETS}/fr-en-annuaire-education/exports/csv?delimiter=%3B"
SCHOOL, KIND, SECTOR = "identifiant_de_l_etablissement", "type_etablissement", "statut_public_prive"
NAME, LONGITUDE, LATITUDE = "nom_etablissement", "longitude", "latitude"
COLUMNS = (SCHOOL, KIND, SECTOR, "code_commune", "date_maj_ligne")
OPEN = "OUVERT"

SOURCE = Source(
    id="education_annuaire",
    titre="Annuaire de l'éducation",
    titre_court="annuaire de l'éducation",
    producteur="Ministère de l'Éducation nationale",
    licence="Licence Ouverte 2.0",
    page="https://data.education.gouv.fr/explore/dataset/fr-en-annuaire-education/",
    mention="Ministère de l'Éducation nationale, annuaire de l'éducation, édition {millesime}",
    champ="Établissements ouverts à la date de l'édition",
    verification="documentation",
    fichiers=tuple(SourceFile(str(year), EXPORT, year) for year in range(2023, 2027)),
    variables=(
        Variable("etablissements_ecoles", "Écoles maternelles, élémentaires et primaires", KIND),
        Variable("etablissements_ecoles_publiques", "Dont écoles publiques", SECTOR),
        Variable("etablissements_colleges", "Collèges", KIND),
        Variable("etablissements_lycees", "Lycées", KIND),
    ),
    absence_vaut_zero=True,
)
POINTS = (PointKind("ecoles", "Écoles"), PointKind("colleges", "Collèges"), PointKind("lycees", "Lycées"))
KINDS = {"Ecole": "ecoles", "École": "ecoles", "Collège": "colleges", "Lycée": "lycees"}


def recognise(document: Document) -> str | None:
    """Return the year of the edition (the latest update of a line), else None."""
    if not set(COLUMNS) <= set(document.columns()):
        return None
    years = document.table(columns=["date_maj_ligne"])["date_maj_ligne"].str[:4]
    known = years[years.isin(SOURCE.millesimes)]
    return known.max() if len(known) else None


def read(document: Document, millesime: str) -> pd.DataFrame:
    """Return the number of schools of each commune, by kind; closed ones are left out when the file says so."""
    table = _open(document)
    kind = table[KIND].str.strip().map(KINDS)
    primary = kind == "ecoles"
    amounts = {
        "etablissements_ecoles": primary,
        "etablissements_ecoles_publiques": primary & (table[SECTOR].str.strip() == "Public"),
        "etablissements_colleges": kind == "colleges",
        "etablissements_lycees": kind == "lycees",
    }
    return counted(table["code_commune"], amounts, SOURCE, millesime)


def points(document: Document, millesime: str) -> pd.DataFrame:
    """Return where each open school is; none when the file was exported without its coordinates."""
    table = _open(document).reindex(columns=[*COLUMNS, NAME, LONGITUDE, LATITUDE], fill_value="")
    kinds = table[KIND].str.strip().map(KINDS)
    return located(kinds, table[NAME], table["code_commune"], table[LONGITUDE], table[LATITUDE], millesime)


def _open(document: Document) -> pd.DataFrame:
    table = document.table().drop_duplicates(SCHOOL)
    return table[table["etat"].str.strip().isin(["", OPEN])] if "etat" in table.columns else table
