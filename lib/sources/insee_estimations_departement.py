"""Insee's population estimates on 1 January by département, sex and five-year age group, since 1975 (one workbook)."""

from __future__ import annotations

import pandas as pd

from lib.model import DataError, Level, Source, SourceFile, Status, Variable
from lib.readers import Document
from lib.tables.cells import wide

LAST = 95  # the last group has no end
STARTS = tuple(range(0, LAST + 1, 5))
# Ages of our variables: first and last year, both included.
SPANS = {
    "pop_0_19": (0, 19, "0 à 19 ans"),
    "pop_20_64": (20, 64, "20 à 64 ans"),
    "pop_15_64": (15, 64, "15 à 64 ans"),
    "pop_60_plus": (60, 200, "60 ans ou plus"),
    "pop_65_plus": (65, 200, "65 ans ou plus"),
    "pop_75_plus": (75, 200, "75 ans ou plus"),
    "pop_80_plus": (80, 200, "80 ans ou plus"),
    "pop_85_plus": (85, 200, "85 ans ou plus"),
}
# The header repeats the same words for everybody, men, women: the reader numbers the repetitions.
EVERYBODY, MEN, WOMEN = "Ensemble", "Hommes", "Femmes"
CODE = "Unnamed: 0"
DEPARTMENTS = r"\d[\dAB]|97\d"
WORKBOOK = range(1975, 2023)
PAGE = "https://www.insee.fr/fr/statistiques/1893198"


def _name(start: int) -> str:
    return "95 ans et plus" if start == LAST else f"{start} à {start + 4} ans"


COLUMNS = {"population": ("Total",), "hommes": ("Total.1",), "femmes": ("Total.2",)} | {
    name: tuple(_name(start) for start in STARTS if low <= start <= high) for name, (low, high, _) in SPANS.items()
}
LABELS = {"population": "Population", "hommes": "Hommes", "femmes": "Femmes"} | {
    name: label for name, (_, _, label) in SPANS.items()
}

SOURCE = Source(
    id="insee_estimations_departement",
    titre="Estimations de population au 1er janvier par département, sexe et âge",
    titre_court="estimations de population",
    producteur="Insee",
    licence="Licence Ouverte 2.0",
    page=PAGE,
    mention="Insee, estimations de population au 1er janvier {millesime}",
    champ="Départements ; Mayotte depuis 2014",
    verification="fichier_reel",
    fichiers=tuple(SourceFile(str(year), PAGE, None, a_deposer=True) for year in WORKBOOK),
    variables=tuple(
        Variable(
            name, f"{LABELS[name]} (estimation au 1er janvier)", " + ".join(columns[:2]) + " …"[: len(columns) > 2]
        )
        for name, columns in COLUMNS.items()
    ),
)


def recognise(document: Document) -> str | None:
    """Return the latest year of the workbook by département, else None (regions have another first cell)."""
    if document.kind != "classeur":
        return None
    years = [sheet for sheet in document.sheets if sheet.strip() in SOURCE.millesimes]
    if not years or document.header(_name(0), _name(LAST), "Total", sheet=max(years)) is None:
        return None
    titles = " ".join(cell for row in document.head(max(years))[:4] for cell in row)
    return max(years).strip() if "par département" in titles else None


def read(document: Document, millesime: str) -> pd.DataFrame:
    """Return the estimates of every département and year; those said provisional are « estime ».

    The lines of metropolitan France and of the overseas départements together are left out: France is a sum.
    Raises DataError when a sheet has lost its three blocks (everybody, men, women).
    """
    parts = [_sheet(document, sheet) for sheet in document.sheets if sheet.strip() in SOURCE.millesimes]
    return pd.concat(parts, ignore_index=True)


def _sheet(document: Document, sheet: str) -> pd.DataFrame:
    header = document.header(_name(0), "Total", sheet=sheet) or 0
    table = document.table(sheet=sheet, header=header)
    blocks = [cell for cell in document.head(sheet)[header - 1] if cell.strip()]
    if blocks[-3:] != [EVERYBODY, MEN, WOMEN]:
        raise DataError("Les colonnes de ce classeur ont changé", f"{document.name}, {sheet} : {blocks[-3:]}", _REMEDY)
    provisional = table.iloc[:, 0].str.contains("provisoire").any()
    table = table[table[CODE].str.strip().str.fullmatch(DEPARTMENTS)]
    shown = Status.ESTIME if provisional else Status.OK
    return wide(
        table, SOURCE, sheet.strip(), code=CODE, level=Level.DEPARTEMENT, columns=COLUMNS, shown=shown
    )  # fmt: skip


_REMEDY = "Signalez-le aux auteurs de l'application. Les chiffres déjà publiés restent en place."
