"""Brings the official files into a cache: few at once, politely, each failure being a value and not an exception."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Event
from urllib.parse import urlsplit

from lib.build import download_failures as failures
from lib.build.download_cache import Identity, entry, only_one
from lib.build.download_failures import Patience, Unreachable
from lib.build.download_http import Transfer
from lib.build.progress import Watch
from lib.model import DataError

AT_ONCE, PER_HOST = 4, 2
WAKE = 0.5  # seconds between two looks at Ctrl+C, which Windows does not deliver during a longer wait
KEPT = " Le fichier téléchargé auparavant est gardé."
PACKAGE = "pkg:"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file to obtain: its address, its SHA-256 when known, its French label in progress and messages."""

    url: str
    sha256: str | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A complete, checked file of the cache; ``modified`` is the Last-Modified of the server, or empty."""

    path: Path
    url: str
    sha256: str
    size: int
    from_cache: bool
    modified: str


def fetch_all(
    wanted: Sequence[Wanted], cache: Path, watch: Watch, *, refresh: bool = False, patience: Patience | None = None
) -> dict[str, Fetched | DataError]:
    """Return, by address, each file in the cache or the reason why it could not be obtained.

    A file already in the cache is reused without network; ``refresh`` asks the server whether it changed.
    Ctrl+C leaves the cut transfers ready to be resumed by the next call.
    """
    unique = {one.url: one for one in reversed(wanted)}
    campaign = _Campaign(cache, watch, refresh, patience or Patience(), _labels(list(unique.values())))
    with ExitStack() as held:
        try:
            held.enter_context(only_one(cache))
        except DataError as error:
            return dict.fromkeys(unique, error)
        except OSError as error:
            return dict.fromkeys(unique, failures.disk(error, str(cache)))
        campaign.run(list(unique.values())[::-1])
    return {url: campaign.results[url] for url in dict.fromkeys(one.url for one in wanted)}


def _labels(wanted: list[Wanted]) -> dict[str, str]:
    """Give each address a label of its own, to follow its progress."""
    shared = Counter(one.name for one in wanted)
    return {
        one.url: one.name if one.name and shared[one.name] == 1 else f"{one.name} {one.url}".strip() for one in wanted
    }


@dataclass(slots=True)
class _Campaign:
    cache: Path
    watch: Watch
    refresh: bool
    patience: Patience
    labels: dict[str, str]
    stop: Event = field(default_factory=Event)
    down: set[str] = field(default_factory=set)
    results: dict[str, Fetched | DataError] = field(default_factory=dict)

    def run(self, pending: list[Wanted]) -> None:
        """Download everything, at most ``AT_ONCE`` files and ``PER_HOST`` per site at a time."""
        running: dict[Future[Fetched | DataError], Wanted] = {}
        pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="collecte")
        try:
            while pending or running:
                self._start(pending, running, pool)
                for over in wait(running, timeout=WAKE, return_when=FIRST_COMPLETED).done:
                    self._collect(running.pop(over), over.result())
        except BaseException:
            self.stop.set()
            raise
        finally:
            pool.shutdown(wait=True, cancel_futures=True)

    def _start(
        self, pending: list[Wanted], running: dict[Future[Fetched | DataError], Wanted], pool: ThreadPoolExecutor
    ) -> None:
        busy = Counter(_host(one.url) for one in running.values())
        for one in pending.copy():
            host = _host(one.url)
            if len(running) < AT_ONCE and busy[host] < PER_HOST:
                busy[host] += 1
                pending.remove(one)
                running[pool.submit(self._fetch, one)] = one

    def _collect(self, one: Wanted, result: Fetched | DataError) -> None:
        if isinstance(result, Unreachable):
            self.down.add(_host(one.url))
        self.results[one.url] = result
        label = self.labels[one.url]
        if isinstance(result, DataError):
            self.watch.finished(label, f"échec : {result.what[0].lower()}{result.what[1:]}")
        else:
            self.watch.finished(label, "déjà téléchargé" if result.from_cache else "")

    def _fetch(self, one: Wanted) -> Fetched | DataError:
        if one.url.startswith(PACKAGE):
            return failures.package(one.url)
        if not _host(one.url):
            return failures.address(one.url)
        place = entry(self.cache, one.url)
        stored = None
        try:
            stored = place.stored()
            if stored is not None and one.sha256 not in (None, stored.sha256):
                stored = None
            if stored is not None and (one.sha256 or not self.refresh):
                return _fetched(place.path, stored, from_cache=True)
            tries = 1 if _host(one.url) in self.down else self.patience.tries
            patience = replace(self.patience, tries=tries)
            transfer = Transfer(one.url, one.sha256, self.labels[one.url], place, self.watch, patience, self.stop)
            identity, already = transfer.run(stored)
            return _fetched(place.path, identity, from_cache=already)
        except DataError as error:
            return type(error)(error.what, error.where, error.remedy + KEPT) if stored else error
        except OSError as error:
            return failures.disk(error, str(place.path))


def _fetched(path: Path, identity: Identity, *, from_cache: bool) -> Fetched:
    return Fetched(path, identity.url, identity.sha256, identity.size or 0, from_cache, identity.modified)


def _host(url: str) -> str:
    """Return the site of an address, empty when it has none."""
    try:
        return urlsplit(url).netloc.rpartition("@")[2].lower()
    except ValueError:
        return ""
