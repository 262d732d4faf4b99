"""The frame of every block: title, tabs built only when open, reading sentence, source, origin, take away."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

import streamlit as st

from lib import formats, zones
from lib.model import Status, Territory
from lib.observation import Observation
from lib.ui import address, markup, resources
from lib.ui.parts import part
from lib.ui.take_away import Taken, show_menu

CHART, TABLE, EVOLUTION = "Graphique", "Tableau", "Évolution"
FIGURE_AND_WORDS = (9, 5)
SAID_IN_FULL = 160  # characters of mentions shown at once; longer, they are folded under the producers' names
Pane = Callable[[], None]


def show_block(key: str, title: str, panes: Mapping[str, Pane], said: Pane) -> None:
    """Show one block: ``panes`` are its tabs, the first one open; ``said`` writes what stands beside the figure."""
    with st.container(key=f"bloc-{key}"):
        st.header(title, anchor=key)
        drawn, words = st.columns(FIGURE_AND_WORDS, gap="large")
        with drawn:
            tabs = address.tabs(key, list(panes))
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
    markup.show(reading_html(sentence))


def reading_html(sentence: str) -> str:
    """Return how to read a figure; empty when there is nothing to read."""
    said = f"<strong>Lecture</strong>{formats.NBSP}: {escape(sentence)}"
    return f'<p class="lecture">{said}</p>' if sentence else ""


def show_notes(*notes: str) -> None:
    """Show remarks under a figure, one line each; empty ones are left out."""
    markup.show(notes_html(*notes))


def notes_html(*notes: str) -> str:
    """Return remarks, one line each; empty ones are left out."""
    return "".join(f'<p class="precision">{escape(note)}</p>' for note in notes if note)


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
    if seen.spread is not None:
        return f"{formats.STATUS_WORD[seen.status]} ({zones.range_words(seen.spread, unit)})"
    word = f" ({formats.STATUS_WORD[seen.status]})" if seen.value is not None and seen.status is not Status.OK else ""
    return formats.plain(seen.value, unit, seen.status) + word


@dataclass(frozen=True, slots=True)
class Cited:
    """The sources of a block: mentions to cite, fields included, the producers' names and the millesimes read."""

    mentions: tuple[str, ...]
    producers: tuple[str, ...]
    millesimes: tuple[str, ...] = ()

    def __str__(self) -> str:
        return " ; ".join(self.mentions)

    @property
    def short(self) -> str:
        """The producers and the years alone: « Insee ; Cnaf (2021 à 2024) »."""
        names = " ; ".join(self.producers)
        years = sorted({millesime[:4] for millesime in self.millesimes})
        if not years:
            return names
        return f"{names} ({years[0] if len(years) == 1 else f'{years[0]} à {years[-1]}'})"


def cited(figures: Sequence[Observation], otherwise: Sequence[str]) -> Cited:
    """Cite the sources of figures with their millesimes and fields; ``otherwise`` are cited when there is none."""
    mentions: dict[str, str] = {}
    known = [(one.source, one.millesime, one.geography) for one in figures if one.source and one.value is not None]
    read = dict.fromkeys(known or [(name, "", None) for name in otherwise])
    for name, millesime, geography in read:
        source = resources.SOURCES[name]
        mention = source.cited(millesime, geography) if millesime else source.short()
        mentions[mention] = source.champ
    return Cited(
        tuple(f"{mention} (champ{formats.NBSP}: {field})" for mention, field in mentions.items()),
        tuple(dict.fromkeys(resources.SOURCES[name].producteur for name, _, _ in read)),
        tuple(millesime for _, millesime, _ in read if millesime),
    )


def show_foot(key: str, territory: Territory, sources: Cited, origin: Callable[[], str], taken: Taken) -> None:
    """Show the sources of a block, then the origin of its figures and what can be taken away, told when opened."""
    markup.show(_sources(sources))
    _show_actions(key, territory, origin, taken)


@part
def _show_actions(key: str, territory: Territory, origin: Callable[[], str], taken: Taken) -> None:
    with st.container(horizontal=True, key=f"actions-{key}"):
        label = "D'où vient ce chiffre"
        told = st.popover(label, icon=":material/help:", type="tertiary", key=f"origine-{key}", on_change="rerun")
        if told.open:
            with told:
                markup.show(origin())
        show_menu(key, territory, taken)


def _sources(told: Cited) -> str:
    """Return the source line: in full when short, else the producers, the mentions on demand and always in print."""
    several = "s" if len(told.mentions) > 1 else ""
    full = f"Source{several}{formats.NBSP}: {escape(str(told))}."
    if not several or len(str(told)) <= SAID_IN_FULL:
        return f'<p class="source">{full}</p>'
    mentions = "".join(f"<li>{escape(one)}.</li>" for one in told.mentions)
    return (
        f'<p class="source ecran">Sources{formats.NBSP}: {escape(told.short)}.</p>'
        f'<details class="source ecran"><summary>Détail des {len(told.mentions)} sources</summary>'
        f'<ul>{mentions}</ul></details><p class="source imprime">{full}</p>'
    )
