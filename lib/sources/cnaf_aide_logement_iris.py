"""Cnaf, households drawing a housing benefit by IRIS (``al_s_type_parc_iris_f``): types added up, rounded to 5."""

from __future__ import annotations

import pandas as pd

from lib.model import Level, Source, SourceFile, Variable
from lib.readers import Document
from lib.tables.caf import added_up, decembers, iris_codes, refuse_totals

FIELDS = {"dtreffre", "numcomdo", "numirisd", "indfoy_ndural"}
# Names of the columns that split the lines are not all documented: any column that holds a total stops the reading.
MEASURES = ("ind", "dtreffre", "num", "nom")
MILLESIMES = {"2020": 2021, "2021": 2022, "2022": 2023, "2023": 2024, "2024": 2025}
EXPORT = "https://data.caf.fr/api/explore/v2.1/catalog/datasets/al_s_type_parc_iris_f/exports/csv?delimiter=%3B"

SOURCE = Source(
    id="cnaf_aide_logement_iris",
    titre="Allocataires d'une aide au logement par IRIS et type de parc (al_s_type_parc_iris_f)",
    titre_court="aides au logement par IRIS",
    producteur="Cnaf",
    licence="Licence Ouverte 2.0",
    page="https://data.caf.fr/explore/dataset/al_s_type_parc_iris_f/",
    mention="Cnaf, data.caf.fr, aides au logement par IRIS, décembre {millesime}, effectifs arrondis à 5",
    champ="Foyers allocataires de la Caf placés dans un IRIS ; ceux de la MSA n'y sont pas",
    verification="documentation",
    fichiers=tuple(SourceFile(year, EXPORT, cog) for year, cog in MILLESIMES.items()),
    variables=(Variable("foyers_aide_logement", "Foyers à l'aide au logement", "indfoy_ndural"),),
)


def recognise(document: Document) -> str | None:
    """Return the latest millesime of an export of ``al_s_type_parc_iris_f``, else None."""
    return max(MILLESIMES) if set(document.columns()) >= FIELDS else None


def read(document: Document, millesime: str) -> pd.DataFrame:
    """Return the households of every IRIS for each December, types of benefit and of housing added up.

    Households that could not be placed in an IRIS are left out. Raises DataError on a total among the details.
    """
    table = document.table()
    where = f"{SOURCE.titre_court}, {document.name}"
    for name in table.columns:
        if not name.startswith(MEASURES):
            refuse_totals(table[name], f"{where}, colonne {name}")
    return added_up(
        table,
        SOURCE,
        years=decembers(table["dtreffre"], set(MILLESIMES), where),
        codes=iris_codes(table["numcomdo"].str.strip(), table["numirisd"]),
        level=Level.IRIS,
        lines={"foyers_aide_logement": ("indfoy_ndural", None)},
    )
