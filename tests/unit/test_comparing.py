"""How a figure is said beside that of another area: in ratios, except when it rests on a handful of people."""

import pytest

from lib.formats import NBSP, THIN
from lib.model import Level, Status
from lib.observation import Observation
from lib.ui.comparing import Beside, sentence_beside


def seen(value, numerator=None, denominator=None):
    return Observation("essai", Level.COMMUNE, "38020", value, Status.OK, "2024", numerator, denominator)


@pytest.mark.parametrize(
    ("name", "mine", "year", "words"),
    [
        ("part_rsa_allocataires", seen(25.0, 5.0, 20.0), "2021", f"contre 10,0{THIN}% dans l'Isère en 2021"),
        ("part_rsa_allocataires", seen(25.0, 500.0, 2000.0), "", f"2,5 fois l'Isère (10,0{THIN}%)"),
        ("taux_pauvrete_60", seen(16.0, 16.0), "", f"1,6 fois l'Isère (10,0{THIN}%)"),
        ("pharmacies_10000", seen(0.0, 0.0, 190.0), "", f"contre 10,0{NBSP}pour{NBSP}10{THIN}000 dans l'Isère"),
    ],
)
def test_a_ratio_to_another_area_is_not_said_of_a_handful(catalog, territories, name, mine, year, words):
    other = Beside(territories.get("departement-38"), seen(10.0), year)
    assert sentence_beside(mine, other, catalog.resolve(name)) == words
