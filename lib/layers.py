"""Deposited layers: outlines or points of GeoJSON, GeoPackage, zipped shapefile or CSV, checked; crossed with areas.

Nothing deposited is trusted: size, archive, coordinates and geometries are checked, each refusal says what to do.
"""

from __future__ import annotations

import io
import re
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely

from lib.build.archives import extract
from lib.deposits import Deposit
from lib.formats import plural
from lib.model import DataError

LIMIT_BYTES = 25 * 1024**2
UNPACKED_BYTES = 200 * 1024**2
MOST_OBJECTS, MOST_POINTS = 20_000, 2_000_000
KINDS = (".geojson", ".json", ".gpkg", ".zip", ".csv", ".shp")
DEGREES, LAMBERT, EQUAL_AREA = "EPSG:4326", "EPSG:2154", "EPSG:3035"
FRANCE = ((-5.5, 41, 10, 51.5), (-63.5, 14, -60.5, 18.5), (-55, 2, -51, 6), (44.5, -22, 56.5, -12))
LONGITUDES = ("lon", "lng", "long", "longitude", "x_wgs84", "wgs84_x")
LATITUDES = ("lat", "latitude", "y_wgs84", "wgs84_y")
EASTINGS = ("lambert_x", "x_lambert", "x_lambert93", "x_l93", "coord_x", "coordx", "coordonneex", "x")
NORTHINGS = ("lambert_y", "y_lambert", "y_lambert93", "y_l93", "coord_y", "coordy", "coordonneey", "y")
TOGETHER = ("geo_point_2d", "geo_point", "geopoint", "coordonnees_geo", "coordonnees")  # « 45,1, 5,7 » in one column
LABELS = ("nom", "name", "libelle", "label", "lib", "intitule", "nom_qp", "lib_qp")
TOUCHED = 0.01  # share of an area under which an overlap is a neighbour's border


def read_layer(name: str, content: bytes) -> Deposit:
    """Read a deposited file. Raises DataError when it is empty, too large, unreadable or without usable places."""
    suffix = Path(name).suffix.lower()
    if not content:
        raise DataError("Ce fichier est vide", name, "Vérifiez qu'il s'ouvre chez vous, puis déposez-le à nouveau.")
    if len(content) > LIMIT_BYTES:
        limit = LIMIT_BYTES // 1024**2
        raise DataError(f"Ce fichier dépasse {limit}\u00a0Mo", name, "Simplifiez-le ou découpez-le, puis déposez-le.")
    if suffix not in KINDS or suffix == ".shp":
        raise DataError("Ce format n'est pas reconnu", name, _FORMATS)
    if suffix == ".csv":
        return _checked(name, *_in_degrees(name, _csv(name, content)))
    with tempfile.TemporaryDirectory(prefix="boussole-couche-") as folder:
        path = Path(folder) / f"depot{suffix}"
        path.write_bytes(content)
        table = _vector(name, _unpacked(name, path, Path(folder) / "ouvert") if suffix == ".zip" else path)
    return _checked(name, *_in_degrees(name, table))


def _unpacked(name: str, path: Path, target: Path) -> Path:
    files, errors = extract(path, target, UNPACKED_BYTES)
    if errors:
        raise DataError(errors[0].what, name, errors[0].remedy)
    found = sorted(
        (file for file in files if file.suffix.lower() in KINDS), key=lambda file: KINDS.index(file.suffix.lower())
    )
    layers = [file for file in found if file.suffix.lower() not in (".zip", ".csv")]
    if len(layers) != 1:
        what = "contient plusieurs couches" if layers else "ne contient aucune couche"
        raise DataError(f"Cette archive {what}", name, "Gardez une seule couche par archive (.shp, .shx, .dbf, .prj).")
    return layers[0]


def _vector(name: str, path: Path) -> gpd.GeoDataFrame:
    try:
        if len(pyogrio.list_layers(path)) > 1:
            raise DataError(
                "Ce fichier contient plusieurs couches", name, "Exportez une seule couche, puis déposez-la."
            )
        if pyogrio.read_info(path)["features"] > MOST_OBJECTS:
            raise DataError(f"Cette couche a plus de {MOST_OBJECTS} objets", name, "Ne gardez que votre territoire.")
        table = pyogrio.read_dataframe(path)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, pyogrio.errors.FieldError) as error:
        raise DataError("Cette couche n'est pas lisible", name, _FORMATS) from error
    except (ValueError, UnicodeDecodeError, shapely.errors.ShapelyError, RuntimeError) as error:
        raise DataError("Cette couche est abîmée", name, "Exportez-la à nouveau depuis votre logiciel.") from error
    if not isinstance(table, gpd.GeoDataFrame):
        raise DataError("Ce fichier n'a aucune géométrie", name, _FORMATS)
    return table


def _in_degrees(name: str, table: gpd.GeoDataFrame) -> tuple[gpd.GeoDataFrame, tuple[str, ...]]:
    """Bring the layer to degrees; without a stated system, only two are recognised by their values, and it is said."""
    if table.crs is not None and not _beyond_degrees(table):
        try:
            return table.to_crs(DEGREES), ()
        except (ValueError, RuntimeError) as error:
            raise DataError("Le système de coordonnées n'est pas reconnu", name, _SYSTEM) from error
    known = table.geometry.dropna()
    if not len(known):
        return table.set_crs(DEGREES, allow_override=True), ()
    west, south, east, north = known.total_bounds
    if 0 < west <= east < 1_400_000 and 6_000_000 < south <= north < 7_300_000:
        said = "Système de coordonnées non précisé : Lambert-93 d'après les valeurs."
        return table.set_crs(LAMBERT, allow_override=True).to_crs(DEGREES), (said,)
    if _in_france(west, south, east, north):
        return table.set_crs(DEGREES), ("Système de coordonnées non précisé : degrés (WGS 84) d'après les valeurs.",)
    raise DataError("Le système de coordonnées est inconnu", name, _SYSTEM)


def _beyond_degrees(table: gpd.GeoDataFrame) -> bool:
    """Tell whether a layer said to be in degrees is not: a GeoJSON that names no system passes for one."""
    known = table.geometry.dropna()
    if not table.crs.is_geographic or not len(known):
        return False
    bounds = np.abs(known.total_bounds)
    return bool(np.isfinite(bounds).all() and bounds.max() > 360)


def _in_france(west: float, south: float, east: float, north: float) -> bool:
    x, y = (west + east) / 2, (south + north) / 2
    return any(min(w, e) <= x <= max(w, e) and min(s, n) <= y <= max(s, n) for w, s, e, n in FRANCE)


def _csv(name: str, content: bytes) -> gpd.GeoDataFrame:
    """Read the points of a table: degrees in two columns or in one, or else Lambert-93, told apart by their values."""
    text = _decoded(content)
    head = text.split("\n", 1)[0]
    separator = max(";,\t|", key=head.count)
    try:
        table = pd.read_csv(io.StringIO(text), sep=separator, dtype=str, nrows=MOST_OBJECTS + 1)
    except (pd.errors.ParserError, pd.errors.EmptyDataError, ValueError) as error:
        raise DataError(
            "Ce tableau n'est pas lisible", name, "Enregistrez-le en CSV (UTF-8, point-virgule)."
        ) from error
    if len(table) > MOST_OBJECTS:
        raise DataError(f"Ce tableau a plus de {MOST_OBJECTS} lignes", name, "Ne gardez que votre territoire.")
    x, y, system = _coordinates(name, table)
    points = gpd.points_from_xy(x, y)
    points[np.asarray(~(np.isfinite(x) & np.isfinite(y)))] = None
    return gpd.GeoDataFrame(table, geometry=points, crs=system)


def _decoded(content: bytes) -> str:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):  # what « texte Unicode » is called in a spreadsheet
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _coordinates(name: str, table: pd.DataFrame) -> tuple[pd.Series, pd.Series, str | None]:
    """Return both coordinates of each line (NaN when there is none) and their system, None when only values tell."""
    for names, others, system in ((LONGITUDES, LATITUDES, DEGREES), (EASTINGS, NORTHINGS, None)):
        first, second = _column(table, names), _column(table, others)
        if first is not None and second is not None:
            return _numbers(table[first]), _numbers(table[second]), system
    both = _column(table, TOGETHER)
    if both is None:
        remedy = "Ajoutez deux colonnes, « longitude » et « latitude », ou « x » et « y » en Lambert-93."
        raise DataError("Ce tableau n'a pas de coordonnées", name, remedy)
    parts = table[both].str.extract(r"^\s*\[?\s*(-?[\d.]+)\s*[,;]\s*(-?[\d.]+)\s*\]?\s*$")
    return _numbers(parts[1]), _numbers(parts[0]), DEGREES


def _numbers(texts: pd.Series) -> pd.Series:
    plain = texts.str.replace(r"[\s\u202f]", "", regex=True).str.replace(",", ".")
    return pd.to_numeric(plain, errors="coerce")


def _column(table: pd.DataFrame, names: Sequence[str]) -> str | None:
    plain = {re.sub(r"[^a-z0-9_]", "", str(column).lower()): column for column in table.columns}
    return next((plain[name] for name in names if name in plain), None)


def _checked(name: str, table: gpd.GeoDataFrame, said: Sequence[str]) -> Deposit:
    notes = list(said)
    shapes = table.geometry.to_numpy()
    kept = np.array([shape is not None and not shape.is_empty for shape in shapes], dtype=bool)
    if not kept.any():
        raise DataError("Cette couche n'a aucun lieu", name, "Vérifiez qu'elle contient des contours ou des points.")
    if not kept.all():
        left = plural(int((~kept).sum()), "objet sans géométrie laissé", "objets sans géométrie laissés")
        notes.append(f"{left} de côté.")
    shapes, table = shapely.force_2d(shapes[kept]), table[kept]
    if not np.isfinite(shapely.get_coordinates(shapes)).all():
        raise DataError("Cette couche est abîmée", name, "Exportez-la à nouveau depuis votre logiciel.")
    if shapely.get_num_coordinates(shapes).sum() > MOST_POINTS:
        raise DataError(
            "Ces contours ont trop de points", name, "Simplifiez-les dans votre logiciel, puis déposez-les."
        )
    broken = ~shapely.is_valid(shapes)
    if broken.any():
        shapes = np.where(broken, shapely.make_valid(shapes), shapes)
        notes.append(f"{plural(int(broken.sum()), 'contour mal formé réparé', 'contours mal formés réparés')}.")
    shapes, rows, others = _one_kind(name, shapes)
    notes += [others] if others else []
    if not _mostly_in_france(shapes):
        raise DataError(
            "Ces lieux ne sont pas en France", name, "Vérifiez que longitude et latitude ne sont pas inversées."
        )
    column = _column(table, LABELS)
    labels = ["" if column is None or pd.isna(v := table[column].iloc[row]) else str(v)[:120] for row in rows]
    return Deposit(name, tuple(shapes), tuple(labels), tuple(notes))


def _mostly_in_france(shapes: np.ndarray) -> bool:
    """Tell whether half of the objects lie in France, overseas included, each in its own part of the world."""
    centres = shapely.get_coordinates(shapely.centroid(shapes))
    return 2 * sum(_in_france(x, y, x, y) for x, y in centres.tolist()) >= len(centres)


def _one_kind(name: str, shapes: np.ndarray) -> tuple[np.ndarray, list[int], str]:
    """Return the outlines, or else the points, one per object or per point of a set; the row of each; what is left."""
    polygons, points, outline_rows, point_rows, lines = [], [], [], [], 0
    for row, shape in enumerate(shapes):
        parts = shapely.get_parts(shape)
        surfaces = [part for whole in parts for part in shapely.get_parts(whole) if part.geom_type == "Polygon"]
        if surfaces:
            polygons.append(surfaces[0] if len(surfaces) == 1 else shapely.union_all(surfaces))
            outline_rows.append(row)
        dots = [part for part in parts if part.geom_type == "Point"]
        points += dots
        point_rows += [row] * len(dots)
        lines += not surfaces and not dots
    if polygons:
        return np.array(polygons, dtype=object), outline_rows, _left_out(len(shapes) - len(polygons), "contour")
    if points:
        return np.array(points, dtype=object), point_rows, _left_out(lines, "point")
    raise DataError("Cette couche ne contient que des lignes", name, "Déposez des contours (polygones) ou des points.")


def _left_out(count: int, kept: str) -> str:
    words = f"objet qui n'est pas un {kept} laissé", f"objets qui ne sont pas des {kept}s laissés"
    return f"{plural(count, *words)} de côté." if count else ""


def covered(
    areas: Mapping[str, shapely.Geometry], layer: Sequence[shapely.Geometry], least: float = TOUCHED
) -> dict[str, float]:
    """Return the share of the surface of each area that outlines cover (0 to 1), those under ``least`` left out."""
    codes = list(areas)
    flat = gpd.GeoSeries([areas[code] for code in codes], crs=DEGREES).to_crs(EQUAL_AREA).make_valid()
    whole = shapely.union_all(gpd.GeoSeries(list(layer), crs=DEGREES).to_crs(EQUAL_AREA).make_valid().to_numpy())
    shapely.prepare(whole)
    shares = shapely.area(shapely.intersection(flat.to_numpy(), whole)) / np.maximum(
        shapely.area(flat.to_numpy()), 1e-9
    )
    return {code: min(float(share), 1.0) for code, share in zip(codes, shares, strict=True) if share > least}


def overlap(shape: shapely.Geometry, layer: Sequence[shapely.Geometry]) -> shapely.Geometry:
    """Return the part of an outline that a layer covers."""
    return shapely.intersection(shapely.make_valid(shape), shapely.union_all(shapely.make_valid(list(layer))))


def mostly_inside(areas: Mapping[str, shapely.Geometry], layer: Sequence[shapely.Geometry]) -> tuple[str, ...]:
    """Return the areas of which more than half of the surface lies inside the outlines."""
    return tuple(sorted(code for code, share in covered(areas, layer).items() if share > 0.5))


def counted(areas: Mapping[str, shapely.Geometry], points: Sequence[shapely.Geometry]) -> dict[str, int]:
    """Return the number of points in each area that has some."""
    codes, tree = list(areas), shapely.STRtree(list(areas.values()))
    inside = tree.query(list(points), predicate="within")[1]
    ranks, counts = np.unique(inside, return_counts=True)
    return {codes[rank]: int(count) for rank, count in zip(ranks, counts, strict=True)}


_FORMATS = "Déposez un GeoJSON, un GeoPackage, un shapefile dans un zip, ou un CSV de points."
_SYSTEM = "Enregistrez la couche en WGS 84 (EPSG:4326) ou en Lambert-93 (EPSG:2154), avec son fichier .prj."
