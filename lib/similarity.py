"""Areas like mine: criteria that the reader sees and changes, one distance, the closest areas first.

Each criterion is compared in units of its usual gap (median absolute deviation) among the areas looked at, so that all
weigh the same; the distance is the root of the mean square of these gaps. Size and density are compared as proportions.
An area whose figure is secret or unknown for a criterion in use is left out and counted, never read as zero.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

import numpy as np

from lib.model import Level, Territory
from lib.store import Store
from lib.territories import FRANCE, Territories

SCOPES = (Level.DEPARTEMENT, Level.REGION, Level.FRANCE)
FACTORS = (1.5, 2.0, 3.0)
COUNTS = (10, 20, 30, 50)
LEVELS = frozenset({Level.COMMUNE, Level.EPCI, Level.EPT, Level.DEPARTEMENT})
ENOUGH = 10  # areas of my size, for the région to be looked at unasked
COVERED = 0.75  # share of the areas looked at that must have a figure for a criterion to be used unasked
NEARLY = 0.9  # of the best coverage: see Store.distribution
MAD, MEAN = 1.4826, 1.2533  # to the standard deviation of a normal law


class Criterion(StrEnum):
    """What areas are compared on, as written in addresses."""

    SIZE = "taille"
    DENSITY = "densite"
    AGE = "age"
    INCOME = "revenu"
    HOUSING = "logement_social"


INDICATOR = {
    Criterion.SIZE: "population_totale",
    Criterion.DENSITY: "densite",
    Criterion.AGE: "part_65_plus",
    Criterion.INCOME: "niveau_vie_median",
    Criterion.HOUSING: "part_hlm",
}
PROPORTIONAL = frozenset({Criterion.SIZE, Criterion.DENSITY})
USUAL = frozenset({Criterion.SIZE, Criterion.DENSITY, Criterion.AGE, Criterion.INCOME})  # used unasked when covered


@dataclass(frozen=True, slots=True)
class Recipe:
    """How areas alike are chosen: where, population at most ``factor`` times mine, how many, on which criteria.

    ``scope`` is None when the reader did not choose: the région, or France when too few areas of my size are in it.
    ``criteria`` is None when the reader did not choose: those of USUAL that most areas publish.
    """

    scope: Level | None = None
    factor: float = 2.0
    count: int = 20
    criteria: frozenset[Criterion] | None = None


@dataclass(frozen=True, slots=True)
class Measured:
    """One criterion among the areas looked at: my figure, its millesime, how many areas have one; ``used`` or not."""

    criterion: Criterion
    millesime: str
    mine: float | None
    covered: int
    used: bool


@dataclass(frozen=True, slots=True)
class Similar:
    """Areas like mine, the closest first; ``looked_at`` counts those of the right place and size.

    ``without`` counts those left out because a criterion in use has no figure there; ``scope`` is where they are.
    """

    scope: Level
    areas: tuple[Territory, ...]
    criteria: tuple[Measured, ...]
    looked_at: int
    without: int

    @property
    def used(self) -> tuple[Measured, ...]:
        """The criteria in use."""
        return tuple(one for one in self.criteria if one.used)


def may_have(territory: Territory) -> bool:
    """Tell whether areas alike can be looked for: communes, groups of communes, départements."""
    return territory.level in LEVELS and territory.kind != "arrondissement_municipal"


def inside(known: Territories, territory: Territory, scope: Level) -> Territory | None:
    """Return the area in which areas alike are looked for; France when a territory has no such parent."""
    if scope is Level.FRANCE or territory.level is Level.DEPARTEMENT:
        return known.get(FRANCE)
    return known.parent(territory, scope)


@lru_cache(maxsize=512)
def similar(known: Territories, store: Store, territory: Territory, recipe: Recipe) -> Similar:
    """Return the areas like ``territory``, without it; none when nothing can be compared.

    Raises DataError like ``Store.profile``.
    """
    if recipe.scope is None:
        near = similar(known, store, territory, replace(recipe, scope=Level.REGION))
        wide = near.looked_at - near.without < ENOUGH
        return similar(known, store, territory, replace(recipe, scope=Level.FRANCE)) if wide else near
    area = inside(known, territory, recipe.scope) if may_have(territory) else None
    if area is None:
        return Similar(recipe.scope, (), (), 0, 0)
    field = _field(known, store, territory.level, area.key)
    mine = field.rank.get(territory.code)
    if mine is None:
        return Similar(recipe.scope, (), (), 0, 0)
    columns = {one: _column(store, field, one, mine) for one in Criterion}
    columns = {one: column for one, column in columns.items() if column.published}
    near = _near(field, columns, mine, recipe)
    measured = tuple(_measured(column, mine, near, recipe) for column in columns.values())
    return _closest(field, columns, measured, near, mine, recipe)


@dataclass(frozen=True)
class _Field:
    """Every area of one level inside another, sorted by code."""

    level: Level
    areas: tuple[Territory, ...]
    codes: tuple[str, ...]
    rank: dict[str, int]


@dataclass(frozen=True)
class _Column:
    """The figures of one criterion in a field, at one millesime, and their usual gap; NaN where there is none."""

    criterion: Criterion
    millesime: str
    values: np.ndarray
    scaled: np.ndarray

    @property
    def published(self) -> bool:
        return bool(np.isfinite(self.values).any())


@lru_cache(maxsize=64)
def _field(known: Territories, _store: Store, level: Level, area: str) -> _Field:
    areas = tuple(known.children(known.get(area), level))
    codes = tuple(one.code for one in areas)
    return _Field(level, areas, codes, {code: rank for rank, code in enumerate(codes)})


def _column(store: Store, field: _Field, criterion: Criterion, mine: int) -> _Column:
    """Return one criterion at the latest millesime that covers the field nearly best, among those that have mine."""
    years = _figures(store, field.level, field.codes, criterion)
    known = {year: column for year, column in years.items() if np.isfinite(column.values[mine])} or years
    counts = {year: int(np.isfinite(column.values).sum()) for year, column in known.items()}
    best = max(counts.values(), default=0)
    year = max((one for one, count in counts.items() if count >= NEARLY * best), default="")
    return known.get(year) or _Column(criterion, "", np.full(len(field.codes), np.nan), np.empty(0))


@lru_cache(maxsize=32)
def _years(store: Store, level: Level, indicator: str) -> dict[str, dict[str, float]]:
    """Return the figures of an indicator by millesime, then by code; the fullest millesime first."""
    found = store.over_time(indicator, level)
    found = found[found["valeur"].notna()]
    years: dict[str, dict[str, float]] = {}
    for code, year, value in zip(*(found[name].to_list() for name in ("code", "millesime", "valeur")), strict=True):
        years.setdefault(str(year), {})[code] = value
    return dict(sorted(years.items(), key=lambda pair: (-len(pair[1]), pair[0])))


@lru_cache(maxsize=256)
def _figures(store: Store, level: Level, codes: tuple[str, ...], criterion: Criterion) -> dict[str, _Column]:
    """Return the figures of a field by millesime; those that cover it far less than the best one are left out."""
    found: dict[str, _Column] = {}
    best = 0
    indicator = store.catalog.indicators.get(INDICATOR[criterion])
    exists = indicator is not None and store.installed(indicator.theme)
    for year, figures in _years(store, level, INDICATOR[criterion]).items() if exists else ():
        if len(figures) < NEARLY * best:
            continue
        values = np.array([figures.get(code, np.nan) for code in codes], dtype="float64")
        covered = int(np.isfinite(values).sum())
        best = max(best, covered)
        if covered:
            found[year] = _Column(criterion, year, values, _scaled(values, criterion))
    return found


def _scaled(values: np.ndarray, criterion: Criterion) -> np.ndarray:
    """Write values in units of their usual gap; a criterion that tells nothing apart stays at zero."""
    plain = np.log1p(values) if criterion in PROPORTIONAL else values
    known = plain[np.isfinite(plain)]
    away = np.abs(known - np.median(known))
    usual = MAD * np.median(away) or MEAN * away.mean()
    return plain / usual if usual > 0 else plain * 0


def _near(field: _Field, columns: dict[Criterion, _Column], mine: int, recipe: Recipe) -> np.ndarray:
    """Tell which areas are looked at: not mine, inhabited, of the right size when size is a criterion."""
    near = np.ones(len(field.codes), dtype=bool)
    near[mine] = False
    sized = recipe.criteria is None or Criterion.SIZE in recipe.criteria
    if Criterion.SIZE in columns and sized:
        people = columns[Criterion.SIZE].values
        if np.isfinite(people[mine]):
            low, high = people[mine] / recipe.factor, people[mine] * recipe.factor
            near &= (people >= low) & (people <= high)
    return near


def _measured(column: _Column, mine: int, near: np.ndarray, recipe: Recipe) -> Measured:
    value = float(column.values[mine])
    known = bool(np.isfinite(value))
    covered = int(np.isfinite(column.values[near]).sum())
    if recipe.criteria is None:
        wanted = column.criterion in USUAL and covered >= COVERED * int(near.sum())
    else:
        wanted = column.criterion in recipe.criteria
    return Measured(column.criterion, column.millesime, value if known else None, covered, wanted and known)


def _closest(
    field: _Field,
    columns: dict[Criterion, _Column],
    measured: Sequence[Measured],
    near: np.ndarray,
    mine: int,
    recipe: Recipe,
) -> Similar:
    used = [columns[one.criterion].scaled for one in measured if one.used]
    looked_at, scope = int(near.sum()), recipe.scope or Level.REGION
    if not used:
        return Similar(scope, (), tuple(measured), looked_at, 0)
    gaps = np.sum([(scaled - scaled[mine]) ** 2 for scaled in used], axis=0) / len(used)
    ranks = np.flatnonzero(near & np.isfinite(gaps))
    order = ranks[np.argsort(gaps[ranks], kind="stable")][: recipe.count]  # equal gaps: in the order of the codes
    areas = tuple(field.areas[rank] for rank in order)
    return Similar(scope, areas, tuple(measured), looked_at, looked_at - len(ranks))


def edited(automatic: Sequence[str], added: Collection[str], removed: Collection[str], mine: str) -> tuple[str, ...]:
    """Return the codes of a group changed by hand: never mine, never twice, what is added by hand comes last."""
    kept = [code for code in automatic if code not in removed]
    return tuple(dict.fromkeys(code for code in (*kept, *sorted(added)) if code != mine))
