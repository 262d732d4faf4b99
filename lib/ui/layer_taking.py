"""What a map of layers lets one take away: the image as on screen, the measure of every area, who computed it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from lib import formats
from lib.classes import Scale
from lib.exports.caption import Rows
from lib.exports.parts import catalog_of
from lib.map_above import Laid
from lib.map_values import Figures
from lib.model import Source
from lib.observation import Observation
from lib.ui import resources, take_away_map, trace
from lib.ui.layer_ground import Ground
from lib.ui.take_away import Taken

COMPUTED = "calcul_boussole"
LICENCE = "licence de la couche : voir qui la fournit"


@dataclass(frozen=True, slots=True, eq=False)
class Measure:
    """What a layer gives to every area: identifier, title, unit, figures, classes, how a bound is written, remarks."""

    id: str
    title: str
    unit: str
    shown: Figures
    cut: Scale
    write: Callable[[float], str]
    notes: Sequence[str]


def taken(ground: Ground, measure: Measure, laid: Laid, mine: Sequence[str]) -> Taken:
    """Return the files of a map of layers; its figures are ours, said as such beside the source of the layer."""
    source = _source(laid)
    catalog = catalog_of({measure.id: measure.title}, measure.unit, COMPUTED)
    sources = {**resources.SOURCES, COMPUTED: source}
    title = f"{measure.title} (en{formats.NBSP}{formats.SUFFIX[measure.unit].strip()})"

    def rows() -> Rows:
        return _rows(measure)

    drawn = take_away_map.Drawn(
        ground.frame.level,
        ground.frame.scope,
        measure.shown,
        measure.cut,
        measure.write,
        title,
        [note for note in measure.notes if note],
        rows,
        mine=mine,
        laid=(laid,),
        catalog=catalog,
        sources=sources,
    )
    files = take_away_map.files(drawn, trace.here())
    return Taken(title, rows, catalog=lambda: catalog, sources=lambda: sources, others=files)


def _rows(measure: Measure) -> Rows:
    year, shown = str(date.today().year), measure.shown
    return [
        (
            area,
            Observation(
                measure.id, area.level, area.code, shown.value(rank), shown.status(rank), year, source=COMPUTED
            ),
        )
        for rank, area in enumerate(shown.areas)
    ]


def _source(laid: Laid) -> Source:
    told = f"calcul de la Boussole sociale ; couche{formats.NBSP}: {laid.source}"
    return Source(
        id=COMPUTED,
        titre=told,
        titre_court="calcul de la Boussole sociale",
        producteur="Boussole sociale",
        licence=LICENCE,
        page="",
        mention=told.replace("{", "(").replace("}", ")"),
        champ="",
        verification="fichier_reel",
        fichiers=(),
    )
