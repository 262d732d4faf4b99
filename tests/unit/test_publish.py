"""Publication all together or not at all: crashes before and after the journal, a full disk, the manifest."""

from __future__ import annotations

import asyncio
import errno
import hashlib
import json
import os
from pathlib import Path

import pandas as pd
import pytest

from lib.build import publish
from lib.build.publish import JOURNAL, MANIFEST, Built, finish_interrupted, publish_all, read_manifest
from lib.model import DataError
from tests.collecting import source


def one(folder: Path, name: str, value: int, **details: object) -> Built:
    """Return a file to publish that holds one value."""
    return Built(
        folder / "indicateurs" / f"{name}.parquet", lambda path: pd.DataFrame({"v": [value]}).to_parquet(path),
        [source()], ["2020", "2021"], "fichier officiel", details,
    )  # fmt: skip


def content(folder: Path) -> dict[str, int]:
    """Return what is published: the value of each file."""
    return {path.stem: int(pd.read_parquet(path)["v"].iloc[0]) for path in (folder / "indicateurs").glob("*.parquet")}


def hidden(folder: Path) -> list[str]:
    """Return the temporary files left behind."""
    return sorted(path.name for path in folder.rglob(".*") if path.is_file())


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with two published files."""
    folder = tmp_path / "data"
    publish_all([one(folder, "a", 1), one(folder, "b", 1)], folder)
    return folder


def test_everything_is_replaced_and_nothing_is_left(data: Path) -> None:
    publish_all([one(data, "a", 2), one(data, "b", 2)], data)
    assert content(data) == {"a": 2, "b": 2}
    assert hidden(data) == []


def test_the_manifest_is_complete(data: Path) -> None:
    publish_all([one(data, "c", 3, remarque="x")], data)
    entries = {entry["fichier"]: entry for entry in read_manifest(data)}
    assert set(entries) == {f"data/indicateurs/{name}.parquet" for name in "abc"}
    written = entries["data/indicateurs/c.parquet"]
    assert written["sha256"] == hashlib.sha256((data / "indicateurs" / "c.parquet").read_bytes()).hexdigest()
    assert written["lignes"] == 1
    assert written["millesimes"] == ["2020", "2021"]
    assert written["provenance"] == "fichier officiel"
    assert written["remarque"] == "x"
    told = written["sources"][0]
    assert {"id", "producteur", "titre", "licence", "page", "verification"} <= set(told) and all(told.values())


def test_a_failure_while_writing_leaves_everything_as_before(data: Path) -> None:
    before = (data / MANIFEST).read_bytes()

    def fail(_path: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", "x")

    broken = Built(data / "indicateurs" / "b.parquet", fail, [source()], ["2021"], "p")
    with pytest.raises(DataError, match="Rien n'a été modifié"):
        publish_all([one(data, "a", 2), broken], data)
    assert content(data) == {"a": 1, "b": 1}
    assert (data / MANIFEST).read_bytes() == before
    assert hidden(data) == []


def test_a_full_disk_when_the_journal_is_written_leaves_everything_as_before(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = publish.write_atomically

    def full(target: Path, write: object) -> None:
        if target.name == JOURNAL:
            raise OSError(errno.ENOSPC, "No space left on device", str(target))
        real(target, write)

    monkeypatch.setattr(publish, "write_atomically", full)
    with pytest.raises(DataError, match="Rien n'a été modifié"):
        publish_all([one(data, "a", 2)], data)
    assert content(data) == {"a": 1, "b": 1}
    assert hidden(data) == []


def crash_after(monkeypatch: pytest.MonkeyPatch, renames: int, failure: BaseException) -> None:
    """Let ``renames`` files take their place once the journal is there, then fail."""
    done = []
    real = Path.replace

    def replace(self: Path, target: Path) -> Path:
        if Path(target).name != JOURNAL:
            if len(done) == renames:
                raise failure
            done.append(target)
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)


@pytest.mark.parametrize("renames", [0, 1, 2])
def test_a_power_cut_after_the_journal_is_finished_by_the_next_start(
    data: Path, monkeypatch: pytest.MonkeyPatch, renames: int
) -> None:
    crash_after(monkeypatch, renames, KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        publish_all([one(data, "a", 2), one(data, "b", 2)], data)
    monkeypatch.undo()
    assert (data / JOURNAL).exists()
    assert finish_interrupted(data)
    assert content(data) == {"a": 2, "b": 2}
    hashes = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in data.rglob("*.parquet")}
    assert {Path(e["fichier"]).name: e["sha256"] for e in read_manifest(data)} == hashes
    assert hidden(data) == []
    assert not finish_interrupted(data)


def test_a_file_held_open_after_the_journal_waits_for_the_next_start(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    crash_after(monkeypatch, 1, PermissionError(errno.EACCES, "denied", "b.parquet"))
    with pytest.raises(DataError, match="sera terminée") as raised:
        publish_all([one(data, "a", 2), one(data, "b", 2)], data)
    assert "Rien n'a été modifié" not in raised.value.remedy
    monkeypatch.undo()
    publish_all([one(data, "c", 3)], data)
    assert content(data) == {"a": 2, "b": 2, "c": 3}
    assert hidden(data) == []


def test_two_starts_at_once_end_the_same_publication(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    crash_after(monkeypatch, 0, KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        publish_all([one(data, "a", 2), one(data, "b", 2)], data)
    monkeypatch.undo()
    real = Path.replace

    def overtaken(self: Path, target: Path) -> Path:
        monkeypatch.undo()
        assert finish_interrupted(data), "the other process ends it first"
        return real(self, target)

    monkeypatch.setattr(Path, "replace", overtaken)
    assert finish_interrupted(data)
    assert content(data) == {"a": 2, "b": 2}
    assert hidden(data) == []


def test_the_application_ends_an_interrupted_publication_before_it_opens(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from lib import settings
    from lib.ui import server

    crash_after(monkeypatch, 1, KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        publish_all([one(data, "a", 2), one(data, "b", 2)], data)
    monkeypatch.undo()
    monkeypatch.setenv("BOUSSOLE_DOSSIER_DONNEES", str(data))
    monkeypatch.setattr(server, "_warm_up", lambda: None)
    settings.load_settings.cache_clear()

    async def opened() -> dict:
        async with server.lifespan(None):
            return content(data)

    assert asyncio.run(opened()) == {"a": 2, "b": 2}
    settings.load_settings.cache_clear()


def test_nothing_interrupted_is_nothing_to_do(data: Path) -> None:
    assert finish_interrupted(data) is False


def test_published_files_can_be_read_by_all(data: Path) -> None:
    if os.name == "posix":
        assert (data / "indicateurs" / "a.parquet").stat().st_mode & 0o777 == 0o644


def test_the_journal_names_no_place_outside_the_folder(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    crash_after(monkeypatch, 0, KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        publish_all([one(data, "a", 2)], data)
    moves = json.loads((data / JOURNAL).read_text(encoding="utf-8"))
    assert len(moves) == 2
    assert all(not Path(path).is_absolute() for move in moves for path in move)
