"""Outlines as they are served, values that travel, legend and contrast."""

import gzip
import json
import re

import pandas as pd
import pyarrow.parquet as pq
import pytest
import shapely

from lib import maps
from lib.map_base import base_map
from lib.maps import mark, outlines
from lib.model import DataError, Level, Territory
from lib.settings import GEO_DIR

TOWN = Territory(Level.COMMUNE, "38151", 'Échirolles « "la <grande>" »')


def drawn(layer) -> dict:
    return json.loads(gzip.decompress(layer.body))


def iris_file(path, codes=("381510101", "381510102"), geometry=None, column="code_iris"):
    shape = shapely.to_wkb(shapely.box(5.7, 45.1, 5.8, 45.2)) if geometry is None else geometry
    pd.DataFrame({column: list(codes), "geometry": [shape] * len(codes)}).to_parquet(path)
    return path


def test_outlines_are_compressed_geojson_with_code_and_name_only(territories):
    areas = territories.children(territories.get("epci-200040715"), Level.COMMUNE)
    found = drawn(outlines(Level.COMMUNE, areas))
    assert {f["id"]: f["properties"] for f in found["features"]} == {a.code: {"nom": a.name} for a in areas}
    assert all(shapely.from_geojson(json.dumps(f["geometry"])).is_valid for f in found["features"])


def test_the_outlines_say_the_order_in_which_values_come(territories):
    areas = territories.children(territories.get("epci-200040715"), Level.COMMUNE)
    found = drawn(outlines(Level.COMMUNE, areas))
    codes = [area.code for area in areas]
    assert (found["codes"], found["empreinte"]) == (codes, mark(codes))
    assert mark(codes) != mark(codes[::-1]) != mark(codes[1:])


def test_the_validator_is_that_of_the_bytes(territories):
    areas = territories.children(territories.get("departement-38"), Level.COMMUNE)
    one, again, other = (outlines(Level.COMMUNE, part) for part in (areas, areas, areas[1:]))
    assert one.body == again.body and one.etag == again.etag
    assert one.etag != other.etag
    assert re.fullmatch(r"[0-9a-f]{20}", one.etag)


def test_a_name_cannot_break_the_geojson():
    assert drawn(outlines(Level.COMMUNE, [TOWN]))["features"][0]["properties"]["nom"] == TOWN.name


@pytest.mark.parametrize(
    ("level", "scope", "file"),
    [
        (Level.COMMUNE, "departement-38", "communes.parquet"),
        (Level.COMMUNE, "france-F", "communes_france.parquet"),
        (Level.EPCI, "region-84", "epci.parquet"),
        (Level.DEPARTEMENT, "france-F", "departements.parquet"),
        (Level.REGION, "france-F", "regions.parquet"),
    ],
)
def test_each_level_is_drawn_from_its_own_file(territories, level, scope, file):
    areas = territories.children(territories.get(scope), level)
    assert maps._file(level, areas, GEO_DIR).name == file
    assert set(pq.read_table(GEO_DIR / file, columns=["code"])["code"].to_pylist()) >= {a.code for a in areas}


def test_arrondissements_have_their_outlines(territories):
    areas = territories.districts(territories.get("commune-69123"))
    assert len(drawn(outlines(Level.COMMUNE, areas))["features"]) == 9


@pytest.mark.parametrize("column", ["code_iris", "CODE_IRIS", "code"])
def test_iris_are_drawn_from_a_territorial_package(tmp_path, column):
    path = iris_file(tmp_path / "iris.parquet", column=column)
    layer = outlines(Level.IRIS, [Territory(Level.IRIS, "381510102", "Centre")], iris=path)
    assert [f["id"] for f in drawn(layer)["features"]] == ["381510102"]


FAULTS = {
    "absent": lambda path: path.unlink(),
    "truncated": lambda path: path.write_bytes(path.read_bytes()[:-60]),
    "without geometry": lambda path: pd.DataFrame({"code": ["381510101"]}).to_parquet(path),
    "codes as numbers": lambda path: iris_file(path, codes=[381510101]),
    "geometry as text": lambda path: iris_file(path, geometry="POINT(0 0)"),
    "damaged geometry": lambda path: iris_file(path, geometry=b"\x01\x02\x03"),
    "other areas": lambda path: iris_file(path, codes=["999990101"]),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_unusable_outlines_are_told(tmp_path, fault):
    path = iris_file(tmp_path / "iris.parquet")
    FAULTS[fault](path)
    with pytest.raises(DataError, match="ontour") as raised:
        outlines(Level.IRIS, [Territory(Level.IRIS, "381510101", "Centre")], iris=path)
    assert "iris.parquet" in raised.value.where and raised.value.remedy.endswith(".")


def test_a_missing_national_file_is_told(tmp_path):
    with pytest.raises(DataError, match="Les contours ne sont pas lisibles") as raised:
        outlines(Level.COMMUNE, [TOWN], tmp_path)
    assert str(tmp_path / "communes.parquet") in raised.value.where


def test_the_base_map_is_constant_and_asks_nobody_else():
    texts = {re.sub(r"[0-9a-f]{32}", "", base_map("/geo/1/commune/epci-1.json").get_root().render()) for _ in range(2)}
    assert len(texts) == 1
    assert not re.search(r"(src|href)=[\"'](https?:)?//", texts.pop())
