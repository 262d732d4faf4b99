"""Census extract of the Isère: population of 2023 by sex and five-year age group."""

from __future__ import annotations

import pandas as pd

from lib.model import Level, Source, SourceFile, Variable
from lib.readers import Document
from lib.tables.cells import wide
from lib.tables.census import ITEMS
from lib.tables.census_extracts import PAGE

YEAR = "2023"
OPEN = 95  # the last group has no end
STARTS = tuple(range(0, OPEN + 1, 5))
# Ages of our variables: first and last year, both included.
SPANS = {
    "population": (0, 200),
    "pop_0_4": (0, 4),
    "pop_0_14": (0, 14),
    "pop_0_19": (0, 19),
    "pop_15_29": (15, 29),
    "pop_15_plus": (15, 200),
    "pop_20_64": (20, 64),
    "pop_30_44": (30, 44),
    "pop_45_59": (45, 59),
    "pop_60_74": (60, 74),
    "pop_65_79": (65, 79),
    "pop_65_plus": (65, 200),
    "pop_75_plus": (75, 200),
    "pop_80_plus": (80, 200),
    "pop_85_plus": (85, 200),
}
LABELS = {item.id: item.libelle for item in ITEMS} | {"pop_0_4": "0 à 4 ans", "pop_85_plus": "85 ans ou plus"}
SEXES = {"F": "femmes", "H": "hommes"}


def _column(sex: str, start: int) -> str:
    return f"P23_{sex}_{start}P" if start == OPEN else f"P23_{sex}_{start:02d}_{start + 4:02d}"


def _official(columns: tuple[str, ...]) -> str:
    """Name the columns of a sum, from the first to the last age of each sex."""
    sides = [[one for one in columns if f"_{sex}_" in one] for sex in SEXES]
    return " + ".join(one[0] if len(one) == 1 else f"{one[0]} à {one[-1]}" for one in sides if one)


def _group(start: int) -> str:
    return "95_plus" if start == OPEN else f"{start}_{start + 4}"


def _words(start: int) -> str:
    return "95 ans ou plus" if start == OPEN else f"{start} à {start + 4} ans"


def _columns() -> dict[str, tuple[str, ...]]:
    found = {
        name: tuple(_column(sex, start) for sex in SEXES for start in STARTS if low <= start <= high)
        for name, (low, high) in SPANS.items()
    }
    for sex, name in SEXES.items():
        found[name] = tuple(_column(sex, start) for start in STARTS)
        found |= {f"{name}_{_group(start)}": (_column(sex, start),) for start in STARTS}
    return found


COLUMNS = _columns()
PYRAMID = {f"{name}_{_group(s)}": f"{name.capitalize()} de {_words(s)}" for name in SEXES.values() for s in STARTS}

SOURCE = Source(
    id="releve_rp_ages",
    titre="Recensement de la population, sexe et âge quinquennal (relevé sur une copie publique)",
    titre_court="recensement de la population",
    producteur="Insee",
    licence="Licence Ouverte 2.0",
    page=PAGE,
    mention="Insee, recensement de la population {millesime}, relevé sur une copie publique, "
    "à rafraîchir par la collecte",
    champ="Communes de l'Isère",
    verification="fichier_reel",
    fichiers=(SourceFile(YEAR, PAGE, 2026, a_deposer=True),),
    variables=tuple(
        Variable(name, (LABELS | PYRAMID).get(name, name.capitalize()), _official(columns))
        for name, columns in COLUMNS.items()
    ),
    fragile_sous=200,
)


def recognise(document: Document) -> str | None:
    """Return 2023 for the extract by sex and age, else None."""
    return YEAR if {"CODGEO", _column("F", 0), _column("H", OPEN)} <= set(document.columns()) else None


def read(document: Document, millesime: str) -> pd.DataFrame:
    """Return the counts of every commune: population, large age groups, and both sides of the pyramid."""
    return wide(document.table(), SOURCE, millesime, code="CODGEO", level=Level.COMMUNE, columns=COLUMNS)
