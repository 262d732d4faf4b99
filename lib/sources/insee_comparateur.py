"""Insee's « comparateur de territoires » (communes): a digest of the census, when the full tables are not there."""

from __future__ import annotations

import pandas as pd

from lib.model import Level, Source, SourceFile
from lib.readers import Document
from lib.tables.cells import wide
from lib.tables.census import variables
from lib.tables.census_tables import latest_year, mapping_of

KEPT = frozenset(
    {
        "population",
        "menages",
        "logements",
        "residences_principales",
        "residences_secondaires",
        "logements_vacants",
        "rp_proprietaires",
        "pop_15_64",
        "actifs_15_64",
        "chomeurs_15_64",
    }
)
MARK = {"CODGEO", "SUPERF"}
LAG = 3

SOURCE = Source(
    id="insee_comparateur",
    titre="Comparateur de territoires (communes)",
    titre_court="recensement de la population",
    producteur="Insee",
    licence="Licence Ouverte 2.0",
    page="https://www.insee.fr/fr/statistiques/2521169",
    mention="Insee, comparateur de territoires, recensement de la population {millesime}",
    champ="France hors Mayotte",
    verification="fichier_reel",
    fichiers=(
        SourceFile(
            "2022", "https://www.insee.fr/fr/statistiques/fichier/2521169/base_cc_comparateur_csv.zip", 2022 + LAG
        ),
        *(
            SourceFile(str(year), "https://www.insee.fr/fr/statistiques/2521169", year + LAG, a_deposer=True)
            for year in (2013, 2014, 2015, 2016, 2017, 2018, 2019, 2020, 2021, 2023)
        ),
    ),
    variables=tuple(variable for variable in variables() if variable.id in KEPT),
    hors_champ=("976",),
    fragile_sous=200,
)


def recognise(document: Document) -> str | None:
    """Return the latest census of the digest (establishments beside the census), else None."""
    columns = set(document.columns())
    if not (columns >= MARK and any(name.startswith("ETTOT") for name in columns)):
        return None
    year = latest_year(sorted(columns))
    return year if year in SOURCE.millesimes else None


def read(document: Document, millesime: str) -> pd.DataFrame:
    """Return the census counts of every commune, for the two censuses of the digest."""
    table = document.table()
    parts = []
    for year, columns in mapping_of(table.columns, KEPT).items():
        parts.append(
            wide(
                table, SOURCE, year, code="CODGEO", level=Level.COMMUNE, columns=columns, cog=int(millesime) + LAG
            )
        )  # fmt: skip
    return pd.concat(parts, ignore_index=True)
