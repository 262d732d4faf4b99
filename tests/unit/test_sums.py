"""Today's codes, then sums: a sum exists only when every part is known, and nothing is counted twice."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.build.places import Places
from lib.build.sums import Passage, add_sums, to_current
from lib.model import Source, Status, Variable
from tests.collecting import country, figures, source

PLACES = country()
SECRET, UNKNOWN = Status.SECRET, Status.NON_DISPONIBLE
EVERYWHERE = (("38001", 1), ("38002", 2), ("38003", 4), ("69123", 8), ("69002", 16), ("97601", 32))


def built(*rows: pd.DataFrame, sheet: Source | None = None, places: Places = PLACES) -> tuple[pd.DataFrame, Passage]:
    """Bring rows to today's codes, add them up, index them by level, code, variable and millesime."""
    sheet = sheet or source()
    current, note = to_current(pd.concat(rows, ignore_index=True), places, sheet)
    found = add_sums(current, places, sheet, note)
    return found.set_index(["niveau", "code", "variable", "millesime"]), note


def at(found: pd.DataFrame, level: str, code: str, variable: str = "n", millesime: str = "2021") -> object:
    """Return a value, a status when it has none, or None when there is no such row."""
    key = (level, code, variable, millesime)
    if key not in found.index:
        return None
    row = found.loc[key]
    return row["statut"] if pd.isna(row["valeur"]) else row["valeur"]


def test_sums_at_every_level() -> None:
    found, _ = built(figures(*EVERYWHERE))
    assert at(found, "epci", "200000001") == 3
    assert at(found, "ept", "200054781") == 4
    assert at(found, "departement", "38") == 7
    assert at(found, "region", "84") == 31
    assert at(found, "france", "F") == 63


def test_merged_communes_are_added_up() -> None:
    found, note = built(figures(("38001", 1), ("38900", 10), ("38901", 100), ("38002", 2)))
    assert at(found, "commune", "38001") == 111
    assert at(found, "epci", "200000001") == 113
    assert note.renamed == {"38900": "38001", "38901": "38001"}


def test_merged_communes_with_a_secret_part_are_secret() -> None:
    found, _ = built(figures(("38001", 1), ("38900", SECRET), ("38002", 2)))
    assert at(found, "commune", "38001") == "secret"
    assert at(found, "epci", "200000001") is None


def test_a_median_is_never_added_up() -> None:
    rows = figures(("38001", 20_000), ("38900", 22_000), ("38002", 21_000), variable="mediane")
    found, _ = built(rows)
    assert at(found, "commune", "38001", "mediane") == "non_disponible"
    assert at(found, "commune", "38002", "mediane") == 21_000
    assert at(found, "epci", "200000001", "mediane") is None


def test_a_renamed_commune_keeps_its_median() -> None:
    found, _ = built(figures(("38900", 22_000), variable="mediane"))
    assert at(found, "commune", "38001", "mediane") == 22_000


@pytest.mark.parametrize(
    "cells",
    [
        (("69123", 8), ("69002", 16)),
        (("69381", 3), ("69382", 5), ("69002", 16)),
        (("69123", 8), ("69381", 3), ("69382", 5), ("69002", 16)),
    ],
    ids=["city", "arrondissements", "both"],
)
def test_a_city_is_never_counted_twice(cells: tuple) -> None:
    found, _ = built(figures(*cells))
    assert at(found, "commune", "69123") == 8
    assert at(found, "epci", "200000003") == 24
    assert at(found, "departement", "69") == 24


def test_a_city_lacking_an_arrondissement_has_no_sum() -> None:
    found, _ = built(figures(("69381", 3), ("69002", 16)))
    assert at(found, "commune", "69123") is None
    assert at(found, "departement", "69") is None


def test_a_secret_part_leaves_no_sum() -> None:
    found, _ = built(figures(("38001", 1), ("38002", SECRET), ("38003", 4)))
    assert at(found, "epci", "200000001") is None
    assert at(found, "epci", "200000002") == 4
    assert at(found, "departement", "38") is None


def test_an_absent_part_leaves_no_sum() -> None:
    found, _ = built(figures(("38001", 1), ("38003", 4)))
    assert at(found, "epci", "200000001") is None
    assert at(found, "departement", "38") is None


def test_a_published_total_keeps_its_place() -> None:
    found, _ = built(figures(("38001", 1), ("38002", 2)), figures(("200000001", 5), level="epci"))
    assert at(found, "epci", "200000001") == 5
    hidden, _ = built(figures(("38001", 1), ("38002", 2)), figures(("200000001", SECRET), level="epci"))
    assert at(hidden, "epci", "200000001") == "secret"


def test_each_variable_and_millesime_is_added_up_alone() -> None:
    found, _ = built(
        figures(("38001", 1), ("38002", 2)),
        figures(("38001", 10), variable="m"),
        figures(("38001", 5), ("38002", 5), millesime="2016"),
    )
    assert at(found, "epci", "200000001") == 3
    assert at(found, "epci", "200000001", "m") is None
    assert at(found, "epci", "200000001", millesime="2016") == 10


def test_france_without_mayotte_is_the_sum_of_what_the_producer_covers() -> None:
    cells = EVERYWHERE[:-1]
    assert at(built(figures(*cells))[0], "france", "F") is None
    found, _ = built(figures(*cells), sheet=source(hors_champ=("976",)))
    assert at(found, "france", "F") == 31
    assert at(found, "departement", "976") is None


def test_the_status_of_a_sum_is_that_of_its_gravest_part() -> None:
    rows = figures(("38001", 5), ("38002", 10))
    rows.loc[0, "statut"] = "arrondi"
    found, _ = built(rows)
    assert found.loc[("epci", "200000001", "n", "2021"), "statut"] == "arrondi"


def test_an_inventory_gives_zero_to_what_it_does_not_list() -> None:
    sheet = source(absence_vaut_zero=True)
    found, _ = built(figures(("38001", 3), ("38002", SECRET)), sheet=sheet)
    assert at(found, "commune", "38003") == 0
    assert at(found, "commune", "38002") == "secret"
    assert at(found, "epci", "200000002") == 0
    assert at(found, "epci", "200000001") is None
    assert at(found, "commune", "69002") is None, "département not covered by the file"


def test_an_inventory_by_arrondissement_gives_its_city() -> None:
    found, _ = built(figures(("69381", 3), ("69002", 0)), sheet=source(absence_vaut_zero=True))
    assert at(found, "commune", "69382") == 0
    assert at(found, "commune", "69123") == 3
    assert at(found, "departement", "69") == 3


def test_each_list_of_an_inventory_has_its_own_zeros() -> None:
    rows = figures(("38001", 3), ("38002", 2)), figures(("38001", 1), ("38003", 5), variable="m")
    found, _ = built(*rows, sheet=source(absence_vaut_zero=True))
    assert at(found, "commune", "38002", "m") == 0
    assert at(found, "epci", "200000001", "m") == 1
    rows = figures(("38001", 3), ("69002", 2)), figures(("38001", 1), ("38003", 5), variable="m")
    found, _ = built(*rows, sheet=source(absence_vaut_zero=True))
    assert at(found, "commune", "69002", "m") is None


def test_a_list_of_a_part_of_a_département_says_nothing_of_the_rest() -> None:
    found, note = built(figures(("38001", 3)), sheet=source(absence_vaut_zero=True))
    assert at(found, "commune", "38001") == 3
    assert at(found, "commune", "38002") is None and at(found, "commune", "38003") is None
    assert at(found, "epci", "200000001") is None and at(found, "departement", "38") is None
    assert note.partial == {"38"}


def test_most_communes_of_a_département_are_enough() -> None:
    found, note = built(figures(("38001", 3), ("38003", 1)), sheet=source(absence_vaut_zero=True))
    assert at(found, "commune", "38002") == 0 and at(found, "departement", "38") == 4
    assert note.partial == set()


def test_a_national_list_names_all_that_have_one_and_a_mention_of_one_département_does_not() -> None:
    national = figures(("38001", 3), ("69002", 1), ("97601", 2))
    found, note = built(national, sheet=source(absence_vaut_zero=True))
    assert at(found, "commune", "38003") == 0 and at(found, "france", "F") == 6
    assert note.partial == set()
    found, note = built(national, figures(("38001", 9), variable="m"), sheet=source(absence_vaut_zero=True))
    assert at(found, "commune", "38003", "m") is None
    assert note.partial == {"38"}


def test_what_the_producer_leaves_out_is_not_missing_from_a_national_list() -> None:
    sheet = source(absence_vaut_zero=True, hors_champ=("976",))
    found, _ = built(figures(("38001", 3), ("69002", 1)), sheet=sheet)
    assert at(found, "commune", "38003") == 0 and at(found, "france", "F") == 4
    assert at(found, "commune", "97601") is None


def test_a_published_rate_never_becomes_a_zero() -> None:
    rows = figures(("38001", 3), ("38003", 1)), figures(("38001", 12), variable="mediane")
    found, _ = built(*rows, sheet=source(absence_vaut_zero=True))
    assert at(found, "commune", "38002") == 0
    assert at(found, "commune", "38002", "mediane") is None


def test_unknown_and_overseas_codes_are_reported() -> None:
    found, note = built(figures(("38001", 1), ("38777", 5), ("98818", 7), ("97501", 9)))
    assert note.unknown == {"commune": {"38777"}}
    assert note.elsewhere == 2
    assert set(found.index.get_level_values("code")) == {"38001"}


def test_an_undivided_commune_published_among_iris_is_a_commune() -> None:
    rows = figures(("380030000", 4), ("380010101", 1), level="iris")
    found, _ = built(rows)
    assert at(found, "commune", "38003") == 4
    assert at(found, "iris", "380010101") == 1
    assert at(found, "commune", "38001") is None, "its IRIS are not all published"


def test_complete_iris_give_their_communes() -> None:
    sheet = source(iris_complets=True)
    found, _ = built(figures(("380010101", 1), ("380010102", 2), ("380020101", 4), level="iris"), sheet=sheet)
    assert at(found, "commune", "38001") == 3
    assert at(found, "epci", "200000001") == 7
    hidden, _ = built(figures(("380010101", 1), ("380010102", SECRET), level="iris"), sheet=sheet)
    assert at(hidden, "commune", "38001") is None


def test_an_iris_that_is_no_more_still_counts_in_its_commune() -> None:
    rows = figures(("380010101", 1), ("380010109", 50), ("389000101", 200), level="iris")
    found, note = built(rows, sheet=source(iris_complets=True))
    assert at(found, "commune", "38001") == 251
    assert note.unknown == {"iris": {"380010109", "389000101"}}
    assert at(found, "iris", "380010109") is None


def test_a_commune_that_lost_a_part_since_has_no_figure_of_before() -> None:
    places = country()
    restored = places.territories.replace({"38003": "60054"})
    found, _ = built(figures(("60054", 4), millesime="2015"), places=Places(restored, places.passages, places.iris))
    assert at(found, "commune", "60054", millesime="2015") == "non_disponible"
    found, _ = built(figures(("60054", 4), millesime="2023"), places=Places(restored, places.passages, places.iris))
    assert at(found, "commune", "60054", millesime="2023") == 4


def test_priority_districts_keep_their_codes() -> None:
    found, note = built(figures(("QN03801M", 4), level="qpv"))
    assert at(found, "qpv", "QN03801M") == 4
    assert note.unknown == {}


@settings(max_examples=40, deadline=None)
@given(st.lists(st.one_of(st.none(), st.just(SECRET), st.integers(0, 10**6)), min_size=6, max_size=6))
def test_what_is_added_up_is_the_same_at_every_level(cells: list) -> None:
    codes = [code for code, _ in EVERYWHERE]
    known = [(code, cell) for code, cell in zip(codes, cells, strict=True) if cell is not None]
    if not known:
        return
    found, _ = built(figures(*known))
    whole = dict(known)
    for level, parts in (
        ("epci", {"200000001": ("38001", "38002"), "200000002": ("38003",), "200000003": ("69123", "69002")}),
        ("departement", {"38": ("38001", "38002", "38003"), "69": ("69123", "69002")}),
        ("france", {"F": tuple(codes)}),
    ):
        for code, members in parts.items():
            given_ = [whole.get(member) for member in members]
            if all(isinstance(part, int) for part in given_):
                assert at(found, level, code) == sum(given_)
            else:
                assert at(found, level, code) is None


@settings(max_examples=20, deadline=None)
@given(st.permutations(["38001", "38900", "38901"]), st.lists(st.integers(0, 1000), min_size=3, max_size=3))
def test_the_order_of_former_communes_does_not_matter(codes: list[str], values: list[int]) -> None:
    found, _ = built(figures(*zip(codes, values, strict=True)))
    assert at(found, "commune", "38001") == sum(values)


def test_a_column_of_another_kind_is_not_added_up() -> None:
    sheet = source(variables=(Variable("n", "N", "N", "publiee"),))
    found, _ = built(figures(*EVERYWHERE), sheet=sheet)
    assert set(found.index.get_level_values("niveau")) == {"commune"}
