"""Changes between two millesimes, the same as the sentence of a trend says; two variables crossed."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from lib.map_change import change
from lib.map_crossing import cross, payload, scatter
from lib.map_values import NOT_COMPARABLE, RANK, WORDS, Figures, Written
from lib.model import Level, Status, Territory
from lib.observation import Observation
from lib.palette import SECRET, UNKNOWN
from lib.registry import sources
from lib.trend import Direction, trend
from tests.unit.test_trend import indicator

SOURCES = sources()
SOURCE = "insee_rp_iris"
RATE = Written("Part", " %", 1)
VALUE = some.one_of(some.none(), some.integers(0, 400).map(lambda v: v / 4))


def figures(values: list[float | None], year: str, source: str = SOURCE) -> Figures:
    areas = [Territory(Level.COMMUNE, f"{38000 + i}", f"Commune {i}") for i in range(len(values))]
    known = np.array([np.nan if v is None else v for v in values], dtype="float64")
    words = np.where(np.isnan(known), RANK["secret"], RANK["ok"])
    return Figures(areas, known, words, [year] * len(values), [source] * len(values))


@pytest.mark.parametrize("unit", ["pourcent", "habitants", "euros"])
@given(pairs=some.lists(some.tuples(VALUE, VALUE), min_size=1, max_size=12))
def test_a_change_is_the_one_that_trends_say(unit, pairs):
    one = indicator(unite=unit, millesimes_comparables="tous")
    found = change(figures([p[0] for p in pairs], "2016"), figures([p[1] for p in pairs], "2021"), one, SOURCES)
    for rank, (before, after) in enumerate(pairs):
        if before is None or after is None:
            assert found.value(rank) is None
            continue
        seen = [
            Observation(one.id, Level.COMMUNE, "", value, Status.OK, year, source=SOURCE)
            for value, year in ((before, "2016"), (after, "2021"))
        ]
        said = trend(seen, one, SOURCES)
        if said.direction is Direction.NOT_COMPUTABLE:
            assert found.value(rank) is None and WORDS[found.statuses[rank]] == "non_disponible"
        else:
            assert found.value(rank) == pytest.approx(said.change, abs=0.1)


def test_censuses_too_close_are_not_comparable_and_say_so():
    one = indicator(millesimes_comparables="ecart_5_ans")
    found = change(figures([10.0, None], "2021"), figures([12.0, 12.0], "2023"), one, SOURCES)
    assert list(found.statuses) == [NOT_COMPARABLE, RANK["non_disponible"]]
    assert not len(found.known)


def test_a_secret_at_the_end_stays_a_secret():
    one = indicator(millesimes_comparables="tous")
    found = change(figures([10.0], "2016"), figures([None], "2021"), one, SOURCES)
    assert WORDS[found.statuses[0]] == "secret"


@given(some.lists(some.tuples(VALUE, VALUE), min_size=1, max_size=40))
def test_every_area_with_both_values_is_in_one_square(pairs):
    crossing = cross(figures([p[0] for p in pairs], "2021"), figures([p[1] for p in pairs], "2021"))
    both = [p for p in pairs if None not in p]
    assert (
        sum(map(sum, crossing.counts())) == len(both) == sum(rank >= 0 for rank in payload(crossing, RATE, RATE)["k"])
    )
    for rank, (x, y) in enumerate(pairs):
        if None not in (x, y):
            column = sum(x >= bound for bound in crossing.first_breaks)
            row = sum(y >= bound for bound in crossing.second_breaks)
            assert crossing.ranks[rank] == 3 * row + column


def test_the_scatter_shows_only_areas_with_both_values_and_names_mine():
    crossing = cross(figures([1.0, 2.0, None, 4.0], "2021"), figures([4.0, None, 1.0, 9.0], "2021"))
    rows, spec = scatter(crossing, Written("A", "", 0), Written("B", "", 0), "38003")
    assert [(row["x"], row["y"], row["moi"]) for row in rows] == [(1.0, 4.0, False), (4.0, 9.0, True)]
    assert spec["encoding"]["x"]["title"] == "A"


def test_a_secret_figure_hatches_the_crossed_area_and_never_becomes_a_class():
    first, second = figures([1.0, None, None, 4.0], "2021"), figures([4.0, 2.0, None, None], "2021")
    first.statuses[2] = RANK["non_disponible"]  # the first figure missing decides
    crossing = cross(first, second)
    found = payload(crossing, RATE, RATE)
    assert found["k"] == [int(rank) for rank in crossing.ranks] and found["k"][1:] == [-1, -1, -1]
    assert found["s"] == {1: RANK["secret"], 2: RANK["non_disponible"], 3: RANK["secret"]}
    assert [crossing.fills()[f"3800{i}"] for i in range(1, 4)] == [SECRET, UNKNOWN, SECRET]
