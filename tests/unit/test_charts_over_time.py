"""Curves: valid, never joined across a break, breaks drawn, names apart, fragile points hollow."""

from itertools import pairwise

import altair as alt
import pytest
from hypothesis import given
from hypothesis import strategies as some

from lib.charts import Line, Point, Rule, evolution, floor_of, looks
from lib.charts.evolution import HEIGHT, LABEL_GAP, bounds, when
from lib.exports.chart_image import draw
from lib.formats import THIN
from lib.model import Level, Territory

TOWN = Territory(Level.COMMUNE, "38151", "Échirolles")
ISERE = Territory(Level.DEPARTEMENT, "38", "Isère")
FRANCE = Territory(Level.FRANCE, "F", "France")
AREAS = [TOWN, ISERE, FRANCE]
BROKEN = Line(
    TOWN, ((Point("2017", 20.0), Point("2021", 22.0, hollow=True)), (Point("2023", 27.0),)), "27 % Échirolles"
)
STEADY = Line(FRANCE, ((Point("2017", 14.0), Point("2023", 15.0)),), "15 % France")
BREAK = Rule("2021", "2023", "nouvelle méthode en 2023")


def made(lines=(BROKEN, STEADY), rules=(BREAK,), **changes):
    return evolution(lines, AREAS, rules, **({"suffix": f"{THIN}%", "zero": False} | changes))


def value(spec, name):
    return next(one.get("value", one.get("expr")) for one in spec["params"] if one["name"] == name)


def kind(rows, wanted):
    return [row for row in rows if row["genre"] == wanted]


@pytest.mark.parametrize("lines", [(), (STEADY,), (BROKEN, STEADY)])
def test_the_specification_is_valid_and_holds_no_data(lines):
    _, spec = made(lines)
    alt.LayerChart.from_dict(spec | {"data": {"name": "donnees"}}, validate=True)
    assert "data" not in spec and "datasets" not in spec


def test_no_line_joins_two_points_across_a_break():
    rows, spec = made()
    traces = {row["annee"]: row["trace"] for row in kind(rows, "point") if row["rang"] == 0}
    assert traces[2017.0] == traces[2021.0] != traces[2023.0]
    (joined,) = [layer for layer in spec["layer"] if layer["mark"]["type"] == "line"]
    assert joined["encoding"]["detail"]["field"] == "trace"


def test_a_break_is_a_dashed_vertical_line_with_its_words():
    rows, spec = made()
    (rule,) = kind(rows, "rupture")
    assert rule["annee"] == 2022 and rule["libelle"] == "nouvelle méthode en 2023"
    (mark,) = [layer["mark"] for layer in spec["layer"] if layer["mark"]["type"] == "rule"]
    assert mark["strokeDash"]
    assert "nouvelle méthode en 2023" in draw(rows, spec).svg


def test_a_fragile_point_is_hollow():
    rows, _ = made()
    assert [row["annee"] for row in kind(rows, "point") if row["creux"]] == [2021.0]


def test_each_curve_is_named_at_its_end_without_a_legend():
    rows, spec = made()
    assert [row["libelle"] for row in kind(rows, "fin")] == ["27 % Échirolles", "15 % France"]
    for layer in spec["layer"]:
        for channel in layer["encoding"].values():
            assert not isinstance(channel, dict) or channel.get("legend") is None


def test_counts_start_at_zero_when_asked():
    assert value(made(zero=True)[1], "bas") == 0
    assert value(made()[1], "bas") == 0, "an axis that would start under half its top starts at zero"


@given(some.lists(some.floats(0, 100), min_size=1, max_size=6))
def test_the_axis_of_shares_has_ten_points_or_starts_at_zero(values):
    low, high = bounds(values, zero=False, share=True)
    assert low == 0 or high - low >= 10 - 1e-9
    assert 0 <= low <= min(values) and max(values) <= high
    assert high <= 100


@given(some.lists(some.floats(0.01, 50_000), min_size=1, max_size=6))
def test_the_axis_of_other_rates_keeps_a_quarter_of_the_highest_value_or_starts_at_zero(values):
    low, high = bounds(values, zero=False)
    assert low == 0 or high - low >= 0.25 * max(values) - 1e-6
    assert low <= min(values) and max(values) <= high


def test_a_tenth_of_a_point_is_drawn_as_a_tenth_of_a_point():
    low, high = bounds([62.0, 62.1], zero=False, share=True)
    assert (high - low) == pytest.approx(10) and low < 62 < 62.1 < high
    assert bounds([98.0, 99.5], zero=False, share=True) == (pytest.approx(90), 100)
    assert bounds([3.1, 3.4], zero=False, share=True)[0] == 0


def test_the_axis_of_a_block_says_where_it_starts():
    high = [Line(TOWN, ((Point("2017", 60.0), Point("2023", 62.0)),), "62 % Échirolles")]
    assert floor_of(made(high, (), share=True, zero=True)[1]) == 0 < floor_of(made(high, (), share=True)[1])


def test_years_and_numbers_of_the_axes_are_french():
    rows = [Line(TOWN, ((Point("1968", 12345.0), Point("2023", 37491.0)),), "37 491 Échirolles")]
    drawn = draw(*made(rows, (), suffix="", zero=True)).svg
    assert f"20{THIN}000" in drawn and ">1968<" in drawn and "20,000" not in drawn


def test_no_text_is_under_twelve_pixels():
    _, spec = made()
    for layer in spec["layer"]:
        assert layer["mark"].get("fontSize", 12) >= 12
        for name in ("x", "y"):
            axis = layer["encoding"].get(name, {}).get("axis") or {}
            assert axis.get("labelFontSize", 12) >= 12


def test_each_territory_has_its_shape_or_its_dash():
    drawn = looks([TOWN, ISERE, FRANCE])
    assert len({look.shape for look in drawn}) == 3
    assert drawn[2].dash != drawn[0].dash == drawn[1].dash


@pytest.mark.parametrize(
    ("millesime", "place"), [("2021", 2021), ("2024-T3", 2024.5), ("2024-2025", 2024), ("2024-07", 2024.5)]
)
def test_a_millesime_has_its_place(millesime, place):
    assert when(millesime) == place


@given(some.lists(some.floats(0, 100), min_size=1, max_size=5))
def test_names_stay_apart_and_inside(values):
    areas = [Territory(Level.COMMUNE, str(rank), str(rank)) for rank in range(len(values))]
    lines = [
        Line(area, ((Point("2020", one), Point("2021", one)),), "x") for area, one in zip(areas, values, strict=True)
    ]
    rows, spec = evolution(lines, areas, [], suffix="", zero=False)
    low, high = value(spec, "bas"), value(spec, "haut")
    ends = sorted(row["valeur"] for row in kind(rows, "fin"))
    gap = (high - low) * LABEL_GAP / HEIGHT
    assert all(low - 1e-9 <= end <= high + 1e-9 for end in ends)
    assert all(b - a >= gap * 0.99 for a, b in pairwise(ends))
