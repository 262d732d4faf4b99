"""The map: painted, repainted without a new frame nor new outlines, clickable, doubled by a list; outlines cached."""

from __future__ import annotations

import gzip
import json
import os
import urllib.error
import urllib.request
from http.client import HTTPMessage

import pytest
from playwright.sync_api import Frame, Locator, Page, TimeoutError, expect

from lib.settings import ROOT
from tests.e2e.conftest import Opener, Server, settings

IRIS_OUTLINES = ROOT.parent / "shared" / "donnees" / "geo" / "iris2020_38.parquet"
PAINTED = "n => Number(document.documentElement.dataset.peint || 0) > n"
INSIDE = """code => {
    const layer = boussoleCouche, found = layer.areas.find(a => a.id === code), box = found.box;
    for (let i = 1; i < 40; i += 1) for (let j = 1; j < 40; j += 1) {
        const p = layer.place([box[0] + (box[2] - box[0]) * i / 40, box[1] + (box[3] - box[1]) * j / 40]);
        const on = map.layerPointToContainerPoint(p);
        const around = [[0, 0], [4, 0], [-4, 0], [0, 4], [0, -4]].map(d => layer.at(on.add(d)));
        if (around.every(area => area === found)) return [on.x, on.y];
    }
}"""
OUTLINES = "performance.getEntriesByType('resource').map(e => e.name).filter(n => n.includes('/geo/'))"
COLOURS = """() => { const seen = {}; boussoleCouche._groups.forEach(g => g.areas.forEach(a => seen[a.id] = g.fill));
    return seen; }"""


def map_frame(page: Page) -> Frame:
    """Return the frame of the map once it is painted."""
    page.locator("iframe[title*=folium]").scroll_into_view_if_needed()
    frame = page.locator("iframe[title*=folium]").element_handle().content_frame()
    assert frame is not None
    frame.wait_for_function(PAINTED, arg=0)
    return frame


def choose(page: Page, box: str, option: str) -> None:
    """Pick ``option`` in a list with the keyboard."""
    listed(page, box, option)
    page.keyboard.press("Enter")


def listed(page: Page, box: str, option: str) -> Locator:
    """Type ``option`` in a list and return its entry; typed again when the page, ending its run, closed the list."""
    entry = page.get_by_role("option", name=option, exact=True)
    for _ in range(3):
        page.get_by_role("combobox", name=box, exact=True).focus()
        page.keyboard.press("ControlOrMeta+a")
        page.keyboard.insert_text(option)
        try:
            entry.wait_for(timeout=5_000)
        except TimeoutError:
            page.keyboard.press("Escape")
        else:
            return entry
    raise AssertionError(f"« {option} » ne paraît pas dans la liste « {box} »")


def test_an_indicator_repaints_the_same_frame_without_new_outlines(address: str, open_page: Opener) -> None:
    page = open_page(f"{address}/portrait?territoire=commune-38151")
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    frame = map_frame(page)
    before, colours = frame.evaluate("Number(document.documentElement.dataset.peint)"), frame.evaluate(COLOURS)
    frame.evaluate("document.documentElement.dataset.temoin = 'meme cadre'")
    fetched.clear()

    choose(page, "Indicateur", "Part des 65 ans ou plus")
    frame.wait_for_function(PAINTED, arg=before)

    assert frame.evaluate("document.documentElement.dataset.temoin") == "meme cadre"
    assert [url for url in fetched if "/geo/" in url or url.endswith(".js")] == []
    assert len(colours) == 512 and frame.evaluate(COLOURS) != colours
    expect(page.locator(".legende strong")).to_have_text("Part des 65 ans ou plus (en %)")


def test_a_click_on_the_map_and_a_link_of_the_list_open_a_commune(address: str, open_page: Opener) -> None:
    page = open_page(f"{address}/portrait?territoire=commune-38151")
    frame = map_frame(page)
    x, y = frame.evaluate(INSIDE, "38052")  # Le Bourg-d'Oisans, wide enough for a click
    page.locator("iframe[title*=folium]").click(position={"x": x, "y": y})
    expect(page.locator(".lieu strong")).to_have_text("Le Bourg-d'Oisans")
    page.wait_for_url("**territoire=commune-38052**")

    page.locator("summary", has_text="Communes de l'Isère : la liste").press("Enter")
    page.locator(".liste-carte li").first.wait_for()
    first = page.locator(".liste-carte a").first
    name = first.inner_text()
    first.press("Enter")
    expect(page.locator(".lieu strong")).to_have_text(name)


def test_without_outlines_the_iris_are_a_mosaic(address: str, open_page: Opener) -> None:
    page = open_page(f"{address}/portrait?territoire=iris-381510101")

    assert page.locator(".mosaique .case").count() == 15
    assert page.locator("iframe[title*=folium]").count() == 0
    assert page.get_by_text("Un paquet territorial ajoute la carte").count() == 1
    page.locator(".mosaique .case").first.press("Enter")
    expect(page.locator(".lieu span").first).to_have_text("IRIS · Échirolles")


@pytest.mark.skipif(os.environ.get("CI") == "true", reason="contours IRIS lus hors du dépôt : essai local seulement")
@pytest.mark.skipif(not IRIS_OUTLINES.exists(), reason=f"{IRIS_OUTLINES} absent")
def test_with_a_territorial_package_the_iris_are_a_map(serve: Server, open_page: Opener) -> None:
    with serve(**settings(paquets=IRIS_OUTLINES)) as address:
        page = open_page(f"{address}/portrait?territoire=iris-381510101")
        frame = map_frame(page)

        assert len(frame.evaluate(COLOURS)) == 15
        assert page.locator(".mosaique").count() == 0


def test_the_overseas_departements_are_drawn_beside_metropolitan_france(address: str, open_page: Opener) -> None:
    page = open_page(f"{address}/logement?territoire=france-F")
    frame = map_frame(page)

    west, east = frame.evaluate("() => [boussoleCouche.bounds.getWest(), boussoleCouche.bounds.getEast()]")
    assert -12 < west < east < 12
    assert len(frame.evaluate(COLOURS)) == 101
    assert "Outre-mer rapproché" in frame.locator(".carte-note").inner_text()


def test_what_is_laid_over_an_overseas_departement_follows_it(address: str, open_page: Opener) -> None:
    page = open_page(f"{address}/logement?territoire=france-F")
    frame = map_frame(page)
    box = [[[55.2, -21.4], [55.8, -21.4], [55.8, -20.8], [55.2, -20.8], [55.2, -21.4]]]
    laid = frame.evaluate(
        """box => new BoussoleOutreMer(map, { features: [
            { geometry: { type: "Polygon", coordinates: box } },
            { geometry: { type: "Polygon", coordinates: [[[2, 48], [3, 48], [3, 49], [2, 48]]] } },
        ] }).moved({ type: "GeometryCollection", geometries: [
            { type: "Point", coordinates: [55.5, -21.1] }, { type: "Point", coordinates: [2.3, 48.8] },
        ] }).geometries.map(one => one.coordinates)""",
        box,
    )
    (west, south), paris = laid
    assert -12 < west < -5 and 40 < south < 52
    assert paris == [2.3, 48.8]


def test_outlines_are_compressed_validated_and_kept_a_year(address: str, open_page: Opener) -> None:
    page = open_page(f"{address}/portrait?territoire=commune-38151", wait="iframe[title*=folium]")
    frame = map_frame(page)
    (url,) = frame.evaluate(
        "performance.getEntriesByType('resource').map(e => e.name).filter(n => n.includes('/geo/'))"
    )

    status, headers, body = fetch(url, {"Accept-Encoding": "gzip"})
    assert (status, headers["Content-Encoding"]) == (200, "gzip")
    assert headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert len(json.loads(gzip.decompress(body))["features"]) == 512

    again, kept, nothing = fetch(url, {"Accept-Encoding": "gzip", "If-None-Match": headers["ETag"]})
    assert (again, nothing, kept["ETag"]) == (304, b"", headers["ETag"])


def fetch(url: str, headers: dict[str, str]) -> tuple[int, HTTPMessage, bytes]:
    """Return status, headers and raw body of one request."""
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=20) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as answer:
        return answer.code, answer.headers, answer.read()
