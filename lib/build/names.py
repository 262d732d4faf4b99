"""Replaces the provisional codes of EPCI known by name only (``lib.tables.epci_names``) by their SIREN."""

from __future__ import annotations

import pandas as pd

from lib.build.places import Places
from lib.model import Level
from lib.tables.epci_names import PREFIX, name_code


def resolve_names(rows: pd.DataFrame, places: Places) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Return the rows under SIREN codes, and the names that no EPCI of today bears, or that several bear.

    Only equal names match: nothing is guessed. The rows of the names left out are dropped.
    """
    named = rows["code"].str.startswith(PREFIX)
    if not named.any():
        return rows, ()
    today = places.territories[places.territories["niveau"] == Level.EPCI.value]
    keys = today["nom"].map(name_code)
    single = ~keys.duplicated(keep=False)
    siren = dict(zip(keys[single], today.loc[single, "code"], strict=True))
    codes = rows["code"].where(~named, rows["code"].map(siren))
    lost = tuple(sorted(set(rows.loc[codes.isna(), "code"].str.removeprefix(PREFIX))))
    return rows.assign(code=codes)[codes.notna()].reset_index(drop=True), lost
