"""Which indicators a page shows: a few essential ones that have something to say here, or all of them.

« Essentiel » is one figure per theme on the home page (fifteen in all) and three to six on a theme page.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lib.model import Indicator, Level, Status, Territory, Theme
from lib.store import Profile
from lib.ui import resources

MOST, LEAST = 6, 3
SAID_WITHOUT_FIGURE = frozenset({Status.SECRET, Status.NON_DIFFUSE, Status.SANS_OBJET, Status.NON_CALCULABLE})
INSIDE = {
    Level.COMMUNE: (Level.IRIS,),
    Level.EPT: (Level.COMMUNE,),
    Level.EPCI: (Level.COMMUNE,),
    Level.DEPARTEMENT: (Level.COMMUNE,),
    Level.REGION: (Level.DEPARTEMENT,),
    Level.FRANCE: (Level.REGION, Level.DEPARTEMENT),
}
ABOVE = (Level.COMMUNE, Level.EPT, Level.EPCI, Level.DEPARTEMENT, Level.REGION, Level.FRANCE)


def has_figure(profile: Profile, territory: Territory, indicator: Indicator) -> bool:
    """Tell whether there is a figure to read for this territory."""
    return profile.latest(territory, indicator.id).value is not None


def told(profile: Profile, territory: Territory, indicators: Iterable[Indicator]) -> list[Indicator]:
    """Keep the indicators that say something here: a figure, a secret, or a calculation without meaning."""
    return [
        i
        for i in indicators
        if has_figure(profile, territory, i) or profile.latest(territory, i.id).status in SAID_WITHOUT_FIGURE
    ]


def known_around(theme: Theme, territory: Territory) -> list[Indicator]:
    """Keep the indicators of a theme that have figures among the areas comparable with this one, or inside it."""
    known = resources.territories()
    frames = [(territory.level, known.peers(territory)[0])]
    frames += [(level, known.children(territory, level)) for level in INSIDE.get(territory.level, ())]
    found: set[str] = set()
    for level, areas in frames:
        found |= resources.store().measured(theme.id, level, [area.code for area in areas])
    return [i for i in theme.indicateurs if i.id in found]


def absent(profile: Profile, territory: Territory, indicators: Iterable[Indicator]) -> list[Indicator]:
    """Keep the indicators of which nothing is known here."""
    indicators = list(indicators)
    said = {i.id for i in told(profile, territory, indicators)}
    return [i for i in indicators if i.id not in said]


def key_figures(
    profile: Profile, territory: Territory, indicators: Sequence[Indicator], *, essential: bool
) -> list[Indicator]:
    """Return the indicators of the key figures: three to six when only the essential is asked for, else all told."""
    said = told(profile, territory, indicators)
    if not essential:
        return said
    first = [i for i in said if i.essentiel][:MOST]
    others = [i for i in said if not i.essentiel]
    readable = sum(profile.latest(territory, i.id).status is not Status.NON_CALCULABLE for i in first)
    return first + others[: max(0, LEAST - readable)]


def headlines(profile: Profile, territory: Territory, indicators: Sequence[Indicator], count: int) -> list[Indicator]:
    """Return the ``count`` indicators that say most of a theme here: essential ones first, no count of nothing."""
    known = [i for i in indicators if profile.latest(territory, i.id).value or _meaningful_zero(profile, territory, i)]
    return sorted(known, key=lambda i: not i.essentiel)[:count]


def _meaningful_zero(profile: Profile, territory: Territory, indicator: Indicator) -> bool:
    return indicator.unite != "equipements" and has_figure(profile, territory, indicator)


def larger_areas(territory: Territory) -> list[Territory]:
    """Return the areas that contain a territory, the smallest first: where to read a figure missing here."""
    known = resources.territories()
    found = [known.parent(territory, level) for level in ABOVE]
    return [area for area in found if area is not None and area.key != territory.key]
