"""A theme page, the model of all others: key sentence, key figures, blocks, map, questions, what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from lib import formats, map_frames
from lib.model import Indicator, Theme
from lib.partner_models import load_partner_models, of_theme
from lib.store import Profile
from lib.ui import blocks, comparing, errors, map_parts, markup, resources, selection
from lib.ui.cards import show_cards
from lib.ui.map_view import show_map
from lib.ui.missing import show_missing
from lib.ui.sections import Ages, Block, Composition, Evolution, Incomes, Pyramid, Section, show_section
from lib.ui.state import View

NO_FIGURE = " : voyez plus bas qui les détient et comment les demander."

__all__ = ["Ages", "Block", "Composition", "Evolution", "Incomes", "Pyramid", "show_theme"]


def show_theme(theme_id: str, key_indicator: str, sections: Sequence[Section]) -> None:
    """Show the page of a theme; ``key_indicator`` gives the sentence under the title."""
    view: View = st.session_state["vue_courante"]
    theme = resources.catalog().themes[theme_id]
    st.title(theme.titre, anchor=theme_id)
    told: set[str] = set()
    silent = False
    with errors.explained(told):
        profile = resources.store().profile(view.compared, [i.id for i in theme.indicateurs])
        markup.show(f'<p class="phrase-cle">{escape(_key_sentence(view, profile, key_indicator, theme))}</p>')
        shown = selection.key_figures(profile, view.territory, theme.indicateurs, essential=view.essential)
        silent = not shown
        if shown:
            st.header("Chiffres clés", anchor="chiffres-cles")
            show_cards(view, profile, shown)
            blocks.show_footer(f"{theme_id}-chiffres", view, profile, shown)
    for section in sections:
        with errors.explained(told):
            show_section(section, view)
    with errors.explained(told):
        mappable = _mappable(theme, view)
        if mappable:
            show_map(view, f"/{theme_id}", mappable)
    for show in (_missing, _questions) if silent else (_questions, _missing):
        with errors.explained(told):
            show(theme, view)


def _questions(theme: Theme, _: View) -> None:
    show_questions(theme.questions)


def _missing(theme: Theme, view: View) -> None:
    profile = resources.store().profile(view.compared, [i.id for i in theme.indicateurs])
    models = of_theme(load_partner_models().values(), theme.id)
    show_missing(view, profile, theme.indicateurs, models, theme.manques)


def _mappable(theme: Theme, view: View) -> list[Indicator]:
    """Keep what is known around here: what the first map shows, then rates (a count mostly shows where people are).

    A figure known only for quarters, for instance, must not open the map of the communes on an empty map.
    """
    known = selection.known_around(theme, view.territory)
    first = next(iter(map_parts.frames(view.territory).values()), None)
    codes = [area.code for area in map_frames.areas(*first, resources.territories())] if first else []
    shown = resources.store().measured(theme.id, first[0], codes) if first else frozenset()
    return sorted(known, key=lambda i: (i.id not in shown, i.unite in formats.COUNTS, not i.essentiel))


def _key_sentence(view: View, profile: Profile, indicator_id: str, theme: Theme) -> str:
    wanted = resources.catalog().resolve(indicator_id)
    known = selection.headlines(profile, view.territory, (wanted, *theme.indicateurs), 1)
    if not known and selection.told(profile, view.territory, theme.indicateurs):
        return theme.description
    if not known:
        return f"{theme.description} Aucun chiffre n'est installé pour {formats.the(view.territory)}{NO_FIGURE}"
    indicator = wanted if selection.has_figure(profile, view.territory, wanted) else known[0]
    seen = profile.latest(view.territory, indicator.id)
    told = formats.sentence(indicator, seen.value, view.territory)
    other = comparing.first_beside(view, profile, indicator)
    if other is None or indicator.unite in formats.COUNTS:
        return f"{told}."
    return f"{told}, {comparing.sentence_beside(seen, other, indicator)}."


def show_questions(questions: Sequence[str]) -> None:
    """Show the questions to raise after reading a page."""
    items = "".join(f"<li>{escape(question)}</li>" for question in questions)
    st.header("Questions à se poser", anchor="questions")
    markup.show(f'<ul class="questions">{items}</ul>')
