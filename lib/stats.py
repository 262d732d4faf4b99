"""Plain statistics on published values: position among peers, class breaks. Nothing here averages rates."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd


@dataclass(frozen=True, slots=True)
class Position:
    """Where a value stands among the known values of its peers; ``below`` counts the strictly lower ones."""

    count: int
    below: int
    rank: int
    minimum: float
    quartile_1: float
    median: float
    quartile_3: float
    maximum: float


def position(value: float, peers: pd.Series) -> Position | None:
    """Place ``value`` among ``peers`` (which contains it). None when fewer than 3 peers have a value.

    Quartiles are those of the peers' values, each peer counting once whatever its size.
    """
    known = peers.dropna().to_numpy(dtype="float64")
    if len(known) < 3:
        return None
    low, first, middle, third, high = np.quantile(known, [0, 0.25, 0.5, 0.75, 1])
    below, above = int((known < value).sum()), int((known > value).sum())
    return Position(len(known), below, above + 1, float(low), float(first), float(middle), float(third), float(high))


def quantile_breaks(values: pd.Series, classes: int = 5) -> list[float]:
    """Return the inner bounds (at most ``classes`` - 1, increasing, distinct) of classes of equal size.

    A value equal to a bound belongs to the class above it. Few distinct values give fewer classes.
    """
    known = values.dropna().to_numpy(dtype="float64")
    if len(known) == 0:
        return []
    bounds = np.unique(np.quantile(known, np.linspace(0, 1, classes + 1)[1:-1]))
    return [float(b) for b in bounds if known.min() < b <= known.max()]
