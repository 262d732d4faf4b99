"""Large JSON files read piece by piece: same records as when read at once, wherever the pieces are cut."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib import json_stream, readers
from lib.json_stream import pieces
from lib.readers import Document

RECORDS = st.dictionaries(st.text(), st.one_of(st.integers(), st.floats(allow_nan=False), st.text(), st.none()))
SPREAD = '{ "date" : "2026" ,\n "rien" : [ ] , "nombre": 12345.5, "objets" : [ {"a": 1} ,\r\n {"b": [2, 3]} ] }'


def written(folder: Path, text: str) -> Path:
    """Write a text as a file."""
    path = folder / "essai.json"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("piece", [1, 2, 3, 7, 1 << 20])
def test_members_and_elements_come_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, piece: int) -> None:
    monkeypatch.setattr(json_stream, "PIECE", piece)
    found = list(pieces(written(tmp_path, SPREAD)))
    assert found == [("date", "2026"), ("nombre", 12345.5), ("objets", {"a": 1}), ("objets", {"b": [2, 3]})]


@pytest.mark.parametrize("piece", [1, 5, 1 << 20])
def test_a_number_is_never_cut_at_the_end_of_a_piece(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, piece: int
) -> None:
    monkeypatch.setattr(json_stream, "PIECE", piece)
    assert list(pieces(written(tmp_path, "[1234567, -0.5e3, 8]"))) == [("", 1234567), ("", -500.0), ("", 8)]


@pytest.mark.parametrize(
    "text", ['{"a": [1, 2', '{"a": 1', "[1, 2] ".rstrip()[:-1], '{"a" 1}', "[1; 2]", "bonjour", ""]
)
def test_a_damaged_text_is_an_error(tmp_path: Path, text: str) -> None:
    with pytest.raises(ValueError):
        list(pieces(written(tmp_path, text)))


def test_a_text_that_is_not_json_does_not_fill_the_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_stream, "PIECE", 10)
    monkeypatch.setattr(json_stream, "LARGEST", 100)
    read: list[int] = []
    more = json_stream._Text._more

    def counting(text: json_stream._Text, **how: bool) -> bool:
        read.append(1)
        return more(text, **how)

    monkeypatch.setattr(json_stream._Text, "_more", counting)
    with pytest.raises(ValueError):
        list(pieces(written(tmp_path, "[" + "x" * 10_000)))
    assert len(read) < 20


@given(records=st.lists(RECORDS, max_size=6), piece=st.integers(1, 40))
def test_pieces_give_what_the_whole_gives(
    records: list[dict], piece: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = written(tmp_path_factory.mktemp("json"), json.dumps(records, ensure_ascii=False))
    before, json_stream.PIECE = json_stream.PIECE, piece
    try:
        assert [value for _, value in pieces(path)] == records
    finally:
        json_stream.PIECE = before


@pytest.mark.parametrize(
    "content",
    [
        [{"code": "38151", "ips": 77.5}, {"code": "38185", "nom": "B"}],
        {"total_count": 2, "results": [{"code": "38151"}, {"code": "38185", "nom": "B"}]},
        {"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"code": "38151"}}]},
        {"total": 2, "total_values": 2, "aggs": [{"value": "38151", "total": 1}]},
    ],
)
def test_a_large_file_shows_the_same_columns_as_a_small_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: object
) -> None:
    path = written(tmp_path, json.dumps(content))
    small = Document(path).columns()
    monkeypatch.setattr(readers, "LARGE_JSON", 1)
    monkeypatch.setattr(Document, "_records", lambda document: pytest.fail("lu en entier"))
    assert Document(path).columns() == small
