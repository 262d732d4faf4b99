"""Insee's historical series of the census since 1968: the « base-cc » file of communes, and its long form (Melodi)."""

from __future__ import annotations

import re

import pandas as pd

from lib.model import Level, Source, SourceFile, Variable
from lib.readers import Document
from lib.tables.cells import wide
from lib.tables.census import full_year
from lib.tables.census_tables import tables_of
from lib.tables.melodi import Layout, latest, layout_of, read_long, recipes

LAYOUT = Layout(
    "DS_RP_SERIE_HISTORIQUE",
    frozenset({"OCS"}),
    recipes("population: OCS=_T", RP_MEASURE="POP")
    | recipes("naissances_periode: OCS=_T", RP_MEASURE="BRTH")
    | recipes("deces_periode: OCS=_T", RP_MEASURE="DEATH")
    | recipes("population_menages: OCS=DW_MAIN", RP_MEASURE="DWELLINGS_POPSIZE")
    | recipes(
        """
        logements: OCS=_T
        residences_principales: OCS=DW_MAIN
        residences_secondaires: OCS=DW_SEC_DW_OCC
        logements_vacants: OCS=DW_VAC
        """,
        RP_MEASURE="DWELLINGS",
    ),
)
# Our variable: end of the official name, what it counts. Prefix « P »: census of today; « D »: before 2006.
STOCKS = {
    "population": ("POP", "Population municipale"),
    "logements": ("LOG", "Logements"),
    "residences_principales": ("RP", "Résidences principales"),
    "residences_secondaires": ("RSECOCC", "Résidences secondaires et logements occasionnels"),
    "logements_vacants": ("LOGVAC", "Logements vacants"),
    "population_menages": ("PMEN", "Population des ménages"),
}
# Over the period from the census before in the file (« NAIS1420 »: 2014 to 2020): six to nine years.
FLOWS = {
    "naissances_periode": ("NAIS", "Naissances depuis le recensement précédent de la série"),
    "deces_periode": ("DECE", "Décès depuis le recensement précédent de la série"),
}
LAG = 3
MARK = {"CODGEO", "D68_POP", "D99_POP", "SUPERF"}
FORMER = ("1968", "1975", "1982", "1990", "1999")
PAGE = "https://catalogue-donnees.insee.fr/fr/catalogue/recherche/DS_RP_SERIE_HISTORIQUE"
FILE = "https://api.insee.fr/melodi/file/DS_RP_SERIE_HISTORIQUE"

SOURCE = Source(
    id="insee_serie_historique",
    titre="Recensement de la population, série historique depuis 1968",
    titre_court="recensement de la population",
    producteur="Insee",
    licence="Licence Ouverte 2.0",
    page=PAGE,
    mention="Insee, recensement de la population {millesime}, série historique, géographie au 1er janvier {geographie}",
    champ="France hors Mayotte",
    verification="fichier_reel",
    fichiers=(
        *(
            SourceFile(year, f"{FILE}/DS_RP_SERIE_HISTORIQUE_{year}_CSV_FR", int(year) + LAG)
            for year in ("2022", "2023")
        ),
        *(
            SourceFile(year, PAGE, 2023 + LAG, volet="repris de l'édition en cours", a_deposer=True)
            for year in (*FORMER, *(str(year) for year in range(2006, 2022)))
        ),
    ),
    variables=(
        *(Variable(name, label, f"P{{a}}_{end} ou D{{a}}_{end}") for name, (end, label) in STOCKS.items()),
        *(Variable(name, label, f"{start}…{{a}}") for name, (start, label) in FLOWS.items()),
    ),
    hors_champ=("976",),
)


def recognise(document: Document) -> str | None:
    """Return the latest census of a historical series (no other census table beside it), else None."""
    columns = document.columns()
    if set(columns) >= MARK and not tables_of(columns):
        found = [year for year in _years(columns) if year in SOURCE.millesimes]
    else:
        found = [latest(document)] if layout_of(document, (LAYOUT,)) else []
    year = max((one for one in found if one), default=None)
    return year if year in SOURCE.millesimes else None


def read(document: Document, millesime: str) -> pd.DataFrame:
    """Return population, dwellings, births and deaths of every area, at every census of the series."""
    if layout_of(document, (LAYOUT,)):
        return read_long(document, SOURCE, LAYOUT, lag=LAG)
    table = document.table()
    table = table.assign(CODGEO=table["CODGEO"].str.strip().str.zfill(5))
    cog = int(millesime) + LAG
    parts = [
        wide(table, SOURCE, year, code="CODGEO", level=Level.COMMUNE, columns=columns, cog=cog)
        for year, columns in _years(tuple(table.columns)).items()
        if year in SOURCE.millesimes
    ]
    return pd.concat(parts, ignore_index=True)


def _years(columns: tuple[str, ...]) -> dict[str, dict[str, str]]:
    """Map each census, four digits, to its official columns by variable."""
    ends = {end: name for name, (end, _) in STOCKS.items()}
    starts = {start: name for name, (start, _) in FLOWS.items()}
    found: dict[str, dict[str, str]] = {}
    for column in columns:
        if (stock := re.fullmatch(r"[PD](\d\d)_(\w+)", column)) and stock[2].replace("NPER_RP", "PMEN") in ends:
            found.setdefault(full_year(stock[1]), {})[ends[stock[2].replace("NPER_RP", "PMEN")]] = column
        elif (flow := re.fullmatch(r"(NAIS|DECE)\d\d(\d\d)", column)) is not None:
            found.setdefault(full_year(flow[2]), {})[starts[flow[1]]] = column
    return found
