"""Base quantities through the one door: secret applied, one source per millesime, faults told."""

import pandas as pd
import pytest

from lib.model import VARIABLE_COLUMNS, DataError, Level, Status, Territory
from lib.store import Store

TOWN = Territory(Level.COMMUNE, "38151", "Échirolles")
ROW = {
    "niveau": "commune", "code": "38151", "millesime": "2021", "variable": "femmes", "valeur": 12.0, "statut": "ok",
    "source": "s", "geographie": 2023,
}  # fmt: skip


@pytest.fixture
def store(catalog, tmp_path):
    """Write one file per source, each row completing ``ROW``, and open a store on them."""

    def opened(**files):
        for source, rows in files.items():
            table = pd.DataFrame([ROW | {"source": source} | row for row in rows], columns=list(VARIABLE_COLUMNS))
            table.to_parquet(tmp_path / f"{source}.parquet")
        return Store(catalog, [], [tmp_path])

    return opened


@pytest.mark.parametrize("status", list(Status))
def test_a_value_comes_out_only_under_a_status_that_shows_it(store, status):
    found = store(s=[{"statut": status.value, "valeur": 3.0}]).variables(TOWN, ["s"], ["femmes"])
    (seen,) = found["femmes"]
    assert (seen.status, seen.source, seen.millesime, seen.geography) == (status, "s", "2021", 2023)
    assert seen.value == (3.0 if status.has_value else None)


def test_an_absent_variable_source_or_territory_is_left_out(store):
    opened = store(s=[{}])
    assert opened.variables(TOWN, ["s", "absente"], ["hommes"]) == {}
    assert opened.variables(Territory(Level.COMMUNE, "38185", "Grenoble"), ["s"], ["femmes"]) == {}


def test_the_parts_of_a_whole_come_from_one_source_the_first_that_has_them_all(store):
    opened = store(a=[{"valeur": 1.0}], b=[{"valeur": 2.0}, {"variable": "hommes"}], c=[{}, {"variable": "hommes"}])
    found = opened.variables(TOWN, ["a", "b", "c"], ["femmes", "hommes"])
    assert {one.source for series in found.values() for one in series} == {"b"}
    assert opened.variables(TOWN, ["a", "b"], ["femmes"])["femmes"][0].source == "a"


def test_each_millesime_has_its_figure_oldest_first(store):
    opened = store(a=[{"millesime": "2023"}], b=[{"millesime": "2012"}, {"millesime": "2023", "valeur": 9.0}])
    found = opened.variables(TOWN, ["a", "b"], ["femmes"])["femmes"]
    assert [(one.millesime, one.source) for one in found] == [("2012", "b"), ("2023", "a")]


def test_a_nan_is_no_value(store):
    assert store(s=[{"valeur": float("nan")}]).variables(TOWN, ["s"], ["femmes"])["femmes"][0].value is None


def cut(path):
    path.write_bytes(path.read_bytes()[:300])


def lose_columns(path):
    pd.DataFrame({"code": ["38151"]}).to_parquet(path)


@pytest.mark.parametrize("fault", [cut, lose_columns])
def test_an_unusable_file_is_told(store, tmp_path, fault):
    opened = store(s=[{}])
    fault(tmp_path / "s.parquet")
    with pytest.raises(DataError) as told:
        opened.variables(TOWN, ["s"], ["femmes"])
    assert "s.parquet" in told.value.where


def test_an_unknown_status_is_told(store):
    with pytest.raises(DataError, match="statut inconnu"):
        store(s=[{"statut": "bizarre"}]).variables(TOWN, ["s"], ["femmes"])
