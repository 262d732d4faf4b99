"""Comments follow their block and their territory: one written in a report is proposed again in the next one. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lib.reports.draft import Block, Draft

LONGEST_KEY = 300  # characters of the name of a block in the base


def block_key(block: Block) -> str:
    """Name a block by what it shows, whatever the order, the report and the chapter."""
    names = ",".join(sorted(block.indicateurs))
    return (f"carte {names} {block.carte}" if block.carte else names)[:LONGEST_KEY]


def written(draft: Draft) -> dict[str, str]:
    """Return the comment of every block by its key, empty ones included; the last one when a block is there twice."""
    return {block_key(block): block.commentaire.strip() for block in _blocks(draft)}


def changed(before: Draft | None, after: Draft) -> dict[str, str]:
    """Return the comments written or emptied between two states of a draft; a block taken out says nothing."""
    known = written(before) if before else {}
    return {key: text for key, text in written(after).items() if known.get(key, "") != text}


def proposed(draft: Draft, kept: Mapping[str, str], before: Draft | None = None) -> tuple[Draft, int]:
    """Put the comments already written on this territory under the blocks that are new in ``draft``, and count them."""
    there = written(before) if before else {}
    count = 0

    def filled(block: Block) -> Block:
        nonlocal count
        text = kept.get(block_key(block), "")
        if block.commentaire.strip() or not text or block_key(block) in there:
            return block
        count += 1
        return block.model_copy(update={"commentaire": text})

    chapters = tuple(
        one.model_copy(update={"blocs": tuple(filled(block) for block in one.blocs)}) for one in draft.chapitres
    )
    return draft.model_copy(update={"chapitres": chapters}), count


def _blocks(draft: Draft) -> Iterator[Block]:
    return (block for chapter in draft.chapitres for block in chapter.blocs)
