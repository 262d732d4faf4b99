"""A block that is a map: from what the draft says to its title, sentence, drawing, table and sources."""

from __future__ import annotations

from dataclasses import dataclass

from lib import map_frames
from lib.exports.caption import Rows
from lib.formats import NBSP
from lib.map_frames import Frame
from lib.map_values import Figures
from lib.map_words import standing
from lib.model import DataError, Indicator
from lib.reports import maps, wording
from lib.reports.document import BlockPart
from lib.reports.draft import Audience, Block
from lib.reports.figures import source_line
from lib.reports.map_text import read_map, values_table
from lib.reports.maps import Cartography
from lib.reports.reading import Reading, known
from lib.reports.titles import title_of


@dataclass(frozen=True)
class Mapped:
    """What the map of a block shows."""

    indicator: Indicator
    frame: Frame
    shown: Figures

    def rows(self, reading: Reading) -> Rows:
        """Return a figure for each of its sources."""
        return maps.cited_rows(self.shown, self.indicator, reading)


def mapped(block: Block, reading: Reading, atlas: Cartography) -> Mapped | None:
    """Return the figures of the map of a block; None when it is not a map, or has too few figures to be one.

    Raises DataError when a data file is unusable.
    """
    chosen = known(block, reading.catalog)
    if not (block.carte and chosen):
        return None
    try:
        frame = maps.frame_of(block.carte, atlas.territories)
    except DataError:  # the draft outlives the reference table: only what the user wrote remains
        return None
    shown = atlas.figures(chosen[0], frame)
    return Mapped(chosen[0], frame, shown) if maps.has_map(shown) else None


def map_block(block: Block, reading: Reading, atlas: Cartography) -> BlockPart | None:
    """Return the block of a map; without a figure, or without outlines, what the user wrote remains."""
    found = mapped(block, reading, atlas)
    title = title_of(block, reading.catalog, atlas.territories)
    comment = block.commentaire.strip()
    if found is None:
        return BlockPart(title, False, "", None, None, "", comment, (), "") if comment else None
    plain = reading.audience is Audience.HABITANTS
    shown, indicator, mine = found.shown, found.indicator, reading.territory
    notes = [] if plain else [wording.cautions([indicator])]
    try:
        figure = maps.map_figure(shown, indicator, found.frame, mine, atlas)
    except DataError as error:
        figure = None
        notes.insert(0, f"{error.what}{NBSP}: la carte n'est pas dessinée.")
    rows = found.rows(reading)
    codes = map_frames.mine(mine, found.frame[0])
    told = maps.title(indicator, found.frame)
    return BlockPart(
        title=title,
        compared=False,
        sentence=standing(shown, indicator, map_frames.label(*found.frame), mine.key),
        figure=figure,
        table=values_table(shown, indicator, told, codes) if block.tableau and not plain else None,
        reading="" if plain else read_map(shown, maps.classes(shown, indicator), indicator, mine.key),
        comment=comment,
        notes=tuple(notes),
        source=source_line(rows, reading),
    )
