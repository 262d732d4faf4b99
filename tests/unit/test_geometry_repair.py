"""The repair of outlines, on small squares (metres, EPSG:2154)."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from shapely import box

from lib.build import geometry
from lib.model import DataError

X, Y = 900_000, 6_500_000


def square(x0: float, y0: float, x1: float, y1: float) -> shapely.Polygon:
    return box(X + x0, Y + y0, X + x1, Y + y1)


def frame(**shapes: shapely.Geometry) -> gpd.GeoDataFrame:
    codes = [name.removeprefix("c") for name in shapes]
    return gpd.GeoDataFrame({"code": codes}, geometry=list(shapes.values()), crs=2154)


def typed(rows: list[tuple[str, str, shapely.Geometry]]) -> gpd.GeoDataFrame:
    codes, types, shapes = zip(*rows, strict=True)
    return gpd.GeoDataFrame({"code": codes, "type": types}, geometry=list(shapes), crs=2154)


def test_a_narrow_gap_goes_to_the_neighbour_with_the_longest_edge():
    # The gap (100 m x 1 000 m) touches "b" on one whole side, "a1" and "a2" on half of the other.
    dirty = frame(
        ca1=square(0, 0, 1000, 500),
        ca2=square(0, 500, 1000, 1000),
        cb=square(1100, 0, 2000, 1000),
        cbelow=square(0, -500, 2000, 0),
        cabove=square(0, 1000, 2000, 1500),
    )
    clean = geometry.clean(dirty)
    assert geometry.holes(clean) == []
    assert clean.set_index("code").area["b"] == pytest.approx(1000 * 1000)
    assert shapely.coverage_is_valid(clean.geometry.to_numpy())


def test_a_wide_hole_is_kept():
    ring = square(0, 0, 5000, 5000).difference(square(1000, 1000, 4000, 4000))
    clean = geometry.clean(frame(ca=ring, cb=square(5000, 0, 6000, 5000)))
    assert [hole.area for hole in geometry.holes(clean)] == pytest.approx([9e6])


def test_an_overlap_is_counted_then_removed_without_losing_ground():
    dirty = frame(ca=square(0, 0, 1000, 1000), cb=square(950, 0, 2000, 1000), cfar=square(2000, 0, 3000, 1000))
    assert geometry.count_faults(dirty) == 2
    clean = geometry.clean(dirty)
    assert geometry.count_faults(clean) == 0
    assert clean.area.sum() == pytest.approx(3e6)
    assert shapely.union_all(clean.geometry.to_numpy()).area == pytest.approx(3e6)


def test_an_absorbed_commune_brings_its_territory():
    outlines = typed([("1", "COM", square(0, 0, 1000, 1000)), ("2", "COM", square(1000, 0, 2000, 1000))])
    found = geometry.pieces(outlines, {"1"}, set(), {"2": "1"})
    merged = geometry.dissolve(found, found["code"])
    assert merged["code"].tolist() == ["1"]
    assert merged.geometry[0].equals(square(0, 0, 2000, 1000))


def test_a_restored_commune_is_cut_out_of_the_one_it_left():
    outlines = typed(
        [
            ("1", "COM", square(0, 0, 2000, 1000)),
            ("3", "COM", square(2000, 0, 3000, 1000)),
            ("1", "COMD", square(0, 0, 1000, 1000)),
            ("2", "COMD", square(1000, 0, 2000, 1000)),
        ]
    )
    found = geometry.pieces(outlines, {"1", "2", "3"}, set(), {}).set_index("code").geometry
    assert found["1"].equals(square(0, 0, 1000, 1000))
    assert found["2"].equals(square(1000, 0, 2000, 1000))
    assert found["3"].area == pytest.approx(1e6)


def test_a_divided_city_is_replaced_by_its_arrondissements():
    outlines = typed([("1", "COM", square(0, 0, 1000, 1000)), ("11", "ARM", square(0, 0, 1000, 1000))])
    assert geometry.pieces(outlines, {"11"}, {"1"}, {})["code"].tolist() == ["11"]


@pytest.mark.parametrize("current", [{"1", "9"}, set()])
def test_a_commune_without_outline_or_an_outline_without_commune_stops_the_build(current):
    outlines = typed([("1", "COM", square(0, 0, 1000, 1000))])
    with pytest.raises(DataError, match="9" if current else "1"):
        geometry.pieces(outlines, current, set(), {})


def test_dissolving_leaves_out_areas_without_group_and_sorts_by_code():
    areas = frame(ca=square(0, 0, 1000, 1000), cb=square(1000, 0, 2000, 1000), cc=square(2000, 0, 3000, 1000))
    merged = geometry.dissolve(areas, pd.Series(["z", "y", None]))
    assert merged["code"].tolist() == ["y", "z"]
    assert merged.crs.to_epsg() == 2154


def test_lightening_keeps_shared_edges_and_tiny_areas():
    steps = [(X + 1000 + 20 * (i % 2), Y + 50 * i) for i in range(21)]
    left = shapely.Polygon([(X, Y), *steps, (X, Y + 1000)])
    right = shapely.Polygon([(X + 2000, Y), *steps, (X + 2000, Y + 1000)])
    tiny = square(2000, 0, 2060, 60)
    light = geometry.lighten(frame(ca=left, cb=right.union(square(2000, 60, 2001, 61)), ctiny=tiny), 300, 4)
    shapes = light.geometry.to_numpy()
    assert shapely.get_num_coordinates(shapes[:2]).sum() < shapely.get_num_coordinates([left, right]).sum() / 2
    assert not shapely.is_empty(shapes).any() and shapely.coverage_is_valid(shapes)
    assert np.array_equal(shapely.get_coordinates(shapes), np.round(shapely.get_coordinates(shapes), 4))
    assert light.crs.to_epsg() == 4326


def test_rounding_mends_what_it_breaks():
    # Rounded to 1, the thin tongue of "a" folds onto itself.
    tongue = shapely.Polygon([(0, 0), (10, 0), (10, 10), (5.4, 10), (5.3, 3), (5.2, 10), (0, 10)])
    other = shapely.Polygon([(10, 0), (20, 0), (20, 10), (10, 10)])
    rounded = geometry.round_coverage(np.array([tongue, other]), 0)
    assert shapely.is_valid(rounded).all() and shapely.coverage_is_valid(rounded)
    assert shapely.area(rounded) == pytest.approx([100, 100])


def test_zones_follow_the_first_three_characters():
    codes = pd.Series(["38151", "97411", "2A004", "97502"])
    assert geometry.zone_of(codes).tolist() == ["metropole", "974", "metropole", "metropole"]


def test_surface_is_geodesic():
    shape = gpd.GeoSeries([square(0, 0, 1000, 1000)], crs=2154)
    assert geometry.surface_km2(shape)[0] == pytest.approx(1, rel=0.002)
