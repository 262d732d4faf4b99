"""The maps of a chapter: the frame of one on screen, a new one added."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from lib import map_frames
from lib.map_frames import Frame
from lib.model import DataError, Indicator
from lib.reports import maps
from lib.reports.draft import Block
from lib.reports.maps import Cartography
from lib.reports.reading import Reading
from lib.ui import report_places
from lib.ui.report_drafts import named


def frame_choice(reading: Reading, indicator: Indicator | None, chosen: str, key: str) -> str:
    """Show which areas a map may draw and return the choice as drafts keep it; empty when there is none."""
    atlas = report_places.atlas()
    found = {maps.written(frame): frame for frame in _frames(reading, indicator, atlas)}
    labels = {name: map_frames.label(*frame) for name, frame in found.items()}
    if chosen and chosen not in labels:
        labels = {chosen: _kept_label(chosen, atlas)} | labels
    if not labels:
        return ""
    names = list(labels)
    return st.selectbox(
        "Territoires montrés", names, index=names.index(chosen) if chosen else 0, format_func=labels.__getitem__,
        key=key,
    )  # fmt: skip


def _frames(reading: Reading, indicator: Indicator | None, atlas: Cartography) -> list[Frame]:
    """Return the frames whose outlines are installed and where the indicator has enough figures."""
    if indicator is None:
        return []
    return [
        frame
        for frame in atlas.drawable(reading.territory)
        if frame[0] in indicator.niveaux and maps.has_map(atlas.figures(indicator, frame))
    ]


def _kept_label(chosen: str, atlas: Cartography) -> str:
    try:
        return map_frames.label(*maps.frame_of(chosen, atlas.territories))
    except DataError:
        return "territoire inconnu"


def show_new_map(rank: int, reading: Reading, offered: dict[str, str], add: Callable[[Block], None]) -> None:
    """Show how to add a map: an indicator, then the areas."""
    chosen = st.selectbox(
        "Indicateur", list(offered), index=None, format_func=offered.__getitem__, key=named(f"{rank}-carte"),
        placeholder="Cherchez un mot : logement, jeunes…",
    )  # fmt: skip
    indicator = reading.catalog.indicators[chosen] if chosen else None
    frame = frame_choice(reading, indicator, "", named(f"{rank}-carte-cadre-{chosen}"))
    if chosen and not frame:
        st.caption("Aucune carte possible : trop peu de territoires ont ce chiffre, ou leurs contours manquent.")
    if st.button("Ajouter cette carte", disabled=not frame, key=named(f"{rank}-ajouter-carte")):
        add(Block(indicateurs=(chosen,), carte=frame, tableau=False))
