"""Comments follow their block: found again under it, forgotten once emptied, never put over other words."""

from __future__ import annotations

from lib.reports.comments import block_key, changed, proposed, written
from lib.reports.draft import Block, Chapter, Draft


def draft(*blocks: Block) -> Draft:
    return Draft(titre="t", territoire="commune-38151", chapitres=(Chapter(titre="c", blocs=blocks),))


def block(*names: str, text: str = "", carte: str = "") -> Block:
    return Block(indicateurs=names, commentaire=text, carte=carte)


def comments(made: Draft) -> list[str]:
    return [one.commentaire for one in made.chapitres[0].blocs]


def test_a_block_is_named_by_what_it_shows():
    assert block_key(block("a", "b")) == block_key(block("b", "a")) != block_key(block("a"))
    assert block_key(block("a", carte="commune@departement-38")) != block_key(block("a"))
    assert len(block_key(block(*(f"indicateur_{rank}" for rank in range(60))))) == 300


def test_only_what_changed_is_kept_and_a_block_taken_out_says_nothing():
    before = draft(block("a", text="un"), block("b", text="deux"), block("c", text="trois"))
    after = draft(block("a", text="un"), block("b", text="autre"), block("d", text=" neuf "))
    assert changed(before, after) == {"b": "autre", "d": "neuf"}
    assert changed(before, draft(block("a"))) == {"a": ""}
    assert changed(None, draft(block("a"))) == {}


def test_a_comment_is_proposed_under_new_blocks_only_and_never_replaces_words():
    kept = {"a": "ancien", "b": "ancien b"}
    filled, count = proposed(draft(block("a"), block("b", text="à moi"), block("z")), kept)
    assert (comments(filled), count) == (["ancien", "à moi", ""], 1)
    grown, count = proposed(draft(block("a"), block("b")), kept, before=draft(block("a")))
    assert (comments(grown), count) == (["", "ancien b"], 1), "the one emptied before stays empty"
    assert written(filled) == {"a": "ancien", "b": "à moi", "z": ""}
