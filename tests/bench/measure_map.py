"""Change of indicator on the 512 communes of Isère: our Portrait page against folium.Choropleth, in Chromium."""

from __future__ import annotations

from playwright.sync_api import Browser

from lib.model import Level
from lib.settings import ROOT
from lib.ui import resources
from tests.bench.browser import (
    ARM_FAST,
    ARM_NAIVE,
    FAST_PAINTED,
    NAIVE_PAINTED,
    Change,
    choose,
    chromium,
    visit,
)
from tests.bench.server import BENCH, streamlit_server
from tests.bench.table import Row, interleave

COMMUNES = 512
SESSIONS = 3
NAIVE = "folium.Choropleth"


def titles() -> list[str]:
    """Return the titles of the indicators of the theme that have figures by commune, in the catalogue's order."""
    store = resources.store()
    every = resources.catalog().themes["portrait"].indicateurs
    return [one.titre for one in every if store.distribution(one.id, Level.COMMUNE)["valeur"].notna().any()]


def measure() -> list[Row]:
    """Return painted time and bytes of a change, new sessions so that nothing is sent from a message cache."""
    ours: list[Change] = []
    naive: list[Change] = []
    with (
        chromium() as browser,
        streamlit_server(ROOT / "app.py") as fast_url,
        streamlit_server(BENCH / "naif_app.py") as naive_url,
    ):
        for _ in range(SESSIONS):
            with (
                visit(browser, f"{fast_url}/portrait?territoire=commune-38185") as (fast, fast_bytes),
                visit(browser, naive_url) as (plain, plain_bytes),
            ):
                fast.wait_for_function(FAST_PAINTED)
                plain.wait_for_function(NAIVE_PAINTED, arg=COMMUNES)
                fast.wait_for_timeout(2000)
                shown = fast.get_by_role("combobox", name="Indicateur", exact=True).input_value()
                options = [title for title in titles() if title not in (shown, titles()[0])]
                left, right = interleave(
                    lambda turn, p=fast, b=fast_bytes, o=options: choose(p, b, "Indicateur", o[turn], ARM_FAST),
                    lambda turn, p=plain, b=plain_bytes, o=options: choose(
                        p, b, "Indicateur", o[turn], ARM_NAIVE, COMMUNES
                    ),
                    len(options),
                )
                ours += left
                naive += right
        hurried = _hurried(browser, f"{fast_url}/portrait?territoire=commune-38185")
    told = rows("Carte, 512 communes", ours, naive, ("145 ms contre 1 340 : × 9,2", "12 ko contre 712 : × 59"))
    return [*told, Row("Carte, 512 communes : repeinte, choix sans lire la liste", "ms", hurried, landmark="145 ms")]


def _hurried(browser: Browser, url: str) -> tuple[float, ...]:
    """Time choices made as soon as the entry appears, before anything could be asked for ahead."""
    with visit(browser, url) as (page, traffic):
        page.wait_for_function(FAST_PAINTED)
        page.wait_for_timeout(2000)
        shown = page.get_by_role("combobox", name="Indicateur", exact=True).input_value()
        options = [title for title in titles() if title not in (shown, titles()[0])]
        return tuple(choose(page, traffic, "Indicateur", one, ARM_FAST, view_ms=0).milliseconds for one in options)


def rows(label: str, ours: list[Change], naive: list[Change], landmarks: tuple[str, str]) -> list[Row]:
    """Return the two rows of a change of indicator: painted time, then bytes."""
    return [
        Row(
            f"{label} : repeinte",
            "ms",
            tuple(change.milliseconds for change in ours),
            tuple(change.milliseconds for change in naive),
            NAIVE,
            landmarks[0],
        ),
        Row(
            f"{label} : échangés",
            "ko",
            tuple(change.kilobytes for change in ours),
            tuple(change.kilobytes for change in naive),
            NAIVE,
            landmarks[1],
        ),
    ]
