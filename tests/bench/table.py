"""One measure as a row (samples of the application and of its reference), and the table printed at the end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import TypeVar

from lib.formats import number

HEADS = ("Mesure", "Boussole", "Référence", "Rapport", "Repère d'une autre machine")
THIN = "\u202f"
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Row:
    """Samples of one measure in ``unit``; ``floor`` says that the reference was stopped before its end."""

    label: str
    unit: str
    ours: tuple[float, ...]
    reference: tuple[float, ...] = ()
    reference_name: str = ""
    landmark: str = ""
    floor: bool = False

    @property
    def ratio(self) -> float | None:
        """How many times the reference costs what the application costs; above 1, the application is faster."""
        return median(self.reference) / median(self.ours) if self.reference else None


def interleave(ours: Callable[[int], T], reference: Callable[[int], T], count: int) -> tuple[list[T], list[T]]:
    """Call both variants ``count`` times in turn, the first of each pair alternating, and return their results."""
    left: list[T] = []
    right: list[T] = []
    for turn in range(count):
        order = ((ours, left), (reference, right))
        for variant, kept in order if turn % 2 == 0 else order[::-1]:
            kept.append(variant(turn))
    return left, right


def format_table(rows: Sequence[Row]) -> str:
    """Return the rows as a Markdown table of medians, columns aligned for a terminal."""
    cells = [HEADS, *(_cells(row) for row in rows)]
    widths = [max(len(line[i]) for line in cells) for i in range(len(HEADS))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |" for line in cells
    ]
    return "\n".join([lines[0], "|" + "|".join("-" * (width + 2) for width in widths) + "|", *lines[1:]])


def _cells(row: Row) -> tuple[str, ...]:
    if row.ratio is None:
        return row.label, _amount(median(row.ours), row.unit), "—", "—", row.landmark
    more = "plus de " if row.floor else ""
    reference = f"{more}{_amount(median(row.reference), row.unit)}"
    named = f"{reference} ({row.reference_name})" if row.reference_name else reference
    ratio = f"{more}× {number(row.ratio, 1 if row.ratio < 100 else 0)}"
    return row.label, _amount(median(row.ours), row.unit), named, ratio, row.landmark


def _amount(value: float, unit: str) -> str:
    return f"{number(value, 0 if value >= 20 else 1)}{THIN}{unit}"
