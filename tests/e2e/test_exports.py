"""« Emporter » in a browser: every file of a block and of a territory, a batch stopped then resumed."""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from odf.opendocument import load
from odf.table import Table
from PIL import Image
from playwright.sync_api import Page, expect

from lib.ui.take_away_batch import FOLDER
from tests.e2e.conftest import Opener

TOWN = "territoire=commune-38151"


def taken(page: Page, name: str) -> bytes:
    """Return the file that a button gives."""
    with page.expect_download() as caught:
        page.get_by_role("button", name=name, exact=True).click()
    return Path(caught.value.path()).read_bytes()


def opened_menu(page: Page, block: str) -> None:
    """Open the menu of a block with the keyboard."""
    button = page.locator(f".st-key-bloc-{block}").get_by_role("button", name="Emporter")
    button.focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="CSV", exact=True).wait_for()


def test_a_chart_leaves_as_image_and_table_with_its_source_and_address(address: str, open_page: Opener) -> None:
    page = open_page(f"{address}/portrait?{TOWN}")
    assert page.get_by_role("button", name="PNG").count() == 0, "nothing is prepared before the menu opens"
    opened_menu(page, "ages")

    picture = Image.open(io.BytesIO(taken(page, "PNG")))
    assert picture.width == 2 * 760 and picture.getcolors(maxcolors=2) is None
    svg = taken(page, "SVG").decode()
    for told in ("Jeunes, adultes, aînés", "Échirolles", "Insee, recensement", "Licence Ouverte 2.0", "/portrait?"):
        assert told in svg
    sheet = openpyxl.load_workbook(io.BytesIO(taken(page, "Excel (XLSX)"))).active
    notes = [row[0] for row in sheet.iter_rows(values_only=True, max_row=15) if row[0]]
    assert any(str(note).startswith("Adresse permanente") and "/portrait?" in note for note in notes)
    rows = [row for row in sheet.iter_rows(values_only=True) if row[2] == "38151"]
    assert len(rows) == 3 and all(isinstance(row[7], float) for row in rows)
    ods = load(io.BytesIO(taken(page, "LibreOffice (ODS)")))
    assert len(ods.spreadsheet.getElementsByType(Table)) == 1


def test_parts_of_a_whole_and_ages_leave_with_the_names_of_their_parts(address: str, open_page: Opener) -> None:
    page = open_page(f"{address}/portrait?{TOWN}")
    opened_menu(page, "pyramide")
    assert "en contour" in taken(page, "SVG").decode()
    sheet = openpyxl.load_workbook(io.BytesIO(taken(page, "Excel (XLSX)"))).active
    labels = [row[4] for row in sheet.iter_rows(values_only=True) if row[2] == "38151"]
    assert len(labels) == 40 and labels[0] == "Hommes, 0 à 4 ans (habitants)"


def test_a_map_leaves_as_image_and_layer(address: str, open_page: Opener) -> None:
    page = open_page(f"{address}/portrait?{TOWN}")
    opened_menu(page, "carte")
    assert Image.open(io.BytesIO(taken(page, "PNG"))).width == 2 * 800
    assert b'"FeatureCollection"' in taken(page, "Contours (GeoJSON)")[:40]


def test_the_workbook_and_the_archive_of_a_territory(address: str, open_page: Opener) -> None:
    page = open_page(f"{address}/emporter?{TOWN}")
    for kind, names in (("xlsx", None), ("zip", {"LISEZMOI.txt", "donnees/chiffres.parquet", "classeur.ods"})):
        with page.expect_download() as caught:
            page.locator(f".st-key-emporter-{kind}").get_by_role("button").click()
        content = io.BytesIO(Path(caught.value.path()).read_bytes())
        if names:
            packed = set(zipfile.ZipFile(content).namelist())
            assert names <= packed and len([one for one in packed if one.endswith(".svg")]) > 8
        else:
            assert openpyxl.load_workbook(content, read_only=True).sheetnames[:2] == ["Lisez-moi", "Chiffres"]


@pytest.fixture
def no_batch() -> Iterator[None]:
    """Put aside the batches of this checkout, and give them back."""
    aside = FOLDER.with_name("lots-avant-essai")
    if FOLDER.exists():
        FOLDER.rename(aside)
    yield
    shutil.rmtree(FOLDER, ignore_errors=True)
    if aside.exists():
        aside.rename(FOLDER)


@pytest.mark.usefixtures("no_batch")
def test_a_batch_is_stopped_then_resumed_by_another_visit(address: str, open_page: Opener) -> None:
    page = open_page(f"{address}/emporter?{TOWN}")
    page.get_by_role("button", name="Préparer le lot : 49 communes").click()
    expect(page.get_by_text("communes restantes").first).to_be_visible(timeout=60_000)
    page.get_by_role("button", name="Arrêter").click()
    page.get_by_role("button", name="Reprendre le lot").wait_for()

    later = open_page(f"{address}/emporter?{TOWN}")
    expect(later.get_by_text("Un lot commencé attend")).to_be_visible()
    later.get_by_role("button", name="Reprendre le lot").click()
    offered = later.get_by_role("button", name="Télécharger le lot : 49 fichiers")
    offered.wait_for(timeout=180_000)
    with later.expect_download() as caught:
        offered.click()
    names = zipfile.ZipFile(Path(caught.value.path())).namelist()
    assert len(names) == 49 and "commune-38151.xlsx" in names
