"""What the tests of downloads share: files, a server that misbehaves, a cache, the waits asked between tries."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import pytest

from lib.build.download import Fetched, Wanted, fetch_all
from lib.build.download_cache import entry
from lib.build.download_failures import Patience
from lib.build.progress import Silent
from lib.model import DataError
from tests.httpserver import Answer, Script, Site, serving

CSV = b"CODGEO;P22_POP\r\n38151;36 961\r\n" * 12_000
NEW = b"CODGEO;P23_POP\r\n38151;37 012\r\n" * 12_500
HALF = 200_000
TAG, OTHER = {"ETag": '"v1"'}, {"ETag": '"v2"'}
DATED = {"Last-Modified": "Tue, 03 Mar 2026 10:00:00 GMT"}
PAGE = b"\r\n<!DOCTYPE html><html lang='fr'><body>Maintenance</body></html>"


class Bench:
    """A server, a cache and the waits asked between tries."""

    def __init__(self, cache: Path, stack: ExitStack) -> None:
        self.cache, self.stack = cache, stack
        self.waits: list[float] = []
        self.watch: Silent = Silent()
        self.patience = Patience(connect=5, read=5, wait=self.waits.append)

    def serve(self, **answers: Answer | Sequence[Answer]) -> Site:
        """Serve files; « a_csv » is the path /a.csv."""
        listed = {f"/{n.replace('_', '.')}": [a] if isinstance(a, Answer) else a for n, a in answers.items()}
        return self.stack.enter_context(serving(Script(listed)))

    def fetch(self, *wanted: Wanted, refresh: bool = False) -> list[Fetched | DataError]:
        """Fetch and return the results in order."""
        found = fetch_all(wanted, self.cache, self.watch, refresh=refresh, patience=self.patience)
        return [found[one.url] for one in wanted]

    def one(self, url: str, sha256: str | None = None, *, refresh: bool = False) -> Fetched | DataError:
        """Fetch one file."""
        return self.fetch(Wanted(url, sha256), refresh=refresh)[0]

    def good(self, url: str, sha256: str | None = None, *, refresh: bool = False) -> Fetched:
        """Fetch one file that must arrive, and check what is said of it."""
        found = self.one(url, sha256, refresh=refresh)
        assert isinstance(found, Fetched), found
        content = found.path.read_bytes()
        assert (found.size, found.sha256) == (len(content), hashlib.sha256(content).hexdigest())
        return found

    def bad(self, url: str, sha256: str | None = None, *, refresh: bool = False) -> DataError:
        """Fetch one file that must fail, and check that the failure leaves nothing to mistake for a file."""
        before = entry(self.cache, url).stored()
        found = self.one(url, sha256, refresh=refresh)
        assert isinstance(found, DataError), found
        assert found.where and found.remedy.endswith(".")
        assert entry(self.cache, url).stored() == before
        return found


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    """A bench that closes its servers."""
    with ExitStack() as stack:
        yield Bench(tmp_path / "cache", stack)
