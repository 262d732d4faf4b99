"""The « quartiers prioritaires » installed, of 2024 and of 2015: their names, communes and outlines."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from lib.model import DataError
from lib.settings import GEO_DIR

FILES = {"2024": "qpv.parquet", "2015": "qpv2015.parquet"}


@dataclass(frozen=True, slots=True, eq=False)
class Quarter:
    """One quarter: code, name, codes of its communes, outline in degrees."""

    code: str
    name: str
    communes: tuple[str, ...]
    shape: shapely.Geometry


def quarters(communes: Collection[str] | None, folder: Path = GEO_DIR, year: str = "2024") -> list[Quarter]:
    """Return the quarters of one list that lie in ``communes`` (None: all), by code; none when it is not installed.

    Raises DataError when the file is damaged.
    """
    path = folder / FILES[year]
    if not path.exists():
        return []
    every = _read(path, path.stat().st_mtime_ns)
    wanted = None if communes is None else set(communes)
    return [one for one in every if wanted is None or wanted & set(one.communes)]


@lru_cache(maxsize=2)
def _read(path: Path, _modified: int) -> tuple[Quarter, ...]:
    try:
        rows = pq.read_table(path, columns=["code", "nom", "communes", "geometry"]).to_pylist()
        found = [Quarter(r["code"], r["nom"], tuple(r["communes"]), shapely.from_wkb(r["geometry"])) for r in rows]
    except (OSError, KeyError, TypeError, pa.ArrowException, shapely.errors.ShapelyError) as error:
        remedy = "Réinstallez l'application, ou reconstruisez ce fichier (geo/LISEZMOI.md)."
        raise DataError("Les quartiers prioritaires ne sont pas lisibles", str(path), remedy) from error
    return tuple(sorted(found, key=lambda one: one.code))
