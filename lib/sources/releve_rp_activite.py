"""Census extract of the Isère: activity of the 15-64, place and means of work, 2023 and 2012."""

from __future__ import annotations

import pandas as pd

from lib.readers import Document
from lib.tables.census_extracts import extract_source, read_extract, years_of

MODES = {
    "travail_domicile": "transport_sans",
    "travail_marche": "transport_marche",
    "travail_velo": "transport_velo",
    "travail_deux_roues": "transport_deux_roues_motorise",
    "travail_voiture": "transport_voiture_camion_fourgonnette",
    "travail_transports": "transport_en_commun",
}
COLUMNS = {
    "pop_15_64": ("pop_15_64",),
    "actifs_15_64": ("actifs_occupes_15_64", "chomeurs_15_64"),
    "actifs_occupes_15_64": ("actifs_occupes_15_64",),
    "chomeurs_15_64": ("chomeurs_15_64",),
    "retraites_15_64": ("retraites_preretraites_15_64",),
    "eleves_15_64": ("eleves_etudiants_stagiaires_15_64",),
    "autres_inactifs_15_64": ("autres_inactifs_15_64",),
    "actifs_occupes_15_plus": ("actifs_occupes_15P",),
    "travail_commune": ("lieu_travail_commune_residence",),
    # Each person of the extract has one means of transport: the total is their sum.
    "actifs_transport_connu": tuple(MODES.values()),
    **{name: (column,) for name, column in MODES.items()},
}
YEARS = ("2012", "2023")
SOURCE = extract_source("releve_rp_activite", "activité et déplacements domicile-travail", YEARS, COLUMNS, {})


def recognise(document: Document) -> str | None:
    """Return the latest year of the extract, else None."""
    if "actifs_occupes_15_64_2023" not in document.columns():
        return None
    return max(years_of(document, COLUMNS, YEARS), default=None)


def read(document: Document, millesime: str) -> pd.DataFrame:
    """Return the counts of every commune, for both years."""
    return read_extract(document, SOURCE, COLUMNS)
