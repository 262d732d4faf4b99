"""What the report is made from: territories with the own zones that drafts name, outlines of its maps."""

from __future__ import annotations

from lib.map_frames import Frame
from lib.model import Level, Territory
from lib.reports.maps import Cartography
from lib.territories import Territories
from lib.ui import own_zones, resources


class Places(Territories):
    """The reference table, in which the own zones of this installation are found too; it shares its memory."""

    def __init__(self, known: Territories) -> None:
        vars(self).update(vars(known))

    def get(self, key: str) -> Territory:
        """Return the territory of a key, own zones included. Raises DataError when it does not exist."""
        return own_zones.territory(key) if own_zones.is_zone(key) else super().get(key)


def places() -> Places:
    """Return the territories that a draft may name."""
    return Places(resources.territories())


def atlas() -> Cartography:
    """Return what the maps of a report are made of."""
    return Cartography(resources.store(), places(), resources.shapes, _installed)


def _installed(frame: Frame) -> bool:
    return frame[0] is not Level.IRIS or resources.has_iris_outlines(frame[1])
