"""The figures of the API: read by ``lib.store`` only, page by page, statuses and sources kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from math import isfinite

from starlette.requests import Request

from lib import formats
from lib.catalog import Catalog
from lib.exports.caption import Caption
from lib.exports.csv_table import to_csv
from lib.model import DataError, Indicator, Level, Status, Territory
from lib.observation import Observation
from lib.store import Store
from lib.territories import FRANCE, Redirect
from lib.ui import resources
from lib.ui.api import shapes
from lib.ui.api.answers import CSV, Answer, Refused
from lib.ui.api.content import known_source, listed
from lib.ui.api.parameters import Figures, links, parsed

FILE = "boussole_valeurs.csv"
TITLE = "Valeurs, interface de lecture"
Row = tuple[Territory, Observation]


@dataclass(frozen=True, slots=True)
class Group:
    """The areas of one level that have a row for one indicator and one millesime, in order of code."""

    indicator: str
    millesime: str
    codes: list[str]


def values(request: Request, media: str) -> Answer:
    """Answer figures: first of the territories named, then of every area of a level, by indicator and millesime."""
    query = parsed(Figures, request)
    store = resources.store()
    wanted = [_indicator(store.catalog, name) for name in dict.fromkeys(query.indicateur)]
    areas = _level_areas(query)
    alone = [] if query.territoire or areas else [resources.territories().get(FRANCE)]
    named = [_territory(key) for key in dict.fromkeys(query.territoire)] or alone
    rows, total = _page(store, query, wanted, named, areas)
    if query.format == "csv" or (query.format is None and media == CSV):
        pages = max(1, -(-total // query.par_page))
        disposition = {"Content-Disposition": f'inline; filename="{FILE}"'}
        named_sources = {seen.source or store.catalog.indicators[seen.indicator].source for _, seen in rows}
        caption = Caption(TITLE, resources.territories().get(FRANCE), str(request.url), date.today())
        body = to_csv(caption, rows, store.catalog, {name: known_source(name) for name in named_sources})
        return Answer(body, "text/csv; charset=utf-8", headers=links(request, query.page, pages) | disposition)
    return listed(request, query, [_value(area, seen, store.catalog) for area, seen in rows], total)


def _page(
    store: Store, query: Figures, wanted: list[Indicator], named: list[Territory], areas: dict[str, Territory]
) -> tuple[list[Row], int]:
    """Return the rows of one page and how many there are in all."""
    rows = _named_rows(store, wanted, named, query.millesime)
    level = next(iter(areas.values())).level if areas else None
    groups = [group for one in wanted for group in _groups(store, one, level, areas, query.millesime)] if level else []
    total = len(rows) + sum(len(group.codes) for group in groups)
    start = (query.page - 1) * query.par_page
    stop = start + query.par_page
    shown, passed = rows[start:stop], len(rows)
    for group in groups:
        codes = group.codes[max(0, start - passed) : max(0, stop - passed)]
        passed += len(group.codes)
        if codes:
            read = store.panel(level, codes, {group.indicator: group.millesime})[group.indicator]
            shown += [(areas[seen.code], seen) for seen in read]
    return shown, total


def _named_rows(
    store: Store, wanted: list[Indicator], named: list[Territory], millesimes: tuple[str, ...]
) -> list[Row]:
    """Return every figure of the territories named; one that is absent is there, not available, never zero."""
    profile = store.profile(named, [one.id for one in wanted])
    rows: list[Row] = []
    for area in named:
        for one in wanted:
            series = profile.series(area, one.id)
            kept = [seen for seen in series if not millesimes or seen.millesime in millesimes]
            absent = set(millesimes) - {seen.millesime for seen in kept} if millesimes else {""} if not kept else set()
            kept += [Observation(one.id, area.level, area.code, None, Status.NON_DISPONIBLE, year) for year in absent]
            rows += [(area, seen) for seen in sorted(kept, key=lambda seen: seen.millesime)]
    return rows


def _groups(
    store: Store, one: Indicator, level: Level, areas: dict[str, Territory], millesimes: tuple[str, ...]
) -> Iterable[Group]:
    for millesime in _millesimes(store, one, level):
        if not millesimes or millesime in millesimes:
            found = store.distribution(one.id, level, list(areas), millesime)["code"]
            if len(found):
                yield Group(one.id, millesime, sorted(found))


@lru_cache(maxsize=1024)
def _millesimes(store: Store, one: Indicator, level: Level) -> tuple[str, ...]:
    """Return the millesimes that hold a row, hidden ones included, of one indicator for one level."""
    installed = _installed(store).get(one.theme, ())
    return tuple(year for year in installed if len(store.distribution(one.id, level, None, year)))


@lru_cache(maxsize=2)
def _installed(store: Store) -> dict[str, list[str]]:
    return {theme: sorted(set(rows)) for theme, rows in store.millesimes().groupby("theme")["millesime"]}


def _level_areas(query: Figures) -> dict[str, Territory]:
    """Return by code the areas of the level asked for, inside the territory asked for."""
    if query.niveau is None and query.dans is None:
        return {}
    scope = _territory(query.dans or FRANCE)
    level = query.niveau or Level.COMMUNE
    if level is scope.level:
        return {scope.code: scope}
    return {area.code: area for area in resources.territories().children(scope, level)}


def _territory(key: str) -> Territory:
    try:
        found = resources.territories().resolve(key)
    except DataError as error:
        raise Refused(404, error.what, error.where, error.remedy) from error
    if isinstance(found, Redirect):
        remedy = f"Elle fait aujourd'hui partie {formats.of(found.territory)} : demandez {found.territory.key}."
        raise Refused(404, "Cette commune n'existe plus", f"{found.former_name}, {key}", remedy)
    return found


def _indicator(catalog: Catalog, name: str) -> Indicator:
    try:
        return catalog.resolve(name)
    except DataError as error:
        raise Refused(404, error.what, error.where, "La liste est à l'adresse /api/v1/indicateurs.") from error


def _value(area: Territory, seen: Observation, catalog: Catalog) -> shapes.Valeur:
    one = catalog.indicators[seen.indicator]
    source = known_source(seen.source or one.source)
    return shapes.Valeur(
        territoire=area.key,
        niveau=area.level,
        code=area.code,
        nom=area.name,
        indicateur=one.id,
        unite=one.unite,
        millesime=seen.millesime,
        valeur=_shown(seen, seen.value),
        statut=seen.status,
        numerateur=_shown(seen, seen.numerator),
        denominateur=_shown(seen, seen.denominator),
        source=source.id,
        mention=source.cited(seen.millesime, seen.geography),
        geographie=seen.geography,
        licence=source.licence,
    )


def _shown(seen: Observation, value: float | None) -> float | None:
    return float(value) if seen.status.has_value and value is not None and isfinite(value) else None
