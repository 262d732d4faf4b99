"""Opens the local base: where it is, how SQLite and PostgreSQL are set, schema brought up to date under a lock."""

from __future__ import annotations

import json
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError
from sqlalchemy.orm import Session

from lib.database.failures import DamagedBase, in_french
from lib.model import DataError
from lib.settings import ROOT, load_settings

LOCAL_DIR = ROOT / "local"
FILE = "boussole.sqlite"
PATIENCE = 5.0  # seconds a save waits for another one to end
WAL_TRIES, WAL_PAUSE = 50, 0.1  # five seconds, like a save
MIGRATION_LOCK = 0x626F7573  # any number, the same for every process: « bous »
WRITES = "boussole_ecrit"
_UPGRADING = threading.Lock()  # Alembic keeps its context in the module: one upgrade at a time in this process


class Database:
    """One base, open: ``reading`` sees one consistent state, ``writing`` keeps all of its block or nothing."""

    def __init__(self, url: URL, patience: float = PATIENCE) -> None:
        self.file = Path(url.database or "") if url.get_backend_name() == "sqlite" else None
        self.where = str(self.file) if self.file else url.render_as_string(hide_password=True)
        self.engine = create_engine(
            url,
            json_serializer=partial(json.dumps, ensure_ascii=False, allow_nan=False),
            hide_parameters=True,  # what users write stays out of the logs
            pool_pre_ping=self.file is None,
            connect_args={"timeout": patience} if self.file else _postgresql(url, patience),
        )
        if self.file:
            event.listen(self.engine, "connect", _set_sqlite)
            event.listen(self.engine, "begin", _begin_sqlite)
        self._writer = self.engine.execution_options(**{WRITES: True})
        snapshot = {} if self.file else {"isolation_level": "REPEATABLE READ"}
        self._reader = self.engine.execution_options(**snapshot)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Give a session whose reads all see the same instant. Raises DataError when the base refuses."""
        with in_french(self.where), Session(self._reader) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Give a session kept at the end of the block, undone if it fails. Raises DataError when the base refuses."""
        with in_french(self.where), Session(self._writer) as session, session.begin():
            yield session

    def upgrade(self, target: str = "head") -> None:
        """Bring the schema up to ``target``, under a lock. Raises DataError when it is newer than the application."""
        script = ScriptDirectory.from_config(_config())
        wanted = script.get_current_head() if target == "head" else target
        with in_french(self.where), self.engine.connect() as connection:
            if _revision(connection) == wanted:
                return
        with _UPGRADING, in_french(self.where), self._writer.begin() as connection:
            if self.file is None:
                connection.execute(text(f"SELECT pg_advisory_xact_lock({MIGRATION_LOCK})"))
            refuse_newer(_revision(connection), self.where)
            command.upgrade(_config(connection), target)

    def check(self) -> None:
        """Verify the pages of the SQLite file. Raises DamagedBase when one is wrong."""
        with in_french(self.where), self.engine.connect() as connection:
            if self.file and connection.exec_driver_sql("PRAGMA quick_check(1)").scalar() != "ok":
                raise DamagedBase(self.where)

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def locate(setting: str) -> URL:
    """Turn the setting ``base`` into an address: empty, a folder, a file or a PostgreSQL address.

    Raises DataError when it is none of these.
    """
    if "://" not in setting:
        place = Path(setting).expanduser() if setting else LOCAL_DIR
        file = place if place.suffix else place / FILE
        return URL.create("sqlite", database=str(file if file.is_absolute() else ROOT / file))
    try:
        url = make_url(setting)
    except (ArgumentError, ValueError) as error:
        raise DataError("L'adresse de la base n'est pas comprise", "réglage « base »", _ADDRESS) from error
    if url.get_backend_name() not in ("postgresql", "postgres"):
        raise DataError("Ce genre de base n'est pas pris en charge", "réglage « base »", _ADDRESS)
    return url.set(drivername="postgresql+psycopg")


def open_database(setting: str = "", patience: float = PATIENCE) -> Database:
    """Open the base of a setting, created and brought up to date if need be. Raises DataError."""
    database = Database(locate(setting), patience)
    try:
        if database.file:
            database.file.parent.mkdir(parents=True, exist_ok=True)
        database.check()
        database.upgrade()
    except OSError as error:
        remedy = "Vérifiez le réglage « base » et le droit d'écrire à cet endroit."
        raise DataError("Le dossier de la base locale ne peut pas être créé", database.where, remedy) from error
    except DataError:
        database.close()
        raise
    return database


@cache
def current() -> Database:
    """Return the base of this installation, opened once per process. Raises DataError."""
    return open_database(load_settings().base)


def head() -> str:
    """Return the revision of the schema that this application writes."""
    return ScriptDirectory.from_config(_config()).get_current_head() or ""


def refuse_newer(revision: str | None, where: str) -> None:
    """Raise DataError when ``revision`` is not in the history that this application knows."""
    known = {one.revision for one in ScriptDirectory.from_config(_config()).walk_revisions()}
    if revision and revision not in known:
        raise DataError(
            "Ces écrits ont été enregistrés par une version plus récente de la boussole",
            f"{where}, schéma « {revision} »",
            "Mettez l'application à jour, puis recommencez. Rien n'a été modifié.",
        )


def _config(connection: Connection | None = None) -> Config:
    found = Config()
    found.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    found.set_main_option("path_separator", "os")
    found.attributes["connection"] = connection
    return found


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _postgresql(url: URL, patience: float) -> dict[str, object]:
    waits = {"options": f"-c lock_timeout={round(1000 * patience)}"}
    return {"connect_timeout": 5, "application_name": "boussole"} | ({} if "options" in url.query else waits)


def _set_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # transactions begin below, schema changes included
    _set_wal(connection)
    for pragma in ("synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _set_wal(connection: sqlite3.Connection) -> None:
    """Choose the journal, once for the file: of this change alone, SQLite does not wait its turn by itself."""
    for left in range(WAL_TRIES, -1, -1):
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or not left:
                raise
            time.sleep(WAL_PAUSE)
        else:
            return


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


_ADDRESS = "Laissez-le vide, ou donnez un dossier ou une adresse « postgresql://identifiant:motdepasse@serveur/base »."
