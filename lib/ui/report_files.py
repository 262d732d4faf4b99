"""Makes the files of a report: progress said chapter by chapter, stopped at will, each format on demand."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable
from datetime import date

import streamlit as st

from lib import formats
from lib.database import payloads
from lib.database.writings import writings
from lib.model import DataError
from lib.reports.compose import compose
from lib.reports.document import Document
from lib.ui import errors, markup, resources
from lib.ui.report_drafts import Opened

MIME = "application/vnd.openxmlformats-officedocument."
ODF = "application/vnd.oasis.opendocument."
FORMATS = {
    "docx": ("Word (DOCX)", "pour le retoucher dans Word", f"{MIME}wordprocessingml.document"),
    "odt": ("LibreOffice (ODT)", "pour le retoucher dans LibreOffice", f"{ODF}text"),
    "pdf": ("PDF", "pour l'envoyer ou l'imprimer, lisible par un lecteur d'écran", "application/pdf"),
    "pptx": ("Diaporama PowerPoint (PPTX)", "pour la séance du conseil", f"{MIME}presentationml.presentation"),
    "odp": ("Diaporama LibreOffice (ODP)", "pour la séance du conseil", f"{ODF}presentation"),
}
COMPOSED, READY = "rapport-compose", "rapport-fichiers"
DRAWN = 0.8  # part of the bar that charts take; the file takes the rest


def show_files(found: Opened) -> None:
    """Show the formats; a file is made when its button is pressed, then downloaded."""
    st.header("Télécharger le rapport", anchor="telecharger")
    blocks = sum(len(chapter.blocs) for chapter in found.draft.chapitres)
    chapters = formats.plural(len(found.draft.chapitres), "chapitre", "chapitres")
    told = f"{chapters}, {formats.plural(blocks, 'bloc', 'blocs')} de chiffres."
    markup.show(f'<p class="precision">{told} La préparation prend quelques secondes et se suit ici.</p>')
    kind = st.radio(
        "Format", list(FORMATS), format_func=lambda one: FORMATS[one][0], key="rapport-format",
        captions=[words for _, words, _ in FORMATS.values()],
    )  # fmt: skip
    state = _state(found)
    ready: dict[tuple[str, str], bytes] = st.session_state.setdefault(READY, {})
    for old in [key for key in ready if key[0] != state]:
        del ready[old]
    if (state, kind) not in ready:
        asked = st.button("Préparer le fichier", type="primary", icon=":material/hourglass_top:")
        if asked:
            with errors.explained():
                ready[state, kind] = _make(found, kind, state)
    if (state, kind) in ready:
        _offer(found, kind, ready[state, kind])


def _offer(found: Opened, kind: str, content: bytes) -> None:
    label, _, mime = FORMATS[kind]
    size = formats.number(len(content) / 1_000_000, 1)
    st.download_button(
        f"Télécharger : {label}, {size}{formats.NBSP}Mo", content, f"{file_stem(found.draft.titre)}.{kind}", mime,
        type="primary", icon=":material/download:", on_click="ignore", key=f"rapport-fichier-{kind}",
    )  # fmt: skip


def file_stem(title: str) -> str:
    """Return a file name that every system accepts: « analyse_des_besoins_sociaux_a_echirolles »."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return "_".join("".join(letter if letter.isalnum() else " " for letter in plain).split())[:80] or "rapport"


def _state(found: Opened) -> str:
    """Return what the files depend on: the draft, the template, the day, the figures installed."""
    seen = f"{found.draft.to_json()}{found.template}{date.today()}{id(resources.store())}"
    return hashlib.sha256(seen.encode()).hexdigest()


def _make(found: Opened, kind: str, state: str) -> bytes:
    with st.container(key="rapport-travail"):
        st.button("Arrêter", icon=":material/stop:", help="La préparation s'arrête ; rien n'est perdu.")
        bar = st.progress(0.0, "Lecture des chiffres…")
    composed = st.session_state.get(COMPOSED)
    if composed is None or composed[0] != state:

        def progress(title: str, done: int, total: int) -> None:
            left = formats.plural(total - done, "bloc restant", "blocs restants")
            bar.progress(DRAWN * done / max(total, 1), f"{title}{formats.NBSP}: {left}")

        document = compose(
            found.draft, resources.store(), resources.territories(), resources.SOURCES, date.today(), progress
        )
        composed = (state, document)
        st.session_state[COMPOSED] = composed
    bar.progress(DRAWN, f"Mise en page{formats.NBSP}: {FORMATS[kind][0]}")
    content = _writer(found, kind)(composed[1])
    bar.progress(1.0, "Fichier prêt")
    return content


def _writer(found: Opened, kind: str) -> Callable[[Document], bytes]:
    """Return the function that writes one format; each library is loaded when its format is asked for."""
    if kind == "pdf":
        from lib.reports.pdf_file import to_pdf as write
    elif kind == "odt":
        from lib.reports.odt_file import to_odt as write
    elif kind == "pptx":
        from lib.reports.pptx_file import to_pptx as write
    elif kind == "odp":
        from lib.reports.odp_file import to_odp as write
    else:
        from lib.reports.docx_file import to_docx

        template = _template(found)
        return lambda document: to_docx(document, template)
    return write


def _template(found: Opened) -> bytes | None:
    if not found.template:
        return None
    record = writings().get(payloads.Template, found.template)
    if record.payload.fichier is None:
        raise DataError("Ce modèle n'a pas de fichier Word", record.payload.nom, "Choisissez-en un autre.")
    return record.payload.fichier
