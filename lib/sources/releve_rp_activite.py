"""Census extract of the Isère: activity of the 15-64, place and means of work, 2023 and 2012."""

from __future__ import annotations

import pandas as pd

from lib.readers import Document
from lib.tables.census_extracts import ACTIVITY, extract_source, read_extract, years_of

YEARS = ("2012", "2023")
SOURCE = extract_source("releve_rp_activite", "activité et déplacements domicile-travail", YEARS, ACTIVITY)


def recognise(document: Document) -> str | None:
    """Return the latest year of the extract, else None."""
    if "actifs_occupes_15_64_2023" not in document.columns():
        return None
    return max(years_of(document, ACTIVITY, YEARS), default=None)


def read(document: Document, millesime: str) -> pd.DataFrame:
    """Return the counts of every commune, for both years."""
    return read_extract(document, SOURCE, ACTIVITY)
