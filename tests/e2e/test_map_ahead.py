"""The map shows a choice without waiting for the page, then agrees with it; it waits when it cannot ask by itself."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Frame, Page, expect

from tests.e2e.conftest import Opener
from tests.e2e.test_map import COLOURS, PAINTED, choose, listed, map_frame

# What the page sends to the map is kept aside: what is painted meanwhile was asked for by the map itself.
HOLD = """() => { window.gardes = []; window.recevoir = window.boussoleValeurs;
    window.boussoleValeurs = args => window.gardes.push(args); }"""
RELEASE = "() => { window.boussoleValeurs = window.recevoir; window.gardes.forEach(window.recevoir); }"
COUNTED = "() => Object.fromEntries(boussoleCouche._groups.map(g => [g.fill.toUpperCase(), g.areas.length]))"
LEGEND = """() => Object.fromEntries(
    [...document.querySelectorAll('.legende li')].filter(line => line.querySelector('i[style]')).map(line => [
        line.querySelector('i').style.backgroundColor,
        Number(line.querySelector('span').innerText.replace(/\\D/g, '')),
    ]))"""
AHEAD = "[data-carte-en-avance]"
INLINE = """async () => {
    const asked = performance.getEntriesByType("resource").find(one => one.name.includes("/carte/valeurs"));
    const { a, ...values } = await (await fetch(asked.name)).json();
    window.boussoleValeurs({ ...values, m: [], q: false, v: values.v.toReversed() });
}"""
SHOWN = """() => JSON.stringify([boussoleCouche._groups.map(g => [g.fill, g.areas.map(a => a.id)]),
    boussoleCouche._marks.circles.map(c => [c.area.id, c.radius])])"""


def rgb(fills: dict[str, int]) -> dict[str, int]:
    """Write fills as the browser writes the colours of a style."""
    parts = {fill: tuple(int(fill[i : i + 2], 16) for i in (1, 3, 5)) for fill in fills}
    return {f"rgb({red}, {green}, {blue})": fills[fill] for fill, (red, green, blue) in parts.items()}


def followed(page: Page, frame: Frame, act: Callable[[], None]) -> None:
    """Do something the map must follow by itself, then let the page speak: both say the same."""
    count = frame.evaluate("Number(document.documentElement.dataset.peint)")
    before = frame.evaluate(COLOURS)
    frame.evaluate(HOLD)
    act()
    frame.wait_for_function(PAINTED, arg=count)
    ahead = frame.evaluate(COLOURS)
    assert ahead != before
    expect(page.locator(AHEAD)).to_have_count(1)
    frame.wait_for_function("window.gardes.length > 0")
    frame.evaluate(RELEASE)
    expect(page.locator(AHEAD)).to_have_count(0)
    assert frame.evaluate(COLOURS) == ahead
    painted = rgb(frame.evaluate(COUNTED))
    page.wait_for_function(f"told => JSON.stringify(told) === JSON.stringify(({LEGEND})())", arg=painted)


def test_on_a_theme_page_the_map_follows_the_list_of_indicators(address: str, open_page: Opener) -> None:
    page = open_page(f"{address}/portrait?territoire=commune-38185")
    frame = map_frame(page)
    followed(page, frame, lambda: choose(page, "Indicateur", "Part des 65 ans ou plus"))


def test_on_the_atlas_the_map_follows_mouse_sliders_and_classes(address: str, open_page: Opener) -> None:
    page = open_page(f"{address}/atlas?territoire=commune-38185&carte=commune.departement-38&indicateur=part_65_plus")
    frame = map_frame(page)

    def click() -> None:
        listed(page, "Indicateur", "Part des logements vacants (logement)").click()

    followed(page, frame, click)
    page.get_by_role("button", name="Classes et couleurs").click()
    classes = page.get_by_role("slider", name="Nombre de classes")
    followed(page, frame, lambda: classes.press("ArrowRight"))
    followed(page, frame, lambda: page.get_by_text("Amplitudes égales", exact=True).click())
    page.keyboard.press("Escape")
    year = page.get_by_role("slider", name="Année")
    followed(page, frame, lambda: year.press("ArrowLeft"))


@pytest.mark.parametrize("kind", ["cercles", "croisee"])
def test_two_variables_on_one_map_are_followed_too(address: str, open_page: Opener, kind: str) -> None:
    atlas = f"{address}/atlas?territoire=commune-38185&carte=commune.departement-38&indicateur=part_65_plus"
    page = open_page(f"{atlas}&genre={kind}")
    frame = map_frame(page)
    told = "Effectif montré par des cercles" if kind == "cercles" else "Second indicateur"
    other = "Nombre de logements (logement)" if kind == "cercles" else "Part des maisons (logement)"
    count = frame.evaluate("Number(document.documentElement.dataset.peint)")
    frame.evaluate(HOLD)
    listed(page, told, other).click()
    frame.wait_for_function(PAINTED, arg=count)
    ahead = frame.evaluate(SHOWN)
    expect(page.locator(AHEAD)).to_have_count(1)
    frame.wait_for_function("window.gardes.length > 0")
    frame.evaluate(RELEASE)
    expect(page.locator(AHEAD)).to_have_count(0)
    assert frame.evaluate(SHOWN) == ahead


def test_a_map_of_change_follows_its_indicator_and_its_years(address: str, open_page: Opener) -> None:
    atlas = f"{address}/atlas?territoire=commune-38185&carte=commune.departement-38&indicateur=taux_chomage_rp"
    page = open_page(f"{atlas}&genre=evolution")
    frame = map_frame(page)
    other = "Part des allocataires à la prestation d'accueil du jeune enfant (jeunes enfants)"
    followed(page, frame, lambda: listed(page, "Indicateur", other).click())
    followed(page, frame, lambda: listed(page, "De", "2022").click())


def test_a_map_that_comes_with_its_values_no_longer_follows_the_choices(address: str, open_page: Opener) -> None:
    page = open_page(f"{address}/atlas?territoire=commune-38185&carte=commune.departement-38&indicateur=part_65_plus")
    frame = map_frame(page)
    count = frame.evaluate("Number(document.documentElement.dataset.peint)")
    frame.evaluate(INLINE)
    frame.wait_for_function(PAINTED, arg=count)
    frame.evaluate(HOLD)
    before = frame.evaluate(COLOURS)
    listed(page, "Indicateur", "Part des logements vacants (logement)").click()
    frame.wait_for_function("window.gardes.length > 0")
    page.wait_for_timeout(6000)  # longer than a map waits for a page that would not have made its choice
    assert frame.evaluate(COLOURS) == before and page.locator(AHEAD).count() == 0


def test_a_page_that_says_nothing_gets_its_map_back(address: str, open_page: Opener) -> None:
    page = open_page(f"{address}/portrait?territoire=commune-38185")
    frame = map_frame(page)
    before, count = frame.evaluate(COLOURS), frame.evaluate("Number(document.documentElement.dataset.peint)")
    frame.evaluate(HOLD)
    choose(page, "Indicateur", "Part des 65 ans ou plus")
    frame.wait_for_function(PAINTED, arg=count)
    assert frame.evaluate(COLOURS) != before
    frame.wait_for_function(PAINTED, arg=count + 1)
    assert frame.evaluate(COLOURS) == before
    expect(page.locator(AHEAD)).to_have_count(0)


def test_values_that_do_not_come_are_said_and_the_list_stays(address: str, open_page: Opener) -> None:
    page = open_page(f"{address}/portrait?territoire=commune-38185")
    frame = map_frame(page)
    page.route("**/carte/valeurs**", lambda route: route.abort())
    choose(page, "Indicateur", "Part des 65 ans ou plus")
    expect(frame.locator(".carte-message")).to_contain_text("n'ont pas pu être chargés")
    expect(page.locator(".legende strong").first).to_have_text("Part des 65 ans ou plus (en %)")
    expect(page.locator("summary", has_text="la liste")).to_be_visible()
