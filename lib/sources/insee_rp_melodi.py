"""Census in Insee's long files (Melodi): the three censuses of each edition, from the commune to France."""

from __future__ import annotations

import pandas as pd

from lib.model import Source, SourceFile, Variable
from lib.readers import Document
from lib.tables.census import BREAKS, ITEMS
from lib.tables.census_melodi import LAYOUTS
from lib.tables.melodi import latest, layout_of, read_long

LAG = 3  # census of year N: codes of 1 January N + 3, for the older censuses of the file too
FILE = "https://api.insee.fr/melodi/file"
EDITIONS = ("2022", "2023")
FORMER_NAMES = {("DS_RP_LOGEMENT_COMP", "2022"): "DS_RP_LOGEMENT_COMPL"}
# Each edition repeats the censuses of five to six, then ten to eleven years before, in its own geography.
REPEATED = ("2011", "2012", "2016", "2017")
LABELS = {item.id: item.libelle for item in ITEMS} | {"menages_sans_voiture": "Ménages sans voiture"}


def _files() -> tuple[SourceFile, ...]:
    named = [(one, year, FORMER_NAMES.get((one.name, year), one.name)) for one in LAYOUTS for year in EDITIONS]
    catalogue = "https://catalogue-donnees.insee.fr/fr/catalogue/recherche"
    return (
        *(
            SourceFile(year, f"{FILE}/{name}/{name}_{year}_CSV_FR", int(year) + LAG, volet=one.name)
            for one, year, name in named
        ),
        *(
            SourceFile(year, f"{catalogue}/DS_RP_POPULATION_PRINC", 2026, volet="repris d'une édition", a_deposer=True)
            for year in REPEATED
        ),
    )


SOURCE = Source(
    id="insee_rp_melodi",
    titre="Recensement de la population, fichiers longs du catalogue Melodi",
    titre_court="recensement de la population",
    producteur="Insee",
    licence="Licence Ouverte 2.0",
    page="https://catalogue-donnees.insee.fr/fr/catalogue/recherche/DS_RP_POPULATION_PRINC",
    mention="Insee, recensement de la population {millesime}, géographie au 1er janvier {geographie}",
    champ="France hors Mayotte",
    verification="documentation",
    fichiers=_files(),
    variables=tuple(
        Variable(name, LABELS[name], layout.formula(name)) for layout in LAYOUTS for name in layout.recipes
    ),
    ruptures=BREAKS,
    hors_champ=("976",),
    fragile_sous=200,
)


def recognise(document: Document) -> str | None:
    """Return the latest census seen in a long file of the census, else None."""
    if layout_of(document, LAYOUTS) is None:
        return None
    year = latest(document)
    return year if year in SOURCE.millesimes else None


def read(document: Document, millesime: str) -> pd.DataFrame:
    """Return the counts of every area, for the censuses of the file. Raises DataError when a crossing comes twice."""
    return read_long(document, SOURCE, layout_of(document, LAYOUTS) or LAYOUTS[0], lag=LAG)
