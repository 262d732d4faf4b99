"""Parts of a whole, pyramid, spread of incomes: valid, right geometry, readable colours, French numbers."""

from itertools import pairwise

import altair as alt
import pytest

from lib.charts import Side, Spread, Stack, composition, pyramid, spreads
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
    scale = next(layer["encoding"]["x"]["scale"] for layer in spec["layer"] if "x2" in layer["encoding"])
    assert scale["domain"] == [0, 100]


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
