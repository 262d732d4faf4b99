"""Which figure of another area stands beside mine, and how its year is said when it differs."""

from __future__ import annotations

from dataclasses import dataclass

from lib import comparison_words, formats
from lib.model import Indicator, Status, Territory
from lib.observation import Observation
from lib.store import Profile
from lib.trend import beside, few
from lib.ui import resources
from lib.ui.state import View


@dataclass(frozen=True, slots=True)
class Beside:
    """A figure set beside mine; ``year`` is its millesime when it differs, empty otherwise."""

    area: Territory
    seen: Observation
    year: str = ""


def figure_beside(profile: Profile, area: Territory, mine: Observation, indicator: Indicator) -> Beside:
    """Return the figure of ``area`` that may stand beside ``mine``: its value is None when there is none.

    Without a figure of mine, the latest of the area.
    """
    if mine.value is None:
        return Beside(area, profile.latest(area, indicator.id))
    series = profile.series(area, indicator.id)
    found = beside(mine, series, indicator, resources.SOURCES)
    if found is None:
        latest = profile.latest(area, indicator.id)
        nothing = Observation(indicator.id, area.level, area.code, None, Status.NON_DISPONIBLE)
        return Beside(area, latest if latest.value is None else nothing)
    return Beside(area, found, found.millesime if found.millesime != mine.millesime else "")


def compared(view: View, profile: Profile, indicator: Indicator) -> list[Beside]:
    """Return my figure, then one per comparator, in order."""
    mine = profile.latest(view.territory, indicator.id)
    others = [figure_beside(profile, area, mine, indicator) for area in view.comparators]
    return [Beside(view.territory, mine), *others]


def first_beside(view: View, profile: Profile, indicator: Indicator) -> Beside | None:
    """Return the first comparator that has a figure beside mine, or None."""
    return next((one for one in compared(view, profile, indicator)[1:] if one.seen.value is not None), None)


def left_out(found: list[Beside], view: View, profile: Profile, indicator: Indicator) -> list[str]:
    """Name the areas that have figures but none comparable with mine."""
    return [
        one.area.name
        for one in found
        if one.seen.value is None
        and one.area.key != view.territory.key
        and profile.latest(one.area, indicator.id).value is not None
    ]


def sentence_beside(mine: Observation, one: Beside, indicator: Indicator) -> str:
    """Say my figure against one beside it (``comparison_words``), without any ratio when it rests on few people.

    « 2,9 fois l'Isère (8,6 %) », « contre 8,6 % dans l'Isère ».
    """
    if indicator.unite not in formats.COUNTS and few(mine):
        when = f" {formats.period(one.year)}" if one.year else ""
        return f"contre {formats.amount(one.seen.value, indicator.unite)} {formats.at(one.area)}{when}"
    return comparison_words.comparison(mine.value or 0.0, one.seen.value or 0.0, indicator, one.area, one.year)
