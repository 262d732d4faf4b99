"""Insee, population and family benefits in the « quartiers prioritaires » of 2015 (``DEMO_<édition>``)."""

from __future__ import annotations

import pandas as pd

from lib.model import Break, Variable
from lib.readers import Document
from lib.tables.filosofi import RATE
from lib.tables.quarter_editions import by_quarter, edition, sheet

COUNTS = (
    ("population", "POP_MUN", "Population municipale du quartier"),
    ("foyers_allocataires", "A", "Foyers allocataires de la Caf"),
    ("personnes_couvertes", "PERCOU", "Personnes couvertes par la Caf"),
    ("foyers_monoparents", "AM", "Foyers allocataires d'un seul parent"),
    ("foyers_isoles", "AI", "Foyers allocataires d'une personne seule, sans enfant"),
    ("enfants_0_2", "ENF_2", "Enfants couverts par la Caf, moins de 3 ans"),
    ("enfants_3_5", "ENF_3_5", "Enfants couverts par la Caf, 3 à 5 ans"),
    ("enfants_couverts", "ENF", "Enfants couverts par la Caf"),
)
RATES = (
    ("part_femmes", "TX_F", "Part des femmes", RATE),
    ("part_moins_25", "TX_TOT_0A24", "Part des moins de 25 ans", RATE),
    ("part_60_plus", "TX_TOT_60ETPLUS", "Part des 60 ans ou plus", RATE),
    ("indice_jeunesse", "IND_JEUNE", "Habitants de moins de 20 ans pour un habitant de 60 ans ou plus", (0, 50)),
    ("part_menages_1_personne", "TX_TOT_MEN1", "Part des ménages d'une personne", RATE),
    ("part_menages_6_personnes", "TX_TOT_MEN6", "Part des ménages de 6 personnes ou plus", RATE),
    ("part_etrangers", "TX_TOT_ET", "Part des étrangers", RATE),
)

SOURCE = sheet(
    "insee_qpv_demographie",
    "Population et allocataires",
    "démographie des quartiers prioritaires",
    "Insee et Cnaf",
    "Insee (recensement) et Cnaf",
    (
        *(Variable(name, label, column) for name, column, label in COUNTS),
        *(Variable(name, label, column, "publiee", low) for name, column, label, low in RATES),
    ),
    Break("2020", "2021", "La population du quartier change de recensement entre ces éditions."),
)


def recognise(document: Document) -> str | None:
    """Return the edition of a table of population by quarter, else None. Raises DataError when it is not told."""
    return edition(document, {"POP_COM_QP", "IND_JEUNE", "PERCOU"}, "DEMO")


def read(document: Document, millesime: str) -> pd.DataFrame:
    """Return the counts and rates of each quarter; the line « Ensemble » is left out, an empty cell is not published.

    The edition is not the year of the figures: population is that of an older census.
    """
    names = {name: column for name, column, *_ in (*COUNTS, *RATES)}
    return by_quarter(document.table(), SOURCE, millesime, names)
