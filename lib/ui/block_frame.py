"""The frame of every block: title, tabs built only when open, reading sentence, source, origin, take away."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape

import streamlit as st

from lib import formats
from lib.model import Status, Territory
from lib.observation import Observation
from lib.ui import markup, resources
from lib.ui.take_away import Taken, show_menu

CHART, TABLE, EVOLUTION = "Graphique", "Tableau", "Évolution"
FIGURE_AND_WORDS = (9, 5)
Pane = Callable[[], None]


def show_block(key: str, title: str, panes: Mapping[str, Pane], said: Pane) -> None:
    """Show one block: ``panes`` are its tabs, the first one open; ``said`` writes what stands beside the figure."""
    with st.container(key=f"bloc-{key}"):
        st.header(title, anchor=key)
        drawn, words = st.columns(FIGURE_AND_WORDS, gap="large")
        with drawn:
            tabs = st.tabs(list(panes), key=f"onglets-{key}", on_change="rerun")
            for tab, pane in zip(tabs, panes.values(), strict=True):
                with tab:
                    if tab.open:
                        pane()
        with words:
            said()


def draw(rows: Sequence[dict], spec: dict, title: str) -> None:
    """Draw a specification of lib.charts; its table tells the same figures."""
    st.vega_lite_chart(rows, spec, width="stretch", theme=None, alt=f"{title}. Le tableau donne les mêmes chiffres.")


def show_reading(sentence: str) -> None:
    """Show how to read the figure beside it; nothing when there is nothing to read."""
    if sentence:
        markup.show(f'<p class="lecture"><strong>Lecture</strong>{formats.NBSP}: {escape(sentence)}</p>')


def show_notes(*notes: str) -> None:
    """Show remarks under a figure, one line each; empty ones are left out."""
    said = "".join(f'<p class="precision">{escape(note)}</p>' for note in notes if note)
    if said:
        markup.show(said)


def show_empty(sentence: str) -> None:
    """Show why there is no figure."""
    markup.show(f'<p class="vide">{escape(sentence)}</p>')


def without(names: Sequence[str], words: str = "Sans chiffre comparable") -> str:
    """Name the territories left out of a figure; empty when there are none."""
    return f"{words}{formats.NBSP}: {', '.join(dict.fromkeys(names))}." if names else ""


def cell(seen: Observation | None, unit: str) -> str:
    """Write a figure in a table, its status in words when it is not plain."""
    if seen is None:
        return formats.STATUS_WORD[Status.NON_DISPONIBLE]
    word = f" ({formats.STATUS_WORD[seen.status]})" if seen.value is not None and seen.status is not Status.OK else ""
    return formats.plain(seen.value, unit, seen.status) + word


def cited(figures: Sequence[Observation], otherwise: Sequence[str]) -> str:
    """Cite the sources of figures with their millesimes and fields; ``otherwise`` are cited when there is none."""
    mentions: dict[str, str] = {}
    known = [(one.source, one.millesime, one.geography) for one in figures if one.source and one.value is not None]
    for name, millesime, geography in dict.fromkeys(known or [(name, "", None) for name in otherwise]):
        source = resources.SOURCES[name]
        mention = source.cited(millesime, geography) if millesime else f"{source.producteur}, {source.titre_court}"
        mentions[mention] = source.champ
    return " ; ".join(f"{mention} (champ{formats.NBSP}: {field})" for mention, field in mentions.items())


def show_foot(key: str, territory: Territory, sources: str, origin: Callable[[], str], taken: Taken) -> None:
    """Show the sources of a block, the origin of its figures and what can be taken away."""
    markup.show(f'<p class="source">Source{formats.NBSP}: {escape(sources)}.</p>')
    with st.container(horizontal=True, key=f"actions-{key}"):
        with st.popover("D'où vient ce chiffre", icon=":material/help:", type="tertiary"):
            markup.show(origin())
        show_menu(key, territory, taken)
