"""The home page: search, what the tool does, which figures are installed and from when."""

from __future__ import annotations

from html import escape

import streamlit as st

from lib import formats
from lib.model import Theme
from lib.ui import errors, markup, resources, state
from lib.ui.navigation import FOLDER, in_menu_order
from lib.ui.search import search_box
from lib.ui.state import View

PER_ROW = 2
STEPS = (
    (
        "Choisir",
        "Tapez le nom de votre commune, son code postal ou son code Insee. Le choix vous suit de page en page.",
    ),
    ("Lire", "Chaque chiffre dit d'où il vient, de quand il date, et où le territoire se place parmi les autres."),
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
    steps = "".join(f"<li><h3>{escape(name)}</h3><p>{escape(text)}</p></li>" for name, text in STEPS)
    st.header("Comment s'en servir", anchor="usage")
    markup.show(f'<ol class="etapes">{steps}</ol>')
    st.header("Fraîcheur des données", anchor="fraicheur")
    with errors.explained():
        markup.show(_freshness())


def _glance(view: View) -> None:
    st.header(f"{view.territory.name} en bref", anchor="en-bref")
    themes = in_menu_order(resources.catalog().themes.values())
    for first in range(0, len(themes), PER_ROW):
        row = themes[first : first + PER_ROW]
        with st.container(key=f"apercus-{row[0].id}"):
            for column, theme in zip(st.columns(PER_ROW, gap="medium"), row, strict=False):
                with column, errors.explained():
                    _theme_card(theme, view)


def _theme_card(theme: Theme, view: View) -> None:
    """Show the essential figures of a theme and the way to its page."""
    essential = [indicator for indicator in theme.indicateurs if indicator.essentiel]
    profile = resources.store().profile([view.territory], [indicator.id for indicator in essential])
    lines = []
    for indicator in essential:
        seen = profile.latest(view.territory, indicator.id)
        shown = formats.amount(seen.value, indicator.unite, seen.status)
        lines.append(f"<div><dt>{escape(indicator.titre)}</dt><dd>{escape(shown)}</dd></div>")
    with st.container(border=True, key=f"apercu-{theme.id}", height="stretch"):
        intro = f'<h3>{escape(theme.titre)}</h3><p class="precision">{escape(theme.description)}</p>'
        markup.show(f'{intro}<dl class="apercu">{"".join(lines)}</dl>')
        query = {name: st.session_state[name] for name in (state.TERRITORY, state.COMPARE, state.DETAIL)}
        st.page_link(
            FOLDER / f"{theme.id}.py",
            label=f"Ouvrir « {theme.titre} »",
            icon=":material/arrow_forward:",
            query_params=query,
        )


def _freshness() -> str:
    rows = []
    installed = resources.store().millesimes()
    for theme in in_menu_order(resources.catalog().themes.values()):
        for _, row in installed[installed["theme"] == theme.id].iterrows():
            source = resources.SOURCES[row["source"]]
            rows.append(
                (
                    theme.titre,
                    f"{source.producteur}, {source.titre_court}",
                    row["millesime"],
                    f"1er janvier {row['geographie']}",
                    source.champ,
                    formats.number(row["lignes"]),
                    source.licence,
                )
            )
    head = ("Thème", "Source", "Millésime", "Géographie", "Champ", "Nombre de valeurs", "Licence")
    built = {entry["construit_le"] for entry in resources.manifest()}
    latest = max(built, default="")
    day = "/".join(reversed(latest.split("-"))) if latest else "date inconnue"
    note = f'<p class="source">Fichiers construits le {escape(day)}. Tout fonctionne sans connexion à internet.</p>'
    return markup.table("Chiffres installés", head, rows, words=True) + note
