"""What a map says of my territory: a rank, or how many have the same value when a rank would mean nothing."""

import pandas as pd
import pytest

from lib.formats import NBSP, plain
from lib.map_values import LegendClass, figures
from lib.map_words import class_words, standing
from lib.model import Level

LABEL = "Communes de l'Isère"


@pytest.mark.parametrize(
    ("mine", "others", "end"),
    [
        (0.0, [0.0] * 8 + [3.0], f"{NBSP}; 8 autres des 10 communes de l'Isère ont la même valeur."),
        (3.0, [0.0] * 9, f"{NBSP}: c'est la valeur la plus élevée des 10 communes de l'Isère."),
        (1.0, [0.0] * 8 + [3.0], f"{NBSP}; 8 des 10 communes de l'Isère ont une valeur plus faible."),
    ],
)
def test_where_my_territory_stands(catalog, territories, mine, others, end):
    areas = territories.children(territories.get("departement-38"), Level.COMMUNE)[: 1 + len(others)]
    table = pd.DataFrame(
        {
            "code": [area.code for area in areas],
            "valeur": [mine, *others],
            "statut": "ok",
            "millesime": "2025",
            "source": "releve_bpe",
        }
    )
    shown = figures(areas, table)
    assert standing(shown, catalog.resolve("points_poste"), LABEL, areas[0].key).endswith(end)


@pytest.mark.parametrize(
    ("unit", "said"),
    [("equipements", ["0", "de 1 à 35"]), ("pourcent", ["de 0,0 à moins de 1,0", "de 1,0 à 35,0"])],
)
def test_a_class_of_one_count_is_named_by_it(unit, said):
    classes = [LegendClass("#fff", 0.0, 1.0, 437), LegendClass("#000", 1.0, 35.0, 75)]
    assert [class_words(classes, rank, lambda bound: plain(bound, unit)) for rank in (0, 1)] == said


def test_the_only_figure_of_a_map_has_no_rank(catalog, territories):
    areas = territories.children(territories.get("departement-38"), Level.COMMUNE)[:2]
    table = pd.DataFrame({"code": [areas[0].code], "valeur": [4.0], "statut": "ok", "millesime": "2025", "source": "x"})
    told = standing(figures(areas, table), catalog.indicators["part_65_plus"], LABEL, areas[0].key)
    assert told.endswith("4,0\u202f% des habitants ont 65 ans ou plus.")
