"""Reads the figures of a draft: mine, those that may stand beside, and the sentences that say them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lib import comparison_words, formats
from lib.catalog import Catalog
from lib.exports.caption import Sources
from lib.exports.territory_book import compared
from lib.formats import NBSP, THIN
from lib.model import DataError, Indicator, Status, Territory
from lib.observation import Observation
from lib.reports.draft import Audience, Block, Draft
from lib.store import Profile, Store
from lib.territories import Territories
from lib.trend import Direction, trend

PLAIN_CAUTION = {
    Status.FRAGILE: "Ce chiffre repose sur peu de personnes : il donne un ordre de grandeur.",
    Status.ESTIME: "Ce chiffre est une estimation.",
}


@dataclass(frozen=True)
class Reading:
    """The figures of one draft: ``areas`` holds its territory first, then its comparators in order."""

    areas: tuple[Territory, ...]
    profile: Profile
    catalog: Catalog
    sources: Sources
    audience: Audience

    @property
    def territory(self) -> Territory:
        """The territory of the report."""
        return self.areas[0]

    def mine(self, indicator: Indicator) -> Observation:
        """Return the latest figure of the territory."""
        return self.profile.latest(self.territory, indicator.id)

    def at(self, area: Territory, indicator: Indicator) -> Observation:
        """Return the figure of ``area`` that may be read beside mine."""
        mine = self.mine(indicator)
        return mine if area is self.territory else compared(self.profile, area, mine, indicator, self.sources)

    def rows(self, indicators: Sequence[Indicator]) -> list[tuple[Territory, Observation]]:
        """Return every figure of a block, by indicator then area."""
        return [(area, self.at(area, one)) for one in indicators for area in self.areas]


def read(draft: Draft, store: Store, territories: Territories, sources: Sources) -> Reading:
    """Read the figures of a draft. Raises DataError when its territory is unknown or a data file is unusable."""
    areas = (territories.get(draft.territoire), *(territories.get(key) for key in draft.comparateurs))
    unique = tuple({area.key: area for area in areas}.values())
    wanted = [one.id for chapter in draft.chapitres for block in chapter.blocs for one in known(block, store.catalog)]
    return Reading(unique, store.profile(unique, dict.fromkeys(wanted)), store.catalog, sources, draft.public)


def known(block: Block, catalog: Catalog) -> list[Indicator]:
    """Return the indicators of a block that the catalogue still has."""
    found: dict[str, Indicator] = {}
    for name in block.indicateurs:
        try:
            indicator = catalog.resolve(name)
        except DataError:  # the draft outlives the catalogue: changed_since names what is gone
            continue
        found[indicator.id] = indicator
    return list(found.values())


def has_figure(seen: Observation) -> bool:
    """Tell whether a figure may be shown."""
    return seen.value is not None and seen.status.has_value


def key_sentence(reading: Reading, indicator: Indicator) -> str:
    """Say my figure against the first area that has one; empty when I have none."""
    mine = reading.mine(indicator)
    if not has_figure(mine):
        return ""
    told = formats.sentence(indicator, mine.value, reading.territory)
    for area in reading.areas[1:]:
        other = reading.at(area, indicator)
        if has_figure(other) and (words := comparison_words.comparison(mine.value, other.value, indicator, area)):
            told = f"{told}, {words}" if indicator.unite not in formats.COUNTS else f"{told}, soit {words}"
            break
    caution = PLAIN_CAUTION.get(mine.status, "") if reading.audience is Audience.HABITANTS else ""
    return f"{told}. {caution}".strip()


def read_aloud(reading: Reading, indicator: Indicator) -> str:
    """Say how to read a figure: its year, the other areas, its change over time."""
    mine = reading.mine(indicator)
    if not has_figure(mine):
        return ""
    lead = f"{indicator.titre_court}, {mine.millesime}" if mine.millesime else indicator.titre_court
    parts = [f"{lead}{NBSP}: {formats.amount(mine.value, indicator.unite)} {formats.at(reading.territory)}"]
    others = []
    for area in reading.areas[1:] if indicator.unite not in formats.COUNTS else ():
        other = reading.at(area, indicator)
        if has_figure(other):
            year = f" en {other.millesime}" if other.millesime != mine.millesime else ""
            others.append(f"{formats.amount(other.value, indicator.unite)} {formats.at(area)}{year}")
    if others:
        parts.append(f", contre {', '.join(others[:-1])}{' et ' if others[1:] else ''}{others[-1]}")
    return f"{''.join(parts)}. {change_words(reading, indicator)}".strip()


def change_words(reading: Reading, indicator: Indicator) -> str:
    """Say the change of my figure over about five years; empty when nothing may be said."""
    found = trend(reading.profile.series(reading.territory, indicator.id), indicator, reading.sources)
    if found.first is None or found.last is None:
        return ""
    span = f"De {found.first.millesime} à {found.last.millesime}"
    if found.direction is Direction.STABLE:
        return f"{span}{NBSP}: stable."
    if found.direction not in (Direction.UP, Direction.DOWN):
        return ""
    word = "en hausse" if found.direction is Direction.UP else "en baisse"
    size = abs(found.change)
    unit = f"{THIN}%" if found.relative else f"{NBSP}point{'s' if size >= 2 else ''}"
    judged = f", évolution {found.judgement}" if found.judgement else ""
    fragile = " (à lire avec prudence, petit effectif)" if found.fragile else ""
    return f"{span}{NBSP}: {word} de {formats.number(size, 1)}{unit}{judged}{fragile}."
