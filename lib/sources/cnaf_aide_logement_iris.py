"""Cnaf, households drawing a housing benefit by IRIS (``al_s_type_parc_iris_f``): types added up, rounded to 5."""

from __future__ import annotations

import pandas as pd

from lib.model import Variable
from lib.readers import Document
from lib.tables.caf import LATEST, added_by_iris, refuse_totals, sheet

FIELDS = {"dtreffre", "numcomdo", "numirisd", "indfoy_ndural"}
# Names of the columns that split the lines are not all documented: any column that holds a total stops the reading.
MEASURES = ("ind", "dtreffre", "num", "nom")

SOURCE = sheet(
    "cnaf_aide_logement_iris",
    {"": "al_s_type_parc_iris_f"},
    "Allocataires d'une aide au logement par IRIS et type de parc (al_s_type_parc_iris_f)",
    "aides au logement par IRIS",
    "aides au logement par IRIS",
    " placés dans un IRIS",
    "documentation",
    (Variable("foyers_aide_logement", "Foyers à l'aide au logement", "indfoy_ndural"),),
)


def recognise(document: Document) -> str | None:
    """Return the latest millesime of an export of ``al_s_type_parc_iris_f``, else None."""
    return LATEST if set(document.columns()) >= FIELDS else None


def read(document: Document, millesime: str) -> pd.DataFrame:
    """Return the households of every IRIS for each December, types of benefit and of housing added up.

    Households that could not be placed in an IRIS are left out. Raises DataError on a total among the details.
    """
    table = document.table()
    where = f"{SOURCE.titre_court}, {document.name}"
    for name in table.columns:
        if not name.startswith(MEASURES):
            refuse_totals(table[name], f"{where}, colonne {name}")
    return added_by_iris(table, SOURCE, {"foyers_aide_logement": ("indfoy_ndural", None)}, where)
