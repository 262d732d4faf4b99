"""Vega-Lite templates, produced once by Altair and filled with data at each run. Pure: no Streamlit.

Each function returns (rows, specification): the rows are the data set ``donnees`` of the specification.
"""

from lib.charts.ages import Curve, by_age
from lib.charts.bars import Bar, grouped_bars
from lib.charts.composition import Stack, composition, narrow
from lib.charts.evolution import Line, Point, Rule, evolution, floor_of
from lib.charts.look import looks
from lib.charts.pyramid import Side, pyramid
from lib.charts.spread import Spread, spreads
from lib.charts.strip import strip

__all__ = [
    "Bar", "Curve", "Line", "Point", "Rule", "Side", "Spread", "Stack",
    "by_age", "composition", "evolution", "floor_of", "grouped_bars", "looks", "narrow", "pyramid", "spreads", "strip",
]  # fmt: skip
