"""Deposited layers kept in the local base: named, found again on every map, thrown away."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from lib.database.payloads import LARGEST_FILE, Layer, checked
from lib.deposits import Deposit, packed, unpacked
from lib.model import DataError

if TYPE_CHECKING:
    from lib.database.writings import Writings

PREFIX = "couche-"


class KeptLayer(NamedTuple):
    """One kept layer, its content unread."""

    id: str
    created: datetime
    name: str
    kind: str
    count: int

    @property
    def key(self) -> str:
        """How addresses name it."""
        return PREFIX + self.id


def kept() -> list[KeptLayer]:
    """Return the layers kept, newest first. Raises DataError when the base cannot be read."""
    return [KeptLayer(*row) for row in _writings().names(Layer, "nom", "genre", "objets")]


def keep(deposit: Deposit, name: str) -> str:
    """Keep a layer under a name and return its identifier. Raises DataError when it is too heavy or refused."""
    content = packed(deposit)
    if len(content) > LARGEST_FILE:
        limit = f"{LARGEST_FILE // 1_000_000} Mo une fois compressée"
        raise DataError(f"Cette couche dépasse {limit}", f"« {name} »", "Simplifiez-la, puis déposez-la à nouveau.")
    values = {
        "nom": name.strip(),
        "genre": "points" if deposit.is_points else "contours",
        "objets": len(deposit.shapes),
        "remarques": "\n".join(deposit.notes),
        "contenu": content,
    }
    return _writings().create(checked(Layer, values)).id


def opened(identifier: str) -> Deposit:
    """Return a kept layer. Raises DataError when it does not exist or is damaged."""
    return _opened(_writings(), identifier)


@lru_cache(maxsize=8)
def _opened(base: Writings, identifier: str) -> Deposit:
    record = base.get(Layer, identifier)
    notes = tuple(filter(None, record.payload.remarques.split("\n")))
    return unpacked(record.payload.nom, record.payload.contenu, notes)


def discard(identifier: str) -> None:
    """Put a layer in the bin. Raises DataError when the base refuses."""
    _writings().discard(_writings().get(Layer, identifier))


@lru_cache(maxsize=1)
def _writings() -> Writings:
    """Return the local base, whose libraries are imported only when a layer is asked for."""
    from lib.database.writings import writings

    return writings()
