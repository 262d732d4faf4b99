"""Changes made to the chapters of the draft on screen, each saved at once."""

from __future__ import annotations

import streamlit as st

from lib.reports.draft import Block
from lib.ui import report_drafts
from lib.ui.report_drafts import Opened


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


def add_block(rank: int, block: Block) -> None:
    """Add a block at the end of a chapter, with the comment already written on it, and show the chapter again."""
    now: Opened = st.session_state[report_drafts.OPENED]
    chapters = list(now.draft.chapitres)
    chapters[rank] = chapters[rank].model_copy(update={"blocs": (*chapters[rank].blocs, block)})
    longer = report_drafts.recall(now.draft.model_copy(update={"chapitres": tuple(chapters)}))
    report_drafts.save(report_drafts.remember_new(longer), now.template)
    report_drafts.renew()
    st.rerun()
