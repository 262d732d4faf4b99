"""What goes wrong with a base: busy, full, unreachable, damaged, newer, cut off while writing."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import event, text

from lib.database import connection
from lib.database.connection import Database, head, locate, open_database
from lib.database.failures import DamagedBase
from lib.database.payloads import Comment, Draft
from lib.database.tables import Base, CommentRow
from lib.database.writings import Writings, writings
from lib.model import DataError
from lib.settings import ROOT

COMMENT = Comment(territoire="commune-38151", bloc="b", texte="gardé")
# Keeps comments one by one, saying so after each; then writes 50 more in a transaction that never ends.
WRITER = """
import sys, time
sys.path.insert(0, sys.argv[1])
from lib.database.connection import open_database
from lib.database.payloads import Comment
from lib.database.tables import CommentRow
from lib.database.writings import Writings, new_id
from datetime import UTC, datetime
base, rounds = open_database(sys.argv[2]), int(sys.argv[3])
for rank in range(rounds):
    print(Writings(base).create(Comment(territoire="commune-38151", bloc="b", texte="é" * 5000)).id, flush=True)
with base.writing() as session:
    for rank in range(50):
        now = datetime.now(UTC)
        session.add(CommentRow(id=new_id(), version=1, cree_le=now, modifie_le=now, auteur="",
                               territoire="commune-38151", bloc="b", texte="x" * 100_000))
        session.flush()
    print("au milieu", flush=True)
    time.sleep(60)
"""


def killed(setting: str, rounds: int, until: str = "", after: float = 0) -> list[str]:
    """Run the writer, kill it at a line or after some time, and return what it said it had kept."""
    command = [sys.executable, "-c", WRITER, str(ROOT), setting, str(rounds)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    lines = [process.stdout.readline().strip()]
    while until and lines[-1] != until:
        lines.append(process.stdout.readline().strip())
        assert process.poll() is None, "le programme d'essai s'est arrêté seul"
    time.sleep(after)
    os.kill(process.pid, signal.SIGKILL)
    lines += process.stdout.read().split()
    assert process.wait() == -signal.SIGKILL
    return [line for line in lines if line != until]


def test_a_sudden_stop_in_a_transaction_loses_nothing_kept_and_keeps_no_half(setting: str) -> None:
    said = killed(setting, 5, until="au milieu")
    base = open_database(setting)
    assert [one.id for one in Writings(base).find(Comment)] == said and len(said) == 5
    assert Writings(base).create(COMMENT).version == 1
    base.close()


@pytest.mark.parametrize("after", [0.02, 0.07, 0.15])
def test_a_sudden_stop_at_any_time_loses_nothing_kept(setting: str, after: float) -> None:
    said = killed(setting, 100_000, after=after)
    base = open_database(setting)
    kept = {one.id for one in Writings(base).find(Comment)}
    assert set(said) <= kept and len(kept) - len(said) <= 1  # the last one may be kept and not yet said
    base.close()


def test_a_transaction_that_fails_is_undone(database: Database) -> None:
    kept = Writings(database).create(COMMENT)
    with pytest.raises(DataError, match="refusé"), database.writing() as session:
        session.execute(text("UPDATE commentaires SET texte = 'perdu'"))
        session.execute(text("INSERT INTO zones (id) VALUES ('x')"))
    assert Writings(database).find(Comment) == [kept]


def test_a_busy_base_says_so_and_works_again(database: Database) -> None:
    seen = Writings(database).create(COMMENT)
    with database.writing() as session:
        session.get(CommentRow, seen.id, with_for_update=True)
        with pytest.raises(DataError, match="occupée"):
            Writings(database).save(seen, COMMENT)
    assert Writings(database).save(seen, COMMENT).version == 2


def test_reading_does_not_wait_for_a_save(database: Database) -> None:
    seen = Writings(database).create(COMMENT)
    with database.writing() as session:
        session.execute(text("UPDATE commentaires SET texte = 'pas encore'"))
        assert Writings(database).get(Comment, seen.id) == seen


def test_a_full_disk_says_so_and_changes_nothing(database: Database) -> None:
    kept = Writings(database).create(COMMENT)
    if database.file:
        database.engine.dispose()
        event.listen(database.engine, "connect", lambda raw, _: raw.execute("PRAGMA max_page_count = 20"))
    else:
        with database.writing() as session:
            session.execute(
                text(
                    "CREATE FUNCTION plein() RETURNS trigger LANGUAGE plpgsql AS "
                    "$$ BEGIN RAISE EXCEPTION 'No space left' USING ERRCODE = '53100'; END $$"
                )
            )
            session.execute(text("CREATE TRIGGER t BEFORE INSERT ON commentaires EXECUTE FUNCTION plein()"))
    with pytest.raises(DataError, match="plein"):
        Writings(database).create(COMMENT.model_copy(update={"texte": "x" * 150_000}))
    assert Writings(database).find(Comment) == [kept]


def test_a_newer_schema_is_refused_untouched(setting: str, database: Database) -> None:
    kept = Writings(database).create(COMMENT)
    with database.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DataError, match="plus récente") as refused:
        open_database(setting)
    assert "9999" in refused.value.where and "Mettez l'application à jour" in refused.value.remedy
    assert Writings(database).find(Comment) == [kept]


def test_models_and_migrations_say_the_same(database: Database) -> None:
    with database.engine.connect() as opened:
        context = MigrationContext.configure(opened, opts={"compare_type": True})
        assert context.get_current_revision() == head()
        assert compare_metadata(context, Base.metadata) == []


def test_several_processes_may_open_an_empty_base_at_once(setting: str) -> None:
    code = "import sys; sys.path.insert(0, sys.argv[1]); from lib.database.connection import open_database; "
    command = [sys.executable, "-c", code + "open_database(sys.argv[2], 60)", str(ROOT), setting]
    opened = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(3)]
    assert [(one.communicate()[1], one.returncode) for one in opened] == [("", 0)] * 3


def test_an_unreachable_server_says_so_without_the_password(cluster) -> None:
    address = f"postgresql://{cluster.user}:tres_secret@/absente?host={cluster.folder}/nulle_part"
    with pytest.raises(DataError, match="ne répond pas") as refused:
        open_database(address)
    assert "tres_secret" not in str(refused.value) and "***" in refused.value.where


def test_a_server_that_stops_and_comes_back(cluster) -> None:
    database = open_database(cluster.new_database())
    kept = Writings(database).create(COMMENT)
    cluster.stop()
    try:
        with pytest.raises(DataError, match="ne répond pas"):
            Writings(database).find(Comment)
    finally:
        cluster.start()
    assert Writings(database).find(Comment) == [kept]
    database.close()


def test_an_unknown_database_is_refused_access_or_unreachable(cluster) -> None:
    with pytest.raises(DataError, match=r"ne répond pas|refuse l'accès"):
        open_database(f"postgresql://{cluster.user}@/jamais_creee?host={cluster.folder}")


@pytest.mark.parametrize("damage", ["text", "middle", "truncated"])
def test_a_damaged_file_is_told_and_left_untouched(tmp_path: Path, damage: str) -> None:
    file = tmp_path / "boussole.sqlite"
    filled = open_database(str(file))
    for _ in range(60):
        Writings(filled).create(COMMENT.model_copy(update={"texte": "x" * 3000}))
    filled.close()
    content = bytearray(file.read_bytes())
    if damage == "text":
        content = bytearray(b"ceci n'est pas une base" * 500)
    elif damage == "middle":
        content[4096 * 3 : 4096 * 20] = b"\xa5" * 4096 * 17
    else:
        content = content[: len(content) // 2]
    file.write_bytes(content)
    with pytest.raises(DamagedBase, match="restaurer"):
        open_database(str(file))
    assert file.read_bytes() == content


def test_a_folder_that_cannot_hold_the_base(tmp_path: Path) -> None:
    (tmp_path / "fichier").write_text("x")
    with pytest.raises(DataError, match="ne peut pas être créé"):
        open_database(str(tmp_path / "fichier" / "dedans"))
    (tmp_path / "dossier.sqlite").mkdir()
    with pytest.raises(DataError, match="ne peut pas être ouvert"):
        open_database(str(tmp_path / "dossier.sqlite"))


def test_a_read_only_base_says_so(tmp_path: Path) -> None:
    base = open_database(str(tmp_path))
    event.listen(base.engine, "connect", lambda raw, _: raw.execute("PRAGMA query_only = ON"))
    base.engine.dispose()
    with pytest.raises(DataError, match="ne peut pas être modifiée"):
        Writings(base).create(COMMENT)
    base.close()


def test_sqlite_is_set_to_survive_a_power_cut(tmp_path: Path) -> None:
    base = open_database(str(tmp_path))
    with base.engine.connect() as opened:
        found = [opened.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "synchronous")]
    assert found == ["wal", 2]
    base.close()


@pytest.mark.parametrize("setting", ["mysql://a/b", "postgresql://h:abc/b", "http://x", "://"])
def test_an_address_of_another_kind_is_refused(setting: str) -> None:
    with pytest.raises(DataError, match="base"):
        locate(setting)


def test_by_default_the_base_is_a_file_of_the_application() -> None:
    assert locate("").database == str(ROOT / "local/boussole.sqlite")
    assert locate("ailleurs").database == str(ROOT / "ailleurs/boussole.sqlite")
    assert locate("postgres://u:p@h:5/b").drivername == "postgresql+psycopg"


def test_the_installation_has_one_base_opened_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = connection.load_settings().model_copy(update={"base": str(tmp_path)})
    monkeypatch.setattr(connection, "load_settings", lambda: chosen)
    connection.current.cache_clear()
    try:
        assert writings().database is writings().database
        assert writings().database.file == tmp_path / "boussole.sqlite"
        writings().database.close()
    finally:
        connection.current.cache_clear()


def test_a_row_changed_by_hand_is_told(tmp_path: Path) -> None:
    base = open_database(str(tmp_path))
    seen = Writings(base).create(Draft(titre="t", territoire="commune-38151"))
    with sqlite3.connect(base.file) as raw:
        raw.execute("UPDATE brouillons SET territoire = 'nulle part'")
    raw.close()
    with pytest.raises(DataError, match="territoire"):
        Writings(base).get(Draft, seen.id)
    base.close()
