"""The program of the frame of a map, its files in one: one request, at an address that changes with its content."""

from __future__ import annotations

import hashlib
from functools import cache

from lib.settings import STATIC_DIR

FILES = ("carte_couche.js", "carte_valeurs.js", "carte_outremer.js", "carte.js")  # each uses those before it


@cache
def program() -> bytes:
    """Return the files one after the other, as UTF-8."""
    return b"\n".join((STATIC_DIR / name).read_bytes() for name in FILES)


@cache
def address() -> str:
    """Return where the application serves this very program: a new release is never mixed with a kept one."""
    return f"/carte/programme-{hashlib.sha256(program()).hexdigest()[:8]}.js"
