"""The view lives in the address: wrong codes, former communes, cookies, comparators, changes of territory."""

import pytest

from tests.apptest.reading import assert_sound, words

WRONG = ["commune-99999", "commune", "38151", "canton-12", "commune-38151 ", "<script>alert(1)</script>", "'; DROP--"]


def notices(at):
    return [one.value for one in at.info]


@pytest.mark.parametrize("page", ["accueil", "portrait"])
@pytest.mark.parametrize("asked", [*WRONG, "é" * 500, "commune-\x00"])
def test_an_unknown_territory_is_said_and_the_default_is_shown(visit, page, asked):
    at = visit(page, territoire=asked)
    assert_sound(at)
    (notice,) = notices(at)
    assert "territoire inconnu" in notice and "Échirolles" in notice and "<" not in notice
    assert at.query_params["territoire"] == "commune-38151"


@pytest.mark.parametrize(
    ("former", "name", "current"), [("34093", "Dio-et-Valquières", "34144"), ("69159", "Pouilly-le-Monial", "69114")]
)
def test_a_former_commune_is_replaced_and_it_is_said(visit, former, name, current):
    at = visit("portrait", territoire=f"commune-{former}")
    assert_sound(at)
    (notice,) = notices(at)
    assert notice.startswith(f"{name} ({former}) fait aujourd'hui partie de ")
    assert at.query_params["territoire"] == f"commune-{current}"


def test_without_anything_the_visit_opens_on_echirolles(visit):
    at = visit("portrait")
    assert at.query_params["territoire"] == "commune-38151" and notices(at) == []


def test_the_installation_may_choose_another_first_territory(visit, configure):
    configure(territoire_par_defaut="commune-34172", comparateurs_par_defaut="region,france")
    at = visit("portrait")
    assert at.query_params["territoire"] == "commune-34172"
    assert at.query_params["comparer"] == "region,france"


def test_the_last_territory_is_remembered(visit, cookies):
    cookies["boussole_territoire"] = "commune-38185"
    assert visit("portrait").query_params["territoire"] == "commune-38185"
    assert visit("portrait", territoire="commune-69123").query_params["territoire"] == "commune-69123"


@pytest.mark.parametrize("content", ["<b>", "commune-99999", "", "x" * 300])
def test_a_spoilt_cookie_opens_the_default(visit, cookies, content):
    cookies["boussole_territoire"] = content
    at = visit("portrait")
    assert_sound(at)
    assert at.query_params["territoire"] == "commune-38151"


def test_a_copied_address_reopens_the_same_view(visit):
    address = {"territoire": "commune-38421", "comparer": "departement,commune-38185", "vue": "tout"}
    at = visit("logement", **address)
    assert_sound(at)
    assert at.query_params == address
    assert "Grenoble" in words(at)


def test_an_unknown_comparator_is_left_out_and_it_is_said(visit):
    at = visit("portrait", territoire="commune-38151", comparer="epsi,france,<b>")
    assert_sound(at)
    assert notices(at) == ["Un comparateur de l'adresse est inconnu : il a été laissé de côté."]
    assert at.query_params["comparer"] == "france"


@pytest.mark.parametrize("asked", ["commune-38151", ",", " , ", "commune-38151,commune-38151"])
def test_nothing_left_to_compare_with_is_a_sound_page(visit, asked):
    assert_sound(visit("portrait", territoire="commune-38151", comparer=asked))


def test_a_malformed_detail_shows_the_essential(visit):
    at = visit("portrait", territoire="commune-38151", vue="n'importe quoi")
    assert_sound(at)
    assert at.query_params["vue"] == "essentiel"


def test_more_figures_are_shown_on_demand_and_the_address_follows(visit):
    at = visit("portrait", territoire="commune-38151")
    assert "Densité de population" not in [h for h in words(at).split("\n") if "Fichier officiel" not in h]
    before = words(at).count("Densité de population")
    at.get_by_key("detail").set_value("tout").run()
    assert_sound(at)
    assert words(at).count("Densité de population") > before
    assert at.query_params["vue"] == "tout"


def test_choosing_a_quarter_changes_the_territory(visit):
    at = visit("portrait", territoire="commune-38151")
    at.selectbox(key="quartier-38151").select("iris-381510101").run()
    assert_sound(at)
    assert at.query_params["territoire"] == "iris-381510101"


def test_comparators_may_be_removed(visit):
    at = visit("portrait", territoire="commune-38151")
    at.get_by_key("comparateurs-commune-38151").set_value(["departement"]).run()
    assert_sound(at)
    assert at.query_params["comparer"] == "departement"


def test_the_territory_follows_from_page_to_page(visit):
    at = visit("portrait", territoire="commune-38185")
    at.switch_page("../../pages/logement.py")
    at.query_params.clear()
    at.run()
    assert_sound(at)
    assert at.title[0].value == "Logement" and at.query_params["territoire"] == "commune-38185"
