"""Meeting mode: a prepared series of views, one after the other, large enough to be read from five metres."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from lib import formats
from lib.classes import Scale, scale
from lib.map_values import Figures, legend, value_layer
from lib.meeting import Slide
from lib.model import DataError, Indicator
from lib.observation import Observation
from lib.palette import UNKNOWN
from lib.settings import STATIC_DIR
from lib.ui import (
    address,
    atlas_reading,
    atlas_years,
    block_frame,
    comparing,
    errors,
    map_parts,
    map_view,
    markup,
    resources,
)
from lib.ui.atlas_choices import Frame, frame_of
from lib.ui.comparing import Beside
from lib.ui.map_legend import class_words
from lib.ui.meeting_series import prepare, slides_of
from lib.ui.parts import part
from lib.ui.state import View

MAP_HEIGHT = 380
FIGURES = 3

_KEYS = st.components.v2.component(
    "boussole_reunion",
    html=(STATIC_DIR / "reunion.html").read_text(encoding="utf-8"),
    css=(STATIC_DIR / "reunion.css").read_text(encoding="utf-8"),
    js=(STATIC_DIR / "reunion.js").read_text(encoding="utf-8"),
)


def show_meeting() -> None:
    """Show the series when the address says so, else what prepares it."""
    view: View = st.session_state["vue_courante"]
    if st.query_params.get("lecture") == "oui":
        _play(view)
    else:
        prepare(view)


@part
def _play(view: View) -> None:
    slides = slides_of(view)
    rank = min(max(int(number) if (number := address.asked("rang", "1")).isdigit() else 1, 1), len(slides))
    with st.container(key="reunion"), errors.explained():
        shown = slides[rank - 1]
        _slide(view, shown)
        _keys(rank, len(slides), resources.catalog().resolve(shown.indicator).titre)


def _keys(rank: int, total: int, title: str) -> None:
    def turned() -> None:
        step = st.session_state["reunion-touches"].get("pas")
        if step:
            address.keep("rang", str(min(max(rank + int(step), 1), total)))

    def left() -> None:
        if st.session_state["reunion-touches"].get("quitter"):
            del st.query_params["lecture"]
            st.session_state["reunion-quittee"] = True

    data = {"rang": rank, "total": total, "titre": title}
    _KEYS(key="reunion-touches", data=data, on_pas_change=turned, on_quitter_change=left)
    if st.session_state.pop("reunion-quittee", False):
        st.rerun(scope="app")


def _slide(view: View, slide: Slide) -> None:
    indicator = resources.catalog().resolve(slide.indicator)
    frame = frame_of(slide.frame)
    if frame is None:
        remedy = "Retirez-la de la suite, puis ajoutez-la à nouveau."
        raise DataError("Cette vue demande une carte inconnue", f"carte « {slide.frame} »", remedy)
    year = atlas_years.years(indicator, frame).shown(slide.year)
    shown = map_parts.read(indicator, frame.level, frame.scope, year)
    cut = scale(shown.known)
    under = " · ".join(filter(None, (view.territory.name, formats.UNIT_LABEL[indicator.unite], year)))
    markup.show(
        f'<div class="reunion"><h1>{escape(indicator.titre)}</h1><p class="sous-titre">{escape(under)}</p></div>'
    )
    figures = _compared(view, indicator, year)
    drawn, said = st.columns((10, 8), gap="large")
    with drawn:
        _map(view, frame, shown, cut, indicator)
        markup.show(_legend(shown, cut, indicator))
    with said:
        told = escape(_sentence(view, frame, shown, indicator, figures))
        markup.show(f'{_figures(figures, indicator, year)}<p class="reunion-phrase">{told}</p>')
    cited = block_frame.cited(atlas_reading.observations(shown), [indicator.source])
    markup.show(f'<p class="reunion-source">Source{formats.NBSP}: {escape(str(cited))}.</p>')


def _map(view: View, frame: Frame, shown: Figures, cut: Scale, indicator: Indicator) -> None:
    mine = map_parts.mine(view.territory, frame.level)
    layer = value_layer(shown, cut, map_parts.written(indicator), mine=mine)
    map_parts.show_drawn(frame.level, frame.scope, layer, side="reunion", height=MAP_HEIGHT)


def _legend(shown: Figures, cut: Scale, indicator: Indicator) -> str:
    classes = legend(shown, cut)
    write = lambda bound: formats.plain(bound, indicator.unite)  # noqa: E731
    items = [
        f'<li><i style="background:{one.fill}"></i>{escape(class_words(classes, rank, write))}</li>'
        for rank, one in enumerate(classes)
    ]
    hidden = shown.hidden()
    if hidden.pop("secret", 0):
        items.append('<li><i class="hachures"></i>secret</li>')
    if hidden:
        items.append(f'<li><i style="background:{UNKNOWN}"></i>sans chiffre</li>')
    return f'<ul class="reunion-legende">{"".join(items)}</ul>'


def _compared(view: View, indicator: Indicator, year: str) -> list[Beside]:
    """Return my figure of the year of the map, else the latest, then those that may stand beside it."""
    profile = resources.store().profile(view.compared, [indicator.id])
    series = profile.series(view.territory, indicator.id)
    mine = next((one for one in series if one.millesime == year), profile.latest(view.territory, indicator.id))
    others = [comparing.figure_beside(profile, area, mine, indicator) for area in view.comparators]
    return [Beside(view.territory, mine), *(one for one in others if one.seen.value is not None)]


def _sentence(view: View, frame: Frame, shown: Figures, indicator: Indicator, figures: Sequence[Beside]) -> str:
    """Say where my territory stands on the map; one that the map does not draw (my own zone) is said by itself."""
    mine = figures[0].seen
    if view.territory.key in {area.key for area in shown.areas} or mine.value is None:
        return map_view.reading(shown, indicator, frame.label, view)
    told = formats.sentence(indicator, mine.value, view.territory)
    if len(figures) == 1 or indicator.unite in formats.COUNTS:
        return f"{told}."
    return f"{told}, {comparing.sentence_beside(mine, figures[1], indicator)}."


def _figures(figures: Sequence[Beside], indicator: Indicator, year: str) -> str:
    """Return three figures of the year of the map, else of another one that is then said, my territory first."""
    told = [
        (_dated(one.area.name, one.seen, year), formats.amount(one.seen.value, indicator.unite, one.seen.status))
        for one in figures[:FIGURES]
    ]
    items = "".join(f"<li><strong>{escape(value)}</strong><span>{escape(name)}</span></li>" for name, value in told)
    return f'<ul class="reunion-chiffres">{items}</ul>'


def _dated(name: str, seen: Observation, year: str) -> str:
    """Name a figure, with its year when it is not that of the map."""
    return name if seen.millesime in ("", year) else f"{name} ({formats.short_period(seen.millesime)})"
