"""Ctrl+P on every page: no control on paper, territory and comparators named, page numbers at the foot."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader

from lib.settings import DATA_DIR
from lib.ui.navigation import PAGES, PUBLICS
from tests.e2e.conftest import Opener

CATALOG = DATA_DIR / "catalogue"
CONTROLS = ("Changer de territoire", "Partager", "Toute la commune (", "Télécharger (", "Comparer")
# Themes and publics are printed by the same code: one full of figures, one without any, one public stand for all.
ALIKE = {theme.stem for theme in CATALOG.glob("*.yml")} - {"portrait", "energie"}
TRIED = [
    page for page in PAGES if page.name not in ALIKE and (page.section != PUBLICS or page.name == "public_familles")
]
PRINTED = "button, input, select, textarea, [role=tablist]"


@pytest.mark.parametrize("entry", TRIED, ids=lambda entry: entry.name)
def test_a_page_is_printed_without_controls(address: str, open_page: Opener, entry) -> None:
    page = open_page(f"{address}{entry.path}?territoire=commune-38151")
    page.wait_for_timeout(1000)
    page.emulate_media(media="print")
    shown = page.evaluate(
        f"[...document.querySelectorAll('{PRINTED}')].filter(e => e.offsetParent).map(e => e.outerHTML)"
    )
    assert shown == []
    sheets = PdfReader(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True))).pages
    text = "\n".join(sheet.extract_text() for sheet in sheets)
    assert "Échirolles" in text and "Comparé à" in text and "Isère" in text
    assert [word for word in CONTROLS if word in text] == []
    assert "Imprimé le" in text and "?territoire=commune-38151&" in "".join(text.split())
    for rank, sheet in enumerate(sheets, start=1):
        assert f"{rank} / {len(sheets)}" in sheet.extract_text()


def test_no_chart_is_cut_and_its_source_follows(address: str, open_page: Opener) -> None:
    page = open_page(f"{address}/portrait?territoire=commune-38151", wait="svg.marks, canvas.marks")
    page.wait_for_timeout(1500)
    sheets = PdfReader(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True))).pages
    texts = [sheet.extract_text() for sheet in sheets]
    for title in ("Jeunes, adultes, aînés", "Hommes et femmes, âge par âge", "Combien d'habitants"):
        (whole,) = [text for text in texts if title in text]
        assert "Source" in whole[whole.index(title) :]


def test_the_printed_address_is_the_one_on_screen_and_the_map_has_no_button(address: str, open_page: Opener) -> None:
    page = open_page(f"{address}/portrait?territoire=commune-38151", wait="iframe[title*=folium]")
    inside = page.frame_locator("iframe[title*=folium]")
    inside.locator(".leaflet-control-zoom").wait_for()
    page.get_by_role("combobox", name="Indicateur", exact=True).focus()
    for key in ("Enter", "ArrowDown", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    page.wait_for_url("**carte_indicateur=*")
    chosen = page.url.partition("carte_indicateur=")[2].partition("&")[0]
    page.emulate_media(media="print")
    assert not inside.locator(".leaflet-control-zoom").is_visible()
    sheets = PdfReader(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True))).pages
    told = "".join("".join(sheet.extract_text() for sheet in sheets).split())
    assert f"carte_indicateur={chosen}" in told
    (whole,) = [text for sheet in sheets if "Sur la carte" in (text := sheet.extract_text())]
    assert "Lecture" in whole[whole.index("Sur la carte") :], "the map, its legend and its reading are on one sheet"
