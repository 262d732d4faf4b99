"""The page of the ABS report: three choices give a complete draft; the drafts already begun are below."""

from __future__ import annotations

from html import escape

import streamlit as st

from lib import formats
from lib.database import payloads
from lib.database.payloads import Record
from lib.database.writings import writings
from lib.exports.caption import day
from lib.model import DataError, Level
from lib.reports.draft import Audience
from lib.reports.suggestion import suggest
from lib.ui import errors, markup, report_drafts, report_places, resources
from lib.ui.report_editor import show_editor
from lib.ui.state import View

AUDIENCES = {
    Audience.CONSEIL: "Le conseil d'administration",
    Audience.PARTENAIRES: "Les partenaires",
    Audience.HABITANTS: "Les habitants",
}
AUDIENCE_NOTES = (
    "rapport complet, avec tableaux et précautions",
    "le même contenu, pour le travail en commun",
    "phrases et graphiques, sans tableaux",
)
PLANS = {"themes": "Par thème", "publics": "Par public"}
PLAN_NOTES = ("logement, santé, revenus…", "familles, personnes âgées, ménages modestes…")


def show_report() -> None:
    """Show the editor of the draft named in the address, or how to begin one."""
    identifier = st.query_params.get(report_drafts.ADDRESS, "")
    with errors.explained():
        if identifier and _opens(identifier):
            show_editor()
            return
        view: View = st.session_state["vue_courante"]
        st.title("Rapport d'analyse des besoins sociaux", anchor="rapport")
        markup.show(
            '<p class="phrase-cle">Trois choix donnent un rapport complet, dans l\'ordre que demande la loi. Vous le '
            "commentez ensuite, chapitre par chapitre, et vous le téléchargez pour Word, LibreOffice ou en PDF.</p>"
        )
        _begin(view)
        _list()


def _opens(identifier: str) -> bool:
    try:
        found = report_drafts.current(identifier)
    except DataError as error:
        markup.show(markup.problem(error.what, error.where, error.remedy))
        return False
    return found.record.discarded is None


def _begin(view: View) -> None:
    st.header("Commencer un rapport", anchor="commencer")
    compared = ", ".join(area.name for area in view.comparators) or "aucun territoire"
    with st.container(border=True, key="rapport-choix"):
        markup.show(
            f'<p class="etape-choix"><strong>1. Territoire{formats.NBSP}: {escape(view.territory.name)}</strong>, '
            f'comparé à {escape(compared)}.</p><p class="precision">Pour en changer, servez-vous du bandeau en haut '
            "de la page.</p>"
        )
        audience = st.radio(
            "2. Qui le lira ?", list(AUDIENCES), format_func=AUDIENCES.__getitem__, captions=AUDIENCE_NOTES,
            horizontal=True, key="rapport-public",
        )  # fmt: skip
        plan = st.radio(
            "3. Comment le ranger ?", list(PLANS), format_func=PLANS.__getitem__, captions=PLAN_NOTES, horizontal=True,
            key="rapport-plan",
        )  # fmt: skip
        more = st.toggle("Tous les indicateurs, et pas seulement les essentiels (rapport long)", key="rapport-complet")
        if view.territory.level is Level.IRIS:
            markup.show('<p class="precision">Le rapport porte sur un quartier : peu de chiffres y existent.</p>')
        if st.button("Préparer mon rapport", type="primary", icon=":material/edit_document:"):
            with st.spinner("Lecture des chiffres du territoire…"):
                store, atlas = resources.store(), report_places.atlas()
                draft = suggest(view.territory, view.comparators, store, plan, not more, atlas)
                kept = {"public": audience, "organisation": f"CCAS {formats.of(view.territory)}"}
                identifier = report_drafts.create(draft.model_copy(update=kept))
            _open(identifier)


def _open(identifier: str) -> None:
    st.session_state.pop(report_drafts.OPENED, None)
    st.query_params[report_drafts.ADDRESS] = identifier
    st.rerun()


def _list() -> None:
    st.header("Brouillons", anchor="brouillons")
    kept, binned = report_drafts.drafts(), report_drafts.drafts(discarded=True)
    if not kept:
        markup.show('<p class="vide">Aucun brouillon pour le moment. Celui que vous commencez apparaîtra ici.</p>')
    for record in kept:
        _row(record)
    if binned:
        with st.expander(f"Corbeille ({len(binned)})", key="rapport-corbeille"):
            for record in binned:
                _binned(record)
    markup.show(
        '<p class="precision">Les brouillons sont gardés sur l\'ordinateur où tourne la boussole ; toute personne qui '
        "l'ouvre les voit. Une sauvegarde se fait par « python3 lancer.py sauvegarder ».</p>"
    )


def _row(record: Record[payloads.Draft]) -> None:
    with st.container(
        border=True, horizontal=True, vertical_alignment="center", gap="small", key=f"brouillon-{record.id}"
    ):
        with st.container(width="stretch"):
            markup.show(_told(record))
        title = record.payload.titre
        if st.button("Ouvrir", key=f"ouvrir-{record.id}", type="primary", help=f"Ouvrir « {title} »"):
            _open(record.id)
        if st.button("Dupliquer", key=f"copier-{record.id}", help=f"Dupliquer « {title} »"):
            report_drafts.duplicate(record)
            st.rerun()
        if st.button("Mettre à la corbeille", key=f"jeter-{record.id}", help=f"Mettre « {title} » à la corbeille"):
            writings().discard(record)
            st.rerun()


def _binned(record: Record[payloads.Draft]) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key=f"jete-{record.id}"):
        with st.container(width="stretch"):
            markup.show(_told(record))
        if st.button("Récupérer", key=f"reprendre-{record.id}", help=f"Récupérer « {record.payload.titre} »"):
            writings().recover(record)
            st.rerun()


def _told(record: Record[payloads.Draft]) -> str:
    when = f"modifié le {day(record.updated.astimezone().date())} à {report_drafts.hour(record.updated)}"
    return (
        f'<p class="brouillon"><strong>{escape(record.payload.titre)}</strong>'
        f"<span>{escape(_place(record.payload.territoire))}, {escape(when)}</span></p>"
    )


def _place(key: str) -> str:
    try:
        return report_places.places().get(key).name
    except DataError:
        return f"territoire inconnu ({key})"
