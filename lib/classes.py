"""Classes of a map: where to cut a series of values, and which colour each class takes. Pure, no drawing.

A value equal to a bound belongs to the class above it. Few distinct values give fewer classes.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from lib.model import DataError
from lib.palette import diverging, sequential

FEWEST, MOST, USUAL = 3, 7, 5
SHADES_BY_SIDE = 3


class Method(StrEnum):
    """How bounds are chosen (``methode`` in addresses)."""

    QUANTILES = "quantiles"
    JENKS = "jenks"
    EQUAL = "egales"
    MEAN_SD = "ecarttype"
    TYPED = "saisies"


@dataclass(frozen=True, slots=True)
class Scale:
    """Inner bounds, increasing, and one fill more than there are bounds; ``centre`` is the reference if diverging."""

    breaks: tuple[float, ...] = ()
    fills: tuple[str, ...] = ()
    centre: float | None = None

    def index(self, value: float) -> int:
        """Return the rank of the class of ``value``, from 0."""
        return bisect_right(self.breaks, value)

    def fill(self, value: float) -> str:
        """Return the colour of ``value``."""
        return self.fills[self.index(value)]

    def counts(self, values: Iterable[float]) -> list[int]:
        """Return how many values fall in each class."""
        known = _known(values)
        ranks = np.searchsorted(np.array(self.breaks, dtype="float64"), known, side="right")
        return [int(n) for n in np.bincount(ranks, minlength=len(self.fills))]


def scale(
    values: Iterable[float],
    method: Method = Method.QUANTILES,
    classes: int = USUAL,
    *,
    typed: Sequence[float] = (),
    centre: float | None = None,
) -> Scale:
    """Cut ``values`` (those of every millesime, to keep the same classes from one to the next).

    ``typed`` are the bounds of Method.TYPED; ``centre`` asks for a diverging palette centred on that reference.
    """
    known = _known(values)
    if method is Method.TYPED:
        bounds = tuple(typed)
    elif centre is not None:
        bounds = _around(known, method, classes, centre)
    else:
        bounds = breaks(known, method, classes)
    if not len(known):
        return Scale()
    sides = _sides(bounds, centre)
    if centre is None or max(sides) > SHADES_BY_SIDE:
        return Scale(bounds, sequential(len(bounds) + 1))
    return _trimmed(Scale(bounds, diverging(*sides, neutral=centre not in bounds), centre), known)


def breaks(values: Iterable[float], method: Method, classes: int) -> tuple[float, ...]:
    """Return the inner bounds (``classes`` - 1 at most) of one computed method."""
    known = _known(values)
    if len(known) == 0:
        return ()
    found = {
        Method.QUANTILES: _quantiles,
        Method.JENKS: _jenks,
        Method.EQUAL: _equal,
        Method.MEAN_SD: _mean_sd,
    }[method](known, classes)
    return tuple(float(b) for b in np.unique(found) if known.min() < b <= known.max())


def parse_bounds(text: str) -> tuple[float, ...]:
    """Read bounds typed as « 10 ; 15,5 ; 20 ». Raises DataError unless there are 2 to 6 increasing numbers."""
    flat = re.sub(r"[\s\u202f\u00a0]+(?=\d{3}(?!\d))", "", text.strip()) if ";" in text else text.strip()
    parts = [part for part in re.split(r"\s*;\s*|\s+", flat.replace("\u2212", "-").replace("%", "")) if part]
    try:
        bounds = tuple(float(part.replace(",", ".")) for part in parts)
    except ValueError as error:
        raise DataError("Une borne n'est pas un nombre", f"« {text[:60]} »", _TYPED) from error
    if not FEWEST - 1 <= len(bounds) <= MOST - 1:
        raise DataError(f"Il faut de {FEWEST - 1} à {MOST - 1} bornes", f"« {text[:60]} »", _TYPED)
    if any(not np.isfinite(b) for b in bounds) or any(b <= a for a, b in itertools.pairwise(bounds)):
        raise DataError("Les bornes doivent aller en croissant", f"« {text[:60]} »", _TYPED)
    return bounds


def _known(values: Iterable[float]) -> np.ndarray:
    found = np.asarray(values if isinstance(values, np.ndarray) else list(values), dtype="float64")
    return found[~np.isnan(found)]


def _quantiles(known: np.ndarray, classes: int) -> np.ndarray:
    cut = np.quantile(known, np.linspace(0, 1, classes + 1)[1:-1])
    if cut.size and cut.max() == known.min() < known.max():  # nearly all at the lowest value: it makes a class apart
        return known[known > known.min()].min(keepdims=True)
    return cut


def _equal(known: np.ndarray, classes: int) -> np.ndarray:
    return np.linspace(known.min(), known.max(), classes + 1)[1:-1]


def _mean_sd(known: np.ndarray, classes: int) -> np.ndarray:
    """Bounds one standard deviation apart, symmetric around the mean, which is a bound when classes are even."""
    steps = np.arange(classes - 1) - (classes - 2) / 2
    return known.mean() + steps * known.std()


def _jenks(known: np.ndarray, classes: int) -> np.ndarray:
    """Fisher and Jenks: the exact partition with the least sum of squared deviations inside classes.

    Rows are found by halves, the best cut never moving back when the row grows: n log n instead of n squared.
    """
    distinct, weights = np.unique(known, return_counts=True)
    if len(distinct) <= classes:
        return distinct[1:]
    centred = distinct - distinct.mean()
    sums = [np.concatenate([[0.0], np.cumsum(weights * centred**power)]) for power in (0, 1, 2)]

    def cost(start: np.ndarray, end: np.ndarray) -> np.ndarray:
        count, total, squares = (s[end] - s[start] for s in sums)
        return squares - total * total / np.maximum(count, 1)

    rows = np.arange(len(distinct) + 1)
    best = cost(np.zeros_like(rows), rows)
    cuts = []
    for layer in range(1, classes):
        best, cut = _next_layer(best, cost, layer)
        cuts.append(cut)
    end, found = len(distinct), []
    for cut in reversed(cuts):
        end = int(cut[end])
        found.append(distinct[end])
    return np.array(found)


def _next_layer(previous: np.ndarray, cost, layer: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the least costs with one class more, and where the last class then starts, for every row."""
    size = len(previous)
    best, cut = np.full(size, np.inf), np.zeros(size, dtype=np.int64)
    low, high = np.array([layer + 1]), np.array([size - 1])
    first, last = np.array([layer]), np.array([size - 1])
    while len(low):
        row = (low + high) // 2
        start = first
        end = np.minimum(last, row - 1)
        lengths = end - start + 1
        offsets = np.concatenate([[0], np.cumsum(lengths)[:-1]])
        tried = np.arange(lengths.sum()) - np.repeat(offsets - start, lengths)
        total = previous[tried] + cost(tried, np.repeat(row, lengths))
        least = np.minimum.reduceat(total, offsets)
        places = np.flatnonzero(total == np.repeat(least, lengths))
        chosen = tried[places[np.searchsorted(places, offsets)]]
        best[row], cut[row] = least, chosen
        low, high = np.concatenate([low, row + 1]), np.concatenate([row - 1, high])
        first, last = np.concatenate([first, chosen]), np.concatenate([chosen, last])
        kept = low <= high
        low, high, first, last = low[kept], high[kept], first[kept], last[kept]
    return best, cut


def _around(known: np.ndarray, method: Method, classes: int, centre: float) -> tuple[float, ...]:
    """Return bounds symmetric around ``centre``: a bound if ``classes`` is even, inside the middle class if odd."""
    gaps = np.abs(known - centre)
    gaps = gaps[gaps > 0]
    if not len(gaps):
        return ()
    sides = classes // 2
    cuts = [] if classes % 2 else [centre]
    for gap in breaks(gaps, method, sides + classes % 2):
        cuts += [centre - gap, centre + gap]
    return tuple(float(cut) for cut in np.unique(cuts))


def _sides(bounds: Sequence[float], centre: float | None) -> tuple[int, int]:
    """Return the number of classes under and over the reference, its own class left out."""
    below = 0 if centre is None else sum(bound <= centre for bound in bounds)
    above = len(bounds) - below
    return (below, above + 1) if centre in bounds else (below, above)


def _trimmed(found: Scale, known: np.ndarray) -> Scale:
    """Leave out the empty classes of both ends, each colour keeping its distance from the reference."""
    low = sum(bound <= known.min() for bound in found.breaks)
    high = sum(bound > known.max() for bound in found.breaks)
    end = len(found.breaks) - high
    return Scale(found.breaks[low:end], found.fills[low : end + 1], found.centre)


_TYPED = "Écrivez de 2 à 6 nombres croissants séparés par des points-virgules, par exemple « 10 ; 15,5 ; 20 »."
