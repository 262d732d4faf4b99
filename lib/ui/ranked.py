"""Among whom a figure is placed: the areas alike when they are a comparator, else those of the area around."""

from __future__ import annotations

from dataclasses import dataclass, replace

from lib import peer_group
from lib.formats import LEVEL_PLURAL, of
from lib.model import PEER_GROUP, Indicator, Level, Territory
from lib.observation import Observation
from lib.stats import Position, position
from lib.ui import resources
from lib.ui.state import View

MASCULINE = (Level.DEPARTEMENT, Level.EPT)


@dataclass(frozen=True, slots=True)
class Ranked:
    """The areas of a position strip: ``words`` names those ranked, ``middle`` those of the median and quartiles.

    ``apart`` is True when mine is not one of ``codes``: it is ranked with them, but does not move their median.
    """

    codes: tuple[str, ...]
    words: str
    middle: str
    apart: bool = False


def ranked(view: View) -> list[Ranked]:
    """Return the areas among which figures are placed, the first that have enough of them being used."""
    mine = view.territory
    found = [_alike(mine, area) for area in view.comparators if area.kind == PEER_GROUP]
    peers, scope = resources.territories().peers(mine)
    if scope is not None:
        named = f"{_plural(mine)} {of(scope)}"
        found.append(Ranked(tuple(area.code for area in peers), named, named))
    return found


def _alike(mine: Territory, group: Territory) -> Ranked:
    plural = LEVEL_PLURAL[mine.level]
    codes = tuple(key.partition("-")[2] for key in group.pieces)
    compared = f"{plural} {'comparés' if mine.level in MASCULINE else 'comparées'}"
    return Ranked(codes, compared, f"{plural} semblables", apart=True)


def place(view: View, indicator: Indicator, mine: Observation) -> tuple[Position, Ranked] | None:
    """Return the position of my figure among those of its year; None without a figure of mine or enough others.

    ``count`` counts my territory; the median and the quartiles are those of ``Ranked.middle``.
    """
    if view.territory.level not in indicator.niveaux or mine.value is None:
        return None
    for among in ranked(view):
        found = _among(among, view.territory.level, indicator, mine)
        if found is not None:
            return found, among
    return None


def _among(among: Ranked, level: Level, indicator: Indicator, mine: Observation) -> Position | None:
    rows = resources.store().distribution(indicator.id, level, among.codes, mine.millesime)
    value = mine.value or 0.0
    found = position(value, rows["valeur"])
    if found is None or not among.apart:
        return found
    if not peer_group.enough(found.count, int(rows["statut"].isin(peer_group.HIDDEN).sum()), len(among.codes)):
        return None
    low, high = min(found.minimum, value), max(found.maximum, value)
    return replace(found, count=found.count + 1, minimum=low, maximum=high)


def _plural(territory: Territory) -> str:
    return "arrondissements" if territory.kind == "arrondissement_municipal" else LEVEL_PLURAL[territory.level]
