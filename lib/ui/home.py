"""The home page: search, the territory at a glance theme by theme, how to use the tool, how fresh the figures are."""

from __future__ import annotations

from html import escape

import streamlit as st

from lib import formats
from lib.formats import NBSP
from lib.model import Indicator, Theme
from lib.observation import Observation
from lib.partner_models import load_partner_models, of_theme
from lib.provenance import on_request
from lib.store import Profile
from lib.ui import comparing, errors, markup, resources, selection, state
from lib.ui.freshness import show_freshness
from lib.ui.navigation import FOLDER, PUBLICS, by_section, in_menu_order
from lib.ui.search import search_box
from lib.ui.state import View

FIGURES_IN_ALL = 3
STEPS = (
    (
        "Choisir",
        "Tapez le nom de votre commune, son code postal ou son code Insee. Le choix vous suit de page en page.",
    ),
    ("Lire", "Chaque chiffre dit d'où il vient, de quand il date, et où le territoire se place parmi les autres."),
    ("Demander", "Quand un chiffre n'est pas public, la page du thème dit qui le détient et prépare la lettre."),
    ("Emporter", "Copiez l'adresse d'une vue pour la rouvrir plus tard, ou téléchargez les chiffres d'un bloc."),
)


def show_home() -> None:
    """Show the home page for the current territory."""
    view: View = st.session_state["vue_courante"]
    st.title("Boussole sociale", anchor="accueil")
    markup.show(
        '<p class="phrase-cle">Les chiffres officiels de votre territoire, pour préparer l\'analyse des besoins '
        "sociaux que chaque CCAS présente en 2027.</p>"
    )
    with st.container(key="accueil-recherche", width=640):
        search_box("recherche-accueil", lambda key: state.choose(territoire=key), "Quel est votre territoire ?")
    _glance(view)
    _publics()
    steps = "".join(f"<li><h3>{escape(name)}</h3><p>{escape(text)}</p></li>" for name, text in STEPS)
    st.header("Comment s'en servir", anchor="usage")
    markup.show(f'<ol class="etapes">{steps}</ol>')
    st.header("Fraîcheur des données", anchor="fraicheur")
    with errors.explained():
        show_freshness()


def _glance(view: View) -> None:
    """Show the themes that have figures here as a grid, then the others as a list of whom to ask."""
    st.header(f"{view.territory.name} en bref", anchor="en-bref")
    told: set[str] = set()
    silent: list[Theme] = []
    with st.container(key="apercus"):
        for theme in in_menu_order(resources.catalog().themes.values()):
            with errors.explained(told):
                profile = resources.store().profile(view.compared, [i.id for i in theme.indicateurs])
                count = 1 if view.essential else FIGURES_IN_ALL
                found = selection.headlines(profile, view.territory, theme.indicateurs, count)
                if found:
                    _theme_card(theme, found, profile, view)
                else:
                    silent.append(theme)
    if silent:
        _silent(silent, view)


def _theme_card(theme: Theme, indicators: list[Indicator], profile: Profile, view: View) -> None:
    """Show the way to a theme and its first figures: one with a comparison, or several without."""
    with st.container(border=True, key=f"apercu-{theme.id}", gap="xsmall", height="stretch"):
        st.page_link(FOLDER / f"{theme.id}.py", label=theme.titre, query_params=state.kept())
        if view.essential:
            markup.show(_headline(indicators[0], profile, view))
            return
        lines = []
        for indicator in indicators:
            seen = profile.latest(view.territory, indicator.id)
            lines.append(
                f"<div><dt>{escape(indicator.titre_court)} <span>{escape(_when(seen))}</span></dt>"
                f"<dd>{_number(seen, indicator)}</dd></div>"
            )
        markup.show(f'<dl class="apercu">{"".join(lines)}</dl>')


def _number(seen: Observation, indicator: Indicator) -> str:
    """Write a figure, its unit in smaller letters."""
    suffix = formats.SUFFIX.get(indicator.unite, "")
    unit = f'<span class="unite">{escape(suffix)}</span>' if suffix and seen.value is not None else ""
    return f"{escape(formats.plain(seen.value, indicator.unite, seen.status))}{unit}"


def _when(seen: Observation) -> str:
    """Say the year of a figure, and its status when it is not plain: « 2024, arrondi »."""
    return ", ".join(filter(None, (formats.short_period(seen.millesime), formats.STATUS_WORD[seen.status])))


def _headline(indicator: Indicator, profile: Profile, view: View) -> str:
    seen = profile.latest(view.territory, indicator.id)
    parts = [
        f'<p class="chiffre"><strong>{_number(seen, indicator)}</strong> <span>{escape(indicator.titre)}, '
        f"{escape(_when(seen))}</span></p>"
    ]
    other = comparing.first_beside(view, profile, indicator)
    sentence = comparing.sentence_beside(seen, other, indicator) if other else ""
    if sentence:
        parts.append(f'<p class="precision">{escape(sentence[0].upper() + sentence[1:])}</p>')
    return "".join(parts)


def _silent(themes: list[Theme], view: View) -> None:
    where = formats.the(view.territory)
    markup.show(
        f'<h3>À demander ou à compléter</h3><p class="precision">Aucun chiffre n\'est encore installé sur ces thèmes '
        f"pour {escape(where)}. Chaque page dit qui les détient et prépare la demande.</p>"
    )
    models = load_partner_models().values()
    with st.container(key="apercus-a-demander"):
        for theme in themes:
            holders = " ; ".join(model.titre for model in of_theme(models, theme.id)[:2])
            published = [one for one in theme.indicateurs if not on_request(one, resources.SOURCES)]
            public = sum(view.territory.level in indicator.niveaux for indicator in published)
            ready = formats.plural(public, "chiffre public à installer", "chiffres publics à installer")
            with st.container(key=f"demande-{theme.id}", gap=None):
                st.page_link(FOLDER / f"{theme.id}.py", label=theme.titre, query_params=state.kept())
                asked = f"{ready}. " if public else ""
                markup.show(f'<p class="precision">{asked}À demander{NBSP}: {escape(holders)}</p>')


def _publics() -> None:
    st.header("Par public", anchor="publics")
    with st.container(horizontal=True, key="liens-publics"):
        for page in by_section()[PUBLICS]:
            st.page_link(page.file, label=page.title, query_params=state.kept())
