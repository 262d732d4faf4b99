"""Keeps the totals that a partner transmits from giving away, by subtraction, the only hidden commune under them.

What an official producer publishes is already protected by him; a model file filled in for us is not.
"""

from __future__ import annotations

from collections.abc import Hashable

import pandas as pd

from lib.build.places import UPPER, Places
from lib.model import SHOWN_STATUSES, Level, Status


def given_away(rows: pd.DataFrame, places: Places) -> pd.Series:
    """Tell which rows of one source are totals that would give away a secret commune.

    A total under which several communes are hidden stays, and then counts as known for the totals above it.
    """
    found = pd.Series(False, index=rows.index)
    for _, part in rows.groupby(["millesime", "variable"], sort=False, observed=True):
        found[_totals(part, places)] = True
    return found


def hide(rows: pd.DataFrame, wrong: pd.Series) -> pd.DataFrame:
    """Return the rows with these totals secret."""
    return rows.assign(valeur=rows["valeur"].mask(wrong), statut=rows["statut"].mask(wrong, Status.SECRET.value))


def _totals(part: pd.DataFrame, places: Places) -> list[Hashable]:
    """Return the rows to hide, from the totals of cities (over their arrondissements) up to France."""
    shown = part["statut"].isin(SHOWN_STATUSES)
    communes = part["niveau"] == Level.COMMUNE.value
    known = set(part.loc[communes & shown, "code"])
    secret = set(part.loc[communes & (part["statut"] == Status.SECRET.value), "code"])
    hidden: list[Hashable] = []
    for level in (Level.COMMUNE, *UPPER):
        owner = pd.Series(places.city_of) if level is Level.COMMUNE else places.groups(level)
        totals = part[shown & (part["niveau"] == level.value) & part["code"].isin(owner.unique())]
        settled: set[str] = set()
        for total in totals.itertuples():
            inside = set(owner.index[owner == total.code])
            left = inside - known
            if len(left) == 1 and left <= secret:
                hidden.append(total.Index)
                if level is Level.COMMUNE:
                    known.discard(total.code)
                    secret.add(total.code)
            else:
                settled |= inside
        known |= settled
    return hidden
