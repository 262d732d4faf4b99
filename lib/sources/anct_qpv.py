"""ANCT, « quartiers prioritaires » of 2024 and of 2015: codes, names, communes, outlines. No figures."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import geopandas as gpd
import shapely

from lib.model import DataError, Source, SourceFile

PAGE = "https://www.data.gouv.fr/datasets/quartiers-prioritaires-de-la-politique-de-la-ville-qpv"

SOURCE = Source(
    id="anct_qpv",
    titre="Quartiers prioritaires de la politique de la ville, périmètres de 2024",
    titre_court="périmètres des quartiers prioritaires",
    producteur="ANCT",
    licence="Licence Ouverte 2.0",
    page=PAGE,
    mention="ANCT, quartiers prioritaires de la politique de la ville, périmètres de {millesime}",
    champ="Isère, Rhône, Métropole de Lyon et Hérault",
    verification="fichier_reel",
    fichiers=(
        SourceFile("2015", PAGE, None, a_deposer=True),
        SourceFile("2024", "https://www.data.gouv.fr/api/1/datasets/r/942d4ee8-8142-4556-8ea1-335537ce1119", 2024),
    ),
)
FIELDS = ("code_qp", "lib_qp", "insee_com")
FIELDS_2015 = ("code_qp", "nom_qp")  # communes by name only: they are found from the outlines


def read(path: Path) -> gpd.GeoDataFrame:
    """Return code, nom, communes (list of codes as published) and geometry (EPSG:4326) of each quarter of a GeoJSON.

    A quarter may lie in several communes. Raises DataError when the file is not that of 2024.
    """
    rows, shapes = _features(path, FIELDS)
    codes, names, communes = zip(*rows, strict=True) if rows else ((), (), ())
    table = {
        "code": list(codes),
        "nom": list(names),
        "communes": [[code.strip() for code in listed.split(",")] for listed in communes],
    }
    return _checked(gpd.GeoDataFrame(table, geometry=shapes, crs="EPSG:4326"), r"QN\w{6}", path, "2024")


def read_2015(path: Path) -> gpd.GeoDataFrame:
    """Return code, nom and geometry (EPSG:4326) of the quarters of 2015. Raises DataError when it is another file."""
    rows, shapes = _features(path, FIELDS_2015)
    codes, names = zip(*rows, strict=True) if rows else ((), ())
    table = {"code": list(codes), "nom": list(names)}
    return _checked(gpd.GeoDataFrame(table, geometry=shapes, crs="EPSG:4326"), r"QP\w{6}", path, "2015")


def _features(path: Path, fields: Sequence[str]) -> tuple[list[list[str]], list[shapely.Geometry]]:
    try:
        features = json.loads(path.read_text(encoding="utf-8"))["features"]
        rows = [[feature["properties"][name] for name in fields] for feature in features]
        shapes = [shapely.from_geojson(json.dumps(feature["geometry"])) for feature in features]
    except (OSError, ValueError, KeyError, TypeError, shapely.errors.ShapelyError) as error:
        raise DataError("Les contours des quartiers prioritaires ne sont pas lisibles", str(path), _REMEDY) from error
    return rows, shapes


def _checked(frame: gpd.GeoDataFrame, codes: str, path: Path, year: str) -> gpd.GeoDataFrame:
    wrong = ~frame["code"].astype(str).str.fullmatch(codes) | frame["code"].duplicated()
    if frame.empty or wrong.any():
        where = f"{path}, {int(wrong.sum())} codes faux ou répétés"
        raise DataError(f"Ce fichier n'est pas celui des quartiers prioritaires de {year}", where, _REMEDY)
    return frame


_REMEDY = "Prenez le GeoJSON en WGS84 du jeu « Quartiers prioritaires de la politique de la ville » sur data.gouv.fr."
