"""Parts of a whole: one bar of 100 % per territory, values written in the parts, the key of the parts above."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import altair as alt

from lib.charts.look import PARTS, TITLE, USUAL, WORDS, bound, finished, ink_on, rows_named
from lib.model import Territory
from lib.palette import FONT, INK, PAPER

ROW = 54  # pixels of a territory: its name, then its bar
NAME, TOP, BOTTOM = 10, 21, 47  # inside a row
LEAST_TEXT = 42  # pixels of a part under which its value is left to the table
KEY_WIDTH = 190  # pixels of one entry of the key


@dataclass(frozen=True, slots=True)
class Stack:
    """The parts of a territory, in percent of the whole, in the order of the key; ``name`` may hold a year."""

    territory: Territory
    name: str
    shares: tuple[float, ...]
    labels: tuple[str, ...]


def composition(stacks: Sequence[Stack], parts: Sequence[str]) -> tuple[list[dict], dict]:
    """Return (rows, specification) of stacked bars, one per territory, in the order given; at most six parts."""
    rows: list[dict] = []
    for rank, stack in enumerate(stacks):
        top = rank * ROW
        rows.append({"genre": "nom", "haut": top + NAME, "bas": 0, "debut": 0, "fin": 0, "part": "", "encre": INK,
                     "libelle": stack.name, "mien": rank == 0})  # fmt: skip
        edge = 0.0
        for part, share, label, fill in zip(parts, stack.shares, stack.labels, PARTS, strict=False):
            rows.append({"genre": "part", "haut": top + TOP, "bas": top + BOTTOM, "debut": edge, "fin": edge + share,
                         "part": part, "encre": ink_on(fill), "libelle": label, "mien": rank == 0})  # fmt: skip
            edge += share
    height = len(stacks) * ROW
    columns = f"max(1, min({len(parts)}, floor(width / {KEY_WIDTH})))"
    return rows, _template(tuple(parts)) | bound(fond=height, colonnes=columns) | {"height": height}


@cache
def _template(parts: tuple[str, ...]) -> dict:
    key = alt.Legend(
        title=None, orient="top", columns=alt.ExprRef("colonnes"), labelFontSize=USUAL, labelColor=INK, labelFont=FONT,
        symbolType="square", symbolSize=160, symbolStrokeWidth=0, labelLimit=320, rowPadding=4, offset=14,
    )  # fmt: skip
    y = alt.Y("haut:Q", axis=None).scale(domainMin=0, domainMax=alt.ExprRef("fond"), reverse=True, nice=False)
    x = alt.X("debut:Q", axis=None).scale(domain=[0, 100], nice=False)
    base = alt.Chart(alt.Data(name="donnees")).encode(x=x, y=y)
    fills = {"domain": list(parts), "range": list(PARTS[: len(parts)])}
    drawn = base.transform_filter(rows_named("part"))
    bars = drawn.mark_bar(stroke=PAPER, strokeWidth=2).encode(
        x2="fin:Q", y2="bas:Q", color=alt.Color("part:N", legend=key).scale(**fills)
    )
    wide = drawn.transform_calculate(milieu="(datum.debut + datum.fin) / 2", centre="(datum.haut + datum.bas) / 2")
    shown = alt.condition(
        f"(datum.fin - datum.debut) / 100 * width >= {LEAST_TEXT}", alt.value(1), alt.value(0), empty=False
    )
    values = [
        wide.transform_filter(f"datum.encre == '{ink}'")
        .mark_text(align="center", fontSize=USUAL, **(WORDS | {"color": ink}))
        .encode(x=alt.X("milieu:Q", axis=None), y=alt.Y("centre:Q", axis=None), text="libelle:N", opacity=shown)
        for ink in (INK, PAPER)
    ]
    named = base.transform_filter(rows_named("nom"))
    mine = named.transform_filter("datum.mien").mark_text(align="left", fontSize=TITLE, fontWeight="bold", **WORDS)
    others = named.transform_filter("!datum.mien").mark_text(align="left", fontSize=USUAL, **WORDS)
    names = [one.encode(text="libelle:N") for one in (mine, others)]
    return finished(alt.layer(bars, *values, *names))
