"""What sets a territory apart: robust gaps to comparable areas, told in French. Deterministic and pure.

A gap is measured against the median of the other areas at the same millesime, in units of their median absolute
deviation (scaled so that it equals the standard deviation of a normal law). Fragile figures of my territory are never
told; those of the others count, since leaving small counts out would shift the median.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from statistics import median

from lib import formats
from lib.formats import COUNTS
from lib.formula import AREA
from lib.model import Indicator, Status, Theme
from lib.observation import Observation
from lib.questions import Question
from lib.trend import CLOSE_YEARS, year_of

THRESHOLD = 1.5  # robust deviations from the median: beyond, the territory stands out
ALIKE = 0.67  # under this, it is in the middle half of a usual distribution
FEWEST = 8  # comparable areas with a figure
LEAST = 0.05  # of the median: a smaller gap is not worth a sentence even when all areas are alike
LIKE = 0.1  # of the median: a wider gap is not « comme ailleurs », however scattered the others
SMALL = 20  # people, dwellings or facilities counted: under, one more or one less would change the gap
HIDDEN = 1 / 3  # with more secret figures than this share of the known ones, the median would be shifted
SCALE = 1.4826
REST = 5.0  # points: two shares of a whole that make 100 but for a small third one
SILENT = frozenset({Status.FRAGILE, Status.SECRET, Status.NON_DIFFUSE})


class Silence(StrEnum):
    """Why nothing is said of an indicator, in words that complete « sont laissés de côté : »."""

    NO_FIGURE = "aucun chiffre installé pour ce territoire"
    FRAGILE = "chiffre fragile, secret ou non diffusé"
    SMALL = f"moins de {SMALL} personnes, logements ou équipements comptés : un de plus changerait l'écart"
    COUNT = "simple effectif, qui dépend surtout de la taille du territoire"
    FEW_PEERS = "trop peu de territoires comparables ont un chiffre au même millésime"
    HIDDEN_PEERS = "trop de valeurs secrètes parmi les territoires comparables"
    NO_SPREAD = "valeur identique dans la plupart des territoires comparables"


@dataclass(frozen=True, slots=True)
class Gap:
    """One indicator of my territory against the median of the comparable areas of ``codes``, named by ``noun``.

    ``score`` is the robust gap, positive above the median; ``latest`` is the millesime of my latest figure when this
    one is older, empty otherwise.
    """

    indicator: Indicator
    mine: Observation
    middle: float
    score: float
    codes: tuple[str, ...]
    noun: str = ""
    latest: str = ""

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
Read = Callable[[int, Mapping[str, str]], Mapping[str, Sequence[Observation]]]


@dataclass(frozen=True, slots=True)
class Circle:
    """A group of comparable areas: how sentences name it, whether it is alike, what it says nothing of.

    ``blind`` are the indicators on which its areas were chosen: they are like mine by construction. ``size`` counts
    its areas: when fewer than half are covered, its name would mislead (0: not known).
    """

    noun: str
    alike: bool = True
    blind: frozenset[str] = frozenset()
    size: int = 0

    def covered(self, figures: Iterable[Observation], millesime: str) -> bool:
        """Tell whether enough of its areas are in the file, with a figure or a status."""
        return not self.alike or 2 * sum(one.millesime == millesime for one in figures) >= self.size


def measure(
    indicators: Iterable[Indicator],
    mine: Mapping[str, Sequence[Observation]],
    circles: Sequence[Circle],
    read: Read,
) -> Found:
    """Measure every indicator in the first circle of comparable areas that has enough figures.

    ``mine`` are my series, oldest first. Areas alike are tried at my latest millesime, then at the one before it (no
    more than CLOSE_YEARS away), before the circles that are not alike. ``read(rank, {indicator: millesime})`` returns
    the others' figures. Each answer goes with the rank of its circle (0 when none was needed).
    """
    known = {one.id: one for one in indicators}
    tried = {name: _tried(mine[name]) for name in known}
    found: Found = {name: (silence(one, tried[name][0]) or Silence.FEW_PEERS, 0) for name, one in known.items()}
    for rank, back in _order(circles):
        waiting = [
            name
            for name, (answer, _) in found.items()
            if answer in (Silence.FEW_PEERS, Silence.HIDDEN_PEERS)
            and back < len(tried[name])
            and name not in circles[rank].blind
        ]
        others = read(rank, {name: tried[name][back].millesime for name in waiting}) if waiting else {}
        for name in waiting:
            mine_then, figures = tried[name][back], others.get(name, ())
            if not circles[rank].covered(figures, mine_then.millesime):
                continue
            answer = gap(known[name], mine_then, figures, circles[rank].noun)
            latest = tried[name][0].millesime if back else ""
            found[name] = (replace(answer, latest=latest) if isinstance(answer, Gap) else answer, rank)
    return found


def _order(circles: Sequence[Circle]) -> list[tuple[int, int]]:
    """Return (rank of the circle, how many millesimes back) in the order of the trials."""
    alike = [rank for rank, circle in enumerate(circles) if circle.alike]
    around = [rank for rank, circle in enumerate(circles) if not circle.alike]
    return [(rank, back) for ranks in (alike, around) for back in (0, 1) for rank in ranks]


def _tried(series: Sequence[Observation]) -> list[Observation]:
    """Return my latest figure, then the one before it when it is close and may be told."""
    last = series[-1]
    before = [one for one in series[:-1] if one.value is not None and one.millesime < last.millesime][-1:]
    return [last, *(one for one in before if year_of(last.millesime) - year_of(one.millesime) <= CLOSE_YEARS)]


def once(gaps: Iterable[Gap]) -> list[Gap]:
    """Leave out what would be told twice: the same figure of the same source, or the rest of a whole already told.

    The only school is also the best one; when owners are few, tenants are many. Essential indicators are kept first.
    """
    kept: list[Gap] = []
    for one in sorted(gaps, key=lambda one: (not one.indicator.essentiel, *_width(one))):
        if not any(_same_told(one, other) for other in kept):
            kept.append(one)
    return kept


def _same_told(one: Gap, other: Gap) -> bool:
    where = [(gap.indicator.theme, gap.mine.source, gap.mine.millesime) for gap in (one, other)]
    if where[0] != where[1]:
        return False
    whole = one.indicator.unite == "pourcent" and one.indicator.denominateur == other.indicator.denominateur
    rest = all(abs(mine + its - 100) <= REST for mine, its in ((one.value, other.value), (one.middle, other.middle)))
    return one.value == other.value or (whole and rest and one.score * other.score < 0)


def by_theme(gaps: Iterable[Gap], themes: Mapping[str, Theme]) -> dict[str, list[Gap]]:
    """Sort gaps by theme (in the order of ``themes``), the widest first, then by identifier."""
    ordered = sorted(gaps, key=_width)
    found = {theme: [one for one in ordered if one.indicator.theme == theme] for theme in themes}
    return {theme: listed for theme, listed in found.items() if listed}


def _width(one: Gap) -> tuple[float, str]:
    return -abs(one.score), one.indicator.id


def questions(gaps: Mapping[str, Sequence[Gap]], asked: Sequence[Question], limit: int = 6) -> list[tuple[Gap, str]]:
    """Return the first questions to ask, each with the gap that raises it, themes of the widest gaps first.

    Every theme gives its first question before any gives its second; no question comes twice.
    """
    order = sorted(gaps, key=lambda theme: (-abs(gaps[theme][0].score), theme))
    raised = {theme: _raised(gaps[theme], asked) for theme in order}
    found: dict[str, Gap] = {}
    for turn in range(max(map(len, raised.values()), default=0)):
        for theme in order:
            if turn < len(raised[theme]):
                question, one = raised[theme][turn]
                found.setdefault(question, one)
    return [(one, question) for question, one in found.items()][:limit]


def _raised(gaps: Sequence[Gap], asked: Sequence[Question]) -> list[tuple[str, Gap]]:
    """Return the questions of one theme, each with its widest gap, the widest first."""
    found: dict[str, Gap] = {}
    for one in gaps:
        for question in asked:
            if question.raised_by(one.indicator.id, above=one.score > 0):
                found.setdefault(question.question, one)
    return list(found.items())
