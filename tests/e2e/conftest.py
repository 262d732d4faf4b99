"""One server and one Chromium for all journeys; every page opened is watched for third parties and tracebacks."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from lib.settings import ROOT
from tests.bench.browser import FLAGS
from tests.bench.server import streamlit_server

HERE = Path(__file__).resolve().parent
CHROMIUM = os.environ.get("BOUSSOLE_CHROMIUM", "")
# Each window loads the lists of its address bar, which no journey opens: a quarter of the work of a page. Chromium
# obeys the last such list only, so the names that playwright gives for any version are repeated.
UNUSED = (
    *("WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup", "AimEnabled", "LensOverlay", "MediaRouter"),
    *("AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "PaintHolding", "OptimizationHints"),
    *("HttpsUpgrades", "HttpsFirstBalancedModeAutoEnable", "NetworkTimeServiceQuerying", "PreconnectToSearch"),
    *("ThirdPartyStoragePartitioning", "AvoidCorsURLLoaderRestartOnRedirect", "TcpPortRandomizationWin"),
)
LIMIT_MS = 20_000
FOOTER = ".pied"
Server = Callable[..., AbstractContextManager[str]]
Opener = Callable[..., Page]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the journeys, and skip them with a reason when no browser was given."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.navigateur)
            if not CHROMIUM:
                item.add_marker(pytest.mark.skip(reason="BOUSSOLE_CHROMIUM ne désigne aucun navigateur"))


@pytest.fixture(scope="session")
def serve() -> Server:
    """Start the application on a free port, with these ``BOUSSOLE_*`` settings only."""

    @contextmanager
    def start(**settings: str) -> Iterator[str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("BOUSSOLE_")}
        with streamlit_server(ROOT / "app.py", kept | settings) as address:
            yield address

    return start


@pytest.fixture(scope="session")
def address(serve: Server) -> Iterator[str]:
    """The address of the server shared by the journeys, with the settings as shipped."""
    with serve() as url:
        yield url


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium without a window."""
    with sync_playwright() as driver:
        flags = [*FLAGS, f"--disable-features={','.join(UNUSED)}"]
        launched = driver.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield launched
        launched.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Opener]:
    """Open an address in a new profile and wait for its end; afterwards, check who was asked and what was shown."""
    opened: list[tuple[Page, list[str]]] = []

    def visit(url: str, width: int = 1366, height: int = 768, wait: str = FOOTER) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, locale="fr-FR")
        page = context.new_page()
        page.set_default_timeout(LIMIT_MS)
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("websocket", lambda socket: asked.append(socket.url))
        opened.append((page, asked))
        page.goto(url)
        page.locator(wait).first.wait_for()
        return page

    yield visit
    for page, asked in opened:
        shown = page.locator("body").inner_text()
        page.context.close()
        assert foreign_hosts(asked) == set()
        assert "Traceback" not in shown and "Error:" not in shown


def foreign_hosts(urls: list[str]) -> set[str]:
    """Return the hosts asked other than this machine (``data:`` and ``blob:`` stay in the browser)."""
    return {host for url in urls if (host := urlsplit(url).hostname) and host != "127.0.0.1"}


def settings(**paths: Path | str) -> Mapping[str, str]:
    """Return the environment variables of these settings."""
    return {f"BOUSSOLE_{name.upper()}": str(value) for name, value in paths.items()}
