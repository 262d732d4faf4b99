"""Where downloaded files live: one checked file per address, its identity card, and what is left of a cut transfer."""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lib.build.publish import write_atomically
from lib.model import DataError

LOCK = "collecte.verrou"
UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
NAME_LENGTH = 80
IDENTITY, PARTIAL = ".json", ".partiel"


@dataclass(frozen=True, slots=True)
class Identity:
    """What a server said of a version of a file, and what was measured here (``sha256``, ``size``) once complete.

    ``size`` of a partial file is the announced length, None when unknown; ``encoding`` is its Content-Encoding.
    """

    url: str
    etag: str = ""
    modified: str = ""
    encoding: str = ""
    size: int | None = None
    sha256: str = ""

    @property
    def validator(self) -> str:
        """Value for If-Range: a strong ETag, else the date, else empty (then nothing can be resumed)."""
        return self.etag if self.etag and not self.etag.startswith("W/") else self.modified


@dataclass(frozen=True, slots=True)
class Entry:
    """The place of one address in the cache."""

    url: str
    path: Path

    @property
    def partial(self) -> Path:
        """File of a transfer that is not over."""
        return self.path.with_name(self.path.name + PARTIAL)

    def stored(self) -> Identity | None:
        """Return the identity of the complete file, None when it is absent or no longer the one that was checked."""
        identity = self._read(self.path)
        if identity is None or not self.path.is_file():
            return None
        return identity if digest(self.path) == identity.sha256 else None

    def resumable(self) -> Identity | None:
        """Return the identity of the cut transfer when its end can be asked for without mixing two versions."""
        identity = self._read(self.partial)
        if identity is None or not identity.validator or not self.partial.is_file():
            return None
        got = self.partial.stat().st_size
        return identity if got and (identity.size is None or got < identity.size) else None

    def begin(self, identity: Identity) -> None:
        """Forget the cut transfer and start an empty one."""
        self.discard()
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._write(self.partial, identity)
        self.partial.touch()

    def seal(self) -> None:
        """Say that the transfer is complete: nothing will be added to it."""
        _card(self.partial).unlink(missing_ok=True)

    def discard(self) -> None:
        """Forget the cut transfer; the complete file stays."""
        for path in (self.partial, _card(self.partial)):
            path.unlink(missing_ok=True)

    def keep(self, identity: Identity) -> None:
        """Put the complete, checked transfer in place of the former file, in one step."""
        with self.partial.open("rb+") as file:
            os.fsync(file.fileno())
        self.partial.replace(self.path)
        self._write(self.path, identity)
        self.discard()

    def _read(self, path: Path) -> Identity | None:
        try:
            identity = Identity(**json.loads(_card(path).read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None
        return identity if identity.url == self.url else None

    def _write(self, path: Path, identity: Identity) -> None:
        text = json.dumps(asdict(identity), ensure_ascii=False, indent=1)
        write_atomically(_card(path), lambda temporary: temporary.write_text(text, encoding="utf-8"))


def _card(path: Path) -> Path:
    return path.with_name(path.name + IDENTITY)


def entry(cache: Path, url: str) -> Entry:
    """Return the place of an address: ``<host>/<digest>-<name>``, readable and safe on every system."""
    parts = urlsplit(url)
    name = UNSAFE.sub("_", unquote(parts.path.rstrip("/").rpartition("/")[2]))[-NAME_LENGTH:].strip(".")
    host = UNSAFE.sub("_", parts.netloc.rpartition("@")[2])
    return Entry(url, cache / host / f"{hashlib.sha256(url.encode()).hexdigest()[:12]}-{name or 'fichier'}")


def digest(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def only_one(cache: Path) -> Iterator[None]:
    """Hold the cache: raises DataError when another collection holds it. The system frees it if this one dies."""
    cache.mkdir(parents=True, exist_ok=True)
    with (cache / LOCK).open("a+b") as file:
        try:
            _lock(file.fileno())
        except BlockingIOError as error:
            what = "Une autre collecte est en cours et utilise le même dossier"
            raise DataError(what, str(cache), "Attendez qu'elle se termine, puis relancez la même commande.") from error
        yield


def _lock(descriptor: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except PermissionError as error:
            raise BlockingIOError from error
    else:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
