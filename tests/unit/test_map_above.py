"""Layers over a map: light enough to travel, not told apart by colour alone, the same signs on screen and in images."""

from __future__ import annotations

import json
import re

import pytest
import shapely

from lib.map_above import CORNERS, HEAVIEST, LINES, MARKS, SMALL_RADIUS, Style, above, mark_path, symbol
from lib.settings import STATIC_DIR


def test_places_and_outlines_travel_with_their_style() -> None:
    places = above([shapely.Point(5.71, 45.15)], MARKS[1])
    assert places["g"]["geometries"] == [{"type": "Point", "coordinates": [5.71, 45.15]}]
    assert (places["c"], places["k"], places["p"]) == (MARKS[1].colour, "carre", True)
    outlines = above([shapely.box(5, 45, 6, 46)], LINES[1])
    assert (outlines["p"], outlines["t"], outlines["f"]) == (False, "6 4", False)


def test_a_heavy_layer_is_made_lighter_and_a_crowd_smaller() -> None:
    coast = shapely.Point(5, 45).buffer(1, quad_segs=20_000)
    assert len(json.dumps(above([coast], LINES[0])["g"])) <= 1.2 * HEAVIEST
    assert above([shapely.Point(5 + i / 1000, 45) for i in range(200)], MARKS[0])["r"] == SMALL_RADIUS


def test_layers_of_one_map_differ_by_their_shape_too() -> None:
    assert len({style.mark for style in MARKS}) == len(MARKS)
    assert len({style.dash for style in LINES}) == len(LINES)


@pytest.mark.parametrize("style", [*MARKS, *LINES, Style("#000000", filled=True)])
def test_every_sign_of_the_legend_is_drawn_in_its_box(style: Style) -> None:
    sign = symbol(style, 100, 50)
    assert style.colour in sign
    numbers = [float(n) for n in re.findall(r"-?[0-9.]+", mark_path(style.mark, 111, 57.5, 6))] if style.mark else []
    assert all(45 <= n <= 130 or abs(n) <= 12 for n in numbers)


def test_the_screen_draws_the_same_marks() -> None:
    script = (STATIC_DIR / "carte.js").read_text(encoding="utf-8")
    text = script[script.index("var CORNERS = {") + 14 : script.index("};", script.index("var CORNERS = {")) + 1]
    drawn = json.loads(re.sub(r"(\w+):", r'"\1":', text).replace(",\n  }", "}"))
    assert {name: [tuple(one) for one in corners] for name, corners in drawn.items()} == {
        name: [tuple(one) for one in corners] for name, corners in CORNERS.items()
    }
