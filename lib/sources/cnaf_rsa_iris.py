"""Cnaf, households drawing the RSA by IRIS (``rsa_s_type_iris_f``): types of RSA added up, counts rounded to 5."""

from __future__ import annotations

import pandas as pd

from lib.model import Level, Source, SourceFile, Variable
from lib.readers import Document
from lib.tables.caf import added_up, decembers, iris_codes, refuse_totals

FIELDS = {"dtreffre", "numcomdo", "numirisd", "rsa_type", "indfoy_rsa"}
PERSONS = "indnbp_rsa"
MILLESIMES = {"2020": 2021, "2021": 2022, "2022": 2023, "2023": 2024, "2024": 2025}
EXPORT = "https://data.caf.fr/api/explore/v2.1/catalog/datasets/rsa_s_type_iris_f/exports/csv?delimiter=%3B"

SOURCE = Source(
    id="cnaf_rsa_iris",
    titre="Allocataires du RSA par IRIS et type de RSA (rsa_s_type_iris_f)",
    titre_court="RSA par IRIS",
    producteur="Cnaf",
    licence="Licence Ouverte 2.0",
    page="https://data.caf.fr/explore/dataset/rsa_s_type_iris_f/",
    mention="Cnaf, data.caf.fr, RSA par IRIS, décembre {millesime}, effectifs arrondis à 5",
    champ="Foyers allocataires de la Caf placés dans un IRIS ; ceux de la MSA n'y sont pas",
    verification="documentation",
    fichiers=tuple(SourceFile(year, EXPORT, cog) for year, cog in MILLESIMES.items()),
    variables=(
        Variable("foyers_rsa", "Foyers au RSA", "indfoy_rsa"),
        Variable("personnes_rsa", "Personnes couvertes par le RSA", PERSONS),
    ),
)


def recognise(document: Document) -> str | None:
    """Return the latest millesime of an export of ``rsa_s_type_iris_f``, else None."""
    return max(MILLESIMES) if set(document.columns()) >= FIELDS else None


def read(document: Document, millesime: str) -> pd.DataFrame:
    """Return the households (and persons) of every IRIS for each December, types of RSA added up.

    Households that could not be placed in an IRIS are left out. Raises DataError on a total among the details.
    """
    table = document.table()
    where = f"{SOURCE.titre_court}, {document.name}"
    refuse_totals(table["rsa_type"], where)
    lines = {"foyers_rsa": ("indfoy_rsa", None)}
    if PERSONS in table.columns:
        lines["personnes_rsa"] = (PERSONS, None)
    return added_up(
        table,
        SOURCE,
        years=decembers(table["dtreffre"], set(MILLESIMES), where),
        codes=iris_codes(table["numcomdo"].str.strip(), table["numirisd"]),
        level=Level.IRIS,
        lines=lines,
    )
