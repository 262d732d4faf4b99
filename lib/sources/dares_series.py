"""Dares, quarterly series of registered jobseekers by region, seasonally adjusted (categories A, and A, B, C)."""

from __future__ import annotations

import pandas as pd

from lib.model import Break, DataError, Level, Source, SourceFile, Status, Variable
from lib.readers import Document
from lib.tables.cells import contract, numbers

SHEETS = {"demandeurs_a_cvs": "DEFM cat A par région", "demandeurs_abc_cvs": "DEFM cat ABC par région"}
PERIOD, FIRST = "Période", 2010
PAGE = "https://dares.travail-emploi.gouv.fr/"
QUARTERS = tuple(f"{year}-T{rank}" for year in range(FIRST, 2027) for rank in (1, 2, 3, 4))
REGIONS = {
    "GUADELOUPE": "01", "MARTINIQUE": "02", "GUYANE": "03", "LA REUNION": "04", "ILE-DE-FRANCE": "11",
    "CENTRE-VAL DE LOIRE": "24", "BOURGOGNE FRANCHE-COMTE": "27", "NORMANDIE": "28", "HAUTS-DE-FRANCE": "32",
    "GRAND-EST": "44", "PAYS DE LA LOIRE": "52", "BRETAGNE": "53", "NOUVELLE-AQUITAINE": "75", "OCCITANIE": "76",
    "AUVERGNE RHONE-ALPES": "84", "PROVENCE-ALPES-COTE D'AZUR": "93", "CORSE": "94",
}  # fmt: skip
FRANCE = "FRANCE ENTIERE"
REFORM = "Loi pour le plein emploi : inscription automatique des allocataires du RSA depuis janvier 2025."

SOURCE = Source(
    id="dares_series",
    titre="Demandeurs d'emploi inscrits à France Travail, séries trimestrielles régionales",
    titre_court="séries de demandeurs d'emploi",
    producteur="Dares et France Travail",
    licence="Licence Ouverte 2.0",
    page=PAGE,
    mention="Dares et France Travail, STMT, moyenne du {millesime}, CVS-CJO, arrondie par le producteur",
    champ="Inscrits à France Travail, France hors Mayotte, Saint-Martin et Saint-Barthélemy",
    verification="fichier_reel",
    fichiers=tuple(SourceFile(quarter, PAGE, None, a_deposer=True) for quarter in QUARTERS),
    variables=(
        Variable("demandeurs_a_cvs", "Demandeurs d'emploi, catégorie A (CVS)", SHEETS["demandeurs_a_cvs"], "publiee"),
        Variable("demandeurs_abc_cvs", "Demandeurs d'emploi, A, B, C (CVS)", SHEETS["demandeurs_abc_cvs"], "publiee"),
    ),
    ruptures=(Break("2024-T4", "2025-T1", REFORM),),
    hors_champ=("976",),
)


def recognise(document: Document) -> str | None:
    """Return the last quarter of the workbook that has both regional sheets, else None."""
    if document.kind != "classeur" or not set(SHEETS.values()) <= set(document.sheets):
        return None
    quarters = _periods(_table(document, SHEETS["demandeurs_abc_cvs"]))
    known = quarters[quarters.isin(QUARTERS)]
    return known.max() if len(known) else None


def read(document: Document, millesime: str) -> pd.DataFrame:
    """Return the jobseekers of regions since 2010, and of France for the three categories together.

    Regional figures are rounded to 10, national ones to 100. « France métropolitaine » is not France: left out.
    """
    blocks = []
    for variable, sheet in SHEETS.items():
        table = _table(document, sheet)
        quarters = _periods(table)
        kept = quarters.isin(QUARTERS)
        for column in table.columns:
            name = " ".join(column.split())
            if name in REGIONS or name == FRANCE:
                level, code = (Level.FRANCE, "F") if name == FRANCE else (Level.REGION, REGIONS[name])
                cells = numbers(table.loc[kept, column], f"{sheet}, {name}", shown=Status.ARRONDI)
                blocks.append(cells.assign(niveau=level.value, code=code, millesime=quarters[kept], variable=variable))
    return contract(pd.concat(blocks, ignore_index=True), SOURCE)


def _table(document: Document, sheet: str) -> pd.DataFrame:
    header = document.header(PERIOD, "CORSE", sheet=sheet)
    if header is None:
        remedy = "Le producteur a changé son fichier : signalez-le aux auteurs de l'application."
        raise DataError("L'en-tête des régions a disparu", f"{document.name}, feuille {sheet}", remedy)
    return document.table(sheet=sheet, header=header)


def _periods(table: pd.DataFrame) -> pd.Series:
    return table[PERIOD].str.strip().str.replace(r"^([0-9]{4})T([1-4])$", r"\1-T\2", regex=True)
