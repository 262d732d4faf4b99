"""Insee, Filosofi by IRIS, disposable income (``BASE_TD_FILO_DISP_IRIS``), 2014 to 2021: the last one by IRIS."""

from __future__ import annotations

import pandas as pd

from lib.model import Level, Source, SourceFile, Status
from lib.readers import Document
from lib.tables import filosofi
from lib.tables.cells import wide

ADDRESS = "https://www.insee.fr/fr/statistiques/fichier"
PAGE = "https://www.insee.fr/fr/statistiques/8229323"
STEMS = ("TP60", *filosofi.DISTRIBUTION, *filosofi.INCOME_SHARES)

SOURCE = Source(
    id="insee_filosofi_iris",
    titre="Filosofi, revenus disponibles par IRIS",
    titre_court="Filosofi par IRIS",
    producteur="Insee",
    licence="Licence Ouverte 2.0",
    page=PAGE,
    mention="Insee-DGFiP-Cnaf-Cnav-CCMSA, Filosofi {millesime}, revenus disponibles par IRIS",
    champ="IRIS des communes d'au moins 5\u202f000 habitants environ (10\u202f000 avant 2020), hors petits IRIS",
    verification="fichier_reel",
    fichiers=(
        SourceFile("2014", f"{ADDRESS}/3288151/BASE_TD_FILO_DISP_IRIS_2014.xls", 2015),
        SourceFile("2015", PAGE, 2016, a_deposer=True),
        SourceFile("2016", PAGE, 2017, a_deposer=True),
        SourceFile("2017", f"{ADDRESS}/4479212/BASE_TD_FILO_DISP_IRIS_2017.xlsx", 2018),
        SourceFile("2018", f"{ADDRESS}/5055909/BASE_TD_FILO_DISP_IRIS_2018.zip", 2019),
        SourceFile("2019", f"{ADDRESS}/6049648/BASE_TD_FILO_DISP_IRIS_2019.zip", 2020),
        SourceFile("2020", f"{ADDRESS}/7233950/BASE_TD_FILO_DISP_IRIS_2020_CSV.zip", 2021),
        SourceFile("2021", f"{ADDRESS}/8229323/BASE_TD_FILO_IRIS_2021_DISP_CSV.zip", 2022),
    ),
    variables=filosofi.variables(STEMS, "DISP_{stem}{a}"),
    hors_champ=("971", "973", "976"),
)


def recognise(document: Document) -> str | None:
    """Return the millesime of a table by IRIS, from its columns (« DISP_MED19 »), else None."""
    return next((year for year in SOURCE.millesimes if _header(document, year) is not None), None)


def read(document: Document, millesime: str) -> pd.DataFrame:
    """Return the measures of each IRIS. An empty cell is a secret (the poverty rate above all).

    IRIS under the producer's note of caution are fragile. Columns without a name (files saved again) are ignored.
    """
    year = millesime[2:]
    sheet, header = _header(document, millesime) or ("", 0)
    table = document.table(sheet=sheet, header=header)
    table = table[table["IRIS"].str.strip() != ""].assign(IRIS=lambda rows: rows["IRIS"].str.strip().str.zfill(9))
    names = filosofi.columns(table, {stem: f"DISP_{stem}{year}" for stem in STEMS})
    rows = wide(
        table, SOURCE, millesime, code="IRIS", level=Level.IRIS, columns=names, symbols={"": Status.SECRET}
    )  # fmt: skip
    rows = filosofi.without_coarse_gini(rows)
    note = next((name for name in (f"DISP_NOTE{year}", "note") if name in table.columns), None)
    return filosofi.mark_caution(rows, table.set_index("IRIS")[note]) if note else rows


def _header(document: Document, millesime: str) -> tuple[str, int] | None:
    """Return the sheet and the index of its header row (titles come first in workbooks)."""
    for sheet in document.sheets:
        found = document.header("IRIS", f"DISP_MED{millesime[2:]}", sheet=sheet)
        if found is not None:
            return sheet, found
    return None
