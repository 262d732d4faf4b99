"""The chapters of a draft: one at a time, its blocks with figures and comments, its questions and ways forward."""

from __future__ import annotations

from html import escape

import streamlit as st

from lib import formats
from lib.model import Indicator
from lib.reports.compose import block_title
from lib.reports.draft import LONGEST, Block, Chapter
from lib.reports.reading import Reading, has_figure, key_sentence, known, read
from lib.ui import markup, report_drafts, resources
from lib.ui.report_drafts import LONGEST_TITLE, Opened, named
from lib.ui.report_outline import add_chapter, keep_chapters, show_moves

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
            on_change=lambda: st.session_state.update({SHOWN: st.session_state[key]}), width=420,
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
    reading = read(found.draft, resources.store(), resources.territories(), resources.SOURCES)
    with st.container(key=f"chapitre-{rank}"):
        _field(rank, "titre", "Titre du chapitre", chapter.titre, lines=False)
        _field(rank, "introduction", "Introduction du chapitre", chapter.introduction)
        st.header("Ce que montrent les chiffres", anchor=False)
        if not chapter.blocs:
            markup.show('<p class="vide">Aucun bloc de chiffres dans ce chapitre. Vous pouvez en ajouter plus bas.</p>')
        for place, block in enumerate(chapter.blocs):
            _block(rank, place, block, chapter, reading)
        _add_block(rank, chapter, reading)
        st.header("Ce que vous en tirez", anchor=False)
        for field, (label, hint) in LISTS.items():
            _list(rank, field, label, hint, getattr(chapter, field))
        key = named(f"{rank}-partie")
        st.selectbox(
            "Place dans le rapport", list(PARTS), index=list(PARTS).index(chapter.partie),
            format_func=PARTS.__getitem__, key=key, width=420,
            on_change=lambda: change_chapter(rank, partie=st.session_state[key]),
        )  # fmt: skip


def change_chapter(rank: int, **fields: object) -> None:
    """Change one chapter of the draft on screen and save."""
    chapters = list(st.session_state[report_drafts.OPENED].draft.chapitres)
    chapters[rank] = chapters[rank].model_copy(update=fields)
    report_drafts.change(chapitres=tuple(chapters))


def change_block(rank: int, place: int, **fields: object) -> None:
    """Change one block of the draft on screen and save."""
    blocks = list(st.session_state[report_drafts.OPENED].draft.chapitres[rank].blocs)
    blocks[place] = blocks[place].model_copy(update=fields)
    change_chapter(rank, blocs=tuple(blocks))


def _field(rank: int, field: str, label: str, value: str, *, lines: bool = True) -> None:
    key = named(f"{rank}-{field}")

    def kept() -> None:
        change_chapter(rank, **{field: st.session_state[key]})

    if lines:
        st.text_area(label, value, max_chars=LONGEST, key=key, on_change=kept, height="content")
    else:
        st.text_input(label, value, max_chars=LONGEST_TITLE, key=key, on_change=kept)


def _list(rank: int, field: str, label: str, hint: str, items: tuple[str, ...]) -> None:
    key = named(f"{rank}-{field}")
    st.text_area(
        label, "\n".join(items), placeholder=hint, max_chars=LONGEST, key=key, height="content",
        on_change=lambda: change_chapter(rank, **{field: _lines(st.session_state[key])}),
    )  # fmt: skip


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _block(rank: int, place: int, block: Block, chapter: Chapter, reading: Reading) -> None:
    shown = [one for one in known(block, reading.catalog) if has_figure(reading.mine(one))]
    title = block.titre or block_title(known(block, reading.catalog)) or "Bloc sans indicateur"
    with st.container(border=True, key=f"bloc-rapport-{rank}-{place}"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            with st.container(width="stretch"):
                markup.show(f'<h3 class="titre-bloc">{escape(title)}</h3>')
            with st.popover("Régler", icon=":material/tune:", type="tertiary"):
                _settings(rank, place, block, title, chapter)
        told = "".join(f"<p>{escape(key_sentence(reading, one))}</p>" for one in shown)
        absent = '<p class="precision">Aucun chiffre installé : seul votre commentaire paraîtra.</p>'
        markup.show(f'<div class="chiffres-bloc">{told or absent}</div>')
        key = named(f"{rank}-{place}-commentaire")
        st.text_area(
            f"Votre commentaire sous « {title} »", block.commentaire, max_chars=LONGEST, key=key, height="content",
            placeholder="Ce que vos équipes constatent, ce qui explique ce chiffre, ce qu'il ne dit pas…",
            on_change=lambda: change_block(rank, place, commentaire=st.session_state[key]),
        )  # fmt: skip


def _settings(rank: int, place: int, block: Block, title: str, chapter: Chapter) -> None:
    name = named(f"{rank}-{place}-titre")
    st.text_input(
        "Titre du bloc", block.titre, placeholder=title, max_chars=LONGEST_TITLE, key=name,
        on_change=lambda: change_block(rank, place, titre=st.session_state[name]),
    )  # fmt: skip
    for field, label in (("graphique", "Montrer le graphique"), ("tableau", "Montrer le tableau")):
        key = named(f"{rank}-{place}-{field}")
        st.toggle(label, getattr(block, field), key=key, on_change=_switch(rank, place, field, key))

    def keep(blocks: tuple[Block, ...]) -> None:
        change_chapter(rank, blocs=blocks)

    if show_moves(f"{rank}-blocs", chapter.blocs, place, "ce bloc", keep) is not None:
        st.rerun()


def _switch(rank: int, place: int, field: str, key: str):
    return lambda: change_block(rank, place, **{field: st.session_state[key]})


def _add_block(rank: int, chapter: Chapter, reading: Reading) -> None:
    with st.expander("Ajouter un bloc de chiffres", key=named(f"{rank}-ajout"), on_change="rerun") as panel:
        if not panel.open:
            return
        offered = _offered(reading, chapter)
        key = named(f"{rank}-indicateurs")
        chosen = st.multiselect(
            "Indicateurs (trois au plus, de même unité pour un seul graphique)", list(offered), key=key,
            format_func=lambda name: offered[name], max_selections=3, placeholder="Cherchez un mot : logement, jeunes…",
        )  # fmt: skip
        if st.button("Ajouter ce bloc", disabled=not chosen, key=named(f"{rank}-ajouter")):
            now: Opened = st.session_state[report_drafts.OPENED]
            blocks = (*chapter.blocs, Block(indicateurs=tuple(chosen)))
            chapters = list(now.draft.chapitres)
            chapters[rank] = chapters[rank].model_copy(update={"blocs": blocks})
            longer = report_drafts.recall(now.draft.model_copy(update={"chapitres": tuple(chapters)}))
            report_drafts.save(report_drafts.remember_new(longer), now.template)
            report_drafts.renew()
            st.rerun()


def _offered(reading: Reading, chapter: Chapter) -> dict[str, str]:
    """Name the indicators that have a figure here, those of the themes of this chapter first."""
    catalog = reading.catalog
    profile = resources.store().profile([reading.territory], catalog.indicators)
    used = {name for block in chapter.blocs for name in block.indicateurs}
    themes = {catalog.indicators[name].theme for name in used if name in catalog.indicators}

    def wanted(one: Indicator) -> bool:
        return one.id not in used and has_figure(profile.latest(reading.territory, one.id))

    found = sorted(filter(wanted, catalog.indicators.values()), key=lambda one: one.theme not in themes)
    return {one.id: f"{one.titre} ({formats.UNIT_LABEL[one.unite]})" for one in found}
