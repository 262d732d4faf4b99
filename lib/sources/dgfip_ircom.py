"""DGFiP, income tax by commune (IRCOM, sheet ``ListeCommune``): fiscal households, taxed ones, reference income."""

from __future__ import annotations

import re

import pandas as pd

from lib.model import DataError, Level, Source, SourceFile, Variable
from lib.readers import Document
from lib.tables.cells import wide

PAGE = "https://www.data.gouv.fr/datasets/limpot-sur-le-revenu-par-collectivite-territoriale-ircom"
SHEET = "ListeCommune"
# The year of the incomes is in the name (« ircom_communes_complet_revenus_2024 »), nowhere in the cells we know of.
YEAR = re.compile(r"revenus_(20\d\d)", re.IGNORECASE)
MILLESIMES = {"2019": 2020, "2020": 2021, "2021": 2022, "2022": 2023, "2023": 2024, "2024": 2025}
BRACKET = "Revenu fiscal de référence par tranche"
# Official heading (its beginning), ours, factor: amounts are in thousands of euros.
FIELDS = (
    ("Nombre de foyers fiscaux", "foyers_fiscaux", 1, "Foyers fiscaux"),
    (
        "Revenu fiscal de référence des foyers fiscaux",
        "revenu_fiscal_reference",
        1000,
        "Revenu fiscal de référence",
    ),
    ("Impôt net (total)", "impot_net", 1000, "Impôt net sur le revenu (négatif : restitution)"),
    ("Nombre de foyers fiscaux imposés", "foyers_fiscaux_imposes", 1, "Foyers fiscaux imposés"),
)
DIRECTION = re.compile(r"\d\d\d|2[AB]0")  # « B31 »: non-residents, whose communes are countries
MONACO = "06900"

SOURCE = Source(
    id="dgfip_ircom",
    titre="L'impôt sur le revenu par commune (IRCOM)",
    titre_court="impôt sur les revenus",
    producteur="DGFiP",
    licence="Licence Ouverte 2.0",
    page=PAGE,
    mention="DGFiP, IRCOM, revenus {millesime}",
    champ="Foyers fiscaux qui résident en France",
    verification="documentation",
    fichiers=(
        *(SourceFile(year, PAGE, cog, a_deposer=True) for year, cog in MILLESIMES.items() if year != "2024"),
        SourceFile(
            "2024",
            "https://static.data.gouv.fr/resources/limpot-sur-le-revenu-par-collectivite-territoriale-ircom/"
            "20260526-131537/ircom-2025-revenus-2024.zip",
            MILLESIMES["2024"],
        ),
    ),
    variables=tuple(
        Variable(name, label, heading, bornes=(None, None) if name == "impot_net" else (0, None))
        for heading, name, _, label in FIELDS
    ),
)  # fmt: skip


def recognise(document: Document) -> str | None:
    """Return the year of the incomes of an IRCOM workbook (sheet and headings; the year from its name), else None.

    Raises DataError when the workbook is IRCOM's but its name does not tell a known year.
    """
    if document.kind != "classeur" or SHEET not in document.sheets:
        return None
    if document.header("Dép.", "Commune", sheet=SHEET) is None:
        return None
    named = YEAR.search(document.name)
    if named is None or named[1] not in MILLESIMES:
        remedy = "Rendez au fichier le nom que lui donne la DGFiP (« …_revenus_2024.xlsx »), qui seul dit son année."
        raise DataError("L'année de ce fichier n'est pas connue", document.name, remedy)
    return named[1]


def read(document: Document, millesime: str) -> pd.DataFrame:
    """Return the line « Total » of each commune, amounts in euros; « n.c. » is a secret.

    Headings are on two merged lines and the first column is empty. Non-residents and Monaco are left out.
    """
    header = document.header("Dép.", "Commune", sheet=SHEET) or 0
    table = document.table(sheet=SHEET, header=header)
    table = table.rename(columns=lambda name: " ".join(name.split()))
    found = {name: _column(table, heading, document) for heading, name, _, _ in FIELDS}
    bracket = table[_column(table, BRACKET, document)].str.strip().str.lower()
    direction, commune = table["Dép."].str.strip(), table["Commune"].str.strip()
    table = table.assign(code=direction.str[:2] + commune.str.zfill(3))  # « 380 » + « 151 », « 971 » + « 101 »
    resident = direction.str.fullmatch(DIRECTION) & (commune != "") & (table["code"] != MONACO)
    rows = wide(
        table[resident & (bracket == "total")], SOURCE, millesime, code="code", level=Level.COMMUNE, columns=found
    )  # fmt: skip
    factors = rows["variable"].map({name: factor for _, name, factor, _ in FIELDS})
    return rows.assign(valeur=rows["valeur"] * factors)


def _column(table: pd.DataFrame, heading: str, document: Document) -> str:
    """Return the column whose heading is ``heading``, give or take a note mark or a unit in brackets."""
    shape = re.compile(re.escape(heading) + r"( \(en euros\))?\*?", re.IGNORECASE)
    found = [name for name in table.columns if shape.fullmatch(name)]
    if len(found) != 1:
        remedy = "La DGFiP a changé son fichier : signalez-le aux auteurs de l'application."
        raise DataError("Une colonne attendue n'est pas dans le fichier", f"{document.name} : {heading}", remedy)
    return found[0]
