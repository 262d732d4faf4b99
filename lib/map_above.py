"""Layers laid over a map: simplified, light enough to travel with the values, each with its own line."""

from __future__ import annotations

import json
from collections.abc import Sequence

import shapely

from lib.palette import COMPARATORS, INK

QUARTER, DEPOSIT = COMPARATORS[1], INK
TOLERANCE = 2e-5  # degrees, about two metres
HEAVIEST = 400_000  # characters: heavier layers are simplified again


def above(shapes: Sequence[shapely.Geometry], colour: str, *, dashed: bool = False, filled: bool = False) -> dict:
    """Return one layer to lay over the fills (``value_layer``)."""
    tolerance, text = TOLERANCE, ""
    for _ in range(6):
        light = [shapely.simplify(shape, tolerance) for shape in shapes]
        kept = [one for one in light if not one.is_empty]
        text = shapely.to_geojson(shapely.set_precision(shapely.GeometryCollection(kept), 1e-5, mode="pointwise"))
        if len(text) <= HEAVIEST:
            break
        tolerance *= 4
    return {"g": json.loads(text), "c": colour, "t": "6 4" if dashed else None, "f": filled}
