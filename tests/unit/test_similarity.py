"""Areas alike: laws of the distance, secrets left out and counted, one millesime for all, criteria that exist."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.model import Level
from lib.settings import DATA_DIR
from lib.similarity import COUNTS, FACTORS, INDICATOR, SCOPES, Criterion, Recipe, edited, similar
from lib.store import Store

KEYS = ("commune-38151", "commune-38185", "commune-38006", "commune-34172", "commune-73003", "epci-200040715")
CODE = st.from_regex(r"[0-9]{5}", fullmatch=True)


@pytest.fixture(scope="module")
def store(catalog):
    return Store(catalog, [DATA_DIR / "indicateurs"])


recipes = st.builds(
    Recipe,
    st.sampled_from((None, *SCOPES)),
    st.sampled_from(FACTORS),
    st.sampled_from(COUNTS),
    st.none() | st.frozensets(st.sampled_from(list(Criterion))),
)


@given(st.sampled_from(KEYS), recipes)
def test_the_group_never_holds_my_territory_nor_twice_the_same(territories, store, key, recipe):
    mine = territories.get(key)
    found = similar(territories, store, mine, recipe)
    codes = [area.code for area in found.areas]
    assert mine.code not in codes and len(set(codes)) == len(codes) <= recipe.count
    assert all(area.level is mine.level for area in found.areas)
    assert len(codes) + found.without <= found.looked_at
    assert all(one.mine is not None for one in found.used)


@given(st.permutations(list(Criterion)), st.integers(1, len(Criterion)))
def test_the_order_of_criteria_does_not_matter(territories, store, order, count):
    mine = territories.get("commune-38151")
    first = similar(territories, store, mine, Recipe(criteria=frozenset(order[:count])))
    similar.cache_clear()
    again = similar(territories, store, mine, Recipe(criteria=frozenset(reversed(order[:count]))))
    assert first.areas == again.areas


@given(st.lists(CODE, unique=True), st.sets(CODE), st.sets(CODE), CODE)
def test_adding_and_removing_by_hand_is_idempotent(automatic, added, removed, mine):
    once = edited(automatic, added, removed, mine)
    assert edited(once, added, removed - added, mine) == once
    assert mine not in once and set(once) == ((set(automatic) - removed) | added) - {mine}


def test_the_closest_are_those_of_the_formula(territories, store):
    """Read the files again and compute the distance by hand: logarithms, medians, root of the mean square."""
    mine = territories.get("commune-38151")
    codes = [area.code for area in territories.children(territories.get("region-84"), Level.COMMUNE)]
    rows = pd.read_parquet(DATA_DIR / "indicateurs" / "portrait.parquet")
    rows = rows[(rows["niveau"] == "commune") & (rows["millesime"] == "2021") & rows["code"].isin(codes)]
    gaps = 0.0
    for criterion in (Criterion.SIZE, Criterion.DENSITY, Criterion.AGE):
        one = rows[rows["indicateur"] == INDICATOR[criterion]].set_index("code")["valeur"]
        scale = np.log1p(one) if criterion is not Criterion.AGE else one
        usual = 1.4826 * (scale - scale.median()).abs().median()
        gaps = gaps + ((scale - scale["38151"]) / usual) ** 2
    people = rows[rows["indicateur"] == "population_totale"].set_index("code")["valeur"]
    near = people[people.between(people["38151"] / 2, people["38151"] * 2)].index.drop("38151")
    wanted = list(gaps[near].sort_values(kind="stable").index[:20])
    assert [area.code for area in similar(territories, store, mine, Recipe()).areas] == wanted


def test_an_area_whose_figure_is_secret_is_left_out_and_counted_never_read_as_zero(
    territories, catalog, write_observations, tmp_path
):
    codes = [area.code for area in territories.children(territories.get("departement-38"), Level.COMMUNE)][:6]
    size = [{"code": code, "indicateur": "population_totale", "valeur": 1000.0} for code in codes]
    age = [{"code": code, "indicateur": "part_65_plus", "valeur": 20.0 + rank} for rank, code in enumerate(codes)]
    age[3] |= {"valeur": None, "statut": "secret"}
    write_observations(tmp_path, *size, *age)
    mine = territories.get(f"commune-{codes[0]}")
    recipe = Recipe(Level.DEPARTEMENT, criteria=frozenset({Criterion.SIZE, Criterion.AGE}))
    found = similar(territories, Store(catalog, [tmp_path]), mine, recipe)
    assert [area.code for area in found.areas] == [codes[1], codes[2], codes[4], codes[5]]
    assert (found.looked_at, found.without) == (5, 1)
    assert {one.criterion for one in found.criteria} == {Criterion.SIZE, Criterion.AGE}


def test_a_criterion_without_figure_of_mine_has_no_effect(territories, catalog, write_observations, tmp_path):
    codes = [area.code for area in territories.children(territories.get("departement-38"), Level.COMMUNE)][:4]
    size = [{"code": code, "indicateur": "population_totale", "valeur": 1000.0} for code in codes]
    age = [{"code": code, "indicateur": "part_65_plus", "valeur": 20.0} for code in codes[1:]]
    write_observations(tmp_path, *size, *age)
    mine = territories.get(f"commune-{codes[0]}")
    found = similar(territories, Store(catalog, [tmp_path]), mine, Recipe(Level.DEPARTEMENT))
    assert [(one.criterion, one.mine) for one in found.criteria if not one.used] == [(Criterion.AGE, None)]
    assert [area.code for area in found.areas] == codes[1:]


def test_a_large_city_is_compared_over_france_and_a_country_with_nobody(territories, store):
    lyon = similar(territories, store, territories.get("commune-69123"), Recipe())
    assert lyon.scope is Level.FRANCE and {"Montpellier", "Nantes"} <= {area.name for area in lyon.areas}
    assert similar(territories, store, territories.get("france-F"), Recipe()).areas == ()


def test_income_is_used_unasked_only_where_most_communes_publish_it(territories, store):
    mine = territories.get("commune-38151")
    used = {one.criterion: one.used for one in similar(territories, store, mine, Recipe(Level.DEPARTEMENT)).criteria}
    assert used[Criterion.INCOME] and not used[Criterion.HOUSING]
    assert Criterion.INCOME not in {one.criterion for one in similar(territories, store, mine, Recipe()).used}
