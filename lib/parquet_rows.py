"""Rows of a Parquet file chosen by value: only the row groups whose bounds may hold them are read.

Files are sorted by what is asked of them, so one or two groups of a few thousand rows are read among thousands.
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
    complete: dict[str, bool]  # whether no text of a column is missing


def rows(path: Path, wanted: Mapping[str, Sequence[str]], columns: Sequence[str]) -> pa.Table:
    """Return ``columns`` of the rows whose columns hold one of the texts of ``wanted``, in the order of the file.

    Raises OSError or pa.ArrowException when the file cannot be read.
    """
    footer = _footer(path, path.stat().st_mtime_ns)
    groups = _groups(footer, wanted)
    sought = [name for name in wanted if not _all_match(footer, groups, name)]
    names = list(dict.fromkeys([*columns, *sought]))
    with pq.ParquetFile(path, metadata=footer.metadata, read_dictionary=footer.repeated) as file:
        found = file.read_row_groups(groups, columns=names, use_threads=False)
    kept = _matching(found, sought, wanted).select(columns)
    return kept.cast(pa.schema([_plain(field) for field in kept.schema]))


def _all_match(footer: _Footer, groups: Sequence[int], name: str) -> bool:
    """Tell whether the bounds of the groups chosen say that all their rows match: one text from end to end."""
    if name not in footer.bounds:
        return False
    low, high = (side[groups] for side in footer.bounds[name])
    return bool((low == high).all()) and footer.complete[name]


def _matching(found: pa.Table, names: Sequence[str], wanted: Mapping[str, Sequence[str]]) -> pa.Table:
    """Keep the rows that hold the texts of ``wanted`` in the columns of ``names``; rows that follow are only sliced."""
    if not names:
        return found
    kept = np.flatnonzero(reduce(np.logical_and, (_holds(found[name], wanted[name]) for name in names)))
    if len(kept) and kept[-1] - kept[0] + 1 == len(kept):
        return found.slice(kept[0], len(kept))
    return found.take(kept)


def _holds(column: pa.ChunkedArray, texts: Sequence[str]) -> np.ndarray:
    """Tell which rows hold one of ``texts``; of a column of repeated words, the words alone are compared."""
    sought = pa.array(texts, pa.string())
    found = []
    for chunk in column.chunks:
        if pa.types.is_dictionary(chunk.type):
            known = np.append(pc.is_in(chunk.dictionary, value_set=sought).to_numpy(zero_copy_only=False), False)
            found.append(known[chunk.indices.fill_null(len(known) - 1).to_numpy()])
        else:
            found.append(pc.is_in(chunk, value_set=sought).to_numpy(zero_copy_only=False))
    return np.concatenate(found) if found else np.zeros(0, dtype=bool)


def shown(table: pa.Table, names: Sequence[str]) -> pa.Table:
    """Empty the numbers of ``names`` on every row whose status does not show them, whatever the file holds."""
    visible = pc.is_in(table["statut"], value_set=SHOWN)
    every = pc.all(visible).as_py()
    for name in names:
        numbers = table[name].cast(pa.float64())
        kept = numbers if every else pc.if_else(visible, numbers, pa.scalar(None, pa.float64()))
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
            possible &= np.logical_or.reduce([(low <= text) & (high >= text) for text in map(str.encode, texts)])
    return np.flatnonzero(possible).tolist()


@lru_cache(maxsize=128)
def _footer(path: Path, _modified: int) -> _Footer:
    metadata = pq.read_metadata(path)
    places = {metadata.schema.column(place).path: place for place in range(metadata.num_columns)}
    groups = range(metadata.num_row_groups)
    bounds, complete = {}, {}
    for name in (name for name in KEYS if name in places):
        found = [metadata.row_group(group).column(places[name]).statistics for group in groups]
        if all(one is not None and one.has_min_max for one in found):
            low, high = ([getattr(one, side) for one in found] for side in ("min", "max"))
            # As UTF-8, whose order is that of the texts: compared twice as fast.
            bounds[name] = tuple(np.array([text.encode() for text in side], dtype=bytes) for side in (low, high))
            complete[name] = all(one.null_count == 0 for one in found)
    return _Footer(metadata, [name for name in REPEATED if name in places], bounds, complete)
