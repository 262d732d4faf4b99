"""Meeting mode: keys heard from inside the map, read as well on a larger screen, each view named to screen readers."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Opener

TOWN = "territoire=commune-38151"
VIEWS = "part_65_plus@commune.departement-38,part_logements_vacants@commune.departement-38"
PLAYED = f"/reunion?{TOWN}&lecture=oui&vues={VIEWS}"
PHRASE = ".reunion-phrase"


def test_arrows_go_on_after_a_click_in_the_map(address: str, open_page: Opener) -> None:
    page = open_page(address + PLAYED, 1280, 720, wait=PHRASE)
    page.locator("iframe").first.content_frame.locator(".leaflet-container").wait_for()
    box = page.locator("iframe").first.bounding_box()
    page.mouse.click(box["x"] + 8, box["y"] + 8)
    page.keyboard.press("ArrowRight")
    expect(page.locator(".touches .rang")).to_have_text("2 sur 2")
    expect(page.locator(".touches .dit")).to_contain_text("Vue 2 sur 2")
    expect(page.locator(".touches .dit")).to_contain_text("logements vacants")


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (1920, 1080)])
def test_a_view_fills_a_larger_screen_without_being_cut(
    address: str, open_page: Opener, width: int, height: int
) -> None:
    page = open_page(address + PLAYED, width, height, wait=PHRASE)
    grown = min(width / 1280, height / 720)
    page.wait_for_function(f"Math.abs(document.querySelector('.st-key-reunion').style.zoom - {grown:.3f}) < 0.01")
    expect(page.locator("iframe").first).to_be_visible()
    phrase, map_, keys = (page.locator(one).first.bounding_box() for one in (PHRASE, "iframe", ".touches"))
    assert map_["x"] + map_["width"] <= phrase["x"]
    assert phrase["x"] + phrase["width"] <= width and keys["y"] + keys["height"] <= height
    assert page.evaluate("document.querySelector('.pied').getBoundingClientRect().top") >= height - 60


def test_a_view_may_be_held_to_one_year(address: str, open_page: Opener) -> None:
    page = open_page(f"{address}/reunion?{TOWN}&vues=part_65_plus@commune.departement-38&indicateur=naissances")
    year = page.get_by_role("combobox", name="Année")
    year.fill("2020")
    year.press("Enter")
    page.wait_for_url("**annee_vue=**")
    page.get_by_role("button", name="Ajouter", exact=True).press("Enter")
    expect(page.locator(".st-key-vue-1")).to_contain_text("Naissances")
    expect(page.locator(".st-key-vue-1")).to_contain_text("– 2020")
