"""The menu on a narrow screen: no entry out of sight, what does not fit is offered in French."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Opener

WIDTHS = (1024, 1280, 1366)


@pytest.mark.parametrize("width", WIDTHS)
def test_every_entry_of_the_menu_can_be_reached(width: int, address: str, open_page: Opener) -> None:
    page = open_page(f"{address}/lexique?territoire=commune-38151")
    page.set_viewport_size({"width": width, "height": 720})
    menu = page.get_by_test_id("stTopNav")
    expect(menu).to_be_visible()
    page.wait_for_function(
        "width => [...document.querySelectorAll('.rc-overflow-item')].every(item => "
        "getComputedStyle(item).opacity === '0' || item.getBoundingClientRect().right <= width)",
        arg=width,
    )
    rest = menu.locator(".rc-overflow-item-rest")
    if rest.is_visible():
        assert rest.locator("p").evaluate("words => getComputedStyle(words).visibility") == "hidden"
        rest.get_by_role("button").click()
    else:
        menu.get_by_text("Outils").click()
    expect(page.get_by_role("menuitem", name="Sources")).to_be_visible()
