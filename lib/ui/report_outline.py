"""Order of chapters and blocks: up, down, out; chapters of the catalogue or free ones added."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import streamlit as st

from lib.reports.draft import Chapter, Draft
from lib.reports.suggestion import suggest
from lib.ui import report_drafts, report_places, resources
from lib.ui.report_drafts import LONGEST_TITLE, Opened, named

T = TypeVar("T")
FREE = "Chapitre libre"


def move(items: Sequence[T], rank: int, step: int) -> tuple[T, ...]:
    """Return the items with one moved by ``step`` places, inside the list."""
    target = min(max(rank + step, 0), len(items) - 1)
    rest = [*items[:rank], *items[rank + 1 :]]
    return (*rest[:target], items[rank], *rest[target:])


def drop(items: Sequence[T], rank: int) -> tuple[T, ...]:
    """Return the items without one."""
    return (*items[:rank], *items[rank + 1 :])


def show_moves(
    name: str, items: Sequence[T], rank: int, what: str, keep: Callable[[tuple[T, ...]], None]
) -> int | None:
    """Show the buttons that move or take out an item; return its new place when one was used (the nearest if out)."""
    place = named(f"{name}-{rank}")
    with st.container(horizontal=True, gap="small"):
        up = st.button("Monter", key=f"{place}-monter", icon=":material/arrow_upward:", disabled=rank == 0)
        last = rank == len(items) - 1
        down = st.button("Descendre", key=f"{place}-descendre", icon=":material/arrow_downward:", disabled=last)
    sure = st.checkbox(f"Je veux retirer {what} et ce que j'y ai écrit", key=f"{place}-sur")
    out = st.button(f"Retirer {what}", key=f"{place}-retirer", disabled=not sure)
    if not (up or down or out):
        return None
    keep(drop(items, rank) if out else move(items, rank, -1 if up else 1))
    report_drafts.renew()
    return max(rank - 1, 0) if out or up else rank + 1


def keep_chapters(chapters: tuple[Chapter, ...]) -> None:
    """Save the chapters of the draft on screen."""
    report_drafts.change(chapitres=chapters)


def add_chapter(draft: Draft, shown: str) -> None:
    """Show how to add a chapter; ``shown`` is the place in the session that says which chapter is on screen."""
    ready = _ready(draft)
    names = [*ready, FREE]
    chosen = st.selectbox("Ajouter un chapitre", names, key=named("chapitre-nouveau"))
    title = st.text_input("Son titre", max_chars=LONGEST_TITLE, key=named("titre-nouveau")) if chosen == FREE else ""
    if st.button("Ajouter", key=named("chapitre-ajouter"), disabled=chosen == FREE and not title.strip()):
        chapter = ready[chosen] if chosen in ready else Chapter(titre=title)
        found: Opened = st.session_state[report_drafts.OPENED]
        grown = report_drafts.recall(draft.model_copy(update={"chapitres": (*draft.chapitres, chapter)}))
        report_drafts.save(report_drafts.remember_new(grown), found.template)
        report_drafts.renew()
        st.session_state[shown] = len(draft.chapitres)
        st.rerun()


def _ready(draft: Draft) -> dict[str, Chapter]:
    """Return the chapters made from the catalogue that the draft does not have, by theme then by public."""
    known = report_places.places()
    area = known.get(draft.territoire)
    taken = {chapter.titre for chapter in draft.chapitres}
    store, atlas = resources.store(), report_places.atlas()
    plans = [suggest(area, (), store, plan, atlas=atlas).chapitres for plan in ("themes", "publics")]
    return {one.titre: one for chapters in plans for one in chapters if one.titre not in taken}
