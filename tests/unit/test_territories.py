"""The reference table: search as people type, homonyms, former communes, parents, children, peers."""

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as some

from lib.model import DataError, Level
from lib.settings import GEO_DIR
from lib.territories import FRANCE, LEVEL_WORD, SEARCH_ORDER, Redirect, load_territories, normalise

COUNTS = {Level.COMMUNE: 34_875, Level.EPCI: 1_255, Level.DEPARTEMENT: 101, Level.REGION: 18}


def keys(found):
    return [territory.key for territory in found]


@pytest.mark.parametrize("level", COUNTS)
def test_france_has_its_official_number_of_areas(territories, level):
    assert len(territories.children(territories.get(FRANCE), level)) == COUNTS[level]


def test_every_level_has_a_word_and_a_place_in_the_search():
    assert set(LEVEL_WORD) == set(SEARCH_ORDER) == set(Level)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("Échirolles", "commune-38151"),
        ("echirolles", "commune-38151"),
        ("  ECHIROLLES ", "commune-38151"),
        ("échirol", "commune-38151"),
        ("38130", "commune-38151"),
        ("38151", "commune-38151"),
        ("St Martin d'Hères", "commune-38421"),
        ("saint-martin-d’heres", "commune-38421"),
        ("st-martin d heres", "commune-38421"),
        ("Ste Foy lès Lyon", "commune-69202"),
        ("sainte foy les lyon", "commune-69202"),
        ("la tronche", "commune-38516"),
        ("L'Haÿ-les-Roses", "commune-94038"),
        ("hay les roses", "commune-94038"),
        ("œuilly", "commune-51410"),
        ("y", "commune-80829"),
        ("2A004", "commune-2A004"),
        ("2a004", "commune-2A004"),
        ("isere", "departement-38"),
        ("auvergne rhone alpes", "region-84"),
        ("france", "france-F"),
        ("Grenoble-Alpes-Métropole", "epci-200040715"),
        ("lyon 3e", "commune-69383"),
        ("38130 Échirolles", "commune-38151"),
        ("echirolles 38151", "commune-38151"),
        ("Saint-Denis (93)", "commune-93066"),
        ("ajaccio 2a", "commune-2A004"),
    ],
)
def test_people_find_what_they_type(territories, typed, first):
    assert keys(territories.search(typed))[0] == first


@pytest.mark.parametrize(
    "typed",
    ["", "   ", "-", "zzzzzz", "38130 zzzzzz", "Échirolles 69000", "38 69 Lyon", "99999", "'; DROP TABLE", "<>"],
)
def test_nothing_is_found_for_nothing(territories, typed):
    assert territories.search(typed) == []


def test_a_postal_code_gives_all_its_communes(territories):
    found = territories.search("38710", limit=50)
    assert len(found) > 3 and all("38710" in t.postal_codes for t in found)


def test_homonyms_are_told_apart_by_their_departement(territories):
    found = [t for t in territories.search("Saint-Denis", limit=8) if normalise(t.name) == "saint denis"]
    captions = [territories.caption(t) for t in found]
    assert len(found) >= 3
    assert len(set(captions)) == len(captions)
    assert any("Seine-Saint-Denis" in c for c in captions) and any("La Réunion" in c for c in captions)


def test_the_most_populated_comes_first_and_iris_last(territories):
    found = territories.search("villeneuve", limit=100)
    exact = [t for t in found if normalise(t.name) == "villeneuve" and t.level is Level.COMMUNE]
    assert [t.population for t in exact] == sorted((t.population for t in exact), reverse=True)
    small = [t.level is Level.IRIS for t in found]
    assert small == sorted(small)


def test_the_search_may_be_kept_to_some_levels(territories):
    assert {t.level for t in territories.search("lyon", levels=[Level.EPCI])} == {Level.EPCI}


@given(some.text(max_size=30))
def test_any_text_is_reduced_to_plain_words_once_for_all(text):
    flat = normalise(text)
    assert normalise(flat) == flat
    assert not set(flat) - set("abcdefghijklmnopqrstuvwxyz0123456789 ")


@pytest.mark.parametrize(
    ("former", "name", "current"),
    [("34093", "Dio-et-Valquières", "34144"), ("69159", "Pouilly-le-Monial", "69114")],
)
def test_a_former_commune_leads_to_the_one_that_replaced_it(territories, former, name, current):
    for found in (territories.resolve(f"commune-{former}"), territories.former(former), territories.former(name)):
        assert isinstance(found, Redirect)
        assert (found.former_code, found.former_name) == (former, name)
        assert found.territory.key == f"commune-{current}"


def test_every_passage_leads_to_a_commune_of_today(territories):
    for code in pq.read_table(GEO_DIR / "passages.parquet")["ancien_code"].to_pylist():
        found = territories.resolve(f"commune-{code}")
        current = found.territory if isinstance(found, Redirect) else found
        assert current.level is Level.COMMUNE


@pytest.mark.parametrize("key", ["commune-99999", "canton-12", "", "commune-", "38151", "commune-38151 ", "iris-1"])
def test_an_unknown_key_is_said(territories, key):
    with pytest.raises(DataError, match="n'existe pas") as raised:
        territories.resolve(key)
    assert f"« {key} »" in raised.value.where
    assert territories.former("99999") is None


def test_an_iris_and_a_commune_know_their_parents(territories):
    town = territories.get("commune-38151")
    wanted = {Level.EPCI: "epci-200040715", Level.DEPARTEMENT: "departement-38", Level.REGION: "region-84"}
    iris = territories.children(town, Level.IRIS)[0]
    for level, key in (wanted | {Level.FRANCE: FRANCE}).items():
        assert territories.parent(town, level).key == territories.parent(iris, level).key == key
    assert territories.parent(iris, Level.COMMUNE) == town
    assert territories.parent(town, Level.EPT) is None
    assert territories.parent(territories.get(FRANCE), Level.REGION) is None


def test_lyon_is_counted_once_whatever_its_arrondissements(territories):
    lyon = territories.get("commune-69123")
    districts = territories.districts(lyon)
    assert [t.code for t in districts] == [f"6938{i}" for i in range(1, 10)]
    inside = keys(territories.children(territories.get("departement-69"), Level.COMMUNE))
    assert lyon.key in inside and not set(inside) & set(keys(districts))
    assert not set(keys(territories.children(territories.get(FRANCE), Level.COMMUNE))) & set(keys(districts))
    assert territories.districts(territories.get("commune-38151")) == []
    assert all(territories.parent(d, Level.COMMUNE) == lyon for d in districts)


@pytest.mark.parametrize("level", [Level.DEPARTEMENT, Level.REGION, Level.EPCI])
def test_children_partition_the_communes_of_france(territories, level):
    france = territories.get(FRANCE)
    inside = [t.key for area in territories.children(france, level) for t in territories.children(area, Level.COMMUNE)]
    alone = 4 if level is Level.EPCI else 0  # four islands belong to no intercommunality
    assert len(inside) == len(set(inside)) == COUNTS[Level.COMMUNE] - alone


@pytest.mark.parametrize(
    ("key", "shared", "count"),
    [
        ("commune-38151", "departement-38", None),
        ("commune-69383", "commune-69123", 9),
        ("epci-200040715", "region-84", None),
        ("departement-38", FRANCE, 101),
        ("region-84", FRANCE, 18),
        ("france-F", None, 0),
    ],
)
def test_peers_are_of_the_same_kind_and_hold_the_territory(territories, key, shared, count):
    area = territories.get(key)
    peers, scope = territories.peers(area)
    assert (scope.key if scope else None) == shared
    assert {t.level for t in peers} <= {area.level}
    assert not peers or area in peers
    assert count is None or len(peers) == count


def test_iris_are_compared_inside_their_commune(territories):
    town = territories.get("commune-38151")
    iris = territories.children(town, Level.IRIS)
    peers, scope = territories.peers(iris[0])
    assert scope == town and peers == iris and len(iris) == 15


@pytest.mark.parametrize("name", ["territoires.parquet", "iris.parquet", "passages.parquet"])
@pytest.mark.parametrize("spoil", [lambda p: p.unlink(), lambda p: p.write_bytes(p.read_bytes()[:-100])])
def test_an_unusable_table_is_told(tmp_path, name, spoil):
    for kept in ("territoires.parquet", "iris.parquet", "passages.parquet"):
        (tmp_path / kept).write_bytes((GEO_DIR / kept).read_bytes())
    spoil(tmp_path / name)
    with pytest.raises(DataError, match="référentiel") as raised:
        load_territories(tmp_path)
    assert name in raised.value.where and "geo/LISEZMOI.md" in raised.value.remedy


@pytest.mark.parametrize(("name", "column"), [("territoires", "nom"), ("iris", "commune"), ("passages", "code")])
def test_a_table_of_another_schema_is_told(tmp_path, name, column):
    for kept in ("territoires", "iris", "passages"):
        table = pq.read_table(GEO_DIR / f"{kept}.parquet").slice(0, 5)
        pq.write_table(table.drop_columns([column]) if kept == name else table, tmp_path / f"{kept}.parquet")
    with pytest.raises(DataError, match="référentiel") as raised:
        load_territories(tmp_path)
    assert f"{name}.parquet" in raised.value.where and column in raised.value.where
