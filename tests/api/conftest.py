"""The API called through ASGI, without a server, on the shipped data or on made-up figures."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from starlette.applications import Starlette

from lib.settings import DATA_DIR, load_settings
from lib.ui.api.routes import ROUTES

App = Starlette(routes=ROUTES)


@dataclass(frozen=True)
class Reply:
    """What the application sent back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> dict:
        """The body, read as JSON."""
        return json.loads(self.body)


def call(address: str, method: str = "GET", **headers: str) -> Reply:
    """Send one request; ``if_none_match=…`` gives the header « if-none-match »."""
    path, _, query = address.partition("?")
    sent: list[dict] = []
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "server": ("essai", 80),
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()],
    }

    async def receive() -> dict:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict) -> None:
        sent.append(message)

    asyncio.run(App(scope, receive, send))
    got = {name.decode(): value.decode("latin-1") for name, value in sent[0]["headers"]}
    return Reply(sent[0]["status"], got, b"".join(message.get("body", b"") for message in sent[1:]))


@pytest.fixture
def configured(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Set ``BOUSSOLE_*`` for one test; those of the machine are left out."""
    for name in [name for name in os.environ if name.startswith("BOUSSOLE_")]:
        monkeypatch.delenv(name)

    def set_up(**settings: str) -> None:
        for name, value in settings.items():
            monkeypatch.setenv(f"BOUSSOLE_{name.upper()}", value)
        load_settings.cache_clear()

    set_up()
    yield set_up
    load_settings.cache_clear()


@pytest.fixture
def shipped(configured: Callable[..., None]) -> None:
    """The data of the repository."""


@pytest.fixture
def made_up(configured, write_observations, tmp_path: Path) -> Callable[..., None]:
    """Install the catalogue with made-up figures of the theme « portrait »."""

    def install(*rows: dict) -> None:
        (tmp_path / "donnees").mkdir(exist_ok=True)
        if not (tmp_path / "donnees/catalogue").exists():
            (tmp_path / "donnees/catalogue").symlink_to(DATA_DIR / "catalogue")
        write_observations(tmp_path / "donnees/indicateurs", *rows)
        configured(dossier_donnees=str(tmp_path / "donnees"))

    return install
