"""The chapters of a draft: one at a time, its blocks with figures and comments, its questions and ways forward."""

from __future__ import annotations

import streamlit as st

from lib.reports.draft import LONGEST, Chapter
from lib.reports.reading import read
from lib.ui import markup, report_places, resources
from lib.ui.report_blocks import show_additions, show_block
from lib.ui.report_drafts import LONGEST_TITLE, Opened, named
from lib.ui.report_edits import change_chapter
from lib.ui.report_outline import add_chapter, keep_chapters, show_moves
from lib.ui.shown import when_shown

SHOWN = "rapport-chapitre"
PARTS = {"diagnostic": "Diagnostic sociodémographique", "thematique": "Analyse thématique"}
LISTS = {
    "questions": ("Questions à se poser", "Une question par ligne"),
    "constats": ("Constats", "Un constat par ligne : ce que vous retenez des chiffres et du terrain"),
    "pistes": ("Pistes", "Une piste par ligne : ce que le CCAS pourrait faire"),
}


def show_chapters(found: Opened) -> None:
    """Show the chosen chapter and the way to the others."""
    chapters = found.draft.chapitres
    if not chapters:
        markup.show('<p class="vide">Ce rapport n\'a plus de chapitre. Ajoutez-en un pour le remplir.</p>')
        add_chapter(found.draft, SHOWN)
        return
    rank = min(int(st.session_state.get(SHOWN, 0)), len(chapters) - 1)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="rapport-sommaire"):
        key = named("sommaire")
        st.session_state[key] = rank
        st.selectbox(
            "Chapitre", range(len(chapters)), key=key, format_func=lambda one: f"{one + 1}. {chapters[one].titre}",
            on_change=when_shown(key, lambda: st.session_state.update({SHOWN: st.session_state[key]})), width=420,
        )  # fmt: skip
        if st.button("Précédent", icon=":material/chevron_left:", disabled=rank == 0):
            _go(rank - 1)
        if st.button("Suivant", icon=":material/chevron_right:", disabled=rank == len(chapters) - 1):
            _go(rank + 1)
        menu = st.popover("Ranger", icon=":material/swap_vert:", key=named("ranger"), on_change="rerun")
    if menu.open:
        with menu:
            place = show_moves("chapitres", chapters, rank, "ce chapitre", keep_chapters)
            if place is not None:
                _go(place)
            add_chapter(found.draft, SHOWN)
    _chapter(found, rank, chapters[rank])


def _go(rank: int) -> None:
    st.session_state[SHOWN] = rank
    st.rerun()


def _chapter(found: Opened, rank: int, chapter: Chapter) -> None:
    reading = read(found.draft, resources.store(), report_places.places(), resources.SOURCES)
    with st.container(key=f"chapitre-{rank}"):
        _field(rank, "titre", "Titre du chapitre", chapter.titre, lines=False)
        _field(rank, "introduction", "Introduction du chapitre", chapter.introduction)
        st.header("Ce que montrent les chiffres", anchor=False)
        if not chapter.blocs:
            markup.show('<p class="vide">Aucun bloc de chiffres dans ce chapitre. Vous pouvez en ajouter plus bas.</p>')
        for place in range(len(chapter.blocs)):
            show_block(rank, place, chapter, reading)
        show_additions(rank, chapter, reading)
        st.header("Ce que vous en tirez", anchor=False)
        for field, (label, hint) in LISTS.items():
            _list(rank, field, label, hint, getattr(chapter, field))
        key = named(f"{rank}-partie")
        st.selectbox(
            "Place dans le rapport", list(PARTS), index=list(PARTS).index(chapter.partie),
            format_func=PARTS.__getitem__, key=key, width=420,
            on_change=when_shown(key, lambda: change_chapter(rank, partie=st.session_state[key])),
        )  # fmt: skip


def _field(rank: int, field: str, label: str, value: str, *, lines: bool = True) -> None:
    key = named(f"{rank}-{field}")

    def kept() -> None:
        change_chapter(rank, **{field: st.session_state[key]})

    if lines:
        st.text_area(label, value, max_chars=LONGEST, key=key, on_change=when_shown(key, kept), height="content")
    else:
        st.text_input(label, value, max_chars=LONGEST_TITLE, key=key, on_change=when_shown(key, kept))


def _list(rank: int, field: str, label: str, hint: str, items: tuple[str, ...]) -> None:
    key = named(f"{rank}-{field}")
    st.text_area(
        label, "\n".join(items), placeholder=hint, max_chars=LONGEST, key=key, height="content",
        on_change=when_shown(key, lambda: change_chapter(rank, **{field: _lines(st.session_state[key])})),
    )  # fmt: skip


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
