"""Reads the transcribed census extracts: one line per commune, columns « name_year » under names of our own. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from lib.model import Level, Source, SourceFile, Variable
from lib.readers import Document
from lib.tables.cells import wide
from lib.tables.census import ITEMS

PAGE = "https://www.insee.fr/fr/statistiques/5359146"
LABELS = {item.id: item.libelle for item in ITEMS}
Columns = Mapping[str, Sequence[str]]  # our variable: names in the extract, without the year, to add up


def extract_source(name: str, what: str, years: Sequence[str], columns: Columns, labels: Mapping[str, str]) -> Source:
    """Return the sheet of one extract; labels are those of the official tables, completed by ``labels``."""
    known = LABELS | dict(labels)
    return Source(
        id=name,
        titre=f"Recensement de la population, {what} (relevé sur une copie publique)",
        titre_court="recensement de la population",
        producteur="Insee",
        licence="Licence Ouverte 2.0",
        page=PAGE,
        mention="Insee, recensement de la population {millesime}, "
        "relevé sur une copie publique, à rafraîchir par la collecte",
        champ="Communes de l'Isère",
        verification="fichier_reel",
        fichiers=tuple(SourceFile(year, PAGE, 2026, a_deposer=True) for year in years),
        variables=tuple(Variable(one, known[one], " + ".join(names)) for one, names in columns.items()),
        fragile_sous=200,
    )


def years_of(document: Document, columns: Columns, years: Sequence[str]) -> list[str]:
    """Return the years for which the extract has the columns of at least one variable."""
    present = set(document.columns())
    if "CODGEO" not in present:
        return []
    return [year for year in years if any(_named(names, year) <= present for names in columns.values())]


def read_extract(document: Document, source: Source, columns: Columns) -> pd.DataFrame:
    """Return every variable of every year of the extract, at the contract."""
    table = document.table()
    parts = []
    for year in years_of(document, columns, source.millesimes):
        used = {
            name: tuple(f"{one}_{year}" for one in names)
            for name, names in columns.items()
            if _named(names, year) <= set(table.columns)
        }
        parts.append(wide(table, source, year, code="CODGEO", level=Level.COMMUNE, columns=used))
    return pd.concat(parts, ignore_index=True)


def _named(names: Sequence[str], year: str) -> set[str]:
    return {f"{name}_{year}" for name in names}
