"""Groups of comparable areas, from the closest to the widest: those alike, those of a like size, all around."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lib.formats import LEVEL_PLURAL, NBSP, number, of
from lib.model import Level, Territory
from lib.similarity import LEVELS, Criterion, Recipe, Similar, edited, inside, may_have, similar
from lib.store import Store
from lib.territories import FRANCE, Territories

WIDER = 1.5  # how much the band of populations is widened when too few areas have a figure
BY = {
    Criterion.SIZE: "la taille",
    Criterion.DENSITY: "la densité",
    Criterion.AGE: "l'âge",
    Criterion.INCOME: "le niveau de vie",
    Criterion.HOUSING: "le logement social",
}


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


def groups(
    known: Territories, store: Store, territory: Territory, recipe: Recipe, codes: Sequence[str] = ()
) -> list[Group]:
    """Return groups of comparable areas, each wider than the one before; empty for France, which has no peer.

    ``codes`` are the areas alike that the reader chose; without them, those of ``recipe``. Raises DataError like the
    store.
    """
    found: list[Group | None] = []
    if may_have(territory):
        automatic = similar(known, store, territory, recipe)
        found.append(closest(known, territory, automatic, codes))
        sized = recipe.criteria is None or Criterion.SIZE in recipe.criteria
        if sized and territory.population:
            near, wide = recipe.factor, recipe.factor * WIDER
            places = (Level.DEPARTEMENT, automatic.scope, Level.FRANCE)  # producers publish by département
            steps = [(place, factor) for place in places for factor in (near, wide)]
            sizes = [_sized(known, territory, scope, factor) for scope, factor in dict.fromkeys(steps)]
            found += {group.areas: group for group in sizes if group}.values()  # France and its régions may be one
    if territory.level is Level.IRIS:
        found += [_iris(known, territory, level) for level in (Level.COMMUNE, Level.EPCI)]
    else:
        found.append(_around(known, territory))
    return [group for group in found if group and group.areas]


def closest(known: Territories, territory: Territory, automatic: Similar, codes: Sequence[str] = ()) -> Group:
    """Return the areas alike: those of ``codes``, else those found; codes that are no area of this level are left out.

    Never ``territory`` itself.
    """
    plural = LEVEL_PLURAL[territory.level]
    every = {area.code for area in automatic.areas}
    if not codes or set(codes) == every:
        told = f"{plural} {_inside(_scope(known, territory, automatic))} les plus proches par {by_words(automatic)}"
        return Group(automatic.areas, f"{plural} semblables", told)
    kept = edited(codes, (), (), territory.code)
    areas = [area for code in kept if (area := known.find(f"{territory.level.value}-{code}"))]
    return Group(tuple(areas), f"{plural} semblables", f"{plural} semblables, liste modifiée à la main")


def by_words(found: Similar) -> str:
    """Name the criteria in use: « la taille, la densité et l'âge »."""
    names = [BY[one.criterion] for one in found.used]
    return " et ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def _scope(known: Territories, territory: Territory, automatic: Similar) -> Territory:
    return inside(known, territory, automatic.scope) or known.get(FRANCE)


def _sized(known: Territories, territory: Territory, scope: Level, factor: float) -> Group | None:
    area = inside(known, territory, scope)
    if area is None or not territory.population:
        return None
    low, high = territory.population / factor, territory.population * factor
    kept = [one for one in known.children(area, territory.level) if low <= (one.population or 0) <= high]
    plural = LEVEL_PLURAL[territory.level]
    criteria = (
        f"{plural} {_inside(area)} de {_rounded(low)} à {_rounded(high)}{NBSP}habitants"
        f" (population jusqu'à {times(factor)} fois plus petite ou plus grande)"
    )
    return Group(_others(kept, territory), f"{plural} de taille semblable", criteria)


def _iris(known: Territories, territory: Territory, level: Level) -> Group | None:
    area = known.parent(territory, level)
    if area is None:
        return None
    named = f"{LEVEL_PLURAL[Level.IRIS]} {of(area)}"
    return Group(_others(known.children(area, Level.IRIS), territory), named, named, level is Level.COMMUNE)


def _around(known: Territories, territory: Territory) -> Group | None:
    every, scope = known.peers(territory)
    if scope is None:
        return None
    district = territory.kind == "arrondissement_municipal"
    named = f"{'arrondissements' if district else LEVEL_PLURAL[territory.level]} {_inside(scope)}"
    alike = district or territory.level not in LEVELS
    return Group(_others(every, territory), named, f"{named}, sans condition de population", alike)


def _inside(area: Territory) -> str:
    return "de France" if area.level is Level.FRANCE else of(area)


def _others(areas: list[Territory], territory: Territory) -> tuple[Territory, ...]:
    return tuple(one for one in areas if one.code != territory.code)


def times(factor: float) -> str:
    """Write a factor without useless decimals: « 2 », « 1,5 », « 2,25 »."""
    return f"{factor:g}".replace(".", ",")


def _rounded(population: float) -> str:
    """Round to two significant figures, as criteria are read: « 19 000 »."""
    step = 10 ** max(len(str(int(population))) - 2, 0)
    return number(round(population / step) * step)
