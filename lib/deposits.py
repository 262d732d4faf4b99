"""A layer once read and checked, and the compressed GeoJSON that keeps it from one day to the next."""

from __future__ import annotations

import gzip
import json
import zlib
from dataclasses import dataclass

import shapely

from lib.model import DataError

LARGEST = 200 * 1024**2  # bytes of GeoJSON once opened


@dataclass(frozen=True, slots=True, eq=False)
class Deposit:
    """A layer read: its outlines or points in degrees, their labels, remarks to show."""

    name: str
    shapes: tuple[shapely.Geometry, ...]
    labels: tuple[str, ...]
    notes: tuple[str, ...] = ()

    @property
    def is_points(self) -> bool:
        """True when the layer is made of points, False when it is made of outlines."""
        return self.shapes[0].geom_type == "Point"


def packed(deposit: Deposit) -> bytes:
    """Return a layer as gzip GeoJSON, coordinates to about ten centimetres."""
    light = shapely.set_precision(list(deposit.shapes), 1e-6, mode="pointwise")
    features = [
        {"type": "Feature", "properties": {"nom": label}, "geometry": json.loads(shapely.to_geojson(shape))}
        for shape, label in zip(light, deposit.labels, strict=True)
    ]
    text = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, separators=(",", ":"))
    return gzip.compress(text.encode(), compresslevel=6, mtime=0)


def unpacked(name: str, content: bytes, notes: tuple[str, ...] = ()) -> Deposit:
    """Read back what ``packed`` returned. Raises DataError when it is not what the application writes."""
    try:
        opening = zlib.decompressobj(wbits=31)
        text = opening.decompress(content, LARGEST)
        if not opening.eof:
            raise ValueError("unfinished")
        features = json.loads(text)["features"]
        shapes = tuple(shapely.from_geojson(json.dumps(one["geometry"])) for one in features)
        labels = tuple(str(one["properties"]["nom"]) for one in features)
        if not shapes:
            raise ValueError("empty")
    except (ValueError, KeyError, TypeError, zlib.error, shapely.errors.ShapelyError) as error:
        remedy = "Supprimez-la, puis déposez à nouveau son fichier."
        raise DataError("Cette couche gardée n'est plus lisible", f"« {name} »", remedy) from error
    return Deposit(name, shapes, labels, notes)
