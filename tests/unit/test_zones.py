"""Own zones: carried by an address, added up exactly, never averaged, secret kept; the whole commune is the commune."""

import math

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from lib.catalog import load_catalog
from lib.model import DataError, Level, Status, Territory
from lib.observation import Observation, Spread
from lib.registry import sources
from lib.settings import DATA_DIR
from lib.store import Store
from lib.zones import (
    Zone,
    additive,
    carried,
    not_computable,
    observe,
    parse_codes,
    partition,
    range_words,
    spread,
    territory,
    unfold,
    unread,
)

CATALOG, SOURCES = load_catalog(), sources()
RATE, MEDIAN = CATALOG.resolve("part_65_plus"), CATALOG.resolve("niveau_vie_median")
CODES = some.lists(some.from_regex(r"[0-9]{9}", fullmatch=True), min_size=1, max_size=40)
NAMES = some.text(some.characters(codec="utf-8", exclude_categories=["C", "Z"], exclude_characters="<>"), min_size=1)
COUNT = some.integers(0, 5000).map(lambda n: n / 3)


@pytest.fixture(scope="module")
def store() -> Store:
    return Store(CATALOG, [DATA_DIR / "indicateurs"], [DATA_DIR / "variables"])


def piece(upper, lower, status=Status.OK, source="insee_rp_iris", year="2021") -> tuple[Observation, ...]:
    value = None if not status.has_value else (upper / lower * 100 if lower else None)
    return (Observation(RATE.id, Level.IRIS, "1", value, status, year, upper, lower, source, 2023),)


def total(pieces) -> tuple[Observation, ...]:
    zone = Territory(Level.ZONE, "z", "Zone")
    return observe(zone, RATE, pieces, SOURCES, lambda seen: (0.0, 0.0))


@given(NAMES, CODES)
def test_an_address_carries_the_whole_zone(name, codes):
    zone = carried(name[:60], Level.IRIS, codes)
    again = unfold(zone.id)
    assert (again.name, again.level, again.codes) == (
        " ".join(name[:60].split()),
        Level.IRIS,
        tuple(sorted(set(codes))),
    )
    assert again.id == zone.id


@given(some.text(max_size=80))
def test_a_damaged_address_is_told_never_raised_otherwise(text):
    try:
        unfold("a." + text)
    except DataError as error:
        assert error.remedy


@pytest.mark.parametrize("cut", [1, 5, 20])
def test_a_cut_address_is_told(cut):
    with pytest.raises(DataError, match="incomplète"):
        unfold(carried("Ouest", Level.IRIS, ["381510101", "381510102"]).id[:-cut])


def test_an_address_that_unfolds_too_large_is_refused():
    with pytest.raises(DataError, match="incomplète"):
        unfold(carried("Ouest", Level.COMMUNE, [f"{n:05d}" for n in range(9000)]).id)


def test_a_pasted_list_is_read_whatever_separates_it():
    assert parse_codes("38151, 381510101;2A004\n2a0040101\t38151 x 1234") == [
        "38151",
        "381510101",
        "2A004",
        "2A0040101",
    ]


@given(some.lists(some.tuples(COUNT, COUNT), min_size=1, max_size=12))
def test_a_zone_is_the_ratio_of_sums(counts):
    pieces = [piece(min(pair), max(pair)) if max(pair) else piece(0.0, 0.0, Status.SANS_OBJET) for pair in counts]
    (found,) = total(pieces)
    below = math.fsum(max(pair) for pair in counts)
    if below == 0:
        assert (found.value, found.status) == (None, Status.SANS_OBJET)
    else:
        assert found.value == pytest.approx(100 * math.fsum(min(pair) for pair in counts) / below)


@given(
    some.lists(some.tuples(COUNT, COUNT.filter(bool)), min_size=1, max_size=6),
    some.lists(some.tuples(COUNT, COUNT.filter(bool)), min_size=1, max_size=6),
)
def test_two_disjoint_zones_add_up(left, right):
    one, other, both = (total([piece(u, b) for u, b in part])[0] for part in (left, right, [*left, *right]))
    assert both.numerator == pytest.approx(one.numerator + other.numerator)
    assert both.denominator == pytest.approx(one.denominator + other.denominator)
    assert both.value == pytest.approx(100 * (one.numerator + other.numerator) / (one.denominator + other.denominator))


@pytest.mark.parametrize("status", [Status.SECRET, Status.NON_DIFFUSE, Status.NON_DISPONIBLE])
def test_one_hidden_piece_hides_the_whole(status):
    (found,) = total([piece(10.0, 20.0), piece(None, None, status)])
    assert (found.value, found.numerator, found.denominator, found.status) == (None, None, None, status)


def test_a_piece_without_the_year_or_of_another_producer_gives_no_figure():
    assert total([piece(1.0, 2.0), piece(1.0, 2.0, year="2016")]) == ()
    assert total([piece(1.0, 2.0), ()]) == ()
    assert total([piece(1.0, 2.0), piece(1.0, 2.0, source="releve_rp_ages")]) == ()


def test_small_counts_are_fragile_once_added_only_if_still_small():
    limit = SOURCES["insee_rp_iris"].fragile_sous
    small = piece(limit / 2, limit / 2 + 1, Status.FRAGILE)
    assert total([small])[0].status is Status.FRAGILE
    assert total([small] * 8)[0].status is Status.OK


def test_medians_and_published_rates_are_never_added():
    assert additive(RATE, SOURCES)
    assert not additive(MEDIAN, SOURCES)
    assert observe(Territory(Level.ZONE, "z", "Z"), MEDIAN, [piece(1.0, 2.0)], SOURCES, lambda seen: (0.0, 0.0)) == ()
    assert spread([seen for pair in ((1.0, 2.0), (1.0, 4.0)) for seen in piece(*pair)]) == Spread(25.0, 50.0, 2, 2)


def test_what_does_not_add_up_has_the_range_of_its_pieces_and_no_value():
    zone = Territory(Level.ZONE, "z", "Z")
    rows = [piece(1.0, 2.0), piece(1.0, 4.0), piece(None, None, Status.SECRET), (), piece(1.0, 5.0, year="2016")]
    old, latest = not_computable(zone, MEDIAN, rows)
    assert (old.millesime, old.spread) == ("2016", Spread(20.0, 20.0, 1, 5))
    assert (latest.value, latest.status, latest.spread) == (None, Status.NON_CALCULABLE, Spread(25.0, 50.0, 2, 5))
    assert range_words(latest.spread, "pourcent") == "de 25,0\u202f% à 50,0\u202f% (2 sur 5 connus)"


def test_a_zone_shows_its_medians_as_not_computable_at_the_door_of_figures(store, territories):
    zone = whole(territories, territories.get("commune-38151"))
    seen = store.profile([zone], [MEDIAN.id]).latest(zone, MEDIAN.id)
    assert (seen.value, seen.status) == (None, Status.NON_CALCULABLE)
    assert seen.spread is not None and seen.spread.low < seen.spread.high and seen.spread.pieces == 15


def whole(territories, commune: Territory) -> Territory:
    pieces = territories.children(commune, Level.IRIS)
    return territory(carried(commune.name, Level.IRIS, [one.code for one in pieces]), pieces)


@pytest.mark.parametrize("code", ["38151", "38185", "69123", "13055", "2A004", "97411"])
def test_a_zone_of_all_iris_is_the_commune(territories, store, code):
    commune = territories.get(f"commune-{code}")
    names = [name for name, one in CATALOG.indicators.items() if "insee_rp_iris" in one.sources]
    zone = whole(territories, commune)
    profile = store.profile([zone, commune], names)
    compared = 0
    for name in names:
        for seen in profile.series(zone, name):
            same = [
                one
                for one in profile.series(commune, name)
                if (one.millesime, one.source) == (seen.millesime, seen.source)
            ]
            for one in same:
                assert (seen.value, seen.status) == (pytest.approx(one.value, rel=1e-12), one.status), (
                    name,
                    seen.millesime,
                )
                compared += 1
    assert compared >= 3


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=some.data())
def test_a_commune_cut_in_two_adds_up(territories, store, data):
    pieces = territories.children(territories.get("commune-38185"), Level.IRIS)
    chosen = set(data.draw(some.lists(some.sampled_from(pieces), min_size=1, max_size=len(pieces) - 1, unique_by=id)))
    parts = [[one for one in pieces if one in chosen], [one for one in pieces if one not in chosen]]
    if not parts[1]:
        return
    zones = [territory(carried("x", Level.IRIS, [one.code for one in part]), part) for part in (*parts, pieces)]
    one, other, both = (store.profile(zones, ["part_65_plus"]).latest(zone, "part_65_plus") for zone in zones)
    assert both.numerator == pytest.approx(one.numerator + other.numerator, rel=1e-12)


def test_overlaps_and_holes_are_reported():
    zones = [Zone("1", "Nord", Level.IRIS, ("a", "b")), Zone("2", "Sud", Level.IRIS, ("b", "c"))]
    found = partition(zones, ["a", "b", "c", "d"])
    assert found.overlaps == {"b": ("Nord", "Sud")} and found.holes == ("d",)


def test_a_zone_knows_what_contains_all_its_pieces(territories):
    pieces = [territories.get(key) for key in ("commune-38151", "commune-38185", "commune-38001")]
    zone = territory(carried("Trois", Level.COMMUNE, [one.code for one in pieces]), pieces)
    assert zone.parents[Level.DEPARTEMENT] == "38" and Level.EPCI not in zone.parents
    assert zone.population == sum(one.population for one in pieces)


def test_what_is_not_taken_from_a_pasted_list_is_named():
    text = "381510101 Ouest Nord\n38151 ; 2A0040101, 12 rue, 2026x"
    assert unread(text, ["381510101"]) == ["38151", "2A0040101", "2026X"]
    assert unread("Ouest, 381510101", ["381510101"]) == []
