"""The view lives in the address: wrong codes, former communes, cookies, comparators, changes of territory."""

import pytest

from tests.apptest.reading import assert_sound, markup, words

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
    ("former", "name", "current", "part"),
    [
        ("34093", "Dio-et-Valquières", "34144", "de Lunas-les-Châteaux"),
        ("69159", "Pouilly-le-Monial", "69114", "de Porte des Pierres Dorées"),
        ("74217", "Pringy", "74010", "d'Annecy"),
    ],
)
def test_a_former_commune_is_replaced_and_it_is_said(visit, former, name, current, part):
    at = visit("portrait", territoire=f"commune-{former}")
    assert_sound(at)
    (notice,) = notices(at)
    assert notice.startswith(f"{name} ({former}) fait aujourd'hui partie {part}")
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


def test_the_open_tab_and_the_choices_of_the_map_are_in_the_address(visit):
    at = visit("portrait", territoire="commune-38151")
    assert not {"onglets", "carte_indicateur", "carte_cadre"} & set(at.query_params), (
        "the usual view has a short address"
    )
    at.selectbox(key="choix-carte_indicateur").select_index(2).run()
    at.selectbox(key="choix-carte_cadre").select_index(1).run()
    chosen = at.query_params["carte_indicateur"], at.query_params["carte_cadre"]
    again = visit("portrait", territoire="commune-38151", carte_indicateur=chosen[0], carte_cadre=chosen[1])
    assert_sound(again)
    for key in ("choix-carte_indicateur", "choix-carte_cadre"):
        assert again.selectbox(key=key).value == at.selectbox(key=key).value
    at.selectbox(key="choix-carte_indicateur").select_index(0).run()
    assert "carte_indicateur" not in at.query_params


def test_the_address_opens_the_tab_and_the_curve_asked_for(visit):
    usual = visit("portrait", territoire="commune-38151")
    at = visit(
        "portrait",
        territoire="commune-38151",
        onglets="parc.evolution,zut.evolution",
        courbes="parc.part_logements_vacants",
    )
    assert_sound(at)
    assert at.session_state["onglets-parc"] == "Évolution"
    assert at.selectbox(key="courbes-parc").value == "part_logements_vacants"
    assert not [one for one in usual.selectbox if one.key == "courbes-parc"]
    at.selectbox(key="courbes-parc").select_index(0).run()
    assert "courbes" not in at.query_params and at.query_params["onglets"] == "parc.evolution,zut.evolution"


@pytest.mark.parametrize("asked", ["ages.zut", "ages", ".", "ages.", ",,", "é" * 400, "ages.evolution.x"])
def test_an_unknown_tab_opens_the_usual_one(visit, asked):
    at = visit("portrait", territoire="commune-38151", onglets=asked, courbes=asked, liste=asked, carte_cadre=asked)
    assert_sound(at)
    assert at.session_state["onglets-ages"] == "Graphique"


def test_the_list_of_the_map_opens_whole(visit):
    key = "commune-departement-38"
    closed = visit("portrait", territoire="commune-38151")
    at = visit("portrait", territoire="commune-38151", liste=f"{key}.entiere")
    assert_sound(at)
    assert markup(closed).count("<li value=") == 0 and markup(at).count("<li value=") == 512
    at.toggle(key=f"liste-tout-{key}").set_value(False).run()
    assert at.query_params["liste"] == f"{key}.ouverte"


def test_the_search_of_the_lexicon_and_of_the_sources_is_in_the_address(visit):
    at = visit("lexique", mot="HLM", theme="logement")
    assert_sound(at)
    assert at.text_input(key="choix-mot").value == "HLM" and at.selectbox(key="choix-theme").value == "logement"
    at.text_input(key="choix-mot").input("vacance").run()
    assert at.query_params["mot"] == "vacance"
    at = visit("sources", filtre="caf", tri="recent")
    assert_sound(at)
    assert at.selectbox(key="choix-tri").value == "recent" and "cnaf" in words(at).lower()
