"""The table of areas alike: the criteria of each, mine first, and the median of the group."""

from __future__ import annotations

from collections.abc import Sequence

from lib import formats, peer_group
from lib.model import Level, Territory
from lib.observation import Observation
from lib.similarity import INDICATOR, Similar
from lib.ui import block_frame, markup, resources
from lib.ui.block_frame import cell
from lib.ui.peers_words import indicator_of
from lib.ui.state import View
from lib.ui.take_away import Taken
from lib.ui.trace import origins

KEY = "semblables"


def show_figures(view: View, found: Similar, areas: Sequence[Territory]) -> None:
    """Show the criteria of each area, mine first, and the median of the group."""
    mine, store = view.territory, resources.store()
    listed = (mine, *areas)
    years = {INDICATOR[one.criterion]: one.millesime for one in found.criteria}
    panel = store.panel(mine.level, [area.code for area in listed], years)
    seen = {(name, one.code): one for name, figures in panel.items() for one in figures}
    group = peer_group.territory(mine.level, (area.code for area in areas))
    profile = store.profile([group], years)
    indicators = [indicator_of(one.criterion) for one in found.criteria]
    rows = [[_placed(area), *(cell(seen.get((i.id, area.code)), i.unite) for i in indicators)]
            for area in listed]  # fmt: skip
    medians = [_at(profile.series(group, i.id), years[i.id]) for i in indicators]
    rows.append([group.name, *(cell(one, i.unite) for one, i in zip(medians, indicators, strict=True))])
    units = ["" if i.unite in formats.COUNTS else f"{formats.UNIT_LABEL[i.unite]}, " for i in indicators]
    head = [f"{i.titre_court} ({unit}{years[i.id]})" for i, unit in zip(indicators, units, strict=True)]
    title = f"Critères des territoires semblables, {mine.name}"
    markup.show(markup.table(title, ["Territoire", *head], rows, mine=0))
    taken = [(area, one) for i in indicators for area in listed if (one := seen.get((i.id, area.code)))]
    own = [seen[i.id, mine.code] for i in indicators if (i.id, mine.code) in seen]
    known = [i for i in indicators if (i.id, mine.code) in seen]
    block_frame.show_foot(
        KEY, mine, block_frame.cited([one for _, one in taken], []), lambda: origins(known, own, mine),
        Taken(title, lambda: taken),
    )  # fmt: skip


def _at(series: Sequence[Observation], millesime: str) -> Observation | None:
    return next((one for one in series if one.millesime == millesime), None)


def _placed(area: Territory) -> str:
    level = Level.REGION if area.level is Level.DEPARTEMENT else Level.DEPARTEMENT
    found = resources.territories().parent(area, level)
    return f"{area.name} ({found.name})" if found else area.name
