"""Census extract of the Isère: highest qualification of those aged 15 or more who have left school, 2023 and 2017."""

from __future__ import annotations

import pandas as pd

from lib.model import Status
from lib.readers import Document
from lib.tables.census_extracts import QUALIFICATIONS, extract_source, read_extract, years_of

# Their profile of 2017 is not plausible in the copy that was transcribed: withheld rather than compared.
ABNORMAL_2017 = frozenset(
    [
        "38036",
        "38091",
        "38108",
        "38159",
        "38174",
        "38182",
        "38268",
        "38290",
        "38299",
        "38311",
        "38353",
        "38354",
        "38356",
        "38358",
        "38364",
        "38368",
        "38404",
        "38432",
        "38443",
        "38452",
        "38484",
        "38498",
        "38513",
    ]
)
YEARS = ("2017", "2023")
SOURCE = extract_source("releve_rp_diplomes", "diplômes", YEARS, QUALIFICATIONS)


def recognise(document: Document) -> str | None:
    """Return the latest year of the extract, else None."""
    if "sans_diplome_ou_CEP_2023" not in document.columns():
        return None
    return max(years_of(document, QUALIFICATIONS, YEARS), default=None)


def read(document: Document, millesime: str) -> pd.DataFrame:
    """Return the counts of every commune, for both years; the 23 doubtful ones of 2017 are not available."""
    rows = read_extract(document, SOURCE, QUALIFICATIONS)
    doubtful = (rows["millesime"] == "2017") & rows["code"].isin(ABNORMAL_2017)
    return rows.assign(
        valeur=rows["valeur"].mask(doubtful), statut=rows["statut"].mask(doubtful, Status.NON_DISPONIBLE.value)
    )
