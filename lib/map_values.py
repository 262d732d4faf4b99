"""What a map shows: one figure per area, its classes, and the light layer that carries them to the drawn outlines."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import folium
import numpy as np
import pandas as pd
from folium.elements import MacroElement
from jinja2 import Template

from lib.classes import Scale
from lib.formats import TIE
from lib.maps import mark
from lib.model import SHOWN_STATUSES, Status, Territory
from lib.palette import INK, PAPER, SECRET, UNKNOWN

WORDS = (*(status.value for status in Status), "non_comparable")
RANK = {word: rank for rank, word in enumerate(WORDS)}
NOT_COMPARABLE = RANK["non_comparable"]  # on a map of change, an area across a break of series
SHOWN = np.array([word in {status.value for status in SHOWN_STATUSES} for word in WORDS])


@dataclass(frozen=True, slots=True, eq=False)
class Figures:
    """The figures of a map, one per area in the order of its outlines.

    ``values`` are NaN unless the status shows them; ``statuses`` are ranks in WORDS; ``millesimes`` and
    ``sources`` may be empty.
    """

    areas: Sequence[Territory]
    values: np.ndarray
    statuses: np.ndarray
    millesimes: Sequence[str] = ()
    sources: Sequence[str] = ()

    @property
    def known(self) -> np.ndarray:
        """The values that are shown, in order."""
        return self.values[~np.isnan(self.values)]

    def hidden(self) -> dict[str, int]:
        """Return the number of areas without a value, by the word of their status."""
        counts = np.bincount(self.statuses[np.isnan(self.values)], minlength=len(WORDS))
        return {word: int(count) for word, count in zip(WORDS, counts, strict=True) if count}

    def ordered(self) -> list[int]:
        """Return the ranks of the areas from the highest value to the lowest, the unknown last, by name."""
        return sorted(range(len(self.areas)), key=self._order)

    def _order(self, rank: int) -> tuple[bool, float, str]:
        value = self.values[rank]
        unknown = bool(np.isnan(value))
        return unknown, 0.0 if unknown else -float(value), self.areas[rank].name

    def value(self, rank: int) -> float | None:
        """Return the value of one area, None when it is not shown."""
        found = self.values[rank]
        return None if np.isnan(found) else float(found)

    def status(self, rank: int) -> Status:
        """Return the status of one area; what cannot be compared is « sans_objet »."""
        word = WORDS[self.statuses[rank]]
        return Status.SANS_OBJET if word == "non_comparable" else Status(word)


def figures(areas: Sequence[Territory], table: pd.DataFrame) -> Figures:
    """Set the rows of ``table`` (code, valeur, statut, millesime, source) in the order of ``areas``.

    A value without a showable status is dropped; an area without a row is ``non_disponible``.
    """
    found = table.drop_duplicates("code").set_index("code").reindex([area.code for area in areas])
    words = found["statut"].astype(object).fillna(Status.NON_DISPONIBLE.value)
    ranks = words.map(RANK).to_numpy(dtype="int64")
    values = found["valeur"].to_numpy(dtype="float64", na_value=np.nan)
    statuses = np.where(np.isnan(values) & SHOWN[ranks], RANK[Status.NON_DISPONIBLE.value], ranks)
    years, sources = (found[name].astype(object).fillna("").tolist() for name in ("millesime", "source"))
    return Figures(areas, np.where(SHOWN[ranks], values, np.nan), statuses, years, sources)


@dataclass(frozen=True, slots=True)
class Written:
    """How values are written in the bubble of an area, as everywhere else (``lib.formats``).

    Title, unit, decimals, sign always said for a change; ``step`` is what a value is rounded to, ``sparse`` gives a
    decimal to what is under 1.
    """

    title: str
    unit: str
    decimals: int
    signed: bool = False
    step: float = 0
    sparse: bool = False

    def rounded(self, values: np.ndarray) -> np.ndarray:
        """Return the numbers that are read: what is sent is what is written."""
        shown = np.round(values / self.step) * self.step if self.step else values
        size = np.abs(shown) + TIE
        plain = np.round(size, self.decimals)
        if self.sparse:
            small = (size >= 0.005) & (size < 0.95)  # as lib.formats.decimals
            plain = np.where(small, np.where(size < 0.095, np.round(size, 2), np.round(size, 1)), plain)
        return np.copysign(plain, shown)


class _Values(MacroElement):
    """Hands the values, classes and selection to the drawn outlines."""

    _template = Template("{% macro script(this, kwargs) %}window.boussoleValeurs({{ this.payload }});{% endmacro %}")

    def __init__(self, payload: dict) -> None:
        super().__init__()
        self._name = "Valeurs"
        self.payload = json.dumps(payload, separators=(",", ":"), ensure_ascii=False).replace("</", "<\\/")


def value_layer(
    shown: Figures,
    scale: Scale,
    written: Written,
    *,
    mine: Sequence[str] = (),
    second: Mapping[str, object] | None = None,
    above: Sequence[Mapping[str, object]] = (),
) -> folium.FeatureGroup:
    """Return the layer that colours the outlines; ``mine`` are the codes to outline.

    Values are those read on the page, never in another class; what is hidden carries its status, never a number.
    ``second`` (``second_variable``) adds circles, ``above`` layers laid over.
    """
    payload = values(shown, scale, written) | ({"x": second} if second else {})
    return layer(payload, mine=mine, above=above)


def values(shown: Figures, scale: Scale, written: Written) -> dict[str, object]:
    """Return what travels of one indicator: values, statuses, classes, fills, how to write a value."""
    return {
        "e": mark([area.code for area in shown.areas]),
        "v": _light(shown.values, written),
        "h": _moved(shown.values, scale.breaks, written),
        "s": _hidden(shown),
        "w": WORDS,
        "b": scale.breaks,
        "c": scale.fills,
        "n": [UNKNOWN, SECRET],
        "u": written.unit,
        "d": written.decimals,
        "z": written.sparse,
        "p": written.signed,
    }


def addressed_layer(
    address: str,
    choices: Mapping[str, Sequence[object]],
    *,
    mine: Sequence[str] = (),
    above: Sequence[Mapping[str, object]] = (),
) -> folium.FeatureGroup:
    """Return the layer whose values the frame asks for at ``address``.

    ``choices`` are the choices of the page that the map follows by itself (static/carte_valeurs.js): by widget, the
    parameter of the address and its codes in order, none for a list whose entries are read by their labels.
    """
    return layer({"a": address, "p": choices}, mine=mine, above=above)


def layer(
    payload: Mapping[str, object], *, mine: Sequence[str] = (), above: Sequence[Mapping[str, object]] = ()
) -> folium.FeatureGroup:
    """Return the layer that hands ``payload`` to the outlines, with the codes to outline and the layers laid over."""
    added = {"m": list(mine), "q": len(mine) == 1} | ({"o": list(above)} if above else {})
    group = folium.FeatureGroup(name="valeurs")
    _Values({**payload, **added}).add_to(group)
    return group


def second_variable(shown: Figures, written: Written, *, circles: bool = False) -> dict[str, object]:
    """Return what travels of a second variable; ``m`` is the value of the largest circle (None: no circle)."""
    largest = float(shown.known.max(initial=0)) if circles else 0
    return {
        "t": written.title,
        "u": written.unit,
        "d": written.decimals,
        "z": written.sparse,
        "v": _light(shown.values, written),
        "s": _hidden(shown),
        "m": largest or None,
    }


def _hidden(shown: Figures) -> dict[int, int]:
    return {int(rank): int(shown.statuses[rank]) for rank in np.flatnonzero(np.isnan(shown.values))}


def _light(values: np.ndarray, written: Written) -> list[float | None]:
    """Return the numbers to read, None when not shown."""
    light = written.rounded(values)
    if (light[~np.isnan(light)] % 1 == 0).all():
        return [None if value != value else int(value) for value in light.tolist()]
    return [None if value != value else value for value in light.tolist()]


def _moved(values: np.ndarray, breaks: Sequence[float], written: Written) -> dict[int, int]:
    """Return the class of each value that rounding would move to another one than the legend counts, by rank."""
    bounds = np.array(breaks, dtype="float64")
    true, read = (np.searchsorted(bounds, one, side="right") for one in (values, written.rounded(values)))
    return {int(rank): int(true[rank]) for rank in np.flatnonzero((true != read) & ~np.isnan(values))}


def area_fill(value: float | None, scale: Scale, status: Status) -> str:
    """Return the fill of one area, the same as on the drawn map."""
    if value is None or np.isnan(value) or not status.has_value:
        return SECRET if status is Status.SECRET else UNKNOWN
    return scale.fill(value)


def readable_on(shade: str) -> str:
    """Return the text colour (ink or paper) that reads best on ``shade``, by relative luminance."""
    red, green, blue = (int(shade[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return PAPER if 0.2126 * red**2.2 + 0.7152 * green**2.2 + 0.0722 * blue**2.2 < 0.24 else INK


@dataclass(frozen=True, slots=True)
class LegendClass:
    """One class of a map's legend: fill, bounds (low included), number of areas."""

    fill: str
    low: float
    high: float
    count: int


def legend(shown: Figures, scale: Scale) -> list[LegendClass]:
    """Return the classes to write beside the map, between the lowest and the highest value shown."""
    known = shown.known
    if not len(scale.fills) or not len(known):
        return []
    first = min(float(known.min()), *scale.breaks[:1], float("inf"))
    last = max(float(known.max()), *scale.breaks[-1:], float("-inf"))
    edges = [first, *scale.breaks, last]
    return [
        LegendClass(fill, edges[i], edges[i + 1], count)
        for i, (fill, count) in enumerate(zip(scale.fills, scale.counts(known), strict=True))
    ]
