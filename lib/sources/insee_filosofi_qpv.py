"""Insee, Filosofi in the « quartiers prioritaires » of 2015: disposable income, 2016 to 2021.

The files named ``REVN_<édition>`` hold older incomes than their name says: 2021 is Filosofi 2017, 2022 is 2018.
"""

from __future__ import annotations

import pandas as pd

from lib.model import Source, SourceFile
from lib.readers import Document
from lib.tables import filosofi
from lib.tables.quarter_editions import FIELD, by_quarter, quarters

PAGE = "https://www.insee.fr/fr/statistiques/8243026"
NOT_BY_QUARTER = ("PTSA", "PBEN")
SHARES = tuple(stem for stem in filosofi.INCOME_SHARES if stem not in NOT_BY_QUARTER)
STEMS = ("TP60", "PIMP", *filosofi.DISTRIBUTION, *SHARES)
# Our stems under their various names; the first that a file has is read.
OTHER_NAMES = {"MED": ("MED", "Q2"), "RD": ("RD", "D1D9"), "GI": ("GINI",), "PIMP": ("PMIMP",)}
# Editions compared with the dated files: equal in the 91 quarters of three départements. Editions 2017 to 2019 are
# not read: nothing says which incomes they hold.
EDITIONS = {"C_C2SNP": "2018", "CC2S": "2017"}

SOURCE = Source(
    id="insee_filosofi_qpv",
    titre="Filosofi, revenus disponibles dans les quartiers prioritaires (périmètres de 2015)",
    titre_court="Filosofi par quartier prioritaire",
    producteur="Insee",
    licence="Licence Ouverte 2.0",
    page=PAGE,
    mention="Insee-DGFiP-Cnaf-Cnav-CCMSA, Filosofi {millesime}, quartiers prioritaires dans leurs périmètres de 2015",
    champ=FIELD,
    verification="fichier_reel",
    fichiers=(
        *(SourceFile(year, PAGE, None, a_deposer=True) for year in ("2016", "2017", "2018", "2019")),
        SourceFile(
            "2021", "https://www.insee.fr/fr/statistiques/fichier/8243026/revenus_pauvrete_2021_qp15_csv.zip", None
        ),
    ),
    variables=filosofi.variables(
        STEMS, {stem: f"DISP_{OTHER_NAMES.get(stem, (stem,))[0]}_A{{a}}" for stem in STEMS}
    ),
)  # fmt: skip


def recognise(document: Document) -> str | None:
    """Return the year of the incomes, from the columns (« DISP_MED_A19 », or those of a known edition), else None."""
    names = {name.upper() for name in document.columns()}
    if "CODGEO" not in names:
        return None
    for year in SOURCE.millesimes:
        if {f"DISP_D1_A{year[2:]}", f"DISP_D9_A{year[2:]}"} <= names:
            return year
    if {"DECUC_Q2", "DISP_Q2", "TP60", "DISP_D1D9"} <= names:
        return next((year for column, year in EDITIONS.items() if column in names), None)
    return None


def read(document: Document, millesime: str) -> pd.DataFrame:
    """Return the measures of each quarter; the line « Ensemble » is left out, an empty cell is not published.

    Quarters under the producer's note of caution are fragile.
    """
    table = quarters(document.table().rename(columns=str.upper))
    names = {stem: _column(table, stem, millesime[2:]) for stem in STEMS}
    found = filosofi.columns(table, {stem: name for stem, name in names.items() if name})
    rows = by_quarter(table, SOURCE, millesime, found)
    notes = (f"DISP_NOTE_A{millesime[2:]}", "NOTE", "NOTE_FILO")
    note = next((name for name in notes if name in table.columns), None)
    return filosofi.mark_caution(rows, table.set_index("CODGEO")[note]) if note else rows


def _column(table: pd.DataFrame, stem: str, year: str) -> str | None:
    words = OTHER_NAMES.get(stem, (stem,))
    spelled = (f"{start}{word}{end}" for word in words for start in ("DISP_", "") for end in (f"_A{year}", ""))
    return next((name for name in spelled if name in table.columns), None)
