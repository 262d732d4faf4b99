"""Medians of Filosofi 2017 and 2019 at the commune, copied by hand from a public copy."""

from __future__ import annotations

import pandas as pd

from lib.model import Level, Source, SourceFile, Status, Variable
from lib.readers import Document
from lib.tables.cells import wide
from lib.tables.filosofi import EUROS

PAGE = "https://www.insee.fr/fr/statistiques/6036907"
COLUMN = "revenu_median_{}"  # a standard of living: equal to the « Q2 » of the official table

SOURCE = Source(
    id="releve_filosofi_medianes",
    titre="Filosofi, niveau de vie médian des communes en 2017 et 2019, relevé sur une copie publique",
    titre_court="Filosofi",
    producteur="Insee",
    licence="Licence Ouverte 2.0",
    page=PAGE,
    mention="Insee, Filosofi {millesime}, géographie au 1er janvier {geographie}, "
    "relevé sur une copie publique, à rafraîchir par la collecte",
    champ="Communes diffusées de l'Isère, du Rhône, de la Métropole de Lyon et de l'Hérault",
    verification="fichier_reel",
    fichiers=(
        SourceFile("2017", PAGE, 2018, a_deposer=True),
        SourceFile("2019", PAGE, 2020, a_deposer=True),
    ),
    variables=(Variable("niveau_vie_median", "Niveau de vie médian", "MED{a}", "publiee", EUROS),),
)


def recognise(document: Document) -> str | None:
    """Return the millesime of a copied table, from its columns (ours), else None."""
    names = set(document.columns())
    return next((year for year in SOURCE.millesimes if names == {"CODGEO", COLUMN.format(year)}), None)


def read(document: Document, millesime: str) -> pd.DataFrame:
    """Return the median of each commune; an empty cell is a secret."""
    names = {"niveau_vie_median": COLUMN.format(millesime)}
    return wide(
        document.table(), SOURCE, millesime, code="CODGEO", level=Level.COMMUNE, columns=names,
        symbols={"": Status.SECRET},
    )  # fmt: skip
