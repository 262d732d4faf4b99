"""The refusal of partner data on small territories: one place, whatever door the figure goes through.

Data that a partner hands over under statistical secrecy are never shown for a zone, an IRIS or a priority quarter of
less than SMALL inhabitants, nor for one whose population is not known.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pandas as pd

from lib.model import Level, Status
from lib.observation import Observation
from lib.registry import sources
from lib.zones import SMALL

GUARDED = frozenset({Level.ZONE, Level.IRIS, Level.QPV})
People = Callable[[str], float | None]  # the population of an area of the same level, by code


def partners() -> frozenset[str]:
    """Return the sources whose data a partner hands over."""
    return frozenset(name for name, source in sources().items() if source.partenaire)


def guarded(series: Sequence[Observation], people: People) -> tuple[Observation, ...]:
    """Return observations of one level, those of a partner made secret on small territories.

    Elsewhere they lose the range of their pieces, which may be small.
    """
    if not series or series[0].level not in GUARDED:
        return tuple(series)
    refused = partners()
    return tuple(_told(seen, people) if seen.source in refused else seen for seen in series)


def guarded_rows(rows: pd.DataFrame, level: Level, people: People) -> pd.DataFrame:
    """Return rows (code, valeur, statut, source) of one level, those of a partner made secret on small territories."""
    if level not in GUARDED or rows.empty:
        return rows
    concerned = rows["source"].isin(partners())
    if not concerned.any():
        return rows
    small = concerned & rows["code"].map(lambda code: not _enough(people(code))).astype(bool)
    return rows.assign(valeur=rows["valeur"].mask(small), statut=rows["statut"].mask(small, Status.SECRET.value))


def _told(seen: Observation, people: People) -> Observation:
    if _enough(people(seen.code)):
        return replace(seen, spread=None)
    return replace(seen, value=None, status=Status.SECRET, numerator=None, denominator=None, spread=None)


def _enough(people: float | None) -> bool:
    return people is not None and people >= SMALL
