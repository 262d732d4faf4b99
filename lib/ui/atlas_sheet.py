"""What one map of the atlas holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from lib.classes import Scale
from lib.map_above import Laid
from lib.map_values import Figures, Written
from lib.model import Indicator, Territory
from lib.observation import Observation
from lib.ui.atlas_choices import Frame
from lib.ui.map_answers import Asked, Choices


@dataclass(frozen=True, slots=True)
class Sheet:
    """One map of the atlas, ready to be drawn, told, listed and taken away.

    ``write`` writes a bound; ``rows`` are the figures to take away; ``texts`` replace the values in the list;
    ``asked`` is what the frame may ask for by itself, following ``choices`` (None: the values travel with the page);
    ``unit`` is what is drawn when it is not the unit of the figures; ``laid`` are the layers over the map, ``beside``
    the figures that the map rests on too.
    """

    indicator: Indicator
    frame: Frame
    shown: Figures
    scale: Scale
    written: Written
    write: Callable[[float], str]
    title: str
    notes: tuple[str, ...]
    reading: str
    rows: Callable[[], list[tuple[Territory, Observation]]]
    texts: Sequence[str] | None = None
    unit: str = ""
    second: dict[str, object] | None = None
    circles: Figures | None = None
    asked: Asked | None = None
    choices: Choices = field(default_factory=dict)
    laid: tuple[Laid, ...] = ()
    beside: tuple[Figures, ...] = ()
