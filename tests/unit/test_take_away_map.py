"""The values of a map taken away: those of the figures, or the changes that colour it."""

from __future__ import annotations

import numpy as np

from lib.classes import Scale
from lib.map_values import RANK, Figures
from lib.model import Level, Status, Territory
from lib.observation import Observation
from lib.ui.take_away_map import Drawn, _displayed

AREAS = [Territory(Level.COMMUNE, code, code) for code in ("38151", "38185")]


def rows(*values: float | None) -> list[tuple[Territory, Observation]]:
    return [
        (area, Observation("part_65_plus", Level.COMMUNE, area.code, value, Status.OK, "2021"))
        for area, value in zip(AREAS, values, strict=True)
    ]


def drawn(*values: float) -> Drawn:
    shown = Figures(AREAS, np.array(values), np.full(2, RANK[Status.OK.value]))
    return Drawn(Level.COMMUNE, AREAS[0], shown, Scale(()), str, "", (), list)


def test_only_a_map_of_other_values_says_them():
    assert _displayed(drawn(12.0, np.nan), rows(12.0, None)) is None
    assert _displayed(drawn(12.0, 8.0), [*rows(12.0, 8.0), *rows(100.0, 200.0)]) is None  # circles over fills
    assert _displayed(drawn(-50.0, np.nan), [*rows(10.0, 9.0), *rows(5.0, None)]) == {"38151": -50.0, "38185": None}
