"""Change of indicator on all communes of France: our Portrait page, and the naive map within a time limit."""

from __future__ import annotations

from playwright.sync_api import Browser, Error

from lib import formats, map_frames
from lib.model import Level
from lib.settings import ROOT
from lib.ui import resources
from tests.bench import measure_map
from tests.bench.browser import (
    ARM_FAST,
    ARM_NAIVE,
    ARM_NEW_MAP,
    FAST_PAINTED,
    LIMIT_MS,
    NAIVE_PAINTED,
    Change,
    choose,
    chromium,
    visit,
)
from tests.bench.server import BENCH, streamlit_server
from tests.bench.table import Row

NAIVE_CHANGES = 2


def measure() -> list[Row]:
    """Return painted time and bytes; the naive side is stopped after one minute without a painted map."""
    france = resources.territories().get("france-F")
    communes = len(resources.outline_areas(Level.COMMUNE, france))
    frame = map_frames.label(Level.COMMUNE, france)
    with chromium() as browser:
        with streamlit_server(ROOT / "app.py") as url:
            ours = _fast(browser, url, frame)
        with streamlit_server(BENCH / "naif_app.py") as url:
            naive = _naive(browser, f"{url}?cadre={france.key}", communes)
    found = measure_map.rows(f"Carte, {formats.number(communes)} communes", ours, naive, ("619 ms", ""))
    if naive:
        return found
    painted, bytes_ = found
    stopped = Row(painted.label, "ms", painted.ours, (LIMIT_MS,), painted.reference_name, painted.landmark, floor=True)
    return [stopped, bytes_]


def _fast(browser: Browser, url: str, frame: str) -> list[Change]:
    with visit(browser, f"{url}/portrait?territoire=commune-38185") as (page, traffic):
        page.wait_for_function(FAST_PAINTED)
        choose(page, traffic, "Territoires montrés", frame, ARM_NEW_MAP)
        page.wait_for_timeout(2000)
        shown = page.get_by_role("combobox", name="Indicateur", exact=True).input_value()
        options = [title for title in measure_map.titles() if title != shown]
        return [choose(page, traffic, "Indicateur", option, ARM_FAST) for option in options]


def _naive(browser: Browser, url: str, communes: int) -> list[Change]:
    try:
        with visit(browser, url) as (page, traffic):
            page.wait_for_function(NAIVE_PAINTED, arg=communes)
            options = measure_map.titles()[1 : NAIVE_CHANGES + 1]
            return [choose(page, traffic, "Indicateur", option, ARM_NAIVE, communes) for option in options]
    except Error:  # a time-out, or the page crashed: both mean that no map was painted within the limit
        return []
