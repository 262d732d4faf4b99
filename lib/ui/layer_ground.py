"""The areas that a layer is laid over, and who counted their people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import shapely

from lib import formats
from lib.map_values import Figures
from lib.ui import atlas_reading, block_frame
from lib.ui.atlas_choices import Frame


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """The areas that a layer is laid over: their outlines and their population when it is known."""

    frame: Frame
    shapes: Mapping[str, shapely.Geometry]
    people: Figures

    def known_people(self) -> dict[str, float]:
        """Return the population of each area where it is known."""
        pairs = zip(self.people.areas, self.people.values, strict=True)
        return {area.code: float(value) for area, value in pairs if not np.isnan(value)}

    def counted(self) -> str:
        """Cite who counted the people; empty when they are not known."""
        seen = atlas_reading.observations(self.people)
        return f"Population{formats.NBSP}: {block_frame.cited(seen, [])}." if seen else ""
