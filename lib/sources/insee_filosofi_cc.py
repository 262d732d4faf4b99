"""Insee, Filosofi « base comparateur »: median, poverty, income shares, from the commune to the region, up to 2021."""

from __future__ import annotations

import re

import pandas as pd

from lib.model import Level, Source, SourceFile, Status
from lib.readers import Document
from lib.tables import filosofi
from lib.tables.cells import wide

ADDRESS = "https://www.insee.fr/fr/statistiques/fichier"
WHOLE = ("MED", "PIMP", "TP60", "D1", "D9", "RD")
STEMS = (*filosofi.HOUSEHOLDS, *WHOLE, *filosofi.POVERTY_DETAIL, *filosofi.INCOME_SHARES)
LEVELS = {"COM": Level.COMMUNE, "EPCI": Level.EPCI, "DEP": Level.DEPARTEMENT, "REG": Level.REGION}
# Urban units and communes have codes of the same shape: only the name of the file tells the level of a text file.
LEVEL_IN_NAME = re.compile(r"_(COM|EPCI|DEP|REG)(?=[-_.])", re.IGNORECASE)
WIDTHS = {Level.COMMUNE: 5, Level.EPCI: 9, Level.DEPARTEMENT: 2, Level.REGION: 2}
# No poverty rate under 5 % is ever published: « 5 » reads « 5 % or less » (national file of 2021: 132 communes).
FLOOR = 5

SOURCE = Source(
    id="insee_filosofi_cc",
    titre="Filosofi, revenus et pauvreté des ménages (base du comparateur de territoires)",
    titre_court="Filosofi",
    producteur="Insee",
    licence="Licence Ouverte 2.0",
    page="https://www.insee.fr/fr/statistiques/7756729",
    mention="Insee-DGFiP-Cnaf-Cnav-CCMSA, Filosofi {millesime}, géographie au 1er janvier {geographie}",
    champ="France métropolitaine, Martinique et La Réunion ; ménages fiscaux",
    verification="fichier_reel",
    fichiers=(
        SourceFile("2014", f"{ADDRESS}/3126432/filo-revenu-pauvrete-menage-2014.zip", 2015),
        SourceFile("2015", f"{ADDRESS}/3560121/filo-revenu-pauvrete-menage-2015.zip", 2016),
        SourceFile("2016", f"{ADDRESS}/4190004/filosofi-revenu-pauvrete-menage-2016.zip", 2017),
        SourceFile("2017", f"{ADDRESS}/4507225/base-filosofi-2017_CSV.zip", 2018),
        SourceFile("2018", f"{ADDRESS}/5009236/base-cc-filosofi-2018_CSV_geo2021.zip", 2021),
        SourceFile("2019", f"{ADDRESS}/6036902/base-cc-filosofi-2019_CSV.zip", 2022),
        SourceFile("2020", f"{ADDRESS}/6692392/base-cc-filosofi-2020_CSV.zip", 2023),
        # Not the later « geo2025 »: its long file no longer tells poverty by age and by tenure.
        SourceFile("2021", f"{ADDRESS}/7756729/base-cc-filosofi-2021-geo2024_csv.zip", 2024),
    ),
    variables=filosofi.variables(STEMS, "{stem}{a}"),
    hors_champ=("971", "973", "976"),
)


def recognise(document: Document) -> str | None:
    """Return the millesime of a file of the base, from its columns (« MED21 », « NBMENFISC21 »), else None."""
    for sheet, _ in _sheets(document):
        for row in document.head(sheet):
            names = {cell.strip() for cell in row}
            years = [year for year in SOURCE.millesimes if {f"MED{year[2:]}", f"NBMENFISC{year[2:]}"} <= names]
            if years and "CODGEO" in names:
                return years[0]
    return None


def read(document: Document, millesime: str) -> pd.DataFrame:
    """Return the measures of every level that the file holds (one sheet each, or one text file each).

    Empty cells and « s » are secrets, « nd » is unknown.
    « France métropolitaine », urban areas and zones are left out: the application does not have them.
    """
    year = millesime[2:]
    parts = []
    for sheet, level in _sheets(document):
        header = document.header("CODGEO", f"MED{year}", sheet=sheet)
        if header is None:
            continue
        table = document.table(sheet=sheet, header=header)
        table = table[table["CODGEO"].str.strip() != ""]
        table = table.assign(CODGEO=table["CODGEO"].str.strip().str.zfill(WIDTHS[level]))
        names = filosofi.columns(table, {stem: f"{stem}{year}" for stem in STEMS})
        parts.append(
            wide(
                table, SOURCE, millesime, code="CODGEO", level=level, columns=names, symbols={"": Status.SECRET}
            )
        )  # fmt: skip
    return filosofi.mark_floor(pd.concat(parts, ignore_index=True), FLOOR)


def _sheets(document: Document) -> list[tuple[str, Level]]:
    """Return the sheets to read and their level: those of the workbook, or the text file as its name tells it."""
    if document.kind == "classeur":
        return [(name, LEVELS[name.strip().upper()]) for name in document.sheets if name.strip().upper() in LEVELS]
    named = LEVEL_IN_NAME.search(document.name)
    return [("", LEVELS[named[1].upper()])] if named and document.kind == "texte" else []
