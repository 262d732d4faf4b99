"""Atlas, zones, layers and meeting mode in Chromium: addresses reopen, the keyboard is enough, faults are told."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Opener, Server, settings
from tests.e2e.test_map import COLOURS, PAINTED, choose, map_frame

ISERE = "carte=commune.departement-38"


def test_a_copied_address_reopens_the_same_map(address: str, open_page: Opener) -> None:
    page = open_page(
        f"{address}/atlas?territoire=commune-38151&{ISERE}&indicateur=part_logements_vacants&methode=jenks&classes=4"
    )
    colours = map_frame(page).evaluate(COLOURS)
    expect(page.locator(".legende strong")).to_contain_text("Part des logements vacants")
    assert len(set(colours.values())) == 4
    copied = page.url

    again = open_page(copied)
    assert map_frame(again).evaluate(COLOURS) == colours


def test_a_change_of_indicator_keeps_the_frame_and_writes_the_address(address: str, open_page: Opener) -> None:
    page = open_page(f"{address}/atlas?territoire=commune-38151&{ISERE}&indicateur=part_65_plus")
    frame = map_frame(page)
    before = frame.evaluate("Number(document.documentElement.dataset.peint)")
    frame.evaluate("document.documentElement.dataset.temoin = 'meme cadre'")
    choose(page, "Indicateur", "Part des logements vacants (logement)")
    frame.wait_for_function(PAINTED, arg=before)
    assert frame.evaluate("document.documentElement.dataset.temoin") == "meme cadre"
    page.wait_for_url("**indicateur=part_logements_vacants**")


def test_a_map_of_change_says_what_cannot_be_compared(address: str, open_page: Opener) -> None:
    page = open_page(f"{address}/atlas?territoire=commune-38151&{ISERE}&indicateur=part_65_plus&genre=evolution")
    expect(page.locator(".vide")).to_contain_text("ne se comparent pas")
    assert page.locator("iframe[title*=folium]").count() == 0


def test_two_maps_move_together(address: str, open_page: Opener) -> None:
    page = open_page(
        f"{address}/atlas?territoire=commune-38151&{ISERE}&genre=cote&second=part_logements_vacants", 1500, 1200
    )
    page.locator("iframe[title*=folium]").nth(1).wait_for()
    frames = [one.content_frame() for one in page.locator("iframe[title*=folium]").element_handles()]
    for frame in frames:
        frame.wait_for_function(PAINTED, arg=0)
    frames[0].evaluate("map.setView([45.2, 5.7], map.getZoom() + 1, {animate: false})")
    frames[1].wait_for_function(
        "Math.abs(map.getCenter().lat - 45.2) < 0.01 && Math.abs(map.getCenter().lng - 5.7) < 0.01"
    )
    assert frames[0].evaluate("map.getZoom()") == frames[1].evaluate("map.getZoom()")


def test_a_zone_is_composed_with_the_keyboard_kept_and_found_after_a_restart(
    serve: Server, open_page: Opener, tmp_path: Path
) -> None:
    with serve(**settings(base=tmp_path)) as address:
        page = open_page(f"{address}/zones?territoire=commune-38151")
        page.locator("summary", has_text="Coller une liste de codes").press("Enter")
        page.get_by_role("textbox", name="Codes").fill("381510101 381510102 381510103")
        page.get_by_role("button", name="Ajouter ces codes").press("Enter")
        page.get_by_role("textbox", name="Nom de la zone").fill("Ouest")
        page.get_by_role("textbox", name="Nom de la zone").press("Enter")
        expect(page.locator(".phrase-cle", has_text="Ouest")).to_contain_text("3\u00a0morceaux")
        page.get_by_role("button", name="Enregistrer la zone").press("Enter")
        expect(page.locator(".lieu strong")).to_have_text("Ouest")
        page.wait_for_url("**territoire=zone-**")
        key = page.url.split("territoire=")[1].split("&")[0]
    with serve(**settings(base=tmp_path)) as address:
        page = open_page(f"{address}/portrait?territoire={key}")
        expect(page.locator(".lieu strong")).to_have_text("Ouest")
        expect(page.locator(".phrase-cle").first).to_contain_text("Ouest")


FILES = {
    "points": ("lieux.csv", "nom;longitude;latitude\nFrance services;5,715;45,146\n", "En moyenne, un habitant est à"),
    "without coordinates": ("adresses.csv", "nom;adresse\nFrance services;rue\n", "pas de coordonnées"),
    "trapped archive": ("piege.zip", "../../dehors.shp", "hors de son dossier"),
    "empty": ("vide.geojson", "", "Ce fichier est vide"),
}


@pytest.mark.parametrize("kind", FILES)
def test_a_deposited_file_is_read_or_its_fault_told(address: str, open_page: Opener, tmp_path: Path, kind: str) -> None:
    name, content, words = FILES[kind]
    path = tmp_path / name
    if path.suffix == ".zip":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(content, b"x")
    else:
        path.write_text(content, encoding="utf-8")
    page = open_page(f"{address}/couches?territoire=commune-38151&couche=depot")
    page.locator("input[type=file]").set_input_files(path)
    expect(page.locator(".probleme, .lecture")).to_contain_text(words, timeout=20_000)
    expect(page.locator(".pied")).to_be_visible()


@pytest.mark.parametrize("height", [720])
def test_a_meeting_is_driven_by_the_arrows_and_fits_a_projector(address: str, open_page: Opener, height: int) -> None:
    views = "part_65_plus@commune.departement-38,part_logements_vacants@commune.departement-38"
    page = open_page(f"{address}/reunion?territoire=commune-38151&lecture=oui&vues={views}", 1280, height)
    title = page.locator(".reunion h1")
    expect(title).to_have_text("Part des 65 ans ou plus")
    map_frame(page)
    page.evaluate("document.activeElement.blur(); window.scrollTo(0, 0)")
    page.keyboard.press("ArrowRight")
    expect(title).to_have_text("Part des logements vacants")
    page.wait_for_url("**rang=2**")
    page.keyboard.press("ArrowLeft")
    expect(title).to_have_text("Part des 65 ans ou plus")
    bottoms = [page.locator(one).first.bounding_box() for one in (".reunion-phrase", ".reunion-legende", ".touches")]
    assert all(box and box["y"] + box["height"] <= height for box in bottoms)
    sizes = page.evaluate(
        "[...document.querySelectorAll('.reunion h1, .reunion-phrase, .reunion-chiffres strong, .reunion-legende li')]"
        ".map(e => parseFloat(getComputedStyle(e).fontSize))"
    )
    assert min(sizes) >= 18
