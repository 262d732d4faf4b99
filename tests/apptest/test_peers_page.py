"""« Territoires semblables »: criteria and group in the address, changed by hand, followed from page to page."""

import re

import pytest

from lib.ui import similar
from tests.apptest.reading import assert_sound, markup, words

TEN = "69264,69029,69149,38169,69034,69244,73065,74281,69286,69275"


def param(at, name: str) -> str:
    found = at.query_params.get(name, "")
    return found[0] if isinstance(found, list) and found else str(found or "")


def test_the_page_shows_criteria_group_and_figures(visit):
    at = visit("semblables", territoire="commune-38151")
    assert_sound(at)
    text = words(at)
    assert "20\u00a0communes parmi les 42 de votre région de taille comparable" in text
    assert "les plus proches d'Échirolles par la taille, la densité et l'âge" in text
    rows = re.findall(r'<th scope="row">([^<]+)</th>', markup(at))
    assert len(rows) == 22 and rows[0] == "Échirolles (Isère)" and rows[-1] == "Médiane des communes semblables"
    assert "n.d." in text and "jamais pris pour un zéro" in text
    assert "Niveau de vie médian\u00a0: publié pour 22\u00a0communes sur 42." in text
    assert "semblables" not in at.query_params  # nothing is written until the reader uses it


def test_using_the_group_everywhere_writes_its_codes_and_pages_compare_with_its_median(visit):
    at = visit("semblables", territoire="commune-38151")
    at.toggle(key="semblables-partout").set_value(True).run()
    assert_sound(at)
    assert param(at, "comparer").startswith("semblables,epci")
    assert len(param(at, "semblables").split(",")) == 20
    at.switch_page("../../pages/portrait.py").run()
    assert "la médiane des communes semblables" in words(at)
    assert "moitié centrale des communes semblables" in words(at)


def test_a_copied_address_reopens_the_same_group_on_any_page(visit):
    shared = {"territoire": "commune-38151", "comparer": "semblables,france", "semblables": TEN}
    at = visit("semblables", **shared)
    assert_sound(at)
    assert param(at, "semblables") == TEN
    assert "10\u00a0communes" in words(at) and "retraits" in words(at)
    assert "Voir la liste et changer les critères" in words(visit("synthese", **shared))


def test_removing_a_commune_then_putting_it_back_gives_the_first_address(visit):
    at = visit("semblables", territoire="commune-38151", comparer="semblables")
    first = param(at, "semblables")
    group = at.multiselect(key="semblables-groupe")
    kept = list(group.value)
    group.set_value(kept[1:]).run()
    assert_sound(at)
    assert kept[0] not in param(at, "semblables").split(",")
    assert "1\u00a0retrait à la main" in words(at)
    at.multiselect(key="semblables-groupe").set_value(kept).run()
    assert param(at, "semblables") == first


def test_a_criterion_is_switched_off_and_a_commune_added_by_hand_stays(visit):
    at = visit("semblables", territoire="commune-38151", semblables=f"{TEN},34172", criteres="10")
    at.checkbox(key="semblables-age").set_value(False).run()
    assert_sound(at)
    assert param(at, "criteres") == "10,taille,densite"
    codes = param(at, "semblables").split(",")
    assert "34172" in codes and "38151" not in codes


def test_the_codes_of_another_commune_are_dropped_with_it(visit):
    at = visit("semblables", territoire="commune-38151", comparer="semblables,france", semblables=TEN)
    at.query_params["territoire"] = "commune-38185"
    at.run()
    assert_sound(at)
    assert param(at, "semblables") and param(at, "semblables") != TEN
    assert "Grenoble" in words(at)


@pytest.mark.parametrize(
    "wrong",
    [
        {"semblables": "departement"},
        {"semblables": "99999,<b>"},
        {"criteres": "poids,x9,lune"},
        {"semblables": "38151"},
    ],
)
def test_a_wrong_address_gives_the_usual_group(visit, wrong):
    at = visit("semblables", territoire="commune-38151", **wrong)
    assert_sound(at)
    assert "Comment la liste est faite" in words(at) and "à la main" not in words(at)


@pytest.mark.parametrize("key", ["iris-381510101", "region-84", "france-F", "commune-69383"])
def test_a_territory_that_has_no_like_says_so(visit, key):
    at = visit("semblables", territoire=key, comparer="semblables,france")
    assert_sound(at)
    assert "compare des communes, des intercommunalités ou des départements" in words(at)


def test_no_commune_of_a_like_size_says_how_to_widen(visit):
    at = visit("semblables", territoire="commune-75056")
    assert_sound(at)
    assert "élargissez le périmètre ou la taille" in words(at)


def test_without_any_criterion_the_page_asks_for_one(visit):
    at = visit("semblables", territoire="commune-38151", criteres="aucun")
    assert_sound(at)
    assert "Choisissez au moins un critère" in words(at)


def test_a_commune_without_any_figure_may_still_compose_its_group_by_hand(visit):
    at = visit("semblables", territoire="commune-97611")
    assert_sound(at)
    assert "Aucun critère n'est publié à Mamoudzou" in words(at)
    at = visit("semblables", territoire="commune-97611", semblables="97608,97610")
    assert_sound(at)
    assert "2\u00a0communes" in words(at)


def test_a_group_is_never_my_territory(visit):
    at = visit("portrait", territoire="zone-s.commune.38053.38169")
    assert_sound(at)
    assert "territoire inconnu" in " ".join(one.value for one in at.info)


@pytest.mark.parametrize("written", ["", "region,30", "departement,x1.5,taille,age", "aucun", "france,50,x3,revenu"])
def test_criteria_written_in_an_address_are_read_back(written):
    assert similar.write(similar.parse(written)) == written


def test_a_card_ranks_me_among_the_group_or_else_among_the_communes_around(visit):
    group = {"comparer": "semblables", "semblables": "69264,69029,69149,69034,38169"}
    near = words(visit("portrait", territoire="commune-38151", **group))
    assert "moitié centrale des communes semblables, ou à défaut des communes de l'Isère" in near
    local = {"comparer": "semblables", "semblables": "38169,38544,38053,38421"}
    told = words(visit("emploi_insertion", territoire="commune-38151", **local))
    assert re.search(r"des 5 communes comparées \(médiane des autres", told)
    assert "élevée des 512 communes de l'Isère" in words(visit("emploi_insertion", territoire="commune-38151", **group))
