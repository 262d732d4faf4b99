"""Share of the 15-24 neither in work nor at school (census, Observatoire des territoires), transcribed."""

from __future__ import annotations

import numpy as np
import pandas as pd

from lib.model import Level, Source, SourceFile, Variable
from lib.readers import Document
from lib.tables.cells import contract, numbers

COLUMNS = ("codgeo", "libgeo", "an", "part_non_inseres")
PAGE = "https://www.observatoire-des-territoires.gouv.fr/"
YEARS = ("2007", "2008", "2012", "2013", "2017", "2018")
# Two digits name a département or a region: only the label tells.
REGIONS = frozenset({
    "Guadeloupe", "Martinique", "Guyane", "La Réunion", "Mayotte", "Île-de-France", "Centre-Val de Loire",
    "Bourgogne-Franche-Comté", "Normandie", "Hauts-de-France", "Grand Est", "Pays de la Loire", "Bretagne",
    "Nouvelle-Aquitaine", "Occitanie", "Auvergne-Rhône-Alpes", "Provence-Alpes-Côte d'Azur", "Corse",
})  # fmt: skip

SOURCE = Source(
    id="releve_neet",
    titre="Part des 15-24 ans non insérés (recensement), relevé sur une copie publique",
    titre_court="jeunes non insérés",
    producteur="Insee et ANCT (Observatoire des territoires)",
    licence="Licence Ouverte 2.0",
    page=PAGE,
    mention="Insee, recensement de la population {millesime}, Observatoire des territoires, relevé sur une copie "
    "publique, à rafraîchir par la collecte",
    champ="Jeunes de 15 à 24 ans ni en emploi, ni en études, au sens du recensement",
    verification="fichier_reel",
    fichiers=tuple(SourceFile(year, PAGE, None, a_deposer=True) for year in YEARS),
    variables=(
        Variable("part_non_inseres", "Part des 15-24 ans non insérés", "part_non_inseres", "publiee", (0, 100)),
    ),
)  # fmt: skip


def recognise(document: Document) -> str | None:
    """Return the latest year when the columns are exactly those of the transcription, else None."""
    return max(YEARS) if document.columns() == COLUMNS else None


def read(document: Document, millesime: str) -> pd.DataFrame:
    """Return the published share of communes, départements or regions, each year of the file."""
    table = document.table()
    codes = table["codgeo"].str.strip()
    region = table["libgeo"].str.strip().isin(REGIONS) & (codes.str.len() == 2)
    commune = codes.str.len() == 5
    level = np.select([commune, region], [Level.COMMUNE.value, Level.REGION.value], Level.DEPARTEMENT.value)
    rows = numbers(table["part_non_inseres"], SOURCE.titre_court).assign(
        niveau=level, code=codes, millesime=table["an"].str.strip(), variable="part_non_inseres"
    )
    return contract(rows, SOURCE)
