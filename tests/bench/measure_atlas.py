"""The atlas in Chromium: change of indicator, of year and of classes, on 512 communes and France; first France map."""

from __future__ import annotations

import time
from collections.abc import Sequence

from playwright.sync_api import Browser, Locator, Page

from lib.settings import ROOT
from lib.ui import resources
from tests.bench.browser import ARM_FAST, FAST_PAINTED, SETTLE_MS, choose, chromium, visit
from tests.bench.server import streamlit_server
from tests.bench.table import Row

INDICATORS = ("indice_vieillissement", "part_logements_vacants", "part_maisons", "part_moins_20", "part_65_plus")
COMPARABLE = ("taux_chomage_rp", "taux_emploi", "taux_activite")  # two censuses far enough apart
KINDS = (
    ("avec cercles", "cercles", INDICATORS),
    ("deux indicateurs croisés", "croisee", INDICATORS),
    ("évolution", "evolution", COMPARABLE),
)
TURNS = 2  # each choice is made twice: the second time, its figures are already read
FRAMES = (("512 communes", "departement-38", "150 ms visées"), ("34 875 communes", "france-F", "600 ms visées"))
FIRST = 3


def measure() -> list[Row]:
    """Return painted times and bytes; see LISEZMOI.md for what each one counts."""
    rows: list[Row] = []
    with chromium() as browser, streamlit_server(ROOT / "app.py") as url:
        for label, scope, aim in FRAMES:
            atlas = f"{url}/atlas?territoire=commune-38185&carte=commune.{scope}"
            rows += _changes(browser, atlas, label, aim)
            rows += [_of_kind(browser, f"{atlas}&genre={kind}", f"{label}, {words}", names, aim)
                     for words, kind, names in KINDS if scope != "france-F"]  # fmt: skip
        opened = tuple(
            _first(browser, f"{url}/atlas?territoire=commune-38185&carte=commune.france-F") for _ in range(FIRST)
        )
    return [*rows, Row("Atlas, France par commune : premier affichage", "s", opened, landmark="4 s visées")]


def _changes(browser: Browser, url: str, label: str, aim: str) -> list[Row]:
    with visit(browser, url) as (page, traffic):
        page.wait_for_function(FAST_PAINTED)
        page.wait_for_timeout(2500)
        chosen = [choose(page, traffic, "Indicateur", one, ARM_FAST) for one in _titles(INDICATORS) * TURNS]
        rows = [
            Row(f"Atlas, {label} : indicateur", "ms", tuple(one.milliseconds for one in chosen), landmark=aim),
            Row(f"Atlas, {label} : indicateur", "ko", tuple(one.kilobytes for one in chosen)),
        ]
        if "france" in url:  # one year covers France: there is none to choose
            return rows
        page.get_by_role("button", name="Classes et couleurs").click()
        classes = _slide(page, page.get_by_role("slider", name="Nombre de classes"))
        page.keyboard.press("Escape")
        years = _slide(page, page.get_by_role("slider", name="Année"))
    return [
        *rows,
        Row(f"Atlas, {label} : classes", "ms", classes, landmark=aim),
        Row(f"Atlas, {label} : année", "ms", years, landmark=aim),
    ]


def _of_kind(browser: Browser, url: str, label: str, names: Sequence[str], aim: str) -> Row:
    """Change the indicator of another kind of map."""
    with visit(browser, f"{url}&indicateur={names[-1]}") as (page, traffic):
        page.wait_for_function(FAST_PAINTED)
        page.wait_for_timeout(2500)
        chosen = [choose(page, traffic, "Indicateur", one, ARM_FAST) for one in _titles(names) * TURNS]
    return Row(f"Atlas, {label} : indicateur", "ms", tuple(one.milliseconds for one in chosen), landmark=aim)


def _titles(names: Sequence[str]) -> list[str]:
    """Return the indicators as the list of the atlas writes them."""
    catalog = resources.catalog()
    known = [catalog.indicators[name] for name in names]
    return [f"{one.titre} ({catalog.themes[one.theme].titre.lower()})" for one in known]


def _slide(page: Page, slider: Locator) -> tuple[float, ...]:
    """Move a slider to and fro with the keyboard; time from the key to the painted map."""
    found = []
    slider.focus()
    for key in ("ArrowLeft", "ArrowRight") * 4:
        page.wait_for_timeout(SETTLE_MS)
        page.evaluate(ARM_FAST, 0)
        page.keyboard.press(key)
        page.wait_for_function("() => window.duree !== null")
        found.append(page.evaluate("window.duree"))
    return tuple(found)


def _first(browser: Browser, url: str) -> float:
    started = time.perf_counter()
    with visit(browser, url) as (page, _):
        page.wait_for_function(FAST_PAINTED)
        return time.perf_counter() - started
