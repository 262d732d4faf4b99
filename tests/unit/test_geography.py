"""The committed files of ``geo/``: counts, keys, parents, sums, outlines, passages."""

from functools import cache

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj
import pytest
import shapely

from lib.build.geometry import holes
from lib.settings import GEO_DIR

COUNTS = {"commune": 34_920, "ept": 11, "epci": 1_255, "departement": 101, "region": 18, "france": 1}
OUTLINES = {
    "communes": 34_875,
    "communes_france": 34_875,
    "arrondissements": 45,
    "epci": 1_255,
    "ept": 11,
    "departements": 101,
    "regions": 18,
}
MEGABYTES = {"communes": 6, "communes_france": 2.5, "epci": 1.5, "ept": 1.5, "departements": 1.5, "regions": 1.5}
OVERSEAS = ("971", "972", "973", "974", "976")
# Geographical surface of metropolitan France (IGN, about 551 500 km²). The land registry (543 940 km²) leaves out
# lakes, rivers, glaciers and rock: the outlines cover them, so they are not to be compared with it.
METROPOLE_KM2 = 551_500


@cache
def territories() -> pd.DataFrame:
    return pd.read_parquet(GEO_DIR / "territoires.parquet")


@cache
def passages() -> pd.DataFrame:
    return pd.read_parquet(GEO_DIR / "passages.parquet")


@cache
def outlines(name: str) -> gpd.GeoDataFrame:
    return gpd.read_parquet(GEO_DIR / f"{name}.parquet")


def level(name: str) -> pd.DataFrame:
    rows = territories()
    kept = (rows["niveau"] == name) & (rows["type"] != "arrondissement_municipal")
    return rows[kept].set_index("code")


def surfaces(frame: gpd.GeoDataFrame) -> pd.Series:
    geod = pyproj.Geod(ellps="GRS80")
    shapes = frame.set_index("code").geometry
    return shapes.map(lambda shape: abs(geod.geometry_area_perimeter(shape)[0]) / 1e6)


def metropole(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    return frame[~frame["code"].str.startswith(OVERSEAS)]


def test_each_level_has_its_official_count():
    assert territories()["niveau"].value_counts().to_dict() == COUNTS
    assert (territories()["type"] == "arrondissement_municipal").sum() == 45


def test_keys_are_unique_and_sorted():
    keys = list(zip(territories()["niveau"], territories()["code"], strict=True))
    assert len(set(keys)) == len(keys)
    assert keys == sorted(keys)


@pytest.mark.parametrize("parent", ["commune", "ept", "epci", "departement", "region"])
def test_every_parent_code_exists(parent):
    assert set(territories()[parent].dropna()) <= set(level(parent).index)


def test_every_commune_has_a_departement_and_a_region_and_four_islands_have_no_epci():
    communes = level("commune")
    assert communes[["departement", "region"]].notna().all().all()
    assert sorted(communes.index[communes["epci"].isna()]) == ["22016", "29083", "29155", "85113"]
    assert communes["commune"].isna().all()


@pytest.mark.parametrize("upper", ["departement", "region"])
def test_populations_of_communes_add_up(upper):
    communes = level("commune")
    summed = communes.groupby(upper)["population"].sum()
    assert summed.to_dict() == level(upper)["population"].to_dict()
    assert communes["population"].sum() == level("france").loc["F", "population"] == 68_350_798


def test_arrondissements_add_up_to_their_city():
    rows = territories()
    districts = rows[rows["type"] == "arrondissement_municipal"]
    cities = level("commune").loc[sorted(districts["commune"].unique())]
    assert list(cities.index) == ["13055", "69123", "75056"]
    assert districts.groupby("commune")["population"].sum().to_dict() == cities["population"].to_dict()
    summed = districts.astype({"superficie_km2": "float64"}).groupby("commune")["superficie_km2"].sum()
    np.testing.assert_allclose(summed, cities["superficie_km2"], rtol=1e-5)


def test_names_keep_their_accents_and_articles():
    communes = level("commune")
    assert communes.loc["38151", "nom"] == "Échirolles"
    assert communes.loc["69114", "nom"] == "Porte des Pierres Dorées"
    assert communes.loc["34144", "nom"] == "Lunas-les-Châteaux"
    assert (level("departement").loc["38", "nom"], level("departement").loc["38", "article"]) == ("Isère", 5)
    assert communes.loc["38185", "codes_postaux"] == "38000 38100"


@pytest.mark.parametrize("name", OUTLINES)
def test_outline_files_hold_valid_polygons_sorted_by_code(name):
    frame = outlines(name)
    assert list(frame.columns) == ["code", "geometry"]
    assert frame.crs.to_epsg() == 4326
    assert len(frame) == OUTLINES[name]
    assert frame["code"].is_monotonic_increasing and frame["code"].is_unique
    assert set(frame.geom_type) <= {"Polygon", "MultiPolygon"}
    assert frame.is_valid.all() and not frame.is_empty.any()


@pytest.mark.parametrize(("name", "limit"), MEGABYTES.items())
def test_outline_files_stay_light(name, limit):
    assert (GEO_DIR / f"{name}.parquet").stat().st_size <= limit * 1e6


@pytest.mark.parametrize("name", ["communes", "communes_france"])
def test_every_commune_has_an_outline(name):
    assert set(outlines(name)["code"]) == set(level("commune").index)


@pytest.mark.parametrize(
    ("name", "upper"), [("epci", "epci"), ("ept", "ept"), ("departements", "departement"), ("regions", "region")]
)
def test_every_area_has_an_outline(name, upper):
    assert set(outlines(name)["code"]) == set(level(upper).index)


@pytest.mark.parametrize("departement", ["38", "69", "34", "2A", "971", "974"])
def test_communes_of_a_departement_share_their_edges(departement):
    codes = level("commune").query("departement == @departement").index
    frame = outlines("communes")
    assert shapely.coverage_is_valid(frame[frame["code"].isin(codes)].geometry.to_numpy())


@pytest.mark.parametrize("name", ["communes_france", "arrondissements", "epci", "ept", "departements", "regions"])
def test_outlines_neither_overlap_nor_leave_slivers(name):
    assert shapely.coverage_is_valid(outlines(name).geometry.to_numpy())


@pytest.mark.parametrize("name", ["communes_france", "departements", "regions"])
def test_only_llivia_is_a_hole_in_metropolitan_france(name):
    found = holes(metropole(outlines(name)) if name == "communes_france" else outlines(name))
    assert len(found) == 1
    assert found[0].contains(shapely.Point(1.981, 42.464))


@pytest.mark.lourd
def test_fine_communes_of_metropolitan_france_share_their_edges():
    frame = metropole(outlines("communes"))
    assert shapely.coverage_is_valid(frame.geometry.to_numpy())
    assert len(holes(frame)) == 1


def test_a_city_is_the_sum_of_its_arrondissements():
    cities = territories().dropna(subset="commune").set_index("code")["commune"]
    districts = outlines("arrondissements")
    fine = outlines("communes").set_index("code").geometry
    for city, shapes in districts.groupby(districts["code"].map(cities)):
        assert shapely.coverage_union_all(shapes.geometry.to_numpy()).equals(fine[city])


def test_surfaces_agree_with_published_ones():
    departements = level("departement")["superficie_km2"].astype("float64")
    assert departements[~departements.index.isin(OVERSEAS)].sum() == pytest.approx(METROPOLE_KM2, rel=0.01)
    assert departements["69"] == pytest.approx(3_249, rel=0.01)
    assert departements["75"] == pytest.approx(105.4, rel=0.01)
    assert departements["974"] == pytest.approx(2_504, rel=0.01)


def test_isere_is_larger_than_its_land_registry():
    # 7 431 km² registered; rock, glaciers and water of Oisans and Belledonne add about 6 %.
    assert 7_431 < level("departement").loc["38", "superficie_km2"] < 7_431 * 1.07


def test_surfaces_are_those_of_the_outlines_and_unknown_for_two_tiny_communes():
    known = level("commune")["superficie_km2"].astype("float64")
    assert sorted(known.index[known.isna()]) == ["33103", "95633"]
    isere = outlines("communes")[outlines("communes")["code"].str.startswith("38")]
    pd.testing.assert_series_equal(
        surfaces(isere), known[known.index.str.startswith("38")], check_names=False, rtol=0.01
    )


def test_communes_that_changed_code_or_were_restored_have_their_territory():
    known = level("commune")["superficie_km2"]
    assert known["69114"] == pytest.approx(13.6, abs=0.3)  # Jarnioux, Liergues, Pouilly-le-Monial
    assert known["34144"] == pytest.approx(63.5, abs=1)  # Lunas and Dio-et-Valquières
    assert known["15141"] == pytest.approx(13.9, abs=0.3)  # Neussargues without the four restored communes
    assert (known[["15031", "15035", "15047", "15171"]] > 15).all()


def test_passages_lead_to_current_communes_without_chains():
    table, current = passages(), set(level("commune").index)
    assert len(table) == 4_240 and table["ancien_code"].is_unique
    assert not set(table["ancien_code"]) & current
    assert set(table["code"]) <= current
    assert set(table["nature"]) == {"ancien_code", "commune_associee", "commune_deleguee"}


@pytest.mark.parametrize(
    ("former", "current"),
    [("34093", "34144"), ("69159", "69114"), ("12076", "12218"), ("14011", "14581"), ("49069", "49126")],
)
def test_known_passages(former, current):
    assert passages().set_index("ancien_code").loc[former, "code"] == current


def test_former_names_are_known_for_delegated_and_associated_communes():
    table = passages().set_index("ancien_code")
    assert table.loc["34093", "nom_ancien"] == "Dio-et-Valquières"
    named = table["nature"] != "ancien_code"
    assert (table["nom_ancien"] != "").equals(named)


def test_arrondissements_are_territories_and_not_passages():
    assert not passages()["ancien_code"].isin(outlines("arrondissements")["code"]).any()
