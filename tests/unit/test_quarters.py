"""The quarters installed are found by their communes; a damaged file is told, an absent one is no quarter."""

import json

import geopandas as gpd
import pytest
import shapely

from lib.build.quarters import with_communes
from lib.model import DataError
from lib.quarters import FILES, quarters
from lib.sources import anct_qpv


def test_quarters_are_found_by_commune():
    found = quarters(["38151"])
    assert found and all("38151" in one.communes and one.shape.is_valid for one in found)
    assert all(shapely.box(5.6, 45.0, 5.8, 45.3).contains(one.shape) for one in found)
    assert quarters(["38001"]) == [] and quarters([]) == []


def test_an_absent_file_is_no_quarter_and_a_damaged_one_is_told(tmp_path):
    assert quarters(["38151"], tmp_path) == []
    (tmp_path / FILES["2024"]).write_bytes(b"PAR1 coupe")
    with pytest.raises(DataError, match="quartiers prioritaires"):
        quarters(["38151"], tmp_path)


def test_quarters_of_2015_find_their_communes_from_their_outlines(tmp_path):
    square = {"type": "Polygon", "coordinates": [[[5.0, 45.0], [5.1, 45.0], [5.1, 45.1], [5.0, 45.1], [5.0, 45.0]]]}
    feature = {"type": "Feature", "properties": {"code_qp": "QP038001", "nom_qp": "Essai"}, "geometry": square}
    path = tmp_path / "qpv2015_fictif.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    found = anct_qpv.read_2015(path)
    sides = [shapely.box(west, 44.9, east, 45.2) for west, east in ((4.9, 5.04), (5.04, 5.095), (5.095, 5.2))]
    communes = gpd.GeoDataFrame({"code": ["38001", "38002", "38003"]}, geometry=sides, crs="EPSG:4326")
    assert with_communes(found, communes)["communes"].tolist() == [["38001", "38002"]]
    with pytest.raises(DataError, match="2024"):
        anct_qpv.read(_renamed(path, feature))
    with pytest.raises(DataError, match="aucune commune"):
        with_communes(found, communes.assign(geometry=communes.translate(20, 0)))


def _renamed(path, feature):
    properties = {"code_qp": "QP038001", "lib_qp": "Essai", "insee_com": "38001"}
    feature = feature | {"properties": properties}
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    return path
