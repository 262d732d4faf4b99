"""Published figures of the 2021 census, read through the store from the committed files, and sums that must agree."""

import pytest

from lib.formats import THIN, amount
from lib.model import Level, Status
from lib.settings import DATA_DIR
from lib.store import Store

POPULATION = "population_totale"
PUBLISHED = {
    "commune-38151": (36_847, f"36{THIN}847"),
    "commune-38185": (157_479, f"157{THIN}479"),
    "departement-38": (1_284_943, f"1{THIN}284{THIN}943"),
    "departement-69": (1_893_703, f"1{THIN}893{THIN}703"),
    "departement-34": (1_201_889, f"1{THIN}201{THIN}889"),
    "france-F": (67_408_104, f"67{THIN}408{THIN}104"),
}
COUNTS = [POPULATION, "population_65_plus", "logements"]


@pytest.fixture(scope="module")
def store(catalog):
    return Store(catalog, [DATA_DIR / "indicateurs"])


@pytest.fixture(scope="module")
def shipped(catalog):
    """Return the indicators of the themes whose figures are in the repository."""
    return [i for i in catalog.indicators.values() if (DATA_DIR / "indicateurs" / f"{i.theme}.parquet").exists()]


@pytest.fixture(scope="module")
def value(store, territories):
    """Return the value of an indicator for a key and a millesime."""

    def read(key, indicator=POPULATION, millesime="2021"):
        area = territories.get(key)
        series = store.profile([area], [indicator]).series(area, indicator)
        (seen,) = [one for one in series if one.millesime == millesime]
        return seen.value

    return read


@pytest.fixture(scope="module")
def agree(store, value):
    """Check that areas add up to ``key`` on a count, up to the rounding of each; none may be missing or hidden."""

    def check(areas, key, indicator):
        table = store.distribution(indicator, areas[0].level, [area.code for area in areas])
        (millesime,) = set(table["millesime"])
        assert len(table) == len(areas) and table["valeur"].notna().all()
        assert table["valeur"].sum() == pytest.approx(value(key, indicator, millesime), abs=len(areas) / 2 + 1)

    return check


@pytest.mark.parametrize("key", PUBLISHED)
def test_the_published_population_is_found_and_displayed(value, key):
    expected, text = PUBLISHED[key]
    assert value(key) == pytest.approx(expected, abs=0.5)
    assert amount(value(key), "habitants") == text


@pytest.mark.parametrize(("key", "count"), [("commune-38151", 15), ("commune-38185", 70)])
@pytest.mark.parametrize("indicator", COUNTS)
def test_the_iris_of_a_commune_add_up_to_it(territories, agree, key, count, indicator):
    iris = territories.children(territories.get(key), Level.IRIS)
    assert len(iris) == count
    agree(iris, key, indicator)


@pytest.mark.parametrize("indicator", COUNTS)
@pytest.mark.parametrize("key", ["departement-38", "departement-69", "departement-34", "epci-200040715"])
def test_the_communes_of_an_area_add_up_to_it(territories, agree, key, indicator):
    agree(territories.children(territories.get(key), Level.COMMUNE), key, indicator)


@pytest.mark.parametrize("indicator", COUNTS)
def test_lyon_is_the_sum_of_its_nine_arrondissements(territories, agree, indicator):
    districts = territories.districts(territories.get("commune-69123"))
    assert len(districts) == 9
    agree(districts, "commune-69123", indicator)


@pytest.mark.parametrize("level", [Level.DEPARTEMENT, Level.REGION])
@pytest.mark.parametrize("indicator", COUNTS)
def test_larger_areas_add_up_to_france_without_mayotte(territories, agree, level, indicator):
    mayotte = {"departement-976", "region-06"}
    areas = [a for a in territories.children(territories.get("france-F"), level) if a.key not in mayotte]
    agree(areas, "france-F", indicator)


def test_mayotte_has_no_figure_rather_than_zero(store, territories):
    area = territories.get("departement-976")
    seen = store.profile([area], [POPULATION]).latest(area, POPULATION)
    assert (seen.value, seen.status) == (None, Status.NON_DISPONIBLE)


@pytest.mark.parametrize("key", ["commune-38151", "commune-38185", "departement-69", "france-F"])
def test_the_three_ages_and_the_three_uses_of_dwellings_make_a_whole(value, key):
    # The producer rounds each count of an IRIS: parts may miss their whole by one person per IRIS.
    assert sum(value(key, i) for i in ("part_moins_20", "part_20_64", "part_65_plus")) == pytest.approx(100, abs=0.05)
    uses = ("part_residences_principales", "part_residences_secondaires", "part_logements_vacants")
    assert sum(value(key, i) for i in uses) == pytest.approx(100, abs=0.05)


def test_every_indicator_of_a_territory_agrees_with_its_numerator_and_denominator(store, shipped, territories):
    areas = [territories.get(key) for key in PUBLISHED]
    profile = store.profile(areas, [i.id for i in shipped])
    checked = 0
    for area in areas:
        for indicator in (i for i in shipped if i.is_ratio):
            for seen in profile.series(area, indicator.id):
                if seen.value is not None and seen.denominator:
                    ratio = seen.numerator / seen.denominator * indicator.facteur
                    assert seen.value == pytest.approx(ratio, rel=1e-3), (area.key, indicator.id)
                    checked += 1
    assert checked > 50


@pytest.mark.parametrize("level", list(Level))
def test_no_hidden_value_and_no_impossible_share_is_committed(store, shipped, level):
    assert len(shipped) >= 15
    for indicator in shipped:
        found = store.distribution(indicator.id, level)
        shown = found["statut"].isin([s.value for s in Status if s.has_value])
        assert found["valeur"].notna().equals(shown)
        assert (found["valeur"].dropna() >= 0).all() or indicator.unite == "par_an", indicator.id
        if indicator.unite == "pourcent" and set(indicator.numerateur) <= set(indicator.denominateur):
            assert (found["valeur"].dropna() <= 100).all(), indicator.id
