"""Brings one file into the cache: conditional requests, tries, resumption of a cut transfer, checks."""

from __future__ import annotations

import errno
import os
import re
import shutil
from dataclasses import dataclass, replace
from http import HTTPStatus
from threading import Event
from urllib.parse import urlsplit

import requests
import urllib3

from lib.build import download_failures as failures
from lib.build.download_cache import Entry, Identity, digest
from lib.build.download_checks import check, decode
from lib.build.download_failures import Passing, Patience
from lib.build.progress import Watch
from lib.model import DataError

AGENT = "Boussole sociale (logiciel libre pour les CCAS)"
CHUNK = 64 * 1024
FRUITFUL = 1024 * 1024  # a try that brought this much resets the count of tries
CONTENT_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+|\*)")


class Stopped(Exception):
    """The user stopped the collection; what is already here can be resumed."""


@dataclass(slots=True)
class Transfer:
    """The download of one file; ``stop`` interrupts it between two pieces."""

    url: str
    sha256: str | None
    label: str
    entry: Entry
    watch: Watch
    patience: Patience
    stop: Event
    received: int = 0
    resumed: bool = False

    def run(self, stored: Identity | None) -> tuple[Identity, bool]:
        """Return the identity of the file now in the cache, and whether it was there already (``stored``).

        Raises DataError, after several tries when another one may help; the stored file is replaced only by a
        complete and checked one.
        """
        tries = 0
        while True:
            self.received, self.resumed = 0, False
            try:
                return self._attempt(stored)
            except Passing as failure:
                tries = 1 if self.received >= FRUITFUL else tries + 1
                if tries >= self.patience.tries:
                    raise failure.final from failure
                self._pause(self.patience.before(tries, failure.asked))
            except OSError as error:
                raise failures.disk(error, str(self.entry.path)) from error

    def _pause(self, seconds: float) -> None:
        (self.patience.wait or self.stop.wait)(seconds)
        if self.stop.is_set():
            raise Stopped

    def _attempt(self, stored: Identity | None) -> tuple[Identity, bool]:
        partial = self.entry.resumable()
        timeout = (self.patience.connect, self.patience.read)
        try:
            with requests.Session() as session:
                headers = self._headers(partial, stored)
                with session.get(self.url, headers=headers, stream=True, timeout=timeout) as response:
                    if stored is not None and response.status_code == HTTPStatus.NOT_MODIFIED:
                        return stored, True
                    return self._receive(response, partial), False
        except requests.RequestException as error:
            raise failures.connection(error, self.url) from error
        except urllib3.exceptions.HTTPError as error:
            raise failures.cut(self.url) from error

    def _headers(self, partial: Identity | None, stored: Identity | None) -> dict[str, str]:
        headers = {"User-Agent": AGENT, "Accept-Encoding": "identity"}
        if partial is not None:
            start = self.entry.partial.stat().st_size
            return headers | {"Range": f"bytes={start}-", "If-Range": partial.validator}
        if stored is not None and stored.etag:
            headers["If-None-Match"] = stored.etag
        if stored is not None and stored.modified:
            headers["If-Modified-Since"] = stored.modified
        return headers

    def _receive(self, response: requests.Response, partial: Identity | None) -> Identity:
        status = response.status_code
        if status == HTTPStatus.OK:
            identity = announced(self.url, response)
            self.entry.begin(identity)
        elif partial is not None and status == HTTPStatus.PARTIAL_CONTENT:
            identity = self._continued(response, partial)
        elif partial is not None and status == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
            self.entry.discard()
            raise failures.cut(self.url)
        else:
            raise failures.answer(status, response.headers, self.url)
        self._write(response, identity)
        return self._finish(identity, urlsplit(response.url).path)

    def _continued(self, response: requests.Response, partial: Identity) -> Identity:
        """Check that the answer is the end of what is already here, of the same version; else start again."""
        start = self.entry.partial.stat().st_size
        found = CONTENT_RANGE.match(response.headers.get("Content-Range", ""))
        said = announced(self.url, response)
        total = int(found[2]) if found and found[2] != "*" else None
        same = (
            found is not None
            and int(found[1]) == start
            and said.encoding == partial.encoding
            and (not said.etag or said.etag == partial.etag)
            and (not said.modified or said.modified == partial.modified)
            and (partial.size is None or total in (None, partial.size))
        )
        if not same:
            self.entry.discard()
            raise failures.cut(self.url)
        self.resumed = True
        return replace(partial, size=partial.size or total)

    def _write(self, response: requests.Response, identity: Identity) -> None:
        start = self.entry.partial.stat().st_size
        self.watch.started(self.label, identity.size)
        self.watch.advanced(self.label, start)
        self._check_room((identity.size or 0) - start)
        with self.entry.partial.open("ab") as file:
            for chunk in response.raw.stream(CHUNK, decode_content=False):
                file.write(chunk)
                self.received += len(chunk)
                self.watch.advanced(self.label, len(chunk))
                if self.stop.is_set():
                    raise Stopped
        if identity.size is not None and start + self.received != identity.size:
            raise failures.cut(self.url)

    def _check_room(self, needed: int) -> None:
        free = shutil.disk_usage(self.entry.path.parent).free
        if needed > free:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def _finish(self, identity: Identity, address: str) -> Identity:
        """Check the complete transfer, then put it in place; a bad one is thrown away, never the former file."""
        partial = self.entry.partial
        self.entry.seal()
        try:
            if identity.encoding:
                decode(partial, identity.encoding, address)
            check(partial, self.url if address == "/" else address)
            sha256 = digest(partial)
            if self.sha256 and sha256 != self.sha256:
                raise failures.wrong_digest(self.url)
        except DataError as error:
            self.entry.discard()
            located = DataError(error.what, self.url, error.remedy)
            if self.resumed:
                raise Passing(located) from error
            raise located from error
        checked = replace(identity, size=partial.stat().st_size, sha256=sha256)
        self.entry.keep(checked)
        return checked


def announced(url: str, response: requests.Response) -> Identity:
    """Return the identity that the headers of an answer give to the file."""
    headers = response.headers
    length = headers.get("Content-Length", "")
    encoding = headers.get("Content-Encoding", "").strip().lower()
    return Identity(
        url=url,
        etag=headers.get("ETag", ""),
        modified=headers.get("Last-Modified", ""),
        encoding="" if encoding == "identity" else encoding,
        size=int(length) if length.isdigit() else None,
    )
