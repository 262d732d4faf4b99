"""Equivalents of a chart: its table by the keyboard, its CSV for a spreadsheet; and what a broken file leaves up."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

from playwright.sync_api import expect

from lib.exports.csv_table import HEAD
from lib.settings import DATA_DIR
from tests.e2e.conftest import Opener, Server, settings


def test_the_table_opens_with_the_keyboard_and_the_csv_suits_a_spreadsheet(address: str, open_page: Opener) -> None:
    page = open_page(f"{address}/portrait?territoire=commune-38151")
    block = page.locator(".st-key-bloc-ages")
    block.get_by_role("tab", name="Graphique").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    table = block.locator("table.tableau")
    table.wait_for()
    rows = table.locator("tbody tr")
    assert rows.count() == 5
    assert rows.first.inner_text().split("\t") == ["Échirolles", "27,2", "53,3", "19,5"]

    block.get_by_role("button", name="Emporter").click()
    with page.expect_download() as caught:
        page.get_by_role("button", name="CSV").click()
    raw = Path(caught.value.path()).read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(raw.decode("utf-8-sig").splitlines(), delimiter=";"))
    assert tuple(lines[0]) == HEAD
    assert len(lines) == 1 + 5 * 3
    first = dict(zip(lines[0], lines[1], strict=True))
    assert (first["code"], first["territoire"], first["statut"]) == ("38151", "Échirolles", "ok")
    share, counted, whole = (float(first[name].replace(",", ".")) for name in ("valeur", "numerateur", "denominateur"))
    assert round(share, 1) == 27.2 == round(100 * counted / whole, 1)


def test_the_csv_of_the_map_holds_every_area(address: str, open_page: Opener) -> None:
    page = open_page(f"{address}/portrait?territoire=commune-38151")
    page.locator(".st-key-bloc-carte").get_by_role("button", name="Emporter").click()
    with page.expect_download() as caught:
        page.get_by_role("button", name="CSV").click()
    lines = Path(caught.value.path()).read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 513


def test_a_truncated_file_is_explained_and_the_rest_stands(serve: Server, open_page: Opener, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    shutil.copytree(DATA_DIR, folder)
    broken = folder / "indicateurs" / "portrait.parquet"
    broken.write_bytes(broken.read_bytes()[:5000])
    with serve(**settings(dossier_donnees=folder)) as address:
        page = open_page(f"{address}/portrait?territoire=commune-38151")

        problem = page.locator(".probleme").first
        expect(problem).to_contain_text("Le fichier de données est abîmé ou incomplet")
        expect(problem).to_contain_text("Que faire")
        expect(problem).to_contain_text("portrait.parquet")
        assert page.locator(".lieu strong").inner_text() == "Échirolles"
        page.get_by_role("heading", name="Questions à se poser").wait_for()
        assert page.locator(".st-key-bloc-parc svg.marks").count() == 1

        page.get_by_role("navigation").get_by_text("Logement et cadre de vie", exact=True).click()
        page.get_by_role("menuitem", name="Logement", exact=True).click()
        page.locator("article.carte .nombre").first.wait_for()
        assert page.locator(".probleme").count() == 0


def test_a_menu_near_the_bottom_of_the_window_is_not_squeezed(address: str, open_page: Opener) -> None:
    page = open_page(f"{address}/portrait?territoire=commune-38151")
    button = page.locator(".st-key-bloc-ages").get_by_role("button", name="Emporter")
    place = "e => { const page = document.querySelector('[data-testid=stMain]');"
    button.evaluate(place + " page.scrollTop += e.getBoundingClientRect().top - 650; }")
    button.click()
    page.get_by_role("button", name="CSV").wait_for()
    menu = page.get_by_test_id("stPopoverBody").bounding_box()
    assert menu is not None and menu["height"] > 250


def test_the_cards_of_one_row_of_the_home_page_are_equal(address: str, open_page: Opener) -> None:
    page = open_page(f"{address}/?territoire=commune-38151")
    cards = [card.bounding_box() for card in page.locator(".st-key-apercus [class*='st-key-apercu-']").all()]
    rows: dict[int, set[int]] = {}
    for card in cards:
        assert card is not None
        rows.setdefault(round(card["y"]), set()).add(round(card["height"]))
    assert len(rows) >= 2 and all(len(heights) == 1 for heights in rows.values())
