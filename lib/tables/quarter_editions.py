"""Reads the tables by edition of Insee for the « quartiers prioritaires » of 2015 (``DEMO_2022``…). Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Set

import pandas as pd

from lib.model import Break, DataError, Level, Source, SourceFile, Status, Variable
from lib.readers import Document
from lib.tables.cells import wide

PAGE = "https://www.insee.fr/fr/statistiques/2500477"
EDITIONS = ("2017", "2018", "2019", "2020", "2021", "2022")
FIELD = "Quartiers prioritaires de 2015, qui ne correspondent pas à ceux de 2024"
CODE = re.compile(r"QP\w{6}")  # the line « Ensemble » has none


def sheet(
    name: str, title: str, short: str, producer: str, by: str, variables: tuple[Variable, ...], change: Break
) -> Source:
    """Return the sheet of one table: only its names, its variables and the break of its series are its own."""
    return Source(
        id=name,
        titre=f"{title} des quartiers prioritaires (périmètres de 2015)",
        titre_court=short,
        producteur=producer,
        licence="Licence Ouverte 2.0",
        page=PAGE,
        mention=f"{by}, quartiers prioritaires, édition {{millesime}}, périmètres de 2015",
        champ=FIELD,
        verification="fichier_reel",
        fichiers=tuple(SourceFile(edition, PAGE, None, a_deposer=True) for edition in EDITIONS),
        variables=variables,
        ruptures=(change,),
    )


def edition(document: Document, columns: Set[str], stem: str) -> str | None:
    """Return the edition of a table that has these ``columns``, told by nothing but its name (``stem``), else None.

    Raises DataError when the columns are those of the table but the name does not tell a known edition.
    """
    if not {"CODGEO", *columns} <= set(document.columns()):
        return None
    named = re.search(rf"{stem}_?(20\d\d)", document.name, re.IGNORECASE)
    if named is None or named[1] not in EDITIONS:
        remedy = f"Rendez au fichier le nom que lui donne l'Insee (« {stem}_2022 »), qui seul dit son édition."
        raise DataError("L'édition de ce fichier n'est pas connue", document.name, remedy)
    return named[1]


def by_quarter(table: pd.DataFrame, source: Source, millesime: str, columns: Mapping[str, str]) -> pd.DataFrame:
    """Return the variables of each quarter at the contract; an empty cell is not published."""
    table = quarters(table)
    return wide(
        table, source, millesime, code="CODGEO", level=Level.QPV, columns=columns, symbols={"": Status.NON_DIFFUSE}
    )  # fmt: skip


def quarters(table: pd.DataFrame) -> pd.DataFrame:
    """Keep the lines of quarters."""
    return table[table["CODGEO"].str.strip().str.fullmatch(CODE)]
