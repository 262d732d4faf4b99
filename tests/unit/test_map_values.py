"""Figures of a map in the order of its outlines, the payload that carries them, the legend that counts them."""

import json
import math
from collections import Counter
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as some

from lib import formats
from lib.classes import Method, Scale, scale
from lib.map_values import RANK, WORDS, Figures, Written, area_fill, figures, legend, second_variable, value_layer
from lib.maps import mark
from lib.model import Indicator, Level, Status, Territory
from lib.palette import SECRET, UNKNOWN, sequential
from lib.ui import map_parts

VALUES = some.lists(some.floats(0, 1e5, allow_subnormal=False) | some.floats(0, 2, allow_subnormal=False), max_size=60)
RATE = Written("Part", " %", 1)


def areas(count: int) -> list[Territory]:
    return [Territory(Level.COMMUNE, f"{38000 + i}", f"Commune {i}") for i in range(count)]


def read(rows: list[tuple[str, float | None, str]], count: int) -> Figures:
    table = pd.DataFrame(rows, columns=["code", "valeur", "statut"]).assign(millesime="2021", source="insee_rp_iris")
    return figures(areas(count), table.astype({"valeur": "float64"}))


ONE_CLASS = Scale((), sequential(1))


def sent(shown: Figures, cut: Scale = ONE_CLASS, written: Written = RATE, **more) -> dict:
    (element,) = value_layer(shown, cut, written, **more)._children.values()
    return json.loads(element.payload)


def test_figures_follow_the_order_of_the_outlines_whatever_that_of_the_rows():
    shown = read([("38002", 3.0, "ok"), ("38000", 1.0, "ok")], 3)
    assert [shown.value(i) for i in range(3)] == [1.0, None, 3.0]
    assert [shown.status(i) for i in range(3)] == [Status.OK, Status.NON_DISPONIBLE, Status.OK]
    assert shown.millesimes == ["2021", "", "2021"] and shown.ordered() == [2, 0, 1]


@pytest.mark.parametrize("status", [s for s in Status if not s.has_value])
@pytest.mark.parametrize("value", [4.0, 0.0, math.nan])
def test_no_number_of_a_hidden_area_leaves_the_server(status, value):
    shown = read([("38000", value, status.value), ("38001", 12.34, "ok")], 2)
    found = sent(shown)
    assert found["v"] == [None, 12.3]
    assert {int(rank): WORDS[word] for rank, word in found["s"].items()} == {0: status.value}
    assert second_variable(shown, RATE, circles=True)["v"] == [None, 12.3]
    assert shown.hidden() == {status.value: 1}
    assert area_fill(value, Scale((12.0,), sequential(2)), status) == (SECRET if status is Status.SECRET else UNKNOWN)


def test_a_nan_is_sent_as_unknown_never_as_zero():
    found = sent(read([("38000", math.nan, "ok")], 2))
    assert found["v"] == [None, None]
    assert {WORDS[word] for word in found["s"].values()} == {"non_disponible"}


def test_the_payload_is_light_and_says_whose_outlines_it_fits():
    shown = read([("38000", 12.3456789, "ok"), ("38001", 2.0, "fragile")], 2)
    found = sent(shown, Scale((10.0,), sequential(2)), mine=["38000"])
    assert (found["v"], found["m"], found["d"], found["b"]) == ([12.3, 2.0], ["38000"], 1, [10.0])
    assert found["e"] == mark(["38000", "38001"])


@given(VALUES, some.sampled_from(list(formats.UNIT_LABEL)))
def test_the_bubble_of_an_area_says_what_the_list_says(values, unit):
    told = Indicator.model_construct(titre="T", unite=unit)
    written = map_parts.written(told)
    shown = read([(f"{38000 + i}", value, "ok") for i, value in enumerate(values)], len(values))
    for value, sent_value in zip(values, sent(shown, ONE_CLASS, written)["v"], strict=True):
        small = written.sparse and 0 < sent_value < 1  # as static/carte.js
        decimals = (2 if sent_value < 0.1 else 1) if small else written.decimals
        assert formats.number(sent_value, decimals) == formats.plain(value, unit)


def test_a_name_in_the_payload_cannot_close_the_script():
    layer = value_layer(read([], 1), Scale(), Written("</script><b>", "", 0))
    assert "</script>" not in next(iter(layer._children.values())).payload


@given(VALUES, some.integers(0, 2), some.sampled_from([Method.QUANTILES, Method.JENKS, Method.EQUAL, Method.MEAN_SD]))
def test_the_map_draws_the_classes_that_the_legend_counts(values, decimals, method):
    shown = read([(f"{38000 + i}", value, "ok") for i, value in enumerate(values)], len(values))
    cut = scale(shown.known, method)
    classes = legend(shown, cut)
    assert sum(one.count for one in classes) == len(values)
    assert all(low.high == high.low for low, high in pairwise(classes))
    if not values:
        return
    assert (classes[0].low, classes[-1].high) == (min(values), max(values))
    found = sent(shown, cut, Written("", "", decimals))
    moved = {int(rank): place for rank, place in found["h"].items()}
    places = [moved.get(rank, sum(value >= b for b in found["b"])) for rank, value in enumerate(found["v"])]
    painted = Counter(found["c"][place] for place in places)
    listed = Counter(area_fill(value, cut, Status.OK) for value in values)
    assert painted == listed == {one.fill: one.count for one in classes if one.count}


def test_the_legend_of_nothing_is_empty():
    shown = read([], 2)
    assert legend(shown, scale(shown.known)) == []


def test_an_area_across_a_break_is_grey_with_its_word():
    shown = Figures(areas(1), np.array([np.nan]), np.array([RANK["non_comparable"]]))
    assert shown.hidden() == {"non_comparable": 1} and shown.status(0) is Status.SANS_OBJET
