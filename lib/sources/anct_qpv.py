"""ANCT, « quartiers prioritaires » of 2024: codes, names, communes and outlines. A reference table: no figures."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import shapely

from lib.model import DataError, Source, SourceFile

SOURCE = Source(
    id="anct_qpv",
    titre="Quartiers prioritaires de la politique de la ville, périmètres de 2024",
    titre_court="périmètres des quartiers prioritaires",
    producteur="ANCT",
    licence="Licence Ouverte 2.0",
    page="https://www.data.gouv.fr/datasets/quartiers-prioritaires-de-la-politique-de-la-ville-qpv",
    mention="ANCT, quartiers prioritaires de la politique de la ville, périmètres de {millesime}",
    champ="Isère, Rhône, Métropole de Lyon et Hérault",
    verification="fichier_reel",
    fichiers=(
        SourceFile("2024", "https://www.data.gouv.fr/api/1/datasets/r/942d4ee8-8142-4556-8ea1-335537ce1119", 2024),
    ),
)
FIELDS = ("code_qp", "lib_qp", "insee_com")


def read(path: Path) -> gpd.GeoDataFrame:
    """Return code, nom, communes (list of codes as published) and geometry (EPSG:4326) of each quarter of a GeoJSON.

    A quarter may lie in several communes. Raises DataError when the file is not the expected one.
    """
    try:
        features = json.loads(path.read_text(encoding="utf-8"))["features"]
        rows = [[feature["properties"][name] for name in FIELDS] for feature in features]
        shapes = [shapely.from_geojson(json.dumps(feature["geometry"])) for feature in features]
    except (OSError, ValueError, KeyError, TypeError, shapely.errors.ShapelyError) as error:
        raise DataError("Les contours des quartiers prioritaires ne sont pas lisibles", str(path), _REMEDY) from error
    codes, names, communes = zip(*rows, strict=True) if rows else ((), (), ())
    table = {
        "code": list(codes),
        "nom": list(names),
        "communes": [[code.strip() for code in listed.split(",")] for listed in communes],
    }
    frame = gpd.GeoDataFrame(table, geometry=shapes, crs="EPSG:4326")
    wrong = ~frame["code"].astype(str).str.fullmatch(r"QN\w{6}") | frame["code"].duplicated()
    if frame.empty or wrong.any():
        where = f"{path}, {int(wrong.sum())} codes faux ou répétés"
        raise DataError("Ce fichier n'est pas celui des quartiers prioritaires de 2024", where, _REMEDY)
    return frame


_REMEDY = "Prenez le GeoJSON en WGS84 du jeu « Quartiers prioritaires de la politique de la ville » sur data.gouv.fr."
