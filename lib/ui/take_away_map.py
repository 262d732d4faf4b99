"""A map taken away: image (SVG, PNG), values with their outlines (GeoJSON, GeoPackage), each made when asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import shapely

from lib import formats
from lib.catalog import Catalog
from lib.classes import Scale
from lib.exports.caption import Caption, Rows, Sources
from lib.exports.map_legend import Squares
from lib.map_above import Laid
from lib.map_values import Figures, area_fill
from lib.map_words import legend_lines
from lib.model import Level, Territory
from lib.ui import resources
from lib.ui.take_away import File

FORMATS = {
    "png": ("PNG", "image/png"),
    "svg": ("SVG", "image/svg+xml"),
    "geojson": ("Contours (GeoJSON)", "application/geo+json"),
    "gpkg": ("Contours (GeoPackage)", "application/geopackage+sqlite3"),
}


@dataclass(frozen=True, slots=True)
class Drawn:
    """A map as it is shown: figures, classes, how a bound is written, title, notes, figures to take away, circles.

    ``mine`` are the codes outlined, ``laid`` the layers over the map, ``crossing`` the classes of two variables;
    ``unit`` is what is drawn when it is not the unit of the figures; ``catalog`` and ``sources`` name figures that are
    not those of the catalogue.
    """

    level: Level
    scope: Territory
    shown: Figures
    scale: Scale
    write: Callable[[float], str]
    title: str
    notes: Sequence[str]
    rows: Callable[[], Rows]
    circles: Figures | None = None
    mine: Sequence[str] = ()
    laid: Sequence[Laid] = ()
    crossing: Crossed | None = None
    unit: str = ""
    catalog: Catalog | None = None
    sources: Sources | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Crossed:
    """Two variables crossed: the fill of each area, the legend of the nine squares, what is hidden."""

    fills: Mapping[str, str]
    squares: Squares
    hidden: Sequence[tuple[str, str]]


def files(drawn: Drawn, address: str) -> tuple[File, ...]:
    """Return the files of a map; without outlines, none can be made."""

    def maker(kind: str) -> Callable[[], bytes]:
        return lambda: make(drawn, kind, address)

    return tuple(File(label, kind, mime, maker(kind)) for kind, (label, mime) in FORMATS.items())


def make(drawn: Drawn, kind: str, address: str) -> bytes:
    """Return the file of one format. Raises DataError when outlines cannot be read."""
    from lib.exports import map_image, map_layers  # geometry and fonts: paid by a download only

    catalog, sources = drawn.catalog or resources.catalog(), drawn.sources or resources.SOURCES
    shapes = resources.shapes(drawn.level, drawn.scope)
    rows = drawn.rows()
    caption = Caption(drawn.title, drawn.scope, address, date.today(), drawn.unit)
    if kind == "geojson":
        return map_layers.to_geojson(shapes, caption, rows, catalog, sources, _displayed(drawn, rows))
    if kind == "gpkg":
        return map_layers.to_geopackage(shapes, caption, rows, catalog, sources, _displayed(drawn, rows))
    known = [row for row in rows if row[1].value is not None] or rows
    if kind == "png":
        return map_image.map_png(image(drawn, shapes), caption, known, catalog, sources)
    return map_image.map_svg(image(drawn, shapes), caption, known, catalog, sources).encode()


def _displayed(drawn: Drawn, rows: Rows) -> dict[str, float | None] | None:
    """Return the values that colour the map when they are none of the figures taken away, as those of a change."""
    shown = drawn.shown
    found = {area.code: shown.value(rank) for rank, area in enumerate(shown.areas)}
    given = {(area.code, seen.value) for area, seen in rows}
    return None if drawn.crossing or given.issuperset(found.items()) else found


def image(drawn: Drawn, shapes: Mapping[str, shapely.Geometry]):
    """Return what the exported image draws: the fills, circles and legend of the screen."""
    from lib.exports.map_image import MapImage

    crossed = drawn.crossing
    return MapImage(
        shapes,
        crossed.fills if crossed else _fills(drawn),
        crossed.hidden if crossed else legend_lines(drawn.shown, drawn.scale, drawn.write),
        [*_outlined(drawn), *drawn.notes],
        _circles(drawn.circles),
        drawn.mine,
        layers=drawn.laid,
        squares=crossed.squares if crossed else None,
    )


def _fills(drawn: Drawn) -> dict[str, str]:
    shown = drawn.shown
    return {
        area.code: area_fill(shown.value(rank), drawn.scale, shown.status(rank))
        for rank, area in enumerate(shown.areas)
    }


def _outlined(drawn: Drawn) -> list[str]:
    """Name what the black line surrounds."""
    names = [area.name for area in drawn.shown.areas if area.code in drawn.mine]
    several = f"les {formats.number(len(names))} territoires de la zone"
    return [f"Contour noir{formats.NBSP}: {names[0] if len(names) == 1 else several}."] if names else []


def _circles(counted: Figures | None) -> dict[str, float] | None:
    if counted is None or not len(counted.known):
        return None
    sizes = counted.values / counted.known.max()
    return {area.code: float(size) for area, size in zip(counted.areas, sizes, strict=True) if not np.isnan(size)}
