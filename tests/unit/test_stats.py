"""Position among peers and class bounds."""

import math
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as some

from lib.stats import position, quantile_breaks

FIGURES = some.floats(-1e6, 1e6, allow_subnormal=False)
SERIES = some.lists(FIGURES | some.just(math.nan), max_size=60).map(lambda v: pd.Series(v, dtype="float64"))


@given(SERIES, some.integers(0, 59))
def test_position_counts_every_known_peer_once(peers, chosen):
    known = peers.dropna().reset_index(drop=True)
    if len(known) < 3:
        assert position(0, peers) is None
        return
    value = known[chosen % len(known)]
    place = position(value, peers)
    equal = int((known == value).sum())
    assert place.count == len(known)
    assert place.below + equal + (place.rank - 1) == place.count
    marks = [place.minimum, place.quartile_1, place.median, place.quartile_3, place.maximum]
    assert marks == sorted(marks)
    assert place.minimum <= value <= place.maximum


def test_position_ranks_from_the_highest_and_ignores_the_unknown():
    peers = pd.Series([10, 30, math.nan, 20, 20])
    assert (position(30, peers).rank, position(20, peers).rank, position(10, peers).rank) == (1, 2, 4)
    assert position(20, peers).below == 1
    assert position(20, peers).median == 20


def test_the_same_value_everywhere_has_one_rank():
    place = position(5, pd.Series([5, 5, 5]))
    assert (place.rank, place.below, place.minimum, place.maximum) == (1, 0, 5, 5)


@given(SERIES, some.integers(1, 5))
def test_breaks_are_distinct_increasing_and_leave_no_class_empty(values, classes):
    breaks = quantile_breaks(values, classes)
    known = values.dropna()
    assert len(breaks) <= classes - 1
    assert all(low < high for low, high in pairwise(breaks))
    assert all(known.min() < b <= known.max() for b in breaks)
    if len(known):
        sizes = np.bincount(np.searchsorted(breaks, known, side="right"), minlength=len(breaks) + 1)
        assert sizes.sum() == len(known)
        assert sizes[0] > 0 and sizes[-1] > 0


def test_distinct_values_are_shared_out_evenly():
    values = pd.Series(range(100), dtype="float64")
    sizes = np.bincount(np.searchsorted(quantile_breaks(values), values, side="right"))
    assert sizes.tolist() == [20] * 5


@pytest.mark.parametrize("values", [[], [math.nan], [7.0], [7.0, 7.0, 7.0]])
def test_too_few_distinct_values_give_one_class(values):
    assert quantile_breaks(pd.Series(values, dtype="float64")) == []
