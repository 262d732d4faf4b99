"""Insee, jobs and job seekers in the « quartiers prioritaires » of 2015 (``IPRO_<édition>``)."""

from __future__ import annotations

import pandas as pd

from lib.model import Break, Variable
from lib.readers import Document
from lib.tables.filosofi import RATE
from lib.tables.quarter_editions import by_quarter, edition, sheet

COUNTS = (
    ("demandeurs_abc", "ABC", "Demandeurs d'emploi de catégories A, B et C"),
    ("demandeurs_a", "A", "Demandeurs d'emploi de catégorie A"),
    ("demandeurs_abc_femmes", "ABC_F", "Demandeuses d'emploi de catégories A, B et C"),
    ("demandeurs_abc_hommes", "ABC_H", "Demandeurs d'emploi hommes de catégories A, B et C"),
    ("demandeurs_abc_moins_26", "ABC_25", "Demandeurs d'emploi de moins de 26 ans, catégories A, B et C"),
    ("demandeurs_abc_50_plus", "ABC_50", "Demandeurs d'emploi de 50 ans ou plus, catégories A, B et C"),
    ("demandeurs_abc_rsa", "ABC_RSA", "Demandeurs d'emploi au RSA, catégories A, B et C"),
)
RATES = (
    ("taux_emploi", "TX_TOT_EMPL", "Taux d'emploi des 15 à 64 ans"),
    ("taux_emploi_femmes", "TX_F_EMPL", "Taux d'emploi des femmes de 15 à 64 ans"),
)
# The rate of precarious jobs becomes that of jobs with a limited term in edition 2021: two names, never one series.
PRECARIOUS = ("part_emplois_precaires", "TX_TOT_EPREC", "Part des emplois précaires")
LIMITED = ("part_emplois_duree_limitee", "TX_TOT_EDLIM", "Part des emplois à durée limitée")

SOURCE = sheet(
    "insee_qpv_insertion",
    "Emploi et demandeurs d'emploi",
    "insertion dans les quartiers prioritaires",
    "Insee, Pôle emploi et Dares",
    "Insee, Pôle emploi et Dares",
    (
        *(Variable(name, label, column) for name, column, label in COUNTS),
        *(Variable(name, label, column, "publiee", RATE) for name, column, label in (*RATES, PRECARIOUS, LIMITED)),
    ),
    Break("2020", "2021", "« Emploi précaire » devient « emploi à durée limitée ».", (PRECARIOUS[0], LIMITED[0])),
)


def recognise(document: Document) -> str | None:
    """Return the edition of a table of jobs by quarter, else None. Raises DataError when it is not told."""
    return edition(document, {"TX_TOT_EMPL", "ABC_RSA", "NOTE_PE"}, "IPRO")


def read(document: Document, millesime: str) -> pd.DataFrame:
    """Return the counts and rates of each quarter but « Ensemble »; an empty cell is not published."""
    table = document.table()
    fields = (*COUNTS, *RATES, *(field for field in (PRECARIOUS, LIMITED) if field[1] in table.columns))
    return by_quarter(table, SOURCE, millesime, {name: column for name, column, _ in fields})
