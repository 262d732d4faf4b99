"""DREES, recipients of the APA by département in December (« Données détaillées par GIR, âge et sexe », 2014-2019)."""

from __future__ import annotations

import re

import pandas as pd

from lib.model import DataError, Level, Source, SourceFile, Status, Variable
from lib.readers import Document
from lib.tables.cells import contract, numbers
from lib.tables.drees import department_codes, one_rhone

SHEET = "Total APA"
TITLE = re.compile(r"Bénéficiaires de l['’]APA, payés au titre d\w+ (?:mois de )?décembre (\d{4})", re.IGNORECASE)
# Ours, then the head of its column: its name changes with the year. The flag « (e) » stands in the next column.
COLUMNS = {
    "apa_domicile": r"domicile",
    "apa_etablissement": r"(?:total )?établissements",
    "apa_total": r"total apa domicile \+ établissements",
}
CODE = r"code département|départements"
FRANCE, FRANCE_CODE = r"(?i)^total estimé france entière", "F"
ESTIMATED = "(e)"
CORSICA = "20"  # one local authority since 2018: it is the region, no longer two départements
YEARS = ("2014", "2015", "2016", "2017", "2018", "2019")
PAGE = "https://data.drees.solidarites-sante.gouv.fr/explore/?q=APA+donn%C3%A9es+d%C3%A9taill%C3%A9es+GIR"

SOURCE = Source(
    id="drees_apa",
    titre="Bénéficiaires de l'allocation personnalisée d'autonomie, enquête Aide sociale",
    titre_court="bénéficiaires de l'APA",
    producteur="DREES",
    licence="Licence Ouverte 2.0",
    page=PAGE,
    mention="DREES, enquête Aide sociale, bénéficiaires de l'APA payés au titre de décembre {millesime}",
    champ="France hors Mayotte ; le Rhône comprend la Métropole de Lyon",
    verification="fichier_reel",
    fichiers=tuple(SourceFile(year, PAGE, None, a_deposer=True) for year in YEARS),
    variables=(
        Variable("apa_domicile", "Bénéficiaires de l'APA à domicile", "Total APA, Domicile"),
        Variable("apa_etablissement", "Bénéficiaires de l'APA en établissement", "Total APA, Total Établissements"),
        Variable("apa_total", "Bénéficiaires de l'APA", "Total APA DOMICILE + ÉTABLISSEMENTS"),
    ),
    hors_champ=("976",),
)


def recognise(document: Document) -> str | None:
    """Return the year of a detailed workbook of the APA, read in the title of its sheet « Total APA », else None."""
    sheet = _sheet(document)
    if sheet is None or document.header("Domicile", sheet=sheet) is None:
        return None
    year = TITLE.search(document.head(sheet)[0][0])
    return year[1] if year and year[1] in YEARS else None


def read(document: Document, millesime: str) -> pd.DataFrame:
    """Return the recipients of every département, of Corsica and of France; a figure flagged « (e) » is an estimate.

    The Rhône is published whole beside its two halves (69D, 69M): only the whole is kept.
    Raises DataError when a column has moved.
    """
    sheet = _sheet(document) or ""
    header = document.header("Domicile", sheet=sheet) or 0
    head = [" ".join(cell.lower().split()) for cell in document.head(sheet)[header]]
    table = document.table(sheet=sheet, header=header)
    codes = _codes(table, table.iloc[:, _position(head, CODE, document)].str.strip())
    kept = codes != ""
    blocks = []
    for variable, pattern in COLUMNS.items():
        at = _position(head, pattern, document)
        found = numbers(table.loc[kept].iloc[:, at], f"{SOURCE.titre_court} {millesime}, {variable}", _SYMBOLS)
        flagged = (table.loc[kept].iloc[:, at + 1].str.strip() == ESTIMATED) | (codes[kept] == FRANCE_CODE)
        statuses = found["statut"].mask(flagged & (found["statut"] == Status.OK.value), Status.ESTIME.value)
        blocks.append(found.assign(statut=statuses, code=codes[kept], variable=variable, millesime=millesime))
    rows = one_rhone(pd.concat(blocks, ignore_index=True))
    levels = rows["code"].map({FRANCE_CODE: Level.FRANCE.value, CORSICA: Level.REGION.value})
    rows = rows.assign(niveau=levels.fillna(Level.DEPARTEMENT.value), code=rows["code"].replace(CORSICA, "94"))
    return contract(rows, SOURCE)


def _sheet(document: Document) -> str | None:
    return next((name for name in document.sheets if name.strip() == SHEET), None)


def _codes(table: pd.DataFrame, places: pd.Series) -> pd.Series:
    france = table.iloc[:, 0].str.strip().str.contains(FRANCE, regex=True)
    return department_codes(places).mask(places == CORSICA, CORSICA).mask(france, FRANCE_CODE)


def _position(head: list[str], pattern: str, document: Document) -> int:
    found = [position for position, cell in enumerate(head) if re.fullmatch(pattern, cell)]
    if len(found) != 1:
        raise DataError(
            "Une colonne attendue a changé de nom", f"{document.name}, feuille {SHEET} : {pattern}", _REMEDY
        )
    return found[0]


_SYMBOLS = {"#value!": Status.NON_DISPONIBLE, "#ref!": Status.NON_DISPONIBLE}
_REMEDY = "Le producteur a changé son classeur : signalez-le aux auteurs de l'application. Rien n'a été modifié."
