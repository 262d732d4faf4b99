"""Parts of a whole: shares computed from base quantities, or rates that a producer publishes and that add up. Pure.

All parts of one whole come from one source and one millesime; an unknown or secret part leaves the whole unknown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lib.model import GRAVITY, LAST_SHOWN, STATUS_ORDER, Source, Status
from lib.observation import Observation
from lib.trend import nearest

PERCENT = 100.0
NEARLY = 0.005  # of the whole, between it and the sum of its parts: beyond, they do not make it and nothing is shown
ROUNDING = 3.0, 0.3  # the same for a small whole: of counts rounded to one, of rates rounded to one decimal

Found = Mapping[str, Sequence[Observation]]
Sheet = Mapping[str, Observation | None]  # of one millesime


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its label, the base quantities added up, those taken away."""

    label: str
    plus: tuple[str, ...]
    minus: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Structure:
    """A whole and its parts: what is counted (« résidences principales »), parts, total, sources in order.

    Without a total, the whole is what its parts make. ``published`` parts are rates read as they are, in ``unit``;
    without a total they make 100. ``measured`` and ``told`` replace the usual words: « en % des ménages »,
    « « Personnes seules » compte pour 38 % des ménages ».
    """

    counted: str
    parts: tuple[Part, ...]
    total: str
    sources: tuple[str, ...]
    published: bool = False
    unit: str = "pourcent"
    measured: str = ""
    told: str = ""

    @property
    def variables(self) -> tuple[str, ...]:
        """Every base quantity of the structure."""
        used = [name for part in self.parts for name in (*part.plus, *part.minus)]
        return tuple(dict.fromkeys((*used, *filter(None, [self.total]))))

    @property
    def below(self) -> tuple[str, ...]:
        """The base quantities that make the whole: its total, else all its parts."""
        return (self.total,) if self.total else tuple(name for part in self.parts for name in part.plus)

    @property
    def measure(self) -> str:
        """What the figures are: « en % des ménages »."""
        return self.measured or f"en % des {self.counted}"

    def sentence(self, label: str, value: str) -> str:
        """Tell one part: « Personnes seules » compte pour 38 % des ménages."""
        return (self.told or f"« {{part}} » compte pour {{valeur}} des {self.counted}").format(part=label, valeur=value)


@dataclass(frozen=True, slots=True)
class Whole:
    """The shares of one territory for one millesime, in the order of the parts and in the unit of the structure; none
    is known when ``status`` does not show values. ``total`` is what they add up to."""

    millesime: str
    status: Status
    shares: tuple[Observation, ...]
    total: float = PERCENT

    @property
    def known(self) -> bool:
        """True when every share may be shown."""
        return self.status.has_value


def wholes(structure: Structure, found: Found, sources: Mapping[str, Source]) -> list[Whole]:
    """Return the shares of a territory for each millesime of its whole, oldest first."""
    by_year = {name: {seen.millesime: seen for seen in found.get(name, ())} for name in structure.variables}
    years = sorted({year for name in structure.below for year in by_year[name]})
    return [_whole(structure, {name: seen.get(year) for name, seen in by_year.items()}, sources) for year in years]


def _whole(structure: Structure, sheet: Sheet, sources: Mapping[str, Source]) -> Whole:
    anchor = next(seen for name in structure.below if (seen := sheet[name]) is not None)
    grave = max(GRAVITY[Status.NON_DISPONIBLE if seen is None else seen.status] for seen in sheet.values())
    total = _total(structure, sheet)
    if grave <= LAST_SHOWN and not total:
        grave = GRAVITY[Status.SANS_OBJET if total == 0 else Status.NON_DISPONIBLE]
    status = Status(STATUS_ORDER[grave])
    if structure.published:
        return Whole(anchor.millesime, status, tuple(_read(one, sheet, anchor, status) for one in structure.parts),
                     total or 0.0)  # fmt: skip
    limit = sources[anchor.source].fragile_sous if anchor.source in sources else None
    shares = tuple(_share(part, sheet, anchor, total, status, limit) for part in structure.parts)
    return Whole(anchor.millesime, status, shares)


def _total(structure: Structure, sheet: Sheet) -> float | None:
    """Return what the parts add up to; None when one is unknown or when they do not make their total."""
    if any(seen is None or seen.value is None for seen in sheet.values()):
        return None
    counts = [_count(part, sheet) for part in structure.parts]
    made = sum(counts)
    read = sheet[structure.total] if structure.total else None
    total = (read.value or 0.0) if read else PERCENT if structure.published else made
    allowed = max(NEARLY * total, ROUNDING[structure.published])
    below = not structure.published and min(counts) < -allowed
    return None if below or abs(made - total) > allowed else total


def _count(part: Part, sheet: Sheet) -> float:
    signed = [(1, name) for name in part.plus] + [(-1, name) for name in part.minus]
    return sum(sign * (seen.value or 0.0) for sign, name in signed if (seen := sheet[name]) is not None)


def _common(part: Part, anchor: Observation) -> dict:
    return {
        "indicator": part.label, "level": anchor.level, "code": anchor.code, "millesime": anchor.millesime,
        "source": anchor.source, "geography": anchor.geography,
    }  # fmt: skip


def _read(part: Part, sheet: Sheet, anchor: Observation, status: Status) -> Observation:
    """Return a published part as it is read."""
    seen = sheet[part.plus[0]]
    if not status.has_value or seen is None:
        return Observation(value=None, status=status, **_common(part, anchor))
    return Observation(value=seen.value, status=seen.status, **_common(part, anchor))


def _share(
    part: Part, sheet: Sheet, anchor: Observation, total: float | None, status: Status, limit: int | None
) -> Observation:
    if not status.has_value or not total:
        return Observation(value=None, status=status, **_common(part, anchor))
    count = max(0.0, _count(part, sheet))  # a difference of sums of weights may come out at -1e-12
    small = limit is not None and min(count, total) < limit and status is Status.OK
    return Observation(
        value=PERCENT * count / total, status=Status.FRAGILE if small else status, numerator=count,
        denominator=total, **_common(part, anchor),
    )  # fmt: skip


def latest(found: Sequence[Whole]) -> Whole | None:
    """Return the most recent whole that is known, else the most recent one, else None."""
    known = [one for one in found if one.known]
    return (known or list(found))[-1] if found else None


def beside(mine: Whole, others: Sequence[Whole], structure: Structure, sources: Mapping[str, Source]) -> Whole | None:
    """Return the whole of another area that may stand beside mine (see ``trend.beside``), or None."""
    firsts = {one.millesime: one for one in others if one.known}
    found = nearest(
        mine.shares[0], [one.shares[0] for one in firsts.values()], structure.variables, structure.sources, sources
    )
    return None if found is None else firsts[found.millesime]
