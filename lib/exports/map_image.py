"""Maps as SVG and PNG, drawn from the outlines: fills, hatches, circles, legend, scale bar, north; frame around."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

import numpy as np
import shapely

from lib.catalog import Catalog
from lib.exports.caption import Caption, Rows, Sources
from lib.exports.chart_image import Drawing, framed, to_png
from lib.formats import THIN, number
from lib.palette import FONT, INK, PAPER, SECOND, SECRET

WIDTH, HEIGHT = 760, 620
LEGEND = 250
FOOT = 40  # pixels under the map: scale bar and north
LEAST_HEIGHT = 300  # the longest legend
LARGEST = 34.0  # pixels: radius of the largest circle, as on screen
RADIUS = 6_378_137.0  # metres, web Mercator
BORDERED = 5.0  # pixels: under this mean size, borders would hide the fills
OVERSEAS = ((-61.5, 16.2, 0.75), (-61, 14.6, 0.75), (-53, 4, 3), (55.5, -21.1, 0.75), (45.2, -12.8, 0.75))
FRAME_LEFT, FRAME_TOP, FRAME_SIDE, FRAME_STEP = -1_000_000, 6_620_000, 260_000, 310_000


@dataclass(frozen=True, slots=True)
class MapImage:
    """What is drawn: shapes and fills by code (SECRET is hatched), circles by code (0 to 1), lines of the legend.

    ``heading`` is written above the legend, ``notes`` under it; ``mine`` are the codes to outline.
    """

    shapes: Mapping[str, shapely.Geometry]
    fills: Mapping[str, str]
    legend: Sequence[tuple[str, str]]
    notes: Sequence[str] = ()
    circles: Mapping[str, float] | None = None
    mine: Sequence[str] = ()
    heading: str = ""


def map_svg(image: MapImage, caption: Caption, rows: Rows, catalog: Catalog, sources: Sources) -> str:
    """Return the map as SVG with title, legend, sources, date, scale and north; fonts inside."""
    return framed(drawn(image), caption, rows, catalog, sources, faces=True)


def map_png(image: MapImage, caption: Caption, rows: Rows, catalog: Catalog, sources: Sources) -> bytes:
    """Return the same image as ``map_svg`` in PNG, twice its size."""
    return to_png(framed(drawn(image), caption, rows, catalog, sources, faces=False))


@dataclass(frozen=True, slots=True)
class Ground:
    """Outlines laid flat in a frame of pixels, drawn once and painted many times: path and centre of each, scale."""

    paths: Mapping[str, str]
    centres: Mapping[str, tuple[float, float]]
    marks: str
    bordered: bool
    width: float
    height: float


def lay(shapes: Mapping[str, shapely.Geometry], width: int = WIDTH, height: int = HEIGHT, tidy: float = 0) -> Ground:
    """Lay outlines in a frame, room kept at the right for the legend; a flat country takes less height.

    ``tidy`` leaves out details under this size in pixels, borders shared by two areas staying shared.
    """
    placed = _brought_in(list(shapes.values()))
    west, south, east, north = shapely.total_bounds(placed)
    room = width - LEGEND
    scale = min(room / max(east - west, 1), (height - FOOT) / max(north - south, 1))
    height = max(min(height, scale * (north - south) + FOOT), LEAST_HEIGHT)
    left, top = (room - scale * (east - west)) / 2, (height - FOOT - scale * (north - south)) / 2

    def flatten(points: np.ndarray) -> np.ndarray:
        return np.column_stack((left + scale * (points[:, 0] - west), top + scale * (north - points[:, 1])))

    flat = [shapely.transform(shape, flatten) for shape in placed]
    flat = list(shapely.coverage_simplify(flat, tidy)) if tidy else flat
    boxes = shapely.bounds(flat)
    sizes = np.sqrt((boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1]))
    middle = 2 * math.atan(math.exp((south + north) / 2 / RADIUS)) - math.pi / 2
    return Ground(
        dict(zip(shapes, map(_path, flat), strict=True)),
        {code: (centre.x, centre.y) for code, centre in zip(shapes, shapely.centroid(flat), strict=True)},
        _scale_bar(scale / math.cos(middle), room, height) + _north(room, height),
        float(sizes.mean()) > BORDERED,
        width,
        height,
    )


def drawn(image: MapImage) -> Drawing:
    """Draw the map and its legend, nothing around them."""
    return painted(image, lay(image.shapes))


def painted(image: MapImage, ground: Ground) -> Drawing:
    """Paint the figures of a map on outlines already laid, its legend beside."""
    body = [_DEFS, *_fills(ground, image.fills), *_circles(ground, image.circles or {})]
    outlined = "".join(ground.paths[code] for code in image.mine if code in ground.paths)
    if outlined:
        body.append(f'<path d="{outlined}" fill="none" stroke="{INK}" stroke-width="2.5"/>')
    body += [ground.marks, _legend(image, ground.width)]
    size = f'width="{ground.width:g}" height="{ground.height:g}"'
    return Drawing(f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{"".join(body)}</svg>', ground.width, ground.height)


def _mercator(points: np.ndarray) -> np.ndarray:
    x = np.radians(points[:, 0]) * RADIUS
    return np.column_stack((x, np.log(np.tan(np.pi / 4 + np.radians(points[:, 1]) / 2)) * RADIUS))


def _brought_in(shapes: Sequence[shapely.Geometry]) -> list[shapely.Geometry]:
    """Project, and bring overseas départements beside metropolitan France, as on screen."""
    groups: dict[int, list[int]] = {}
    starts = [shapely.get_coordinates(shape)[0] for shape in shapes]
    for rank, (x, y) in enumerate(starts):
        place = next((i for i, (px, py, dy) in enumerate(OVERSEAS) if abs(px - x) < 3 and abs(py - y) < dy), -1)
        groups.setdefault(place, []).append(rank)
    found = [shapely.transform(shape, _mercator) for shape in shapes]
    if -1 not in groups:
        return found
    for place, ranks in groups.items():
        if place < 0:
            continue
        west, south, east, north = shapely.total_bounds([found[rank] for rank in ranks])
        size = 0.88 * FRAME_SIDE / max(east - west, north - south)
        x, y = FRAME_LEFT + FRAME_SIDE / 2, FRAME_TOP - FRAME_SIDE / 2 - place * FRAME_STEP
        centre, at = np.array([(west + east) / 2, (south + north) / 2]), np.array([x, y])
        for rank in ranks:
            found[rank] = shapely.transform(found[rank], lambda p, c=centre, a=at, s=size: a + s * (p - c))
    return found


def _fills(ground: Ground, fills: Mapping[str, str]) -> list[str]:
    groups: dict[str, list[str]] = {}
    for code, path in ground.paths.items():
        groups.setdefault(fills[code], []).append(path)
    lines = []
    for fill, paths in groups.items():
        paint = "url(#hachures)" if fill == SECRET else fill
        edge = f'stroke="{PAPER}" stroke-width="0.6"' if ground.bordered else f'stroke="{fill}" stroke-width="0.3"'
        lines.append(f'<path d="{"".join(paths)}" fill="{paint}" fill-rule="evenodd" {edge} stroke-linejoin="round"/>')
    return lines


def _path(shape: shapely.Geometry) -> str:
    parts = []
    for ring in shapely.get_rings([part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]):
        points = np.round(shapely.get_coordinates(ring), 1)
        kept = points[np.r_[True, (np.diff(points, axis=0) != 0).any(axis=1)]]
        if len(kept) > 2:
            parts.append("M" + "L".join(f"{x:g},{y:g}" for x, y in kept.tolist()) + "Z")
    return "".join(parts)


def _circles(ground: Ground, sizes: Mapping[str, float]) -> list[str]:
    lines = []
    for code, share in sorted(sizes.items(), key=lambda pair: -pair[1]):
        if code in ground.centres and share > 0:
            x, y = ground.centres[code]
            lines.append(
                f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{LARGEST * math.sqrt(share):.1f}" fill="{INK}" '
                f'fill-opacity="0.25" stroke="{INK}" stroke-width="1.2"/>'
            )
    return lines


def _scale_bar(pixels_by_metre_of_map: float, room: float, height: float) -> str:
    """Draw a round distance; Mercator metres are longer than those of the ground by the latitude of the middle."""
    target = room * 0.22 / pixels_by_metre_of_map
    power = 10 ** math.floor(math.log10(max(target, 1)))
    length = max(step * power for step in (1, 2, 5) if step * power <= max(target, 1))
    width = length * pixels_by_metre_of_map
    words = f"{number(length / 1000)}{THIN}km" if length >= 1000 else f"{number(length)}{THIN}m"
    y = height - 14
    return (
        f'<path d="M8,{y - 6}V{y}H{8 + width:.1f}V{y - 6}" fill="none" stroke="{INK}" stroke-width="1.5"/>'
        f'<text x="{14 + width:.1f}" y="{y}" {_TEXT} font-size="12" fill="{INK}">{words}</text>'
    )


def _north(room: float, height: float) -> str:
    x, y = room - 24, height - 44
    return (
        f'<path d="M{x},{y}l7,22l-7,-5l-7,5Z" fill="{INK}"/>'
        f'<text x="{x}" y="{y + 38}" {_TEXT} font-size="12" text-anchor="middle" fill="{INK}">N</text>'
    )


def _legend(image: MapImage, width: float) -> str:
    x, y, parts = width - LEGEND + 10, 24, []
    for line in _lines(image.heading, 34) if image.heading else ():
        parts.append(
            f'<text x="{x:g}" y="{y}" {_TEXT} font-size="13" font-weight="700" fill="{INK}">{escape(line)}</text>'
        )
        y += 18
    y += 6 if image.heading else 0
    for fill, words in image.legend:
        paint = "url(#hachures)" if fill == SECRET else fill
        parts.append(
            f'<rect x="{x:g}" y="{y - 12}" width="22" height="15" fill="{paint}" stroke="{SECOND}"/>'
            f'<text x="{x + 30:g}" y="{y}" {_TEXT} font-size="13" fill="{INK}">{escape(words)}</text>'
        )
        y += 23
    y += 6
    for note in image.notes:
        for line in _lines(note):
            parts.append(f'<text x="{x:g}" y="{y}" {_TEXT} font-size="11" fill="{SECOND}">{escape(line)}</text>')
            y += 15
    return "".join(parts)


def _lines(words: str, longest: int = 42) -> list[str]:
    lines = [""]
    for word in words.split():
        if len(lines[-1]) + len(word) >= longest:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


_TEXT = f'font-family="{FONT}"'
_DEFS = (
    '<defs><pattern id="hachures" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    f'<rect width="6" height="6" fill="{PAPER}"/><rect width="2" height="6" fill="{SECRET}"/></pattern></defs>'
)
