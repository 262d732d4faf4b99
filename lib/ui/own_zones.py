"""Own zones in the application: found by their key, kept in the local base, turned into territories."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from lib import zones
from lib.database.payloads import Record, checked
from lib.database.payloads import Zone as Kept
from lib.model import DataError, Level, Territory
from lib.peer_group import is_group
from lib.store import Store
from lib.territories import Redirect, Territories
from lib.ui import resources
from lib.zones import CARRIED, PREFIX, Zone

POPULATION = "population_totale"
MISSING = 3  # codes named in a message


if TYPE_CHECKING:
    from lib.database.writings import Writings


def is_zone(key: str) -> bool:
    """Tell whether a key names an own zone."""
    return key.startswith(PREFIX) and not is_group(key)


def find(key: str) -> Territory:
    """Return any territory by its key, own zones included. Raises DataError when it does not exist."""
    return territory(key) if is_zone(key) else resources.territories().get(key)


def territory(key: str) -> Territory:
    """Return an own zone as a territory. Raises DataError when it is unknown or its pieces no longer exist."""
    return as_territory(zone(key.removeprefix(PREFIX)))


def zone(identifier: str) -> Zone:
    """Return a zone saved in the base, or carried whole by its address. Raises DataError."""
    if identifier.startswith(CARRIED):
        return zones.unfold(identifier)
    return _zone(_writings().get(Kept, identifier))


def as_territory(made: Zone) -> Territory:
    """Return a zone as a territory, its population drawn from the figures when its pieces do not say it."""
    return _territory(resources.store(), resources.territories(), made)


@lru_cache(maxsize=256)
def _territory(store: Store, known: Territories, made: Zone) -> Territory:
    pieces = _pieces(known, made.level, made.codes)
    found = zones.territory(made, pieces)
    if found.population is not None:
        return found
    seen = store.profile([found], [POPULATION]).latest(found, POPULATION)
    return found if seen.value is None else replace(found, population=round(seen.value))


def _pieces(known: Territories, level: Level, codes: Sequence[str]) -> list[Territory]:
    """Return the pieces of today, a former commune being replaced by the one that took over."""
    found: dict[str, Territory] = {}
    unknown = []
    for code in codes:
        try:
            area = known.resolve(f"{level.value}-{code}")
        except DataError:
            unknown.append(code)
            continue
        area = area.territory if isinstance(area, Redirect) else area
        found[area.code] = area
    if unknown:
        more = f" et {len(unknown) - MISSING} autres" if len(unknown) > MISSING else ""
        where = f"codes {', '.join(unknown[:MISSING])}{more}"
        raise DataError("Cette zone contient des codes inconnus", where, "Retirez-les, ou vérifiez leur année.")
    return sorted(found.values(), key=lambda area: area.code)


def pieces(level: Level, codes: Sequence[str]) -> list[Territory]:
    """Return the territories of a list of codes. Raises DataError naming those that do not exist."""
    return _pieces(resources.territories(), level, codes)


def existing(level: Level, codes: Sequence[str]) -> dict[str, Territory]:
    """Return the territory of each code that exists, the one that took over from a former commune; others left out."""
    found = {}
    for code in codes:
        try:
            (found[code],) = pieces(level, [code])
        except DataError:
            continue
    return found


def saved() -> list[Zone]:
    """Return the zones kept in the base, oldest first. Raises DataError when it cannot be read."""
    return [_zone(record) for record in _writings().find(Kept)]


def save(made: Zone, identifier: str = "") -> Zone:
    """Keep a zone, new or under the identifier it already has. Raises DataError when the base refuses."""
    payload = checked(Kept, {"nom": made.name, "niveau": made.level.value, "codes": made.codes})
    if not identifier:
        return _zone(_writings().create(payload))
    return _zone(_writings().save(_writings().get(Kept, identifier), payload))


def discard(identifier: str) -> None:
    """Put a zone in the bin. Raises DataError when the base refuses."""
    _writings().discard(_writings().get(Kept, identifier))


def _zone(record: Record) -> Zone:
    kept = record.payload
    return Zone(record.id, kept.nom, Level(kept.niveau), tuple(sorted(kept.codes)))


def _writings() -> Writings:
    """Return the local base, whose libraries are imported only when a zone is asked for."""
    from lib.database.writings import writings

    return writings()
