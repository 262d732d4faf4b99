"""Every page for every kind of territory: no exception, no residue, no hollow value, the right figures."""

import re
from html import unescape

import pytest

from lib.formats import THIN
from tests.apptest.reading import assert_sound, markup, open_origins, words

PAGES = {"accueil": "Boussole sociale", "portrait": "Portrait du territoire", "logement": "Logement"}
TERRITORIES = {
    "commune-38151": "Échirolles",
    "commune-38185": "Grenoble",
    "commune-69123": "Lyon",
    "commune-69383": "Lyon 3e",
    "commune-69266": "Villeurbanne",
    "commune-34172": "Montpellier",
    "commune-38020": "Auris",  # under 200 inhabitants
    "commune-29155": "Ouessant",  # in no intercommunality
    "epci-200040715": "Grenoble-Alpes-Métropole",
    "iris-381510101": "Échirolles",
    "iris-381510304": "Échirolles",  # nobody lives there
    "departement-38": "Isère",
    "departement-976": "Mayotte",  # outside the census of this source
    "region-84": "Auvergne-Rhône-Alpes",
    "france-F": "France",
}


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("key", TERRITORIES)
def test_a_page_is_sound_whatever_the_territory(visit, page, key):
    at = visit(page, territoire=key, vue="tout")
    assert_sound(at)
    assert at.title[0].value == PAGES[page]
    assert at.query_params["territoire"] == key and at.query_params["vue"] == "tout"
    assert TERRITORIES[key] in words(at)
    assert "logiciel libre" in words(at), "the page is shown to its end"


@pytest.mark.parametrize(
    ("key", "figure"),
    [
        ("commune-38151", "37 491"),  # 2023; 36 847 in 2021
        ("departement-38", "1 298 990"),  # 2023
        ("departement-69", "1 893 703"),
        ("departement-34", "1 201 889"),
        ("france-F", "67 408 104"),
    ],
)
def test_the_published_population_is_displayed_with_narrow_spaces(visit, key, figure):
    for page in ("portrait", "accueil"):
        assert figure.replace(" ", THIN) in words(visit(page, territoire=key))


@pytest.mark.parametrize(
    ("key", "figure"),
    [("commune-38151", "36 847"), ("commune-38185", "157 479"), ("departement-38", "1 284 943")],
)
def test_the_population_of_2021_is_in_the_table_of_years_even_where_2023_is_known(visit, key, figure):
    at = visit("portrait", territoire=key)
    at.session_state["onglets-population"] = "Tableau"
    at.run()
    table = next(one for one in re.findall(r"<table.*?</table>", unescape(markup(at)), re.S) if "recensement à" in one)
    years = re.findall(r'<th scope="col">(\d{4})</th>', table)
    mine = re.findall(r"<td[^>]*>(.*?)</td>", re.search(r"<tbody>.*?</tr>", table, re.S).group())
    assert mine[years.index("2021")] == figure.replace(" ", THIN)
    assert "À moins de cinq ans d'écart" in words(at)


def test_a_figure_stands_with_its_source_year_and_explanation(visit):
    at = visit("portrait", territoire="commune-38151")
    open_origins(at)
    text = words(at.run())
    for wanted in (
        "Source\u00a0: Insee",
        "Millésime",
        "2021",
        "Définition",
        "Calcul",
        "Ne permet pas de dire",
        "Licence Ouverte 2.0",
    ):
        assert wanted in text


def test_a_small_commune_is_told_fragile_with_its_count(visit):
    text = words(visit("portrait", territoire="commune-38020"))
    assert re.search(r"fragile\s+: effectif de \d+, inférieur à 200", text)


def test_mayotte_says_why_it_has_no_figure(visit):
    at = visit("portrait", territoire="departement-976")
    assert "Aucun chiffre n'est installé pour Mayotte" in words(at) and "qui les détient" in words(at)
    assert not re.search(r'class="nombre">\s*0', markup(at))


def test_an_empty_iris_makes_no_sense_of_shares(visit):
    text = words(visit("portrait", territoire="iris-381510304", vue="tout"))
    assert "sans objet" in text and "le calcul n'a pas de sens ici" in text


def test_a_rate_of_zero_is_said_beside_its_reference_not_as_a_number_of_times(visit):
    at = visit("logement", territoire="commune-01066", vue="tout")
    assert 'class="nombre">0,0' in markup(at)
    assert not re.search(rf"\d{THIN}\d{{3}}(,\d)? fois", words(at))


@pytest.mark.parametrize(
    ("key", "frame"), [("commune-38151", "IRIS d'Échirolles"), ("commune-69123", "Arrondissements")]
)
def test_every_frame_of_the_map_is_sound(visit, key, frame):
    at = visit("portrait", territoire=key)
    box = at.selectbox(key="choix-carte_cadre")
    assert any(option.startswith(frame) for option in box.options)
    for option in box.options:
        at.selectbox(key="choix-carte_cadre").select_index(box.options.index(option)).run()
        assert_sound(at)


def test_iris_without_outlines_are_a_named_mosaic(visit):
    at = visit("portrait", territoire="iris-381510101")
    text = markup(at)
    assert text.count('class="case') == 15
    assert re.findall(r'class="case mien" aria-current="true"[^>]*><span>([^<]*)', text) == ["Ouest Nord"]
    assert "ne sont pas installés" in text


def test_every_indicator_of_the_map_is_sound(visit):
    at = visit("portrait", territoire="commune-38151")
    box = next(one for one in at.selectbox if one.label == "Indicateur")
    for option in box.options:
        next(one for one in at.selectbox if one.label == "Indicateur").select(option).run()
        assert_sound(at)


@pytest.mark.parametrize("page", ["portrait", "logement"])
def test_the_equivalent_tables_hold_every_territory_compared(visit, page):
    at = visit(page, territoire="commune-38151")
    keys = [key for key in at.session_state.to_dict() if str(key).startswith("onglets-")]
    for key in keys:
        at.session_state[key] = "Tableau"
    at.run()
    assert_sound(at)
    tables = re.findall(r'<table class="tableau.*?</table>', markup(at), re.S)
    assert len(tables) == len(keys) >= 2
    for table in (one for one in tables if '<th scope="col">Territoire</th>' in one):
        rows = [re.sub(r" \(\d{4}\)$", "", one) for one in re.findall(r'<th scope="row">(.*?)</th>', table)]
        assert rows == ["Échirolles", "Grenoble-Alpes-Métropole", "Isère", "Auvergne-Rhône-Alpes", "France"]
