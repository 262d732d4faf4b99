"""Parts of a whole, computed from base quantities: shares of a structure, five-year ages. Pure.

All parts of one whole come from one source and one millesime; an unknown or secret part leaves the whole unknown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lib.model import GRAVITY, LAST_SHOWN, STATUS_ORDER, Source, Status
from lib.observation import Observation
from lib.trend import nearest

Found = Mapping[str, Sequence[Observation]]
ByYear = Mapping[str, Mapping[str, Observation]]


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its label, the base quantities added up, those taken away."""

    label: str
    plus: tuple[str, ...]
    minus: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Structure:
    """A whole and its parts: what is counted (« résidences principales »), parts, total, sources in order."""

    counted: str
    parts: tuple[Part, ...]
    total: str
    sources: tuple[str, ...]

    @property
    def variables(self) -> tuple[str, ...]:
        """Every base quantity of the structure."""
        used = [name for part in self.parts for name in (*part.plus, *part.minus)]
        return tuple(dict.fromkeys((*used, self.total)))


@dataclass(frozen=True, slots=True)
class Whole:
    """The shares of one territory for one millesime, in percent, in the order of the parts; none is known when
    ``status`` does not show values."""

    millesime: str
    status: Status
    shares: tuple[Observation, ...]

    @property
    def known(self) -> bool:
        """True when every share may be shown."""
        return self.status.has_value


def wholes(structure: Structure, found: Found, sources: Mapping[str, Source]) -> list[Whole]:
    """Return the shares of a territory for each millesime of its total, oldest first."""
    by_year = {name: {seen.millesime: seen for seen in found.get(name, ())} for name in structure.variables}
    return [_whole(structure, by_year, total, sources) for total in found.get(structure.total, ())]


def _whole(structure: Structure, by_year: ByYear, total: Observation, sources: Mapping[str, Source]) -> Whole:
    year = total.millesime
    used = [by_year[name].get(year) for name in structure.variables]
    grave = max(GRAVITY[Status.NON_DISPONIBLE if seen is None else seen.status] for seen in used)
    if grave <= LAST_SHOWN and (any(seen is None or seen.value is None for seen in used) or not total.value):
        grave = GRAVITY[Status.SANS_OBJET if total.value == 0 else Status.NON_DISPONIBLE]
    status = Status(STATUS_ORDER[grave])
    limit = sources[total.source].fragile_sous if total.source in sources else None
    shares = tuple(_share(part, by_year, total, status, limit) for part in structure.parts)
    return Whole(year, status, shares)


def _share(part: Part, by_year: ByYear, total: Observation, status: Status, limit: int | None) -> Observation:
    common = {
        "indicator": part.label, "level": total.level, "code": total.code, "millesime": total.millesime,
        "source": total.source, "geography": total.geography,
    }  # fmt: skip
    if not status.has_value or not total.value:
        return Observation(value=None, status=status, **common)
    signed = [(1, name) for name in part.plus] + [(-1, name) for name in part.minus]
    count = sum(sign * (by_year[name][total.millesime].value or 0.0) for sign, name in signed)
    small = limit is not None and min(count, total.value) < limit and status is Status.OK
    return Observation(
        value=100 * count / total.value, status=Status.FRAGILE if small else status, numerator=count,
        denominator=total.value, **common,
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
