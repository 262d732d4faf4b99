"""A rate age after age: one line per territory, named at its end; the axis starts at zero, fragile points hollow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import altair as alt

from lib.charts.evolution import LABEL_GAP, LARGEST_ROOM, apart
from lib.charts.look import CHARACTER, SMALL, USUAL, WORDS, Look, bound, finished, looks, rows_named
from lib.model import Territory
from lib.palette import INK, LINE, PAPER

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
    ranks = list(range(len(drawn)))
    colours = {"domain": ranks, "range": [look.line for look in drawn]}
    x = alt.X("age:Q").scale(domainMin=alt.ExprRef("debut"), domainMax=alt.ExprRef("bout"), nice=False, zero=False)
    x = x.axis(
        values=alt.ExprRef("rangs"), title=None, grid=False, domain=False, tickColor=LINE,
        labelExpr=f"width < {NARROW} ? split(ages[datum.value], ' ') : ages[datum.value]",
        labelFontSize=SMALL, labelColor=INK, labelOverlap=False,
    )  # fmt: skip
    y = alt.Y("valeur:Q").scale(domainMin=0, domainMax=alt.ExprRef("haut"), nice=False)
    y = y.axis(
        tickCount=5, title=None, domain=False, ticks=False, gridColor=LINE, labelFontSize=SMALL, labelColor=INK,
        labelExpr="format(datum.value, ',.2~f') + suffixe",
    )  # fmt: skip
    base = alt.Chart(alt.Data(name="donnees")).encode(x=x, y=y)
    points = base.transform_filter(rows_named("point"))
    lines = points.mark_line(strokeWidth=2.5).encode(
        detail="trace:N",
        stroke=alt.Stroke("rang:O", legend=None).scale(**colours),
        strokeDash=alt.StrokeDash("rang:O", legend=None).scale(domain=ranks, range=[list(o.dash) for o in drawn]),
    )
    fill = alt.Fill("rang:O", legend=None).scale(**colours)
    marked = {
        "stroke": alt.Stroke("rang:O", legend=None).scale(**colours),
        "shape": alt.Shape("rang:O", legend=None).scale(domain=ranks, range=[look.shape for look in drawn]),
        "fill": alt.condition("datum.creux", alt.value(PAPER), fill),
    }
    dots = points.mark_point(size=55, strokeWidth=2, opacity=1).encode(**marked)
    ends = base.transform_filter(rows_named("fin"))
    keys = ends.mark_point(size=70, strokeWidth=2, opacity=1, xOffset=18).encode(**marked)
    room = alt.ExprRef("width * place - 34")
    names = ends.mark_text(align="left", dx=28, fontSize=USUAL, limit=room, **WORDS).encode(text="libelle:N")
    return finished(alt.layer(lines, dots, keys, names))
