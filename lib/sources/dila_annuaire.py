"""DILA, directory of the administration: local offices that the public goes to, counted by commune and located.

Written on the documentation of the directory: kinds of offices and addresses are JSON inside the cells of the table.
"""

from __future__ import annotations

import json

import pandas as pd

from lib.model import Source, SourceFile, Variable
from lib.readers import Document
from lib.tables.inventories import counted
from lib.tables.points import PointKind, located

ID, NAME, KIND, TOWN, PLACE, CHANGED = "id", "nom", "pivot", "code_insee_commune", "adresse", "date_modification"
COLUMNS = (ID, NAME, KIND, TOWN, PLACE, CHANGED)
PHYSICAL = "Adresse"  # the other kind of address is where letters are sent
DATASET = "https://api-lannuaire.service-public.fr/api/explore/v2.1/catalog/datasets/api-lannuaire-administration"
EXPORT = f"{DATASET}/exports/csv?delimiter=%3B&select={'%2C'.join(COLUMNS)}"
# Ours, label, codes of the directory.
OFFICES = (
    ("mairies_annexes", "Mairies et annexes (annuaire)", ("mairie", "mairie_com")),
    ("ccas", "CCAS et CIAS", ("ccas",)),
    ("caf", "Caf", ("caf",)),
    ("cpam", "Assurance maladie (CPAM)", ("cpam",)),
    ("msa", "Mutualité sociale agricole", ("msa",)),
    ("france_travail", "France Travail", ("france_travail", "pole_emploi")),
    ("mission_locale", "Missions locales", ("mission_locale",)),
    ("mdph", "Maisons départementales des personnes handicapées", ("maison_handicapees",)),
    ("clic", "Points d'information des personnes âgées", ("clic",)),
    ("solidarites", "Maisons des solidarités du Département", ("cdas", "edas", "mds", "sdsei")),
    ("pmi", "Protection maternelle et infantile", ("pmi",)),
    ("cidff", "Centres d'information des droits des femmes et des familles", ("cidf",)),
    ("maison_justice", "Maisons de justice et du droit", ("mjd",)),
    ("banque_de_france", "Banque de France", ("banque_de_france",)),
)
CODES = {code: name for name, _, codes in OFFICES for code in codes}

SOURCE = Source(
    id="dila_annuaire",
    titre="Annuaire de l'administration, base de données locales",
    titre_court="annuaire de l'administration",
    producteur="DILA",
    licence="Licence Ouverte 2.0",
    page="https://www.data.gouv.fr/datasets/service-public-fr-annuaire-de-l-administration-base-de-donnees-locales/",
    mention="DILA, annuaire de l'administration, fiches mises à jour jusqu'en {millesime}",
    champ="Guichets inscrits à l'annuaire, qui n'est pas un recensement",
    verification="documentation",
    fichiers=tuple(SourceFile(str(year), EXPORT, year) for year in range(2023, 2027)),
    variables=tuple(
        Variable(f"guichets_{name}", label, f"pivot.type_service_local = {', '.join(codes)}")
        for name, label, codes in OFFICES
    ),
)
POINTS = tuple(PointKind(f"guichet_{name}", label) for name, label, _ in OFFICES)


def recognise(document: Document) -> str | None:
    """Return the year of the last card changed, else None."""
    if not set(COLUMNS) <= set(document.columns()):
        return None
    years = document.table(columns=[CHANGED])[CHANGED].str.extract(r"(20\d\d)")[0]
    known = years[years.isin(SOURCE.millesimes)]
    return known.max() if len(known) else None


def read(document: Document, millesime: str) -> pd.DataFrame:
    """Return the number of offices of each commune that has one; the list is open, an absent commune is unknown."""
    table = _offices(document)
    amounts = {f"guichets_{name}": table["bureau"] == name for name, _, _ in OFFICES}
    return counted(table[TOWN], amounts, SOURCE, millesime)


def points(document: Document, millesime: str) -> pd.DataFrame:
    """Return where each office receives the public."""
    table = _offices(document)
    places = table[PLACE].map(_place)
    x, y = (places.map(lambda place, side=side: place.get(side, "")) for side in ("longitude", "latitude"))
    return located("guichet_" + table["bureau"], table[NAME], table[TOWN], x, y, millesime)


def _offices(document: Document) -> pd.DataFrame:
    """Keep the offices of a known kind; one office of several kinds is the first of them."""
    table = document.table(columns=list(COLUMNS)).drop_duplicates(ID)
    table = table.assign(bureau=table[KIND].map(_kind))
    return table[table["bureau"].notna()]


def _kind(cell: str) -> str | None:
    found = (CODES.get(str(one.get("type_service_local", ""))) for one in _list(cell))
    return next((name for name in found if name), None)


def _place(cell: str) -> dict[str, str]:
    located_ones = [one for one in _list(cell) if one.get("longitude") and one.get("latitude")]
    return next((one for one in located_ones if one.get("type_adresse") == PHYSICAL), {})


def _list(cell: str) -> list[dict[str, str]]:
    try:
        found = json.loads(cell) if cell.strip() else []
    except json.JSONDecodeError:  # a card cut short has neither kind nor place
        return []
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
