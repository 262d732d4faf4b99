"""What all charts share: the look of each territory, the colours of parts, fonts, French numbers on axes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import altair as alt

from lib.formats import MINUS, THIN
from lib.model import PEER_GROUP, Level, Territory
from lib.palette import COMPARATORS, FONT, INK, LINE, MINE, PAPER, SECOND, SEQUENTIAL

CHARACTER = 6.6  # width of a character of a label, in pixels
SMALL, USUAL, TITLE = 12, 13, 14  # sizes of text, in pixels
SOLID = (1, 0)
# Fills of the parts of a whole, each at least three times as dark as the paper; white lines part them.
PARTS = (MINE, COMPARATORS[0], COMPARATORS[1], COMPARATORS[2], SEQUENTIAL[3], SECOND)
FILLS = (*PARTS, INK)  # a seventh part, taken away from the others, stands alone on the left
PALE = frozenset({COMPARATORS[0], COMPARATORS[2]})  # fills on which text is written in ink
LOCALE = {"number": {"decimal": ",", "thousands": THIN, "grouping": [3], "currency": ["", ""], "minus": MINUS}}
WORDS = {"font": FONT, "color": INK, "baseline": "middle"}


@dataclass(frozen=True, slots=True)
class Look:
    """How a territory is drawn: fill of its bars, whether they have a border, colour, dash and shape of its line."""

    fill: str
    bordered: bool
    line: str
    dash: tuple[int, ...]
    shape: str


MY_LOOK = Look(MINE, False, MINE, SOLID, "circle")
FRANCE_LOOK = Look(PAPER, True, INK, (6, 4), "cross")
LOOKS = tuple(
    Look(colour, False, colour, SOLID, shape)
    for colour, shape in zip(COMPARATORS, ("square", "diamond", "triangle-up"), strict=True)
)
# A comparator past the three colours: grey with a border, a dotted line.
OTHER_LOOK = Look(LINE, True, SECOND, (2, 3), "triangle-down")
# Comparable areas keep their own look, so that the colours of the others never move.
GROUP_LOOK = Look(LINE, True, SECOND, (8, 3, 2, 3), "triangle-down")


def looks(territories: Sequence[Territory]) -> tuple[Look, ...]:
    """Return the look of each territory: mine first, comparators in fixed order, France in dashed ink."""
    free = iter(LOOKS)
    return tuple(MY_LOOK if rank == 0 else _look(area, free) for rank, area in enumerate(territories))


def _look(area: Territory, free: Iterator[Look]) -> Look:
    if area.kind == PEER_GROUP:
        return GROUP_LOOK
    return FRANCE_LOOK if area.level is Level.FRANCE else next(free, OTHER_LOOK)


def ink_on(fill: str) -> str:
    """Return the colour of text written on the fill of a part."""
    return INK if fill in PALE else PAPER


def finished(chart: alt.LayerChart) -> dict:
    """Return a template as a Vega-Lite specification without data, in the font and the numbers of the charter."""
    spec = chart.configure(font=FONT, background=PAPER).configure_view(stroke=None).to_dict()
    for key in ("data", "datasets"):
        spec.pop(key, None)
    spec["config"]["locale"] = LOCALE
    spec["autosize"] = {"type": "fit-x", "contains": "padding"}  # the key and the axes add to the height
    return spec


def bound(**values: object) -> dict:
    """Return the parameters that fill a template: numbers and lists as they are, text as an expression of Vega."""
    named = ({"name": name, "expr" if isinstance(value, str) else "value": value} for name, value in values.items())
    return {"params": list(named)}


def rows_named(kind: str) -> str:
    """Return the filter that keeps the rows of one kind (``genre``)."""
    return f"datum.genre == '{kind}'"
