"""Publishes ``geo/iris.parquet``: the IRIS of divided communes, their commune, type, label of quality and name."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from lib.build.places import Places, load_places
from lib.build.publish import Built, publish_all
from lib.model import DataError
from lib.readers import Document
from lib.settings import GEO_DIR
from lib.sources import insee_iris_reference, insee_rp_iris

PROVENANCE = "relevé sur une copie publique, à rafraîchir par la collecte ; ailleurs, le numéro de l'IRIS"


def build_iris(extract: Path, names: Path | None) -> int:
    """Build the table from the census extract and, when given, Insee's table of names; return its number of rows.

    Raises DataError when an input is not the expected one; the published file then stays as it was.
    """
    located = locate(insee_rp_iris.read_iris(Document(extract)), load_places(GEO_DIR))
    divided = located[located["type"] != "Z"]
    known = insee_iris_reference.read(names).set_index("code")["nom"] if names else pd.Series(dtype="object")
    label = divided["code"].map(known).fillna("IRIS " + divided["code"].str[5:])
    columns = ["code", "commune", "arrondissement", "type", "label"]
    table = divided[columns].assign(nom=label).sort_values("code", ignore_index=True)
    write = lambda path: table.to_parquet(path, index=False, compression="zstd", compression_level=12)  # noqa: E731
    sources = [insee_rp_iris.SOURCE, insee_iris_reference.SOURCE]
    publish_all([Built(GEO_DIR / "iris.parquet", write, sources, ["2021"], PROVENANCE)])
    return len(table)


def locate(iris: pd.DataFrame, places: Places) -> pd.DataFrame:
    """Return ``iris`` with today's commune of each IRIS and, in Paris, Lyon, Marseille, its arrondissement.

    Raises DataError when a commune code is neither current nor in the table of passages.
    """
    current = iris["commune"].map(places.current).fillna(iris["commune"])
    unknown = sorted(set(current) - places.codes["commune"])
    if unknown:
        remedy = "Complétez geo/passages.parquet, puis relancez la construction."
        raise DataError("Des codes de commune sont inconnus du découpage 2026", ", ".join(unknown[:10]), remedy)
    city = current.map(places.city_of)
    return iris.assign(arrondissement=current.where(city.notna()), commune=city.fillna(current))
