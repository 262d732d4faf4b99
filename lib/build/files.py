"""The published files: how their rows are sorted and cut, and what the manifest says of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from lib import registry
from lib.build.packing import plain
from lib.build.publish import Built
from lib.model import VARIABLE_COLUMNS

# Rows of one group: what is read for one territory or one indicator. On 40 million rows, 2.8 ms to read a profile with
# 10 000, 4.3 with 20 000, 12 with 120 000 (tests/bench, profil); the footer is then parsed once per start, 0.1 s.
ROW_GROUP = 10_000


def variable_file(folder: Path, name: str, rows: pd.DataFrame) -> Built:
    """Return the variables of one source, ready to publish."""
    ordered = rows[[*VARIABLE_COLUMNS, "provenance"]]
    return Built(
        folder / "variables" / f"{name}.parquet", _writer(ordered, _cut), [registry.sources()[name]],
        sorted(rows["millesime"].unique()), " ; ".join(sorted(rows["provenance"].unique())),
    )  # fmt: skip


def theme_files(path: Path, rows: pd.DataFrame, variables: dict[str, pd.DataFrame]) -> list[Built]:
    """Return the indicators of one theme, ready to publish: by territory, and the same by indicator for maps."""
    names = sorted(rows["source"].unique())
    told = " ; ".join(sorted({origin for name in names for origin in variables[name]["provenance"].unique()}))
    used = [registry.sources()[name] for name in names]
    years = sorted(rows["millesime"].unique())
    return [
        Built(path, _writer(rows, _cut), used, years, told),
        Built(by_indicator(path), _writer(rows, _cut_by_indicator), used, years, told),
    ]


def by_indicator(path: Path) -> Path:
    """Return where the copy of a theme sorted by indicator is published."""
    return path.parent / "par_indicateur" / path.name


def _cut(rows: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Yield the rows by groups, no group on two levels: the bounds of its codes would hold any code."""
    for _, one in rows.groupby("niveau", sort=False, observed=True):
        for start in range(0, len(one), ROW_GROUP):
            yield one.iloc[start : start + ROW_GROUP]


def _cut_by_indicator(rows: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Yield the rows of each indicator in turn, its levels apart, in the order of the codes."""
    for _, one in rows.groupby(["indicateur", "niveau"], sort=True, observed=True):
        yield from _cut(one)


def _writer(rows: pd.DataFrame, cut: Callable[[pd.DataFrame], Iterable[pd.DataFrame]]) -> Callable[[Path], None]:
    """Return what writes rows as text, packed or not, one group at a time to spare memory."""

    def write(path: Path) -> None:
        schema = pa.Schema.from_pandas(plain(rows.iloc[:0]), preserve_index=False)
        with pq.ParquetWriter(path, schema, compression="zstd", compression_level=12) as file:
            for group in cut(rows):
                file.write_table(pa.Table.from_pandas(plain(group), schema=schema, preserve_index=False))

    return write
