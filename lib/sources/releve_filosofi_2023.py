"""Filosofi 2 of 2023 at the commune, copied by hand from a public copy: stands in until the official file is read."""

from __future__ import annotations

import pandas as pd

from lib.model import Level, Source, SourceFile, Status, Variable
from lib.readers import Document
from lib.tables.cells import wide
from lib.tables.filosofi import BREAK_2023, EUROS, RATE

MILLESIME = "2023"
PAGE = "https://www.insee.fr/fr/statistiques/8984752"
COLUMNS = {"niveau_vie_median": "niveau_vie_median_2023", "taux_pauvrete": "taux_pauvrete_2023"}

SOURCE = Source(
    id="releve_filosofi_2023",
    titre="Filosofi 2, niveau de vie médian et taux de pauvreté en 2023, relevé sur une copie publique",
    titre_court="Filosofi (nouveau dispositif)",
    producteur="Insee",
    licence="Licence Ouverte 2.0",
    page=PAGE,
    mention="Insee, Filosofi {millesime} (nouveau dispositif, non comparable à 2021 et avant), "
    "relevé sur une copie publique, à rafraîchir par la collecte",
    champ="Communes de l'Isère",
    verification="fichier_reel",
    fichiers=(SourceFile(MILLESIME, PAGE, 2025, a_deposer=True),),
    variables=(
        Variable("niveau_vie_median", "Niveau de vie médian", "MED_SL", "publiee", EUROS),
        Variable("taux_pauvrete", "Taux de pauvreté au seuil de 60 %", "PR_MD60", "publiee", RATE),
    ),
    ruptures=(BREAK_2023,),
)


def recognise(document: Document) -> str | None:
    """Return the millesime of the copied table, from its columns (ours), else None."""
    return MILLESIME if {"CODGEO", *COLUMNS.values()} <= set(document.columns()) else None


def read(document: Document, millesime: str) -> pd.DataFrame:
    """Return the median and the poverty rate of each commune; an empty cell is a secret."""
    return wide(
        document.table(), SOURCE, millesime, code="CODGEO", level=Level.COMMUNE, columns=COLUMNS,
        symbols={"": Status.SECRET},
    )  # fmt: skip
