"""Every theme page at a change of territory: server time, and bytes of what is sent, in this process."""

from __future__ import annotations

import logging
import random
from collections.abc import Iterator

from streamlit.testing.v1 import AppTest

from lib.model import Level
from lib.ui import resources
from tests.bench.measure_portrait import run
from tests.bench.server import BENCH
from tests.bench.table import Row

CHANGES = 12
WARM = 2
AIM = "100 ms visées"


def measure() -> list[Row]:
    """Return, for each theme, the time of a run and its bytes, for communes of Isère never seen before."""
    logging.disable(logging.WARNING)  # AppTest warns at each run that there is no browser
    isere = resources.territories().get("departement-38")
    communes = [area.key for area in resources.outline_areas(Level.COMMUNE, isere)]
    rows = []
    for theme in resources.catalog().themes.values():
        page = AppTest.from_file(str(BENCH / "page_theme.py"))
        page.session_state["page"] = theme.id
        chosen = random.Random(theme.id).sample(communes, WARM + CHANGES)
        for key in chosen[:WARM]:
            run(page, key)
        times, sizes = [], []
        for key in chosen[WARM:]:
            times.append(run(page, key))
            sizes.append(sum(_sizes(page)) / 1000)
        rows.append(Row(f"{theme.titre}, côté serveur", "ms", tuple(times), landmark=AIM))
        rows.append(Row(f"{theme.titre}, envoyés", "ko", tuple(sizes)))
    return rows


def _sizes(page: AppTest) -> Iterator[int]:
    """Yield the bytes of each element and block of the page shown."""
    for node in page._tree:
        message = getattr(node, "proto", None)
        if message is not None and hasattr(message, "ByteSize"):
            yield message.ByteSize()
