"""Insee's reference (« legal ») populations, and those of past censuses: Melodi files and answers of the API."""

from __future__ import annotations

import pandas as pd

from lib.model import Source, SourceFile, Variable
from lib.readers import Document
from lib.tables.melodi import Layout, latest, layout_of, read_long, recipes

LAYOUT = Layout(
    "DS_POPULATIONS_REFERENCE",
    frozenset({"POPREF_MEASURE"}),
    recipes(
        """
        population: POPREF_MEASURE=PMUN
        population_sans_doubles_comptes: POPREF_MEASURE=PSDC
        population_comptee_a_part: POPREF_MEASURE=PCAP
        population_legale_totale: POPREF_MEASURE=PTOT
        """
    ),
)
# Before 2006 the municipal population was counted « without double counting »: one series for both.
FORMER, CURRENT = "population_sans_doubles_comptes", "population"
LAG = 2  # reference population of year N: in force, and published in the codes, of 1 January N + 2
SITE = "https://api.insee.fr/melodi/file"
CATALOGUE = "https://catalogue-donnees.insee.fr/fr/catalogue/recherche"
EDITION = 2023
YEARS = ("1968", "1975", "1982", "1990", "1999", *(str(year) for year in range(2006, EDITION)))

SOURCE = Source(
    id="insee_populations_reference",
    titre="Populations de référence, et populations municipales depuis 1968",
    titre_court="populations de référence",
    producteur="Insee",
    licence="Licence Ouverte 2.0",
    page=f"{CATALOGUE}/DS_POPULATIONS_REFERENCE",
    mention="Insee, populations de référence {millesime}, géographie au 1er janvier {geographie}",
    champ="France hors Mayotte",
    verification="fichier_reel",
    fichiers=(
        SourceFile(
            str(EDITION),
            f"{SITE}/DS_POPULATIONS_REFERENCE/DS_POPULATIONS_REFERENCE_{EDITION}_CSV_FR",
            EDITION + LAG,
            volet="édition en cours",
        ),
        *(
            SourceFile(
                year,
                f"{SITE}/DS_POPULATIONS_HISTORIQUES/DS_POPULATIONS_HISTORIQUES_CSV_FR",
                EDITION + LAG,
                volet="depuis 1968",
            )
            for year in YEARS
        ),
    ),
    variables=(
        Variable(CURRENT, "Population municipale", f"{LAYOUT.formula(CURRENT)} ; avant 2006, POPREF_MEASURE=PSDC"),
        Variable("population_comptee_a_part", "Population comptée à part", LAYOUT.formula("population_comptee_a_part")),
        Variable(
            "population_legale_totale",
            "Population totale (municipale et comptée à part)",
            LAYOUT.formula("population_legale_totale"),
        ),
    ),
    hors_champ=("976",),
)


def recognise(document: Document) -> str | None:
    """Return the latest year of a file, or of an answer of the API, of reference populations, else None."""
    year = latest(document) if layout_of(document, (LAYOUT,)) else None
    return year if year in SOURCE.millesimes else None


def read(document: Document, millesime: str) -> pd.DataFrame:
    """Return the populations of every area and year; the former definition serves where the current one is absent."""
    rows = read_long(document, SOURCE, LAYOUT, lag=LAG)
    notes = rows.attrs["remarques"]
    former = rows["variable"] == FORMER
    rows = pd.concat([rows[~former], rows[former].assign(variable=CURRENT)])
    rows = rows.drop_duplicates(["niveau", "code", "millesime", "variable"], ignore_index=True)
    rows.attrs["remarques"] = notes
    return rows
