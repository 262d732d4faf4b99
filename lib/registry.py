"""Every official source, found in ``lib/sources``: what it is, how it is recognised, how it is read."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import pandas as pd

import lib.sources
from lib.model import DataError, Source
from lib.readers import Document
from lib.tables.points import PointKind


@dataclass(frozen=True, slots=True)
class Reader:
    """One source that the collection reads.

    ``recognise(document)`` returns the millesime of a file of this source, or None; ``read(document, millesime)``
    returns its rows of variables (VARIABLE_COLUMNS), codes as published. ``points``, when the file says where things
    are, returns them as ``lib.tables.points`` keeps them.
    """

    source: Source
    recognise: Callable[[Document], str | None]
    read: Callable[[Document, str], pd.DataFrame]
    points: Callable[[Document, str], pd.DataFrame] | None = None


@cache
def sources() -> dict[str, Source]:
    """Return every source by identifier, geography included."""
    return {module.SOURCE.id: module.SOURCE for module in _modules()}


@cache
def readers() -> dict[str, Reader]:
    """Return the sources that give figures, by identifier."""
    found = (module for module in _modules() if hasattr(module, "recognise"))
    return {
        module.SOURCE.id: Reader(module.SOURCE, module.recognise, module.read, getattr(module, "points", None))
        for module in found
    }


@cache
def point_kinds() -> dict[str, tuple[Source, PointKind]]:
    """Return every kind of place that a source locates, by identifier, with its source."""
    found = [(module.SOURCE, kind) for module in _modules() for kind in getattr(module, "POINTS", ())]
    return {kind.id: (source, kind) for source, kind in found}


def recognise(document: Document) -> tuple[Reader, str] | None:
    """Find whose file this is, by its content. Raises DataError when two sources claim it."""
    claims = [(reader, found) for reader in readers().values() if (found := reader.recognise(document))]
    if len(claims) > 1:
        names = ", ".join(reader.source.id for reader, _ in claims)
        raise DataError("Deux sources reconnaissent le même fichier", f"{document.name} : {names}", _REMEDY)
    return claims[0] if claims else None


@cache
def _modules() -> tuple:
    names = sorted(info.name for info in pkgutil.iter_modules(lib.sources.__path__))
    return tuple(importlib.import_module(f"lib.sources.{name}") for name in names)


_REMEDY = "Signalez-le aux auteurs de l'application, avec le nom du fichier. Rien n'a été modifié."
