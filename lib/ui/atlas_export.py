"""What the atlas lets one take away: the map on screen, its figures, its address."""

from __future__ import annotations

from collections.abc import Sequence

from lib.ui import overlay_words, take_away_map, trace
from lib.ui.atlas_sheet import Sheet
from lib.ui.embed_links import map_of
from lib.ui.take_away import Taken


def taken(sheet: Sheet, mine: Sequence[str], *, alone: bool) -> Taken:
    """Return the files of one map; ``alone`` when the same map, with its usual classes, can stand on another site.

    ``mine`` are the codes outlined.
    """
    drawn = take_away_map.Drawn(
        sheet.frame.level,
        sheet.frame.scope,
        sheet.shown,
        sheet.scale,
        sheet.write,
        sheet.title,
        [*sheet.notes, *overlay_words.notes(sheet.laid, sheet.frame)],
        sheet.rows,
        sheet.circles,
        mine,
        overlay_words.drawn(sheet.laid),
        unit=sheet.unit,
    )
    return Taken(
        sheet.title,
        sheet.rows,
        others=take_away_map.files(drawn, trace.here()),
        embed=map_of(sheet.indicator, sheet.frame.level, sheet.frame.scope) if alone else "",
    )
