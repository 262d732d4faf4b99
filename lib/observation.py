"""One figure and all that must follow it wherever it goes."""

from __future__ import annotations

from dataclasses import dataclass

from lib.model import Level, Status


@dataclass(frozen=True, slots=True)
class Spread:
    """The lowest and highest figures of the pieces of an own zone, how many are known, how many pieces there are."""

    low: float
    high: float
    known: int
    pieces: int


@dataclass(frozen=True, slots=True)
class Observation:
    """One figure and all that must follow it: status, millesime, parts of its ratio, source, COG year.

    ``spread`` stands for the figure of an own zone that cannot be computed.
    """

    indicator: str
    level: Level
    code: str
    value: float | None
    status: Status
    millesime: str = ""
    numerator: float | None = None
    denominator: float | None = None
    source: str = ""
    geography: int | None = None
    spread: Spread | None = None
