"""Tells a gap in French: the figure read aloud, its ratio to the median, where it stands and which way is good."""

from __future__ import annotations

from lib import formats
from lib.comparison_words import ratio_words
from lib.formats import NBSP
from lib.model import Indicator
from lib.synthesis import Gap

FRACTIONS = (
    (10, "un dixième"),
    (20, "un cinquième"),
    (25, "un quart"),
    (100 / 3, "un tiers"),
    (50, "la moitié"),
    (200 / 3, "les deux tiers"),
    (75, "les trois quarts"),
    (80, "les quatre cinquièmes"),
    (90, "les neuf dixièmes"),
)


def sentence(one: Gap) -> str:
    """Tell a gap: « Près d'un quart des… (24 %), soit 1,5 fois la médiane de 14 communes semblables (16 %). »

    The year is said first when it is not that of my latest figure.
    """
    told = reading(one.indicator, one.value)
    told = f"{formats.period(one.mine.millesime)}, {told}" if one.latest else told
    middle = f"la médiane{NBSP}de {formats.number(one.count)}{NBSP}{one.noun}"
    return f"{told[0].upper()}{told[1:]}, soit {_compared(one, middle)} ({one.told_middle})."


def reading(indicator: Indicator, value: float) -> str:
    """Read a figure aloud, a share being said by a simple fraction near it: « près d'un tiers des… (32 %) »."""
    shown = formats.amount(value, indicator.unite)
    words = fraction(value) if indicator.unite == "pourcent" else ""
    if words and indicator.lecture.startswith("{valeur} des "):
        return f"{indicator.lecture.format(valeur=words)} ({shown})"
    return indicator.lecture.format(valeur=shown, nombre=formats.plain(value, indicator.unite))


def fraction(percent: float) -> str:
    """Name the simple fraction near a percentage: « près d'un quart », « la moitié »; empty when none is near."""
    nearest, name = min(FRACTIONS, key=lambda pair: abs(pair[0] - percent))
    distance = percent - nearest
    if abs(distance) > min(0.06 * nearest, 2.0):
        return ""
    if abs(distance) < 0.25:
        return name
    many = name.startswith("les ")
    of = f"des {name.removeprefix('les ')}" if many else f"d'{name}" if name[0] == "u" else f"de {name}"
    return f"{'un peu plus' if distance > 0 else 'près'} {of}"


def _compared(one: Gap, middle: str) -> str:
    """Compare the figures as they are written, so that the reader finds the same ratio."""
    mine, median = (formats.as_written(value, one.indicator.unite) for value in (one.value, one.middle))
    if one.indicator.unite in formats.DIFFERENCE_UNITS or mine <= 0 or median <= 0:
        return f"{_points(mine - median, one.indicator.unite)} de {'plus' if mine > median else 'moins'} que {middle}"
    return f"{ratio_words(mine / median)} {middle}"


def _points(gap: float, unit: str) -> str:
    far = round(abs(gap), 1)
    if unit in {"pourcent", "par_an", "indice"}:
        return f"{formats.number(far, 1)}{NBSP}point{'s' if far >= 2 else ''}"
    return formats.amount(far, unit)


def judgement(one: Gap) -> str:
    """« écart favorable », « écart défavorable », or empty when the indicator is neither good nor bad."""
    if one.indicator.sens == "neutre":
        return ""
    good = (one.score > 0) == (one.indicator.sens == "favorable")
    return f"écart {'favorable' if good else 'défavorable'}"


def direction(one: Gap) -> str:
    """« au-dessus » or « au-dessous » of the median."""
    return "au-dessus" if one.score > 0 else "au-dessous"
