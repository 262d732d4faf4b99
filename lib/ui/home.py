"""The home page: search, what the tool does, which figures are installed and from when."""

from __future__ import annotations

from html import escape

import streamlit as st

from lib import formats
from lib.settings import ROOT
from lib.ui import errors, html, resources, state
from lib.ui.search import search_box
from lib.ui.state import View

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
    html.show(
        '<p class="phrase-cle">Les chiffres officiels de votre territoire, pour préparer l\'analyse des besoins '
        "sociaux que chaque CCAS présente en 2027.</p>"
    )
    with st.container(key="accueil-recherche", width=640):
        search_box("recherche-accueil", lambda key: state.choose(territoire=key), "Quel est votre territoire ?")
    with errors.explained():
        _glance(view)
    steps = "".join(f"<li><h3>{escape(name)}</h3><p>{escape(text)}</p></li>" for name, text in STEPS)
    st.header("Comment s'en servir", anchor="usage")
    html.show(f'<ol class="etapes">{steps}</ol>')
    st.header("Fraîcheur des données", anchor="fraicheur")
    with errors.explained():
        html.show(_freshness())


def _glance(view: View) -> None:
    st.header(f"{view.territory.name} en bref", anchor="en-bref")
    catalog = resources.catalog()
    essential = [i for theme in catalog.themes.values() for i in theme.indicateurs if i.essentiel]
    profile = resources.store().profile([view.territory], [i.id for i in essential])
    told = []
    for indicator in essential:
        seen = profile.latest(view.territory, indicator.id)
        if seen.value is not None:
            nature = formats.sentence(indicator, seen.value, view.territory).split(", ", 1)[1]
            told.append(f"<li>{escape(nature[0].upper() + nature[1:])}.</li>")
    if not told:
        html.show(f'<p class="vide">Aucun chiffre n\'est installé pour {escape(formats.the(view.territory))}.</p>')
        return
    html.show(f'<ul class="questions">{"".join(told)}</ul>')
    with st.container(horizontal=True):
        for theme in catalog.themes.values():
            st.page_link(
                ROOT / "pages" / f"{theme.id}.py", label=f"Ouvrir « {theme.titre} »", query_params=dict(st.query_params)
            )


def _freshness() -> str:
    rows = []
    for _, row in resources.store().millesimes().iterrows():
        source = resources.SOURCES[row["source"]]
        theme = resources.catalog().themes[row["theme"]]
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
    return html.table("Chiffres installés", head, rows) + note
