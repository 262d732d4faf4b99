"""Folium maps whose geometry is fetched once by URL and whose values travel alone. Pure: no Streamlit.

The base script of a map must not change between runs (streamlit-folium rebuilds its frame otherwise): what varies
(values, classes, selection) goes through ``value_layer``.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import folium
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import shapely
from folium.elements import MacroElement
from jinja2 import Template

from lib.model import DataError, Level, Status, Territory
from lib.palette import INK, PAPER, SECRET, UNKNOWN, sequential
from lib.settings import GEO_DIR
from lib.stats import quantile_breaks

# Leaflet is served by the application itself: no request to a third party, and the map works offline.
folium.Map.default_js = [("leaflet", "/statique/leaflet/leaflet.js"), ("carte", "/statique/carte.js")]
folium.Map.default_css = [("leaflet_css", "/statique/leaflet/leaflet.css"), ("carte_css", "/statique/carte.css")]

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

    ``iris`` is the GeoParquet of a territorial package, needed at IRIS level only.
    Raises DataError when the geometry file is missing, unreadable, or holds none of the areas.
    """
    names = {area.code: area.name for area in areas}
    path = iris if level is Level.IRIS and iris else _file(level, areas, folder)
    table = _read(path, frozenset(names))
    if table.num_rows == 0:
        raise DataError("Aucun contour n'est installé pour ces territoires", path.name, _REMEDY)
    try:
        shapes = shapely.from_wkb(table["geometry"].to_numpy(zero_copy_only=False))
    except (shapely.errors.ShapelyError, TypeError) as error:
        raise DataError("Les contours ne sont pas lisibles", str(path), _REMEDY) from error
    drawn = shapely.to_geojson(shapely.set_precision(shapes, 1e-4, mode="pointwise"))
    features = (
        f'{{"type":"Feature","id":"{code}","properties":{{"nom":{json.dumps(names[code], ensure_ascii=False)}}},'
        f'"geometry":{shape}}}'
        for code, shape in zip(table["code"].to_pylist(), drawn, strict=True)
        if shape
    )
    text = '{"type":"FeatureCollection","features":[' + ",".join(features) + "]}"
    body = gzip.compress(text.encode(), compresslevel=6, mtime=0)
    return Layer(body, hashlib.sha256(body).hexdigest()[:20])


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


class _Background(MacroElement):
    """Draws the outlines found at ``url`` on one canvas; constant for a given set of areas."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "window.boussoleCarte({{ this._parent.get_name() }}, {{ this.url|tojson }});"
        "{% endmacro %}"
    )

    def __init__(self, url: str) -> None:
        super().__init__()
        self._name, self.url = "Fond", url


class _Values(MacroElement):
    """Hands the values, classes and selection to the drawn outlines."""

    _template = Template("{% macro script(this, kwargs) %}window.boussoleValeurs({{ this.payload }});{% endmacro %}")

    def __init__(self, payload: dict) -> None:
        super().__init__()
        self._name = "Valeurs"
        self.payload = json.dumps(payload, separators=(",", ":"), ensure_ascii=False)


def base_map(url: str) -> folium.Map:
    """Return the map that fetches its outlines at ``url``; no tiles, so no third party."""
    drawn = folium.Map(location=[46.6, 2.4], zoom_start=6, tiles=None, prefer_canvas=True, zoom_snap=0.25)
    _Background(url).add_to(drawn)
    return drawn


def value_layer(
    values: Sequence[tuple[str, float | None, Status]], breaks: Sequence[float], *, unit: str, decimals: int, mine: str
) -> folium.FeatureGroup:
    """Return the layer that colours the outlines: ``values`` are (code, value, status), ``mine`` my own code.

    The payload holds rounded values for display only; a secret or unknown area carries its status, never a number.
    """
    shown = {code: _light(value, breaks, decimals) for code, value, status in values if _showable(value, status)}
    hidden = {code: status.value for code, value, status in values if not _showable(value, status)}
    group = folium.FeatureGroup(name="valeurs")
    _Values(
        {
            "v": shown,
            "s": hidden,
            "b": list(breaks),
            "c": list(sequential(len(breaks) + 1)),
            "n": [UNKNOWN, SECRET],
            "u": unit,
            "d": decimals,
            "m": mine,
        }
    ).add_to(group)
    return group


def _showable(value: float | None, status: Status) -> bool:
    return value is not None and not math.isnan(value) and status.has_value


def _light(value: float, breaks: Sequence[float], decimals: int) -> float:
    """Round a value for the payload, unless rounding would move it to another class than the legend counts."""
    rounded = round(value, decimals + 1)
    return rounded if bisect_right(breaks, rounded) == bisect_right(breaks, value) else value


def class_fill(value: float | None, breaks: Sequence[float], status: Status) -> str:
    """Return the fill of one area, the same as on the drawn map."""
    if not _showable(value, status):
        return SECRET if status is Status.SECRET else UNKNOWN
    return sequential(len(breaks) + 1)[bisect_right(breaks, value)]


def readable_on(shade: str) -> str:
    """Return the text colour (ink or paper) that reads best on ``shade``, by relative luminance."""
    red, green, blue = (int(shade[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return PAPER if 0.2126 * red**2.2 + 0.7152 * green**2.2 + 0.0722 * blue**2.2 < 0.24 else INK


@dataclass(frozen=True, slots=True)
class LegendClass:
    """One class of a map's legend: fill, bounds (low included), number of areas."""

    fill: str
    low: float
    high: float
    count: int


def legend(values: Sequence[float]) -> tuple[list[float], list[LegendClass]]:
    """Return the inner bounds (5 classes of equal size at most) and the classes to write beside the map."""
    known = pd.Series(values, dtype="float64").dropna()
    if known.empty:
        return [], []
    breaks = quantile_breaks(known)
    edges = [float(known.min()), *breaks, float(known.max())]
    counts = known.groupby(pd.cut(known, [-float("inf"), *breaks, float("inf")], right=False), observed=False).size()
    fills = sequential(len(breaks) + 1)
    return breaks, [LegendClass(fills[i], edges[i], edges[i + 1], int(n)) for i, n in enumerate(counts)]


_REMEDY = "Réinstallez l'application, ou installez le paquet territorial qui contient ces contours (README)."
