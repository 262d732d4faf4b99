"""The pages « par public »: indicators of several themes put together for a group of people."""

from __future__ import annotations

from html import escape

import streamlit as st

from lib import formats
from lib.partner_models import load_partner_models
from lib.publics import Part, load_publics
from lib.ui import blocks, errors, markup, resources, selection
from lib.ui.cards import show_cards
from lib.ui.missing import show_missing
from lib.ui.navigation import theme_pages
from lib.ui.state import View, kept
from lib.ui.theme_page import show_questions


def show_public(public_id: str) -> None:
    """Show the page of one public for the current territory."""
    view: View = st.session_state["vue_courante"]
    public = load_publics()[public_id]
    st.title(public.titre, anchor=public_id)
    markup.show(f'<p class="phrase-cle">{escape(public.description)}</p>')
    said: set[str] = set()
    shown = [_part(view, public_id, rank, part, said) for rank, part in enumerate(public.blocs)]
    if not any(shown):
        where = formats.the(view.territory)
        markup.show(f'<p class="vide">Aucun chiffre n\'est installé pour {escape(where)} : voyez plus bas.</p>')
    _themes(public.themes)
    show_questions(public.questions)
    with errors.explained(said):
        chosen = [resources.catalog().resolve(name) for part in public.blocs for name in part.indicateurs]
        profile = resources.store().profile(view.compared, [i.id for i in chosen])
        models = load_partner_models()
        show_missing(view, profile, chosen, [models[name] for name in public.partenaires])


def _part(view: View, public_id: str, rank: int, part: Part, said: set[str]) -> bool:
    """Show one part; False when nothing is known here about any of its indicators."""
    with errors.explained(said):
        chosen = [resources.catalog().resolve(name) for name in part.indicateurs]
        profile = resources.store().profile(view.compared, [i.id for i in chosen])
        found = selection.told(profile, view.territory, chosen)
        found = found[: selection.LEAST] if view.essential else found
        if not found:
            return False
        st.header(part.titre, anchor=f"{public_id}-{rank + 1}")
        show_cards(view, profile, found)
        blocks.show_footer(f"{public_id}-{rank + 1}", view, profile, found)
    return True


def _themes(names: tuple[str, ...]) -> None:
    st.header("Lire davantage, thème par thème", anchor="themes")
    with st.container(horizontal=True, key="liens-themes"):
        for page in theme_pages(names):
            st.page_link(page.file, label=page.title, query_params=kept())
