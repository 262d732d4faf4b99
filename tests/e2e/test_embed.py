"""One chart alone on another site: small, without script, allowed there only; the pages themselves stay out."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.conftest import Opener, Server

TOWN = "territoire=commune-38151"
CHARTS = {
    "comparaison/part_moins_20,part_20_64": "Moins de 20 ans et 20 à 64 ans",
    "evolution/population_totale": "Population municipale",
    "pyramide/ages": "en contour",
    "revenus/niveaux-de-vie": "Niveaux de vie",
    "carte/part_moins_20?niveau=commune&dans=departement-38": "Part des moins de 20 ans",
}
REFUSED = (
    "comparaison/inconnu",
    "comparaison/part_moins_20,population_totale",
    "zut/ages",
    "composition/inconnue",
    "carte/part_moins_20?niveau=palais&dans=departement-38",
    "evolution/population_totale?territoire=commune-99999",
)


def url(address: str, path: str) -> str:
    """Return the address of a chart for Échirolles unless it names its own territory."""
    joint = "&" if "?" in path else "?"
    return f"{address}/integrer/{path}" if "territoire=" in path else f"{address}/integrer/{path}{joint}{TOWN}"


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory, address: str) -> Iterator[str]:
    """The site of a town, elsewhere, that shows a chart and tries to show a whole page."""
    folder = tmp_path_factory.mktemp("site")
    chart = url(address, "comparaison/part_moins_20,part_20_64")
    page = f"<h1>Ma ville</h1><iframe id='g' src='{chart}'></iframe><iframe id='p' src='{address}/portrait'></iframe>"
    (folder / "index.html").write_text(page, encoding="utf-8")
    handler = partial(SimpleHTTPRequestHandler, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def test_another_site_shows_the_chart_but_not_the_pages(browser: Browser, town: str) -> None:
    page = browser.new_page()
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text))
    page.goto(town)
    expect(page.frame_locator("#g").get_by_role("heading", name="Moins de 20 ans et 20 à 64 ans")).to_be_visible()
    expect(page.frame_locator("#g").locator(".etroit svg")).to_be_visible()
    page.wait_for_timeout(500)
    assert any("frame-ancestors" in text for text in refused)
    page.close()


@pytest.mark.parametrize("path", CHARTS)
def test_a_chart_stands_alone_with_its_source_table_and_way_back(address: str, open_page: Opener, path: str) -> None:
    page = open_page(url(address, path), wait="h1")
    assert CHARTS[path] in page.locator("h1").inner_text()
    assert "Licence Ouverte" in page.locator("main").inner_text() and page.locator("script").count() == 0
    page.get_by_text("Voir le tableau").click()
    assert page.locator("table tbody tr").count() >= 5
    assert "nan" not in page.locator("table").inner_text().lower().split()
    back = page.get_by_role("link", name="Ouvrir dans Boussole sociale").get_attribute("href") or ""
    assert back.startswith(address) and "territoire=commune-38151" in back


def test_a_chart_fits_a_phone(address: str, open_page: Opener) -> None:
    page = open_page(url(address, "comparaison/part_moins_20,part_20_64"), width=340, wait="h1")
    assert page.evaluate("document.documentElement.scrollWidth") <= 340
    expect(page.locator(".etroit svg")).to_be_visible()
    expect(page.locator(".large svg")).to_be_hidden()


@pytest.mark.parametrize("path", REFUSED)
def test_what_cannot_be_shown_is_said_in_french(address: str, path: str) -> None:
    with pytest.raises(HTTPError) as caught:
        urlopen(url(address, path))
    assert caught.value.code == 404
    assert "Que faire" in caught.value.read().decode()


def test_an_unchanged_chart_is_not_sent_twice(address: str) -> None:
    first = urlopen(url(address, "evolution/population_totale"))
    with pytest.raises(HTTPError) as caught:
        again = {"If-None-Match": first.headers["ETag"]}
        urlopen(Request(url(address, "evolution/population_totale"), headers=again))
    assert caught.value.code == 304


def test_the_code_to_copy_works_as_it_is(address: str, open_page: Opener, tmp_path: Path) -> None:
    page = open_page(f"{address}/portrait?{TOWN}")
    page.locator(".st-key-bloc-ages").get_by_role("button", name="Emporter").click()
    code = page.get_by_text("<iframe").inner_text()
    assert code.startswith(f'<iframe src="{address}/integrer/comparaison/')
    page.set_content(code)
    source = page.locator("iframe").get_attribute("src") or ""
    assert b"<h1>" in urlopen(source).read()


def test_a_protected_installation_shows_nothing_elsewhere(serve: Server) -> None:
    with serve(BOUSSOLE_CODE_ACCES="secret") as address, pytest.raises(HTTPError) as caught:
        urlopen(url(address, "evolution/population_totale"))
    assert caught.value.code == 403
