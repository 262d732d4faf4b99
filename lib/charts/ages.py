"""A rate age after age: one line per territory, named at its end; the axis starts at zero, fragile points hollow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import altair as alt

from lib.charts.curves import curve_layers
from lib.charts.evolution import LABEL_GAP, LARGEST_ROOM, apart
from lib.charts.look import CHARACTER, SMALL, Look, bound, finished, looks
from lib.model import Territory
from lib.palette import INK, LINE

HEIGHT = 320
NARROW = 560  # pixels of a chart under which the name of an age takes several lines, cut at its spaces
BEFORE = 0.35  # of the gap between two ages, left of the first one


@dataclass(frozen=True, slots=True)
class Curve:
    """The rate of a territory at each age, None when unknown; ``hollow`` when fragile; the text at its end."""

    territory: Territory
    values: tuple[float | None, ...]
    hollow: tuple[bool, ...]
    label: str


def by_age(
    curves: Sequence[Curve], ages: Sequence[str], territories: Sequence[Territory], *, suffix: str
) -> tuple[list[dict], dict]:
    """Return (rows, specification) of one line per territory; a line stops at an unknown age and starts again after."""
    ranks = {area.key: rank for rank, area in enumerate(territories)}
    known = [value for curve in curves for value in curve.values if value is not None]
    high = max(known, default=1.0) * 1.1 or 1.0
    rows = [row for curve in curves for row in _points(curve, ranks[curve.territory.key])]
    last = len(ages) - 1
    ended = [(curve, next(v for v in reversed(curve.values) if v is not None)) for curve in curves if any(
        value is not None for value in curve.values)]  # fmt: skip
    places = apart([value for _, value in ended], high * LABEL_GAP / HEIGHT, 0.0, high)
    rows += [
        {"genre": "fin", "rang": ranks[curve.territory.key], "trace": "", "age": last, "valeur": place, "creux": False,
         "libelle": curve.label} for (curve, _), place in zip(ended, places, strict=True)
    ]  # fmt: skip
    room = CHARACTER * max((len(curve.label) for curve in curves), default=0) + 40
    share = f"min({LARGEST_ROOM}, {room:.0f} / width)"
    span = last + BEFORE
    values = bound(
        rangs=list(range(len(ages))), ages=list(ages), haut=high, debut=-BEFORE, place=share,
        bout=f"{last} + {span} * ({share}) / (1 - ({share}))", suffixe=f"'{suffix}'",
    )  # fmt: skip
    return rows, _template(looks(territories)) | values | {"height": HEIGHT}


def _points(curve: Curve, rank: int) -> list[dict]:
    rows, run = [], 0
    for age, (value, hollow) in enumerate(zip(curve.values, curve.hollow, strict=True)):
        if value is None:
            run += 1
            continue
        rows.append({"genre": "point", "rang": rank, "trace": f"{rank}-{run}", "age": age, "valeur": value,
                     "creux": hollow, "libelle": ""})  # fmt: skip
    return rows


@cache
def _template(drawn: tuple[Look, ...]) -> dict:
    x = alt.X("age:Q").scale(domainMin=alt.ExprRef("debut"), domainMax=alt.ExprRef("bout"), nice=False, zero=False)
    x = x.axis(
        values=alt.ExprRef("rangs"), title=None, grid=False, domain=False, tickColor=LINE,
        labelExpr=f"width < {NARROW} ? split(ages[datum.value], ' ') : ages[datum.value]",
        labelFontSize=SMALL, labelColor=INK, labelOverlap=False,
    )  # fmt: skip
    y = alt.Y("valeur:Q").scale(domainMin=0, domainMax=alt.ExprRef("haut"), nice=False)
    _, curves = curve_layers(drawn, x, y)
    return finished(alt.layer(*curves))
