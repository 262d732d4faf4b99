"""The contrasts of the charter, computed by the WCAG 2 formula."""

from itertools import pairwise

import pytest

from lib import palette
from lib.map_values import readable_on
from lib.palette import COMPARATORS, GROUND, INK, MINE, PAPER, SECOND, SECRET, SEQUENTIAL, UNKNOWN, sequential

TEXT, GRAPHIC = 4.5, 3.0


def luminance(shade: str) -> float:
    parts = [int(shade[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_formula_gives_the_reference_values_of_wcag():
    assert contrast("#000000", "#FFFFFF") == 21
    assert round(contrast("#767676", "#FFFFFF"), 2) == 4.54


@pytest.mark.parametrize("text", [INK, SECOND, palette.FAVORABLE, palette.UNFAVORABLE, MINE])
@pytest.mark.parametrize("ground", [PAPER, GROUND])
def test_text_reads_on_every_ground(text, ground):
    assert contrast(text, ground) >= TEXT


@pytest.mark.parametrize("mark", [MINE, *COMPARATORS])
def test_marks_stand_out_from_the_paper(mark):
    assert contrast(mark, PAPER) >= GRAPHIC


def test_my_territory_and_its_comparators_are_all_different():
    assert len({MINE, *COMPARATORS, PAPER}) == len(COMPARATORS) + 2


@pytest.mark.parametrize("shade", [*SEQUENTIAL, UNKNOWN, SECRET])
def test_a_value_written_on_a_map_colour_reads(shade):
    assert contrast(readable_on(shade), shade) >= TEXT


def test_the_sequential_scale_goes_from_light_to_dark():
    for classes in range(1, 8):
        shades = sequential(classes)
        assert len(shades) == classes
        assert all(luminance(light) > luminance(dark) for light, dark in pairwise(shades))


def test_unknown_and_secret_are_never_a_class_nor_white():
    assert not {UNKNOWN, SECRET} & {*SEQUENTIAL, PAPER}
    assert UNKNOWN != SECRET
