"""A local web server that misbehaves on demand: it cuts, stalls, lies, changes its files; it counts what it sends.

``with serving(Script({"/a.csv": [Answer(b"…", cut_at=3), Answer(b"…")]})) as site:`` then ``site.url("/a.csv")``.
Each request to a path takes its next answer; the last one serves for ever. Nothing leaves 127.0.0.1.
"""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

RANGE = re.compile(r"bytes=(\d+)-$")
PIECE = 16 * 1024


@dataclass(frozen=True, slots=True)
class Answer:
    """One behaviour.

    ``cut_at`` and ``stall_at`` are offsets in the whole file where the connection is closed, or goes silent until the
    test is over. ``ranges`` honours Range and If-Range; ``stubborn_range`` honours Range whatever If-Range says.
    ``length`` announces Content-Length (else the end of the connection ends the file); ``before`` is called first.
    """

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    cut_at: int | None = None
    stall_at: int | None = None
    ranges: bool = True
    stubborn_range: bool = False
    length: bool = True
    before: Callable[[], object] | None = None


@dataclass(slots=True)
class Seen:
    """One request received: its path, its headers, the status answered and the bytes of body sent."""

    path: str
    headers: dict[str, str]
    status: int = 0
    sent: int = 0


@dataclass(slots=True)
class Script:
    """What the server answers by path, and what it saw."""

    answers: Mapping[str, Sequence[Answer]]
    seen: list[Seen] = field(default_factory=list)
    most_at_once: int = 0
    over: threading.Event = field(default_factory=threading.Event)
    _taken: dict[str, int] = field(default_factory=dict)
    _running: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def enter(self, path: str, headers: dict[str, str]) -> tuple[Answer, Seen]:
        """Take the next answer of a path."""
        with self._lock:
            self._running += 1
            self.most_at_once = max(self.most_at_once, self._running)
            rank = self._taken.get(path, 0)
            self._taken[path] = rank + 1
            self.seen.append(Seen(path, headers))
            listed = self.answers.get(path, [Answer(status=404)])
            return listed[min(rank, len(listed) - 1)], self.seen[-1]

    def leave(self) -> None:
        """Count one request less in progress."""
        with self._lock:
            self._running -= 1

    def of(self, path: str) -> list[Seen]:
        """Return the requests made to a path, in order."""
        return [one for one in self.seen if one.path == path]


@dataclass(frozen=True, slots=True)
class Site:
    """A running server."""

    port: int
    script: Script

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        """Return the address of a path."""
        return f"http://{host}:{self.port}{path}"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    script: Script

    def do_GET(self) -> None:
        """Play the next answer of this path."""
        answer, seen = self.script.enter(self.path.partition("?")[0], dict(self.headers.items()))
        try:
            if answer.before:
                answer.before()
            with suppress(ConnectionError):
                self._play(answer, seen)
        finally:
            self.script.leave()

    def _play(self, answer: Answer, seen: Seen) -> None:
        seen.status, start = self._status(answer)
        rest = b"" if seen.status == 304 else answer.body[start:]
        self.send_response(seen.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if seen.status == 206:
            self.send_header("Content-Range", f"bytes {start}-{len(answer.body) - 1}/{len(answer.body)}")
        if answer.length:
            self.send_header("Content-Length", str(len(rest)))
        else:
            self.close_connection = True
        self.end_headers()
        ends = [point for point in (answer.cut_at, answer.stall_at) if point is not None]
        cut = max(min(ends) - start, 0) if ends else None
        for index in range(0, len(rest[:cut]), PIECE):
            piece = rest[:cut][index : index + PIECE]
            self.wfile.write(piece)
            seen.sent += len(piece)
        if answer.stall_at is not None:
            self.script.over.wait(30)
        if ends:
            self._close()

    def _status(self, answer: Answer) -> tuple[int, int]:
        """Return the status to answer and the first byte to send."""
        etag, modified = answer.headers.get("ETag"), answer.headers.get("Last-Modified")
        asked = RANGE.match(self.headers.get("Range", ""))
        if answer.status != 200:
            return answer.status, 0
        if etag and self.headers.get("If-None-Match") == etag:
            return 304, 0
        same = self.headers.get("If-Range") in (etag, modified) or answer.stubborn_range
        if asked and answer.ranges and same:
            return (206, int(asked[1])) if int(asked[1]) < len(answer.body) else (416, len(answer.body))
        return 200, 0

    def _close(self) -> None:
        self.close_connection = True
        self.wfile.flush()
        self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, *_: object) -> None:
        """Stay silent."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: object, client_address: object) -> None:
        """Ignore a client that left; the test says what matters."""


@contextmanager
def serving(script: Script) -> Iterator[Site]:
    """Run the server while the block runs."""
    handler = type("Handler", (_Handler,), {"script": script})
    with _Server(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield Site(server.server_address[1], script)
        finally:
            script.over.set()
            server.shutdown()
            thread.join()
