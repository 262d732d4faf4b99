"""Age pyramid: men on the left, women on the right, my territory full, one comparator as an outline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import altair as alt

from lib.charts.look import SMALL, TITLE, WORDS, bound, finished, rows_named
from lib.palette import INK, LINE, MINE, PAPER

HEIGHT = 460
GAP = 0.07  # of the years of a group, between two bars
TICKS = {5: 10, 15: 15}  # years between two labels, by years of a group; the last group, open, is as high as others


@dataclass(frozen=True, slots=True)
class Side:
    """Both sexes of a territory: share of each age group in the whole population, in percent, youngest first."""

    men: tuple[float, ...]
    women: tuple[float, ...]


def pyramid(mine: Side, other: Side | None, colour: str = INK, *, step: int = 5) -> tuple[list[dict], dict]:
    """Return (rows, specification) of the pyramid of ``mine``, with the outline of ``other`` in its colour.

    ``step`` is the number of years of a group, 5 or 15.
    """
    rows: list[dict] = []
    oldest, gap = step * len(mine.men), step * GAP
    for sign, shares in ((-1, mine.men), (1, mine.women)):
        rows += [{"genre": "barre", "cote": sign, "bas": step * i + gap, "haut": step * (i + 1) - gap,
                  "part": sign * share, "ordre": i, "libelle": ""} for i, share in enumerate(shares)]  # fmt: skip
    for sign, shares in ((-1, other.men), (1, other.women)) if other else ():
        rows += _outline(sign, shares, step)
    top = max((abs(row["part"]) for row in rows), default=1.0) * 1.08 or 1.0
    rows += [{"genre": "sexe", "cote": sign, "bas": oldest * 0.97, "haut": 0.0, "part": sign * top, "ordre": 0,
              "libelle": word} for sign, word in ((-1, "Hommes"), (1, "Femmes"))]  # fmt: skip
    return rows, _template(oldest, step) | bound(bout=top, contour=f"'{colour}'") | {"height": HEIGHT}


def _outline(sign: int, shares: Sequence[float], step: int) -> list[dict]:
    """Return the corners of the outline of one side, from the youngest to the oldest, back to the axis."""
    corners = [(step * (i + up), share) for i, share in enumerate(shares) for up in (0, 1)]
    closed = [(0, 0.0), *corners, (step * len(shares), 0.0)]
    return [
        {"genre": "contour", "cote": sign, "bas": age, "haut": 0.0, "part": sign * share, "ordre": i, "libelle": ""}
        for i, (age, share) in enumerate(closed)
    ]


@cache
def _template(oldest: int, step: int) -> dict:
    ages = list(range(0, oldest + (step == min(TICKS)), TICKS[step]))
    x = alt.X("part:Q").scale(domainMin=alt.ExprRef("-bout"), domainMax=alt.ExprRef("bout"), nice=False)
    x = x.axis(
        title=None, tickCount=7, domain=False, gridColor=LINE, labelFontSize=SMALL, labelColor=INK,
        labelExpr="format(abs(datum.value), ',.1~f') + '\u202f%'",
    )  # fmt: skip
    y = alt.Y("bas:Q").scale(domain=[0, oldest], nice=False)
    y = y.axis(
        title=None, values=ages, domain=False, grid=False, ticks=False, labelFontSize=SMALL,
        labelColor=INK, labelExpr="datum.value + (datum.value < 2 ? ' an' : ' ans')",
    )  # fmt: skip
    base = alt.Chart(alt.Data(name="donnees")).encode(x=x, y=y)
    bars = base.transform_filter(rows_named("barre")).mark_bar(color=MINE).encode(x2=alt.datum(0), y2="haut:Q")
    corners = base.transform_filter(rows_named("contour")).encode(detail="cote:N", order="ordre:Q")
    halo = corners.mark_line(stroke=PAPER, strokeWidth=5)
    outline = corners.mark_line(stroke=alt.ExprRef("contour"), strokeWidth=2.5)
    sexes = base.transform_filter(rows_named("sexe"))
    names = [
        sexes.transform_filter(f"datum.cote == {sign}")
        .mark_text(align=align, fontSize=TITLE, fontWeight="bold", **WORDS)
        .encode(text="libelle:N")
        for sign, align in ((-1, "left"), (1, "right"))
    ]
    return finished(alt.layer(bars, halo, outline, *names))
