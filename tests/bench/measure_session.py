"""Cold start: from the launch of the process to the first painted page, against an empty Streamlit script."""

from __future__ import annotations

import time
from pathlib import Path

from playwright.sync_api import Browser

from lib.settings import ROOT
from tests.bench.browser import FAST_PAINTED, chromium, visit
from tests.bench.server import BENCH, streamlit_server
from tests.bench.table import Row, interleave

STARTS = 5
READABLE = "() => document.querySelectorAll('article.carte').length > 0"
COMPLETE = f"() => document.querySelectorAll('svg.marks').length >= 3 && ({FAST_PAINTED})()"
EMPTY = "() => document.querySelector('h1')?.textContent === 'Bonjour'"


def measure() -> list[Row]:
    """Return the time to readable key figures, then to the whole page (three charts and the map)."""
    with chromium() as browser:
        _start(browser, BENCH / "page_vide.py", "", (EMPTY,))
        left, right = interleave(
            lambda _: _start(browser, ROOT / "app.py", "/portrait", (READABLE, COMPLETE)),
            lambda _: _start(browser, BENCH / "page_vide.py", "", (EMPTY,)),
            STARTS,
        )
    empty = tuple(times[0] for times in right)
    return [
        Row("Démarrage à froid : chiffres clés lisibles", "ms", tuple(t[0] for t in left), empty, "script vide"),
        Row("Démarrage à froid : graphiques et carte peints", "ms", tuple(t[1] for t in left), empty, "script vide"),
    ]


def _start(browser: Browser, script: Path, page_path: str, milestones: tuple[str, ...]) -> list[float]:
    started = time.perf_counter()
    with streamlit_server(script) as url, visit(browser, url + page_path) as (page, _):
        times = []
        for milestone in milestones:
            page.wait_for_function(milestone)
            times.append(1000 * (time.perf_counter() - started))
        return times
