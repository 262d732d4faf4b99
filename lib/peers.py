"""Comparable areas: those of the same level and of a like population, by steps, from the closest to the widest."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from lib.formats import LEVEL_PLURAL, NBSP, number, of
from lib.model import Level, Territory
from lib.territories import FRANCE, Territories

SCOPES = (Level.DEPARTEMENT, Level.REGION, Level.FRANCE)
FACTORS = (1.5, 2.0, 3.0)
WIDER = 1.5  # how much the band of populations is widened when too few areas have a figure
WITH_POPULATION = frozenset({Level.COMMUNE, Level.EPCI, Level.EPT, Level.DEPARTEMENT})


@dataclass(frozen=True, slots=True)
class Group:
    """Areas to compare with, mine left out; ``noun`` names them in a sentence, ``criteria`` says how they are chosen.

    ``alike`` is False for the last resort: every area around, whatever its population.
    """

    areas: tuple[Territory, ...]
    noun: str
    criteria: str
    alike: bool = True

    @property
    def codes(self) -> list[str]:
        """Codes of the areas."""
        return [area.code for area in self.areas]


@dataclass(frozen=True, slots=True)
class Choice:
    """What the reader may change: where areas are taken, how far their population may be, areas left out."""

    scope: Level = Level.REGION
    factor: float = 2.0
    without: frozenset[str] = frozenset()


def groups(known: Territories, territory: Territory, choice: Choice) -> list[Group]:
    """Return groups of comparable areas, each wider than the one before; empty for France, which has no peer."""
    found = []
    banded = territory.level in WITH_POPULATION and territory.kind != "arrondissement_municipal"
    if banded and territory.population:
        wide = choice.factor * WIDER
        steps = [(choice.scope, choice.factor), (choice.scope, wide), (Level.FRANCE, choice.factor)]
        found = [_alike(known, territory, scope, factor, choice.without) for scope, factor in dict.fromkeys(steps)]
    if territory.level is Level.IRIS:
        found = [_iris(known, territory, level, choice.without) for level in (Level.COMMUNE, Level.EPCI)]
    elif around := _around(known, territory, choice.without):
        found.append(around)
    return [group for group in found if group and group.areas]


def _alike(
    known: Territories, territory: Territory, scope: Level, factor: float, without: Collection[str]
) -> Group | None:
    area = known.get(FRANCE) if scope is Level.FRANCE else known.parent(territory, scope)
    if area is None or not territory.population:
        return None
    low, high = territory.population / factor, territory.population * factor
    kept = [one for one in known.children(area, territory.level) if low <= (one.population or 0) <= high]
    plural = LEVEL_PLURAL[territory.level]
    criteria = (
        f"{plural} {_inside(area)} de {_rounded(low)} à {_rounded(high)}{NBSP}habitants"
        f" (population jusqu'à {times(factor)} fois plus petite ou plus grande)"
    )
    return Group(_others(kept, territory, without), f"{plural} semblables", criteria)


def _iris(known: Territories, territory: Territory, level: Level, without: Collection[str]) -> Group | None:
    area = known.parent(territory, level)
    if area is None:
        return None
    named = f"{LEVEL_PLURAL[Level.IRIS]} {of(area)}"
    return Group(_others(known.children(area, Level.IRIS), territory, without), named, named, level is Level.COMMUNE)


def _around(known: Territories, territory: Territory, without: Collection[str]) -> Group | None:
    every, scope = known.peers(territory)
    if scope is None:
        return None
    district = territory.kind == "arrondissement_municipal"
    named = f"{'arrondissements' if district else LEVEL_PLURAL[territory.level]} {_inside(scope)}"
    alike = district or territory.level not in WITH_POPULATION
    return Group(_others(every, territory, without), named, f"{named}, sans condition de population", alike)


def _inside(area: Territory) -> str:
    return "de France" if area.level is Level.FRANCE else of(area)


def _others(areas: list[Territory], territory: Territory, without: Collection[str]) -> tuple[Territory, ...]:
    return tuple(one for one in areas if one.code != territory.code and one.code not in without)


def times(factor: float) -> str:
    """Write a factor without useless decimals: « 2 », « 1,5 », « 2,25 »."""
    return f"{factor:g}".replace(".", ",")


def _rounded(population: float) -> str:
    """Round to two significant figures, as criteria are read: « 19 000 »."""
    step = 10 ** max(len(str(int(population))) - 2, 0)
    return number(round(population / step) * step)
