"""Names of the IRIS: Insee's reference table (``reference_IRIS_geo*.csv``), official file or transcribed extract."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from lib.model import DataError, Source, SourceFile

SOURCE = Source(
    id="insee_iris_reference",
    titre="Table de référence des IRIS",
    titre_court="table de référence des IRIS",
    producteur="Insee",
    licence="Licence Ouverte 2.0",
    page="https://www.insee.fr/fr/information/7708995",
    mention="Insee, table de référence des IRIS, géographie au 1er janvier 2021",
    champ="IRIS des communes découpées de l'Isère, du Rhône, de la Métropole de Lyon et de l'Hérault",
    verification="fichier_reel",
    fichiers=(
        SourceFile("2021", "https://www.insee.fr/fr/statistiques/fichier/7708995/reference_IRIS_geo2021.zip", 2021),
        SourceFile("2023", "https://www.insee.fr/fr/statistiques/fichier/7708995/reference_IRIS_geo2023.zip", 2023),
        SourceFile("2024", "https://www.insee.fr/fr/statistiques/fichier/7708995/reference_IRIS_geo2024.zip", 2024),
    ),
)
COLUMNS = {"CODE_IRIS": "code", "LIB_IRIS": "nom"}


def read(path: Path, millesime: str = "2021") -> pd.DataFrame:
    """Return code (9 characters) and nom of each IRIS. Raises DataError when the file is not the expected one."""
    SOURCE.cog(millesime)
    try:
        table = pd.read_csv(path, sep=";", dtype=str, encoding="utf-8-sig", usecols=list(COLUMNS))
    except (OSError, ValueError) as error:
        raise DataError("La table de référence des IRIS n'est pas lisible", str(path), _REMEDY) from error
    table = table.rename(columns=COLUMNS)
    faulty = table["code"].duplicated() | (table["code"].str.len() != 9) | table["nom"].isna()
    if faulty.any():
        raise DataError("Des lignes de la table des IRIS sont fausses", f"{path}, {int(faulty.sum())} lignes", _REMEDY)
    return table


_REMEDY = "Téléchargez la table de référence des IRIS sur le site de l'Insee, format CSV, séparateur point-virgule."
