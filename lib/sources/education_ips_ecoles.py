"""DEPP, index of social position of primary schools (``fr-en-ips_ecoles``, then ``fr-en-ips-ecoles-ap2022``)."""

from __future__ import annotations

import pandas as pd

from lib.model import Break, Source, SourceFile
from lib.readers import Document
from lib.tables.school_index import PRIMARY, describe, latest, variables

EXPORT = "https://data.education.gouv.fr/api/explore/v2.1/catalog/datasets/{}/exports/csv?delimiter=%3B"
CHANGE = "Le ministère publie un nouveau jeu : les indices de 2021 et ceux d'après ne se comparent pas."

SOURCE = Source(
    id="education_ips_ecoles",
    titre="Indices de position sociale des écoles",
    titre_court="IPS des écoles",
    producteur="DEPP (Éducation nationale)",
    licence="Licence Ouverte 2.0",
    page="https://data.education.gouv.fr/explore/dataset/fr-en-ips-ecoles-ap2022/",
    mention="DEPP, indices de position sociale des écoles, rentrée {millesime}",
    champ="Écoles publiques et privées sous contrat dont l'indice est publié",
    verification="fichier_reel",
    fichiers=(
        SourceFile("2021", EXPORT.format("fr-en-ips_ecoles"), 2021),
        *(SourceFile(str(year), EXPORT.format("fr-en-ips-ecoles-ap2022"), year) for year in range(2022, 2026)),
    ),
    variables=variables(PRIMARY),
    ruptures=(Break("2021", "2022", CHANGE),),
)


def recognise(document: Document) -> str | None:
    """Return the latest school year of a list of primary schools, else None."""
    return latest(document, PRIMARY, SOURCE)


def read(document: Document, millesime: str) -> pd.DataFrame:
    """Return the description of every commune that has a school, for each school year of the file."""
    return describe(document, PRIMARY, SOURCE)
