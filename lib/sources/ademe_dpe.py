"""ADEME, energy performance certificates of dwellings since July 2021, counted by commune by its open-data service."""

from __future__ import annotations

import json
import re

import pandas as pd

from lib.model import DataError, Level, Source, SourceFile, Status, Variable
from lib.readers import Document
from lib.tables.cells import contract

KEYS = {"total", "total_values", "total_other", "aggs"}
API = "https://data.ademe.fr/data-fair/api/v1/datasets/meg-83tjwtg8dyz4vv7h1dqe/values_agg"
QUERY = "?field=code_insee_ban&agg_size=40000"
WORST = "&qs=etiquette_dpe%3A(F%20OR%20G)"
YEAR = re.compile(r"(?<!\d)(20[0-3]\d)(?!\d)")

SOURCE = Source(
    id="ademe_dpe",
    titre="Diagnostics de performance énergétique des logements existants, comptés par commune",
    titre_court="diagnostics énergétiques",
    producteur="ADEME",
    licence="Licence Ouverte 2.0",
    page="https://data.ademe.fr/datasets/meg-83tjwtg8dyz4vv7h1dqe",
    mention="ADEME, diagnostics de performance énergétique depuis juillet 2021, comptage de {millesime}",
    champ="Logements diagnostiqués depuis juillet 2021 (vente, location, construction), et non tout le parc",
    verification="fichier_reel",
    # A flow without millesime: the year is that of the count. The two answers differ by the question only.
    fichiers=(
        SourceFile("2026", API + QUERY, None, volet="total"),
        SourceFile("2026", API + QUERY + WORST, None, volet="fg"),
    ),
    variables=(
        Variable("dpe_total", "Logements diagnostiqués", "values_agg code_insee_ban"),
        Variable("dpe_fg", "Logements diagnostiqués en classe F ou G", "values_agg, etiquette_dpe F ou G"),
    ),
    absence_vaut_zero=True,
)  # fmt: skip


def recognise(document: Document) -> str | None:
    """Return the year of a count of certificates by commune, else None.

    The answer of the service repeats neither the question nor the date: the name of the file must say both.
    """
    if document.kind != "json" or set(document.columns()) != KEYS:
        return None
    years = YEAR.findall(document.name.replace("_", " "))
    if not years or _variable(document.name) is None:
        raise DataError("Ce comptage ne dit ni son année ni ce qu'il compte", document.name, _RENAME)
    return years[0] if years[0] in SOURCE.millesimes else None


def read(document: Document, millesime: str) -> pd.DataFrame:
    """Return the number of dwellings counted in each commune. Raises DataError when the answer was cut short."""
    answer = document.table().iloc[0]
    counts = pd.DataFrame(json.loads(answer["aggs"]), columns=["value", "total"])
    if answer["total_other"] != "0" or len(counts) != int(answer["total_values"]):
        where = f"{document.name} : {len(counts)} communes sur {answer['total_values']}"
        raise DataError("Le comptage est incomplet", where, "Demandez-le à nouveau avec une taille plus grande.")
    rows = pd.DataFrame(
        {
            "code": counts["value"],
            "valeur": counts["total"].astype("float64"),
            "niveau": Level.COMMUNE.value,
            "variable": _variable(document.name),
            "statut": Status.OK.value,
        }
    )
    return contract(rows[rows["code"].str.fullmatch(r"\d[\dAB]\d{3}")], SOURCE, millesime)


def _variable(file_name: str) -> str | None:
    words = re.split(r"[^a-z0-9]+", file_name.lower())
    return next((f"dpe_{word}" for word in ("fg", "total") if word in words), None)


_RENAME = "Nommez-le « dpe total 2026.json » (tous les diagnostics) ou « dpe fg 2026.json » (classes F et G)."
