"""The maps of the archive « mon territoire »: one per theme, among the neighbours, as SVG."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from lib import map_frames
from lib.classes import scale
from lib.exports.caption import Caption
from lib.formats import COUNTS
from lib.map_frames import Frame
from lib.map_values import Figures
from lib.model import DataError, Indicator, Level, Territory
from lib.ui import map_parts, map_view, resources, take_away_map

FEWEST = 3  # areas with a figure: below, a map shows nothing
FOLDER = "cartes"


def theme_maps(territory: Territory, address: str) -> dict[str, bytes]:
    """Return the maps by their name in the archive; none when the outlines are not installed."""
    from lib.exports.chart_image import framed  # geometry and fonts: paid by an archive only
    from lib.exports.map_image import lay, painted

    found = {}
    frame = neighbours(territory)
    try:
        shapes = resources.shapes(*frame) if frame else {}
    except DataError:  # said in LISEZMOI.txt: an archive without a map is still worth having
        return {}
    if frame is None or not shapes:
        return {}
    ground, (level, scope) = lay(shapes), frame
    for one, shown in _chosen(level, scope):
        mine = map_frames.mine(territory, level)
        drawn = map_view.drawn_map(shown, scale(shown.known), one, scope, level, mine)
        rows = [row for row in drawn.rows() if row[1].value is not None]
        caption = Caption(drawn.title, scope, address, date.today())
        picture = painted(take_away_map.image(drawn, shapes), ground)
        svg = framed(picture, caption, rows, resources.catalog(), resources.SOURCES, faces=True)
        found[f"{FOLDER}/{one.theme}_{one.id}.svg"] = svg.encode()
    return found


def neighbours(territory: Territory) -> Frame | None:
    """Return the closest map with enough areas to compare: the communes of the intercommunalité, usually."""
    known = resources.territories()
    frames = [frame for frame in map_frames.closest(territory, known) if frame[0] is not Level.IRIS]
    return next((frame for frame in frames if len(map_frames.areas(*frame, known)) > FEWEST), None)


def _chosen(level: Level, scope: Territory) -> Iterator[tuple[Indicator, Figures]]:
    """Give one indicator per theme that has figures here: a share before a count, an essential one before another."""
    for theme in resources.catalog().themes.values():
        for one in sorted(theme.indicateurs, key=lambda one: (one.unite in COUNTS, not one.essentiel)):
            shown = map_parts.read(one, level, scope) if level in one.niveaux else None
            if shown is not None and len(shown.known) >= FEWEST:
                yield one, shown
                break
