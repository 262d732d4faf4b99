"""Civil registration extract of the Isère: births and deaths by commune of residence, 2008 to 2025."""

from __future__ import annotations

import re

import pandas as pd

from lib.model import Level, Source, SourceFile, Status, Variable
from lib.readers import Document
from lib.tables.cells import wide

PREFIXES = {"naissances": "NAISD", "deces": "DECESD"}
YEARS = tuple(str(year) for year in range(2008, 2026))
PROVISIONAL = "2025"  # the copy does not say whether its last year is final
GEOGRAPHY = 2026
PAGE = "https://www.insee.fr/fr/statistiques/1893255"

SOURCE = Source(
    id="releve_etat_civil",
    titre="État civil, naissances et décès domiciliés (relevé sur une copie publique)",
    titre_court="état civil",
    producteur="Insee",
    licence="Licence Ouverte 2.0",
    page=PAGE,
    mention="Insee, état civil {millesime}, relevé sur une copie publique, à rafraîchir par la collecte",
    champ="Communes de l'Isère ; naissances au domicile de la mère, décès au domicile du défunt",
    verification="fichier_reel",
    fichiers=tuple(SourceFile(year, PAGE, GEOGRAPHY, a_deposer=True) for year in YEARS),
    variables=(
        Variable("naissances", "Naissances domiciliées", "NAISD_{annee}"),
        Variable("deces", "Décès domiciliés", "DECESD_{annee}"),
    ),
)


def recognise(document: Document) -> str | None:
    """Return the latest year of the extract, else None."""
    columns = set(document.columns())
    if not {"CODGEO", "NAISD_2008", "DECESD_2008"} <= columns:
        return None
    return max(name[-4:] for name in columns if re.fullmatch(r"NAISD_\d{4}", name))


def read(document: Document, millesime: str) -> pd.DataFrame:
    """Return the births and deaths of every commune and year; those of 2025 are « estime »: they may be provisional."""
    table = document.table()
    parts = []
    for year in YEARS:
        columns = {name: f"{prefix}_{year}" for name, prefix in PREFIXES.items() if f"{prefix}_{year}" in table}
        if columns:
            shown = Status.ESTIME if year == PROVISIONAL else Status.OK
            parts.append(
                wide(table, SOURCE, year, code="CODGEO", level=Level.COMMUNE, columns=columns, shown=shown)
            )  # fmt: skip
    return pd.concat(parts, ignore_index=True)
