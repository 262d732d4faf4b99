"""Charts drawn from a template kept by shape are those that the whole specification gives, letter for letter."""

import re

import pytest
import vl_convert

from lib.charts import Bar, Line, Point, composition, evolution, grouped_bars, pyramid, spreads
from lib.exports import chart_image
from lib.exports.chart_image import NUMBERS, draw
from lib.model import DataError
from tests.exports.conftest import FRANCE, ISERE, TOWN
from tests.unit.test_charts_of_parts import LABELS, MEDIAN, MEN, STACKS, WHOLE, WOMEN, Side
from tests.unit.test_charts_over_time import BREAK

AREAS = [TOWN, ISERE, FRANCE]


def bars(value, groups=("Moins de 20 ans", "65 ans ou plus")):
    return grouped_bars([Bar(g, area, value + i, f"{value} %") for g in groups for i, area in enumerate(AREAS)], AREAS)


def curve(value):
    points = tuple(Point(str(year), value + year - 2011, year == 2016) for year in (2011, 2016, 2021))
    return evolution([Line(TOWN, (points,), "Échirolles")], [TOWN], [BREAK], suffix=" %", zero=True)


CHARTS = {
    "barres": lambda: bars(25.0),
    "barres, autres valeurs": lambda: bars(3.5),
    "barres, un groupe": lambda: bars(12.0, ("Logements",)),
    "courbe": lambda: curve(10.0),
    "courbe, autres valeurs": lambda: curve(4000.0),
    "parts": lambda: composition(STACKS, LABELS),
    "pyramide": lambda: pyramid(Side(MEN, WOMEN), Side(WOMEN, MEN), "#801650"),
    "répartition": lambda: spreads([WHOLE, MEDIAN], [TOWN, ISERE]),
}


def whole_drawing(rows, spec, width):
    """Draw the whole specification at once, twice: the first time, vl-convert has not measured its fonts yet."""
    whole = spec | {"data": {"name": "donnees", "values": list(rows)}, "width": width}
    options = {"allowed_base_urls": [], "format_locale": NUMBERS, "time_format_locale": "fr-FR"}
    return [vl_convert.vegalite_to_svg(whole, **options) for _ in range(2)][-1]


def unnumbered(svg):
    """Leave out the numbers of clips, which grow from one drawing to the next."""
    return re.sub(r"clip\d+", "clip", svg)


@pytest.mark.parametrize("name", CHARTS)
@pytest.mark.parametrize("width", [640, 720])
def test_the_drawing_is_the_one_of_the_whole_specification(name, width):
    rows, spec = CHARTS[name]()
    expected = whole_drawing(rows, spec, width)
    assert unnumbered(draw(rows, spec, width).svg) == unnumbered(expected)


def test_charts_of_one_shape_share_one_template():
    chart_image._compiled.cache_clear()
    for value in (1.0, 2.0, 3.0):
        draw(*bars(value))
    assert chart_image._compiled.cache_info().misses == 1


def test_a_specification_that_cannot_be_drawn_is_explained():
    with pytest.raises(DataError, match="dessiné"):
        draw([], {"mark": {"type": "inconnu"}, "layer": 3})
