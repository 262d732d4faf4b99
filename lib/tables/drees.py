"""Shapes shared by the workbooks of the DREES by département: codes, years in columns, Rhône in two halves. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from lib.model import GRAVITY, LAST_SHOWN, STATUS_ORDER, Status
from lib.tables.cells import numbers

YEAR = re.compile(r"^\s*(\d{4})(?:\.0)?\s*(?:\*+|\([^)]*\))?\s*$")
DEPARTMENT = r"(?:0[1-9]|[1-8]\d|9[0-5]|2[AB]|97[1-46])"
HALVES, WHOLE = ("69D", "69M"), "69"


def department_codes(cells: pd.Series) -> pd.Series:
    """Return département codes out of « 01  Ain », « 38-Isère  », « 20A », « 69M »; empty for anything else."""
    text = cells.str.replace("\u00a0", " ").str.strip()
    code = text.str.extract(r"^(\d{2,3}[ABDM]?|2[AB])(?=$|[\s-])")[0].fillna("")
    code = code.replace({"20A": "2A", "20B": "2B"})
    return code.where(code.str.fullmatch(rf"{DEPARTMENT}|69D|69M"), "")


def year_columns(names: Iterable[str]) -> dict[str, int]:
    """Map each year to the position of its column; of two columns of one year (« 2016 », « 2016 (1) ») the last wins.

    The producer gives the revised series after the former one.
    """
    found = {}
    for position, name in enumerate(names):
        match = YEAR.match(str(name))
        if match:
            found[match[1]] = position
    return found


def melted(
    table: pd.DataFrame,
    codes: pd.Series,
    years: Mapping[str, int],
    variable: str,
    where: str,
    symbols: Mapping[str, Status] | None = None,
) -> pd.DataFrame:
    """Return one row per code and year (code, millesime, variable, valeur, statut) of a table with years in columns."""
    kept = codes != ""
    blocks = []
    for year, position in years.items():
        parsed = numbers(table.loc[kept].iloc[:, position], f"{where}, {variable} {year}", symbols)
        blocks.append(parsed.assign(code=codes[kept], millesime=year, variable=variable))
    return pd.concat(blocks, ignore_index=True)


def one_rhone(rows: pd.DataFrame, *, additive: bool = True) -> pd.DataFrame:
    """Keep one Rhône: the published « 69 », else the sum of 69D and 69M when both are known and may be added up."""
    halves = rows[rows["code"].isin(HALVES)]
    rest = rows[~rows["code"].isin(HALVES)]
    if halves.empty or not additive:
        return rest
    key = ["millesime", "variable"]
    grouped = halves.assign(rang=halves["statut"].map(GRAVITY)).groupby(key, as_index=False)
    summed = grouped.agg(valeur=("valeur", "sum"), rang=("rang", "max"), moities=("code", "nunique"))
    published = rest.loc[rest["code"] == WHOLE, key].drop_duplicates()
    fresh = summed.merge(published, on=key, how="left", indicator=True)
    fresh = fresh[(fresh["_merge"] == "left_only") & (fresh["moities"] == len(HALVES))]
    shown = fresh["rang"] <= LAST_SHOWN
    fresh = fresh.assign(
        code=WHOLE, valeur=fresh["valeur"].where(shown, np.nan), statut=fresh["rang"].map(dict(enumerate(STATUS_ORDER)))
    )
    return pd.concat([rest, fresh[[*key, "code", "valeur", "statut"]]], ignore_index=True)
