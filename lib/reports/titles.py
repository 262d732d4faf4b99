"""How the blocks of a report are named when the user gives no title: by what is read in them."""

from __future__ import annotations

from collections.abc import Sequence

from lib.catalog import Catalog
from lib.model import DataError, Indicator
from lib.reports import maps
from lib.reports.draft import Block
from lib.reports.reading import known
from lib.territories import Territories


def title_of(block: Block, catalog: Catalog, territories: Territories) -> str:
    """Return the title of a block: the one given by the user, else what it shows."""
    if block.titre:
        return block.titre
    chosen = known(block, catalog)
    named = _map_title(block, chosen, territories) if block.carte else block_title(chosen)
    return named or "Bloc sans indicateur"


def block_title(indicators: Sequence[Indicator]) -> str:
    """Name a block of figures by what is read in it."""
    if len(indicators) == 1:
        return indicators[0].titre
    names = [one.titre_court for one in indicators]
    return f"{', '.join(names[:-1])} et {names[-1]}" if names else ""


def _map_title(block: Block, chosen: Sequence[Indicator], territories: Territories) -> str:
    if not chosen:
        return ""
    try:
        return maps.title(chosen[0], maps.frame_of(block.carte, territories))
    except DataError:  # the draft outlives the reference table
        return chosen[0].titre
