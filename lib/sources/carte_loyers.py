"""ANIL and the ministry of housing, map of rents: asking rent per square metre, predicted by a model, by commune."""

from __future__ import annotations

import re

import pandas as pd

from lib.model import DataError, Level, Source, SourceFile, Status, Variable
from lib.readers import Document
from lib.tables.cells import wide

CODE = "INSEE_C"
FIGURES = {"": "loypredm2", "_bas": "lwr.IPm2", "_haut": "upr.IPm2"}
BOUNDS = {
    "": "loyer prédit",
    "_bas": "bas de l'intervalle de prédiction",
    "_haut": "haut de l'intervalle de prédiction",
}
# The four files have the same columns: only their name says which dwellings they describe, and of which year.
KINDS = (
    ("app12", "loyer_m2_petit_appartement", "Appartements d'une ou deux pièces"),
    ("app3", "loyer_m2_grand_appartement", "Appartements de trois pièces ou plus"),
    ("mai", "loyer_m2_maison", "Maisons"),
    ("app", "loyer_m2_appartement", "Appartements"),
)
YEAR = re.compile(r"(?<!\d)(20[0-3]\d)(?!\d)")
PAGE = "https://www.data.gouv.fr/datasets/693aa2feed1bf4da603faa49/"

SOURCE = Source(
    id="carte_loyers",
    titre="Carte des loyers : indicateurs de loyers d'annonce par commune",
    titre_court="carte des loyers",
    producteur="ANIL et ministère chargé du Logement",
    licence="Licence Ouverte 2.0",
    page=PAGE,
    mention="ANIL et ministère chargé du Logement, carte des loyers {millesime}, d'après les annonces de "
    "leboncoin et du groupe SeLoger",
    champ="Logements du parc privé offerts à la location vide, loyer charges comprises",
    verification="fichier_reel",
    # Four files a year, told apart by their names; the page lists them.
    fichiers=tuple(SourceFile(year, PAGE, int(year), a_deposer=True) for year in ("2022", "2023", "2025")),
    variables=tuple(
        Variable(name + suffix, f"{label} : {BOUNDS[suffix]}, euros par m²", column, "publiee", (1, 100))
        for _, name, label in KINDS
        for suffix, column in FIGURES.items()
    ),
)


def recognise(document: Document) -> str | None:
    """Return the year that the name of a table of predicted rents holds, else None.

    Raises DataError when the name says neither the year nor the kind of dwelling, which are nowhere in the content.
    """
    if not {CODE, "TYPPRED", *FIGURES.values()} <= set(document.columns()):
        return None
    years = YEAR.findall(document.name.replace("_", " "))
    if not years or _variable(document.name) is None:
        raise DataError("Ce tableau de loyers ne dit ni son année ni ses logements", document.name, _RENAME)
    return years[0] if years[0] in SOURCE.millesimes else None


def read(document: Document, millesime: str) -> pd.DataFrame:
    """Return the predicted rent and its interval, for one kind of dwelling; a prediction is always an estimate."""
    name = _variable(document.name) or ""
    columns = {name + suffix: column for suffix, column in FIGURES.items()}
    return wide(
        document.table(), SOURCE, millesime, code=CODE, level=Level.COMMUNE, columns=columns, shown=Status.ESTIME
    )


def _variable(file_name: str) -> str | None:
    words = re.split(r"[^a-z0-9]+", file_name.lower())
    return next((name for kind, name, _ in KINDS if kind in words), None)


_RENAME = "Nommez-le d'après le producteur et l'année : « pred-app-mef-dhup 2025.csv » (app, app12, app3 ou mai)."
