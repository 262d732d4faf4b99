"""Format-neutral sheets: what XLSX and ODS both write. Numbers stay numbers, text stays text."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lib.catalog import Catalog
from lib.exports.caption import Caption, Rows, Sources, code, level_word, notes, source_of, told_status
from lib.formats import DECIMALS, SUFFIX, UNIT_LABEL
from lib.model import Territory
from lib.observation import Observation

SHEET_NAME = 31  # characters that Excel accepts
FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
WIDEST_A4 = 180  # characters: a wider sheet is printed on A3
LONGEST_CELL = 32_000  # characters, under the limit of Excel


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a cell, with the decimals and the suffix it is shown with; the full value is kept."""

    value: float
    decimals: int = 0
    suffix: str = ""


Cell = str | Number | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: title and notes on top, then a table whose header is frozen and filtered. Widths in characters."""

    name: str
    title: str
    notes: tuple[str, ...]
    head: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[Cell, ...], ...]


LONG_HEAD = (
    "Territoire", "Niveau", "Code", "Identifiant", "Indicateur", "Unité", "Millésime", "Valeur", "Statut",
    "Numérateur", "Dénominateur", "Source", "Mention à citer", "Géographie", "Licence",
)  # fmt: skip
LONG_WIDTHS = (26, 13, 11, 24, 44, 18, 11, 14, 13, 13, 14, 24, 48, 11, 24)


def sheet_name(wanted: str, taken: Iterable[str] = ()) -> str:
    """Return a name that every spreadsheet accepts, different from those taken."""
    used = {name.lower() for name in taken}
    clean = FORBIDDEN.sub(" ", wanted).strip(" '") or "Feuille"
    name, rank = clean[:SHEET_NAME].rstrip(), 1
    while name.lower() in used:
        rank += 1
        tail = f" {rank}"
        name = clean[: SHEET_NAME - len(tail)].rstrip() + tail
    return name


def text(content: str) -> str:
    """Return text without the characters that XML refuses, short enough for a cell."""
    return ILLEGAL.sub("", content)[:LONGEST_CELL]


def shown(value: float | None, unit: str) -> Number | None:
    """Return a value as a cell of its unit; empty when there is none."""
    if value is None or not math.isfinite(value):
        return None
    return Number(value, DECIMALS.get(unit, 1), SUFFIX.get(unit, ""))


def long_row(area: Territory, seen: Observation, catalog: Catalog, sources: Sources) -> tuple[Cell, ...]:
    """Return one observation as a row of LONG_HEAD; a value that is not shown stays empty beside its status."""
    indicator = catalog.indicators[seen.indicator]
    source = source_of(seen, catalog, sources)
    hidden = not seen.status.has_value
    parts = (None, None) if hidden else (_part(seen.numerator), _part(seen.denominator))
    return (
        area.name,
        level_word(area),
        code(area),
        indicator.id,
        indicator.titre,
        UNIT_LABEL[indicator.unite],
        seen.millesime,
        None if hidden else shown(seen.value, indicator.unite),
        told_status(seen, indicator.unite),
        *parts,
        source.titre_court,
        source.cited(seen.millesime, seen.geography) if seen.millesime else source.titre,
        str(seen.geography or ""),
        source.licence,
    )


def _part(value: float | None) -> Number | None:
    if value is None or not math.isfinite(value):
        return None
    return Number(value, 0 if float(value).is_integer() else 1)


def block_sheet(caption: Caption, rows: Rows, catalog: Catalog, sources: Sources) -> Sheet:
    """Return the table of one block, one observation per row."""
    return Sheet(
        name=sheet_name(caption.title),
        title=caption.title,
        notes=tuple(notes(caption, rows, catalog, sources)),
        head=LONG_HEAD,
        widths=LONG_WIDTHS,
        rows=tuple(long_row(area, seen, catalog, sources) for area, seen in rows),
    )


def named(sheets: Sequence[Sheet]) -> list[tuple[str, Sheet]]:
    """Return each sheet with the name it has in the file, all different."""
    found: list[tuple[str, Sheet]] = []
    for sheet in sheets:
        found.append((sheet_name(sheet.name, [name for name, _ in found]), sheet))
    return found
