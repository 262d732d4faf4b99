"""Puts newly read variables over the published ones, without leaving a total that its parts no longer allow."""

from __future__ import annotations

import pandas as pd

from lib.build.packing import packed, plain, stacked
from lib.build.places import UPPER, Places
from lib.build.sums import KEY
from lib.model import Level

AREA = ["niveau", "code"]
FIGURE = ["millesime", "variable"]


def merged(old: pd.DataFrame, new: pd.DataFrame, places: Places) -> pd.DataFrame:
    """Return new variables over published ones, packed: same key, the new one wins; the rest stays.

    A published total that was not read again goes when a commune under it has changed: beside the other communes it
    would be wrong, or would give away a figure that has become secret.
    """
    found = []
    for millesime in sorted({*old["millesime"].unique(), *new["millesime"].unique()}):
        before, after = (plain(rows[rows["millesime"] == millesime]) for rows in (old, new))
        every = pd.concat([after, before[~_stale(before, after, places)]], ignore_index=True)
        found.append(packed(every.drop_duplicates(KEY, keep="first")))
    every = stacked(found)
    return every.sort_values(["niveau", "code", "variable", "millesime"], ignore_index=True)


def _stale(old: pd.DataFrame, new: pd.DataFrame, places: Places) -> pd.Series:
    """Tell which old rows are totals over a commune whose figure changed."""
    columns = ["code", *FIGURE, "valeur", "statut"]
    before, after = (rows.loc[rows["niveau"] == Level.COMMUNE.value, columns] for rows in (old, new))
    both = before.merge(after, on=["code", *FIGURE], suffixes=("_avant", "_apres"))
    same = (both["valeur_avant"] == both["valeur_apres"]) | (both["valeur_avant"].isna() & both["valeur_apres"].isna())
    moved = both.loc[~same | (both["statut_avant"] != both["statut_apres"]), ["code", *FIGURE]]
    if moved.empty:
        return pd.Series(False, index=old.index)
    city = moved.assign(code=moved["code"].map(places.city_of)).dropna(subset=["code"])
    totals = [city.assign(niveau=Level.COMMUNE.value)]
    within = pd.concat([moved, city], ignore_index=True)
    for level in UPPER:
        group = within.assign(code=within["code"].map(places.groups(level)), niveau=level.value)
        totals.append(group.dropna(subset=["code"]))
    touched = pd.MultiIndex.from_frame(pd.concat(totals, ignore_index=True)[[*AREA, *FIGURE]].drop_duplicates())
    return pd.Series(pd.MultiIndex.from_frame(old[[*AREA, *FIGURE]]).isin(touched), index=old.index)
