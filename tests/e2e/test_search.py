"""Choosing a territory with the keyboard, and sharing the address of the view."""

from __future__ import annotations

import re

from playwright.sync_api import WebSocketRoute, expect
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.e2e.conftest import Opener


def test_the_keyboard_changes_the_territory_and_the_address_reopens_the_view(address: str, open_page: Opener) -> None:
    page = open_page(f"{address}/portrait?territoire=commune-38185&comparer=departement,france&vue=tout")
    box = page.get_by_role("combobox", name="Changer de territoire")
    box.focus()
    page.keyboard.type("echirol")
    page.get_by_role("option").first.wait_for()
    assert page.get_by_role("option").first.inner_text().startswith("Échirolles")
    page.keyboard.press("Enter")

    place = page.locator(".lieu strong")
    expect(place).to_have_text("Échirolles")
    page.wait_for_url("**territoire=commune-38151**")
    assert "comparer=departement%2Cfrance" in page.url and "vue=tout" in page.url

    page.get_by_role("button", name="Partager").click()
    code = page.locator(".partage code")
    expect(code).to_contain_text("commune-38151")
    shared = code.inner_text().strip()
    copy = open_page(shared)
    assert copy.locator(".lieu strong").inner_text() == "Échirolles"
    labels = copy.locator("article.carte .libelle")
    assert labels.all_inner_texts() == page.locator("article.carte .libelle").all_inner_texts()
    assert copy.locator("article.carte .comparaison").all_inner_texts() == (
        page.locator("article.carte .comparaison").all_inner_texts()
    )


def test_sharing_while_the_page_is_still_changing_tells_the_new_territory(address: str, open_page: Opener) -> None:
    page = open_page(address)
    kept: list[bytes] = []
    hold = False

    def between(browser: WebSocketRoute) -> None:
        server = browser.connect_to_server()

        def told(message: str | bytes) -> None:
            ends = hold and ForwardMsg.FromString(bytes(message)).WhichOneof("type") == "script_finished"
            kept.append(bytes(message)) if ends else browser.send(message)

        server.on_message(told)

    page.route_web_socket("**/_stcore/stream", between)
    page.goto(f"{address}/portrait?territoire=commune-38185")
    page.locator(".pied").wait_for()
    hold = True  # the page does not learn that it is whole: it still tells what was on it before
    page.get_by_role("combobox", name="Changer de territoire").fill("echirol")
    page.get_by_role("option").first.click()
    expect(page.locator(".lieu strong")).to_have_text("Échirolles")
    while not kept:
        page.wait_for_timeout(50)
    page.get_by_role("button", name="Partager").click()
    expect(page.locator(".partage code")).to_contain_text("territoire=commune-38151")
    assert "territoire=commune-38151" in page.url


def test_the_choice_follows_from_page_to_page_and_to_the_next_visit(address: str, open_page: Opener) -> None:
    page = open_page(f"{address}/portrait?territoire=commune-38185")
    page.get_by_role("navigation").get_by_text("Logement et cadre de vie", exact=True).click()
    page.get_by_role("menuitem", name="Logement", exact=True).click()
    page.get_by_role("heading", level=1, name="Logement").wait_for()
    page.wait_for_url("**/logement?**territoire=commune-38185**")
    assert page.locator(".lieu strong").inner_text() == "Grenoble"

    page.wait_for_function("() => document.cookie.includes('commune-38185')")
    page.goto(address)
    expect(page.locator(".lieu strong")).to_have_text("Grenoble")


def test_wrong_addresses_are_explained_and_show_another_territory(address: str, open_page: Opener) -> None:
    page = open_page(f"{address}/portrait?territoire=<b>x&comparer=martien")
    notices = page.get_by_test_id("stAlert")
    expect(notices.filter(has_text="territoire inconnu")).to_have_count(1)
    expect(notices.filter(has_text="comparateur de l'adresse est inconnu")).to_have_count(1)
    assert page.locator(".lieu strong").inner_text() == "Échirolles"

    merged = open_page(f"{address}/portrait?territoire=commune-69159")
    expect(merged.get_by_test_id("stAlert")).to_have_text(re.compile("fait aujourd'hui partie de"))
    assert "territoire=commune-69114" in merged.url
