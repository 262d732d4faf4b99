"""Keeps and gives back what users write: one class for every kind, the version checked at each save."""

from __future__ import annotations

import secrets
import time
from datetime import UTC, datetime
from typing import TypeVar
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from lib.database.connection import Database, current
from lib.database.payloads import NAMES, Payload, Record, StaleSave, checked, clean
from lib.database.tables import TABLES, Written
from lib.model import DataError

P = TypeVar("P", bound=Payload)


def new_id() -> str:
    """Return a permanent identifier that sorts by date of creation (UUID version 7, RFC 9562)."""
    stamp = time.time_ns() // 1_000_000
    value = (stamp & (1 << 48) - 1) << 80 | 0x7 << 76 | secrets.randbits(12) << 64 | 0b10 << 62 | secrets.randbits(62)
    return str(UUID(int=value))


class Writings:
    """The writings of one base. Every method raises DataError when the base refuses."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def create(self, payload: P, author: str = "") -> Record[P]:
        """Keep something new."""
        now = datetime.now(UTC)
        row = TABLES[type(payload)](
            id=new_id(), version=1, cree_le=now, modifie_le=now, auteur=_signed(author), **payload.model_dump()
        )
        with self.database.writing() as session:
            session.add(row)
            session.flush()
            return _record(type(payload), row)

    def get(self, kind: type[P], identifier: str) -> Record[P]:
        """Return one writing, discarded or not. Raises DataError when it does not exist."""
        with self.database.reading() as session:
            return _record(kind, _row(session, kind, identifier))

    def find(self, kind: type[P], *, discarded: bool = False, **criteria: str) -> list[Record[P]]:
        """Return the writings of one kind whose fields equal ``criteria``, oldest first; ``discarded``: the bin."""
        table = TABLES[kind]
        binned = table.supprime_le.is_not(None) if discarded else table.supprime_le.is_(None)
        with self.database.reading() as session:
            rows = session.scalars(select(table).where(binned).filter_by(**criteria).order_by(table.cree_le, table.id))
            return [_record(kind, row) for row in rows]

    def names(self, kind: type[Payload], *columns: str) -> list[tuple]:
        """Return identifier, date of creation, then ``columns`` of each writing, newest first, heavy fields unread."""
        table = TABLES[kind]
        wanted = [table.id, table.cree_le, *(getattr(table, column) for column in columns)]
        with self.database.reading() as session:
            query = select(*wanted).where(table.supprime_le.is_(None)).order_by(table.cree_le.desc(), table.id.desc())
            return [tuple(row) for row in session.execute(query)]

    def save(self, seen: Record[P], payload: P, author: str | None = None) -> Record[P]:
        """Keep a new version of what was read as ``seen``. Raises StaleSave when it has changed since."""
        signed = {} if author is None else {"auteur": _signed(author)}
        return self._change(type(payload), seen, payload.model_dump() | signed)

    def discard(self, seen: Record[P]) -> Record[P]:
        """Put a writing in the bin. Raises StaleSave when it has changed since it was read."""
        return self._change(type(seen.payload), seen, {"supprime_le": datetime.now(UTC)})

    def recover(self, seen: Record[P]) -> Record[P]:
        """Take a writing out of the bin. Raises StaleSave when it has changed since it was read."""
        return self._change(type(seen.payload), seen, {"supprime_le": None})

    def empty_bin(self, kind: type[Payload]) -> int:
        """Erase for good what is in the bin and return how many writings it held."""
        table = TABLES[kind]
        with self.database.writing() as session:
            return session.execute(delete(table).where(table.supprime_le.is_not(None))).rowcount

    def _change(self, kind: type[P], seen: Record[P], values: dict[str, object]) -> Record[P]:
        table = TABLES[kind]
        same = (table.id == seen.id, table.version == seen.version)
        binned = table.supprime_le.is_(None) if seen.discarded is None else table.supprime_le.is_not(None)
        version = {"version": seen.version + 1, "modifie_le": datetime.now(UTC)}
        with self.database.writing() as session:
            changed = session.execute(update(table).where(*same, binned).values(values | version)).rowcount
            row = _row(session, kind, seen.id)
            if not changed:
                found = _record(kind, row)
                raise StaleSave(kind, _place(found), None if found.discarded else found)
            return _record(kind, row)


def writings() -> Writings:
    """Return the writings of this installation. Raises DataError when its base cannot be opened."""
    return Writings(current())


def payload_of(kind: type[P], row: Written) -> P:
    """Rebuild the payload of a row. Raises DataError when the row is not what the application writes."""
    return checked(kind, {name: getattr(row, name) for name in kind.model_fields})


def _signed(author: str) -> str:
    return str(clean(author.strip()))[:300]


def _row(session: Session, kind: type[Payload], identifier: str) -> Written:
    row = session.get(TABLES[kind], identifier, populate_existing=True)
    if row is None:
        where = f"identifiant « {identifier[:40]} »"
        remedy = "Il a peut-être été effacé de la corbeille : choisissez dans la liste."
        raise DataError(f"On ne trouve plus {NAMES[kind]}", where, remedy)
    return row


def _record(kind: type[P], row: Written) -> Record[P]:
    return Record(row.id, row.version, row.cree_le, row.modifie_le, row.auteur, payload_of(kind, row), row.supprime_le)


def _place(found: Record) -> str:
    by = f" par {found.author}" if found.author else ""
    title = next(iter(found.payload.model_dump(include={"titre", "nom", "bloc"}).values()), "")
    return f"« {title} », version du {found.updated.astimezone():%d/%m/%Y à %H:%M}{by}"
