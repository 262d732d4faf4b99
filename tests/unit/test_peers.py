"""Groups of comparable areas: those alike first, then a like size, then all around; mine is in none of them."""

import pytest

from lib import peers
from lib.model import Level
from lib.settings import DATA_DIR
from lib.similarity import Criterion, Recipe
from lib.store import Store


@pytest.fixture(scope="module")
def store(catalog):
    return Store(catalog, [DATA_DIR / "indicateurs"])


def test_the_closest_communes_come_first_then_those_of_a_like_size_then_all(territories, store):
    mine = territories.get("commune-38151")
    closest, local, *_, last = found = peers.groups(territories, store, mine, Recipe())
    assert (closest.noun, len(closest.areas)) == ("communes semblables", 20) and mine not in closest.areas
    assert closest.criteria == (
        "communes de la région Auvergne-Rhône-Alpes les plus proches par la taille, la densité et l'âge"
    )
    assert local.noun == "communes de taille semblable"
    assert "communes de l'Isère de 19\u202f000 à 75\u202f000\u00a0habitants" in local.criteria
    sized = found[3]
    assert "de la région Auvergne-Rhône-Alpes de 19\u202f000 à 75\u202f000\u00a0habitants" in sized.criteria
    assert len(sized.areas) >= 20 and mine not in sized.areas
    for area in sized.areas:
        assert mine.population / 2 <= area.population <= mine.population * 2
        assert area.parents[Level.REGION] == mine.parents[Level.REGION]
    assert last.noun == "communes de l'Isère" and not last.alike
    assert len(last.areas) == 511


def test_the_reader_narrows_widens_and_drops_size(territories, store):
    mine = territories.get("commune-38151")
    near = peers.groups(territories, store, mine, Recipe(Level.DEPARTEMENT, 1.5))[1]
    far = peers.groups(territories, store, mine, Recipe(Level.FRANCE, 3.0))[-2]
    assert {area.code for area in near.areas} < {area.code for area in far.areas}
    unsized = peers.groups(territories, store, mine, Recipe(criteria=frozenset({Criterion.AGE})))
    assert [group.noun for group in unsized] == ["communes semblables", "communes de l'Isère"]


def test_areas_chosen_by_hand_come_first_and_say_so(territories, store):
    mine = territories.get("commune-38151")
    chosen = ("38053", "38151", "38999", "69029")
    closest = peers.groups(territories, store, mine, Recipe(), chosen)[0]
    assert closest.codes == ["38053", "69029"] and "à la main" in closest.criteria
    automatic = peers.groups(territories, store, mine, Recipe())[0]
    assert peers.groups(territories, store, mine, Recipe(), automatic.codes)[0] == automatic


@pytest.mark.parametrize(
    ("key", "nouns"),
    [
        ("iris-381510101", ["IRIS d'Échirolles", "IRIS de Grenoble-Alpes-Métropole"]),
        ("commune-69383", ["arrondissements de Lyon"]),
        ("region-84", ["régions de France"]),
        ("france-F", []),
    ],
)
def test_other_levels_have_their_own_peers(territories, store, key, nouns):
    assert [group.noun for group in peers.groups(territories, store, territories.get(key), Recipe())] == nouns
