"""Many areas read at once: the right millesime only, hidden values stay hidden, what is installed is counted."""

import pytest

from lib.model import DataError, Level, Status
from lib.store import Store


@pytest.fixture
def store(catalog, tmp_path, write_observations):
    write_observations(
        tmp_path,
        {"code": "38151", "millesime": "2021", "valeur": 27.3},
        {"code": "38151", "millesime": "2022", "valeur": 27.1},
        {"code": "38185", "millesime": "2021", "valeur": 21.0},
        {"code": "38421", "millesime": "2021", "valeur": 25.0, "statut": "secret"},
        {"code": "38200", "millesime": "2021", "valeur": 30.0, "niveau": "iris"},
    )
    return Store(catalog, [tmp_path])


def test_a_panel_holds_one_millesime_one_level_and_no_secret(store):
    found = store.panel(Level.COMMUNE, ["38151", "38185", "38421", "38999"], {"part_moins_20": "2021"})
    told = {(seen.code, seen.value, seen.status, seen.millesime) for seen in found["part_moins_20"]}
    assert told == {
        ("38151", 27.3, Status.OK, "2021"),
        ("38185", 21.0, Status.OK, "2021"),
        ("38421", None, Status.SECRET, "2021"),
    }


def test_a_panel_agrees_with_the_profile(store, territories):
    area = territories.get("commune-38151")
    (seen,) = store.panel(Level.COMMUNE, ["38151"], {"part_moins_20": "2022"})["part_moins_20"]
    assert seen == store.profile([area], ["part_moins_20"]).latest(area, "part_moins_20")


def test_coverage_counts_the_territories_that_have_a_figure(store):
    rows = store.coverage()
    told = {(row.niveau, row.millesime): row.territoires for row in rows.itertuples()}
    assert told == {("commune", "2021"): 2, ("commune", "2022"): 1, ("iris", "2021"): 1}


def test_the_files_of_a_theme_are_named_or_their_absence_is_told(store, tmp_path):
    assert store.files("portrait") == [tmp_path / "portrait.parquet"]
    with pytest.raises(DataError, match="absent"):
        store.files("logement")
