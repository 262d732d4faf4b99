"""Lookups in large sets say what pandas says, missing words included."""

from __future__ import annotations

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from lib.build.lookups import ranked, within

WORDS = st.lists(st.one_of(st.none(), st.sampled_from(["38001", "38002", "69123", "2A004"])), max_size=20)


def series(words: list[str | None]) -> pd.Series:
    """Return the words under an index that is not 0, 1, 2…"""
    return pd.Series(words, index=[f"ligne {rank}" for rank in range(len(words))], dtype="str")


@given(words=WORDS, known=st.frozensets(st.sampled_from(["38001", "2A004", "97101"])))
def test_within_is_isin(words: list[str | None], known: frozenset[str]) -> None:
    given_words = series(words)
    pd.testing.assert_series_equal(within(given_words, known), given_words.isin(list(known)))


@given(words=WORDS)
def test_ranked_is_map(words: list[str | None]) -> None:
    table = {"38001": 1.0, "69123": 3.0}
    expected = series(words).map(table).astype("float64")
    pd.testing.assert_series_equal(ranked(series(words), table), expected)
