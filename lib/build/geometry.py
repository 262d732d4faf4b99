"""Repair, simplification and dissolution of outlines treated as coverages (areas that share their edges exactly)."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj
import shapely

from lib.model import DataError

METROPOLE = "metropole"
# One projected system (metres) per block of territory.
ZONES = {METROPOLE: 2154, "971": 5490, "972": 5490, "973": 2972, "974": 2975, "976": 4471}
WGS84 = 4326
SNAP_M = 1.0
# Widest unwanted gap measured in the source is 185 m; Llívia, a Spanish enclave 2 600 m wide, must stay a hole.
GAP_M = 250.0
ROUNDING_PASSES = 6
RESTORED_SHARE = 0.5


def zone_of(codes: pd.Series) -> pd.Series:
    """Return the zone (key of ZONES) of each commune code."""
    start = codes.str[:3]
    return start.where(start.isin(ZONES), METROPOLE)


def pieces(
    outlines: gpd.GeoDataFrame, current: set[str], divided: set[str], passages: dict[str, str]
) -> gpd.GeoDataFrame:
    """Return code (today's commune or arrondissement) and geometry of each piece of territory.

    Old communes go to the one that took over (``passages``: former code to current code); a commune restored
    since is cut out of the one it has left, with the outline it had as a delegated commune; the ``divided`` cities
    are replaced by their arrondissements. Raises DataError when an outline or a commune of ``current`` has no match.
    """
    whole = outlines[outlines["type"].isin(["COM", "ARM"]) & ~outlines["code"].isin(divided)]
    owner = whole["code"].map(lambda code: passages.get(code, code))
    missing = current - set(owner)
    former = outlines[outlines["type"].isin(["COMD", "COMA"]) & outlines["code"].isin(missing)]
    unmatched = (set(owner) - current) | (missing - set(former["code"]))
    if unmatched:
        raise DataError(
            "Des communes et des contours ne se correspondent pas",
            ", ".join(sorted(unmatched)[:10]),
            "Vérifiez les versions des paquets (geo/LISEZMOI.md), ou complétez les passages.",
        )
    base = gpd.GeoDataFrame({"code": owner.to_numpy()}, geometry=whole.geometry.to_numpy(), crs=outlines.crs)
    restored = former[["code", "geometry"]].sort_values("code", ignore_index=True)
    return gpd.GeoDataFrame(pd.concat([_cut_out(base, restored), restored], ignore_index=True), crs=outlines.crs)


def _cut_out(base: gpd.GeoDataFrame, restored: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Take each restored outline away from the piece that holds most of it."""
    geometry = base.geometry.to_numpy().copy()
    for shape in restored.geometry:
        near = base.sindex.query(shape, predicate="intersects")
        shares = shapely.area(shapely.intersection(geometry[near], shape)) / shape.area
        if len(near) and shares.max() > RESTORED_SHARE:
            donor = near[int(shares.argmax())]
            geometry[donor] = shapely.difference(geometry[donor], shape)
    return base.set_geometry(gpd.GeoSeries(geometry, index=base.index, crs=base.crs))


def clean(frame: gpd.GeoDataFrame, gap_width: float = GAP_M) -> gpd.GeoDataFrame:
    """Return ``frame`` (projected, metres) as a valid coverage: no overlap, no gap under ``gap_width``.

    Overlaps and gaps go to the neighbour with the longest shared edge.
    """
    cleaned = shapely.coverage_clean(frame.geometry.to_numpy(), snapping_distance=SNAP_M, gap_width=gap_width)
    return frame.set_geometry(gpd.GeoSeries(cleaned, index=frame.index, crs=frame.crs))


def dissolve(frame: gpd.GeoDataFrame, groups: pd.Series) -> gpd.GeoDataFrame:
    """Merge the areas of a valid coverage by ``groups`` (null: left out); return code and geometry, sorted by code."""
    rows = frame.geometry.groupby(groups.to_numpy(), sort=True).agg(
        lambda shapes: shapely.coverage_union_all(shapes.to_numpy())
    )
    return gpd.GeoDataFrame({"code": rows.index.astype(str)}, geometry=rows.to_numpy(), crs=frame.crs)


def lighten(frame: gpd.GeoDataFrame, tolerance: float, decimals: int) -> gpd.GeoDataFrame:
    """Simplify a valid coverage (metres), then return it in EPSG:4326 rounded to ``decimals``, still valid."""
    simple = shapely.coverage_simplify(frame.geometry.to_numpy(), tolerance)
    projected = gpd.GeoSeries(simple, index=frame.index, crs=frame.crs)
    degrees = projected.to_crs(WGS84).to_numpy()
    return frame.set_geometry(gpd.GeoSeries(round_coverage(degrees, decimals), index=frame.index, crs=WGS84))


def round_coverage(shapes: np.ndarray, decimals: int) -> np.ndarray:
    """Round the coordinates of a coverage and mend what rounding broke, until both hold.

    Raises DataError when the coverage is still not valid after ROUNDING_PASSES passes.
    """
    for _ in range(ROUNDING_PASSES):
        shapes = shapely.transform(shapes, lambda xy: np.round(xy, decimals))
        if shapely.is_valid(shapes).all() and shapely.coverage_is_valid(shapes):
            return shapes
        shapes = shapely.coverage_clean(shapes, snapping_distance=10.0**-decimals / 2)
    raise DataError(
        "Les contours simplifiés se chevauchent encore",
        f"arrondi à {decimals} décimales",
        "Changez la tolérance de simplification ou le nombre de décimales, puis relancez la construction.",
    )


def count_faults(frame: gpd.GeoDataFrame) -> int:
    """Return how many outlines overlap a neighbour or do not share its edge exactly."""
    edges = shapely.coverage_invalid_edges(frame.geometry.to_numpy())
    return int((~shapely.is_empty(edges)).sum())


def holes(frame: gpd.GeoDataFrame) -> list[shapely.Polygon]:
    """Return the holes of the whole formed by a valid coverage, the largest first."""
    whole = shapely.get_parts(shapely.coverage_union_all(frame.geometry.to_numpy()))
    rings = [shapely.Polygon(ring) for part in whole for ring in part.interiors]
    return sorted(rings, key=lambda ring: -ring.area)


def surface_km2(shapes: gpd.GeoSeries) -> pd.Series:
    """Return the geodesic surface of each outline in km² (GRS80 ellipsoid)."""
    geod = pyproj.Geod(ellps="GRS80")
    return shapes.to_crs(WGS84).map(lambda shape: abs(geod.geometry_area_perimeter(shape)[0]) / 1e6)
