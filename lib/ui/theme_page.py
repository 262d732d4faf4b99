"""A theme page, the model of all others: key sentence, key figures, blocks, map, questions, what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import streamlit as st

from lib import formats
from lib.model import Indicator, Theme
from lib.store import Profile
from lib.ui import blocks, comparing, errors, markup, resources
from lib.ui.cards import show_cards
from lib.ui.map_view import show_map
from lib.ui.state import View


@dataclass(frozen=True, slots=True)
class Block:
    """One comparison block of a page: anchor, title, indicators of one unit in reading order."""

    key: str
    title: str
    indicators: tuple[str, ...]


def show_theme(theme_id: str, key_indicator: str, sections: Sequence[Block]) -> None:
    """Show the page of a theme; ``key_indicator`` gives the sentence under the title."""
    view: View = st.session_state["vue_courante"]
    theme = resources.catalog().themes[theme_id]
    st.title(theme.titre, anchor=theme_id)
    indicators = [i for i in theme.indicateurs if i.essentiel or not view.essential]
    told: set[str] = set()
    with errors.explained(told):
        profile = resources.store().profile(view.compared, [i.id for i in theme.indicateurs])
        markup.show(f'<p class="phrase-cle">{escape(_key_sentence(view, profile, key_indicator, theme))}</p>')
        st.header("Chiffres clés", anchor="chiffres-cles")
        show_cards(view, profile, indicators)
        blocks.show_footer(f"{theme_id}-chiffres", view, profile, indicators)
    for block in sections:
        with errors.explained(told):
            chosen = [resources.catalog().resolve(name) for name in block.indicators]
            profile = resources.store().profile(view.compared, [i.id for i in chosen])
            blocks.show_comparison(block.key, block.title, view, profile, chosen)
    show_map(view, f"/{theme_id}", _mappable(theme.indicateurs))
    _questions(theme)


def _mappable(indicators: Sequence[Indicator]) -> list[Indicator]:
    """Rates first: a count coloured on a map mostly shows where people are."""
    return sorted(indicators, key=lambda i: (i.unite in formats.COUNTS, not i.essentiel))


def _key_sentence(view: View, profile: Profile, indicator_id: str, theme: Theme) -> str:
    indicator = resources.catalog().resolve(indicator_id)
    seen = profile.latest(view.territory, indicator_id)
    if seen.value is None:
        return f"{theme.description} Aucun chiffre n'est installé pour {formats.the(view.territory)}."
    told = formats.sentence(indicator, seen.value, view.territory)
    other = comparing.first_beside(view, profile, indicator)
    if other is None or indicator.unite in formats.COUNTS:
        return f"{told}."
    return f"{told}, {comparing.sentence_beside(seen.value, other, indicator)}."


def _questions(theme: Theme) -> None:
    items = "".join(f"<li>{escape(question)}</li>" for question in theme.questions)
    st.header("Questions à se poser", anchor="questions")
    markup.show(f'<ul class="questions">{items}</ul>')
    if theme.manques:
        missing = "".join(f"<li>{escape(line)}</li>" for line in theme.manques)
        st.header("Ce qui manque ici", anchor="manques")
        markup.show(f'<ul class="questions">{missing}</ul>')
