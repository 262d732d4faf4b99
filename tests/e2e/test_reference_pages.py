"""The synthesis, the lexicon and the sources in a browser: axe, the way from a figure to its sheet, the search."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Opener
from tests.e2e.test_accessibility import EXCEPTIONS, violations


@pytest.mark.parametrize("page", ["synthese", "lexique", "lexique?indicateur=part_hlm", "sources"])
def test_no_accessibility_fault_of_ours(page: str, address: str, open_page: Opener) -> None:
    known = json.loads(EXCEPTIONS.read_text(encoding="utf-8"))
    joined = "&" if "?" in page else "?"
    opened = open_page(f"{address}/{page}{joined}territoire=commune-38151")
    ours = [
        fault
        for fault in violations(opened)
        if not any(entry["regle"] == fault["regle"] and entry["element"] in fault["html"] for entry in known)
    ]
    assert ours == []


def test_one_click_from_a_figure_to_its_calculation_then_to_its_sheet(address: str, open_page: Opener) -> None:
    page = open_page(f"{address}/logement?territoire=commune-38151", wait=".pied")
    page.get_by_role("button", name="D'où vient ce chiffre").first.click()
    sheet = page.locator(".fiche").filter(has_text="Part des logements vacants").first
    expect(sheet.locator(".calcul")).to_contain_text("÷")
    expect(sheet).to_contain_text("import duckdb")
    expect(sheet).to_contain_text("Adresse permanente")
    sheet.get_by_role("link", name="Fiche complète dans le lexique").click()
    page.wait_for_url("**/lexique?**indicateur=part_logements_vacants**")
    page.get_by_role("heading", name="Part des logements vacants").wait_for()
    expect(page.locator(".lieu strong")).to_have_text("Échirolles")


def test_the_lexicon_is_searched_with_the_keyboard(address: str, open_page: Opener) -> None:
    page = open_page(f"{address}/lexique?territoire=commune-38151&indicateur=densite")
    field = page.get_by_label("Chercher dans le lexique")
    field.fill("pauvrete")
    field.press("Enter")
    expect(page.locator(".entrees a").first).to_contain_text("pauvreté")
    assert "indicateur=" not in page.url


def test_the_reader_takes_comparable_areas_elsewhere_and_the_address_says_so(address: str, open_page: Opener) -> None:
    page = open_page(f"{address}/synthese?territoire=commune-38151")
    page.get_by_role("link", name="Voir la liste et changer les critères").click()
    page.get_by_text("toute la France", exact=True).click()
    page.wait_for_url("**criteres=france**")
    page.get_by_text("Comparer à ce groupe sur toutes les pages").click()
    page.wait_for_url("**comparer=semblables**")
    page.goto(page.url.replace("/semblables?", "/portrait?"))
    page.locator(".pied").wait_for()
    expect(page.locator(".comparaison").first).to_contain_text("la médiane des communes semblables")
