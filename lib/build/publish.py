"""Publication of built files, all together or not at all, and their record in ``data/manifeste.json``.

Everything is first written beside its target. A journal then lists the renames: if the machine stops in the middle,
the next start ends them. A failure before the journal leaves the old files untouched.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq

from lib.model import DataError, Source
from lib.settings import DATA_DIR, ROOT

MANIFEST = "manifeste.json"
JOURNAL = ".publication.json"


@dataclass(frozen=True)
class Built:
    """One file to publish: where, how to write it, from which sources, and what to say of its origin."""

    target: Path
    write: Callable[[Path], object]
    sources: Sequence[Source]
    millesimes: Sequence[str]
    provenance: str
    details: dict[str, object] = field(default_factory=dict)


def publish_all(built: Sequence[Built], folder: Path = DATA_DIR) -> None:
    """Write every file, then put them all in place and record them in the manifest of ``folder``.

    Raises DataError when the disk refuses: published files are then as they were, or, once the journal is written,
    wait for the next start to end the publication.
    """
    finish_interrupted(folder)
    staged: list[tuple[Path, Path]] = []
    try:
        entries = {entry["fichier"]: entry for entry in read_manifest(folder)}
        for one in built:
            temporary = _beside(one.target)
            staged.append((temporary, one.target))
            one.write(temporary)
            entry = _entry(one, temporary, folder)
            entries[entry["fichier"]] = entry
        manifest = _beside(folder / MANIFEST)
        staged.append((manifest, folder / MANIFEST))
        text = json.dumps([entries[name] for name in sorted(entries)], ensure_ascii=False, indent=1) + "\n"
        manifest.write_text(text, encoding="utf-8")
        _commit(staged, folder)
    except OSError as error:
        begun = (folder / JOURNAL).exists()
        remedy = _ENDED_LATER if begun else _UNTOUCHED
        raise DataError(
            "La publication n'a pas pu se faire", f"{error.filename or folder} : {error.strerror}", remedy
        ) from error
    finally:
        if not (folder / JOURNAL).exists():  # else they are what the next start will put in place
            for temporary, _ in staged:
                temporary.unlink(missing_ok=True)


def finish_interrupted(folder: Path = DATA_DIR) -> bool:
    """End a publication that a power cut stopped; return True when there was one.

    The collection and the application may both begin with this: what one has already moved, the other passes over.
    """
    journal = folder / JOURNAL
    try:
        moves = json.loads(journal.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return False
    for temporary, target in moves:
        with suppress(FileNotFoundError):
            (folder / temporary).replace(folder / target)
    journal.unlink(missing_ok=True)
    return True


def read_manifest(folder: Path = DATA_DIR) -> list[dict]:
    """Return the manifest entries, one per built file, or an empty list before the first build."""
    path = folder / MANIFEST
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else []


def write_atomically(target: Path, write: Callable[[Path], object]) -> None:
    """Call ``write`` on a temporary file beside ``target``, then rename it over ``target``."""
    temporary = _beside(target)
    try:
        write(temporary)
        _settle(temporary)
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)


def _commit(staged: Sequence[tuple[Path, Path]], folder: Path) -> None:
    for temporary, _ in staged:
        _settle(temporary)
    moves = [[os.path.relpath(temporary, folder), os.path.relpath(target, folder)] for temporary, target in staged]
    write_atomically(folder / JOURNAL, lambda path: path.write_text(json.dumps(moves), encoding="utf-8"))
    finish_interrupted(folder)


def _beside(target: Path) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    os.close(handle)
    return Path(name)


def _settle(path: Path) -> None:
    """Make a written file readable by all and sure to survive a power cut."""
    path.chmod(0o644)
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())


def _entry(one: Built, written: Path, folder: Path) -> dict[str, object]:
    base = ROOT if one.target.is_relative_to(ROOT) else folder.parent
    return {
        "fichier": one.target.relative_to(base).as_posix(),
        "sources": [
            {
                "id": s.id,
                "producteur": s.producteur,
                "titre": s.titre,
                "licence": s.licence,
                "page": s.page,
                "verification": s.verification,
            }
            for s in one.sources
        ],
        "millesimes": list(one.millesimes),
        "lignes": pq.ParquetFile(written).metadata.num_rows,
        "sha256": hashlib.sha256(written.read_bytes()).hexdigest(),
        "construit_le": date.today().isoformat(),
        "provenance": one.provenance,
    } | one.details


_UNTOUCHED = "Libérez de la place ou vérifiez les droits d'écriture, puis relancez. Rien n'a été modifié."
_ENDED_LATER = "Fermez ce qui tient ces fichiers ouverts, puis relancez : la publication commencée sera terminée."
