"""The maps that may be drawn around a territory: which areas, inside which one, closest first. Pure: no Streamlit."""

from __future__ import annotations

from lib import formats
from lib.model import Level, Territory
from lib.territories import Territories

SCOPES = {
    Level.COMMUNE: (Level.EPCI, Level.DEPARTEMENT, Level.REGION, Level.FRANCE),
    Level.EPCI: (Level.DEPARTEMENT, Level.REGION, Level.FRANCE),
    Level.DEPARTEMENT: (Level.REGION, Level.FRANCE),
    Level.REGION: (Level.FRANCE,),
    Level.EPT: (Level.FRANCE,),
}
INSIDE = {
    Level.EPCI: Level.COMMUNE,
    Level.EPT: Level.COMMUNE,
    Level.DEPARTEMENT: Level.COMMUNE,
    Level.REGION: Level.EPCI,
    Level.FRANCE: Level.DEPARTEMENT,
}
Frame = tuple[Level, Territory]


def closest(territory: Territory, known: Territories) -> list[Frame]:
    """Return the maps around a territory, from its own parts to all France."""
    if territory.level is Level.ZONE:
        return _around_zone(territory, known)
    commune = known.parent(territory, Level.COMMUNE) if territory.level is Level.IRIS else territory
    found: list[Frame] = []
    if commune and commune.level is Level.COMMUNE:
        found += [(Level.IRIS, commune)] if known.children(commune, Level.IRIS) else []
        found += [(Level.COMMUNE, commune)] if known.districts(commune) else []
    inside = INSIDE.get(territory.level)
    if inside:
        found.append((inside, territory))
    base = commune or territory
    scopes = (known.parent(base, level) for level in SCOPES.get(base.level, ()))
    return [*found, *((base.level, scope) for scope in scopes if scope)]


def _around_zone(zone: Territory, known: Territories) -> list[Frame]:
    """Return the maps that hold all pieces of an own zone; all France when nothing else does."""
    level = Level(zone.kind)
    levels = (Level.COMMUNE, Level.EPCI, Level.DEPARTEMENT, Level.REGION, Level.FRANCE)
    return [(level, scope) for scope in (known.parent(zone, one) for one in levels) if scope]


def areas(level: Level, scope: Territory, known: Territories) -> list[Territory]:
    """Return the areas of one map, in the order of its outlines: arrondissements for the communes of a city."""
    if level is Level.COMMUNE and scope.level is Level.COMMUNE:
        return known.districts(scope)
    return known.children(scope, level)


def mine(territory: Territory, level: Level) -> list[str]:
    """Return the codes to outline on a map: my territory, or the pieces of my own zone."""
    if territory.level is Level.ZONE and territory.kind == level.value:
        return [piece.partition("-")[2] for piece in territory.pieces]
    return [territory.code] if territory.level is level else []


def label(level: Level, scope: Territory) -> str:
    """Name a map by what it draws: « Communes de l'Isère », « Communes de France »."""
    districts = level is Level.COMMUNE and scope.level is Level.COMMUNE
    plural = "arrondissements" if districts else formats.LEVEL_PLURAL[level]
    where = "de France" if scope.level is Level.FRANCE else formats.of(scope)
    return f"{plural[0].upper()}{plural[1:]} {where}"
