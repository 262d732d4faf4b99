"""Looks codes up in large sets: each distinct code once, where pandas would convert the whole set at every call."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np
import pandas as pd


def within(words: pd.Series, known: Collection[str]) -> pd.Series:
    """Tell which words are in ``known`` (a set, to be quick), same index; a missing word is not."""
    ranks, distinct = pd.factorize(words)
    found = np.fromiter((word in known for word in distinct.tolist()), dtype=bool, count=len(distinct))
    return pd.Series(np.append(found, False)[ranks], index=words.index, dtype=bool)


def ranked(words: pd.Series, table: Mapping[str, float]) -> pd.Series:
    """Return the number of each word (NaN when it has none), same index."""
    ranks, distinct = pd.factorize(words)
    found = np.fromiter((table.get(word, np.nan) for word in distinct.tolist()), dtype=float, count=len(distinct))
    return pd.Series(np.append(found, np.nan)[ranks], index=words.index, dtype="float64")
