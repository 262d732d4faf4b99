"""Publishes ``geo/qpv.parquet`` (2024) and ``qpv2015.parquet``: priority quarters, communes of today, outlines."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely

from lib.build.places import Places, load_places
from lib.build.publish import Built, publish_all
from lib.model import DataError
from lib.quarters import FILES
from lib.settings import GEO_DIR
from lib.sources import anct_qpv

EQUAL_AREA = "EPSG:3035"
PROVENANCE = "relevé sur une copie publique, à rafraîchir par la collecte"


SHARE = 0.2  # of a quarter: under it, a commune is a neighbour whose outline is simplified


def build_quarters(outlines: Sequence[Path], year: str = "2024") -> int:
    """Build the table from GeoJSON files (one per département, or one for France); return its number of rows.

    Raises DataError when an input is not the expected one; the published file then stays as it was.
    """
    if year == "2015":
        read = pd.concat([anct_qpv.read_2015(path) for path in outlines], ignore_index=True)
        found = with_communes(read, gpd.read_parquet(GEO_DIR / "communes.parquet"))
    else:
        found = pd.concat([anct_qpv.read(path) for path in outlines], ignore_index=True)
    table = locate(found, load_places(GEO_DIR))
    write = lambda path: table.to_parquet(path, index=False, compression="zstd", compression_level=15)  # noqa: E731
    publish_all([Built(GEO_DIR / FILES[year], write, [anct_qpv.SOURCE], [year], PROVENANCE)])
    return len(table)


def with_communes(quarters: gpd.GeoDataFrame, communes: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return quarters with the communes that hold a fifth of their surface, else the one that holds most of it.

    Raises DataError when a quarter lies in no commune.
    """
    flat, ground = quarters.to_crs(EQUAL_AREA), communes.to_crs(EQUAL_AREA)
    shapes = shapely.make_valid(flat.geometry.to_numpy())
    near, far = ground.sindex.query(shapes, predicate="intersects")
    shares = shapely.area(shapely.intersection(shapes[near], ground.geometry.to_numpy()[far])) / shapely.area(
        shapes[near]
    )
    pairs = pd.DataFrame({"quarter": near, "code": ground["code"].to_numpy()[far], "share": shares})
    pairs = pairs.sort_values("share", ascending=False)
    kept = pairs[(pairs["share"] >= SHARE) | ~pairs["quarter"].duplicated()]
    listed = kept.groupby("quarter")["code"].agg(sorted).reindex(range(len(quarters)))
    lost = quarters.loc[listed.isna().to_numpy(), "code"]
    if len(lost):
        remedy = "Vérifiez que le fichier est en WGS 84 (longitude, latitude), puis relancez."
        raise DataError("Des quartiers ne sont dans aucune commune", ", ".join(lost[:10]), remedy)
    return quarters.assign(communes=listed.to_numpy())


def locate(quarters: gpd.GeoDataFrame, places: Places) -> gpd.GeoDataFrame:
    """Return the quarters sorted by code, with the codes of today's communes, and valid outlines.

    Raises DataError when a quarter is there twice or when a commune is unknown.
    """
    double = quarters.loc[quarters["code"].duplicated(), "code"]
    if len(double):
        remedy = "Gardez un seul fichier par département, puis relancez."
        raise DataError("Des quartiers sont donnés deux fois", ", ".join(double[:10]), remedy)
    current = quarters["communes"].map(lambda codes: sorted({places.current.get(code, code) for code in codes}))
    unknown = sorted(set(current.explode()) - places.codes["commune"])
    if unknown:
        remedy = "Complétez geo/passages.parquet, puis relancez la construction."
        raise DataError("Des codes de commune sont inconnus du découpage 2026", ", ".join(unknown[:10]), remedy)
    valid = shapely.make_valid(quarters.geometry.to_numpy())
    located = quarters.assign(communes=current, geometry=gpd.GeoSeries(valid, index=quarters.index, crs=quarters.crs))
    return located.sort_values("code", ignore_index=True)
