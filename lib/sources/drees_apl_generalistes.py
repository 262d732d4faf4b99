"""DREES, potential access to general practitioners (APL) by commune: workbook of one sheet per year, or extract."""

from __future__ import annotations

import re

import pandas as pd

from lib.model import DataError, Level, Source, SourceFile, Variable
from lib.readers import Document
from lib.tables.cells import contract, numbers, total, wide

# Columns of the workbook, told by how they begin (the year of the population changes, one ends with a space).
CODE = "Code commune INSEE"
WHOLE = r"^APL aux médecins généralistes$"
UNDER_65 = r"^APL aux médecins généralistes de (?:moins de )?65 ans"
STANDARD = r"^Population standardisée"
SHEET = re.compile(r"^APL (20\d\d)$")
EXTRACT = ("annee", "code_commune", "apl", "apl_65_ans_et_moins")
YEARS = ("2022", "2023", "2024")
HIGHEST = 60  # visits a year for each inhabitant: no commune comes near
URL = (
    "https://data.drees.solidarites-sante.gouv.fr/api/explore/v2.1/catalog/datasets/"
    "530_l-accessibilite-potentielle-localisee-apl/attachments/indicateur_d_apl_aux_medecins_generalistes_xlsx"
)

SOURCE = Source(
    id="drees_apl_generalistes",
    titre="Accessibilité potentielle localisée (APL) aux médecins généralistes",
    titre_court="accès aux généralistes",
    producteur="DREES",
    licence="Licence Ouverte 2.0",
    page="https://www.data.gouv.fr/datasets/laccessibilite-potentielle-localisee-apl",
    mention="DREES, accessibilité potentielle localisée aux médecins généralistes {millesime}",
    champ="Médecins généralistes libéraux et salariés des centres de santé ; consultations par an et par habitant "
    "standardisé selon l'âge",
    verification="fichier_reel",
    fichiers=tuple(SourceFile(year, URL, None) for year in YEARS),
    variables=(
        Variable(
            "apl_generalistes",
            "Consultations accessibles par habitant et par an",
            "APL aux médecins généralistes",
            "publiee",
            (0, HIGHEST),
        ),
        Variable(
            "apl_generalistes_65_moins",
            "Consultations accessibles auprès de médecins de 65 ans ou moins",
            "APL aux médecins généralistes de 65 ans et moins",
            "publiee",
            (0, HIGHEST),
        ),
        Variable(
            "population_standardisee",
            "Population standardisée selon la consommation de soins de chaque âge",
            "Population standardisée",
        ),
        Variable(
            "consultations_accessibles",
            "Consultations accessibles : APL multipliée par la population standardisée",
            "APL x Population standardisée",
        ),
    ),
)


def recognise(document: Document) -> str | None:
    """Return the latest year of a workbook of the APL to general practitioners, or of its extract, else None."""
    if document.kind == "texte":
        return max(YEARS) if set(EXTRACT) <= set(document.columns()) else None
    sheets = _sheets(document) if document.kind == "classeur" else {}
    first = next(iter(sheets.values()), None)
    if first is None or _columns(document, first).get("apl_generalistes") is None:
        return None
    return max(sheets)


def read(document: Document, millesime: str) -> pd.DataFrame:
    """Return the APL of every commune for each known year; Paris, Lyon and Marseille whole and by arrondissement.

    The APL is never averaged: visits and standardised population are what larger territories add up.
    Raises DataError when no year is known.
    """
    if document.kind == "texte":
        return _extract(document)
    blocks = []
    for year, sheet in _sheets(document).items():
        header = document.header(CODE, sheet=sheet) or 0
        table = document.table(sheet=sheet, header=header)
        table = table[table[CODE].str.fullmatch(r"\s*\d[\dAB]?\d{3}\s*")]  # drops the row of units
        table = table.assign(**{CODE: table[CODE].str.strip().str.zfill(5)})
        columns = {name: found for name, found in _columns(document, sheet).items() if found is not None}
        blocks += [
            wide(table, SOURCE, year, code=CODE, level=Level.COMMUNE, columns=columns),
            _visits(table, year, columns),
        ]
    return pd.concat(blocks, ignore_index=True)


def _extract(document: Document) -> pd.DataFrame:
    table = document.table(columns=EXTRACT)
    years = table["annee"].str.strip()
    known = [year for year in YEARS if (years == year).any()]
    if not known:
        where = f"{document.name} : {', '.join(sorted(years.unique())[:5])}"
        raise DataError("Aucune année connue dans ce fichier", where, "Déclarez ce millésime dans la source.")
    columns = {"apl_generalistes": "apl", "apl_generalistes_65_moins": "apl_65_ans_et_moins"}
    parts = [
        wide(table[years == year], SOURCE, year, code="code_commune", level=Level.COMMUNE, columns=columns)
        for year in known
    ]
    return pd.concat(parts, ignore_index=True)


def _sheets(document: Document) -> dict[str, str]:
    found = {match[1]: sheet for sheet in document.sheets if (match := SHEET.match(sheet.strip()))}
    return {year: found[year] for year in YEARS if year in found}


def _columns(document: Document, sheet: str) -> dict[str, str | None]:
    header = document.header(CODE, sheet=sheet)
    names = [cell.strip() for cell in document.head(sheet)[header]] if header is not None else []
    patterns = {
        "apl_generalistes": WHOLE,
        "apl_generalistes_65_moins": UNDER_65,
        "population_standardisee": STANDARD,
    }
    return {key: next((n for n in names if re.match(pattern, n)), None) for key, pattern in patterns.items()}


def _visits(table: pd.DataFrame, year: str, columns: dict[str, str]) -> pd.DataFrame:
    """Return the visits of each commune: what its APL stands for, given back its weight."""
    if "population_standardisee" not in columns:
        return pd.DataFrame()
    where = f"{SOURCE.titre_court} {year}"
    rate, people = (numbers(table[columns[name]], where) for name in ("apl_generalistes", "population_standardisee"))
    product = total([rate, people]).assign(valeur=rate["valeur"] * people["valeur"])
    rows = product.assign(variable="consultations_accessibles", code=table[CODE], niveau=Level.COMMUNE.value)
    return contract(rows, SOURCE, year)
