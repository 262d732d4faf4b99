"""Census extract of the Isère: dwellings and tenure, 2023 and 2012."""

from __future__ import annotations

import pandas as pd

from lib.readers import Document
from lib.tables.census_extracts import extract_source, read_extract, years_of

RENTED = ("rp_locataires_parc_prive", "rp_locataires_logement_social", "rp_locataires_meuble")
COLUMNS = {
    "logements": ("logements",),
    "residences_principales": ("residences_principales",),
    "residences_secondaires": ("residences_secondaires_et_occasionnels",),
    "logements_vacants": ("logements_vacants",),
    "rp_proprietaires": ("rp_proprietaires",),
    "rp_locataires": RENTED,
    "rp_locataires_prive": RENTED[:1],
    "rp_hlm": RENTED[1:2],
    "rp_meubles": RENTED[2:],
    "rp_loges_gratuitement": ("rp_loges_gratuitement",),
    "menages": ("residences_principales",),  # by definition, a household is what occupies a main residence
}
LABELS = {
    "rp_locataires_prive": "Résidences principales louées vides dans le parc privé",
    "rp_meubles": "Résidences principales louées meublées",
}
YEARS = ("2012", "2023")
SOURCE = extract_source("releve_rp_logements", "logements et statut d'occupation", YEARS, COLUMNS, LABELS)


def recognise(document: Document) -> str | None:
    """Return the latest year of the extract, else None."""
    if "rp_locataires_parc_prive_2023" not in document.columns():
        return None
    return max(years_of(document, COLUMNS, YEARS), default=None)


def read(document: Document, millesime: str) -> pd.DataFrame:
    """Return the counts of every commune, for both years."""
    return read_extract(document, SOURCE, COLUMNS)
