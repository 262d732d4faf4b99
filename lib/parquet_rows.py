"""Rows of a Parquet file chosen by value: only the row groups whose bounds may hold them are read.

Files are sorted by what is asked of them, so one or two groups of ten thousand rows are read among thousands.
The footer is parsed once per version of a file; the file itself is closed after each reading (it may be replaced).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from lib.model import SHOWN_STATUSES

KEYS = ("niveau", "code", "indicateur")
REPEATED = (*KEYS, "variable", "millesime", "statut", "source")  # their words are read once per group
SHOWN = pa.array(sorted(status.value for status in SHOWN_STATUSES))


@dataclass(frozen=True, slots=True)
class _Footer:
    metadata: pq.FileMetaData
    repeated: list[str]
    bounds: dict[str, tuple[np.ndarray, np.ndarray]]


def rows(path: Path, wanted: Mapping[str, Sequence[str]], columns: Sequence[str]) -> pa.Table:
    """Return ``columns`` of the rows whose columns hold one of the texts of ``wanted``, in the order of the file.

    Raises OSError or pa.ArrowException when the file cannot be read.
    """
    footer = _footer(path, path.stat().st_mtime_ns)
    names = list(dict.fromkeys([*columns, *wanted]))
    with pq.ParquetFile(path, metadata=footer.metadata, read_dictionary=footer.repeated) as file:
        found = file.read_row_groups(_groups(footer, wanted), columns=names, use_threads=False)
    masks = (pc.is_in(found[name], value_set=pa.array(texts, pa.string())) for name, texts in wanted.items())
    kept = found.filter(reduce(pc.and_, masks)).select(columns)
    return kept.cast(pa.schema([_plain(field) for field in kept.schema]))


def shown(table: pa.Table, names: Sequence[str]) -> pa.Table:
    """Empty the numbers of ``names`` on every row whose status does not show them, whatever the file holds."""
    visible = pc.is_in(table["statut"], value_set=SHOWN)
    for name in names:
        kept = pc.if_else(visible, table[name].cast(pa.float64()), pa.scalar(None, pa.float64()))
        table = table.set_column(table.schema.get_field_index(name), name, kept)
    return table


def _plain(field: pa.Field) -> pa.Field:
    return field.with_type(pa.string()) if pa.types.is_dictionary(field.type) else field


def _groups(footer: _Footer, wanted: Mapping[str, str]) -> list[int]:
    """Return the row groups that may hold ``wanted``."""
    possible = np.ones(footer.metadata.num_row_groups, dtype=bool)
    for name, texts in wanted.items():
        if name in footer.bounds:
            low, high = footer.bounds[name]
            possible &= np.logical_or.reduce([(low <= text) & (high >= text) for text in texts])
    return np.flatnonzero(possible).tolist()


@lru_cache(maxsize=128)
def _footer(path: Path, _modified: int) -> _Footer:
    metadata = pq.read_metadata(path)
    places = {metadata.schema.column(place).path: place for place in range(metadata.num_columns)}
    groups = range(metadata.num_row_groups)
    bounds = {}
    for name in (name for name in KEYS if name in places):
        found = [metadata.row_group(group).column(places[name]).statistics for group in groups]
        if all(one is not None and one.has_min_max for one in found):
            low, high = ([getattr(one, side) for one in found] for side in ("min", "max"))
            bounds[name] = np.array(low, dtype=str), np.array(high, dtype=str)
    return _Footer(metadata, [name for name in REPEATED if name in places], bounds)
