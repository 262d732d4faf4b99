"""Cnaf, households drawing the RSA by IRIS (``rsa_s_type_iris_f``): types of RSA added up, counts rounded to 5."""

from __future__ import annotations

import pandas as pd

from lib.model import Variable
from lib.readers import Document
from lib.tables.caf import LATEST, added_by_iris, refuse_totals, sheet

FIELDS = {"dtreffre", "numcomdo", "numirisd", "rsa_type", "indfoy_rsa"}
PERSONS = "indnbp_rsa"

SOURCE = sheet(
    "cnaf_rsa_iris",
    {"": "rsa_s_type_iris_f"},
    "Allocataires du RSA par IRIS et type de RSA (rsa_s_type_iris_f)",
    "RSA par IRIS",
    "RSA par IRIS",
    " placés dans un IRIS",
    "documentation",
    (
        Variable("foyers_rsa", "Foyers au RSA", "indfoy_rsa"),
        Variable("personnes_rsa", "Personnes couvertes par le RSA", PERSONS),
    ),
)


def recognise(document: Document) -> str | None:
    """Return the latest millesime of an export of ``rsa_s_type_iris_f``, else None."""
    return LATEST if set(document.columns()) >= FIELDS else None


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
    return added_by_iris(table, SOURCE, lines, where)
