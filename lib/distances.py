"""How far people live from what matters: straight lines over the ground, from the middle of each area. Pure."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from pyproj import Geod

GROUND = Geod(ellps="GRS80")
DETOUR = 1.3  # roads are about this many times longer than the straight line
SPEEDS = {"voiture": 50.0, "velo": 15.0, "pied": 4.5}  # km/h
BLOCK = 2_000  # areas compared at once with every point


@dataclass(frozen=True, slots=True)
class Nearest:
    """The nearest point of one area: its rank among the points, and the straight distance in kilometres."""

    point: int
    kilometres: float


def nearest(areas: Mapping[str, shapely.Geometry], points: Sequence[shapely.Geometry]) -> dict[str, Nearest]:
    """Return the nearest point of each area, measured from a point inside the area closest to its middle."""
    codes = list(areas)
    starts = np.array([_middle(areas[code]) for code in codes])
    ends = np.array([(point.x, point.y) for point in points])
    found: dict[str, Nearest] = {}
    directions = _unit(ends)
    for first in range(0, len(codes), BLOCK):
        block = starts[first : first + BLOCK]
        ranks = np.argmax(_unit(block) @ directions.T, axis=1)
        metres = GROUND.inv(block[:, 0], block[:, 1], ends[ranks, 0], ends[ranks, 1])[2]
        for code, rank, distance in zip(codes[first : first + BLOCK], ranks, metres, strict=True):
            found[code] = Nearest(int(rank), float(distance) / 1000)
    return found


def _middle(shape: shapely.Geometry) -> tuple[float, float]:
    centre = shapely.centroid(shape)
    inside = centre if shapely.contains(shape, centre) else shapely.point_on_surface(shape)
    return inside.x, inside.y


def _unit(degrees: np.ndarray) -> np.ndarray:
    """Return places as vectors of the unit sphere: the closest two have the largest product."""
    x, y = np.radians(degrees[:, 0]), np.radians(degrees[:, 1])
    return np.column_stack((np.cos(y) * np.cos(x), np.cos(y) * np.sin(x), np.sin(y)))


def minutes(kilometres: float, mode: str) -> float:
    """Estimate the time of a journey: the straight line lengthened by DETOUR, at a plain speed."""
    return kilometres * DETOUR / SPEEDS[mode] * 60


@dataclass(frozen=True, slots=True)
class Remote:
    """People farther than a distance: how many, among how many whose number is known, in how many areas."""

    people: float
    total: float
    areas: int
    unknown: int

    @property
    def share(self) -> float | None:
        """Percent of the people who are far; None when nobody is counted."""
        return 100 * self.people / self.total if self.total else None


def remote(found: Mapping[str, Nearest], people: Mapping[str, float], limit: float) -> Remote:
    """Count the people of areas farther than ``limit`` kilometres; areas whose population is unknown are left out."""
    far = [code for code, one in found.items() if one.kilometres > limit]
    known = [code for code in found if code in people and not math.isnan(people[code])]
    counted = set(known)
    return Remote(
        math.fsum(people[code] for code in far if code in counted),
        math.fsum(people[code] for code in known),
        len(far),
        len(found) - len(known),
    )


def mean_distance(found: Mapping[str, Nearest], people: Mapping[str, float]) -> float | None:
    """Return the distance of the average inhabitant, in kilometres; None when nobody is counted."""
    known = [code for code in found if code in people and not math.isnan(people[code])]
    total = math.fsum(people[code] for code in known)
    return math.fsum(found[code].kilometres * people[code] for code in known) / total if total else None
