"""The values that the frame of a map asks for by itself: the same as those of the page, and nothing more."""

import asyncio
import gzip
import json
import re
from html import unescape
from urllib.parse import parse_qsl, urlencode

import folium
import pytest
from starlette.requests import Request

from lib import formats, map_program
from lib.classes import Method
from lib.settings import STATIC_DIR
from lib.ui import map_answers, resources, server
from lib.ui.atlas_choices import Classes, frame_of
from tests.apptest.reading import map_addresses, map_bodies, markup

ISERE = {"territoire": "commune-38185", "carte": "commune.departement-38"}
CASES = [
    {},
    {"indicateur": "part_logements_vacants", "methode": "jenks", "classes": "4"},
    {"indicateur": "part_logements_vacants", "methode": "ecarttype", "memes_classes": "non"},
    {"indicateur": "indice_vieillissement", "methode": "saisies", "bornes": "60 ; 80 ; 100"},
    {"couleurs": "ecarts"},
    {"indicateur": "part_logements_vacants", "annee": "2021"},
]


def ask(address: str, answer=map_answers.values):
    """Send one request and return the response."""
    query = address.partition("?")[2].encode()
    scope = {"type": "http", "method": "GET", "path": map_answers.ADDRESS, "query_string": query, "headers": []}
    return asyncio.run(answer(Request(scope)))


def counted(page: str) -> list[tuple[str, int]]:
    """Return fill and number of areas of each class of the legend."""
    found = re.findall(r'<i style="background:(#\w+)"></i>(?!sans|non)[^<]*<span>\(([^)]*)\)', page)
    return [(fill, int(re.sub(r"\D", "", unescape(count)))) for fill, count in found]


def painted(told: dict) -> list[tuple[str, int]]:
    """Return the same from what the frame receives, classed as static/carte.js does."""
    places = [
        told["h"].get(str(rank), sum(value >= bound for bound in told["b"]))
        for rank, value in enumerate(told["v"])
        if value is not None
    ]
    return [(fill, places.count(place)) for place, fill in enumerate(told["c"])]


@pytest.mark.parametrize("choices", CASES, ids=str)
def test_the_frame_receives_the_classes_that_the_legend_counts(visit, choices):
    at = visit("atlas", **ISERE, **choices)
    (address,) = map_addresses(at)
    (body,) = map_bodies(at)
    told = json.loads(body)
    assert told["a"] == address, "the answer must bear the address that the page gives"
    assert painted(told) == counted(markup(at))
    assert json.loads(gzip.decompress(ask(address).body)) == told


def test_a_theme_page_and_its_frame_agree(visit):
    at = visit("portrait", territoire="commune-38185", carte_indicateur="part_65_plus")
    (body,) = map_bodies(at)
    assert painted(json.loads(body)) == counted(markup(at))


def test_each_of_two_maps_side_by_side_follows_its_own_choices(visit):
    at = visit("atlas", **ISERE, genre="cote", second="part_logements_vacants", classes="4")
    first, second = (dict(parse_qsl(one.partition("?")[2])) for one in map_addresses(at))
    assert (first["indicateur"], second["indicateur"]) == ("part_65_plus", "part_logements_vacants")
    assert first["classes"] == second["classes"] == "4"


@pytest.mark.parametrize("choices", [{}, {"methode": "jenks"}, {"methode": "saisies", "bornes": "10;20"}], ids=str)
def test_the_frame_of_a_crossed_map_receives_the_nine_classes_of_its_table(visit, choices):
    at = visit("atlas", **ISERE, genre="croisee", second="part_logements_vacants", **choices)
    (address,), (body,) = map_addresses(at), map_bodies(at)
    told = json.loads(body)
    cells = re.findall(r'<td style="background:(#\w+);[^>]*>([^<]*)</td>', markup(at))
    shown = [(fill, int(re.sub(r"\D", "", unescape(count)))) for fill, count in cells]
    assert told["a"] == address and len(shown) == 9
    assert sorted(shown) == sorted((fill, told["k"].count(rank)) for rank, fill in enumerate(told["c"]))
    assert told["x"]["t"] == resources.catalog().indicators["part_logements_vacants"].titre


def test_the_frame_of_a_map_with_circles_receives_the_largest_that_the_page_tells(visit):
    at = visit("atlas", **ISERE, genre="cercles", second="population_totale")
    (address,), (body,) = map_addresses(at), map_bodies(at)
    told = json.loads(body)
    assert told["a"] == address and painted(told) == counted(markup(at))
    assert told["x"]["m"] == max(value for value in told["x"]["v"] if value is not None)
    assert f"le plus grand\u00a0: {formats.amount(told['x']['m'], 'habitants')}" in unescape(markup(at))


@pytest.mark.parametrize("kind", ["croisee", "cercles"])
def test_another_second_indicator_is_foreseen_as_the_page_will_show_it(visit, kind):
    at = visit("atlas", **ISERE, genre=kind)
    listed = next(one for one in at.selectbox if one.key == map_answers.SECOND)
    label = listed.options[-1]
    (before,) = map_addresses(at)
    asked = dict(parse_qsl(before.partition("?")[2], keep_blank_values=True)) | {"second": map_answers.labels()[label]}
    told = json.loads(gzip.decompress(map_answers.body(map_answers.read(asked))))
    listed.set_value(label).run()
    assert [told["a"]] == map_addresses(at) and told["a"] != before


def test_the_frame_of_a_map_of_change_receives_the_classes_that_the_legend_counts(visit):
    at = visit("atlas", **ISERE, genre="evolution", indicateur="taux_chomage_rp")
    (address,), (body,) = map_addresses(at), map_bodies(at)
    told = json.loads(body)
    assert told["a"] == address and told["p"] and painted(told) == counted(markup(at))
    asked = dict(parse_qsl(address.partition("?")[2], keep_blank_values=True))
    for other in ("part_sans_diplome", "foyers_paje", "taux_emploi"):  # their years are not those of the address
        foreseen = json.loads(gzip.decompress(map_answers.body(map_answers.read(asked | {"indicateur": other}))))
        listed = next(one for one in at.selectbox if one.label == "Indicateur")
        listed.set_value(next(one for one in listed.options if map_answers.labels()[one] == other)).run()
        (address,) = map_addresses(at)
        assert foreseen["a"] == address and painted(foreseen) == counted(markup(at))
        asked = dict(parse_qsl(address.partition("?")[2], keep_blank_values=True))


def test_years_of_a_change_are_foreseen_as_the_page_will_take_them(visit):
    at = visit("atlas", **ISERE, genre="evolution", indicateur="foyers_paje", depuis="2020", jusqua="2022")
    (before,) = map_addresses(at)
    asked = dict(parse_qsl(before.partition("?")[2], keep_blank_values=True)) | {"depuis": "2023"}
    told = json.loads(gzip.decompress(map_answers.body(map_answers.read(asked))))
    next(one for one in at.selectbox if one.label == "De").set_value("2023").run()
    assert [told["a"]] == map_addresses(at) and "depuis=2023" in told["a"] and "jusqua" not in told["a"]
    assert painted(told) == counted(markup(at))


@pytest.mark.parametrize("name", ["part_65_plus", "part_maisons"])  # too close, or one year only
def test_years_that_do_not_compare_have_no_map(name):
    parameters = {"carte": ISERE["carte"], "indicateur": name, "genre": "evolution"}
    assert ask(f"{map_answers.ADDRESS}?{urlencode(parameters)}").status_code == 404


def test_choices_made_in_a_row_are_foreseen_as_the_page_will_make_them(visit):
    """From one indicator to the next, the year kept by the address is the page's: an only year does not replace it."""
    at = visit("atlas", **ISERE, indicateur="part_65_plus")
    listed = next(one for one in at.selectbox if one.label == "Indicateur")
    labels = map_answers.labels()
    names = {labels[label]: label for label in listed.options}
    for name in ("part_maisons", "part_moins_20", "part_logements_vacants", "indice_vieillissement", "part_maisons"):
        (before,) = map_addresses(at)
        asked = dict(parse_qsl(before.partition("?")[2], keep_blank_values=True)) | {"indicateur": name}
        told = json.loads(gzip.decompress(map_answers.body(map_answers.read(asked))))
        next(one for one in at.selectbox if one.label == "Indicateur").set_value(names[name]).run()
        assert [told["a"]] == map_addresses(at)
        assert painted(told) == counted(markup(at))


def test_another_year_than_those_installed_gives_the_usual_one_and_says_it():
    frame = frame_of(ISERE["carte"])
    asked = map_answers.Asked("part_65_plus", frame, "1999")
    told = json.loads(gzip.decompress(ask(asked.address).body))
    assert "annee=&" in told["a"] + "&"
    usual = json.loads(gzip.decompress(ask(map_answers.Asked("part_65_plus", frame, "").address).body))
    assert usual == told


@pytest.mark.parametrize(
    "wrong",
    [
        {"indicateur": "inconnu"}, {"carte": "commune.departement-999"}, {"carte": "x"}, {"classes": "99"},
        {"classes": "deux"}, {"genre": "croisee", "second": "part_65_plus"}, {"genre": "croisee"},
        {"genre": "cercles", "second": "part_maisons"}, {"genre": "autre", "second": "population_totale"},
        {"methode": "hasard"}, {"centre": "loin"}, {"bornes": "b;a"}, {"indicateur": ""},
    ],
    ids=str,
)  # fmt: skip
def test_a_wrong_address_is_not_found_and_not_kept(wrong):
    parameters = {"carte": ISERE["carte"], "indicateur": "part_65_plus"} | wrong
    response = ask(f"{map_answers.ADDRESS}?{urlencode(parameters)}")
    assert response.status_code == 404 and response.headers["cache-control"] == "no-store"


def test_only_the_present_version_is_kept():
    address = map_answers.Asked("part_65_plus", frame_of(ISERE["carte"])).address
    assert "max-age" in ask(address).headers["cache-control"]
    assert ask(address.replace("v=", "v=0")).headers["cache-control"] == "no-store"


def test_behind_an_access_code_values_travel_with_the_page_alone(visit, configure, cookies):
    address = map_answers.Asked("part_65_plus", frame_of(ISERE["carte"])).address
    configure(code_acces="sésame")
    assert ask(address).status_code == 403 and ask("", map_answers.words).status_code == 403
    at = visit("portrait", territoire="commune-38185")
    at.text_input[0].input("sésame")
    at.button[0].click().run()
    assert map_addresses(at) == []
    assert "boussoleValeurs({" in str([node.proto for node in at.main])


def test_every_label_of_the_lists_leads_to_its_indicator(visit):
    labels = json.loads(gzip.decompress(ask("", map_answers.words).body))
    at = visit("atlas", **ISERE)
    offered = next(one for one in at.selectbox if one.label == "Indicateur").options
    assert len(offered) > 40 and [one for one in offered if one not in labels] == []
    assert set(labels.values()) <= set(resources.catalog().indicators)


def test_the_address_tells_apart_what_is_drawn_differently():
    frame = frame_of(ISERE["carte"])
    base = map_answers.Asked("part_65_plus", frame)
    others = [
        map_answers.Asked("part_moins_20", frame),
        map_answers.Asked("part_65_plus", frame, "2021"),
        map_answers.Asked("part_65_plus", frame, None, Classes(Method.JENKS, constant=False)),
        map_answers.Asked("part_65_plus", frame, None, Classes(count=4, constant=False)),
        map_answers.Asked("part_65_plus", frame, None, Classes()),
        map_answers.Asked("part_65_plus", frame, None, map_answers.PLAIN, 20.0),
        map_answers.Asked("part_65_plus", frame, kind="croisee", second="part_maisons"),
        map_answers.Asked("part_65_plus", frame, kind="cercles", second="population_totale"),
        map_answers.Asked("part_65_plus", frame, kind="evolution"),
        map_answers.Asked("part_65_plus", frame, kind="evolution", span=("2017", "")),
        map_answers.Asked("part_65_plus", frame, kind="evolution", span=("", "2017")),
    ]
    addresses = {one.address for one in (base, *others)}
    assert len(addresses) == len(others) + 1


def test_the_program_of_the_map_is_one_file_kept_under_its_own_address():
    def answer(path: str):
        scope = {"type": "http", "method": "GET", "path": path, "headers": [], "query_string": b"", "server": ("a", 80)}
        return asyncio.run(server.map_program_file(Request(scope)))

    address = map_program.address()
    served = answer(address)
    assert (STATIC_DIR / "carte.js").read_bytes() in served.body and "immutable" in served.headers["cache-control"]
    assert answer("/carte/programme-autre.js").headers["cache-control"] == "no-store"
    assert ("carte", address) in folium.Map.default_js
