"""The one computation of an indicator: sums first, then a ratio; the unknown stays unknown."""

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as some

from lib.catalog import load_catalog
from lib.formula import compute
from lib.model import DataError, Status

CATALOG = load_catalog()
SHARE = CATALOG.resolve("part_moins_20")
COUNT = CATALOG.resolve("population_totale")
DENSITY = CATALOG.resolve("densite")


def one(indicator, **variables):
    return compute(indicator, pd.DataFrame([variables]), fragile_under=200).iloc[0]


def test_a_share_is_a_ratio_of_counts_times_its_factor():
    found = one(SHARE, pop_0_19=250, population=1000)
    assert (found["valeur"], found["statut"], found["numerateur"], found["denominateur"]) == (25.0, "ok", 250, 1000)


def test_a_count_has_no_denominator():
    found = one(COUNT, population=36847)
    assert (found["valeur"], found["statut"]) == (36847, "ok")
    assert math.isnan(found["denominateur"])


@pytest.mark.parametrize(("part", "whole"), [(math.nan, 1000), (250, math.nan), (math.nan, math.nan)])
def test_an_unknown_part_makes_the_whole_unknown(part, whole):
    found = one(SHARE, pop_0_19=part, population=whole)
    assert math.isnan(found["valeur"]) and found["statut"] == "non_disponible"


def test_a_sum_with_an_unknown_part_is_unknown_not_the_sum_of_the_rest():
    dependent = CATALOG.resolve("rapport_dependance")
    parts = dict.fromkeys((*dependent.numerateur, *dependent.denominateur), 500.0)
    assert one(dependent, **parts)["statut"] == "ok"
    for name in parts:
        found = one(dependent, **(parts | {name: math.nan}))
        assert math.isnan(found["valeur"]) and found["statut"] == "non_disponible"


def test_nothing_to_divide_by_makes_no_sense_rather_than_zero_or_infinity():
    found = one(SHARE, pop_0_19=0, population=0)
    assert math.isnan(found["valeur"]) and found["statut"] == "sans_objet"


@pytest.mark.parametrize(
    ("part", "whole", "status"),
    [(199, 1000, "fragile"), (200, 1000, "ok"), (0, 1000, "fragile"), (150, 199, "fragile")],
)
def test_counts_under_two_hundred_are_fragile(part, whole, status):
    found = one(SHARE, pop_0_19=part, population=whole)
    assert found["statut"] == status and found["valeur"] == part / whole * 100


def test_a_small_area_is_not_a_small_count():
    assert one(DENSITY, population=5000, superficie_km2=8.0)["statut"] == "ok"


@pytest.mark.parametrize("missing", ["pop_0_19", "population"])
def test_a_missing_column_is_told_with_its_indicator(missing):
    variables = pd.DataFrame({"pop_0_19": [1], "population": [2]}).drop(columns=missing)
    with pytest.raises(DataError) as raised:
        compute(SHARE, variables)
    assert missing in raised.value.where and SHARE.id in raised.value.where


COUNTS = some.one_of(some.just(math.nan), some.integers(0, 10**6).map(float))


@given(some.lists(some.tuples(COUNTS, COUNTS), min_size=1, max_size=20))
def test_a_value_stands_exactly_where_its_status_shows_one(pairs):
    variables = pd.DataFrame(pairs, columns=["pop_0_19", "population"], index=[f"c{i}" for i in range(len(pairs))])
    found = compute(SHARE, variables, fragile_under=200)
    assert found.index.equals(variables.index)
    for value, status in zip(found["valeur"], found["statut"], strict=True):
        assert Status(status).has_value == math.isfinite(value)


@given(some.lists(some.tuples(some.integers(0, 500), some.integers(1, 500)), min_size=2, max_size=9))
def test_the_rate_of_a_zone_is_never_the_mean_of_its_rates(pairs):
    variables = pd.DataFrame(pairs, columns=["pop_0_19", "population"], dtype="float64")
    zone = compute(SHARE, variables.sum().to_frame().T)["valeur"].iloc[0]
    parts = compute(SHARE, variables)["valeur"]
    assert math.isclose(zone, (parts * variables["population"]).sum() / variables["population"].sum(), abs_tol=1e-9)


@pytest.mark.parametrize("status", [s for s in Status if not s.has_value])
def test_a_hidden_part_hides_the_whole(status):
    variables = pd.DataFrame([{"pop_0_19": 4.0, "population": 1000.0}])
    statuses = pd.DataFrame([{"pop_0_19": status.value, "population": "ok"}])
    found = compute(SHARE, variables, statuses).iloc[0]
    assert math.isnan(found["valeur"]) and math.isnan(found["numerateur"])
    assert found["statut"] == status.value
