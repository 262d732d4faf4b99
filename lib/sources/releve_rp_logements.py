"""Census extract of the Isère: dwellings and tenure, 2023 and 2012."""

from __future__ import annotations

import pandas as pd

from lib.readers import Document
from lib.tables.census_extracts import HOUSING, extract_source, read_extract, years_of

YEARS = ("2012", "2023")
SOURCE = extract_source("releve_rp_logements", "logements et statut d'occupation", YEARS, HOUSING)


def recognise(document: Document) -> str | None:
    """Return the latest year of the extract, else None."""
    if "rp_locataires_parc_prive_2023" not in document.columns():
        return None
    return max(years_of(document, HOUSING, YEARS), default=None)


def read(document: Document, millesime: str) -> pd.DataFrame:
    """Return the counts of every commune, for both years."""
    return read_extract(document, SOURCE, HOUSING)
