"""axe-core on the atlas, its layers, zones, distances and the meeting; what a map says is reached without it."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Opener
from tests.e2e.test_accessibility import EXCEPTIONS, violations

TOWN = "territoire=commune-38151"
EPCI = "carte=commune.epci-200040715"
VIEWS = "part_65_plus@commune.departement-38,part_logements_vacants@commune.departement-38"


def open_everything(page: Page) -> None:
    """Open the lists of a page, then its menu of layers when it has one."""
    for summary in page.locator("summary", has_text=": la liste").all():
        summary.press("Enter")
    page.locator(".liste-carte, table").first.wait_for()
    menu = page.get_by_role("button", name="Couches (")
    if menu.count():
        menu.press("Enter")
        page.get_by_role("combobox", name="Couches posées sur la carte").wait_for()


@pytest.mark.parametrize(
    "place",
    [
        f"/atlas?{TOWN}&{EPCI}&couches=qpv,mairies",
        f"/atlas?{TOWN}&{EPCI}&genre=croisee&couches=qpv",
        f"/atlas?{TOWN}&{EPCI}&genre=cote",
        f"/couches?{TOWN}&couche=mairies",
        f"/couches?{TOWN}&couche=qpv",
        f"/zones?{TOWN}&morceaux=381510101",
    ],
)
def test_maps_and_their_layers_have_no_fault_of_ours(address: str, open_page: Opener, place: str) -> None:
    known = json.loads(EXCEPTIONS.read_text(encoding="utf-8"))
    page = open_page(address + place)
    open_everything(page)
    faults = [
        fault
        for fault in violations(page)
        if not any(one["regle"] == fault["regle"] and one["element"] in fault["html"] for one in known)
    ]
    assert faults == []


def test_a_meeting_has_no_fault_of_ours(address: str, open_page: Opener) -> None:
    known = json.loads(EXCEPTIONS.read_text(encoding="utf-8"))
    page = open_page(f"{address}/reunion?{TOWN}&lecture=oui&vues={VIEWS}", 1280, 720, wait=".reunion-phrase")
    faults = [
        fault
        for fault in violations(page)
        if not any(one["regle"] == fault["regle"] and one["element"] in fault["html"] for one in known)
    ]
    assert faults == []


def test_every_figure_of_a_map_is_in_its_list(address: str, open_page: Opener) -> None:
    page = open_page(f"{address}/atlas?{TOWN}&{EPCI}&couches=qpv")
    open_everything(page)
    expect(page.locator(".liste-carte li")).to_have_count(49)
    expect(page.locator("table", has_text="Quartiers prioritaires (2024)").locator("tbody tr")).to_have_count(10)
