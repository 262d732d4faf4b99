"""Turns what SQLite and PostgreSQL refuse into sentences: what happened, where, what to do."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from lib.model import DataError


class DamagedBase(DataError):
    """The file of the base can no longer be read; it is left where it is, untouched."""

    def __init__(self, where: str) -> None:
        super().__init__(
            "La base locale est abîmée",
            where,
            "Le fichier n'a pas été touché. Restaurez la dernière sauvegarde : « python3 lancer.py restaurer FICHIER » "
            "le mettra de côté. Sans sauvegarde, déplacez-le : la boussole repartira d'une base vide.",
        )


_UNTOUCHED = "Ce qui était déjà enregistré n'a pas changé."
_BUSY = (
    "La base locale est occupée par un autre enregistrement",
    f"Réessayez dans quelques secondes. {_UNTOUCHED}",
)
_FULL = (
    "Le disque de la base locale est plein : l'enregistrement n'a pas pu se faire",
    f"Libérez de la place, puis enregistrez de nouveau. {_UNTOUCHED}",
)
_READ_ONLY = (
    "La base locale ne peut pas être modifiée",
    "Demandez à votre correspondant informatique le droit d'écrire à cet endroit.",
)
_UNREACHABLE = (
    "La base locale ne répond pas",
    "Vérifiez que son serveur est allumé et que le réglage « base » donne la bonne adresse, puis réessayez.",
)
_REFUSED = (
    "La base locale refuse l'accès",
    "Vérifiez l'identifiant, le mot de passe et le nom de la base dans le réglage « base ».",
)
_NO_PLACE = (
    "Le fichier de la base locale ne peut pas être ouvert",
    "Vérifiez que le dossier existe et que vous avez le droit d'y écrire.",
)
_OTHER = (
    "La base locale a refusé une opération",
    f"{_UNTOUCHED} Si cela recommence, transmettez ce message à votre correspondant informatique.",
)
_SQLITE = {
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_READONLY: _READ_ONLY,
    sqlite3.SQLITE_PERM: _READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: _NO_PLACE,
}
_SQLITE_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
# By beginning of the SQLSTATE, the longest first.
_POSTGRESQL = {
    "55P03": _BUSY,
    "40P01": _BUSY,
    "40001": _BUSY,
    "53300": _UNREACHABLE,
    "53100": _FULL,
    "25006": _READ_ONLY,
    "42501": _READ_ONLY,
    "28": _REFUSED,
    "3D": _REFUSED,
    "08": _UNREACHABLE,
    "57P": _UNREACHABLE,
}


@contextmanager
def in_french(where: str) -> Iterator[None]:
    """Run a block; a refusal of the base becomes a DataError that names ``where``."""
    try:
        yield
    except PoolTimeout as error:
        raise DataError(_BUSY[0], where, _BUSY[1]) from error
    except DBAPIError as error:
        raise _translated(error, where) from error
    except SQLAlchemyError as error:
        raise DataError(_OTHER[0], where, _OTHER[1]) from error


def _translated(error: DBAPIError, where: str) -> DataError:
    cause = error.orig
    if isinstance(cause, sqlite3.Error):
        code = getattr(cause, "sqlite_errorcode", 0) & 0xFF  # the low byte: the rest is detail
        if code in _SQLITE_DAMAGED:
            return DamagedBase(where)
        what, remedy = _SQLITE.get(code, _OTHER)
        return DataError(what, where, remedy)
    state = getattr(cause, "sqlstate", None)
    if state is None:
        what, remedy = _UNREACHABLE if error.connection_invalidated or _never_connected(error) else _OTHER
        return DataError(what, where, remedy)
    what, remedy = next((words for start, words in _POSTGRESQL.items() if state.startswith(start)), _OTHER)
    return DataError(what, where, remedy)


def _never_connected(error: DBAPIError) -> bool:
    return error.statement is None
