"""The places that an official file locates: their kinds, and the table that keeps where they are. Pure.

A place without usable coordinates is left out and counted, never set in the middle of its commune.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lib.formats import plural
from lib.tables.inventories import to_city

POINT_COLUMNS = ("genre", "nom", "commune", "longitude", "latitude", "millesime")
COMMUNE = r"[0-9][0-9AB][0-9]{3}"
# Metropolitan France, Guadeloupe to Martinique, Guyane, La Réunion and Mayotte: west, south, east, north.
FRANCE = ((-5.5, 41, 10, 51.5), (-63.5, 14, -60.5, 18.5), (-55, 2, -51, 6), (44.5, -22, 56.5, -12))


@dataclass(frozen=True, slots=True)
class PointKind:
    """One kind of place that a source locates: permanent identifier, label in the plural.

    ``every_commune``: each commune has one; where the source locates none, it is unknown and not far.
    """

    id: str
    label: str
    every_commune: bool = False


def located(
    kinds: pd.Series, names: pd.Series, communes: pd.Series, longitudes: pd.Series, latitudes: pd.Series, millesime: str
) -> pd.DataFrame:
    """Return the places with a kind, a commune and coordinates in France (degrees), as POINT_COLUMNS.

    ``attrs["remarques"]`` tells how many were left out for want of coordinates.
    """
    x, y = (pd.to_numeric(side.astype(str).str.replace(",", "."), errors="coerce") for side in (longitudes, latitudes))
    communes = to_city(communes.astype(str).str.strip())
    wanted = kinds.notna() & communes.str.fullmatch(COMMUNE)
    placed = wanted & _in_france(x.to_numpy(), y.to_numpy())
    table = pd.DataFrame(
        {"genre": kinds, "nom": names.fillna("").astype(str).str.strip().str[:120], "commune": communes,
         "longitude": x.round(6), "latitude": y.round(6), "millesime": millesime}
    )[placed].sort_values(["genre", "commune", "nom"], ignore_index=True)  # fmt: skip
    lost = int((wanted & ~placed).sum())
    said = f"{plural(lost, 'lieu sans coordonnées, non placé', 'lieux sans coordonnées, non placés')} sur la carte"
    table.attrs["remarques"] = (said,) if lost else ()
    return table


def _in_france(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    inside = [(x >= west) & (x <= east) & (y >= south) & (y <= north) for west, south, east, north in FRANCE]
    return np.logical_or.reduce(inside)
