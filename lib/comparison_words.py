"""A figure against another one, in words: « un tiers de moins que la France (12,4 %) », « 1,6 fois la médiane »."""

from __future__ import annotations

from lib import formats
from lib.formats import NBSP, THIN
from lib.model import PEER_GROUP, Indicator, Territory

_LESS = ((0.9, "un dixième"), (0.8, "un cinquième"), (0.75, "un quart"), (2 / 3, "un tiers"), (0.6, "deux cinquièmes"))
_MORE = ((1.1, "un dixième"), (1.2, "un cinquième"), (1.25, "un quart"), (4 / 3, "un tiers"))


def comparison(value: float, reference: float, indicator: Indicator, territory: Territory, year: str = "") -> str:
    """Say a value against a reference in one phrase: « environ un quart de plus que l'Isère (9,9 %) ».

    Counts are said as a share of the reference territory; empty when they are too small or the share is tiny.
    ``year`` is the millesime of the reference, given when it is not that of the value: « (9,9 % en 2021) ».
    """
    when = f" {formats.period(year)}" if year else ""
    alike = territory.kind == PEER_GROUP  # a median, of which nothing is a share
    if indicator.unite in formats.COUNTS and not alike:
        share = value / reference * 100 if reference else 0
        told = indicator.unite in formats.SHARED and value >= formats.LEAST_SHARED and 0.1 <= share <= 100
        return f"{formats.number(share, 1)}{THIN}% {formats.of(territory)}{when}" if told else ""
    shown = formats.amount(reference, indicator.unite) + when
    if indicator.unite in formats.DIFFERENCE_UNITS:
        return f"{_join(_points_words(value - reference), territory)} ({shown})"
    if indicator.unite in formats.COUNTS and min(value, reference) < formats.LEAST_SHARED:
        return f"{_join(_more(round(value) - round(reference + formats.TIE)), territory)} ({shown})"
    if reference <= 0 or value <= 0:
        return f"{formats.the(territory)}{NBSP}: {shown}"
    return f"{_join(ratio_words(value / reference), territory)} ({shown})"


def _join(words: str, territory: Territory) -> str:
    if words.endswith(" de"):
        return f"{words.removesuffix(' de')} {formats.of(territory)}"
    bare = formats.the(territory) == territory.name
    if words.endswith(" que") and bare and formats.elides(territory):
        return f"{words.removesuffix('que')}qu'{territory.name}"
    return f"{words} {formats.the(territory)}"


def _more(gap: int) -> str:
    return f"{formats.number(abs(gap))} de {'plus' if gap > 0 else 'moins'} que" if gap else "autant que"


def _points_words(gap: float) -> str:
    far = round(abs(gap), 1)
    if far == 0:
        return "comme"
    return f"{formats.number(far, 1)}{NBSP}point{'s' if far >= 2 else ''} de {'plus' if gap > 0 else 'moins'} que"


def ratio_words(ratio: float) -> str:
    """Say a strictly positive ratio, ready to be followed by a name: « un tiers de moins que », « 1,6 fois »."""
    if 0.97 <= ratio <= 1.03:
        return "à peu près comme"
    if 0.93 <= ratio < 0.97:
        return "un peu moins que"
    if 1.03 < ratio <= 1.07:
        return "un peu plus que"
    if ratio < 0.55:
        half = "" if abs(ratio - 0.5) < 0.015 else "environ "
        return f"{half}moitié moins que" if ratio >= 0.47 else f"{_times(1 / ratio)} moins que"
    if ratio > 1.4:
        return "le double de" if 1.95 <= ratio <= 2.05 else _times(ratio)
    nearest, word = min(_LESS if ratio < 1 else _MORE, key=lambda pair: abs(pair[0] - ratio))
    about = "" if abs(nearest - ratio) < 0.01 else "environ "
    return f"{about}{word} de {'moins' if ratio < 1 else 'plus'} que"


def _times(ratio: float) -> str:
    return f"{formats.number(ratio, 1 if ratio < 10 else 0).removesuffix(',0')} fois"
