"""Insee, Filosofi by IRIS, DECLARED income (``BASE_TD_FILO_IRIS_2021_DEC``): before benefits and taxes.

Never mixed with disposable income: its variables have their own names, save the share of taxed households, which
is the same in both.
"""

from __future__ import annotations

import pandas as pd

from lib.model import Level, Source, SourceFile, Variable
from lib.readers import Document
from lib.tables import filosofi
from lib.tables.cells import wide
from lib.tables.filosofi import EUROS, RATE

MILLESIME, YEAR = "2021", "21"
# Variable, official stem, label, bounds. The lowest declared incomes are null: the ratio D9/D1 is often « so ».
FIELDS = (
    ("part_menages_imposes", "PIMP", "Part des ménages fiscaux imposés", RATE),
    ("taux_bas_revenus_declares", "TP60", "Part des personnes sous 60 % du revenu déclaré médian", RATE),
    ("revenu_declare_median", "MED", "Revenu déclaré médian par unité de consommation", EUROS),
    ("revenu_declare_q1", "Q1", "1er quartile du revenu déclaré par unité de consommation", EUROS),
    ("revenu_declare_q3", "Q3", "3e quartile du revenu déclaré par unité de consommation", EUROS),
    ("revenu_declare_d1", "D1", "1er décile du revenu déclaré par unité de consommation", EUROS),
    ("revenu_declare_d9", "D9", "9e décile du revenu déclaré par unité de consommation", EUROS),
    ("rapport_interdecile_declare", "RD", "Rapport interdécile D9/D1 du revenu déclaré", (1, None)),
    ("gini_declare", "GI", "Indice de Gini du revenu déclaré", (0, 1)),
    ("part_chomage_revenu_declare", "PCHO", "Part des indemnités de chômage dans le revenu déclaré", RATE),
    ("part_pensions_revenu_declare", "PPEN", "Part des pensions et retraites dans le revenu déclaré", RATE),
)

SOURCE = Source(
    id="insee_filosofi_iris_declares",
    titre="Filosofi, revenus déclarés par IRIS",
    titre_court="Filosofi par IRIS, revenus déclarés",
    producteur="Insee",
    licence="Licence Ouverte 2.0",
    page="https://www.insee.fr/fr/statistiques/8229323",
    mention="Insee-DGFiP-Cnaf-Cnav-CCMSA, Filosofi {millesime}, revenus déclarés par IRIS",
    champ="IRIS des communes d'au moins 5\u202f000 habitants environ ; revenus avant prestations et impôts",
    verification="fichier_reel",
    fichiers=(
        SourceFile(
            MILLESIME,
            "https://www.insee.fr/fr/statistiques/fichier/8229323/BASE_TD_FILO_IRIS_2021_DEC_CSV.zip",
            2022,
        ),
    ),
    variables=tuple(Variable(name, label, f"DEC_{stem}{{a}}", "publiee", low) for name, stem, label, low in FIELDS),
    hors_champ=("971", "973", "976"),
)


def recognise(document: Document) -> str | None:
    """Return the millesime of the table of declared income, from its columns, else None."""
    return MILLESIME if {"IRIS", f"DEC_MED{YEAR}", f"DEC_NOTE{YEAR}"} <= set(document.columns()) else None


def read(document: Document, millesime: str) -> pd.DataFrame:
    """Return the declared incomes of each IRIS; « ns », « nd », « s » and « so » are statuses, never numbers."""
    table = document.table()
    names = {name: f"DEC_{stem}{YEAR}" for name, stem, _, _ in FIELDS}
    rows = wide(table, SOURCE, millesime, code="IRIS", level=Level.IRIS, columns=names)
    return filosofi.mark_caution(rows, table.set_index("IRIS")[f"DEC_NOTE{YEAR}"])
