"""What a card says of the position of a figure: a rank when it means something, else how many have the same."""

import pandas as pd
import pytest

from lib.stats import position
from lib.ui.cards import rank_words

PEERS = "communes de l'Isère"


def told(value: float, others: list[float]) -> str:
    return rank_words(position(value, pd.Series([value, *others], dtype="float64")), PEERS)


@pytest.mark.parametrize(
    ("value", "others", "words"),
    [
        (9.0, [1.0, 2.0, 3.0], "Valeur la plus élevée des 4 communes de l'Isère"),
        (1.0, [2.0, 3.0, 4.0], "Valeur la plus faible des 4 communes de l'Isère"),
        (2.0, [1.0, 3.0, 4.0], "3e valeur la plus élevée des 4 communes de l'Isère"),
        (0.0, [0.0] * 8 + [1.0, 2.0], "Même valeur que 8 des 10 autres communes de l'Isère"),
        (1.0, [0.0] * 30 + [1.0], "Valeur la plus élevée des 32 communes de l'Isère"),
    ],
)
def test_a_rank_is_said_unless_many_have_the_same_value(value, others, words):
    assert told(value, others) == words
