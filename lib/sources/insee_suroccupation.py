"""Insee, « Statistiques locales »: published share of overcrowded main residences, lone persons' studios set apart."""

from __future__ import annotations

import re

import pandas as pd

from lib.model import Level, Source, SourceFile, Variable
from lib.readers import Document
from lib.tables.cells import wide

OFFICIAL = "Part des résidences principales (hors studio de 1 personne) suroccupées"
TITLE = re.compile(re.escape(OFFICIAL) + r" (\d{4})")
LEVELS = {
    "par commune": Level.COMMUNE,
    "par epci": Level.EPCI,
    "par intercommunalité": Level.EPCI,
    "par département": Level.DEPARTEMENT,
    "par région": Level.REGION,
}
PAGE = "https://statistiques-locales.insee.fr/"

SOURCE = Source(
    id="insee_suroccupation",
    titre="Part des résidences principales suroccupées (Statistiques locales)",
    titre_court="logements suroccupés",
    producteur="Insee",
    licence="Licence Ouverte 2.0",
    page=PAGE,
    mention="Insee, recensement de la population {millesime}, exploitation complémentaire, Statistiques locales",
    champ="Résidences principales, hors studios d'une personne",
    verification="fichier_reel",
    fichiers=(SourceFile("2020", PAGE, 2023, a_deposer=True),),
    variables=(
        Variable("taux_suroccupation", "Part des résidences principales suroccupées", OFFICIAL, "publiee", (0, 100)),
    ),
)  # fmt: skip


def recognise(document: Document) -> str | None:
    """Return the year written in the title of the column of figures, else None."""
    found = _place(document)
    return found[2] if found and found[2] in SOURCE.millesimes else None


def read(document: Document, millesime: str) -> pd.DataFrame:
    """Return the published share of each territory; « N/A - … » is a status, never a zero."""
    sheet, header, _ = _place(document) or ("", 0, "")
    titles = " ".join(" ".join(row) for row in document.head(sheet)[:header]).lower()
    level = next((level for words, level in LEVELS.items() if words in titles), Level.COMMUNE)
    table = document.table(sheet=sheet, header=header)
    column = next(name for name in table.columns if TITLE.fullmatch(name))
    return wide(table, SOURCE, millesime, code="Code", level=level, columns={"taux_suroccupation": column})


def _place(document: Document) -> tuple[str, int, str] | None:
    """Return the sheet, the row of the header and the year, in an export whose first rows are titles."""
    for sheet in document.sheets:
        header = document.header("Code", "Libellé", sheet=sheet)
        if header is not None:
            for cell in document.head(sheet)[header]:
                if found := TITLE.fullmatch(cell.strip()):
                    return sheet, header, found[1]
    return None
