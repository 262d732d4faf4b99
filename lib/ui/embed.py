"""One chart or one map alone, for an iframe on the town's site: a small page without script, open to every site."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response

from lib import formats
from lib.catalog import Catalog
from lib.classes import scale
from lib.exports import caption as told
from lib.exports.caption import Caption, Rows, status_word
from lib.model import LEVEL_NAMES, DataError, Indicator, Level, Territory
from lib.settings import load_settings
from lib.territories import Redirect
from lib.ui import (
    blocks,
    blocks_evolution,
    blocks_pyramid,
    blocks_spread,
    blocks_structure,
    embed_links,
    map_parts,
    map_view,
    markup,
    own_zones,
    resources,
    similar,
    state,
    structure_reading,
    take_away_map,
)
from lib.ui.api.answers import AT_ONCE
from lib.ui.embed_page import HEADERS, document, refusal
from lib.ui.state import View
from lib.ui.take_away import Chart

MOST = 8  # indicators of one chart
WIDE, NARROW = 720, 340  # pixels: the page shows the one that fits
REMEDY = "Reprenez le code donné par « Emporter » sous le bloc, dans la boussole."
IDS = re.compile(r'(\bid="|url\(#|href="#)')


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands alone: title, territory, figures and their names, drawings (wide then narrow), page it comes from."""

    title: str
    territory: Territory
    rows: Rows
    catalog: Catalog
    drawings: tuple[str, ...]
    page: str


async def show(request: Request) -> Response:
    """Answer the page of one chart; a refusal is a page too, said in French."""
    if load_settings().code_acces:
        return Response(refusal("Cette boussole est protégée par un code d'accès", "intégration", ""), 403, HEADERS)
    try:
        body = await to_thread.run_sync(_page, request, limiter=AT_ONCE)
    except DataError as error:
        return Response(refusal(error.what, error.where, error.remedy), 404, HEADERS)
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = HEADERS | {"ETag": etag, "Cache-Control": "public, max-age=300"}
    if request.headers.get("if-none-match") == etag:
        return Response(status_code=304, headers=headers)
    return Response(body, headers=headers)


def _page(request: Request) -> bytes:
    view = _view(request)
    genre, what = request.path_params["genre"], request.path_params["quoi"]
    maker = MAKERS.get(genre)
    if maker is None:
        raise DataError("Ce genre de graphique n'existe pas", f"« {genre[:40]} »", REMEDY)
    found = maker(view, what, request)
    kept = {"territoire": view.territory.key, "comparer": ",".join(view.comparator_tokens)}
    kept |= {name: request.query_params[name] for name in similar.IN_ADDRESS if name in request.query_params}
    query = urlencode(kept, safe=",")
    address = f"{request.base_url}{found.page}?{query}"
    legend = Caption(found.title, found.territory, "", date.today())
    return document(
        title=found.title,
        subtitle=told.subtitle(legend, found.rows, found.catalog),
        drawings=found.drawings,
        absent=told.without_figure(found.rows),
        table=_table(found),
        source=told.footer(legend, _cited(found.rows), found.catalog, resources.SOURCES)[0],
        address=address,
    )


def _cited(rows: Rows) -> Rows:
    return [row for row in rows if row[1].value is not None] or rows


def _view(request: Request) -> View:
    known = resources.territories()
    settings = load_settings()
    key = request.query_params.get("territoire", settings.territoire_par_defaut)
    found = own_zones.territory(key) if own_zones.is_zone(key) else known.resolve(key)
    territory = found.territory if isinstance(found, Redirect) else found
    asked = request.query_params.get("comparer")
    inside = territory.level in (Level.IRIS, Level.ZONE)
    usual = state.IRIS_COMPARATORS if inside else settings.comparateurs_par_defaut
    tokens = tuple(filter(None, asked.split(",")))[: state.MAX_COMPARATORS + 1] if asked is not None else usual
    alike = similar.named(territory, request.query_params.get(similar.CODES, ""))
    named = tuple(alike if token == similar.TOKEN else token for token in tokens if token != similar.TOKEN or alike)
    for token in named:
        if token not in LEVEL_NAMES:
            own_zones.find(token)
    return View(territory, state.comparators(territory, named), tokens, essential=True)


def _indicators(names: str) -> list[Indicator]:
    found = [resources.catalog().resolve(name) for name in names.split(",")[:MOST]]
    if len({one.unite for one in found}) > 1:
        raise DataError("Ces indicateurs n'ont pas la même unité", names[:80], REMEDY)
    return found


def _comparison(view: View, what: str, _: Request) -> Standing:
    from lib.reports.titles import block_title

    chosen = _indicators(what)
    profile = resources.store().profile(view.compared, [one.id for one in chosen])
    drawings = _drawn(blocks.drawing(view, profile, chosen))
    rows = blocks.rows(view, profile, chosen)
    return Standing(block_title(chosen), view.territory, rows, resources.catalog(), drawings, chosen[0].theme)


def _evolution(view: View, what: str, _: Request) -> Standing:
    one = resources.catalog().resolve(what)
    profile = resources.store().profile(view.compared, [one.id])
    drawings = _drawn(blocks_evolution.drawing(view, profile, one))
    rows = [(area, seen) for area in view.compared for seen in profile.series(area, one.id)]
    return Standing(one.titre, view.territory, rows, resources.catalog(), drawings, one.theme)


def _composition(view: View, what: str, _: Request) -> Standing:
    structure = embed_links.STRUCTURES.get(what)
    if structure is None:
        raise DataError("Cette répartition n'existe pas", f"« {what[:40]} »", REMEDY)
    found = structure_reading.read(view, structure)
    rows = [(area, share) for area, whole in found.shown(view.territory) for share in whole.shares]
    counted = structure.counted[0].upper() + structure.counted[1:]
    title = f"{counted}{formats.NBSP}: la part de chacun"
    drawings = _drawn(blocks_structure.drawing(view, structure, found))
    return Standing(title, view.territory, rows, structure_reading.part_catalog(structure), drawings, "")


def _pyramid(view: View, _what: str, _: Request) -> Standing:
    structure, pair = blocks_pyramid.read(view)
    shown = pair.shown(view.territory) if pair.known else []
    rows = [(area, share) for area, whole in shown for share in whole.shares]
    drawings = _drawn(blocks_pyramid.drawing(view, structure, pair) if pair.known else None)
    catalog = structure_reading.part_catalog(structure)
    title = blocks_pyramid.named("Hommes et femmes, âge par âge", view, pair)
    return Standing(title, view.territory, rows, catalog, drawings, "portrait")


def _incomes(view: View, _what: str, _: Request) -> Standing:
    sheets = blocks_spread.read(view)
    rows = [(area, one) for area in view.compared for one in sheets.get(area.key, {}).values()]
    drawings = _drawn(blocks_spread.drawing(view, sheets) if sheets else None)
    catalog = blocks_spread.part_catalog()
    return Standing(
        f"Niveaux de vie ({blocks_spread.KEY})", view.territory, rows, catalog, drawings, "revenus_inegalites"
    )


def _map(view: View, what: str, request: Request) -> Standing:
    from lib.exports import map_image  # geometry: paid by maps only

    one = resources.catalog().resolve(what)
    asked = request.query_params.get("niveau", Level.COMMUNE.value)
    if asked not in LEVEL_NAMES or Level(asked) not in one.niveaux:
        raise DataError("Cet indicateur n'est pas calculé à ce niveau", f"« {asked[:20]} »", REMEDY)
    scope = resources.territories().get(request.query_params.get("dans", "france-F"))
    level = Level(asked)
    shapes = resources.shapes(level, scope)
    shown = map_parts.read(one, level, scope)
    drawn = map_view.drawn_map(shown, scale(shown.known), one, scope, level, map_parts.mine(view.territory, level))
    picture = map_image.drawn(take_away_map.image(drawn, shapes))
    size = f'<svg viewBox="0 0 {picture.width:g} {picture.height:g}" '  # lets the page shrink it
    svg = picture.svg.replace("<svg ", size, 1)
    return Standing(one.titre, scope, drawn.rows(), resources.catalog(), (svg,), one.theme)


MAKERS: dict[str, Callable[[View, str, Request], Standing]] = {
    embed_links.COMPARISON: _comparison,
    embed_links.EVOLUTION: _evolution,
    embed_links.COMPOSITION: _composition,
    embed_links.PYRAMID.partition("/")[0]: _pyramid,
    embed_links.INCOMES.partition("/")[0]: _incomes,
    embed_links.MAP: _map,
}


def _drawn(chart: Chart | None) -> tuple[str, ...]:
    """Draw a chart for a wide and for a narrow frame; their inner names differ, both being on one page."""
    if chart is None:
        return ()
    from lib.exports.chart_image import draw

    data, spec = chart
    return tuple(
        IDS.sub(rf"\g<1>{name}-", draw(data, spec, width).svg) for name, width in (("large", WIDE), ("etroit", NARROW))
    )


def _table(found: Standing) -> str:
    rows: list[Sequence[str]] = []
    for area, seen in found.rows:
        one = found.catalog.indicators[seen.indicator]
        word = "" if seen.value is None or seen.status.value == "ok" else f" ({status_word(seen.status)})"
        rows.append([area.name, one.titre, seen.millesime, formats.amount(seen.value, one.unite, seen.status) + word])
    return markup.table(found.title, ["Territoire", "Chiffre", "Année", "Valeur"], rows) if rows else ""
