"""An outline dropped to compose a zone: which pieces have most of their people inside, and how it was judged."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely

from lib import formats
from lib.deposits import Deposit
from lib.model import Level
from lib.ui import block_frame, map_parts, resources
from lib.ui.atlas_choices import Frame
from lib.ui.layer_input import ask_layer

POPULATION = "population_totale"
HALF, EDGE = 0.5, 0.01  # share of a piece; share under which an overlap is a neighbour's border


def ask_outline(frame: Frame) -> tuple[str, ...]:
    """Show the box, say what the outline holds, and return the codes of these pieces; none without an outline."""
    deposit = ask_layer("zone", "Contour de la zone")
    if deposit is None:
        return ()
    if deposit.is_points:
        block_frame.show_empty("Cette couche contient des points : il faut un contour.")
        return ()
    shares, counted = inside(frame, deposit)
    kept = tuple(sorted(code for code, share in shares.items() if share > HALF))
    block_frame.show_notes(_told(len(kept), counted, frame.level), *deposit.notes)
    return kept


def inside(frame: Frame, deposit: Deposit) -> tuple[dict[str, float], int]:
    """Return the share of each piece inside an outline, and how many were judged by the people of their IRIS.

    A commune cut by the outline is judged by its IRIS when they can be drawn; anything else by its surface.
    """
    from lib import layers  # geometry: paid by those who deposit an outline

    shares = layers.covered(resources.shapes(frame.level, frame.scope), deposit.shapes)
    if frame.level is not Level.COMMUNE:
        return shares, 0
    cut = [code for code, share in shares.items() if EDGE < share < 1 - EDGE]
    people = {code: found for code in cut if (found := _people_inside(code, deposit.shapes)) is not None}
    return shares | people, len(people)


def _people_inside(code: str, outline: Sequence[shapely.Geometry]) -> float | None:
    """Return the share of the people of a commune inside an outline, None when its IRIS cannot tell."""
    from lib import layers

    known = resources.territories()
    commune = known.get(f"{Level.COMMUNE.value}-{code}")
    if not known.children(commune, Level.IRIS) or not resources.has_iris_outlines(commune):
        return None
    shown = map_parts.read(resources.catalog().resolve(POPULATION), Level.IRIS, commune)
    if np.isnan(shown.values).any() or not shown.values.sum():
        return None
    shares = layers.covered(resources.shapes(Level.IRIS, commune), outline, 0)
    lived = sum(value * shares.get(area.code, 0.0) for area, value in zip(shown.areas, shown.values, strict=True))
    return float(lived / shown.values.sum())


def _told(kept: int, counted: int, level: Level) -> str:
    words = formats.plural(kept, "morceau", "morceaux")
    if level is Level.IRIS or not counted:
        return (
            f"{words} dont plus de la moitié de la surface est dans le contour. La population à l'intérieur de chaque "
            "morceau n'est pas connue : la surface en tient lieu. Corrigez sur la carte si besoin."
        )
    judged = formats.plural(counted, "commune coupée est jugée", "communes coupées sont jugées")
    return (
        f"{words} dont plus de la moitié des habitants est dans le contour : {judged} sur la population des IRIS, "
        "supposée répartie également sur leur surface ; les autres sur leur surface. Corrigez sur la carte si besoin."
    )
