"""Figures of own zones, drawn from those of their pieces; used by the store only."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from lib.model import Indicator, Level, Territory
from lib.observation import Observation
from lib.registry import sources
from lib.zones import additive, not_computable, observe

Series = Callable[[str, Level, str], Mapping[str, Sequence[Observation]]]
Variables = Callable[[Territory, Sequence[str], Sequence[str]], Mapping[str, Sequence[Observation]]]


def zone_series(zone: Territory, indicator: Indicator, series: Series, variables: Variables) -> tuple[Observation, ...]:
    """Return one indicator of a zone, oldest first; empty when a piece lacks it.

    What does not add up has no value, only the range of its pieces.
    """
    pieces = [piece.partition("-") for piece in zone.pieces]
    read = [series(indicator.theme, Level(level), code).get(indicator.id, ()) for level, _, code in pieces]
    if not additive(indicator, sources()):
        return not_computable(zone, indicator, read)

    def counts(seen: Observation) -> tuple[float | None, float | None]:
        """Read the counts of a piece that has nobody to relate to: its ratio has no sense, its counts have one."""
        names = (*indicator.numerateur, *indicator.denominateur)
        found = variables(Territory(seen.level, seen.code, ""), [seen.source, *indicator.source_denominateur], names)
        upper = _total(found, indicator.numerateur, seen.millesime)
        lower = _total(found, indicator.denominateur, seen.millesime)
        return upper, 0.0 if lower is None and upper == 0 else lower

    return observe(zone, indicator, read, sources(), counts)


def additive_names(names_of_sources: Sequence[str], names: Sequence[str]) -> list[str]:
    """Keep the base quantities that every one of these sources lets be added up."""
    known = sources()
    variables = [one for source in names_of_sources if source in known for one in known[source].variables]
    published = {one.id for one in variables if one.agregation != "somme"}
    return [name for name in names if name not in published]


def _total(found: Mapping[str, Sequence[Observation]], names: Sequence[str], millesime: str) -> float | None:
    values = [next((one.value for one in found.get(name, ()) if one.millesime == millesime), None) for name in names]
    return None if None in values or not values else float(sum(values))
