"""DEPP, index of social position of collèges (``fr-en-ips_colleges``, then ``-ap2022`` and ``-ap2023``)."""

from __future__ import annotations

import pandas as pd

from lib.model import Break, Source, SourceFile
from lib.readers import Document
from lib.tables.school_index import MIDDLE, describe, latest, variables

EXPORT = "https://data.education.gouv.fr/api/explore/v2.1/catalog/datasets/{}/exports/csv?delimiter=%3B"
CHANGE = "Le ministère publie un nouveau jeu : les indices d'avant et d'après ne se comparent pas."

SOURCE = Source(
    id="education_ips_colleges",
    titre="Indices de position sociale des collèges",
    titre_court="IPS des collèges",
    producteur="DEPP (Éducation nationale)",
    licence="Licence Ouverte 2.0",
    page="https://data.education.gouv.fr/explore/dataset/fr-en-ips-colleges-ap2023/",
    mention="DEPP, indices de position sociale des collèges, rentrée {millesime}",
    champ="Collèges publics et privés sous contrat dont l'indice est publié",
    verification="fichier_reel",
    fichiers=(
        SourceFile("2021", EXPORT.format("fr-en-ips_colleges"), 2021),
        SourceFile("2022", EXPORT.format("fr-en-ips-colleges-ap2022"), 2022),
        *(SourceFile(str(year), EXPORT.format("fr-en-ips-colleges-ap2023"), year) for year in range(2023, 2026)),
    ),
    variables=variables(MIDDLE),
    ruptures=(Break("2021", "2022", CHANGE), Break("2022", "2023", CHANGE)),
)


def recognise(document: Document) -> str | None:
    """Return the latest school year of a list of collèges, else None."""
    return latest(document, MIDDLE, SOURCE)


def read(document: Document, millesime: str) -> pd.DataFrame:
    """Return the description of every commune that has a collège, for each school year of the file."""
    return describe(document, MIDDLE, SOURCE)
