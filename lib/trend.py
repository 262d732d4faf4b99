"""Comparability over time: which observations may be compared, and what their change says. Pure.

Two census millesimes under five years apart share surveys; a producer may change a definition: across a break, or too
close, nothing is compared and no line is drawn.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from lib.model import Break, Indicator, Source, Status
from lib.observation import Observation

CENSUS_GAP = 5  # years
USUAL_SPAN = 5  # the change is said over about five years when the series allows it
CLOSE_YEARS = 3  # between the years of two areas set side by side, the difference being said
SMALLEST_BASE = 20  # under this count, a percentage of change means nothing
COUNT_UNITS = frozenset(
    {"habitants", "logements", "personnes", "foyers", "menages", "enfants", "naissances", "deces", "demandeurs"}
    | {"equipements", "places", "dossiers", "eleves", "projets"}
)
RELATIVE_UNITS = COUNT_UNITS | {"euros", "euros_m2", "hab_km2", "mwh"}  # their change is a percentage, not points

Sources = Mapping[str, Source]


class Direction(StrEnum):
    """What a series says of time."""

    UP = "hausse"
    DOWN = "baisse"
    STABLE = "stable"
    NOT_COMPARABLE = "non_comparable"
    NOT_COMPUTABLE = "non_calculable"


@dataclass(frozen=True, slots=True)
class Trend:
    """A change between two observations: in percent for counts and amounts, in points for rates and indices.

    ``judgement`` is « favorable », « défavorable » or empty (neutral indicator); ``reason`` says why there is none.
    """

    direction: Direction
    first: Observation | None = None
    last: Observation | None = None
    change: float = 0.0
    relative: bool = False
    judgement: str = ""
    fragile: bool = False
    reason: str = ""


def year_of(millesime: str) -> int:
    """Return the year of a millesime: « 2021 », « 2024-12 », « 2024-T4 », « 2024-2025 »."""
    return int(millesime[:4])


def breaks_between(first: Observation, last: Observation, indicator: Indicator, sources: Sources) -> list[Break]:
    """Return the breaks that fall between two observations of one indicator, whichever of its sources declares them.

    A copy or an older file of the same measure does not know of a break that came after it.
    """
    return breaks_of(first, last, {*indicator.numerateur, *indicator.denominateur}, indicator.sources, sources)


def breaks_of(
    first: Observation, last: Observation, used: Collection[str], known: Iterable[str], sources: Sources
) -> list[Break]:
    """Return the breaks between two figures that concern one of these base quantities, declared by a source.

    ``known`` are the sources that may give these quantities, looked at beside those of the two figures.
    """
    found: list[Break] = []
    for name in dict.fromkeys((first.source, last.source, *known)):
        for one in sources[name].ruptures if name in sources else ():
            concerned = not one.variables or not set(one.variables).isdisjoint(used)
            between = first.millesime <= one.jusqu_a and last.millesime >= one.depuis
            if concerned and between and one not in found:
                found.append(one)
    return found


def comparable(series: Sequence[Observation], indicator: Indicator, sources: Sources) -> list[Observation]:
    """Return the observations that may be compared with the last one, oldest first, the last one included.

    For a census they are at least five years apart from one another.
    """
    known = [seen for seen in series if seen.value is not None]
    if not known or indicator.millesimes_comparables == "aucun":
        return known[-1:]
    kept = [known[-1]]
    for seen in reversed(known[:-1]):
        gap = year_of(kept[-1].millesime) - year_of(seen.millesime)
        far = gap >= CENSUS_GAP if indicator.millesimes_comparables == "ecart_5_ans" else True
        if far and not breaks_between(seen, known[-1], indicator, sources):
            kept.append(seen)
    return kept[::-1]


def segments(series: Sequence[Observation], indicator: Indicator, sources: Sources) -> list[list[Observation]]:
    """Cut a series into runs that a line may join: known values, no break between two neighbours."""
    runs: list[list[Observation]] = []
    for seen in (one for one in series if one.value is not None):
        joined = runs and not breaks_between(runs[-1][0], seen, indicator, sources)
        if joined:
            runs[-1].append(seen)
        else:
            runs.append([seen])
    return runs


def beside(
    seen: Observation, others: Sequence[Observation], indicator: Indicator, sources: Sources
) -> Observation | None:
    """Return the observation of another area that may stand beside ``seen``: same millesime, else the nearest.

    Never over CLOSE_YEARS years away nor across a break; None when there is none.
    """
    return nearest(seen, others, {*indicator.numerateur, *indicator.denominateur}, indicator.sources, sources)


def nearest(
    seen: Observation, others: Sequence[Observation], used: Collection[str], known: Sequence[str], sources: Sources
) -> Observation | None:
    """Do as ``beside`` for figures made of these base quantities, read in these sources."""
    year = year_of(seen.millesime)
    close = [one for one in others if one.value is not None and abs(year_of(one.millesime) - year) <= CLOSE_YEARS]
    allowed = [one for one in close if not breaks_of(*sorted((one, seen), key=_when), used, known, sources)]
    return min(
        allowed, key=lambda one: (abs(year_of(one.millesime) - year), one.millesime != seen.millesime), default=None
    )


def _when(seen: Observation) -> str:
    return seen.millesime


def trend(series: Sequence[Observation], indicator: Indicator, sources: Sources) -> Trend:
    """Say how the last observation compares with the one about five years before it."""
    known = [seen for seen in series if seen.value is not None]
    if len(known) < 2:
        return Trend(Direction.NOT_COMPUTABLE, reason="un seul millésime")
    last = known[-1]
    offered = comparable(series, indicator, sources)[:-1]
    if not offered:
        return Trend(Direction.NOT_COMPARABLE, known[-2], last, reason=_why(known, indicator, sources))
    target = year_of(last.millesime) - USUAL_SPAN
    first = min(offered, key=lambda seen: (abs(year_of(seen.millesime) - target), seen.millesime))
    return _change(first, last, indicator)


def _why(known: Sequence[Observation], indicator: Indicator, sources: Sources) -> str:
    if indicator.millesimes_comparables == "aucun":
        return "le producteur déconseille de comparer les années"
    for seen in reversed(known[:-1]):
        found = breaks_between(seen, known[-1], indicator, sources)
        if found:
            return found[0].motif
    return "les millésimes disponibles ont moins de cinq ans d'écart"


def _change(first: Observation, last: Observation, indicator: Indicator) -> Trend:
    before, after = first.value or 0.0, last.value or 0.0
    relative = indicator.unite in RELATIVE_UNITS
    if relative and (before <= 0 or (indicator.unite in COUNT_UNITS and before < SMALLEST_BASE)):
        return Trend(Direction.NOT_COMPUTABLE, first, last, reason=f"moins de {SMALLEST_BASE} au départ")
    change = (after / before - 1) * 100 if relative else after - before
    fragile = doubtful(first) or doubtful(last)
    if abs(round(change, 1)) < 0.1:
        return Trend(Direction.STABLE, first, last, 0.0, relative, fragile=fragile)
    direction = Direction.UP if change > 0 else Direction.DOWN
    better = {"favorable": change > 0, "defavorable": change < 0}.get(indicator.sens)
    judgement = "" if better is None else "favorable" if better else "défavorable"
    return Trend(direction, first, last, change, relative, judgement, fragile)


def doubtful(seen: Observation) -> bool:
    """Tell whether a figure is to be read with care: fragile, or a ratio of rounded counts under SMALLEST_BASE."""
    return seen.status is Status.FRAGILE or (seen.status is Status.ARRONDI and few(seen))


def few(seen: Observation) -> bool:
    """Tell whether a ratio counts fewer than SMALLEST_BASE people at its numerator."""
    return seen.denominator is not None and seen.numerator is not None and seen.numerator < SMALLEST_BASE


def years(series: Iterable[Observation]) -> tuple[str, ...]:
    """Return the millesimes of a series, oldest first."""
    return tuple(sorted({seen.millesime for seen in series}))
