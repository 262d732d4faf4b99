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
LARGEST = 34.0  # pixels: radius of the largest circle, as on screen
RADIUS = 6_378_137.0  # metres, web Mercator
BORDERED = 5.0  # pixels: under this mean size, borders would hide the fills
OVERSEAS = ((-61.5, 16.2, 0.75), (-61, 14.6, 0.75), (-53, 4, 3), (55.5, -21.1, 0.75), (45.2, -12.8, 0.75))
FRAME_LEFT, FRAME_TOP, FRAME_SIDE, FRAME_STEP = -1_000_000, 6_620_000, 260_000, 310_000


@dataclass(frozen=True, slots=True)
class MapImage:
    """What is drawn: shapes and fills by code (SECRET is hatched), circles by code (0 to 1), lines of the legend."""

    shapes: Mapping[str, shapely.Geometry]
    fills: Mapping[str, str]
    legend: Sequence[tuple[str, str]]
    notes: Sequence[str] = ()
    circles: Mapping[str, float] | None = None
    mine: str = ""


def map_svg(image: MapImage, caption: Caption, rows: Rows, catalog: Catalog, sources: Sources) -> str:
    """Return the map as SVG with title, legend, sources, date, scale and north; fonts inside."""
    return framed(drawn(image), caption, rows, catalog, sources, faces=True)


def map_png(image: MapImage, caption: Caption, rows: Rows, catalog: Catalog, sources: Sources) -> bytes:
    """Return the same image as ``map_svg`` in PNG, twice its size."""
    return to_png(framed(drawn(image), caption, rows, catalog, sources, faces=False))


def drawn(image: MapImage) -> Drawing:
    """Draw the map and its legend, nothing around them."""
    codes = list(image.shapes)
    placed = dict(zip(codes, _brought_in(list(image.shapes.values())), strict=True))
    west, south, east, north = shapely.total_bounds(list(placed.values()))
    room = WIDTH - LEGEND
    scale = min(room / max(east - west, 1), (HEIGHT - 40) / max(north - south, 1))
    left, top = (room - scale * (east - west)) / 2, (HEIGHT - 40 - scale * (north - south)) / 2

    def flatten(points: np.ndarray) -> np.ndarray:
        return np.column_stack((left + scale * (points[:, 0] - west), top + scale * (north - points[:, 1])))

    flat = {code: shapely.transform(shape, flatten) for code, shape in placed.items()}
    body = [_DEFS, *_fills(flat, image.fills), *_circles(flat, image.circles or {})]
    if image.mine in flat:
        body.append(f'<path d="{_path([flat[image.mine]])}" fill="none" stroke="{INK}" stroke-width="2.5"/>')
    middle = 2 * math.atan(math.exp((south + north) / 2 / RADIUS)) - math.pi / 2
    body += [_scale_bar(scale / math.cos(middle), room), _north(room), _legend(image)]
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}">{"".join(body)}</svg>'
    return Drawing(svg, WIDTH, HEIGHT)


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


def _fills(flat: Mapping[str, shapely.Geometry], fills: Mapping[str, str]) -> list[str]:
    boxes = shapely.bounds(list(flat.values()))
    sizes = np.sqrt((boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1]))
    bordered = float(sizes.mean()) > BORDERED
    groups: dict[str, list[shapely.Geometry]] = {}
    for code, shape in flat.items():
        groups.setdefault(fills[code], []).append(shape)
    lines = []
    for fill, shapes in groups.items():
        paint = "url(#hachures)" if fill == SECRET else fill
        edge = f'stroke="{PAPER}" stroke-width="0.6"' if bordered else f'stroke="{fill}" stroke-width="0.3"'
        lines.append(f'<path d="{_path(shapes)}" fill="{paint}" fill-rule="evenodd" {edge} stroke-linejoin="round"/>')
    return lines


def _path(shapes: Sequence[shapely.Geometry]) -> str:
    parts = []
    for ring in _rings(shapes):
        points = np.round(shapely.get_coordinates(ring), 1)
        kept = points[np.r_[True, (np.diff(points, axis=0) != 0).any(axis=1)]]
        if len(kept) > 2:
            parts.append("M" + "L".join(f"{x:g},{y:g}" for x, y in kept.tolist()) + "Z")
    return "".join(parts)


def _rings(shapes: Sequence[shapely.Geometry]) -> list[shapely.Geometry]:
    polygons = [part for part in shapely.get_parts(list(shapes)) if part.geom_type == "Polygon"]
    return list(shapely.get_rings(polygons))


def _circles(flat: Mapping[str, shapely.Geometry], sizes: Mapping[str, float]) -> list[str]:
    lines = []
    for code, share in sorted(sizes.items(), key=lambda pair: -pair[1]):
        if code in flat and share > 0:
            centre = shapely.centroid(flat[code])
            lines.append(
                f'<circle cx="{centre.x:.1f}" cy="{centre.y:.1f}" r="{LARGEST * math.sqrt(share):.1f}" fill="{INK}" '
                f'fill-opacity="0.25" stroke="{INK}" stroke-width="1.2"/>'
            )
    return lines


def _scale_bar(pixels_by_metre_of_map: float, room: float) -> str:
    """Draw a round distance; Mercator metres are longer than those of the ground by the latitude of the middle."""
    target = room * 0.22 / pixels_by_metre_of_map
    power = 10 ** math.floor(math.log10(max(target, 1)))
    length = max(step * power for step in (1, 2, 5) if step * power <= max(target, 1))
    width = length * pixels_by_metre_of_map
    words = f"{number(length / 1000)}{THIN}km" if length >= 1000 else f"{number(length)}{THIN}m"
    y = HEIGHT - 14
    return (
        f'<path d="M8,{y - 6}V{y}H{8 + width:.1f}V{y - 6}" fill="none" stroke="{INK}" stroke-width="1.5"/>'
        f'<text x="{14 + width:.1f}" y="{y}" {_TEXT} font-size="12" fill="{INK}">{words}</text>'
    )


def _north(room: float) -> str:
    x, y = room - 24, HEIGHT - 44
    return (
        f'<path d="M{x},{y}l7,22l-7,-5l-7,5Z" fill="{INK}"/>'
        f'<text x="{x}" y="{y + 38}" {_TEXT} font-size="12" text-anchor="middle" fill="{INK}">N</text>'
    )


def _legend(image: MapImage) -> str:
    x, y, parts = WIDTH - LEGEND + 10, 24, []
    for fill, words in image.legend:
        paint = "url(#hachures)" if fill == SECRET else fill
        parts.append(
            f'<rect x="{x}" y="{y - 12}" width="22" height="15" fill="{paint}" stroke="{SECOND}"/>'
            f'<text x="{x + 30}" y="{y}" {_TEXT} font-size="13" fill="{INK}">{escape(words)}</text>'
        )
        y += 23
    y += 6
    for note in image.notes:
        for line in _lines(note):
            parts.append(f'<text x="{x}" y="{y}" {_TEXT} font-size="11" fill="{SECOND}">{escape(line)}</text>')
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
