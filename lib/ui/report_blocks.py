"""The blocks of a chapter: what each says, its comment, its settings; a block of figures or a map added."""

from __future__ import annotations

from html import escape

import streamlit as st

from lib import formats, map_frames
from lib.map_words import standing
from lib.model import Indicator
from lib.reports.draft import LONGEST, Block, Chapter
from lib.reports.map_block import mapped
from lib.reports.reading import Reading, has_figure, key_sentence, known
from lib.reports.titles import title_of
from lib.ui import markup, report_places, resources
from lib.ui.report_drafts import LONGEST_TITLE, named
from lib.ui.report_edits import add_block, change_block, change_chapter
from lib.ui.report_maps import frame_choice, show_new_map
from lib.ui.report_outline import show_moves
from lib.ui.shown import when_shown

SWITCHES = (("graphique", "Montrer le graphique"), ("tableau", "Montrer le tableau"))
MAP_SWITCHES = (("tableau", "Montrer le tableau des valeurs de la carte"),)


def show_block(rank: int, place: int, chapter: Chapter, reading: Reading) -> None:
    """Show one block of a chapter."""
    block = chapter.blocs[place]
    title = title_of(block, reading.catalog, report_places.places())
    with st.container(border=True, key=f"bloc-rapport-{rank}-{place}"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            with st.container(width="stretch"):
                markup.show(f'<h3 class="titre-bloc">{"Carte : " if block.carte else ""}{escape(title)}</h3>')
            with st.popover("Régler", icon=":material/tune:", type="tertiary"):
                _settings(rank, place, title, chapter, reading)
        told = "".join(f"<p>{escape(sentence)}</p>" for sentence in _sentences(block, reading))
        absent = '<p class="precision">Aucun chiffre installé : seul votre commentaire paraîtra.</p>'
        markup.show(f'<div class="chiffres-bloc">{told or absent}</div>')
        key = named(f"{rank}-{place}-commentaire")
        st.text_area(
            f"Votre commentaire sous « {title} »", block.commentaire, max_chars=LONGEST, key=key, height="content",
            placeholder="Ce que vos équipes constatent, ce qui explique ce chiffre, ce qu'il ne dit pas…",
            on_change=when_shown(key, lambda: change_block(rank, place, commentaire=st.session_state[key])),
        )  # fmt: skip


def _sentences(block: Block, reading: Reading) -> list[str]:
    if block.carte:
        found = mapped(block, reading, report_places.atlas())
        if found is None:
            return []
        label = map_frames.label(*found.frame)
        return [standing(found.shown, found.indicator, label, reading.territory.key)]
    shown = [one for one in known(block, reading.catalog) if has_figure(reading.mine(one))]
    return [key_sentence(reading, one) for one in shown]


def _settings(rank: int, place: int, title: str, chapter: Chapter, reading: Reading) -> None:
    block = chapter.blocs[place]
    name = named(f"{rank}-{place}-titre")
    st.text_input(
        "Titre du bloc", block.titre, placeholder=title, max_chars=LONGEST_TITLE, key=name,
        on_change=when_shown(name, lambda: change_block(rank, place, titre=st.session_state[name])),
    )  # fmt: skip
    if block.carte:
        found = known(block, reading.catalog)
        frame = frame_choice(reading, found[0] if found else None, block.carte, named(f"{rank}-{place}-cadre"))
        if frame and frame != block.carte:
            change_block(rank, place, carte=frame)
            st.rerun()
    for field, label in MAP_SWITCHES if block.carte else SWITCHES:
        key = named(f"{rank}-{place}-{field}")
        st.toggle(label, getattr(block, field), key=key, on_change=when_shown(key, _switch(rank, place, field, key)))

    def keep(blocks: tuple[Block, ...]) -> None:
        change_chapter(rank, blocs=blocks)

    if show_moves(f"{rank}-blocs", chapter.blocs, place, "ce bloc", keep) is not None:
        st.rerun()


def _switch(rank: int, place: int, field: str, key: str):
    return lambda: change_block(rank, place, **{field: st.session_state[key]})


def show_additions(rank: int, chapter: Chapter, reading: Reading) -> None:
    """Show how to add a block of figures or a map; read when opened only."""
    with st.expander("Ajouter un bloc de chiffres", key=named(f"{rank}-ajout"), on_change="rerun") as panel:
        if panel.open:
            _new_figures(rank, _offered(reading, chapter, used_too=False))
    with st.expander("Ajouter une carte", key=named(f"{rank}-ajout-carte"), on_change="rerun") as panel:
        if panel.open:
            show_new_map(rank, reading, _offered(reading, chapter, used_too=True), lambda block: add_block(rank, block))


def _new_figures(rank: int, offered: dict[str, str]) -> None:
    key = named(f"{rank}-indicateurs")
    chosen = st.multiselect(
        "Indicateurs (trois au plus, de même unité pour un seul graphique)", list(offered), key=key,
        format_func=lambda name: offered[name], max_selections=3, placeholder="Cherchez un mot : logement, jeunes…",
    )  # fmt: skip
    if st.button("Ajouter ce bloc", disabled=not chosen, key=named(f"{rank}-ajouter")):
        add_block(rank, Block(indicateurs=tuple(chosen)))


def _offered(reading: Reading, chapter: Chapter, *, used_too: bool) -> dict[str, str]:
    """Name the indicators that have a figure here, those of the themes of this chapter first."""
    catalog = reading.catalog
    profile = resources.store().profile([reading.territory], catalog.indicators)
    used = {name for block in chapter.blocs for name in block.indicateurs}
    themes = {catalog.indicators[name].theme for name in used if name in catalog.indicators}

    def wanted(one: Indicator) -> bool:
        return (used_too or one.id not in used) and has_figure(profile.latest(reading.territory, one.id))

    found = sorted(filter(wanted, catalog.indicators.values()), key=lambda one: one.theme not in themes)
    return {one.id: f"{one.titre} ({formats.UNIT_LABEL[one.unite]})" for one in found}
