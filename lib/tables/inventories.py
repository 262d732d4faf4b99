"""Counts the lines of an inventory (one per establishment) by commune, Paris, Lyon and Marseille included. Pure."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from lib.model import Level, Source, Status
from lib.tables.cells import contract

# First five characters of the codes of municipal arrondissements, and the city they belong to.
CITIES = {
    **{f"751{rank:02d}": "75056" for rank in range(1, 21)},
    **{f"6938{rank}": "69123" for rank in range(1, 10)},
    **{f"132{rank:02d}": "13055" for rank in range(1, 17)},
}
COMMUNE = r"[0-9][0-9AB][0-9]{3}"


def to_city(codes: pd.Series) -> pd.Series:
    """Return the codes of communes, those of municipal arrondissements replaced by their city."""
    return codes.map(CITIES).fillna(codes)


def counted(
    codes: pd.Series, amounts: Mapping[str, pd.Series], source: Source, millesime: str, status: Status = Status.OK
) -> pd.DataFrame:
    """Add up amounts (variable to a number or a flag per line) by commune, as rows of variables.

    Lines whose code is not that of a commune are left out. A city divided into arrondissements gets the sum of all
    its lines, whether they bear its code or theirs; the arrondissements keep their own. A commune with at least one
    line has every variable, 0 included; a sum with an unknown amount is unknown.
    """
    table = pd.DataFrame(dict(amounts)).astype("float64").assign(code=codes.astype(str).str.strip())
    table = table[table["code"].str.fullmatch(COMMUNE)]
    inside = table[table["code"].isin(CITIES)]
    whole = table.assign(code=to_city(table["code"]))
    summed = pd.concat([whole, inside]).groupby("code").sum(skipna=False).reset_index()
    rows = summed.melt("code", var_name="variable", value_name="valeur")
    statuses = rows["valeur"].notna().map({True: status.value, False: Status.NON_DISPONIBLE.value})
    return contract(rows.assign(niveau=Level.COMMUNE.value, statut=statuses), source, millesime)
