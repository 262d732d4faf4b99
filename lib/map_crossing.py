"""Two variables on one map: three by three classes, their counts and their scatter. Pure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lib.charts.look import LOCALE
from lib.classes import Method, Scale, breaks
from lib.map_values import RANK, Figures, Written, second_variable, values
from lib.model import Status
from lib.palette import CROSSED, FONT, INK, LINE, SECOND, SECRET, UNKNOWN

STEPS = ("bas", "moyen", "élevé")
ABOVE = {"titleAngle": 0, "titleAlign": "left", "titleAnchor": "end", "titleX": 0, "titleY": -12, "titleLimit": 900}
SECRET_RANK = RANK[Status.SECRET.value]
MOST_POINTS = 3_000  # of a scatter: beyond, it is a blot


@dataclass(frozen=True, slots=True, eq=False)
class Crossing:
    """Two maps of the same areas cut in three; ``ranks`` are 3 × row of the second + row of the first, or -1."""

    first: Figures
    second: Figures
    first_breaks: tuple[float, ...]
    second_breaks: tuple[float, ...]
    ranks: np.ndarray

    def counts(self) -> list[list[int]]:
        """Return the number of areas of each square, rows from the lowest second variable."""
        found = np.bincount(self.ranks[self.ranks >= 0], minlength=9)
        return [[int(n) for n in found[row * 3 : row * 3 + 3]] for row in range(3)]

    def secret(self) -> np.ndarray:
        """Tell which areas have no class because a figure is secret: the first one missing decides."""
        missing = np.where(np.isnan(self.first.values), self.first.statuses, self.second.statuses)
        return (self.ranks < 0) & (missing == SECRET_RANK)

    def fills(self) -> dict[str, str]:
        """Return the fill of each area by code, as on screen."""
        every = [fill for row in CROSSED for fill in row]
        hidden = self.secret()
        return {
            area.code: every[self.ranks[rank]] if self.ranks[rank] >= 0 else SECRET if hidden[rank] else UNKNOWN
            for rank, area in enumerate(self.first.areas)
        }


def cross(first: Figures, second: Figures, method: Method = Method.QUANTILES) -> Crossing:
    """Cut each variable in three by ``method`` among the areas that have both."""
    both = ~np.isnan(first.values) & ~np.isnan(second.values)
    cuts = [breaks(figures.values[both], method, 3) for figures in (first, second)]
    columns, rows = (
        np.searchsorted(np.array(cut, dtype="float64"), figures.values, side="right")
        for cut, figures in zip(cuts, (first, second), strict=True)
    )
    return Crossing(first, second, cuts[0], cuts[1], np.where(both, 3 * rows + columns, -1))


def payload(crossing: Crossing, first: Written, second: Written) -> dict[str, object]:
    """Return what travels of a crossed map: both figures, how each is written, the class of each area."""
    told = values(crossing.first, Scale(crossing.first_breaks), first)
    return told | {"x": second_variable(crossing.second, second)} | _classes(crossing)


def _classes(crossing: Crossing) -> dict[str, object]:
    """Return the classes that travel instead of bounds; an area is hatched when one of its two figures is secret."""
    hidden = {int(rank): int(crossing.first.statuses[rank]) for rank in np.flatnonzero(crossing.ranks < 0)}
    hidden |= dict.fromkeys(map(int, np.flatnonzero(crossing.secret())), SECRET_RANK)
    return {
        "k": [int(rank) for rank in crossing.ranks],
        "c": [fill for row in CROSSED for fill in row],
        "s": hidden,
    }


def scatter(crossing: Crossing, first: Written, second: Written, mine: str) -> tuple[list[dict], dict] | None:
    """Return the rows and the specification of the scatter of the two variables; None when there are too many areas."""
    shown = np.flatnonzero(crossing.ranks >= 0)
    if not 0 < len(shown) <= MOST_POINTS:
        return None
    fills = [fill for row in CROSSED for fill in row]
    rows = [
        {
            "nom": crossing.first.areas[rank].name,
            "x": float(crossing.first.values[rank]),
            "y": float(crossing.second.values[rank]),
            "couleur": fills[crossing.ranks[rank]],
            "moi": crossing.first.areas[rank].code == mine,
        }
        for rank in shown
    ]
    return rows, _specification(crossing, first.title, second.title)


def _specification(crossing: Crossing, first: str, second: str) -> dict:
    axis = {"labelFontSize": 13, "titleFontSize": 13, "titleFontWeight": "normal", "grid": False}
    shared = {"type": "quantitative", "axis": axis, "scale": {"zero": False}}
    return {
        "config": {"view": {"stroke": LINE}, "font": FONT, "locale": LOCALE},
        "height": 300,
        "encoding": {
            "x": {"field": "x", "title": first, **shared},
            "y": {"field": "y", "title": second, **shared, "axis": axis | ABOVE},
        },
        "layer": [
            {
                "mark": {"type": "circle", "size": 55, "stroke": SECOND, "strokeWidth": 0.6, "opacity": 1},
                "encoding": {
                    "color": {"field": "couleur", "type": "nominal", "scale": None, "legend": None},
                    "tooltip": [{"field": "nom"}, {"field": "x", "title": first}, {"field": "y", "title": second}],
                },
            },
            *_mine(),
            *(_rule("x", bound) for bound in crossing.first_breaks),
            *(_rule("y", bound) for bound in crossing.second_breaks),
        ],
    }


def _mine() -> list[dict]:
    """Ring and name my territory."""
    only = [{"filter": "datum.moi"}]
    ring = {"type": "point", "size": 160, "stroke": INK, "strokeWidth": 2.5}
    name = {"type": "text", "dy": -14, "fontSize": 14, "fontWeight": "bold"}
    return [
        {"transform": only, "mark": ring},
        {"transform": only, "mark": name, "encoding": {"text": {"field": "nom"}}},
    ]


def _rule(axis: str, bound: float) -> dict:
    other = "y" if axis == "x" else "x"
    dashed = {"type": "rule", "stroke": SECOND, "strokeDash": [4, 3]}
    return {"mark": dashed, "encoding": {axis: {"datum": bound}, other: None}}
