"""Maps as SVG and PNG, drawn from the outlines: fills, hatches, circles, legend, scale bar, north; frame around."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import shapely

from lib.catalog import Catalog
from lib.exports.caption import Caption, Rows, Sources
from lib.exports.chart_image import Drawing, framed, to_png
from lib.exports.map_legend import TEXT, Squares, legend
from lib.exports.map_overseas import NOTE, RADIUS, gathered
from lib.formats import THIN, number
from lib.map_above import Laid, mark_path, radius
from lib.palette import INK, LINE, PAPER, SECRET

WIDTH, HEIGHT = 760, 620
LEGEND = 250
FOOT = 40  # pixels under the map: scale bar and north
LEAST_HEIGHT = 300  # the longest legend
LARGEST = 34.0  # pixels: radius of the largest circle, as on screen
MANY, FINE, COARSE = 5_000, 0.1, 0.5  # areas from which a vertex every half pixel is enough, in pixels
BORDERED = 5.0  # pixels: under this mean size, borders would hide the fills


@dataclass(frozen=True, slots=True)
class MapImage:
    """What is drawn: shapes and fills by code (SECRET is hatched), circles by code (0 to 1), lines of the legend.

    ``heading`` is written above the legend, ``notes`` under it; ``mine`` are the codes to outline; ``layers`` are laid
    over the fills; ``squares`` is the legend of two crossed variables.
    """

    shapes: Mapping[str, shapely.Geometry]
    fills: Mapping[str, str]
    legend: Sequence[tuple[str, str]]
    notes: Sequence[str] = ()
    circles: Mapping[str, float] | None = None
    mine: Sequence[str] = ()
    heading: str = ""
    layers: Sequence[Laid] = ()
    squares: Squares | None = None


def map_svg(image: MapImage, caption: Caption, rows: Rows, catalog: Catalog, sources: Sources) -> str:
    """Return the map as SVG with title, legend, sources, date, scale and north; fonts inside."""
    return framed(drawn(image), caption, rows, catalog, sources, faces=True)


def map_png(image: MapImage, caption: Caption, rows: Rows, catalog: Catalog, sources: Sources) -> bytes:
    """Return the same image as ``map_svg`` in PNG, twice its size."""
    return to_png(framed(drawn(image), caption, rows, catalog, sources, faces=False))


@dataclass(frozen=True, slots=True)
class Ground:
    """Outlines laid flat in a frame of pixels, drawn once and painted many times: path and centre of each, scale.

    ``flatten`` lays outlines or places in degrees in the same frame; ``framed`` when overseas are brought in.
    """

    paths: Mapping[str, str]
    centres: Mapping[str, tuple[float, float]]
    marks: str
    bordered: bool
    width: float
    height: float
    flatten: Callable[[Sequence[shapely.Geometry]], np.ndarray]
    framed: bool = False


def lay(shapes: Mapping[str, shapely.Geometry], width: int = WIDTH, height: int = HEIGHT, tidy: float = 0) -> Ground:
    """Lay outlines in a frame, room kept at the right for the legend; a flat country takes less height.

    ``tidy`` leaves out details under this size in pixels, borders shared by two areas staying shared.
    """
    overseas = gathered(list(shapes.values()))
    placed = overseas.placed(list(shapes.values()))
    west, south, east, north = shapely.total_bounds([*placed, *overseas.frames])
    room = width - LEGEND
    scale = min(room / max(east - west, 1), (height - FOOT) / max(north - south, 1))
    height = max(min(height, scale * (north - south) + FOOT), LEAST_HEIGHT)
    left, top = (room - scale * (east - west)) / 2, (height - FOOT - scale * (north - south)) / 2

    def flatten(points: np.ndarray) -> np.ndarray:
        return np.column_stack((left + scale * (points[:, 0] - west), top + scale * (north - points[:, 1])))

    flat = shapely.transform(placed, flatten)
    flat = shapely.coverage_simplify(flat, tidy) if tidy else flat
    boxes = shapely.bounds(flat)
    sizes = np.sqrt((boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1]))
    middle = 2 * math.atan(math.exp((south + north) / 2 / RADIUS)) - math.pi / 2
    return Ground(
        dict(zip(shapes, _paths(flat, COARSE if len(flat) > MANY else FINE), strict=True)),
        {code: (centre.x, centre.y) for code, centre in zip(shapes, shapely.centroid(flat), strict=True)},
        _scale_bar(scale / math.cos(middle), room, height)
        + _north(room, height)
        + _frames(shapely.transform(overseas.frames, flatten)),
        float(sizes.mean()) > BORDERED,
        width,
        height,
        lambda laid: shapely.transform(overseas.placed(laid), flatten),
        bool(overseas.frames),
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
    told = replace(image, notes=[*image.notes, NOTE]) if ground.framed else image
    side, low = legend(told, ground.width - LEGEND + 10)
    height = max(ground.height, low)
    body += [*_layers(ground, image.layers), ground.marks, side]
    size = f'width="{ground.width:g}" height="{height:g}"'
    return Drawing(f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{"".join(body)}</svg>', ground.width, height)


def _frames(boxes: Sequence[shapely.Geometry]) -> str:
    paths = "".join(_paths(boxes)) if len(boxes) else ""
    return f'<path d="{paths}" fill="none" stroke="{LINE}" stroke-width="1"/>' if paths else ""


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


def _paths(shapes: Sequence[shapely.Geometry], finest: float = FINE) -> list[str]:
    """Write outlines to ``finest`` pixels, all of them at once: a country has 35 000. Shared borders stay shared."""
    parts, shape_of = shapely.get_parts(np.asarray(shapes, dtype=object), return_index=True)
    surfaces = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
    rings, part_of = shapely.get_rings(parts[surfaces], return_index=True)
    points, ring_of = shapely.get_coordinates(rings, return_index=True)
    if not len(points):
        return [""] * len(shapes)
    points = np.round(np.round(points / finest) * finest, 1)
    first = np.r_[True, np.diff(ring_of) != 0]
    kept = first | np.r_[True, (np.diff(points, axis=0) != 0).any(axis=1)]
    texts = [f"{x:g},{y:g}" for x, y in points[kept].tolist()]
    starts = [*np.flatnonzero(first[kept]).tolist(), len(texts)]
    found = [""] * len(shapes)
    owners = shape_of[surfaces][part_of].tolist()
    for owner, (start, end) in zip(owners, pairwise(starts), strict=True):
        if end - start > 2:
            found[owner] += f"M{'L'.join(texts[start:end])}Z"
    return found


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


def _layers(ground: Ground, layers: Sequence[Laid]) -> list[str]:
    """Draw the layers that fall in the frame of the map, moved with the overseas départements as on screen."""
    frame = shapely.box(0, 0, ground.width - LEGEND, ground.height)
    lines = []
    for one in layers:
        flat = ground.flatten(one.shapes)
        seen = [shape for shape in flat if shapely.intersects(frame, shape)]
        if one.is_points:
            size = radius(len(one.shapes))
            path = "".join(mark_path(one.style.mark, shape.x, shape.y, size) for shape in seen)
            paint = f'fill="{one.style.colour}" stroke="{PAPER}" stroke-width="1"'
        else:
            path = "".join(_paths(seen))
            fill = f'fill="{one.style.colour}" fill-opacity="0.25"' if one.style.filled else 'fill="none"'
            dash = f' stroke-dasharray="{one.style.dash}"' if one.style.dash else ""
            paint = f'{fill} stroke="{one.style.colour}" stroke-width="2"{dash}'
        lines.append(f'<path d="{path}" {paint}/>' if path else "")
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
        f'<text x="{14 + width:.1f}" y="{y}" {TEXT} font-size="12" fill="{INK}">{words}</text>'
    )


def _north(room: float, height: float) -> str:
    x, y = room - 24, height - 44
    return (
        f'<path d="M{x},{y}l7,22l-7,-5l-7,5Z" fill="{INK}"/>'
        f'<text x="{x}" y="{y + 38}" {TEXT} font-size="12" text-anchor="middle" fill="{INK}">N</text>'
    )


_DEFS = (
    '<defs><pattern id="hachures" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    f'<rect width="6" height="6" fill="{PAPER}"/><rect width="2" height="6" fill="{SECRET}"/></pattern></defs>'
)
