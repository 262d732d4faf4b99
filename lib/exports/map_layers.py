"""Displayed values with their outlines: GeoJSON and GeoPackage, what is hidden left empty beside its status."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path

import shapely

from lib.catalog import Catalog
from lib.exports.caption import Caption, Rows, Sources, source_of

CRS = "EPSG:4326"


Displayed = Mapping[str, float | None]


def _properties(
    caption: Caption, rows: Rows, catalog: Catalog, sources: Sources, displayed: Displayed | None
) -> list[dict[str, object]]:
    found = []
    for area, seen in rows:
        indicator, source = catalog.indicators[seen.indicator], source_of(seen, catalog, sources)
        found.append(
            {
                "niveau": area.level.value,
                "code": area.code,
                "territoire": area.name,
                "indicateur": indicator.id,
                "libelle": indicator.titre,
                "unite": indicator.unite,
                "millesime": seen.millesime,
                "valeur": seen.value if seen.status.has_value else None,
                "statut": seen.status.value,
                "source": source.id,
                "mention": source.cited(seen.millesime, seen.geography) if seen.millesime else source.titre,
                "licence": source.licence,
                "titre": caption.title,
                "extrait_le": caption.date.isoformat(),
                "adresse": caption.address,
            }
            | ({} if displayed is None else {"valeur_affichee": displayed.get(area.code)})
        )
    return found


def to_geojson(
    shapes: Mapping[str, shapely.Geometry],
    caption: Caption,
    rows: Rows,
    catalog: Catalog,
    sources: Sources,
    displayed: Displayed | None = None,
) -> bytes:
    """Return the areas as GeoJSON (RFC 7946); an area without an outline keeps its figure, its geometry null.

    ``displayed`` are the values that colour the map, when they are not those of ``rows`` (a change, for example).
    """
    features = []
    for properties in _properties(caption, rows, catalog, sources, displayed):
        shape = shapes.get(str(properties["code"]))
        geometry = (
            json.loads(shapely.to_geojson(shapely.set_precision(shape, 1e-6, mode="pointwise"))) if shape else None
        )
        features.append({"type": "Feature", "id": properties["code"], "properties": properties, "geometry": geometry})
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False).encode()


def to_geopackage(
    shapes: Mapping[str, shapely.Geometry],
    caption: Caption,
    rows: Rows,
    catalog: Catalog,
    sources: Sources,
    displayed: Displayed | None = None,
) -> bytes:
    """Return the same areas and columns as ``to_geojson`` in a GeoPackage."""
    import geopandas as gpd  # slow to import: paid by this download only

    table = gpd.GeoDataFrame(_properties(caption, rows, catalog, sources, displayed))
    for name in ("valeur", "valeur_affichee"):
        if name in table:
            table[name] = table[name].astype("float64")
    frame = table.set_geometry([shapes.get(code) for code in table["code"]], crs=CRS)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "carte.gpkg"
        frame.to_file(path, driver="GPKG", layer="carte", promote_to_multi=True)
        return path.read_bytes()
