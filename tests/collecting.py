"""A small made-up country for the tests of the collection: two départements, a city with arrondissements, a merger."""

from __future__ import annotations

import pandas as pd

from lib.build.places import Places
from lib.model import Source, SourceFile, Status, Variable

# Code, city (for an arrondissement), EPT, EPCI, département.
COMMUNES = (
    ("38001", None, None, "200000001", "38"),
    ("38002", None, None, "200000001", "38"),
    ("38003", None, "200054781", "200000002", "38"),
    ("69123", None, None, "200000003", "69"),
    ("69002", None, None, "200000003", "69"),
    ("69381", "69123", None, None, "69"),
    ("69382", "69123", None, None, "69"),
    ("97601", None, None, "200000004", "976"),
)
REGIONS = {"38": "84", "69": "84", "976": "06"}
NAMED = ("iris", "38001", "380010101"), ("iris", "38001", "380010102"), ("iris", "38002", "380020101")


def country() -> Places:
    """Return its reference tables."""
    rows = [
        {"niveau": "commune", "code": code, "commune": city, "ept": ept, "epci": epci, "departement": department,
         "region": REGIONS[department], "superficie_km2": 10.0}
        for code, city, ept, epci, department in COMMUNES
    ]  # fmt: skip
    larger = [
        *(("epci", f"20000000{n}") for n in range(1, 5)), ("ept", "200054781"), *(("departement", d) for d in REGIONS),
        ("region", "84"), ("region", "06"), ("france", "F"),
    ]  # fmt: skip
    rows += [{"niveau": level, "code": code, "superficie_km2": 100.0} for level, code in larger]
    passages = pd.DataFrame({"ancien_code": ["38900", "38901"], "code": ["38001", "38001"]})
    iris = pd.DataFrame([{"code": code, "commune": commune, "type": "H", "label": "1"} for _, commune, code in NAMED])
    return Places(pd.DataFrame(rows), passages, iris)


def source(**changes: object) -> Source:
    """Return a source with a count ``n``, another ``m`` and a median ``mediane``."""
    sheet = {
        "id": "essai", "titre": "Essai", "titre_court": "essai", "producteur": "P", "licence": "Licence Ouverte 2.0",
        "page": "https://a", "mention": "P {millesime}", "champ": "C", "verification": "documentation",
        "fichiers": tuple(SourceFile(str(year), "https://a", year + 2) for year in range(2010, 2024)),
        "variables": (Variable("n", "N", "N"), Variable("m", "M", "M"), Variable("mediane", "Me", "Me", "publiee")),
    }  # fmt: skip
    return Source(**sheet | changes)


def figures(*cells: tuple, level: str = "commune", millesime: str = "2021", variable: str = "n") -> pd.DataFrame:
    """Return rows of variables from (code, value) or (code, status)."""
    rows = [
        {
            "niveau": level,
            "code": code,
            "millesime": millesime,
            "variable": variable,
            "valeur": float("nan") if isinstance(given, Status) else float(given),
            "statut": given.value if isinstance(given, Status) else "ok",
            "source": "essai",
            "geographie": int(millesime) + 2,
        }
        for code, given in cells
    ]
    return pd.DataFrame(rows).astype({"geographie": "Int16"})
