"""FINESS since 2026: the daily « structures » flux of the Agence du numérique en santé, counted by commune.

Written on the published schema (v1) and its example. An establishment (« ege ») counts when its state is A, active, and
no date of closing is past: the two disagree on a few lines, which are then left out. Its place is its address of use
03, the geographical one, which is not always the first.
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from lib.json_stream import pieces
from lib.model import Break, DataError, Source, SourceFile
from lib.readers import Document
from lib.tables.establishments import NAMES, variables
from lib.tables.inventories import COMMUNE, counted

VERSION, DATE, BODIES = "schemaVersion", "generatedAt", "pmej"
FIRST_KEYS = {"pmej": "informationsGeneralesPMEJ", "gcc": "gccId", "gco": "typeGco"}  # of each list, one key of its own
ACTIVE, GEOGRAPHICAL = "A", "03"
CATEGORY = "categorieentiteGeographiqueExercice"
MOST_LOST = 0.01
STABLE = "https://www.data.gouv.fr/api/1/datasets/r/cd493959-fb03-41e5-9347-0edd14dfbc22"

SOURCE = Source(
    id="finess_structures",
    titre="Fichier national des établissements sanitaires et sociaux (FINESS), flux des structures",
    titre_court="établissements FINESS",
    producteur="Agence du numérique en santé",
    licence="Licence Ouverte 2.0",
    page="https://www.data.gouv.fr/datasets/finess-structures-1",
    mention="FINESS, flux des structures {millesime}",
    champ="Établissements actifs, au lieu de leur adresse ; ni places ni personnes accueillies",
    verification="documentation",
    fichiers=(SourceFile("2026", STABLE, 2026),),
    variables=variables(CATEGORY),
    ruptures=(
        Break(
            "2025",
            "2026",
            "Nouveau FINESS en 2026 : les établissements fermés depuis longtemps n'y sont plus comptés.",
        ),
    ),
    absence_vaut_zero=True,
)


def recognise(document: Document) -> str | None:
    """Return the year of a flux of structures, read at its beginning, else None. Raises DataError on another year."""
    year = _year(document) if document.kind == "json" else None
    if year is not None and year not in SOURCE.millesimes:
        remedy = f"Millésimes connus : {', '.join(SOURCE.millesimes)}. Demandez l'ajout de celui-ci."
        raise DataError("L'année de ce flux FINESS n'est pas connue", f"{document.name} : {year}", remedy)
    return year


def read(document: Document, millesime: str) -> pd.DataFrame:
    """Return the number of active establishments of each category in every commune that has one of any kind.

    Raises DataError when the flux has changed its form, or when too many establishments have no commune.
    """
    try:
        found = pd.DataFrame(_establishments(document), columns=["numero", "code", "categorie"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DataError(
            "Le flux FINESS des structures a changé de forme", f"{document.name} : {error}", _NEW
        ) from error
    found = found.drop_duplicates("numero")
    lost = ~found["code"].str.fullmatch(COMMUNE)
    if found.empty or lost.mean() > MOST_LOST:
        where = f"{document.name} : {int(lost.sum())} sur {len(found)}"
        raise DataError("Des établissements FINESS n'ont pas de commune", where, _NEW)
    kinds = found["categorie"].map(NAMES)
    return counted(found["code"], {name: kinds == name for name in NAMES.values()}, SOURCE, millesime)


def _year(document: Document) -> str | None:
    date = ""
    try:
        for key, value in pieces(document.path):
            if isinstance(value, dict):  # the first record tells structures from activities
                return date[:4] if date and FIRST_KEYS.get(key) in value else None
            date = str(value) if key == DATE else date
    except (ValueError, OSError):
        return None
    return None


def _establishments(document: Document) -> Iterator[tuple[str, str, str]]:
    """Yield number, commune and category of every active establishment, one legal body at a time."""
    today = ""
    for key, body in pieces(document.path):
        if key == DATE:
            today = body[:10]
        if key != BODIES:
            continue
        for one in body.get("ege") or ():
            named = one["informationsGeneralesEGE"]
            closed = named.get("dateFermeture") or ""
            if one["etatObjet"] == ACTIVE and not (closed and closed[:10] <= today):
                yield named["numFinessEge"], _commune(one.get("adresse") or []), one.get(CATEGORY) or ""


def _commune(addresses: list[dict]) -> str:
    """Return the commune of the geographical address, or of the only one; else nothing."""
    kept = [one for one in addresses if one.get("usageAdresse") == GEOGRAPHICAL] or addresses
    return kept[0].get("cogCommune") or "" if len(kept) == 1 else ""


_NEW = "Signalez-le aux auteurs de l'application avec l'adresse du fichier. Les chiffres déjà publiés restent en place."
