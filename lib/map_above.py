"""Layers laid over a map: outlines or places, each with its own line or mark, light enough to travel with values."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

import shapely

from lib.palette import COMPARATORS, INK, PAPER, UNFAVORABLE

QUARTER, DEPOSIT = COMPARATORS[1], INK
TOLERANCE = 2e-5  # degrees, about two metres
HEAVIEST = 400_000  # characters: heavier layers are simplified again
RADIUS, SMALL_RADIUS, CROWD = 5.0, 3.5, 150  # pixels, half the size of the mark of a place; smaller in a crowd
DOT, SQUARE, TRIANGLE, DIAMOND, CROSS, STAR = "rond", "carre", "triangle", "losange", "croix", "etoile"


@dataclass(frozen=True, slots=True)
class Style:
    """How a layer is drawn: colour, mark of its places (empty: outlines), dashes of its lines, filled or not."""

    colour: str
    mark: str = ""
    dash: str = ""
    filled: bool = False


# Two places side by side never look the same without their colour.
MARKS = (
    Style(COMPARATORS[2], DOT),
    Style(INK, SQUARE),
    Style(COMPARATORS[1], TRIANGLE),
    Style(UNFAVORABLE, DIAMOND),
    Style(COMPARATORS[0], CROSS),
    Style(INK, STAR),
)
LINES = (
    Style(COMPARATORS[1]),
    Style(INK, dash="6 4"),
    Style(UNFAVORABLE, dash="2 4"),
    Style(COMPARATORS[2], dash="9 3"),
)


@dataclass(frozen=True, slots=True, eq=False)
class Laid:
    """One layer over a map: label, outlines or places in degrees, name and commune of each, source, how it is drawn."""

    key: str
    label: str
    shapes: tuple[shapely.Geometry, ...]
    names: tuple[tuple[str, str], ...]
    source: str
    style: Style

    @property
    def is_points(self) -> bool:
        """True for places, False for outlines."""
        return bool(self.style.mark)


def above(shapes: Sequence[shapely.Geometry], style: Style) -> dict:
    """Return one layer to lay over the fills (``value_layer``)."""
    tolerance, text = TOLERANCE, ""
    for _ in range(6):
        light = [shapely.simplify(shape, tolerance) for shape in shapes]
        kept = [one for one in light if not one.is_empty]
        text = shapely.to_geojson(shapely.set_precision(shapely.GeometryCollection(kept), 1e-5, mode="pointwise"))
        if len(text) <= HEAVIEST:
            break
        tolerance *= 4
    return {
        "g": json.loads(text),
        "c": style.colour,
        "t": style.dash or None,
        "f": style.filled,
        "k": style.mark,
        "p": bool(style.mark),
        "r": radius(len(shapes)),
    }


def radius(count: int) -> float:
    """Return half the size of the marks of a layer of ``count`` places, in pixels."""
    return RADIUS if count <= CROWD else SMALL_RADIUS


def mark_path(mark: str, x: float, y: float, size: float = RADIUS) -> str:
    """Return the SVG path of a mark around a point; ``static/carte.js`` draws the same."""
    if mark == DOT:
        return f"M{x - size:.1f},{y:.1f}a{size},{size} 0 1 0 {2 * size},0a{size},{size} 0 1 0 {-2 * size},0Z"
    corners = [f"{x + size * dx:.1f},{y + size * dy:.1f}" for dx, dy in CORNERS[mark]]
    return f"M{'L'.join(corners)}Z"


def symbol(style: Style, x: float, y: float) -> str:
    """Return the SVG of a layer's sign in a legend, in a box of 22 by 15 pixels whose corner is at ``x``, ``y``."""
    if style.mark:
        path = mark_path(style.mark, x + 11, y + 7.5, 6)
        return f'<path d="{path}" fill="{style.colour}" stroke="{PAPER}" stroke-width="1"/>'
    dash = f' stroke-dasharray="{style.dash}"' if style.dash else ""
    fill = f'fill="{style.colour}" fill-opacity="0.25"' if style.filled else 'fill="none"'
    box = f'x="{x + 1.5}" y="{y + 1.5}" width="19" height="12"'
    return f'<rect {box} {fill} stroke="{style.colour}" stroke-width="2.5"{dash}/>'


_ARM = 0.36
CORNERS = {
    SQUARE: ((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)),
    TRIANGLE: ((0, -1.15), (1.1, 0.85), (-1.1, 0.85)),
    DIAMOND: ((0, -1.25), (1.1, 0), (0, 1.25), (-1.1, 0)),
    CROSS: (
        (-_ARM, -1.1), (_ARM, -1.1), (_ARM, -_ARM), (1.1, -_ARM), (1.1, _ARM), (_ARM, _ARM),
        (_ARM, 1.1), (-_ARM, 1.1), (-_ARM, _ARM), (-1.1, _ARM), (-1.1, -_ARM), (-_ARM, -_ARM),
    ),
    STAR: (
        (0, -1.3), (0.35, -0.45), (1.25, -0.4), (0.55, 0.18), (0.8, 1.05),
        (0, 0.55), (-0.8, 1.05), (-0.55, 0.18), (-1.25, -0.4), (-0.35, -0.45),
    ),
}  # fmt: skip
