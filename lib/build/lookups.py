"""Looks codes up in large sets: each distinct code once, where pandas would convert the whole set at every call."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd


def within(words: pd.Series, known: Collection[str]) -> pd.Series:
    """Tell which words are in ``known`` (a set, to be quick), same index; a missing word is not."""
    ranks, distinct = pd.factorize(words)
    found = np.fromiter((word in known for word in distinct.tolist()), dtype=bool, count=len(distinct))
    return pd.Series(np.append(found, False)[ranks], index=words.index, dtype=bool)
