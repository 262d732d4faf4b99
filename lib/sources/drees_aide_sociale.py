"""DREES, recipients of the départements' social aid, long series (1996 to 2022): PCH, ACTP, ASH, child welfare, APA.

Written on the documented layout: one sheet per aid, « Tableau N - title », then « Code région, Code département,
Département », one column per year, totals, and a second block by region under the same years.
"""

from __future__ import annotations

import re

import pandas as pd

from lib.model import DataError, Level, Source, SourceFile, Variable
from lib.readers import Document
from lib.tables.cells import contract
from lib.tables.drees import department_codes, melted, one_rhone, year_columns

# What the title must say, ours, what it counts. « Bénéficiaires payés », ages and places are other sheets.
SHEETS = (
    (r"^bénéficiaires de l'apa \(à domicile et en établissement\)", "apa_total", "Bénéficiaires de l'APA"),
    (r"^bénéficiaires de l'apa à domicile", "apa_domicile", "Bénéficiaires de l'APA à domicile"),
    (r"^bénéficiaires de l'apa en établissement", "apa_etablissement", "Bénéficiaires de l'APA en établissement"),
    (
        r"^bénéficiaires \(personnes âgées\) de l'ash",
        "ash_personnes_agees",
        "Personnes âgées à l'aide sociale à l'hébergement",
    ),
    (
        r"^personnes âgées bénéficiant d'aides ménagères",
        "aides_menageres_personnes_agees",
        "Personnes âgées à l'aide ménagère",
    ),
    (r"^bénéficiaires de la pch, ", "pch", "Bénéficiaires de la prestation de compensation du handicap"),
    (r"^bénéficiaires de l'actp, ", "actp", "Bénéficiaires de l'allocation compensatrice pour tierce personne"),
    (r"^total des enfants accueillis à l'ase", "enfants_ase", "Enfants accueillis à l'aide sociale à l'enfance"),
    (
        r"^total des actions éducatives \(aed et aemo\)",
        "actions_educatives",
        "Actions éducatives à domicile ou en milieu ouvert",
    ),
)
SHEET = re.compile(r"\s*tab", re.IGNORECASE)  # « Tab6-pa », « Tab23-ph »: the others are texts and national tables
HEADS = (r"^code\s*région$", r"^code\s*département$")
FRANCE = r"(?i)^total estimé france entière"
YEARS = tuple(str(year) for year in range(1996, 2023))
PORTAL = "https://data.drees.solidarites-sante.gouv.fr/api/datasets/1.0/"
ADULTS = (
    f"{PORTAL}les-beneficiaires-de-l-aide-sociale-departementale-aux-personnes-agees-ou-handic/attachments/"
    "paph_les_beneficiaires_de_l_aide_sociale_departementale_series_longues_1996_2022_xlsx/"
)
CHILDREN = (
    f"{PORTAL}les-beneficiaires-de-l-aide-sociale-a-l-enfance/attachments/"
    "les_beneficiaires_de_l_aide_sociale_a_l_enfance_series_longues_1996_2022_xlsx/"
)

SOURCE = Source(
    id="drees_aide_sociale",
    titre="Bénéficiaires de l'aide sociale départementale, séries longues",
    titre_court="aide sociale départementale",
    producteur="DREES",
    licence="Licence Ouverte 2.0",
    page="https://data.drees.solidarites-sante.gouv.fr/explore/dataset/les-beneficiaires-de-l-aide-sociale-departementale-"
    "aux-personnes-agees-ou-handic/",
    mention="DREES, enquête Aide sociale, séries longues, décembre {millesime}",
    champ="France hors Mayotte ; le Rhône comprend la Métropole de Lyon",
    verification="documentation",
    fichiers=tuple(
        SourceFile(year, url, None, volet=part)
        for year in YEARS
        for part, url in (("adultes", ADULTS), ("enfants", CHILDREN))
    ),
    variables=tuple(Variable(name, label, pattern) for pattern, name, label in SHEETS),
    hors_champ=("976",),
)


def recognise(document: Document) -> str | None:
    """Return the latest millesime of a workbook of long series of social aid, else None."""
    if document.kind != "classeur":
        return None
    return max(YEARS) if _sheets(document) else None


def read(document: Document, millesime: str) -> pd.DataFrame:
    """Return the recipients of every département, region and of France each year, for the known sheets.

    The Rhône is the published whole, else the sum of its two halves. Years before an aid existed are unknown.
    """
    blocks = [_sheet(document, sheet, variable) for variable, sheet in _sheets(document).items()]
    return contract(pd.concat(blocks, ignore_index=True), SOURCE)


def _sheets(document: Document) -> dict[str, str]:
    """Map each variable to its sheet: a long series, with codes of regions and départements under its title."""
    found = {}
    for sheet in (name for name in document.sheets if SHEET.match(name)):
        title = _title(document, sheet)
        variable = next((name for pattern, name, _ in SHEETS if re.search(pattern, title)), None)
        if variable and variable not in found and _header(document, sheet) is not None:
            found[variable] = sheet
    return found


def _title(document: Document, sheet: str) -> str:
    cells = (cell for row in document.head(sheet)[:6] for cell in row[:2])
    texts = (" ".join(cell.replace("’", "'").split()).lower() for cell in cells)
    title = next((text for text in texts if text.startswith("tableau")), "")
    return re.sub(r"^tableau \w+\s*[-–:]?\s*", "", title)


def _header(document: Document, sheet: str) -> int | None:
    for position, row in enumerate(document.head(sheet)):
        names = [cell.strip().lower() for cell in row[:2]]
        if len(names) == 2 and all(re.match(head, name) for head, name in zip(HEADS, names, strict=True)):
            return position if len(year_columns(row)) > 1 else None
    return None


def _sheet(document: Document, sheet: str, variable: str) -> pd.DataFrame:
    header = _header(document, sheet) or 0
    table = document.table(sheet=sheet, header=header)
    every = year_columns(document.head(sheet)[header])
    years = {year: at for year, at in every.items() if year in YEARS}
    first, second = table.iloc[:, 0].str.strip(), table.iloc[:, 1].str.strip()
    where = f"{SOURCE.titre_court}, feuille {sheet}"
    second_head = first.str.lower().str.match(HEADS[0])
    below = second_head.cumsum() > 0
    if below.any() and year_columns(table.loc[second_head].iloc[0]) != every:
        raise DataError("Les années des régions ne sont pas celles des départements", where, _REMEDY)
    parts = (
        (Level.DEPARTEMENT, department_codes(second).where(~below, "")),
        (Level.REGION, first.where(below & first.str.fullmatch(r"\d{2}"), "")),
        (Level.FRANCE, pd.Series("F", index=table.index).where(first.str.contains(FRANCE, regex=True), "")),
    )
    blocks = []
    for level, codes in parts:
        if (codes != "").any():
            rows = melted(table, codes, years, variable, where)
            blocks.append((one_rhone(rows) if level is Level.DEPARTEMENT else rows).assign(niveau=level.value))
    return pd.concat(blocks, ignore_index=True)


_REMEDY = "Le producteur a changé son classeur : signalez-le aux auteurs de l'application. Rien n'a été modifié."
