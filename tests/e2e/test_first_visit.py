"""A new server whose first request is a deep link: the frame and the gate run before the page."""

from __future__ import annotations

from tests.e2e.conftest import Opener, Server, settings

GRENOBLE = "/portrait?territoire=commune-38185"


def test_a_deep_link_gets_the_banner_and_its_figures(serve: Server, open_page: Opener) -> None:
    with serve() as address:
        page = open_page(f"{address}{GRENOBLE}")

        assert page.locator(".st-key-bandeau-territoire .lieu strong").inner_text() == "Grenoble"
        assert page.locator("article.carte .nombre").first.inner_text() == "156\u202f140"  # census of 2023


def test_a_deep_link_meets_the_access_form_before_any_figure(serve: Server, open_page: Opener) -> None:
    with serve(**settings(code_acces="Lavande 12")) as address:
        page = open_page(f"{address}{GRENOBLE}", wait="text=Accès réservé")
        code = page.get_by_label("Code d'accès", exact=True)
        assert page.locator(".nombre, .lieu, .pied, iframe").count() == 0

        code.fill("lavande")
        page.get_by_role("button", name="Entrer").click()
        page.get_by_text("Ce code n'est pas le bon").wait_for()
        assert page.locator(".nombre, .lieu").count() == 0

        code.fill("Lavande 12")
        page.get_by_role("button", name="Entrer").click()
        page.locator(".pied").wait_for()
        assert page.locator(".lieu strong").inner_text() == "Grenoble"
