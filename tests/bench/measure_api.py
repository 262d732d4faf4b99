"""The reading API under a small load: readers in parallel on a real server, each answer whole; no reference."""

from __future__ import annotations

import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor

from lib.model import Level
from lib.settings import ROOT
from lib.ui import resources
from tests.bench.server import streamlit_server
from tests.bench.table import Row

READERS, REQUESTS = 4, 200
THEME, COUNTY = "portrait", "departement-38"


def measure() -> list[Row]:
    """Return the time of one answer, then the answers per second, of a server that ``READERS`` ask at once."""
    names = [one.id for one in resources.catalog().themes[THEME].indicateurs][:20]
    known = resources.territories()
    towns = [area.key for area in known.children(known.get(COUNTY), Level.COMMUNE)][:REQUESTS]
    asked = "&".join(f"indicateur={name}" for name in names)
    addresses = {
        f"API, {len(names)} indicateurs d'une commune": [f"valeurs?{asked}&territoire={key}" for key in towns],
        "API, un indicateur de toutes les communes d'un département": [
            f"valeurs?indicateur={names[turn % len(names)]}&dans={COUNTY}&par_page=1000" for turn in range(REQUESTS)
        ],
    }
    with streamlit_server(ROOT / "app.py") as server:
        return [row for label, paths in addresses.items() for row in _rows(label, server, paths)]


def _rows(label: str, server: str, paths: list[str]) -> list[Row]:
    _timed(f"{server}/api/v1/{paths[0]}")  # files opened, as in a server that runs
    started = time.perf_counter()
    with ThreadPoolExecutor(READERS) as readers:
        elapsed = tuple(readers.map(_timed, (f"{server}/api/v1/{path}" for path in paths)))
    rate = len(paths) / (time.perf_counter() - started)
    return [Row(label, "ms", elapsed), Row(f"{label}, {READERS} lecteurs", "réponses/s", (rate,))]


def _timed(address: str) -> float:
    started = time.perf_counter()
    with urllib.request.urlopen(address, timeout=30) as answer:
        if answer.status != 200 or not answer.read().endswith(b"]}"):
            raise RuntimeError(f"réponse incomplète : {address}")
    return 1000 * (time.perf_counter() - started)
