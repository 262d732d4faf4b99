"""Position strips: where a value and the quartiles of its peers stand between the lowest and the highest."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from lib.stats import Position


@dataclass(frozen=True, slots=True)
class Strip:
    """Where to draw the marks of a position strip, in percent of its width."""

    quartile_1: float
    median: float
    quartile_3: float
    mine: float


def strip(place: Position, value: float, *, logarithmic: bool) -> Strip:
    """Place ``value`` and the quartiles of its peers between the lowest and the highest of them."""
    scale = _scale(place, logarithmic)
    return Strip(scale(place.quartile_1), scale(place.median), scale(place.quartile_3), scale(value))


def _scale(place: Position, logarithmic: bool) -> Callable[[float], float]:
    turn = (lambda v: math.log(max(v, 1e-6))) if logarithmic and place.minimum > 0 else float
    low, high = turn(place.minimum), turn(place.maximum)
    span = (high - low) or 1
    return lambda v: 100 * min(1, max(0, (turn(v) - low) / span))
