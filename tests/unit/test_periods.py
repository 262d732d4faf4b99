"""Millesimes in words, and the short line of a source that is made of them."""

from __future__ import annotations

import pytest

from lib.periods import spelled
from tests.collecting import source


@pytest.mark.parametrize(
    ("millesime", "words"),
    [
        ("2021", "2021"),
        ("2024-T1", "1er trimestre 2024"),
        ("2024-T4", "4e trimestre 2024"),
        ("2017-12", "décembre 2017"),
        ("2024-2025", "2024-2025"),
        ("", ""),
    ],
)
def test_a_millesime_is_spelled(millesime: str, words: str) -> None:
    assert spelled(millesime) == words


def test_the_short_line_joins_a_year_and_sets_a_period_apart() -> None:
    one = source(producteur="Insee", titre_court="état civil", mention="Insee, {millesime}, {geographie}")
    assert one.short() == "Insee, état civil"
    assert one.short("2025") == "Insee, état civil 2025"
    assert one.short("2025-T4") == "Insee, état civil, 4e trimestre 2025"
    assert one.cited("2025-T4", 2026) == "Insee, 4e trimestre 2025, 2026"
    assert one.cited("", None) == "Insee, millésime inconnu, inconnue"
