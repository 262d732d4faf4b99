"""Comparable areas: their population is within the band, mine is not among them, each group is wider."""

import pytest

from lib import peers
from lib.model import Level
from lib.peers import Choice


def test_the_closest_communes_are_of_a_like_population_in_the_region(territories):
    mine = territories.get("commune-38151")
    closest, *_, last = peers.groups(territories, mine, Choice())
    assert closest.noun == "communes semblables"
    assert "de la région Auvergne-Rhône-Alpes de 19\u202f000 à 75\u202f000\u00a0habitants" in closest.criteria
    assert len(closest.areas) >= 20 and mine not in closest.areas
    for area in closest.areas:
        assert mine.population / 2 <= area.population <= mine.population * 2
        assert area.parents[Level.REGION] == mine.parents[Level.REGION]
    assert last.noun == "communes de l'Isère" and not last.alike
    assert len(last.areas) == 511


def test_the_reader_narrows_widens_and_leaves_out(territories):
    mine = territories.get("commune-38151")
    near = peers.groups(territories, mine, Choice(Level.DEPARTEMENT, 1.5))[0]
    far = peers.groups(territories, mine, Choice(Level.FRANCE, 3.0))[0]
    assert {area.code for area in near.areas} < {area.code for area in far.areas}
    left = near.areas[0].code
    assert left not in peers.groups(territories, mine, Choice(Level.DEPARTEMENT, 1.5, frozenset({left})))[0].codes


@pytest.mark.parametrize(
    ("key", "nouns"),
    [
        ("iris-381510101", ["IRIS d'Échirolles", "IRIS de la Grenoble-Alpes-Métropole"]),
        ("commune-69383", ["arrondissements de Lyon"]),
        ("region-84", ["régions de France"]),
        ("france-F", []),
    ],
)
def test_other_levels_have_their_own_peers(territories, key, nouns):
    found = [group.noun for group in peers.groups(territories, territories.get(key), Choice())]
    assert found == [noun.replace("de la Grenoble", "de Grenoble") for noun in nouns]
