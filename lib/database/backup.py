"""Saves and restores what users wrote: one compressed file of JSON lines, the same for SQLite and PostgreSQL.

First line: format, schema and date. Then one line per writing. Last line: their number and the SHA-256 of all before.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import os
import tempfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import DateTime, LargeBinary, MetaData, Table, delete, insert, select, text
from sqlalchemy.exc import CompileError, IntegrityError
from sqlalchemy.orm import Session

from lib.database.connection import FILE, LOCAL_DIR, Database, head, locate, open_database, refuse_newer
from lib.database.failures import DamagedBase
from lib.database.tables import TABLES, Base, Written
from lib.database.writings import payload_of
from lib.model import DataError

FORMAT = "boussole-sauvegarde-1"
FOLDER = LOCAL_DIR / "sauvegardes"
SUFFIX = ".jsonl.gz"
BATCH = 200
Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restoration did: writings put back, and where what was there before is kept (None: nothing was)."""

    count: int
    aside: Path | None


def save(database: Database, target: Path | None = None) -> tuple[Path, int]:
    """Write a backup, one consistent instant of the base even in use; read it back; return its path and its count.

    Raises DataError when the base or the disk refuses; an existing file is only replaced by a complete one.
    """
    path = target or FOLDER / f"boussole_{_stamp()}{SUFFIX}"
    with database.reading() as session:
        _write(path, session)
    return path, sum(1 for _ in _read(path))


def restore(setting: str, source: Path) -> Restored:
    """Replace what the base holds by a backup, all or nothing; what it held is first saved beside.

    A damaged SQLite file is moved aside, never deleted. Raises DataError, the base untouched, when the backup is
    damaged, incomplete or newer than this application.
    """
    with tempfile.TemporaryDirectory(prefix="boussole_") as folder:
        rehearsal = Database(locate(str(Path(folder) / FILE)))
        try:
            _rehearse(rehearsal, source)
            return _put_back(setting, rehearsal)
        finally:
            rehearsal.close()


def _put_back(setting: str, rehearsal: Database) -> Restored:
    moved = None
    try:
        database = open_database(setting)
    except DamagedBase:
        moved = _move_aside(locate(setting).database or "")
        database = open_database(setting)
    try:
        return _replace(database, rehearsal, moved)
    finally:
        database.close()


def _rehearse(rehearsal: Database, source: Path) -> None:
    """Load a backup in an empty SQLite file, at its own schema, then bring it up to date and check every row."""
    first, *_ = _lines(source)
    revision = str(first.get("schema", ""))
    refuse_newer(revision, str(source))
    rehearsal.upgrade(revision)
    metadata = MetaData()
    with rehearsal.writing() as session:
        metadata.reflect(session.connection())
        try:
            for name, row in _read(source):
                table = metadata.tables[name]
                session.execute(insert(table).values(_decoded(table, row)))
        except (KeyError, TypeError, ValueError, IntegrityError, CompileError) as error:
            raise _damaged(source) from error
    rehearsal.upgrade()
    with rehearsal.reading() as session:
        for kind, table in TABLES.items():
            for row in session.scalars(select(table).execution_options(yield_per=BATCH)):
                payload_of(kind, row)


def _replace(database: Database, rehearsal: Database, moved: Path | None) -> Restored:
    count, aside = 0, moved
    with rehearsal.reading() as source, database.writing() as session:
        if database.file is None:
            names = ", ".join(table.name for table in Base.metadata.sorted_tables)
            session.execute(text(f"LOCK TABLE {names} IN EXCLUSIVE MODE"))
        if any(session.scalar(select(table.id).limit(1)) for table in TABLES.values()):
            aside = _beside(database) / f"avant_restauration_{_stamp()}{SUFFIX}"
            _write(aside, session)
        for table in TABLES.values():
            count += _replace_table(session, source, table)
    return Restored(count, aside)


def _replace_table(session: Session, source: Session, table: type[Written]) -> int:
    """Copy one table; a writing that was there at another version gets a new one, so that no stale save passes."""
    versions = {identifier: version for identifier, version in session.execute(select(table.id, table.version))}
    session.execute(delete(table))
    count = 0
    for rows in source.execute(select(table.__table__).execution_options(yield_per=BATCH)).mappings().partitions():
        batch = [dict(row) for row in rows]
        for row in batch:
            before = versions.get(row["id"], row["version"])
            row["version"] = row["version"] if before == row["version"] else max(before, row["version"]) + 1
        session.execute(insert(table), batch)
        count += len(batch)
    return count


def _beside(database: Database) -> Path:
    return database.file.parent / "sauvegardes" if database.file else FOLDER


def _move_aside(place: str) -> Path:
    """Rename a damaged file and its journals; return its new path."""
    file = Path(place)
    target = file.with_name(f"{file.stem}_abimee_{_stamp()}{file.suffix}")
    try:
        for suffix in ("-wal", "-shm", ""):
            part = Path(f"{file}{suffix}")
            if part.exists():
                part.rename(f"{target}{suffix}")
    except OSError as error:
        remedy = "Fermez la boussole sur tous les postes, puis relancez la même commande."
        raise DataError("La base abîmée n'a pas pu être mise de côté", place, remedy) from error
    return target


def _write(path: Path, session: Session) -> None:
    """Write the rows seen by ``session`` to ``path``, complete or not at all."""
    partial = path.with_name(f"{path.name}.partiel-{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with partial.open("wb") as raw:
            with gzip.GzipFile(fileobj=raw, mode="wb", mtime=0, filename="") as packed:
                for line in _sealed(_encoded(session)):
                    packed.write(line)
            raw.flush()
            os.fsync(raw.fileno())
        partial.replace(path)
    except OSError as error:
        with suppress(OSError):
            partial.unlink()
        remedy = "Libérez de la place, ou choisissez un autre dossier, puis relancez la même commande."
        raise DataError("La sauvegarde n'a pas pu être écrite", str(path), remedy) from error


def _encoded(session: Session) -> Iterator[Row]:
    yield {"format": FORMAT, "schema": head(), "date": datetime.now(UTC).isoformat()}
    for table in Base.metadata.sorted_tables:
        rows = session.execute(select(table).order_by(table.c.id).execution_options(yield_per=BATCH))
        for row in rows.mappings():
            yield {"table": table.name, "ligne": {name: _plain(value) for name, value in row.items()}}


def _sealed(rows: Iterable[Row]) -> Iterator[bytes]:
    digest, count = hashlib.sha256(), -1
    for row in rows:
        line = json.dumps(row, ensure_ascii=False, allow_nan=False).encode() + b"\n"
        digest.update(line)
        count += 1
        yield line
    yield json.dumps({"lignes": count, "sha256": digest.hexdigest()}).encode() + b"\n"


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    return base64.b64encode(value).decode() if isinstance(value, bytes) else value


def _decoded(table: Table, row: Row) -> Row:
    found = dict(row)
    for column in table.columns:
        value = found.get(column.name)
        if isinstance(value, str) and isinstance(column.type, DateTime):
            found[column.name] = datetime.fromisoformat(value).astimezone(UTC).replace(tzinfo=None)
        elif isinstance(value, str) and isinstance(column.type, LargeBinary):
            found[column.name] = base64.b64decode(value, validate=True)
    return found


def _read(path: Path) -> Iterator[tuple[str, Row]]:
    """Read the writings of a backup, its seal checked first."""
    for line in _lines(path):
        if "table" in line:
            yield str(line["table"]), line["ligne"]


def _lines(path: Path) -> Iterator[Row]:
    """Read every line but the seal. Raises DataError when the file is absent, damaged, cut short or of another kind."""
    digest, count, last = hashlib.sha256(), -2, b""
    try:
        with gzip.open(path, "rb") as packed:
            for line in packed:
                digest.update(last)
                count, last = count + 1, line
        if json.loads(last) != {"lignes": count, "sha256": digest.hexdigest()}:
            raise _damaged(path)
        with gzip.open(path, "rb") as packed:
            for rank, line in enumerate(packed):
                row = json.loads(line)
                if rank == 0 and row.get("format") != FORMAT:
                    raise _unknown(path)
                if rank <= count:
                    yield row
    except FileNotFoundError as error:
        raise DataError("Cette sauvegarde n'existe pas", str(path), "Vérifiez le nom du fichier.") from error
    except (OSError, EOFError, zlib.error, ValueError, AttributeError) as error:
        raise _damaged(path) from error


def _damaged(path: Path) -> DataError:
    return DataError(
        "Cette sauvegarde est abîmée, incomplète, ou n'en est pas une",
        str(path),
        "Essayez une autre sauvegarde. La base locale n'a pas été touchée.",
    )


def _unknown(path: Path) -> DataError:
    return DataError(
        "Cette sauvegarde vient d'une version plus récente de la boussole",
        str(path),
        "Mettez l'application à jour, puis recommencez. La base locale n'a pas été touchée.",
    )


def _stamp() -> str:
    return f"{datetime.now().astimezone():%Y-%m-%d_%H%M%S}"
