"""Census extract of the Isère: population of every commune at the censuses of 1968 to 2023."""

from __future__ import annotations

import pandas as pd

from lib.model import Level, Source, SourceFile, Variable
from lib.readers import Document
from lib.tables.cells import wide

YEARS = ("1968", "1975", "1982", "1990", "1999", "2010", "2015", "2020", "2023")
GEOGRAPHY = 2025  # past censuses are given for today's communes
PAGE = "https://catalogue-donnees.insee.fr/fr/catalogue/recherche/DS_POPULATIONS_HISTORIQUES"

SOURCE = Source(
    id="releve_population_historique",
    titre="Populations aux recensements depuis 1968 (relevé sur une copie publique)",
    titre_court="recensement de la population",
    producteur="Insee",
    licence="Licence Ouverte 2.0",
    page=PAGE,
    mention="Insee, recensement de la population {millesime}, relevé sur une copie publique, "
    "à rafraîchir par la collecte",
    champ="Communes de l'Isère ; population municipale, sans doubles comptes avant 2006",
    verification="fichier_reel",
    fichiers=tuple(SourceFile(year, PAGE, GEOGRAPHY, a_deposer=True) for year in YEARS),
    variables=(Variable("population", "Population municipale", "POP_{annee}"),),
)


def recognise(document: Document) -> str | None:
    """Return the latest census of the extract, else None."""
    columns = set(document.columns())
    return YEARS[-1] if {"CODGEO", *(f"POP_{year}" for year in YEARS)} <= columns else None


def read(document: Document, millesime: str) -> pd.DataFrame:
    """Return the population of every commune at every census of the extract."""
    table = document.table()
    return pd.concat(
        [
            wide(table, SOURCE, year, code="CODGEO", level=Level.COMMUNE, columns={"population": f"POP_{year}"})
            for year in YEARS
        ],
        ignore_index=True,
    )
