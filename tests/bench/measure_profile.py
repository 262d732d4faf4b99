"""One profile in 40 million synthetic observations: lib.store against pyarrow.dataset and pandas on the same file."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from lib.build.files import ROW_GROUP
from lib.catalog import Catalog
from lib.model import OBSERVATION_COLUMNS, Level, Territory
from lib.store import Store
from lib.ui import resources
from tests.bench.table import Row, interleave

COMMUNES, IRIS = 34_900, 48_500
INDICATORS, YEARS = 40, 12
READS = 12
THEME = "synthetique"
ROWS = f"""
    SELECT CASE WHEN t < {COMMUNES} THEN 'commune' ELSE 'iris' END AS niveau,
        lpad((t + 1000)::VARCHAR, CASE WHEN t < {COMMUNES} THEN 5 ELSE 9 END, '0') AS code,
        (2013 + i % {YEARS})::VARCHAR AS millesime,
        'indicateur_' || lpad((i // {YEARS} % {INDICATORS})::VARCHAR, 2, '0') AS indicateur,
        round((h % 100000) / 1000.0, 1) AS valeur,
        CASE WHEN h % 50 = 0 THEN 'fragile' ELSE 'ok' END AS statut,
        (h % 5000)::BIGINT AS numerateur, (5000 + h % 1000)::DOUBLE AS denominateur,
        'source_synthetique' AS source, 2025::BIGINT AS geographie
    FROM (SELECT i, i // {INDICATORS * YEARS} AS t, hash(i) AS h
          FROM range({(COMMUNES + IRIS) * INDICATORS * YEARS}) AS r(i))"""


def measure() -> list[Row]:
    """Return the time to read all observations of a commune never read before, connection and footer already warm."""
    with tempfile.TemporaryDirectory(prefix="boussole_bench_") as folder:
        path = Path(folder) / f"{THEME}.parquet"
        write(path)
        store = Store(catalog(), [path.parent])
        names = list(store.catalog.indicators)
        opened = ds.dataset(path)

        def ours(code: str) -> int:
            read = store.profile([Territory(Level.COMMUNE, code, code)], names)
            return sum(len(series) for series in read.rows.values())

        def arrow(code: str) -> int:
            rows = opened.to_table(filter=(ds.field("niveau") == "commune") & (ds.field("code") == code))
            return len(rows.to_pylist())

        def pandas(code: str) -> int:
            return len(pd.read_parquet(path, filters=[("niveau", "==", "commune"), ("code", "==", code)]))

        label = "Profil d'un territoire dans 40 millions de lignes"
        return [
            Row(label, "ms", *_compare(ours, arrow, 5000), "pyarrow.dataset ouvert", "3,6 ms"),
            Row(label, "ms", *_compare(ours, pandas, 20000), "pandas.read_parquet", "3,6 ms"),
            Row(f"{label}, l'un après l'autre", "ms", _in_a_row(ours, 12000), landmark="3,6 ms"),
        ]


def catalog() -> Catalog:
    """Return a catalogue of one theme holding the synthetic indicators."""
    theme = resources.catalog().themes["portrait"]
    model = theme.indicateurs[0]
    every = [
        model.model_copy(update={"id": f"indicateur_{rank:02d}", "theme": THEME, "alias": ()})
        for rank in range(INDICATORS)
    ]
    synthetic = theme.model_copy(update={"id": THEME, "indicateurs": tuple(every)})
    return Catalog({THEME: synthetic}, {one.id: one for one in every}, {})


def write(path: Path) -> None:
    """Write the table at the observation contract, in the order and the groups of lib.build (about 240 MB)."""
    columns = ", ".join(OBSERVATION_COLUMNS)
    with duckdb.connect() as connection, ExitStack() as stack:
        connection.execute("SET memory_limit = '4GB'")
        file = None
        for level in ("commune", "iris"):
            query = f"SELECT {columns} FROM ({ROWS}) WHERE niveau = '{level}'"
            batches = connection.sql(query).to_arrow_reader(ROW_GROUP * 100)
            file = file or stack.enter_context(pq.ParquetWriter(path, batches.schema, compression="zstd"))
            for batch in batches:
                file.write_table(pa.Table.from_batches([batch]), row_group_size=ROW_GROUP)


def _compare(
    ours: Callable[[str], int], other: Callable[[str], int], first: int
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Time both readers on the same codes, after one reading each; both must return every observation."""
    left, right = interleave(
        lambda turn: _timed(ours, f"{first + 37 * turn:05d}"),
        lambda turn: _timed(other, f"{first + 37 * turn:05d}"),
        READS + 1,
    )
    return tuple(left[1:]), tuple(right[1:])


def _in_a_row(read: Callable[[str], int], first: int) -> tuple[float, ...]:
    """Time readings that follow each other, as those of a page: no other program takes the caches in between."""
    return tuple(_timed(read, f"{first + 37 * turn:05d}") for turn in range(5 * READS))[READS:]


def _timed(read: Callable[[str], int], code: str) -> float:
    started = time.perf_counter()
    found = read(code)
    elapsed = 1000 * (time.perf_counter() - started)
    if found != INDICATORS * YEARS:
        raise RuntimeError(f"{code} : {found} observations lues au lieu de {INDICATORS * YEARS}")
    return elapsed
