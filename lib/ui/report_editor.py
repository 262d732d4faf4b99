"""The editor of one draft: state of the save, steps, who and what the report is for, logo, Word template."""

from __future__ import annotations

from html import escape

import streamlit as st

from lib.database import payloads
from lib.database.writings import writings
from lib.model import DataError, Territory
from lib.reports.document import Document
from lib.reports.draft import Audience, Draft
from lib.reports.logo import prepare_logo
from lib.settings import STATIC_DIR
from lib.ui import address, errors, markup, report_drafts, report_places
from lib.ui.report_changes import count_changes, show_changes
from lib.ui.report_chapters import show_chapters
from lib.ui.report_drafts import LONGEST_TITLE, Opened, named
from lib.ui.report_files import show_files
from lib.ui.report_texts import show_texts
from lib.ui.shown import when_shown

STEPS = {
    "chapitres": "Chapitres",
    "textes": "Textes",
    "presentation": "Présentation",
    "nouveautes": "Ce qui a changé",
    "telecharger": "Télécharger",
}
AUDIENCES = {
    Audience.CONSEIL: "Conseil d'administration",
    Audience.PARTENAIRES: "Partenaires",
    Audience.HABITANTS: "Habitants",
}
_AUTOSAVE = st.components.v2.component(
    "boussole_brouillon", js=(STATIC_DIR / "brouillon.js").read_text(encoding="utf-8")
)  # fmt: skip
LARGEST_TEMPLATE = 20  # megabytes
NO_TEMPLATE = ""


def show_editor() -> None:
    """Show the draft on screen."""
    found: Opened = st.session_state[report_drafts.OPENED]
    st.title(found.draft.titre or "Rapport sans titre", anchor="rapport")
    _AUTOSAVE(key="rapport-frappe")
    _state(found)
    changed = count_changes(found.draft)
    names = STEPS | {"nouveautes": f"{STEPS['nouveautes']} ({changed})" if changed else STEPS["nouveautes"]}
    step = address.choice(
        st.segmented_control, "Étape", "etape", list(STEPS), names.__getitem__, "chapitres", required=True,
        label_visibility="collapsed",
    )  # fmt: skip
    {
        "chapitres": show_chapters,
        "textes": show_texts,
        "presentation": _presentation,
        "nouveautes": show_changes,
        "telecharger": show_files,
    }[step](found)


def _state(found: Opened) -> None:
    area = _place(found.draft.territoire)
    kind = "non-enregistre" if found.failure else "enregistre"
    notice = st.session_state.get(report_drafts.NOTICE, "")
    with st.container(key="rapport-etat", gap="small"):
        with st.container(horizontal=True, vertical_alignment="center"):
            markup.show(
                f'<p class="etat {kind}" role="status"><strong>{escape(found.said)}</strong> <span>Rapport sur '
                f"{escape(area)}. Tout ce que vous écrivez est gardé à mesure.</span></p>"
            )
            if found.failure and st.button("Réessayer", icon=":material/refresh:"):
                report_drafts.save(found.draft, found.template)
                st.rerun()
            if st.button("Tous les brouillons", icon=":material/arrow_back:"):
                report_drafts.close()
                st.rerun()
        if notice:
            st.warning(notice, icon=":material/content_copy:")
            st.button("J'ai compris", on_click=lambda: st.session_state.pop(report_drafts.NOTICE))


def _place(key: str) -> str:
    try:
        return report_places.places().get(key).name
    except DataError:
        return key


def _presentation(found: Opened) -> None:
    draft = found.draft
    st.header("Présentation", anchor="presentation")
    _line("Titre du rapport", "titre", draft.titre)
    _line("Organisme (page de garde)", "organisation", draft.organisation)
    key = named("public")
    st.radio(
        "Qui le lira", list(AUDIENCES), index=list(AUDIENCES).index(draft.public), format_func=AUDIENCES.__getitem__,
        horizontal=True, key=key, on_change=when_shown(key, lambda: report_drafts.change(public=st.session_state[key])),
        help="Le contenu reste le même. La version des habitants laisse de côté les tableaux et les précautions.",
    )  # fmt: skip
    _comparators(draft)
    with errors.explained():
        _logo(draft)
    with errors.explained():
        _template(found)


def _line(label: str, field: str, value: str) -> None:
    key = named(field)
    st.text_input(
        label, value, max_chars=LONGEST_TITLE, key=key,
        on_change=when_shown(key, lambda: report_drafts.change(**{field: st.session_state[key]})),
    )  # fmt: skip


def _comparators(draft: Draft) -> None:
    known = report_places.places()
    mine = known.get(draft.territoire)
    areas: dict[str, Territory] = {}
    for level in mine.parents:
        parent = known.parent(mine, level)
        if parent:
            areas[parent.key] = parent
    for name in draft.comparateurs:
        areas.setdefault(name, known.get(name))
    key = named("comparateurs")

    def kept() -> None:
        chosen = tuple(name for name in areas if name in st.session_state[key])
        order = [name for name in draft.comparateurs if name in chosen]
        names = (*order, *(name for name in chosen if name not in order))
        report_drafts.save(
            report_drafts.remember_new(draft.model_copy(update={"comparateurs": names})), _opened().template
        )

    st.pills(
        "Comparé à", list(areas), format_func=lambda name: areas[name].name, selection_mode="multi",
        default=list(draft.comparateurs), key=key, on_change=when_shown(key, kept),
    )  # fmt: skip


def _opened() -> Opened:
    return st.session_state[report_drafts.OPENED]


def _logo(draft: Draft) -> None:
    st.subheader("Logo de la page de garde", anchor=False)
    if draft.logo:
        with st.container(horizontal=True, vertical_alignment="center", key="rapport-logo"):
            st.image(draft.logo, width=160, caption="Logo déposé")
            if st.button("Retirer le logo"):
                report_drafts.change(logo=None)
                report_drafts.renew()
                st.rerun()
    given = st.file_uploader(
        "Déposer un logo (PNG ou JPEG)", type=["png", "jpg", "jpeg", "gif", "webp"], key=named("logo"),
        max_upload_size=15,
    )  # fmt: skip
    if given is not None:
        report_drafts.change(logo=prepare_logo(given.getvalue()))
        report_drafts.renew()
        st.rerun()


def _template(found: Opened) -> None:
    st.subheader("Modèle Word de la collectivité", anchor=False)
    kept = {record.id: record for record in writings().find(payloads.Template) if record.payload.fichier}
    names = {NO_TEMPLATE: "Présentation de la boussole"} | {name: one.payload.nom for name, one in kept.items()}
    key = named("modele")
    chosen = found.template if found.template in names else NO_TEMPLATE
    st.selectbox(
        "Modèle employé pour le fichier Word", list(names), index=list(names).index(chosen),
        format_func=names.__getitem__, key=key,
        on_change=when_shown(key, lambda: report_drafts.save(_opened().draft, st.session_state[key])),
    )  # fmt: skip
    given = st.file_uploader(
        "Ajouter un modèle (.docx ou .dotx)", type=["docx", "dotx"], key=named("nouveau-modele"),
        max_upload_size=LARGEST_TEMPLATE,
        help="Le rapport reprendra ses styles, ses marges, son en-tête et son pied de page.",
    )  # fmt: skip
    if given is not None:
        _keep_template(found, given.name, given.getvalue())


def _keep_template(found: Opened, name: str, content: bytes) -> None:
    from lib.reports.docx_file import to_docx  # slow to import: paid by an upload only

    to_docx(Document("Essai", "", "", "", "", None, ()), content)  # refuses what cannot serve
    values = {
        "nom": name.removesuffix(".docx").removesuffix(".dotx") or name,
        "nom_fichier": name[:300],
        "fichier": content,
    }
    record = writings().create(payloads.checked(payloads.Template, values))
    report_drafts.save(found.draft, record.id)
    report_drafts.renew()
    st.rerun()
