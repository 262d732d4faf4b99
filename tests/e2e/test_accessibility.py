"""axe-core, menus open and on a phone: only the faults of Streamlit, listed with a reason and still occurring."""

from __future__ import annotations

import json
from pathlib import Path

from playwright.sync_api import Page

from tests.e2e.conftest import HERE, Opener, Server

EXCEPTIONS = HERE / "axe" / "exceptions_streamlit.json"
RUN = """async () => (await axe.run(document, { resultTypes: ['violations'] })).violations
    .flatMap(v => v.nodes.map(n => ({ regle: v.id, aide: v.help, cible: n.target.flat().join(' '), html: n.html })))"""
NAMED = """() => [...document.querySelectorAll('[data-testid=stFileUploaderDropzone] button')]
    .every(one => one.innerText.trim())"""


def violations(page: Page) -> list[dict[str, str]]:
    """Return one entry per faulty element, frames included."""
    page.wait_for_timeout(1500)
    for frame in page.frames:
        frame.evaluate((HERE / "axe" / "axe.min.js").read_text(encoding="utf-8"))
    return page.evaluate(RUN)


def menus(address: str, open_page: Opener) -> list[dict[str, str]]:
    """Return the faults of the menu open, of a page that says whom to ask, and of the same on a phone."""
    wide = open_page(f"{address}/endettement?territoire=commune-38151")
    wide.get_by_text("Banque de France").first.click()
    wide.get_by_role("button", name="Fichier à remplir").wait_for()
    wide.get_by_role("navigation").get_by_text("Habitants", exact=True).click()
    phone = open_page(f"{address}/public_familles?territoire=commune-38151", 390, 844)
    phone.get_by_test_id("stExpandSidebarButton").click()
    phone.get_by_role("link", name="Handicap", exact=True).wait_for()
    return [*violations(wide), *violations(phone)]


def report(serve: Server, open_page: Opener, base: Path) -> list[dict[str, str]]:
    """Return the faults of each step of the report and of what is taken away."""
    with serve(BOUSSOLE_BASE=str(base)) as address:
        page = open_page(f"{address}/rapport?territoire=commune-38151")
        found = violations(page)
        page.get_by_role("button", name="Préparer mon rapport").click()
        page.get_by_label("Votre commentaire").first.wait_for()
        page.get_by_role("button", name="Régler").first.click()
        page.get_by_text("Ajouter une carte").click()
        page.get_by_role("button", name="Ajouter cette carte").wait_for()
        found += violations(page)
        for step in ("textes", "presentation", "nouveautes", "telecharger"):
            one = open_page(page.url.replace("etape=chapitres", f"etape={step}"))
            one.wait_for_function(NAMED)  # the names of the buttons that drop a file come after the buttons
            found += violations(one)
        return [*found, *violations(open_page(f"{address}/emporter?territoire=commune-38151"))]


def test_the_only_faults_are_those_of_streamlit_listed_with_a_reason(
    address: str, open_page: Opener, serve: Server, tmp_path: Path
) -> None:
    known = json.loads(EXCEPTIONS.read_text(encoding="utf-8"))
    assert all(entry["raison"].strip() and entry["element"].strip() for entry in known)
    home = violations(open_page(f"{address}/?territoire=commune-38151"))
    page = open_page(f"{address}/portrait?territoire=commune-38151", wait="svg.marks")
    page.get_by_role("tab", name="Tableau").first.click()
    page.get_by_text("Communes de l'Isère : la liste").click()
    page.locator("table.tableau").wait_for()
    page.locator(".liste-carte").wait_for()
    found = [*home, *violations(page), *menus(address, open_page), *report(serve, open_page, tmp_path / "base")]

    def matches(entry: dict[str, str], fault: dict[str, str]) -> bool:
        return entry["regle"] == fault["regle"] and entry["element"] in fault["html"]

    ours = [fault for fault in found if not any(matches(entry, fault) for entry in known)]
    gone = [entry for entry in known if not any(matches(entry, fault) for fault in found)]
    assert ours == []
    assert gone == [], "ces exceptions n'ont plus lieu d'être : à retirer du fichier"


def test_a_fault_on_the_page_or_in_the_map_would_be_seen(address: str, open_page: Opener) -> None:
    page = open_page(f"{address}/portrait?territoire=commune-38151", wait="iframe[title*=folium]")
    planted = "document.body.insertAdjacentHTML('beforeend', '<img src=\"data:,\" id=\"plantee\">')"
    page.locator("iframe[title*=folium]").element_handle().content_frame().evaluate(planted)
    page.evaluate(planted)

    seen = [fault["regle"] for fault in violations(page) if "plantee" in fault["html"]]
    assert seen.count("image-alt") == 2
