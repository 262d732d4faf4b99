"""DHUP, yearly inventory of the SRU law: the communes subject to it, their rate and their target."""

from __future__ import annotations

import re
import unicodedata

import pandas as pd

from lib.model import DataError, Level, Source, SourceFile, Variable
from lib.readers import Document
from lib.tables.cells import wide

# Names change from one edition to the next (accents, years, spaces): each column is known by how its name begins.
CODE, RATE = "code_insee_commune", "taux_sru_au_01_01_"
COLUMNS = (
    ("sru_logements_sociaux", "nombre_lls", "Logements sociaux au sens de la loi SRU", (0, None)),
    ("sru_taux", RATE, "Taux de logements sociaux au sens de la loi SRU", (0, 100)),
    ("sru_taux_cible", "taux_cible_commune", "Taux de logements sociaux à atteindre", (0, 25)),
    ("sru_deficitaire", "commune_deficitaire", "Commune déficitaire (1) ou non (0)", (0, 1)),
    ("sru_carencee", "commune_carencee", "Commune carencée (1) ou non (0)", (0, 1)),
    ("sru_exemptee", "commune_exemptee", "Commune exemptée (1) ou non (0)", (0, 1)),
)
STATIC = "https://static.data.gouv.fr/resources/communes-et-inventaire-sru"

SOURCE = Source(
    id="dhup_sru",
    titre="Inventaire des logements sociaux au titre de la loi SRU",
    titre_court="inventaire SRU",
    producteur="DHUP (ministère chargé du Logement)",
    licence="Licence Ouverte 2.0",
    page="https://www.data.gouv.fr/datasets/6564969d3579e21795ebd378/",
    mention="DHUP, inventaire SRU au 1er janvier {millesime}",
    champ="Communes soumises à l'article 55 de la loi SRU",
    verification="fichier_reel",
    fichiers=(
        SourceFile("2022", f"{STATIC}/20250922-104633/donnees-sru-data-gouv-maj2023-vf.csv", 2023),
        SourceFile("2023", f"{STATIC}/20250929-132410/donnees-sru-data-gouv-maj2024-vf.csv", 2024),
        SourceFile("2024", f"{STATIC}/20251219-143258/donnees-sru-data-gouv-2025-v2.csv", 2025),
        SourceFile("2025", f"{STATIC}/20260811-123753/donnees-sru-data-gouv-2026.csv", 2026),
    ),
    # Only some communes are listed: nothing here may be added up to a larger territory.
    variables=tuple(Variable(name, label, f"{start}…", "publiee", bounds) for name, start, label, bounds in COLUMNS),
)


def recognise(document: Document) -> str | None:
    """Return the year of the inventory, written in the name of a column, else None."""
    found = _header(document)
    return found[1] if found and found[1] in SOURCE.millesimes else None


def read(document: Document, millesime: str) -> pd.DataFrame:
    """Return the inventory of every commune subject to the law, as published.

    Raises DataError when the dwellings and the rate are not of the same year.
    """
    header, _ = _header(document) or (0, "")
    table = document.table(header=header)
    table.columns = [_plain(name) for name in table.columns]
    table = table[table[CODE].str.strip() != ""]
    table = table.assign(**{CODE: table[CODE].str.strip().str.zfill(5)})
    columns = {}
    for name, start, _, _ in COLUMNS:
        found = [column for column in table.columns if column.startswith(start)]
        if not found:
            raise DataError("Une colonne de l'inventaire SRU manque", f"{document.name} : {start}…", _CHANGED)
        columns[name] = found[0]
    if not columns["sru_logements_sociaux"].endswith(millesime):
        where = f"{document.name} : {columns['sru_logements_sociaux']}, taux de {millesime}"
        raise DataError("Les logements et le taux ne sont pas de la même année", where, _CHANGED)
    return wide(table, SOURCE, millesime, code=CODE, level=Level.COMMUNE, columns=columns)


def _header(document: Document) -> tuple[int, str] | None:
    """Return the row of the header and the year of the inventory (one edition begins with an empty line)."""
    for rank, row in enumerate(document.head()[:5]):
        names = [_plain(cell) for cell in row]
        rates = [name for name in names if re.fullmatch(RATE + r"\d{4}", name)]
        if CODE in names and rates:
            return rank, rates[0][-4:]
    return None


def _plain(name: str) -> str:
    """Return a column name in lower case, without accents, words joined by one underscore."""
    bare = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", bare).strip("_")


_CHANGED = "Le producteur a changé son fichier : signalez-le aux auteurs de l'application. Rien n'a été modifié."
