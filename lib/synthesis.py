"""What sets a territory apart: robust gaps to comparable areas, told in French. Deterministic and pure.

A gap is measured against the median of the other areas at the same millesime, in units of their median absolute
deviation (scaled so that it equals the standard deviation of a normal law). Fragile figures of my territory are never
told; those of the others count, since leaving small counts out would shift the median.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median

from lib import formats
from lib.formats import COUNTS, NBSP
from lib.formula import AREA
from lib.model import Indicator, Status, Theme
from lib.observation import Observation

THRESHOLD = 1.5  # robust deviations from the median: beyond, the territory stands out
ALIKE = 0.67  # under this, it is in the middle half of a usual distribution
FEWEST = 8  # comparable areas with a figure
LEAST = 0.05  # of the median: a smaller gap is not worth a sentence even when all areas are alike
LIKE = 0.1  # of the median: a wider gap is not « comme ailleurs », however scattered the others
SMALL = 20  # people, dwellings or facilities counted: under, one more or one less would change the gap
HIDDEN = 1 / 3  # with more secret figures than this share of the known ones, the median would be shifted
SCALE = 1.4826
SILENT = frozenset({Status.FRAGILE, Status.SECRET, Status.NON_DIFFUSE})
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


class Silence(StrEnum):
    """Why nothing is said of an indicator, in words that complete « sont laissés de côté : »."""

    NO_FIGURE = "aucun chiffre installé pour ce territoire"
    FRAGILE = "chiffre fragile, secret ou non diffusé"
    SMALL = f"moins de {SMALL} personnes, logements ou équipements comptés : un de plus changerait l'écart"
    COUNT = "simple effectif, qui dépend surtout de la taille du territoire"
    FEW_PEERS = f"moins de {FEWEST} territoires comparables au même millésime"
    HIDDEN_PEERS = "trop de valeurs secrètes parmi les territoires comparables"
    NO_SPREAD = "valeur identique dans la plupart des territoires comparables"


@dataclass(frozen=True, slots=True)
class Gap:
    """One indicator of my territory against the median of the comparable areas of ``codes``, named by ``noun``.

    ``score`` is the robust gap, positive above the median.
    """

    indicator: Indicator
    mine: Observation
    middle: float
    score: float
    codes: tuple[str, ...]
    noun: str = ""

    @property
    def count(self) -> int:
        """How many comparable areas have a figure."""
        return len(self.codes)

    @property
    def value(self) -> float:
        """The figure of my territory."""
        return self.mine.value or 0.0

    @property
    def stands_out(self) -> bool:
        """True when the gap is worth a sentence."""
        wide = abs(self.value - self.middle) >= LEAST * abs(self.middle)
        return abs(self.score) >= THRESHOLD and wide and self.told != self.told_middle

    @property
    def usual(self) -> bool:
        """True when the territory is like most others."""
        near = abs(self.value - self.middle) <= LIKE * abs(self.middle) or self.told == self.told_middle
        return abs(self.score) <= ALIKE and near

    @property
    def told(self) -> str:
        """The figure as shown."""
        return formats.amount(self.value, self.indicator.unite)

    @property
    def told_middle(self) -> str:
        """The median as shown."""
        return formats.amount(self.middle, self.indicator.unite)


def silence(indicator: Indicator, mine: Observation) -> Silence | None:
    """Say why nothing can be told of my own figure, whatever the others; None when it may be compared."""
    if mine.status in SILENT:
        return Silence.FRAGILE
    if mine.value is None:
        return Silence.NO_FIGURE
    if indicator.unite in COUNTS:
        return Silence.COUNT
    parts = (mine.numerator, mine.denominator if AREA not in indicator.denominateur else None)
    small = indicator.is_ratio and any(part is not None and part < SMALL for part in parts)
    return Silence.SMALL if small else None


def gap(indicator: Indicator, mine: Observation, others: Iterable[Observation], noun: str = "") -> Gap | Silence:
    """Measure my figure against the others of the same level and millesime, or say why it is not measured."""
    reason = silence(indicator, mine)
    if reason:
        return reason
    beside = [one for one in others if _same(one, mine)]
    figures = {one.code: one.value for one in beside if one.value is not None}
    known = sorted(figures.values())
    hidden = sum(one.status in (Status.SECRET, Status.NON_DIFFUSE) for one in beside)
    if len(known) < FEWEST:
        return Silence.FEW_PEERS
    if hidden > HIDDEN * len(known):
        return Silence.HIDDEN_PEERS
    middle = median(known)
    deviation = SCALE * median(abs(value - middle) for value in known)
    if deviation <= 0:
        return Silence.NO_SPREAD
    return Gap(indicator, mine, middle, ((mine.value or 0.0) - middle) / deviation, tuple(sorted(figures)), noun)


def _same(one: Observation, mine: Observation) -> bool:
    place = (one.indicator, one.level, one.millesime) == (mine.indicator, mine.level, mine.millesime)
    return place and one.code != mine.code


Found = dict[str, tuple[Gap | Silence, int]]


def measure(
    indicators: Iterable[Indicator],
    mine: Mapping[str, Observation],
    nouns: Sequence[str],
    read: Callable[[int, Mapping[str, str]], Mapping[str, Sequence[Observation]]],
) -> Found:
    """Measure every indicator in the first group of comparable areas that has enough figures.

    ``nouns`` names the groups, closest first; ``read(rank, {indicator: millesime})`` returns the others' figures in
    one of them. Each answer goes with the rank of its group (0 when no group was needed).
    """
    known = {one.id: one for one in indicators}
    found: Found = {name: (silence(one, mine[name]) or Silence.FEW_PEERS, 0) for name, one in known.items()}
    for rank, noun in enumerate(nouns):
        waiting = [name for name, (answer, _) in found.items() if answer in (Silence.FEW_PEERS, Silence.HIDDEN_PEERS)]
        others = read(rank, {name: mine[name].millesime for name in waiting}) if waiting else {}
        found |= {name: (gap(known[name], mine[name], others.get(name, ()), noun), rank) for name in waiting}
    return found


def by_theme(gaps: Iterable[Gap], themes: Mapping[str, Theme]) -> dict[str, list[Gap]]:
    """Sort gaps by theme (in the order of ``themes``), the widest first, then by identifier.

    Indicators that give the same figure of the same source (the only school is also the best one) are told once.
    """
    kept: dict[tuple[object, ...], Gap] = {}
    for one in sorted(gaps, key=lambda one: (not one.indicator.essentiel, *_width(one))):
        kept.setdefault((one.indicator.theme, one.mine.source, one.mine.millesime, one.value), one)
    ordered = sorted(kept.values(), key=_width)
    found = {theme: [one for one in ordered if one.indicator.theme == theme] for theme in themes}
    return {theme: listed for theme, listed in found.items() if listed}


def _width(one: Gap) -> tuple[float, str]:
    return -abs(one.score), one.indicator.id


def sentence(one: Gap) -> str:
    """Tell a gap: « Près d'un quart des… (24 %), soit 1,5 fois la médiane de 14 communes semblables (16 %). »"""
    told = reading(one.indicator, one.value)
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
    if one.indicator.unite in formats.DIFFERENCE_UNITS or one.value <= 0 or one.middle <= 0:
        return f"{_points(one)} de {'plus' if one.value > one.middle else 'moins'} que {middle}"
    words = formats.ratio_words(one.value / one.middle)
    return f"{words} {middle}"


def _points(one: Gap) -> str:
    far = abs(one.value - one.middle)
    if one.indicator.unite in {"pourcent", "par_an", "indice"}:
        return f"{formats.number(far, 1)}{NBSP}point{'s' if round(far, 1) >= 2 else ''}"
    return formats.amount(far, one.indicator.unite)


def judgement(one: Gap) -> str:
    """« écart favorable », « écart défavorable », or empty when the indicator is neither good nor bad."""
    if one.indicator.sens == "neutre":
        return ""
    good = (one.score > 0) == (one.indicator.sens == "favorable")
    return f"écart {'favorable' if good else 'défavorable'}"


def direction(one: Gap) -> str:
    """« au-dessus » or « au-dessous » of the median."""
    return "au-dessus" if one.score > 0 else "au-dessous"


def questions(gaps: Mapping[str, Sequence[Gap]], themes: Mapping[str, Theme], limit: int = 6) -> list[tuple[Gap, str]]:
    """Return the first questions to ask, each with the gap that raises it, themes of the widest gaps first.

    Every theme gives its first question before any gives its second.
    """
    order = sorted(gaps, key=lambda theme: (-abs(gaps[theme][0].score), theme))
    asked = []
    for turn in range(max((len(themes[theme].questions) for theme in order), default=0)):
        for theme in order:
            if turn < min(len(themes[theme].questions), len(gaps[theme])):
                asked.append((gaps[theme][turn], themes[theme].questions[turn]))
    return asked[:limit]
