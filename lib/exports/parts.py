"""Names the figures that are not indicators of the catalogue (parts of a whole, deciles) so that tables hold them."""

from __future__ import annotations

from collections.abc import Mapping

from lib.catalog import Catalog
from lib.model import Indicator


def catalog_of(labels: Mapping[str, str], unit: str, source: str) -> Catalog:
    """Return a catalogue of these figures only: title by identifier, all of one unit and one usual source."""
    named = {
        name: Indicator.model_construct(id=name, titre=title, titre_court=title, unite=unit, source=source)
        for name, title in labels.items()
    }
    return Catalog({}, named, {})
