"""Insee, population and family benefits in the « quartiers prioritaires » of 2015 (``DEMO_<édition>``)."""

from __future__ import annotations

import re

import pandas as pd

from lib.model import Break, DataError, Level, Source, SourceFile, Status, Variable
from lib.readers import Document
from lib.tables.cells import wide
from lib.tables.filosofi import RATE

PAGE = "https://www.insee.fr/fr/statistiques/2500477"
CODE = re.compile(r"QP\w{6}")
EDITION = re.compile(r"demo_?(20\d\d)", re.IGNORECASE)  # the edition is nowhere but in the name of the file
EDITIONS = ("2017", "2018", "2019", "2020", "2021", "2022")
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

SOURCE = Source(
    id="insee_qpv_demographie",
    titre="Population et allocataires des quartiers prioritaires (périmètres de 2015)",
    titre_court="démographie des quartiers prioritaires",
    producteur="Insee et Cnaf",
    licence="Licence Ouverte 2.0",
    page=PAGE,
    mention="Insee (recensement) et Cnaf, quartiers prioritaires, édition {millesime}, périmètres de 2015",
    champ="Quartiers prioritaires de 2015, qui ne correspondent pas à ceux de 2024",
    verification="fichier_reel",
    fichiers=tuple(SourceFile(edition, PAGE, None, a_deposer=True) for edition in EDITIONS),
    variables=(
        *(Variable(name, label, column) for name, column, label in COUNTS),
        *(Variable(name, label, column, "publiee", low) for name, column, label, low in RATES),
    ),
    ruptures=(Break("2020", "2021", "La population du quartier change de recensement entre ces éditions."),),
)


def recognise(document: Document) -> str | None:
    """Return the edition of a table of population by quarter, from its columns and its name, else None.

    Raises DataError when the columns are those of the table but the name does not tell a known edition.
    """
    if not {"CODGEO", "POP_COM_QP", "IND_JEUNE", "PERCOU"} <= set(document.columns()):
        return None
    named = EDITION.search(document.name)
    if named is None or named[1] not in EDITIONS:
        raise DataError("L'édition de ce fichier n'est pas connue", document.name, _REMEDY)
    return named[1]


def read(document: Document, millesime: str) -> pd.DataFrame:
    """Return the counts and rates of each quarter; the line « Ensemble » is left out, an empty cell is not published.

    The edition is not the year of the figures: population is that of an older census.
    """
    table = document.table()
    table = table[table["CODGEO"].str.strip().str.fullmatch(CODE)]
    names = {name: column for name, column, *_ in (*COUNTS, *RATES)}
    return wide(
        table, SOURCE, millesime, code="CODGEO", level=Level.QPV, columns=names, symbols={"": Status.NON_DIFFUSE}
    )  # fmt: skip


_REMEDY = "Rendez au fichier le nom que lui donne l'Insee (« DEMO_2022 »), qui seul dit son édition."
