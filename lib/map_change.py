"""Maps of change: from one millesime to another, area by area, never across a break of series. Pure."""

from __future__ import annotations

import numpy as np

from lib.map_values import NOT_COMPARABLE, RANK, Figures
from lib.model import Indicator, Level, Status
from lib.observation import Observation
from lib.trend import COUNT_UNITS, RELATIVE_UNITS, SMALLEST_BASE, Sources, comparable

UNKNOWN = RANK[Status.NON_DISPONIBLE.value]


def is_relative(indicator: Indicator) -> bool:
    """Tell whether a change is a percentage (counts, amounts) or a difference (rates, indices)."""
    return indicator.unite in RELATIVE_UNITS


def change(first: Figures, last: Figures, indicator: Indicator, sources: Sources) -> Figures:
    """Return the change of each area between two maps of the same areas.

    An area across a break, or too close in a census, is « non comparable »; a count too small at the start, or a
    value unknown at either end, gives no change.
    """
    known = ~np.isnan(first.values) & ~np.isnan(last.values)
    apart = known & ~_joined(first, last, indicator, sources, known)
    before, after = np.where(known, first.values, np.nan), np.where(known, last.values, np.nan)
    relative = is_relative(indicator)
    least = SMALLEST_BASE if indicator.unite in COUNT_UNITS else np.nextafter(0, 1)
    computable = known & ~apart & ((before >= least) | (not relative))
    divisor = np.where(computable & relative, before, 1.0)
    moved = (after / divisor - 1) * 100 if relative else after - before
    statuses = np.where(computable, last.statuses, np.where(apart, NOT_COMPARABLE, UNKNOWN))
    hidden = np.isnan(last.values) & ~known
    statuses = np.where(hidden, last.statuses, statuses)
    return Figures(last.areas, np.where(computable, moved, np.nan), statuses, last.millesimes, last.sources)


def _joined(first: Figures, last: Figures, indicator: Indicator, sources: Sources, known: np.ndarray) -> np.ndarray:
    """Tell which areas may be compared: the answer only depends on the two sources and millesimes."""
    answers: dict[tuple[str, str, str, str], bool] = {}
    found = np.zeros(len(known), dtype=bool)
    for rank in np.flatnonzero(known):
        pair = (first.millesimes[rank], first.sources[rank], last.millesimes[rank], last.sources[rank])
        if pair not in answers:
            answers[pair] = _compared(pair, indicator, sources)
        found[rank] = answers[pair]
    return found


def _compared(pair: tuple[str, str, str, str], indicator: Indicator, sources: Sources) -> bool:
    old, old_source, new, new_source = pair
    seen = [
        Observation(indicator.id, Level.COMMUNE, "", 1.0, Status.OK, year, source=source)
        for year, source in ((old, old_source), (new, new_source))
    ]
    return old < new and len(comparable(seen, indicator, sources)) == 2


def why_not(old: str, old_source: str, new: str, new_source: str, indicator: Indicator, sources: Sources) -> str:
    """Say why two millesimes of two sources are not compared, in French; empty when they are."""
    from lib.trend import trend

    seen = [
        Observation(indicator.id, Level.COMMUNE, "", 100.0, Status.OK, year, source=source)
        for year, source in ((old, old_source), (new, new_source))
    ]
    return trend(seen, indicator, sources).reason
