"""The places that official files locate, as installed: town halls, schools, France services, other facilities."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from lib.model import DataError

FOLDER = "points"
FILTERED = 2_000  # communes: beyond, the whole kind is read, then sorted out


@dataclass(frozen=True, slots=True)
class Place:
    """One place: name (empty when the file gives none), code of its commune, degrees, millesime."""

    name: str
    commune: str
    longitude: float
    latitude: float
    millesime: str


def installed(folders: Sequence[Path]) -> frozenset[str]:
    """Return the kinds of places that the data folders hold. Raises DataError when a file is damaged."""
    found = (_kinds(path, path.stat().st_mtime_ns) for path in _files(folders))
    return frozenset().union(*found)


def places(kind: str, communes: Collection[str] | None, folders: Sequence[Path]) -> tuple[Place, ...]:
    """Return the places of one kind in ``communes`` (None: everywhere), by commune then by name.

    The last folder that holds the kind prevails. Raises DataError when a file is damaged.
    """
    holding = [path for path in _files(folders) if kind in _kinds(path, path.stat().st_mtime_ns)]
    if not holding:
        return ()
    path = holding[-1]
    wanted = None if communes is None else frozenset(communes)
    return _places(path, path.stat().st_mtime_ns, kind, wanted)


def _files(folders: Sequence[Path]) -> list[Path]:
    return [path for folder in folders for path in sorted((folder / FOLDER).glob("*.parquet"))]


@lru_cache(maxsize=32)
def _kinds(path: Path, _modified: int) -> frozenset[str]:
    try:
        return frozenset(pc.unique(pq.read_table(path, columns=["genre"])["genre"]).to_pylist())
    except (OSError, KeyError, pa.ArrowException) as error:
        raise _damaged(path) from error


@lru_cache(maxsize=64)
def _places(path: Path, _modified: int, kind: str, communes: frozenset[str] | None) -> tuple[Place, ...]:
    filters = [("genre", "=", kind)]
    if communes is not None and len(communes) <= FILTERED:
        filters.append(("commune", "in", sorted(communes)))
    columns = ["nom", "commune", "longitude", "latitude", "millesime"]
    try:
        rows = pq.read_table(path, columns=columns, filters=filters).to_pylist()
    except (OSError, KeyError, TypeError, pa.ArrowException) as error:
        raise _damaged(path) from error
    found = [Place(*(row[name] for name in columns)) for row in rows if communes is None or row["commune"] in communes]
    return tuple(sorted(found, key=lambda one: (one.commune, one.name)))


def _damaged(path: Path) -> DataError:
    remedy = "Réinstallez l'application, ou refaites la collecte de cette source (README)."
    return DataError("Un fichier de lieux n'est pas lisible", str(path), remedy)
