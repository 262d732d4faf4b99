"""Bounds of every method, checked on any series; Jenks against an exhaustive search; palettes by their contrasts."""

from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from lib.classes import Method, Scale, breaks, parse_bounds, scale
from lib.model import DataError
from lib.palette import CROSSED, PAPER, SECRET, UNKNOWN, diverging, sequential
from tests.unit.test_palette import contrast, luminance

COMPUTED = (Method.QUANTILES, Method.JENKS, Method.EQUAL, Method.MEAN_SD)
VALUES = some.lists(some.floats(-1e6, 1e6, allow_subnormal=False).map(lambda v: round(v, 3)), max_size=60)
FEW = some.lists(some.integers(-50, 50).map(float), min_size=1, max_size=11)


@pytest.mark.parametrize("method", COMPUTED)
@given(values=VALUES, classes=some.integers(3, 7))
def test_bounds_increase_inside_the_values_and_every_value_has_one_class(method, values, classes):
    found = scale(values, method, classes)
    assert len(found.breaks) <= classes - 1
    assert all(low < high for low, high in pairwise(found.breaks))
    assert all(min(values) < bound <= max(values) for bound in found.breaks)
    if values:
        assert len(found.fills) == len(found.breaks) + 1 == len(set(found.fills))
        assert found.counts(values) == [sum(found.index(v) == i for v in values) for i in range(len(found.fills))]
    else:
        assert found == Scale()


def spread(values: list[float], bounds: tuple[float, ...]) -> float:
    groups = np.searchsorted(bounds, values, side="right")
    return sum(
        float(((part - part.mean()) ** 2).sum()) for g in set(groups) for part in [np.array(values)[groups == g]]
    )


@given(values=FEW, classes=some.integers(3, 5))
@settings(max_examples=80)
def test_jenks_is_as_good_as_trying_every_partition(values, classes):
    distinct = sorted(set(values))
    found = breaks(values, Method.JENKS, classes)
    tried = [spread(values, cut) for size in range(classes) for cut in combinations(distinct[1:], size)]
    assert spread(values, found) == pytest.approx(min(tried), abs=1e-6)


def test_each_method_on_a_series_that_can_be_read():
    values = [1.0, 2.0, 3.0, 10.0, 11.0, 12.0, 30.0, 31.0, 32.0]
    assert breaks(values, Method.JENKS, 3) == (10.0, 30.0)
    assert breaks(values, Method.EQUAL, 3) == pytest.approx((11.333, 21.667), abs=1e-3)
    assert breaks(values, Method.QUANTILES, 3) == pytest.approx((7.667, 18.0), abs=1e-3)
    mean, sd = np.mean(values), np.std(values)
    assert breaks(values, Method.MEAN_SD, 4) == pytest.approx((mean - sd, mean, mean + sd))


def test_typed_bounds_stay_as_typed_even_outside_the_values():
    found = scale([1, 2, 3], Method.TYPED, typed=(10.0, 20.0))
    assert found.breaks == (10.0, 20.0) and found.counts([1, 2, 3]) == [3, 0, 0]


@given(values=VALUES.filter(bool), classes=some.integers(3, 7), centre=some.integers(-100, 100).map(float))
def test_a_diverging_scale_never_colours_both_sides_of_the_reference_alike(values, classes, centre):
    for method in COMPUTED:
        found = scale(values, method, classes, centre=centre)
        below = {found.fill(v) for v in values if v < centre and found.index(v) != found.index(centre)}
        above = {found.fill(v) for v in values if v > centre and found.index(v) != found.index(centre)}
        assert not below & above
        assert sum(found.counts(values)) == len(values)
        if classes % 2 == 0 and centre in found.breaks:
            assert not {found.fill(v) for v in values if v < centre} & {found.fill(v) for v in values if v >= centre}


def test_an_odd_diverging_scale_is_symmetric_around_the_reference():
    values = [float(v) for v in range(101)]
    found = scale(values, Method.EQUAL, 5, centre=50.0)
    assert found.breaks == pytest.approx((50 - 33.667, 50 - 17.333, 50 + 17.333, 50 + 33.667), abs=1e-3)
    assert found.fill(50.0) == diverging(1, 1, neutral=True)[1]


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("10 ; 15,5 ; 20", (10.0, 15.5, 20.0)),
        ("−2 0,5 3", (-2.0, 0.5, 3.0)),
        ("1\u202f200 ; 2 500 %", (1200.0, 2500.0)),
        ("5;10;15;20;25;30", (5.0, 10.0, 15.0, 20.0, 25.0, 30.0)),
    ],
)
def test_typed_bounds_are_read_the_french_way(text, bounds):
    assert parse_bounds(text) == bounds


@pytest.mark.parametrize("text", ["", "10", "dix ; vingt", "20 ; 10", "5 ; 5", "1;2;3;4;5;6;7", "1 ; inf", "nan ; 2"])
def test_bounds_that_cannot_be_used_are_told_with_an_example(text):
    with pytest.raises(DataError) as raised:
        parse_bounds(text)
    assert "par exemple" in raised.value.remedy


@pytest.mark.parametrize("classes", range(2, 8))
def test_neighbouring_shades_are_told_apart(classes):
    assert all(contrast(one, other) >= 1.2 for one, other in pairwise(sequential(classes)))


@pytest.mark.parametrize("sides", [(1, 1), (2, 2), (3, 3)])
@pytest.mark.parametrize("neutral", [True, False])
def test_a_diverging_palette_darkens_away_from_the_reference(sides, neutral):
    below, above = sides
    shades = diverging(below, above, neutral=neutral)
    assert len(set(shades)) == len(shades) == below + above + neutral
    lights = [luminance(shade) for shade in shades]
    assert lights[: below + neutral] == sorted(lights[: below + neutral])
    assert lights[-above - neutral :] == sorted(lights[-above - neutral :], reverse=True)
    assert not {*shades} & {SECRET, UNKNOWN, PAPER}


def test_the_nine_crossed_shades_are_all_different_and_darken_both_ways():
    shades = [shade for row in CROSSED for shade in row]
    assert len(set(shades)) == 9 and not {*shades} & {SECRET, UNKNOWN, PAPER}
    for line in (*CROSSED, *zip(*CROSSED, strict=True)):
        assert all(luminance(one) > luminance(other) for one, other in pairwise(line))


def test_values_nearly_all_at_the_lowest_still_make_two_classes():
    values = [0.0] * 437 + [1.0] * 60 + [2.0] * 14 + [35.0]
    assert breaks(values, Method.QUANTILES, 5) == (1.0,)
    assert breaks([3.0] * 9, Method.QUANTILES, 5) == ()
