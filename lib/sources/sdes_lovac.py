"""Cerema and DGALN, vacant private dwellings (LOVAC): seven years in one file, small numbers hidden."""

from __future__ import annotations

import re

import pandas as pd

from lib.model import Break, Level, Source, SourceFile, Variable
from lib.readers import Document
from lib.tables.cells import wide

# pp_vacant_25: the edition of the file, which describes 1 January of the year before.
COLUMN = re.compile(r"(?:ff_)?pp_(total|vacant|vacant_plus_2ans)_(\d{2})")
NAMES = {
    "total": "parc_prive",
    "vacant": "parc_prive_vacant",
    "vacant_plus_2ans": "parc_prive_vacant_2_ans",
}
CODES = (
    (re.compile(r"CODGEO_\d{2}"), Level.COMMUNE),
    (re.compile(r"EPCI_\d{2}"), Level.EPCI),
    (re.compile("DEP"), Level.DEPARTEMENT),
    (re.compile("REG"), Level.REGION),
)
STATIC = "https://static.data.gouv.fr/resources"
EDITION_2025 = (
    f"{STATIC}/logements-vacants-du-parc-prive-lovac-par-commune-departement-region-et-france/20250528-090420/"
    "lovac-opendata-communes.csv"
)
EDITION_2026 = (
    f"{STATIC}/logements-vacants-du-parc-prive-par-commune-departement-region-france/20260625-163627/"
    "lovac-opendata-communes26.csv"
)
TAX = "La taxe d'habitation des résidences principales disparaît : la vacance n'est plus repérée de la même façon."
RAW = "Les données sont prises avant la chaîne de traitement fiscale : le nombre de logements vacants chute d'un coup."
STOCK = "Le parc de référence change (ff_pp_total au lieu de pp_total) et les logements vacants remontent d'un coup."

SOURCE = Source(
    id="sdes_lovac",
    titre="Logements vacants du parc privé (LOVAC)",
    titre_court="logements vacants LOVAC",
    producteur="Cerema et DGALN (données DGFiP)",
    licence="Licence Ouverte 2.0",
    page="https://www.data.gouv.fr/datasets/61816c6e23197bb34835228e/",
    mention="Cerema et DGALN, LOVAC {millesime} (situation au 1er janvier de l'année précédente)",
    champ="Logements du parc privé ; les nombres inférieurs à 11 sont secrets",
    verification="fichier_reel",
    fichiers=(
        *(SourceFile(str(year), EDITION_2025, 2025) for year in range(2020, 2026)),
        SourceFile("2026", EDITION_2026, 2026),
    ),
    variables=(
        Variable("parc_prive", "Logements du parc privé", "pp_total_{a} ou ff_pp_total_{a}"),
        Variable("parc_prive_vacant", "Logements vacants du parc privé", "pp_vacant_{a}"),
        Variable("parc_prive_vacant_2_ans", "Logements privés vacants depuis plus de deux ans",
                 "pp_vacant_plus_2ans_{a}"),
    ),
    ruptures=(Break("2022", "2023", TAX), Break("2024", "2025", RAW), Break("2025", "2026", STOCK)),
)  # fmt: skip


def recognise(document: Document) -> str | None:
    """Return the edition of a LOVAC table (communes, EPCI, départements or régions), else None."""
    names = document.columns()
    years = {found[2] for name in names if (found := COLUMN.fullmatch(name)) and found[1] == "vacant_plus_2ans"}
    if not years or _code(names) is None:
        return None
    edition = f"20{max(years)}"
    return edition if edition in SOURCE.millesimes else None


def read(document: Document, millesime: str) -> pd.DataFrame:
    """Return the private stock and its vacancy for each year of the file, all under the codes of its edition."""
    table = document.table()
    code, level = _code(tuple(table.columns)) or ("", Level.COMMUNE)
    table = table[table[code].str.strip() != ""]
    years: dict[str, dict[str, str]] = {}
    for name in table.columns:
        if found := COLUMN.fullmatch(name):
            years.setdefault(f"20{found[2]}", {})[NAMES[found[1]]] = name
    parts = [
        wide(table, SOURCE, year, code=code, level=level, columns=columns)
        for year, columns in sorted(years.items())
        if year in SOURCE.millesimes
    ]
    geography = SOURCE.cog(millesime)
    return pd.concat(parts, ignore_index=True).assign(geographie=geography).astype({"geographie": "Int16"})


def _code(names: tuple[str, ...]) -> tuple[str, Level] | None:
    """Return the column of the codes and their level: the smallest territory that the table names."""
    for shape, level in CODES:
        for name in names:
            if shape.fullmatch(name):
                return name, level
    return None
