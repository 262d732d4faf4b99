"""Insee, jobs and job seekers in the « quartiers prioritaires » of 2015 (``IPRO_<édition>``)."""

from __future__ import annotations

import re

import pandas as pd

from lib.model import Break, DataError, Level, Source, SourceFile, Status, Variable
from lib.readers import Document
from lib.tables.cells import wide
from lib.tables.filosofi import RATE

PAGE = "https://www.insee.fr/fr/statistiques/2500477"
CODE = re.compile(r"QP\w{6}")
EDITION = re.compile(r"ipro_?(20\d\d)", re.IGNORECASE)  # the edition is nowhere but in the name of the file
EDITIONS = ("2017", "2018", "2019", "2020", "2021", "2022")
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

SOURCE = Source(
    id="insee_qpv_insertion",
    titre="Emploi et demandeurs d'emploi des quartiers prioritaires (périmètres de 2015)",
    titre_court="insertion dans les quartiers prioritaires",
    producteur="Insee, Pôle emploi et Dares",
    licence="Licence Ouverte 2.0",
    page=PAGE,
    mention="Insee, Pôle emploi et Dares, quartiers prioritaires, édition {millesime}, périmètres de 2015",
    champ="Quartiers prioritaires de 2015, qui ne correspondent pas à ceux de 2024",
    verification="fichier_reel",
    fichiers=tuple(SourceFile(edition, PAGE, None, a_deposer=True) for edition in EDITIONS),
    variables=(
        *(Variable(name, label, column) for name, column, label in COUNTS),
        *(Variable(name, label, column, "publiee", RATE) for name, column, label in (*RATES, PRECARIOUS, LIMITED)),
    ),
    ruptures=(
        Break("2020", "2021", "« Emploi précaire » devient « emploi à durée limitée ».", (PRECARIOUS[0], LIMITED[0])),
    ),
)


def recognise(document: Document) -> str | None:
    """Return the edition of a table of jobs by quarter, from its columns and its name, else None.

    Raises DataError when the columns are those of the table but the name does not tell a known edition.
    """
    if not {"CODGEO", "TX_TOT_EMPL", "ABC_RSA", "NOTE_PE"} <= set(document.columns()):
        return None
    named = EDITION.search(document.name)
    if named is None or named[1] not in EDITIONS:
        raise DataError("L'édition de ce fichier n'est pas connue", document.name, _REMEDY)
    return named[1]


def read(document: Document, millesime: str) -> pd.DataFrame:
    """Return the counts and rates of each quarter but « Ensemble »; an empty cell is not published."""
    table = document.table()
    table = table[table["CODGEO"].str.strip().str.fullmatch(CODE)]
    fields = (*COUNTS, *RATES, *(field for field in (PRECARIOUS, LIMITED) if field[1] in table.columns))
    names = {name: column for name, column, _ in fields}
    return wide(
        table, SOURCE, millesime, code="CODGEO", level=Level.QPV, columns=names, symbols={"": Status.NON_DIFFUSE}
    )  # fmt: skip


_REMEDY = "Rendez au fichier le nom que lui donne l'Insee (« IPRO_2022 »), qui seul dit son édition."
