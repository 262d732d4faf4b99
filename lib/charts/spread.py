"""How a measure is spread: per territory, a line between the deciles, a thicker one between quartiles, a median dot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import altair as alt

from lib.charts.look import SMALL, TITLE, USUAL, WORDS, Look, bound, finished, looks, rows_named
from lib.model import Territory
from lib.palette import INK, LINE, PAPER, SECOND

ROW = 62  # pixels of a territory: its name, the values, the line
NAME, RANGE, VALUES = 10, 28, 46


@dataclass(frozen=True, slots=True)
class Spread:
    """What is known of a distribution; ``labels`` writes low, median and high. None when it is not published."""

    territory: Territory
    name: str
    low: float | None
    quartile_1: float | None
    median: float | None
    quartile_3: float | None
    high: float | None
    labels: tuple[str, str, str]


def spreads(found: Sequence[Spread], territories: Sequence[Territory]) -> tuple[list[dict], dict]:
    """Return (rows, specification) of the distributions, one under the other on one scale that starts at zero."""
    ranks = {area.key: rank for rank, area in enumerate(territories)}
    rows: list[dict] = []
    for place, one in enumerate(found):
        common = {"rang": ranks[one.territory.key], "mien": place == 0, "fin": 0.0, "libelle": ""}
        rows.append(common | {"genre": "nom", "haut": place * ROW + NAME, "debut": 0.0, "libelle": one.name})
        middle = place * ROW + RANGE
        if one.low is not None and one.high is not None:
            rows.append(common | {"genre": "deciles", "haut": middle, "debut": one.low, "fin": one.high})
        if one.quartile_1 is not None and one.quartile_3 is not None:
            rows.append(common | {"genre": "quartiles", "haut": middle, "debut": one.quartile_1, "fin": one.quartile_3})
        if one.median is not None:
            rows.append(common | {"genre": "mediane", "haut": middle, "debut": one.median})
        for value, label in zip((one.low, one.median, one.high), one.labels, strict=True):
            if value is not None:
                rows.append(
                    common | {"genre": "valeur", "haut": place * ROW + VALUES, "debut": value, "libelle": label}
                )
    top = max((row["fin"] or row["debut"] for row in rows), default=1.0) or 1.0
    height = len(found) * ROW
    return rows, _template(looks(territories)) | bound(fond=height, bout=top * 1.09) | {"height": height}


@cache
def _template(drawn: tuple[Look, ...]) -> dict:
    ranks = list(range(len(drawn)))
    y = alt.Y("haut:Q", axis=None).scale(domainMin=0, domainMax=alt.ExprRef("fond"), reverse=True, nice=False)
    x = alt.X("debut:Q", axis=None).scale(domainMin=0, domainMax=alt.ExprRef("bout"), nice=False)
    colour = alt.Color("rang:O", legend=None).scale(domain=ranks, range=[look.line for look in drawn])
    base = alt.Chart(alt.Data(name="donnees")).encode(x=x, y=y)
    axis = base.transform_filter(rows_named("nom")).mark_rule(stroke=LINE).encode(
        x=alt.value(0), x2=alt.value("width"), y=alt.Y("axe:Q", axis=None)
    )  # fmt: skip
    axis = axis.transform_calculate(axe=f"datum.haut + {RANGE - NAME}")
    deciles = base.transform_filter(rows_named("deciles")).mark_rule(strokeWidth=3).encode(x2="fin:Q", color=colour)
    quartiles = base.transform_filter(rows_named("quartiles")).mark_rule(strokeWidth=11, opacity=0.55)
    quartiles = quartiles.encode(x2="fin:Q", color=colour)
    medians = base.transform_filter(rows_named("mediane")).mark_point(size=150, filled=True, opacity=1, stroke=PAPER)
    medians = medians.encode(fill=alt.Fill("rang:O", legend=None).scale(domain=ranks, range=[o.line for o in drawn]))
    values = base.transform_filter(rows_named("valeur"))
    values = values.mark_text(align="center", fontSize=SMALL, **(WORDS | {"color": SECOND}))
    named = base.transform_filter(rows_named("nom"))
    mine = named.transform_filter("datum.mien").mark_text(align="left", fontSize=TITLE, fontWeight="bold", **WORDS)
    others = named.transform_filter("!datum.mien").mark_text(align="left", fontSize=USUAL, **(WORDS | {"color": INK}))
    texts = [one.encode(text="libelle:N") for one in (values, mine, others)]
    return finished(alt.layer(axis, deciles, quartiles, medians, *texts))
