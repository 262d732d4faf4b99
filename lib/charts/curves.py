"""What every chart of curves draws: lines, points (hollow when fragile), and names with their key at the end."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from lib.charts.look import SMALL, USUAL, WORDS, Look, rows_named
from lib.palette import INK, LINE, PAPER


def curve_layers(drawn: Sequence[Look], x: alt.X, y: alt.Y) -> tuple[alt.Chart, list[alt.Chart]]:
    """Return the chart whose data the layers share, and the layers, from the lines to the names."""
    ranks = list(range(len(drawn)))
    colours = {"domain": ranks, "range": [look.line for look in drawn]}
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
    return base, [lines, dots, keys, names]
