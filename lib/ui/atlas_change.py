"""The map of change of the atlas: from one year to another, never across a break of series."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from lib import formats
from lib.map_change import change, why_not
from lib.map_values import Figures
from lib.model import Indicator
from lib.ui import atlas_reading, atlas_years, block_frame, map_answers, map_parts, map_view, resources
from lib.ui.atlas_choices import CHANGE, SLIDER, Classes, Frame, method_note
from lib.ui.atlas_sheet import Sheet
from lib.ui.atlas_years import SINCE, UNTIL
from lib.ui.map_answers import Asked
from lib.ui.state import View


def change_sheet(view: View, frame: Frame, indicator: Indicator, classes: Classes) -> Sheet | None:
    """Return the map of change between two years chosen here; None, the reason told, when there is none."""
    years = atlas_years.years(indicator, frame)
    installed = years.installed
    if len(installed) < 2:
        block_frame.show_empty("Une seule année est installée pour cet indicateur : aucune évolution à montrer.")
        return None
    with st.container(key="atlas-suite", horizontal=True, vertical_alignment="bottom"):
        start = atlas_years.choose(st.selectbox, "De", SINCE, installed[:-1], years.first, width=SLIDER)
        end = atlas_years.choose(st.selectbox, "À", UNTIL, years.later(start), years.last(start), width=SLIDER)
    first, last = (map_parts.read(indicator, frame.level, frame.scope, year) for year in (start, end))
    shown = change(first, last, indicator, resources.SOURCES)
    if not len(shown.known):
        sources = [next((one for one in side.sources if one), indicator.source) for side in (first, last)]
        reason = why_not(start, sources[0], end, sources[1], indicator, resources.SOURCES)
        told = f" ({reason})" if reason else ""
        more = "Choisissez d'autres années" if len(installed) > 2 else "Aucune autre année n'est installée"
        block_frame.show_empty(f"{start} et {end} ne se comparent pas pour cet indicateur{told}. {more}.")
        return None
    texts = atlas_reading.change_texts(shown, indicator)
    unit = in_words(atlas_reading.change_unit(indicator))
    return Sheet(
        indicator, frame, shown, atlas_reading.change_cut(shown, indicator, frame, classes),
        atlas_reading.change_written(indicator),
        lambda bound: formats.number(bound, 1, signed=True),
        f"{indicator.titre}, évolution de {start} à {end}{unit and f' ({unit})'}",
        (method_note(classes, 0.0).replace("de la référence", "de zéro"), "Orange : baisse ; bleu : hausse."),
        _reading(shown, texts, view, start, end),
        lambda: [row for side in (first, last) for row in map_view.observations(side, indicator, frame.level)],
        texts, beside=(first, last), unit=f"évolution {unit}".strip(),
        asked=Asked(
            indicator.id, frame, None, replace(classes, constant=False), kind=CHANGE,
            span=years.kept_between(start, end),
        ),
        choices=map_answers.change_choices(classes, installed),
    )  # fmt: skip


def in_words(unit: str) -> str:
    """Return the unit of a change as a title says it: « en points », « en % », « pour 1 000 »; may be empty."""
    told = unit.strip().replace("pts", "points")
    return told if not told or told.startswith("pour") else f"en {told}"


def _reading(shown: Figures, texts: Sequence[str], view: View, start: str, end: str) -> str:
    ranks = [rank for rank, area in enumerate(shown.areas) if area.key == view.territory.key]
    known = shown.known
    up, down = int((known > 0).sum()), int((known < 0).sum())
    all_said = f"{formats.number(up)} en hausse, {formats.number(down)} en baisse de {start} à {end}"
    if not ranks:
        return f"{all_said}."
    place = formats.at(view.territory)
    return f"{place[0].upper()}{place[1:]}{formats.NBSP}: {texts[ranks[0]]} ; en tout, {all_said}."
