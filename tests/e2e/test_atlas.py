"""Atlas, zones, layers and meeting mode in Chromium: addresses reopen, the keyboard is enough, faults are told."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from playwright.sync_api import Page, expect

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


def test_impatient_clicks_never_leave_a_blank_page(address: str, open_page: Opener) -> None:
    page = open_page(f"{address}/atlas?territoire=commune-38151&carte=departement.france-F&indicateur=taux_chomage_rp")
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    kinds = page.get_by_test_id("stButtonGroup")
    for first, then in (("Avec des cercles", "Évolution"), ("Deux cartes côte à côte", "Un indicateur")) * 6:
        kinds.get_by_text(first, exact=True).click()
        kinds.get_by_text(then, exact=True).click()
        page.wait_for_timeout(400)
    expect(page.locator(".legende").first).to_contain_text("Taux de chômage au sens du recensement")
    assert faults == []


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


SQUARE = "[[[5.70,45.14],[5.73,45.14],[5.73,45.155],[5.70,45.155],[5.70,45.14]]]"
BOW = "[[[5.70,45.14],[5.73,45.155],[5.73,45.14],[5.70,45.155],[5.70,45.14]]]"
ABROAD = "[[[45.14,5.70],[45.15,5.70],[45.15,5.71],[45.14,5.70]]]"
OUTLINE = '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"nom":"Bruit"},"geometry":%s}]}'


def outline(rings: str) -> str:
    """Write a GeoJSON of one outline."""
    return OUTLINE % f'{{"type":"Polygon","coordinates":{rings}}}'


FILES = {
    "points": ("lieux.csv", "nom;longitude;latitude\nFrance services;5,715;45,146\n", "En moyenne, un habitant est à"),
    "outline": ("bruit.geojson", outline(SQUARE), "touchée"),
    "badly drawn outline": ("noeud.geojson", outline(BOW), "1 contour mal formé réparé"),
    "without coordinates": ("adresses.csv", "nom;adresse\nFrance services;rue\n", "pas de coordonnées"),
    "trapped archive": ("piege.zip", "../../dehors.shp", "hors de son dossier"),
    "empty": ("vide.geojson", "", "Ce fichier est vide"),
    "huge": ("enorme.csv", "x" * (26 * 1024**2), "Ce fichier dépasse 25"),
    "inverted": ("ailleurs.geojson", outline(ABROAD), "ne sont pas en France"),
    "unknown system": ("sans_prj.zip", "EPSG:3857", "Le système de coordonnées est inconnu"),
    "not a layer": ("texte.gpkg", "rien", "n'est pas lisible"),
}


def without_system(path: Path, crs: str) -> None:
    """Write a zipped shapefile that does not say its system of coordinates."""
    table = gpd.GeoDataFrame({"nom": ["a"]}, geometry=[shapely.box(5.70, 45.14, 5.73, 45.155)], crs="EPSG:4326")
    table.to_crs(crs).to_file(path.with_suffix(".shp"))
    with zipfile.ZipFile(path, "w") as archive:
        for suffix in (".shp", ".shx", ".dbf"):
            archive.write(path.with_suffix(suffix), f"a{suffix}")


@pytest.mark.parametrize("kind", FILES)
def test_a_deposited_file_is_read_or_its_fault_told(address: str, open_page: Opener, tmp_path: Path, kind: str) -> None:
    name, content, words = FILES[kind]
    path = tmp_path / name
    if content.startswith("EPSG"):
        without_system(path, content)
    elif path.suffix == ".zip":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(content, b"x")
    else:
        path.write_text(content, encoding="utf-8")
    page = open_page(f"{address}/couches?territoire=commune-38151&couche=depot")
    page.locator("input[type=file]").set_input_files(path)
    told = page.locator(".probleme, .lecture, .legende .precision").filter(has_text=words)
    expect(told.first).to_be_visible(timeout=30_000)
    expect(page.locator(".pied")).to_be_visible()
    kept = page.get_by_role("button", name="Garder cette couche")
    expect(kept).to_have_count(1 if kind in ("points", "outline", "badly drawn outline") else 0)


def test_a_layer_is_kept_found_on_the_atlas_and_thrown_away(serve: Server, open_page: Opener, tmp_path: Path) -> None:
    path = tmp_path / "bruit.geojson"
    path.write_text(outline(SQUARE), encoding="utf-8")
    with serve(**settings(base=tmp_path / "base")) as address:
        page = open_page(f"{address}/couches?territoire=commune-38151&couche=depot")
        page.locator("input[type=file]").set_input_files(path)
        page.get_by_role("textbox", name="Nom de la couche").fill("Bruit de la rocade")
        page.get_by_role("button", name="Garder cette couche").press("Enter")
        expect(page.get_by_role("button", name="Ouvrir")).to_be_visible()
    with serve(**settings(base=tmp_path / "base")) as address:
        page = open_page(f"{address}/atlas?territoire=commune-38151")
        choose_layer(page, "Bruit de")
        expect(page.locator(".legende", has_text="Couches")).to_contain_text("Bruit de la rocade")
        page.goto(f"{address}/couches?territoire=commune-38151")
        page.get_by_role("button", name="Supprimer").press("Enter")
        expect(page.locator(".vide", has_text="Aucune couche gardée")).to_be_visible()


def choose_layer(page: Page, words: str) -> None:
    """Choose a layer with the keyboard alone."""
    page.get_by_role("button", name=re.compile("^Couches")).press("Enter")
    box = page.get_by_role("combobox", name="Couches posées sur la carte")
    box.fill(words)
    box.press("Enter")
    page.wait_for_url("**couches=**")


def test_layers_are_chosen_with_the_keyboard_named_listed_and_kept_by_the_address(
    address: str, open_page: Opener
) -> None:
    page = open_page(f"{address}/atlas?territoire=commune-38151&carte=commune.epci-200040715")
    choose_layer(page, "Mairies")
    layers = page.locator(".legende", has_text="Couches")
    expect(layers).to_contain_text("Mairies (46)")
    again = open_page(page.url)
    expect(again.locator(".legende", has_text="Couches")).to_contain_text("Mairies (46)")
    again.locator("summary", has_text="Mairies : la liste").press("Enter")
    expect(again.locator("table", has_text="Mairies").locator("tbody tr").first).to_contain_text("Échirolles")


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
    for one in (".reunion-phrase", ".reunion-legende", ".touches"):
        expect(page.locator(one).first).to_be_in_viewport(ratio=1)
    sizes = page.evaluate(
        "[...document.querySelectorAll('.reunion h1, .reunion-phrase, .reunion-chiffres strong, .reunion-legende li')]"
        ".map(e => parseFloat(getComputedStyle(e).fontSize))"
    )
    assert min(sizes) >= 18


def test_a_meeting_shows_the_figures_of_the_year_of_its_map(address: str, open_page: Opener) -> None:
    view = "taux_pauvrete_60@commune.departement-38@2021"
    page = open_page(f"{address}/reunion?territoire=commune-38151&lecture=oui&vues={view}", 1280, 720)
    expect(page.locator(".reunion .sous-titre")).to_contain_text("2021")
    expect(page.locator(".reunion-chiffres li").first).to_have_text("24,0\u202f%Échirolles")
    expect(page.locator(".reunion-legende")).to_contain_text("secret")
    box = page.locator(".touches").bounding_box()
    assert box and box["y"] + box["height"] <= 720
