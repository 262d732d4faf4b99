"""Parts of a whole, pyramid, spread of incomes: valid, right geometry, readable colours, French numbers."""

from itertools import pairwise

import altair as alt
import pytest

from lib.charts import Curve, Side, Spread, Stack, by_age, composition, narrow, pyramid, spreads
from lib.charts.look import PARTS, ink_on
from lib.exports.chart_image import draw
from lib.formats import MINUS, THIN
from lib.model import Level, Territory
from lib.palette import MINE, PAPER
from tests.unit.test_palette import GRAPHIC, TEXT, contrast

TOWN = Territory(Level.COMMUNE, "38151", "Échirolles")
ISERE = Territory(Level.DEPARTEMENT, "38", "Isère")
LABELS = ["Propriétaires", "Locataires HLM", "Autres locataires", "Logés gratuitement"]
SHARES = (44.8, 37.2, 16.7, 1.3)
STACKS = [
    Stack(area, name, SHARES, tuple(f"{one} %" for one in SHARES))
    for area, name in ((TOWN, "Échirolles"), (ISERE, "Isère (2021)"))
]
MEN, WOMEN = tuple(float(i % 5 + 1) for i in range(20)), tuple(float(i % 4 + 1) for i in range(20))
WHOLE = Spread(TOWN, "Échirolles", 10430.0, 15000.0, 19930.0, 26000.0, 33540.0, ("10 430 €", "19 930 €", "33 540 €"))
MEDIAN = Spread(ISERE, "Isère (2019)", None, None, 23030.0, None, None, ("n.d.", "23 030 €", "n.d."))
AGES = ["15-24 ans", "25-54 ans", "55-79 ans", "80 ans ou plus"]
ALONE = Curve(TOWN, (12.0, 15.0, 24.0, 44.0), (True, False, False, False), "44,0 %  Échirolles")
BROKEN = Curve(ISERE, (10.0, None, 22.0, 43.0), (False,) * 4, "43,0 %  Isère")


def value(spec, name):
    return next(one.get("value", one.get("expr")) for one in spec["params"] if one["name"] == name)


def kind(rows, wanted):
    return [row for row in rows if row["genre"] == wanted]


@pytest.mark.parametrize(
    "made",
    [
        composition(STACKS, LABELS),
        composition([], LABELS),
        pyramid(Side(MEN, WOMEN), Side(WOMEN, MEN), "#801650"),
        pyramid(Side(MEN, WOMEN), None),
        spreads([WHOLE, MEDIAN], [TOWN, ISERE]),
        by_age([ALONE, BROKEN], AGES, [TOWN, ISERE], suffix=f"{THIN}%"),
        by_age([], AGES, [TOWN, ISERE], suffix=""),
    ],
)
def test_the_specification_is_valid_and_holds_no_data(made):
    _, spec = made
    alt.LayerChart.from_dict(spec | {"data": {"name": "donnees"}}, validate=True)
    assert "data" not in spec and "datasets" not in spec


def test_parts_follow_one_another_from_zero_to_a_hundred():
    rows, spec = composition(STACKS, LABELS)
    for rank in (0, 1):
        parts = [row for row in kind(rows, "part") if row["mien"] == (rank == 0)]
        assert [row["part"] for row in parts] == LABELS
        assert parts[0]["debut"] == 0 and parts[-1]["fin"] == pytest.approx(100)
        assert all(before["fin"] == after["debut"] for before, after in pairwise(parts))
    assert (value(spec, "gauche"), value(spec, "droite")) == (0, 100)


def test_what_is_taken_away_goes_left_of_zero_and_the_rest_passes_a_hundred():
    shares = (60.9, 3.0, 2.2, 32.1, 5.3, 9.3, -12.8)
    parts = [f"Part {rank}" for rank in range(7)]
    rows, spec = composition([Stack(TOWN, "Échirolles", shares, tuple(map(str, shares)))], parts)
    drawn = {row["part"]: (row["debut"], row["fin"]) for row in kind(rows, "part")}
    assert drawn["Part 0"] == (0, 60.9) and drawn["Part 6"] == (-12.8, 0)
    assert drawn["Part 5"][1] == pytest.approx(112.8)
    assert (value(spec, "gauche"), value(spec, "droite")) == (pytest.approx(-12.8), pytest.approx(112.8))
    fills = next(layer["encoding"]["color"]["scale"]["range"] for layer in spec["layer"] if "x2" in layer["encoding"])
    assert len(set(fills)) == 7 and all(contrast(fill, PAPER) >= GRAPHIC for fill in fills)


def test_a_sum_short_of_a_hundred_keeps_its_length():
    _, spec = composition([Stack(TOWN, "x", (30.0, 17.0), ("30", "17"))], ["Crèches", "École"])
    assert (value(spec, "gauche"), value(spec, "droite")) == (0, 100)


def test_parts_too_narrow_for_their_value_are_named():
    assert narrow(STACKS) == [3] and narrow([]) == []


def test_the_first_bar_is_not_mine_when_i_have_none():
    rows, _ = composition(STACKS, LABELS, mine=False)
    assert not any(row["mien"] for row in rows)


def test_bars_keep_the_order_of_territories_with_their_year():
    rows, _ = composition(STACKS, LABELS)
    assert [row["libelle"] for row in sorted(kind(rows, "nom"), key=lambda row: row["haut"])] == [
        "Échirolles",
        "Isère (2021)",
    ]


def test_the_key_names_every_part_and_values_are_written_in_the_bars():
    drawn = draw(*composition(STACKS, LABELS)).svg
    assert all(label in drawn for label in LABELS) and "44.8 %" in drawn


def test_parts_are_told_apart_by_a_white_line_and_stand_out_from_the_paper():
    _, spec = composition(STACKS, LABELS)
    (bar,) = [layer["mark"] for layer in spec["layer"] if layer["mark"]["type"] == "bar"]
    assert bar["stroke"] == PAPER and bar["strokeWidth"] >= 2
    assert len(set(PARTS)) == 6 and all(contrast(fill, PAPER) >= GRAPHIC for fill in PARTS)


@pytest.mark.parametrize("fill", PARTS)
def test_a_value_written_in_a_part_reads(fill):
    assert contrast(ink_on(fill), fill) >= TEXT


def test_men_are_on_the_left_women_on_the_right_on_one_scale():
    rows, spec = pyramid(Side(MEN, WOMEN), None)
    bars = kind(rows, "barre")
    assert [-row["part"] for row in bars if row["cote"] < 0] == list(MEN)
    assert [row["part"] for row in bars if row["cote"] > 0] == list(WOMEN)
    assert value(spec, "bout") >= max(*MEN, *WOMEN)
    scale = spec["layer"][0]["encoding"]["x"]["scale"]
    assert (scale["domainMin"], scale["domainMax"]) == ({"expr": "-bout"}, {"expr": "bout"})
    (mark,) = [layer["mark"] for layer in spec["layer"] if layer["mark"]["type"] == "bar"]
    assert mark["color"] == MINE


def test_the_outline_follows_the_comparator_step_by_step():
    rows, spec = pyramid(Side(MEN, WOMEN), Side(WOMEN, MEN), "#801650")
    left = [(row["bas"], -row["part"]) for row in kind(rows, "contour") if row["cote"] < 0]
    assert left[0] == (0, 0) and left[-1] == (100, 0)
    assert left[1:3] == [(0, WOMEN[0]), (5, WOMEN[0])] and left[-3:-1] == [(95, WOMEN[19]), (100, WOMEN[19])]
    assert value(spec, "contour") == "'#801650'"


def test_ages_and_shares_of_the_pyramid_are_written_in_french():
    drawn = draw(*pyramid(Side(MEN, WOMEN), None)).svg
    assert "Hommes" in drawn and "Femmes" in drawn and "50 ans" in drawn and f"2{THIN}%" in drawn
    assert f">-2{THIN}%" not in drawn and f">{MINUS}2{THIN}%" not in drawn, "both sides count upwards"


def test_a_spread_starts_at_zero_and_draws_only_what_is_published():
    rows, spec = spreads([WHOLE, MEDIAN], [TOWN, ISERE])
    assert spec["layer"][1]["encoding"]["x"]["scale"]["domainMin"] == 0
    assert value(spec, "bout") > 33540
    kinds = [(row["genre"], row["rang"]) for row in rows if row["genre"] in ("deciles", "quartiles", "mediane")]
    assert kinds == [("deciles", 0), ("quartiles", 0), ("mediane", 0), ("mediane", 1)]
    assert "n.d." not in [row["libelle"] for row in rows]


def test_ages_follow_one_another_from_zero_and_stop_at_an_unknown_one():
    rows, spec = by_age([ALONE, BROKEN], AGES, [TOWN, ISERE], suffix=f"{THIN}%")
    mine = [row for row in kind(rows, "point") if row["rang"] == 0]
    assert [(row["age"], row["valeur"]) for row in mine] == [(0, 12), (1, 15), (2, 24), (3, 44)]
    assert [row["creux"] for row in mine] == [True, False, False, False]
    other = [(row["age"], row["trace"]) for row in kind(rows, "point") if row["rang"] == 1]
    assert [age for age, _ in other] == [0, 2, 3] and other[0][1] != other[1][1] == other[2][1]
    assert spec["layer"][0]["encoding"]["y"]["scale"]["domainMin"] == 0 and value(spec, "haut") > 44


def test_every_age_is_named_and_each_line_at_its_end():
    drawn = draw(*by_age([ALONE, BROKEN], AGES, [TOWN, ISERE], suffix=f"{THIN}%")).svg
    assert all(f">{age}<" in drawn for age in AGES)
    assert "Échirolles" in drawn and "Isère" in drawn
