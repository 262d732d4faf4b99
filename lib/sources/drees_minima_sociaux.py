"""DREES, recipients of the minima sociaux by département on 31 December (workbook of 20 sheets, 1995 to 2019)."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from lib.model import Break, DataError, Level, Source, SourceFile, Status, Variable
from lib.readers import Document
from lib.tables.cells import contract
from lib.tables.drees import department_codes, melted, year_columns

# What the title of a sheet must say, ours, what it counts. The other sheets repeat these or have stopped.
SHEETS = (
    (r"allocataires de l'AAH par", "allocataires_aah", "Allocataires de l'allocation aux adultes handicapés"),
    (r"allocataires de l'ASS par", "allocataires_ass", "Allocataires de l'allocation de solidarité spécifique"),
    (r"allocataires de l'ADA par", "allocataires_ada", "Allocataires de l'allocation pour demandeur d'asile"),
    (r"allocation supplémentaire vieillesse", "allocataires_minimum_vieillesse", "Allocataires du minimum vieillesse"),
    (
        r"allocation supplémentaire invalidité",
        "allocataires_asi",
        "Allocataires de l'allocation supplémentaire d'invalidité",
    ),
    (r"allocataires du RSA par .* depuis 2009", "allocataires_rsa", "Allocataires du RSA (socle avant 2016)"),
    (r"population couverte\*? par le RSA .* depuis 2009", "personnes_couvertes_rsa", "Personnes couvertes par le RSA"),
    (r"allocataires des minima sociaux", "allocataires_minima_sociaux", "Allocataires d'un minimum social"),
)
WORKBOOK = "Minima sociaux : Données départementales par dispositif"
ESTIMATED = ("allocataires_asi",)  # « Attention : ces données sont estimées »
ROUNDED = ("allocataires_minima_sociaux",)  # totals are rounded to 100, for a département too
HALVED = ("2A", "2B")  # the minimum vieillesse is known for Corsica as a whole, and divided by 2
HEAD, LABEL = "N° Dep", 2
YEARS = tuple(str(year) for year in range(1995, 2020))
PAGE = "https://data.drees.solidarites-sante.gouv.fr/explore/?q=minima+sociaux+donn%C3%A9es+d%C3%A9partementales"

SOURCE = Source(
    id="drees_minima_sociaux",
    titre="Minima sociaux : données départementales par dispositif",
    titre_court="minima sociaux par département",
    producteur="DREES",
    licence="Licence Ouverte 2.0",
    page=PAGE,
    mention="DREES, minima sociaux, données départementales par dispositif, 31 décembre {millesime}",
    champ="Allocataires de tous les régimes ; département de la caisse qui verse pour la Caf ; le Rhône comprend la "
    "Métropole de Lyon",
    verification="fichier_reel",
    fichiers=tuple(SourceFile(year, PAGE, None, a_deposer=True) for year in YEARS),
    variables=tuple(Variable(name, label, pattern) for pattern, name, label in SHEETS),
    ruptures=(
        Break("2008", "2009", "Le RSA remplace le RMI et l'API ; le minimum vieillesse compte l'outre-mer."),
        Break("2015", "2016", "La prime d'activité remplace le RSA activité ; la Cnaf compte autrement."),
    ),
)


def recognise(document: Document) -> str | None:
    """Return the latest millesime of the workbook, known by the title of its summary, else None."""
    if document.kind != "classeur":
        return None
    rows = document.head(document.sheets[0])
    return max(YEARS) if rows and rows[0] and rows[0][0].strip() == WORKBOOK else None


def read(document: Document, millesime: str) -> pd.DataFrame:
    """Return the recipients of every département and of France, 31 December of each year.

    Of the two series of 2016 the revised one is kept. A fractional count is an estimate; totals are rounded to 100.
    Raises DataError when a sheet is missing.
    """
    titles = {sheet: _title(document, sheet) for sheet in document.sheets[1:]}
    blocks = []
    for pattern, variable, _ in SHEETS:
        sheet = next((name for name, title in titles.items() if re.search(pattern, title)), None)
        if sheet is None:
            raise DataError("Un tableau attendu n'est pas dans le classeur", f"{document.name} : {variable}", _REMEDY)
        blocks.append(_sheet(document, sheet, variable))
    return contract(pd.concat(blocks, ignore_index=True), SOURCE)


def _title(document: Document, sheet: str) -> str:
    rows = document.head(sheet)
    return " ".join(rows[0][0].replace("’", "'").split()) if rows and rows[0] else ""


def _sheet(document: Document, sheet: str, variable: str) -> pd.DataFrame:
    header = document.header(HEAD, sheet=sheet)
    if header is None:
        raise DataError("L'en-tête d'un tableau a changé", f"{document.name}, feuille {sheet}", _REMEDY)
    head = document.head(sheet)
    # In two tables the years are one row below, under « Total RSA ».
    below = header if year_columns(head[header]) else header + 1
    table = document.table(sheet=sheet, header=below)
    years = {year: position for year, position in year_columns(head[below]).items() if year in YEARS}
    codes = department_codes(table.iloc[:, 1])
    france = (table.iloc[:, 1].str.strip() == "") & (table.iloc[:, LABEL].str.strip() == "France")
    rows = melted(table, codes.mask(france, "F"), years, variable, f"{SOURCE.titre_court}, feuille {sheet}")
    rows["niveau"] = np.where(rows["code"] == "F", Level.FRANCE.value, Level.DEPARTEMENT.value)
    return rows.assign(statut=_statuses(rows, variable))


def _statuses(rows: pd.DataFrame, variable: str) -> pd.Series:
    shown = rows["statut"] == Status.OK.value
    halved = rows["code"].isin(HALVED) & (variable == "allocataires_minimum_vieillesse")
    estimated = halved | (rows["valeur"] % 1 != 0) | (variable in ESTIMATED)
    statuses = rows["statut"].mask(shown & ((rows["code"] == "F") | (variable in ROUNDED)), Status.ARRONDI.value)
    return statuses.mask(shown & estimated, Status.ESTIME.value)


_REMEDY = "Le producteur a changé son classeur : signalez-le aux auteurs de l'application. Rien n'a été modifié."
