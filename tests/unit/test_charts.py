"""The Vega-Lite templates: valid, base zero, fixed order, my territory always the same."""

import math

import altair as alt
import pytest
from hypothesis import given
from hypothesis import strategies as some
from jsonschema import ValidationError

from lib.charts import Bar, grouped_bars, looks, strip
from lib.model import Level, Territory
from lib.palette import COMPARATORS, MINE, PAPER
from lib.stats import Position

TOWN = Territory(Level.COMMUNE, "38151", "Échirolles")
EPCI = Territory(Level.EPCI, "200040715", "Grenoble-Alpes-Métropole")
ISERE = Territory(Level.DEPARTEMENT, "38", "Isère")
REGION = Territory(Level.REGION, "84", "Auvergne-Rhône-Alpes")
FRANCE = Territory(Level.FRANCE, "F", "France")
COMPARED = [TOWN, EPCI, ISERE, REGION, FRANCE]


def bars(territories, groups=("Moins de 20 ans", "65 ans ou plus"), value=25.0):
    return [Bar(group, area, value + i, f"{value + i} %") for group in groups for i, area in enumerate(territories)]


def top(spec, width=700):
    """Return the end of the value scale, its expression read for a chart of this width in pixels."""
    (bound,) = [one for one in spec["params"] if one["name"] == "haut"]
    return bound["value"] if "value" in bound else eval(bound["expr"], {"max": max, "width": width})


def encodings(spec):
    return [layer["encoding"] for layer in spec["layer"]]


@pytest.mark.parametrize("territories", [[TOWN], [TOWN, FRANCE], COMPARED, [FRANCE], [FRANCE, REGION]])
def test_the_specification_is_valid_vega_lite(territories):
    _, spec = grouped_bars(bars(territories), territories)
    alt.LayerChart.from_dict(spec | {"data": {"name": "donnees"}}, validate=True)
    assert "data" not in spec and "datasets" not in spec


def test_a_faulty_specification_would_be_refused():
    _, spec = grouped_bars(bars(COMPARED), COMPARED)
    spec = spec | {"layer": [spec["layer"][0] | {"mark": "barre"}]}
    with pytest.raises(ValidationError):
        alt.LayerChart.from_dict(spec, validate=True)


@pytest.mark.parametrize("width", [250, 700, 1600])
def test_bars_start_at_zero_and_leave_room_for_their_label(width):
    _, spec = grouped_bars(bars(COMPARED, value=40.0), COMPARED)
    scale = next(e["x"]["scale"] for e in encodings(spec) if "scale" in e.get("x", {}))
    assert scale["domainMin"] == 0 and scale["domainMax"] == {"expr": "haut"}
    assert 44 < top(spec, width) <= 44 * 2.5


@pytest.mark.parametrize("made", [[], [Bar("a", TOWN, 0.0, "0,0 %")]])
def test_nothing_to_draw_keeps_a_scale(made):
    _, spec = grouped_bars(made, [TOWN])
    assert top(spec) > 0


def test_territories_keep_their_order_in_every_group_whatever_the_order_of_the_bars():
    rows, spec = grouped_bars(list(reversed(bars(COMPARED))), COMPARED)
    ranks = {row["libelle"].split("   ")[1]: row["rang"] for row in rows if row["rang"] >= 0}
    assert ranks == {area.name: rank for rank, area in enumerate(COMPARED)}
    offset = next(e["yOffset"]["scale"]["domain"] for e in encodings(spec) if "yOffset" in e)
    assert offset == [-1, 0, 1, 2, 3, 4]
    assert all(e["y"]["sort"] is None for e in encodings(spec))


def test_each_group_has_its_title_and_each_bar_its_value_and_name():
    rows, _ = grouped_bars(bars([TOWN, FRANCE]), [TOWN, FRANCE])
    assert [row["libelle"] for row in rows if row["rang"] == -1] == ["Moins de 20 ans", "65 ans ou plus"]
    assert [row["libelle"] for row in rows if row["rang"] == 0] == ["25.0 %   Échirolles"] * 2


def test_a_missing_bar_does_not_move_the_others():
    whole = bars(COMPARED)
    rows, spec = grouped_bars([bar for bar in whole if (bar.group, bar.territory) != (whole[0].group, ISERE)], COMPARED)
    assert [row["rang"] for row in rows if row["groupe"] == whole[0].group] == [-1, 0, 1, 3, 4]
    assert spec["height"] == grouped_bars(whole, COMPARED)[1]["height"]


def test_a_territory_without_any_bar_takes_no_room_and_the_others_keep_their_look():
    rows, spec = grouped_bars([Bar("a", TOWN, 1.0, "1"), Bar("a", FRANCE, 2.0, "2")], COMPARED)
    assert [row["rang"] for row in rows] == [-1, 0, 4]
    assert next(e["yOffset"]["scale"]["domain"] for e in encodings(spec) if "yOffset" in e) == [-1, 0, 4]
    assert next(e["color"]["scale"]["range"] for e in encodings(spec) if "color" in e) == [MINE, *COMPARATORS, PAPER]


@pytest.mark.parametrize("mine", COMPARED)
def test_my_territory_is_always_full_in_the_same_blue(mine):
    assert looks([mine])[0].fill == MINE and not looks([mine])[0].bordered
    rows, _ = grouped_bars([Bar("a", mine, 1.0, "1")], [mine])
    assert rows[-1]["reference"] is False


def test_comparators_are_coloured_in_their_order_and_france_is_dashed():
    rows, spec = grouped_bars(bars(COMPARED, ["a"]), COMPARED)
    colours = next(e["color"]["scale"]["range"] for e in encodings(spec) if "color" in e)
    assert colours == [MINE, *COMPARATORS, PAPER]
    assert [row["reference"] for row in rows if row["rang"] >= 0] == [False] * 4 + [True]


def test_a_fourth_comparator_does_not_look_like_the_first_nor_like_france():
    towns = [Territory(Level.COMMUNE, str(number), str(number)) for number in range(4)]
    drawn = looks([TOWN, *towns])
    assert len({(look.fill, look.line, look.dash, look.shape) for look in drawn}) == 5
    assert drawn[4].bordered and drawn[4].fill != PAPER and drawn[4].dash != drawn[1].dash
    rows, _ = grouped_bars(bars([TOWN, *towns], ["a"]), [TOWN, *towns])
    assert [row["borde"] for row in rows if row["rang"] >= 0] == [False] * 4 + [True]
    assert not any(row["reference"] for row in rows if row["rang"] >= 0)


def test_france_keeps_no_colour_for_itself_whatever_its_place():
    assert [look.fill for look in looks([TOWN, FRANCE, EPCI, ISERE, REGION])] == [MINE, PAPER, *COMPARATORS]


def test_templates_do_not_leak_from_one_chart_to_the_next():
    _, first = grouped_bars(bars(COMPARED, value=10.0), COMPARED)
    _, second = grouped_bars(bars(COMPARED, ["a"], value=90.0), COMPARED)
    assert first["params"] != second["params"] and first["height"] != second["height"]


MARKS = some.lists(some.floats(0.001, 1e6), min_size=5, max_size=5).map(sorted)


@given(MARKS, some.booleans(), some.floats(0.001, 1e6))
def test_the_strip_keeps_the_order_of_values_inside_its_width(marks, logarithmic, value):
    low, first, middle, third, high = marks
    drawn = strip(Position(9, 0, 1, low, first, middle, third, high), value, logarithmic=logarithmic)
    assert 0 <= drawn.quartile_1 <= drawn.median <= drawn.quartile_3 <= 100
    assert 0 <= drawn.mine <= 100 and math.isfinite(drawn.mine)
    if middle < value:
        assert drawn.mine >= drawn.median


def test_a_strip_of_equal_values_or_starting_at_zero_is_drawn():
    assert strip(Position(3, 0, 1, 5, 5, 5, 5, 5), 5, logarithmic=True).mine == 0
    assert strip(Position(3, 0, 1, 0, 2, 5, 8, 10), 5, logarithmic=True).mine == 50
