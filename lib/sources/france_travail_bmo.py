"""France Travail, survey of labour needs (BMO): hiring projects by basin and occupation, added up by département."""

from __future__ import annotations

import pandas as pd

from lib.model import Level, Source, SourceFile, Status, Variable
from lib.readers import Document
from lib.tables.cells import contract, numbers

SHEET, YEAR, DEPARTMENT, REGION, PROJECTS = "BMO_{}_open_data", "annee", "Dept", "REG", "met"
FILES = {
    "2024": "https://www.data.gouv.fr/fr/datasets/r/4319f5e8-a8e6-476c-8da0-c0d3439ebb55",
    "2025": "https://www.data.gouv.fr/fr/datasets/r/54478315-aafd-4070-b8df-a5647297e0c0",
}
SHOWN = "projets_recrutement_hors_secret"

SOURCE = Source(
    id="france_travail_bmo",
    titre="Enquête Besoins en main-d'œuvre",
    titre_court="besoins en main-d'œuvre",
    producteur="France Travail",
    licence="Licence Ouverte 2.0",
    page="https://www.data.gouv.fr/datasets/enquete-besoins-en-main-doeuvre-bmo",
    mention="France Travail, enquête Besoins en main-d'œuvre {millesime}",
    champ="Projets de recrutement déclarés par les établissements qui ont répondu, redressés",
    verification="fichier_reel",
    fichiers=tuple(SourceFile(year, url, None) for year, url in FILES.items()),
    variables=(
        Variable("projets_recrutement", "Projets de recrutement", PROJECTS, "publiee"),
        Variable(SHOWN, "Projets de recrutement, métiers couverts par le secret non comptés", PROJECTS, "publiee"),
    ),
)


def recognise(document: Document) -> str | None:
    """Return the year of a BMO workbook, from the name of its sheet of figures, else None."""
    if document.kind != "classeur":
        return None
    return next((year for year in FILES if SHEET.format(year) in document.sheets), None)


def read(document: Document, millesime: str) -> pd.DataFrame:
    """Return the projects of départements and regions: the total, secret as soon as one occupation is, and its floor.

    The floor adds up the published occupations only: an estimate, always lower than the total.
    """
    table = document.table(sheet=SHEET.format(millesime), columns=[YEAR, REGION, DEPARTMENT, PROJECTS])
    table = table[(table[YEAR].str[:4] == millesime) & (table[DEPARTMENT].str.strip() != "978")]
    table = table.assign(**numbers(table[PROJECTS], SOURCE.titre_court))
    blocks = [
        _summed(table, column, level) for column, level in ((DEPARTMENT, Level.DEPARTEMENT), (REGION, Level.REGION))
    ]
    return contract(pd.concat(blocks, ignore_index=True), SOURCE, millesime)


def _summed(table: pd.DataFrame, column: str, level: Level) -> pd.DataFrame:
    grouped = table.assign(cache=table["statut"] == Status.SECRET.value).groupby(table[column].str.strip())
    floor = grouped["valeur"].sum()
    hidden = grouped["cache"].any()
    whole = pd.DataFrame(
        {"valeur": floor.mask(hidden), "statut": hidden.map({True: Status.SECRET.value, False: Status.OK.value})}
    ).assign(variable="projets_recrutement")
    part = pd.DataFrame({"valeur": floor, "statut": Status.ESTIME.value, "variable": SHOWN})
    return pd.concat([whole, part]).rename_axis("code").reset_index().assign(niveau=level.value)
