"""The same file for many territories, one by one: progress said at each step, stopped or resumed at any time."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from lib.model import DataError, Territory

STATE = "lot.json"


@dataclass(frozen=True, slots=True)
class Step:
    """One territory of a batch is done: its file, how many are done, whether it was already there."""

    territory: Territory
    path: Path
    done: int
    total: int
    already: bool


def write_batch(
    territories: Sequence[Territory],
    folder: Path,
    extension: str,
    make: Callable[[Territory], bytes],
    version: str,
) -> Iterator[Step]:
    """Write ``<key>.<extension>`` for each territory and yield a Step after each.

    Stop iterating to cancel: files already written stay, none is half written. Called again on the same folder, it
    keeps the files of the same ``version`` (data and day, as the caller defines them) whose content is intact.
    Raises DataError when the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        state = _read_state(folder, version)
        for done, territory in enumerate(territories, start=1):
            path = folder / f"{territory.key}.{extension}"
            already = state.get(path.name) is not None and state[path.name] == _print(path)
            if not already:
                _write(path, make(territory))
                state[path.name] = _print(path)
                _write(folder / STATE, json.dumps({"version": version, "fichiers": state}, indent=1).encode())
            yield Step(territory, path, done, len(territories), already)
    except OSError as error:
        raise DataError("Le lot ne peut pas être écrit", f"{folder} : {error.strerror}", _REMEDY) from error


def _read_state(folder: Path, version: str) -> dict[str, str]:
    """Return the finger print of each finished file; nothing when the state is absent, damaged or of other data."""
    try:
        found = json.loads((folder / STATE).read_text(encoding="utf-8"))
    except (FileNotFoundError, json.JSONDecodeError, UnicodeDecodeError):
        return {}
    known = found.get("fichiers") if isinstance(found, dict) and found.get("version") == version else None
    return known if isinstance(known, dict) else {}


def _print(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def _write(path: Path, content: bytes) -> None:
    """Write beside the file then rename: a reader or a cut never sees half of it."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as temporary:
            temporary.write(content)
            temporary.flush()
            os.fsync(temporary.fileno())
        Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)


_REMEDY = "Choisissez un dossier où vous pouvez écrire, avec assez de place, puis relancez : le lot reprendra."
