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
from lib.reports.pictures import Progress
from lib.ui import errors, markup, report_places, resources
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
STEPS = ("1/4 Lecture des chiffres", "2/4 Graphiques et cartes", "3/4 Images", "4/4 Mise en page")
COMPOSE, LAID_OUT = 0.7, 0.9  # places of the bar where charts, then images, are drawn


def show_files(found: Opened) -> None:
    """Show the formats; a file is made when its button is pressed, then downloaded."""
    st.header("Télécharger le rapport", anchor="telecharger")
    blocks = [block for chapter in found.draft.chapitres for block in chapter.blocs]
    maps = sum(bool(block.carte) for block in blocks)
    chapters = formats.plural(len(found.draft.chapitres), "chapitre", "chapitres")
    mapped = f", dont {formats.plural(maps, 'carte', 'cartes')}" if maps else ""
    told = f"{chapters}, {formats.plural(len(blocks), 'bloc', 'blocs')}{mapped}."
    markup.show(f'<p class="precision">{told} La préparation prend quelques secondes et se suit ici.</p>')
    kind = st.radio(
        "Format", list(FORMATS), format_func=lambda one: FORMATS[one][0], key="rapport-format",
        captions=[words for _, words, _ in FORMATS.values()], horizontal=True,
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
        bar = st.progress(0.0, STEPS[0])
    follow = _follower(bar)
    composed = st.session_state.get(COMPOSED)
    if composed is None or composed[0] != state:
        document = compose(
            found.draft, resources.store(), report_places.places(), resources.SOURCES, date.today(),
            follow(1, 0, COMPOSE), resources.shapes,
        )  # fmt: skip
        composed = (state, document)
        st.session_state[COMPOSED] = composed
    bar.progress(LAID_OUT if kind == "pdf" else COMPOSE, f"{STEPS[3]}{formats.NBSP}: {FORMATS[kind][0]}")
    content = _written(found, kind, composed[1], follow(2, COMPOSE, LAID_OUT))
    bar.progress(1.0, "Fichier prêt")
    return content


def _follower(bar) -> Callable[[int, float, float], Progress]:
    """Return how a step moves the bar between two places; a bar that moves is also where « Arrêter » takes effect."""

    def follow(step: int, start: float, end: float) -> Progress:
        def moved(what: str, done: int, total: int) -> None:
            place = f"{formats.number(done)} sur {formats.number(total)}"
            words = f"{STEPS[step]}{formats.NBSP}: {place}" + (f", {what}" if step == 1 else "")
            bar.progress(start + (end - start) * done / max(total, 1), words)

        return moved

    return follow


def _written(found: Opened, kind: str, document: Document, progress: Progress) -> bytes:
    """Return the file of one format; each library is loaded when its format is asked for."""
    if kind == "pdf":
        from lib.reports.pdf_file import to_pdf

        return to_pdf(document)
    if kind == "docx":
        from lib.reports.docx_file import to_docx

        return to_docx(document, _template(found), progress)
    if kind == "odt":
        from lib.reports.odt_file import to_odt as write
    elif kind == "pptx":
        from lib.reports.pptx_file import to_pptx as write
    else:
        from lib.reports.odp_file import to_odp as write
    return write(document, progress)


def _template(found: Opened) -> bytes | None:
    if not found.template:
        return None
    record = writings().get(payloads.Template, found.template)
    if record.payload.fichier is None:
        raise DataError("Ce modèle n'a pas de fichier Word", record.payload.nom, "Choisissez-en un autre.")
    return record.payload.fichier
