"""Curves over time: one line per territory, named at its end; breaks drawn, never crossed; fragile points hollow.

The height of the axis keeps small changes small: counts start at zero; shares have ten points at least, other rates
and amounts a quarter of their highest value; an axis that would start under half its top starts at zero.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import altair as alt

from lib.charts.curves import curve_layers
from lib.charts.look import CHARACTER, SMALL, WORDS, Look, bound, finished, looks, rows_named
from lib.model import Territory
from lib.palette import INK, LINE, SECOND

HEIGHT = 320
LABEL_GAP = 19  # pixels between two names at the end of curves
LARGEST_ROOM = 0.48  # of the width, for the names
MOST_YEARS = 9
PERCENT = 100.0
NEAR_ZERO = 0.5  # an axis that would start under half its top starts at zero
LEAST_POINTS, LEAST_PART = 10.0, 0.25  # smallest height of the axis: of a share in percent, of the highest value


@dataclass(frozen=True, slots=True)
class Point:
    """One figure of a curve; ``hollow`` when it is fragile, rounded or estimated."""

    millesime: str
    value: float
    hollow: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """The curve of a territory: runs of points that may be joined, oldest first, and the text at its end."""

    territory: Territory
    runs: tuple[tuple[Point, ...], ...]
    label: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A break between two millesimes, and the words written beside its vertical line."""

    before: str
    after: str
    words: str


def when(millesime: str) -> float:
    """Return the place of a millesime on the axis of years: « 2024-T3 » is 2024.5."""
    year = int(millesime[:4])
    quarter, month = re.fullmatch(r"\d{4}-T([1-4])", millesime), re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", millesime)
    return year + (int(quarter[1]) - 1) / 4 if quarter else year + (int(month[1]) - 1) / 12 if month else float(year)


def evolution(
    lines: Sequence[Line],
    territories: Sequence[Territory],
    rules: Sequence[Rule],
    *,
    suffix: str,
    zero: bool,
    share: bool = False,
) -> tuple[list[dict], dict]:
    """Return (rows, specification) of curves; ``suffix`` follows the numbers of the axis, ``zero`` starts it at 0.

    ``share`` is for percentages of a whole: their axis has points, and stops at 100.
    """
    ranks = {area.key: rank for rank, area in enumerate(territories)}
    points = [point for line in lines for run in line.runs for point in run]
    low, high = bounds([point.value for point in points], zero=zero, share=share)
    years = sorted({when(point.millesime) for point in points}) or [0.0]
    first, last = years[0], max(years[-1], years[0] + 1)
    rows = [
        {"genre": "point", "rang": ranks[line.territory.key], "trace": f"{ranks[line.territory.key]}-{number}",
         "annee": when(point.millesime), "valeur": point.value, "creux": point.hollow, "libelle": ""}
        for line in lines for number, run in enumerate(line.runs) for point in run
    ]  # fmt: skip
    ends = apart([line.runs[-1][-1].value for line in lines], (high - low) * LABEL_GAP / HEIGHT, low, high)
    rows += [
        {"genre": "fin", "rang": ranks[line.territory.key], "trace": "", "annee": last, "valeur": end, "creux": False,
         "libelle": line.label} for line, end in zip(lines, ends, strict=True)
    ]  # fmt: skip
    rows += [
        {"genre": "rupture", "rang": -1, "trace": "", "annee": (when(rule.before) + when(rule.after)) / 2,
         "valeur": high, "creux": False, "libelle": rule.words} for rule in rules
    ]  # fmt: skip
    room = CHARACTER * max((len(line.label) for line in lines), default=0) + 40
    share = f"min({LARGEST_ROOM}, {room:.0f} / width)"
    span = last - first
    values = bound(
        annees=_ticks(years), bas=low, haut=high, debut=first - span / 40, place=share,
        bout=f"{last} + {span} * ({share}) / (1 - ({share}))", suffixe=f"'{suffix}'",
    )  # fmt: skip
    return rows, _template(looks(territories)) | values | {"height": HEIGHT}


def bounds(values: Sequence[float], *, zero: bool, share: bool = False) -> tuple[float, float]:
    """Return where the axis of values starts and ends, by the rule of this module."""
    lowest, highest = min(values, default=0.0), max(values, default=1.0)
    margin = (highest - lowest) * 0.15 or abs(highest) * 0.1 or 1.0
    top = min(highest + margin, max(PERCENT, highest)) if share else highest + margin
    low, high = lowest - margin, top
    missing = (LEAST_POINTS if share else LEAST_PART * abs(highest)) - (high - low)
    if missing > 0:
        low, high = low - missing / 2, high + missing / 2
    if share and lowest >= 0 and highest <= PERCENT < high:
        low, high = low - (high - PERCENT), PERCENT
    if zero or (lowest >= 0 and low < high * NEAR_ZERO):
        return min(0.0, lowest), top
    return low, high


def floor_of(spec: dict) -> float:
    """Return where the axis of values of a specification starts."""
    return next(one["value"] for one in spec["params"] if one["name"] == "bas")


def _ticks(years: Sequence[float]) -> list[int]:
    """Return the years written under the axis: those of the points, thinned from the last one back."""
    whole = sorted({int(year) for year in years})
    step = -(-len(whole) // MOST_YEARS)
    return whole[::-1][::step][::-1]


def apart(values: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Return where to write names that would overlap: ``gap`` apart at least, inside, in the order of the values."""
    order = sorted(range(len(values)), key=values.__getitem__)
    placed = list(values)
    for lower, upper in pairwise(order):
        placed[upper] = max(placed[upper], placed[lower] + gap)
    ceiling = high
    for one in reversed(order):
        placed[one] = max(low, min(placed[one], ceiling))
        ceiling = placed[one] - gap
    return placed


@cache
def _template(drawn: tuple[Look, ...]) -> dict:
    x = alt.X("annee:Q").scale(domainMin=alt.ExprRef("debut"), domainMax=alt.ExprRef("bout"), nice=False, zero=False)
    x = x.axis(
        values=alt.ExprRef("annees"), format="d", title=None, grid=False, domain=False, tickColor=LINE,
        labelFontSize=SMALL, labelColor=INK,
    )  # fmt: skip
    y = alt.Y("valeur:Q").scale(domainMin=alt.ExprRef("bas"), domainMax=alt.ExprRef("haut"), nice=False, zero=False)
    base, curves = curve_layers(drawn, x, y)
    broken = base.transform_filter(rows_named("rupture"))
    rules = broken.mark_rule(strokeDash=[4, 3], stroke=SECOND, strokeWidth=1.5, aria=False)
    rules = rules.encode(y=alt.value(0), y2=alt.value("height"))
    told = broken.mark_text(align="right", dx=-6, dy=8, fontSize=SMALL, **WORDS).encode(text="libelle:N")
    return finished(alt.layer(rules, *curves, told))
