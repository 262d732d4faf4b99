"""Overseas départements on an image of France: brought into frames beside it, with what is laid over them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely

RADIUS = 6_378_137.0  # metres, web Mercator
PLACES = ((-61.5, 16.2, 0.75), (-61, 14.6, 0.75), (-53, 4, 3), (55.5, -21.1, 0.75), (45.2, -12.8, 0.75))
FRAME_LEFT, FRAME_TOP, FRAME_SIDE, FRAME_STEP = -1_000_000, 6_620_000, 260_000, 310_000
NOTE = "Outre-mer rapproché, à d'autres échelles ; l'échelle est celle de la métropole."
Turn = Callable[[np.ndarray], np.ndarray]


def mercator(points: np.ndarray) -> np.ndarray:
    """Project degrees to web Mercator, in metres."""
    x = np.radians(points[:, 0]) * RADIUS
    return np.column_stack((x, np.log(np.tan(np.pi / 4 + np.radians(points[:, 1]) / 2)) * RADIUS))


@dataclass(frozen=True, slots=True)
class Overseas:
    """How each overseas département was moved, by its row of frames; nothing when a map has no mainland."""

    turns: Mapping[int, Turn]

    @property
    def frames(self) -> list[shapely.Geometry]:
        """Return the frames drawn around what was moved, in metres."""
        half = FRAME_SIDE / 2
        return [shapely.box(x - half, y - half, x + half, y + half) for x, y in map(_centre, self.turns)]

    def placed(self, shapes: Sequence[shapely.Geometry]) -> np.ndarray:
        """Project outlines or places in degrees, each moved with the département that it lies over."""
        every = np.array(shapes, dtype=object)
        flat = shapely.transform(every, mercator)
        rows = np.array([_row(shape) for shape in every]) if self.turns else np.full(len(every), -1)
        for row, turn in self.turns.items():
            moved = rows == row
            flat[moved] = shapely.transform(flat[moved], turn)
        return flat


def gathered(shapes: Sequence[shapely.Geometry]) -> Overseas:
    """Return how to bring overseas outlines beside metropolitan France, as on screen (``static/carte_outremer.js``)."""
    groups: dict[int, list[shapely.Geometry]] = {}
    for shape in shapes:
        groups.setdefault(_row(shape), []).append(shape)
    if -1 not in groups:
        return Overseas({})
    return Overseas({row: _turn(row, group) for row, group in sorted(groups.items()) if row >= 0})


def _row(shape: shapely.Geometry) -> int:
    points = shapely.get_coordinates(shape)
    if not len(points):
        return -1
    x, y = points[0]
    return next((row for row, (px, py, dy) in enumerate(PLACES) if abs(px - x) < 3 and abs(py - y) < dy), -1)


def _centre(row: int) -> tuple[float, float]:
    return FRAME_LEFT + FRAME_SIDE / 2, FRAME_TOP - FRAME_SIDE / 2 - row * FRAME_STEP


def _turn(row: int, group: Sequence[shapely.Geometry]) -> Turn:
    west, south, east, north = shapely.total_bounds(shapely.transform(np.array(group, dtype=object), mercator))
    size = 0.88 * FRAME_SIDE / max(east - west, north - south)
    middle, at = np.array([(west + east) / 2, (south + north) / 2]), np.array(_centre(row))
    return lambda points: at + size * (points - middle)
