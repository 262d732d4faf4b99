"""Atomic publication of built files and their record in ``data/manifeste.json``."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq

from lib.model import Source
from lib.settings import DATA_DIR, ROOT

MANIFEST = DATA_DIR / "manifeste.json"


def publish(target: Path, write: Callable[[Path], None], sources: list[Source], millesime: str, note: str) -> None:
    """Write ``target`` through a temporary neighbour, replace it in one step, then record its provenance.

    ``write`` receives the temporary path. If it fails, the old file stays as it was.
    """
    write_atomically(target, write)
    entry = {
        "fichier": target.relative_to(ROOT).as_posix(),
        "sources": [
            {"id": s.id, "producteur": s.producteur, "titre": s.titre, "licence": s.licence, "page": s.page}
            for s in sources
        ],
        "millesime": millesime,
        "lignes": pq.ParquetFile(target).metadata.num_rows,
        "sha256": hashlib.sha256(target.read_bytes()).hexdigest(),
        "construit_le": date.today().isoformat(),
        "provenance": note,
    }
    entries = {e["fichier"]: e for e in read_manifest()} | {entry["fichier"]: entry}
    text = json.dumps([entries[k] for k in sorted(entries)], ensure_ascii=False, indent=1) + "\n"
    write_atomically(MANIFEST, lambda path: path.write_text(text, encoding="utf-8"))


def write_atomically(target: Path, write: Callable[[Path], object]) -> None:
    """Call ``write`` on a temporary file beside ``target``, then rename it over ``target``."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    os.close(handle)
    temporary = Path(name)
    try:
        write(temporary)
        temporary.chmod(0o644)
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)


def read_manifest() -> list[dict]:
    """Return the manifest entries, one per built file, or an empty list before the first build."""
    return json.loads(MANIFEST.read_text(encoding="utf-8")) if MANIFEST.exists() else []
