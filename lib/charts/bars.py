"""Horizontal bars by group, one bar per territory, base zero, the value and the name at the end of each bar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import altair as alt

from lib.charts.look import CHARACTER, TITLE, USUAL, WORDS, Look, finished, looks
from lib.model import Level, Territory
from lib.palette import INK

ROW_HEIGHT = 23
TITLE_SLOT = -1  # the first slot of each group carries its title
LONGEST_BAR = 0.4  # the longest bar keeps at least this share of the width; its label takes what it needs of the rest


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: a territory's value in a group of bars, with the text written at its end.

    ``name`` replaces the name of the territory: « France (2021) ».
    """

    group: str
    territory: Territory
    value: float
    label: str
    name: str = ""


def grouped_bars(bars: Sequence[Bar], territories: Sequence[Territory]) -> tuple[list[dict], dict]:
    """Return (rows, Vega-Lite specification) of horizontal bars by group, one bar per territory, base zero.

    Territories keep the given order and look in every group; one without any bar takes no room. A missing value must
    have been said elsewhere.
    """
    ranks = {territory.key: rank for rank, territory in enumerate(territories)}
    drawn = looks(territories)
    rows = [
        {
            "groupe": bar.group,
            "rang": ranks[bar.territory.key],
            "valeur": bar.value,
            "libelle": f"{bar.label}   {bar.name or bar.territory.name}",
            "reference": bar.territory.level is Level.FRANCE and ranks[bar.territory.key] > 0,
            "borde": drawn[ranks[bar.territory.key]].bordered,
        }
        for bar in bars
    ]
    groups = list(dict.fromkeys(bar.group for bar in bars))
    titles = [{"groupe": group, "rang": TITLE_SLOT, "valeur": 0, "libelle": group} for group in groups]
    present = tuple(sorted({ranks[bar.territory.key] for bar in bars}))
    template = _bar_template(drawn, present)
    top = max((bar.value for bar in bars), default=1) or 1
    room = CHARACTER * max((len(row["libelle"]) for row in rows), default=0) + 12
    bounds = [{"name": "haut", "expr": f"{top} / max({LONGEST_BAR}, 1 - {room:.0f} / width)"}]
    height = len(groups) * (len(present) + 1.6) * ROW_HEIGHT
    return [*titles, *rows], template | {"params": bounds, "height": height}


@cache
def _bar_template(drawn_as: tuple[Look, ...], present: tuple[int, ...]) -> dict:
    ranks = list(range(len(drawn_as)))
    base = alt.Chart(alt.Data(name="donnees")).encode(
        y=alt.Y("groupe:N", sort=None, axis=None).scale(paddingInner=0.12, paddingOuter=0),
        yOffset=alt.YOffset("rang:O").scale(domain=[TITLE_SLOT, *present], paddingInner=0.14),
    )
    drawn = base.transform_filter(f"datum.rang > {TITLE_SLOT}")
    bars = drawn.mark_bar(strokeWidth=1.2, stroke=INK).encode(
        x=alt.X("valeur:Q", axis=None).scale(domainMin=0, domainMax=alt.ExprRef("haut"), nice=False),
        color=alt.Color("rang:O", legend=None).scale(domain=ranks, range=[one.fill for one in drawn_as]),
        strokeDash=alt.condition("datum.reference", alt.value([3, 2]), alt.value([1, 0])),
        strokeOpacity=alt.condition("datum.borde", alt.value(1), alt.value(0)),
    )
    room = alt.ExprRef("width * (1 - datum.valeur / haut) - 8")
    labels = drawn.mark_text(align="left", dx=6, fontSize=USUAL, limit=room, **WORDS).encode(
        x="valeur:Q", text="libelle:N"
    )
    titles = base.transform_filter(f"datum.rang == {TITLE_SLOT}")
    titles = titles.mark_text(align="left", fontSize=TITLE, fontWeight="bold", **WORDS)
    return finished(alt.layer(bars, labels, titles.encode(x=alt.X("valeur:Q"), text="libelle:N")))
