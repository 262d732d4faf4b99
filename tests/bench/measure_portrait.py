"""Server-side run of the Portrait page for a change of territory, against the same page written naively."""

from __future__ import annotations

import logging
import random
from pathlib import Path

from streamlit.testing.v1 import AppTest

from lib.model import Level
from lib.ui import resources
from tests.bench.server import BENCH
from tests.bench.table import Row, interleave

CHANGES = 30
WARM = 3


def measure() -> list[Row]:
    """Return the time of one run of the script, in this process, for communes never seen before."""
    logging.disable(logging.WARNING)  # AppTest warns at each run that there is no browser
    communes = [area.key for area in resources.outline_areas(Level.COMMUNE, resources.territories().get("france-F"))]
    chosen = random.Random(38).sample(communes, WARM + CHANGES)
    ours, naive = _page(BENCH / "page_theme.py"), _page(BENCH / "naif_portrait.py")
    ours.session_state["page"] = "portrait"
    for key in chosen[:WARM]:
        run(ours, key)
        run(naive, key)
    left, right = interleave(
        lambda turn: run(ours, chosen[WARM + turn]), lambda turn: run(naive, chosen[WARM + turn]), CHANGES
    )
    landmark = "98 ms contre 290 : × 3,0"
    return [Row("Page Portrait, côté serveur", "ms", tuple(left), tuple(right), "pandas, Altair, st.metric", landmark)]


def run(page: AppTest, key: str) -> float:
    """Run a page for one territory and return its time in ms. Raises RuntimeError when it shows an error."""
    page.session_state["cle"] = key
    page.run(timeout=60)
    if page.exception:
        raise RuntimeError(f"{key} : {page.exception[0].message}")
    return float(page.session_state["duree_ms"])


def _page(script: Path) -> AppTest:
    return AppTest.from_file(str(script))
