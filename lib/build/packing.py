"""Holds millions of rows of variables in little memory: repeated words once, work done slice by slice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

WORDS = ("niveau", "millesime", "variable", "statut", "source", "provenance")
AT_ONCE = 60  # variables of one slice


def packed(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with their repeated words as categories, in alphabetical order."""
    return rows.astype({name: "category" for name in WORDS if name in rows})


def plain(rows: pd.DataFrame) -> pd.DataFrame:
    """Return packed rows with their words as text again."""
    return rows.astype({name: "str" for name in WORDS if name in rows})


def stacked(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Put packed rows one under the other, still packed."""
    aligned = list(parts)
    for name in (name for name in WORDS if name in parts[0]):
        words = sorted(set().union(*(part[name].cat.categories for part in parts)))
        aligned = [part.assign(**{name: part[name].cat.set_categories(words)}) for part in aligned]
    return pd.concat(aligned, ignore_index=True)


def slices(parts: Sequence[pd.DataFrame]) -> Iterator[pd.DataFrame]:
    """Yield plain rows by millesime and few variables at a time, the parts in their order."""
    millesimes = sorted(set().union(*(part["millesime"].cat.categories for part in parts)))
    variables = sorted(set().union(*(part["variable"].cat.categories for part in parts)))
    for millesime in millesimes:
        dated = [part[part["millesime"] == millesime] for part in parts]
        for start in range(0, len(variables), AT_ONCE):
            some = variables[start : start + AT_ONCE]
            found = [plain(part[part["variable"].isin(some)]) for part in dated]
            if any(map(len, found)):
                yield pd.concat([part for part in found if len(part)], ignore_index=True)
