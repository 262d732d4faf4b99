"""Published means of the index of social position (three départements, France), transcribed from a public copy."""

from __future__ import annotations

import pandas as pd

from lib.model import Level, Source, SourceFile, Variable
from lib.readers import Document
from lib.tables.cells import contract, numbers

COLUMNS = ("nature", "rentree_scolaire", "code_geo", "ips_public", "ips_prive", "ips_ensemble")
STEMS = {"école": "ips_ecoles", "collège": "ips_colleges"}
PUBLISHED = "ips_departemental, ips_national"
PAGE = "https://data.education.gouv.fr/explore/dataset/fr-en-ips-ecoles-ap2022/"

SOURCE = Source(
    id="releve_ips_references",
    titre="Indices de position sociale moyens, relevé sur une copie publique",
    titre_court="IPS moyens",
    producteur="DEPP (Éducation nationale)",
    licence="Licence Ouverte 2.0",
    page=PAGE,
    mention="DEPP, IPS moyens, rentrée {millesime}, relevé sur une copie publique, à rafraîchir par la collecte",
    champ="Écoles ou collèges publics et privés sous contrat",
    verification="fichier_reel",
    fichiers=tuple(SourceFile(year, PAGE, None, a_deposer=True) for year in ("2024", "2025")),
    variables=(
        Variable("ips_ecoles_moyen", "IPS moyen des écoles", PUBLISHED, "publiee", (45, 185)),
        Variable("ips_colleges_moyen", "IPS moyen des collèges", PUBLISHED, "publiee", (45, 185)),
    ),
)


def recognise(document: Document) -> str | None:
    """Return the latest school year when the columns are those of the transcription, else None."""
    return "2025" if set(document.columns()) == set(COLUMNS) else None


def read(document: Document, millesime: str) -> pd.DataFrame:
    """Return the published mean of each kind of school for the départements and France, public and private."""
    table = document.table()
    france = table["code_geo"] == "FR"
    rows = numbers(table["ips_ensemble"], SOURCE.titre_court).assign(
        niveau=france.map({True: Level.FRANCE.value, False: Level.DEPARTEMENT.value}),
        code=table["code_geo"].where(~france, "F"),
        millesime=table["rentree_scolaire"].str[:4],
        variable=table["nature"].map(STEMS) + "_moyen",
    )
    return contract(rows, SOURCE)
