"""Parts of a whole: one bar per territory, values written in the parts, the key of the parts above.

A bar is the whole width for 100 %; what is taken away goes to the left of zero, and a sum may pass or miss 100.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import altair as alt

from lib.charts.look import CHARACTER, FILLS, TITLE, USUAL, WORDS, bound, finished, ink_on, rows_named
from lib.formats import SUFFIX
from lib.model import Territory
from lib.palette import FONT, INK, PAPER

ROW = 54  # pixels of a territory: its name, then its bar
NAME, TOP, BOTTOM = 10, 21, 47  # inside a row
AIR = 4  # pixels around a value; without room it loses its unit, then is left to the reading and the table
WIDTH = 560  # pixels of a usual chart
KEY_WIDTH = 190  # pixels of one entry of the key


@dataclass(frozen=True, slots=True)
class Stack:
    """The parts of a territory, in percent of the whole, in the order of the key; ``name`` may hold a year."""

    territory: Territory
    name: str
    shares: tuple[float, ...]
    labels: tuple[str, ...]


def bounds(stacks: Sequence[Stack]) -> tuple[float, float]:
    """Return where the bars start and end: 0 and 100, further when parts are taken away or pass 100."""
    low = min((sum(min(share, 0.0) for share in stack.shares) for stack in stacks), default=0.0)
    high = max((sum(max(share, 0.0) for share in stack.shares) for stack in stacks), default=0.0)
    return min(low, 0.0), max(high, 100.0)


def narrow(stacks: Sequence[Stack]) -> list[int]:
    """Return the ranks of the parts of the first bar that are too narrow for their value in a chart of usual width."""
    low, high = bounds(stacks)
    values = zip(stacks[0].shares, stacks[0].labels, strict=True) if stacks else ()
    room = [(abs(share) / (high - low) * WIDTH, len(_short(label)) * CHARACTER + AIR) for share, label in values]
    return [rank for rank, (pixels, needed) in enumerate(room) if pixels < needed]


def _short(label: str) -> str:
    return label.removesuffix(SUFFIX["pourcent"])


def composition(stacks: Sequence[Stack], parts: Sequence[str], *, mine: bool = True) -> tuple[list[dict], dict]:
    """Return (rows, specification) of stacked bars, one per territory, in the order given; at most seven parts.

    The first bar is my territory's unless ``mine`` is false.
    """
    rows: list[dict] = []
    for rank, stack in enumerate(stacks):
        rows += _bar(stack, parts, rank * ROW, mine=mine and rank == 0)
    low, high = bounds(stacks)
    height = len(stacks) * ROW
    columns = f"max(1, min({len(parts)}, floor(width / {KEY_WIDTH})))"
    values = bound(fond=height, colonnes=columns, gauche=low, droite=high)
    return rows, _template(tuple(parts)) | values | {"height": height}


def _bar(stack: Stack, parts: Sequence[str], top: int, *, mine: bool) -> list[dict]:
    rows: list[dict] = [
        {"genre": "nom", "haut": top + NAME, "bas": 0, "debut": 0, "fin": 0, "part": "", "encre": INK,
         "libelle": stack.name, "court": "", "mien": mine}
    ]  # fmt: skip
    edges = {1: 0.0, -1: 0.0}  # what is added goes right of zero, what is taken away left of it
    for part, share, label, fill in zip(parts, stack.shares, stack.labels, FILLS, strict=False):
        side = -1 if share < 0 else 1
        start, edges[side] = edges[side], edges[side] + share
        rows.append({"genre": "part", "haut": top + TOP, "bas": top + BOTTOM, "debut": min(start, edges[side]),
                     "fin": max(start, edges[side]), "part": part, "encre": ink_on(fill), "libelle": label,
                     "court": _short(label), "mien": mine})  # fmt: skip
    return rows


def _needed(field: str) -> str:
    return f"(length(datum.{field}) * {CHARACTER} + {AIR})"


@cache
def _template(parts: tuple[str, ...]) -> dict:
    key = alt.Legend(
        title=None, orient="top", columns=alt.ExprRef("colonnes"), labelFontSize=USUAL, labelColor=INK, labelFont=FONT,
        symbolType="square", symbolSize=160, symbolStrokeWidth=0, labelLimit=320, rowPadding=4, offset=14,
        clipHeight=22,
    )  # fmt: skip
    y = alt.Y("haut:Q", axis=None).scale(domainMin=0, domainMax=alt.ExprRef("fond"), reverse=True, nice=False)
    x = alt.X("debut:Q", axis=None)
    x = x.scale(domainMin=alt.ExprRef("gauche"), domainMax=alt.ExprRef("droite"), nice=False, zero=False)
    base = alt.Chart(alt.Data(name="donnees")).encode(x=x, y=y)
    fills = {"domain": list(parts), "range": list(FILLS[: len(parts)])}
    drawn = base.transform_filter(rows_named("part"))
    bars = drawn.mark_bar(stroke=PAPER, strokeWidth=2).encode(
        x2="fin:Q", y2="bas:Q", color=alt.Color("part:N", legend=key).scale(**fills)
    )
    pixels = "(datum.fin - datum.debut) / (droite - gauche) * width"
    wide = drawn.transform_calculate(
        milieu="(datum.debut + datum.fin) / 2",
        centre="(datum.haut + datum.bas) / 2",
        ecrit=f"{pixels} >= {_needed('libelle')} ? datum.libelle : datum.court",
    )
    shown = alt.condition(f"{pixels} >= {_needed('court')}", alt.value(1), alt.value(0), empty=False)
    values = [
        wide.transform_filter(f"datum.encre == '{ink}'")
        .mark_text(align="center", fontSize=USUAL, **(WORDS | {"color": ink}))
        .encode(x=alt.X("milieu:Q", axis=None), y=alt.Y("centre:Q", axis=None), text="ecrit:N", opacity=shown)
        for ink in (INK, PAPER)
    ]
    named = base.transform_filter(rows_named("nom")).transform_calculate(bord="gauche")
    edge = alt.X("bord:Q", axis=None)
    mine = named.transform_filter("datum.mien").mark_text(align="left", fontSize=TITLE, fontWeight="bold", **WORDS)
    others = named.transform_filter("!datum.mien").mark_text(align="left", fontSize=USUAL, **WORDS)
    names = [one.encode(x=edge, text="libelle:N") for one in (mine, others)]
    return finished(alt.layer(bars, *values, *names))
