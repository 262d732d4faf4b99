"""Vega-Lite templates, produced once by Altair and filled with data at each run. Pure: no Streamlit."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

import altair as alt

from lib.model import Level, Territory
from lib.palette import COMPARATORS, FONT, INK, MINE, PAPER
from lib.stats import Position

ROW_HEIGHT = 23
TITLE_SLOT = -1  # the first slot of each group carries its title
CHARACTER = 6.6  # width of a character of a label, in pixels
LONGEST_BAR = 0.4  # the longest bar keeps at least this share of the width; its label takes what it needs of the rest


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: a territory's value in a group of bars, with the text written at its end."""

    group: str
    territory: Territory
    value: float
    label: str


def fill(rank: int, territory: Territory) -> str:
    """Return the fill of a territory: mine always the same, comparators in fixed order, France white and dashed."""
    if rank == 0:
        return MINE
    return PAPER if territory.level is Level.FRANCE else COMPARATORS[(rank - 1) % len(COMPARATORS)]


def grouped_bars(bars: Sequence[Bar], territories: Sequence[Territory]) -> tuple[list[dict], dict]:
    """Return (rows, Vega-Lite specification) of horizontal bars by group, one bar per territory, base zero.

    Territories keep the given order in every group; a missing value must have been said elsewhere.
    """
    ranks = {territory.key: rank for rank, territory in enumerate(territories)}
    rows = [
        {
            "groupe": bar.group,
            "rang": ranks[bar.territory.key],
            "valeur": bar.value,
            "libelle": f"{bar.label}   {bar.territory.name}",
            "reference": bar.territory.level is Level.FRANCE and ranks[bar.territory.key] > 0,
        }
        for bar in bars
    ]
    groups = list(dict.fromkeys(bar.group for bar in bars))
    titles = [{"groupe": group, "rang": TITLE_SLOT, "valeur": 0, "libelle": group} for group in groups]
    template = _bar_template(tuple(fill(rank, territory) for rank, territory in enumerate(territories)))
    top = max((bar.value for bar in bars), default=1) or 1
    room = CHARACTER * max((len(row["libelle"]) for row in rows), default=0) + 12
    bounds = [{"name": "haut", "expr": f"{top} / max({LONGEST_BAR}, 1 - {room:.0f} / width)"}]
    height = len(groups) * (len(territories) + 1.6) * ROW_HEIGHT
    return [*titles, *rows], template | {"params": bounds, "height": height}


@cache
def _bar_template(fills: tuple[str, ...]) -> dict:
    ranks = list(range(len(fills)))
    base = alt.Chart(alt.Data(name="donnees")).encode(
        y=alt.Y("groupe:N", sort=None, axis=None).scale(paddingInner=0.12, paddingOuter=0),
        yOffset=alt.YOffset("rang:O").scale(domain=[TITLE_SLOT, *ranks], paddingInner=0.14),
    )
    drawn = base.transform_filter(f"datum.rang > {TITLE_SLOT}")
    bars = drawn.mark_bar(strokeWidth=1.2, stroke=INK).encode(
        x=alt.X("valeur:Q", axis=None).scale(domainMin=0, domainMax=alt.ExprRef("haut"), nice=False),
        color=alt.Color("rang:O", legend=None).scale(domain=ranks, range=list(fills)),
        strokeDash=alt.condition("datum.reference", alt.value([3, 2]), alt.value([1, 0])),
        strokeOpacity=alt.condition("datum.reference", alt.value(1), alt.value(0)),
    )
    words = {"align": "left", "baseline": "middle", "color": INK, "font": FONT}
    room = alt.ExprRef("width * (1 - datum.valeur / haut) - 8")
    labels = drawn.mark_text(dx=6, fontSize=13, limit=room, **words).encode(x="valeur:Q", text="libelle:N")
    titles = base.transform_filter(f"datum.rang == {TITLE_SLOT}").mark_text(fontSize=14, fontWeight="bold", **words)
    titles = titles.encode(x=alt.X("valeur:Q"), text="libelle:N")
    chart = alt.layer(bars, labels, titles).configure(font=FONT, background=PAPER).configure_view(stroke=None)
    spec = chart.to_dict()
    for key in ("data", "datasets"):
        spec.pop(key, None)
    return spec


@dataclass(frozen=True, slots=True)
class Strip:
    """Where to draw the marks of a position strip, in percent of its width."""

    quartile_1: float
    median: float
    quartile_3: float
    mine: float


def strip(place: Position, value: float, *, logarithmic: bool) -> Strip:
    """Place ``value`` and the quartiles of its peers between the lowest and the highest of them."""
    scale = _scale(place, logarithmic)
    return Strip(scale(place.quartile_1), scale(place.median), scale(place.quartile_3), scale(value))


def _scale(place: Position, logarithmic: bool) -> Callable[[float], float]:
    turn = (lambda v: math.log(max(v, 1e-6))) if logarithmic and place.minimum > 0 else float
    low, high = turn(place.minimum), turn(place.maximum)
    span = (high - low) or 1
    return lambda v: 100 * min(1, max(0, (turn(v) - low) / span))
