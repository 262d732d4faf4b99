"""Straight distances over the ground, against the library of reference; people who live far."""

import math

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as some

from lib.distances import GROUND, Nearest, mean_distance, minutes, nearest, remote

PLACES = some.tuples(some.floats(-4, 8), some.floats(42, 51)).map(shapely.Point)


@given(some.lists(PLACES, min_size=1, max_size=12), some.lists(PLACES, min_size=1, max_size=12))
def test_the_nearest_point_is_the_one_a_full_search_finds(centres, points):
    areas = {str(i): centre.buffer(0.01) for i, centre in enumerate(centres)}
    for code, found in nearest(areas, points).items():
        start = shapely.centroid(areas[code])
        every = [GROUND.inv(start.x, start.y, point.x, point.y)[2] / 1000 for point in points]
        assert found.kilometres == pytest.approx(every[found.point], abs=1e-6)
        assert found.kilometres <= min(every) * 1.004 + 1e-6  # the nearest is chosen on a sphere


def test_paris_to_marseille():
    areas = {"75": shapely.Point(2.3522, 48.8566).buffer(0.001)}
    assert nearest(areas, [shapely.Point(5.3698, 43.2965)])["75"].kilometres == pytest.approx(660.5, abs=1)


def test_the_start_is_inside_the_area_even_when_it_is_a_crescent():
    crescent = shapely.Point(5.7, 45.1).buffer(0.1) - shapely.Point(5.72, 45.1).buffer(0.1)
    ((start, _),) = [
        (one.kilometres, one.point) for one in nearest({"c": crescent}, [shapely.centroid(crescent)]).values()
    ]
    assert start < 20


FOUND = {"a": Nearest(0, 2.0), "b": Nearest(0, 10.0), "c": Nearest(1, 30.0)}


def test_people_far_are_counted_where_people_are_known():
    far = remote(FOUND, {"a": 100.0, "b": 50.0, "c": math.nan}, 5)
    assert (far.people, far.total, far.areas, far.unknown) == (50.0, 150.0, 2, 1)
    assert far.share == pytest.approx(100 / 3)
    assert mean_distance(FOUND, {"a": 100.0, "b": 50.0}) == pytest.approx(700 / 150)
    assert remote(FOUND, {}, 5).share is None and mean_distance(FOUND, {}) is None


def test_a_journey_takes_the_time_of_a_longer_road():
    assert minutes(10, "voiture") == pytest.approx(15.6)
    assert minutes(1, "pied") > minutes(1, "velo") > minutes(1, "voiture")
