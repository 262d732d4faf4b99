"""Reads the exports of data.ameli.fr, where one table nests France, its regions and their départements. Pure."""

from __future__ import annotations

import pandas as pd

from lib.model import Level

PORTAL = "https://data.ameli.fr"
ALL, WHOLE_FRANCE = "999", "99"  # département of the line of a region, region of the line of France


def page(dataset: str) -> str:
    """Return the address of the page of a data set."""
    return f"{PORTAL}/explore/dataset/{dataset}/"


def export(dataset: str) -> str:
    """Return the address of the whole export of a data set."""
    return f"{PORTAL}/api/explore/v2.1/catalog/datasets/{dataset}/exports/csv?use_labels=false&delimiter=%3B"


def placed(table: pd.DataFrame, department: str) -> pd.DataFrame:
    """Return the lines with their ``niveau`` and ``code``; ``department`` names the column beside ``region``."""
    whole = table[department] == ALL
    france = whole & (table["region"] == WHOLE_FRANCE)
    level = pd.Series(Level.DEPARTEMENT.value, index=table.index).mask(whole, Level.REGION.value)
    code = table[department].str.strip().mask(whole, table["region"].str.strip().str.zfill(2))
    return table.assign(niveau=level.mask(france, Level.FRANCE.value), code=code.mask(france, "F"))
