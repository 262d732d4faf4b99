"""What every page of the menu owes: French, one title, no sideways scroll, no third party, figures with a source."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from lib.catalog import load_catalog
from lib.ui.navigation import PAGES, Entry
from tests.e2e.conftest import Opener, foreign_hosts

LONG_KEY, LONG_NAME = "epci-244400610", "CA de la Presqu'île de Guérande Atlantique (Cap Atlantique)"
SCROLL = "() => { const m = document.querySelector('[data-testid=stMain]'); return m.scrollWidth - m.clientWidth; }"
OUTSIDE = """() => [...document.querySelectorAll('[data-testid=stMain] *')]
    .filter(e => !e.closest('.defile') && e.getBoundingClientRect().right > innerWidth + 1
        && getComputedStyle(e).visibility !== 'hidden' && e.getBoundingClientRect().width > 1)
    .map(e => e.tagName + '.' + e.className)"""


@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.name)
def test_a_page_stands_on_a_phone_and_on_a_screen(entry: Entry, address: str, open_page: Opener) -> None:
    page = open_page(f"{address}{entry.path}?territoire={LONG_KEY}", 390, 844)

    assert page.evaluate("document.documentElement.lang") == "fr"
    assert page.title() == f"{entry.title} · Boussole sociale"
    assert page.locator("h1").count() == 1
    assert page.locator(".probleme").count() == 0
    assert page.locator(".lieu strong").inner_text() == LONG_NAME
    for width in (390, 1366, 1920):
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_timeout(600)
        assert page.evaluate(SCROLL) <= 0, width
        assert page.evaluate(OUTSIDE) == [], width


def open_entry(page: Page, entry: Entry) -> None:
    """Go to a page by the menu, opening its section."""
    menu = page.get_by_role("navigation")
    menu.get_by_text(entry.section, exact=True).click()
    page.get_by_role("menuitem", name=entry.title, exact=True).click()


def test_every_theme_page_says_where_its_figures_come_from(address: str, open_page: Opener) -> None:
    page = open_page(address)
    themes = load_catalog().themes
    silent = []
    for entry in PAGES:
        if entry.name not in themes:
            continue
        open_entry(page, entry)
        page.wait_for_url(f"{address}{entry.path}?**")
        page.get_by_role("heading", name=themes[entry.name].titre, level=1).wait_for()
        page.get_by_role("heading", name="Ce qui manque ici, et à qui le demander").wait_for()
        page.locator(".pied").wait_for()
        cards = page.locator("article.carte")
        assert cards.count() == page.locator("article.carte .source").count()
        if cards.count():
            assert page.locator("p.source", has_text="champ").count() >= 1
        else:
            silent.append(entry.name)
        assert page.get_by_text("chiffres à demander").count() + page.get_by_text("comptez vous-mêmes").count() > 0
    assert set(silent) == {"endettement", "energie", "urgence_hebergement"}


def test_the_list_of_hosts_would_show_a_third_party() -> None:
    assert foreign_hosts(["https://cdn.jsdelivr.net/x.js", "http://127.0.0.1:1/", "data:,x"]) == {"cdn.jsdelivr.net"}


@pytest.mark.parametrize("asked", ["rapport-inconnu", "portrait/ancienne"])
def test_an_unknown_page_is_said_in_french_on_the_home_page(asked: str, address: str, open_page: Opener) -> None:
    page = open_page(f"{address}/{asked}?territoire=commune-38185")

    page.get_by_text("La page demandée n'existe pas").wait_for()
    assert page.locator(".lieu strong").inner_text() == "Grenoble"
    assert "page_inconnue" not in page.url


def test_the_other_name_of_the_home_page_opens_it_in_silence(address: str, open_page: Opener) -> None:
    page = open_page(f"{address}/accueil?territoire=commune-38185")

    assert page.locator(".lieu strong").inner_text() == "Grenoble"
    assert page.get_by_text("n'existe pas").count() == 0
