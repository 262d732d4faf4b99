"""Backups: complete, checked, restored all or nothing, from one kind of base to the other."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from lib.database import backup
from lib.database.__main__ import main
from lib.database.connection import Database, open_database
from lib.database.payloads import NAMES, Comment, StaleSave
from lib.database.tables import CommentRow
from lib.database.writings import Writings
from lib.model import DataError
from lib.settings import ROOT, load_settings
from tests.database.test_writings import ALL

COMMENT = Comment(territoire="commune-38151", bloc="b", texte="ajouté après")


def everything(database: Database) -> list:
    """Every record of a base, bin included."""
    kept = Writings(database)
    return [one for kind in NAMES for binned in (False, True) for one in kept.find(kind, discarded=binned)]


@pytest.fixture
def filled(database: Database) -> Database:
    """A base with one writing of each kind, one of them at its second version, one in the bin."""
    kept = [Writings(database).create(one, "Anne") for one in ALL]
    Writings(database).save(kept[0], ALL[0])
    Writings(database).discard(Writings(database).create(COMMENT))
    return database


@pytest.fixture
def saved(filled: Database, tmp_path: Path) -> Path:
    """A backup of the filled base."""
    path, count = backup.save(filled, tmp_path / "s" / "copie.jsonl.gz")
    assert count == len(ALL) + 1
    return path


@pytest.fixture
def backups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of backups, away from the project."""
    monkeypatch.setattr(backup, "FOLDER", tmp_path / "sauvegardes")
    return tmp_path / "sauvegardes"


def test_a_backup_moves_from_one_kind_of_base_to_the_other(filled: Database, saved: Path, tmp_path, cluster) -> None:
    before = everything(filled)
    for other in (str(tmp_path / "autre"), cluster.new_database()):
        done = backup.restore(other, saved)
        assert (done.count, done.aside) == (len(before), None)
        found = open_database(other)
        assert everything(found) == before
        found.close()


def test_what_was_there_is_kept_beside_and_can_come_back(setting, filled: Database, saved: Path, backups) -> None:
    before = everything(filled)
    added = Writings(filled).create(COMMENT)
    done = backup.restore(setting, saved)
    assert everything(filled) == before  # seen at once by the connections already open
    assert done.aside.name.startswith("avant_restauration_")
    assert backup.restore(setting, done.aside).count == len(before) + 1
    assert added in everything(filled)


def test_after_a_restoration_a_stale_save_is_refused(setting, filled: Database, saved: Path, backups) -> None:
    (seen,) = Writings(filled).find(Comment)
    later = Writings(filled).save(seen, seen.payload.model_copy(update={"texte": "plus tard"}))
    backup.restore(setting, saved)
    (back,) = Writings(filled).find(Comment)
    assert back.payload == seen.payload and back.version > later.version
    with pytest.raises(StaleSave):
        Writings(filled).save(later, COMMENT)


def test_a_backup_while_others_write_holds_one_instant(database: Database, tmp_path: Path) -> None:
    """Each writer keeps two comments in one transaction: a backup never holds one without the other."""
    stop, done = threading.Event(), []

    def write() -> None:
        while not stop.is_set():
            pair = len(done)
            with database.writing() as session:
                for half in "ab":
                    session.add(_row(f"{pair:06d}{half}"))
                    session.flush()
            done.append(pair)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        counts = [backup.save(database, tmp_path / f"{turn}.jsonl.gz")[1] for turn in range(15)]
    finally:
        stop.set()
        writer.join()
    assert all(count % 2 == 0 for count in counts) and counts == sorted(counts) and counts[-1] > counts[0]


def _row(identifier: str):
    now = datetime.now(UTC)
    return CommentRow(id=identifier, version=1, cree_le=now, modifie_le=now, auteur="", **COMMENT.model_dump())


def _unpacked(path: Path) -> bytes:
    return gzip.decompress(path.read_bytes())


def _resealed(path: Path, change) -> None:
    """Rewrite a backup with other rows and a right seal."""
    rows = [json.loads(line) for line in _unpacked(path).splitlines()][:-1]
    path.write_bytes(gzip.compress(b"".join(backup._sealed(change(rows)))))


def _flip(path: Path) -> None:
    lines = _unpacked(path).replace(b"Essarts", b"Essarte")
    path.write_bytes(gzip.compress(lines))


def _drop_a_line(path: Path) -> None:
    lines = _unpacked(path).splitlines(keepends=True)
    path.write_bytes(gzip.compress(b"".join([*lines[:2], *lines[3:]])))


UNKNOWN_COLUMN = {"table": "zones", "ligne": {"id": "x", "y": "x"}}
DAMAGES = {
    "another letter": _flip,
    "a line less": _drop_a_line,
    "cut": lambda path: path.write_bytes(path.read_bytes()[:-30]),
    "no seal": lambda path: path.write_bytes(gzip.compress(b"".join(_unpacked(path).splitlines(keepends=True)[:-1]))),
    "a byte of the file": lambda path: path.write_bytes(path.read_bytes()[:200] + b"\0" + path.read_bytes()[201:]),
    "empty": lambda path: path.write_bytes(b""),
    "empty archive": lambda path: path.write_bytes(gzip.compress(b"")),
    "not a backup": lambda path: path.write_bytes(b"PK\3\4 un classeur"),
    "other json": lambda path: path.write_bytes(gzip.compress(b"[1, 2]\n3\n")),
    "unknown table": lambda path: _resealed(path, lambda rows: [*rows, {"table": "usagers", "ligne": {}}]),
    "missing column": lambda path: _resealed(path, lambda rows: [*rows, {"table": "zones", "ligne": {"id": "x"}}]),
    "unknown column": lambda path: _resealed(path, lambda rows: [*rows, UNKNOWN_COLUMN]),
    "no such territory": lambda path: _resealed(path, _elsewhere),
    "newer schema": lambda path: _resealed(path, lambda rows: [rows[0] | {"schema": "9999"}, *rows[1:]]),
    "newer format": lambda path: _resealed(path, lambda rows: [rows[0] | {"format": "boussole-9"}, *rows[1:]]),
}


def _elsewhere(rows: list) -> list:
    comments = [row for row in rows if row.get("table") == "commentaires"]
    return [*rows, *(row | {"ligne": row["ligne"] | {"id": "autre", "territoire": "?"}} for row in comments)]


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_or_newer_backup_is_refused_and_nothing_changes(
    damage: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = open_database(str(tmp_path / "base"))
    [Writings(database).create(one) for one in ALL]
    before = everything(database)
    path, _ = backup.save(database, tmp_path / "copie.jsonl.gz")
    DAMAGES[damage](path)
    with pytest.raises(DataError) as refused:
        backup.restore(str(tmp_path / "base"), path)
    expected = "plus récente" if damage.startswith("newer") else "territoire" if "territory" in damage else "abîmée"
    assert expected in str(refused.value)
    assert everything(database) == before
    assert not (tmp_path / "base/sauvegardes").exists()
    database.close()


def test_the_test_of_damages_starts_from_a_good_backup(tmp_path: Path) -> None:
    database = open_database(str(tmp_path / "base"))
    [Writings(database).create(one) for one in ALL]
    path, _ = backup.save(database, tmp_path / "copie.jsonl.gz")
    _resealed(path, lambda rows: rows)
    assert backup.restore(str(tmp_path / "neuve"), path).count == len(ALL)
    database.close()


def test_an_absent_backup_is_told(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="n'existe pas"):
        backup.restore(str(tmp_path), tmp_path / "absente.jsonl.gz")


def test_a_damaged_base_is_moved_aside_not_erased(tmp_path: Path) -> None:
    database = open_database(str(tmp_path / "base"))
    [Writings(database).create(one) for one in ALL]
    before = everything(database)
    path, _ = backup.save(database, tmp_path / "copie.jsonl.gz")
    database.close()
    database.file.write_bytes(b"abime" * 4000)
    done = backup.restore(str(tmp_path / "base"), path)
    assert done.aside.read_bytes() == b"abime" * 4000 and "abimee" in done.aside.name
    found = open_database(str(tmp_path / "base"))
    assert everything(found) == before
    found.close()


def test_a_backup_that_cannot_be_written_leaves_the_former_one(filled: Database, tmp_path: Path) -> None:
    (tmp_path / "occupe").write_text("un fichier")
    with pytest.raises(DataError, match="n'a pas pu être écrite"):
        backup.save(filled, tmp_path / "occupe" / "copie.jsonl.gz")
    assert [one.name for one in tmp_path.iterdir() if "partiel" in one.name] == []


def test_the_two_commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("BOUSSOLE_BASE", str(tmp_path / "base"))
    load_settings.cache_clear()
    try:
        database = open_database(str(tmp_path / "base"))
        Writings(database).create(COMMENT)
        database.close()
        assert main(["sauvegarder", str(tmp_path / "c.jsonl.gz")]) == 0
        assert main(["restaurer", str(tmp_path / "c.jsonl.gz")]) == 0
        said = capsys.readouterr().out
        assert "Sauvegarde faite et relue : 1\N{NO-BREAK SPACE}écrit." in said and "est gardé ici" in said
        assert main(["restaurer", str(tmp_path / "rien.jsonl.gz")]) == 1
        assert "Que faire : Vérifiez le nom du fichier." in capsys.readouterr().err
    finally:
        load_settings.cache_clear()


def test_the_launcher_hands_over_from_the_folder_of_the_terminal(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; sys.path.insert(0, sys.argv[1]); from lanceur import command; "
        "command.prepare = lambda *wanted: Path(sys.executable); "
        "sys.exit(command.run(Path(sys.argv[1]), sys.argv[2:]))"
    )

    def launch(*arguments: str) -> subprocess.CompletedProcess[str]:
        env = {"BOUSSOLE_BASE": str(tmp_path / "base"), "PATH": "", "LC_ALL": "C.UTF-8"}
        command = [sys.executable, "-c", code, str(ROOT), *arguments]
        return subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True)

    kept = launch("sauvegarder", "ici.jsonl.gz")
    assert (
        kept.returncode == 0 and str(tmp_path / "ici.jsonl.gz") in kept.stdout and (tmp_path / "ici.jsonl.gz").exists()
    )
    assert launch("restaurer", "ici.jsonl.gz").returncode == 0
    for wrong in (["restaurer"], ["sauvegarder", "a", "b"], ["restaurer", "--vite"]):
        refused = launch(*wrong)
        assert refused.returncode == 1 and "n'est pas comprise" in refused.stderr
