"""Publishes ``geo/qpv.parquet``: the « quartiers prioritaires » of 2024, their communes of today, their outlines."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely

from lib.build.places import Places, load_places
from lib.build.publish import Built, publish_all
from lib.model import DataError
from lib.settings import GEO_DIR
from lib.sources import anct_qpv

PROVENANCE = "relevé sur une copie publique, à rafraîchir par la collecte"


def build_quarters(outlines: Sequence[Path]) -> int:
    """Build the table from GeoJSON files (one per département, or one for France); return its number of rows.

    Raises DataError when an input is not the expected one; the published file then stays as it was.
    """
    table = locate(pd.concat([anct_qpv.read(path) for path in outlines], ignore_index=True), load_places(GEO_DIR))
    write = lambda path: table.to_parquet(path, index=False, compression="zstd", compression_level=15)  # noqa: E731
    publish_all([Built(GEO_DIR / "qpv.parquet", write, [anct_qpv.SOURCE], ["2024"], PROVENANCE)])
    return len(table)


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
