"""Figures of the atlas: years installed, reference to compare with, scale kept over the years, sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np

from lib import formats
from lib.classes import MOST, Method, Scale, scale
from lib.map_change import is_relative
from lib.map_values import Figures, Written
from lib.model import Indicator, Level, Status, Territory
from lib.observation import Observation
from lib.store import Store
from lib.territories import Territories
from lib.trend import beside
from lib.ui import resources
from lib.ui.atlas_choices import Classes, Frame
from lib.ui.state import View


def codes(frame: Frame) -> list[str] | None:
    """Return the codes of a frame, None for all France."""
    if frame.scope.level is Level.FRANCE:
        return None
    return [area.code for area in resources.outline_areas(frame.level, frame.scope)]


def cut(shown: Figures, indicator: Indicator, frame: Frame, classes: Classes, centre: float | None) -> Scale:
    """Return the classes of a map; the same ones for every millesime when asked."""
    values = shown.known
    if classes.constant:
        values = _every_value(resources.store(), resources.territories(), indicator.id, frame)
    key = (values.tobytes(), classes.method, classes.count, classes.typed, centre)
    return _scale(*key)


@lru_cache(maxsize=64)
def _scale(values: bytes, method: Method, count: int, typed: tuple[float, ...], centre: float | None) -> Scale:
    return scale(np.frombuffer(values), method, count, typed=typed, centre=centre)


@lru_cache(maxsize=64)
def _every_value(store: Store, _known: Territories, indicator: str, frame: Frame) -> np.ndarray:
    return store.over_time(indicator, frame.level, codes(frame))["valeur"].dropna().to_numpy(dtype="float64")


def references(view: View, indicator: Indicator, year: str, source: str) -> dict[str, tuple[Territory, Observation]]:
    """Return the figures that a map of this millesime may be compared with, by key of territory."""
    profile = resources.store().profile(view.compared, [indicator.id])
    seen = Observation(indicator.id, Level.COMMUNE, "", 0.0, Status.OK, year, source=source or indicator.source)
    found = {}
    for area in (*view.comparators, view.territory):
        other = beside(seen, profile.series(area, indicator.id), indicator, resources.SOURCES)
        if other is not None and other.value is not None:
            found[area.key] = (area, other)
    return found


def mine(view: View, indicator: Indicator, shown: Figures) -> Observation:
    """Return the figure of my territory for the year of a map, else the latest one."""
    profile = resources.store().profile([view.territory], [indicator.id])
    latest = profile.latest(view.territory, indicator.id)
    years = set(shown.millesimes)
    return next((one for one in profile.series(view.territory, indicator.id) if one.millesime in years), latest)


def change_cut(shown: Figures, indicator: Indicator, frame: Frame, classes: Classes) -> Scale:
    """Return the classes of a map of change; zero is a bound, so that no class holds rises and falls together."""
    even = min(classes.count + classes.count % 2, MOST - 1)
    return cut(shown, indicator, frame, replace(classes, constant=False, count=even), 0.0)


def change_written(indicator: Indicator) -> Written:
    """Say how a change is written on the map."""
    return Written(f"Évolution : {indicator.titre_court}", change_unit(indicator), 1, signed=True)


def change_unit(indicator: Indicator) -> str:
    """Return the unit written after a change: percent of the start, points, or the unit itself."""
    if is_relative(indicator):
        return f"{formats.THIN}%"
    return f"{formats.THIN}pts" if indicator.unite == "pourcent" else formats.SUFFIX.get(indicator.unite, "")


def change_texts(shown: Figures, indicator: Indicator) -> list[str]:
    """Write every change in the order of the areas."""
    unit = change_unit(indicator)
    hidden = [shown.status(rank) for rank in range(len(shown.areas))]
    return [
        "non comparable"
        if np.isnan(value) and hidden[rank] is Status.SANS_OBJET
        else formats.STATUS_WORD[hidden[rank]] or formats.STATUS_WORD[Status.NON_DISPONIBLE]
        if np.isnan(value)
        else formats.number(float(value), 1, signed=True) + unit
        for rank, value in enumerate(shown.values)
    ]


def observations(shown: Figures) -> list[Observation]:
    """Return one observation per source and millesime shown, to cite them."""
    pairs: dict[tuple[str, str], None] = {}
    known: Sequence[int] = np.flatnonzero(~np.isnan(shown.values))
    for rank in known:
        pairs.setdefault((shown.sources[rank], shown.millesimes[rank]))
    return [
        Observation(
            "", Level.COMMUNE, "", 0.0, Status.OK, year, source=source, geography=resources.SOURCES[source].cog(year)
        )
        for source, year in pairs
        if source
    ]
