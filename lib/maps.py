"""The outlines of maps: read from GeoParquet, served once as compressed GeoJSON. Pure: no Streamlit, no folium."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import shapely

from lib.model import DataError, Level, Territory
from lib.settings import GEO_DIR

FILES = {
    Level.COMMUNE: "communes.parquet",
    Level.EPT: "ept.parquet",
    Level.EPCI: "epci.parquet",
    Level.DEPARTEMENT: "departements.parquet",
    Level.REGION: "regions.parquet",
}
LIGHT_COMMUNES = "communes_france.parquet"
DISTRICTS = "arrondissements.parquet"
MANY = 5_000  # above this number of communes, the light outlines are enough for the screen


@dataclass(frozen=True, slots=True)
class Layer:
    """Outlines of one level, ready to be served: compressed GeoJSON and its strong validator."""

    body: bytes
    etag: str


def outlines(level: Level, areas: Sequence[Territory], folder: Path = GEO_DIR, iris: Path | None = None) -> Layer:
    """Return the outlines of ``areas`` (all of ``level``) as gzip GeoJSON; features carry ``id`` and ``nom``.

    ``codes`` lists all areas in the order in which values are sent, those without outlines included.
    ``iris`` is the GeoParquet of a territorial package, needed at IRIS level only.
    Raises DataError when the geometry file is missing, unreadable, or holds none of the areas.
    """
    names = {area.code: area.name for area in areas}
    found = shapes(level, areas, folder, iris)
    drawn = shapely.to_geojson(shapely.set_precision(list(found.values()), 1e-4, mode="pointwise"))
    features = (
        f'{{"type":"Feature","id":"{code}","properties":{{"nom":{json.dumps(names[code], ensure_ascii=False)}}},'
        f'"geometry":{shape}}}'
        for code, shape in zip(found, drawn, strict=True)
        if shape
    )
    codes = [area.code for area in areas]
    text = (
        f'{{"type":"FeatureCollection","codes":{json.dumps(codes)},"empreinte":"{mark(codes)}","features":['
        + ",".join(features)
        + "]}"
    )
    body = gzip.compress(text.encode(), compresslevel=6, mtime=0)
    return Layer(body, hashlib.sha256(body).hexdigest()[:20])


def shapes(
    level: Level, areas: Sequence[Territory], folder: Path = GEO_DIR, iris: Path | None = None
) -> dict[str, shapely.Geometry]:
    """Return the outline of each area that has one, by code, in degrees. Raises DataError like ``outlines``."""
    path = iris if level is Level.IRIS and iris else _file(level, areas, folder)
    table = _read(path, frozenset(area.code for area in areas))
    if table.num_rows == 0:
        raise DataError("Aucun contour n'est installé pour ces territoires", path.name, _REMEDY)
    try:
        found = shapely.from_wkb(table["geometry"].to_numpy(zero_copy_only=False))
    except (shapely.errors.ShapelyError, TypeError) as error:
        raise DataError("Les contours ne sont pas lisibles", str(path), _REMEDY) from error
    return {code: shape for code, shape in zip(table["code"].to_pylist(), found, strict=True) if shape is not None}


def check(level: Level, areas: Sequence[Territory], folder: Path, iris: Path | None = None) -> None:
    """Raise DataError like ``outlines``, drawing nothing: the file is read once and kept."""
    path = iris if level is Level.IRIS and iris else _file(level, areas, folder)
    if _read(path, frozenset(area.code for area in areas)).num_rows == 0:
        raise DataError("Aucun contour n'est installé pour ces territoires", path.name, _REMEDY)


def mark(codes: Sequence[str]) -> str:
    """Return the print of a list of areas, in order: values are painted only on outlines of the same print."""
    return hashlib.sha256(",".join(codes).encode()).hexdigest()[:12]


def _file(level: Level, areas: Sequence[Territory], folder: Path) -> Path:
    if level is Level.COMMUNE and areas and areas[0].kind == "arrondissement_municipal":
        return folder / DISTRICTS
    return folder / (LIGHT_COMMUNES if level is Level.COMMUNE and len(areas) > MANY else FILES[level])


def _read(path: Path, codes: frozenset[str]) -> pa.Table:
    try:
        table = _table(path, path.stat().st_mtime_ns)
        return table.filter(pc.is_in(table["code"], pa.array(sorted(codes), pa.string())))
    except (OSError, KeyError, pa.ArrowException) as error:
        raise DataError("Les contours ne sont pas lisibles", str(path), _REMEDY) from error


@lru_cache(maxsize=8)
def _table(path: Path, _modified: int) -> pa.Table:
    schema = pq.read_schema(path)
    code = next((name for name in ("code", "code_iris", "CODE_IRIS") if name in schema.names), "code")
    kind = schema.field(code).type
    if not (pa.types.is_string(kind) or pa.types.is_large_string(kind)):
        raise pa.ArrowTypeError(f"codes are {kind}, not text: leading zeros may be lost")
    return pq.read_table(path, columns=[code, "geometry"]).rename_columns(["code", "geometry"])


_REMEDY = "Réinstallez l'application, ou installez le paquet territorial qui contient ces contours (README)."
