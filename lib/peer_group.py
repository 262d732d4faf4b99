"""A group of comparable areas seen as one territory, named by the codes it holds. Pure.

Its figure is the median of its areas, each counting once: rates are never averaged, and nothing is said when too few
of them have a figure.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from statistics import median

from lib.formats import LEVEL_PLURAL, MEDIAN_OF, WHOLE_OF
from lib.model import GRAVITY, PEER_GROUP, DataError, Level, Status, Territory
from lib.observation import Observation

PREFIX = f"{Level.ZONE.value}-s."
LEVELS = (Level.COMMUNE, Level.EPT, Level.EPCI, Level.DEPARTEMENT)
MOST = 100  # areas of one group
FEWEST = 3  # figures under which there is no median
HIDDEN = frozenset({Status.SECRET, Status.NON_DIFFUSE})


def is_group(key: str) -> bool:
    """Tell whether a key names a group of comparable areas."""
    return key.startswith(PREFIX)


def clean_codes(codes: Iterable[str]) -> tuple[str, ...]:
    """Return official codes in order without repeats, MOST at most; what is not a code is left out."""
    kept = (code.strip().upper() for code in codes)
    return tuple(dict.fromkeys(code for code in kept if re.fullmatch(r"[0-9A-Z]{1,9}", code)))[:MOST]


def territory(level: Level, codes: Iterable[str]) -> Territory:
    """Return the group of these areas as a territory; the order of the codes does not matter."""
    kept = sorted(clean_codes(codes))
    named = f"{MEDIAN_OF}{LEVEL_PLURAL[level]} semblables"
    pieces = tuple(f"{level.value}-{code}" for code in kept)
    return Territory(Level.ZONE, f"s.{level.value}.{'.'.join(kept)}", named, kind=PEER_GROUP, pieces=pieces)


def whole(area: Territory) -> Territory:
    """Return a group named as the sum of its areas, for figures added up; any other territory as it is."""
    if area.kind != PEER_GROUP:
        return area
    return replace(area, name=WHOLE_OF + area.name.removeprefix(MEDIAN_OF))


def read(key: str) -> Territory:
    """Return the group that a key names. Raises DataError when the key is damaged."""
    level, _, codes = key.removeprefix(PREFIX).partition(".")
    kept = clean_codes(codes.split("."))
    if level not in {one.value for one in LEVELS} or not kept:
        raise DataError(
            "Ce groupe de territoires comparables n'est pas lisible",
            f"« {key[:40]} »",
            "Composez-le à nouveau sur la page « Territoires semblables ».",
        )
    return territory(Level(level), kept)


def medians(group: Territory, pieces: Mapping[str, Sequence[Observation]]) -> tuple[Observation, ...]:
    """Return the median of a group for each millesime, oldest first; ``pieces`` are the series of its areas, by code.

    Nothing for a millesime that fewer than half of the areas publish, or where secret figures would shift the median.
    """
    by_year: dict[tuple[str, str], list[Observation]] = {}
    for series in pieces.values():
        for seen in series:
            by_year.setdefault((seen.millesime, seen.source), []).append(seen)
    found: dict[str, Observation] = {}
    for (millesime, _), figures in sorted(by_year.items(), key=lambda pair: (pair[0][0], len(pair[1]), pair[0][1])):
        made = _median(group, figures)
        if made is not None:
            found[millesime] = made  # the source that covers the most comes last, and prevails
    return tuple(found.values())


def enough(known: int, hidden: int, size: int) -> bool:
    """Tell whether a group of this size has a median: half of it has a figure, secret ones would not shift it."""
    return known >= max(FEWEST, size / 2) and 3 * hidden <= known


def _median(group: Territory, figures: Sequence[Observation]) -> Observation | None:
    known = [seen for seen in figures if seen.value is not None and seen.status.has_value]
    hidden = sum(seen.status in HIDDEN for seen in figures)
    if not enough(len(known), hidden, len(group.pieces)):
        return None
    statuses = Counter(seen.status for seen in known)
    usual = min(statuses, key=lambda status: (-statuses[status], GRAVITY[status.value]))
    first = known[0]
    return Observation(
        first.indicator,
        group.level,
        group.code,
        float(median(seen.value for seen in known if seen.value is not None)),
        usual,
        first.millesime,
        source=first.source,
        geography=first.geography,
    )
