"""The collection: time and peak memory of a département and of national files, and their growth when work doubles."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from subprocess import DEVNULL, Popen
from time import perf_counter

from lib.settings import DATA_DIR, ROOT
from tests.bench.national_files import (
    REAL_FILOSOFI,
    write_communal_bases,
    write_filosofi,
    write_iris_bases,
    write_melodi,
)
from tests.bench.table import Row

RELEVES = ROOT.parent / "shared" / "donnees" / "releves"
TARGET = "visé : moins de 10 min et 4 Go"
Write = Callable[[Path, float], None]


@dataclass(frozen=True, slots=True)
class Cost:
    """What one collection cost: on the clock, of processor (which other programs do not change), of memory."""

    seconds: float
    processor: float
    megabytes: float


def measure() -> list[Row]:
    """Return time and memory of each case; the reference of a national case is the same with twice the lines."""
    found: list[Row] = []
    if RELEVES.exists():
        cost = _collect(RELEVES, "--departement", "38")
        found += _rows("Isère depuis les relevés", cost, None)
    cases: dict[str, Write] = {
        "5 bases IRIS": write_iris_bases,
        "5 bases communales": write_communal_bases,
        "Melodi, 100 Mo": write_melodi,
    }
    if REAL_FILOSOFI.exists():
        cases["Filosofi, communes (fichier réel)"] = write_filosofi
    for label, write in cases.items():
        half, whole = (_national((write,), share) for share in (0.5, 1))
        found += _rows(f"{label}, moitié puis tout", half, whole)
    half, whole = (_national(tuple(cases.values()), share) for share in (0.5, 1))
    return found + _rows("France, tous ces fichiers ensemble, moitié puis tout", half, whole)


def _rows(label: str, cost: Cost, double: Cost | None) -> list[Row]:
    reference = ((double.seconds,), (double.processor,), (double.megabytes,)) if double else ((), (), ())
    name = "travail doublé" if double else ""
    return [
        Row(f"{label}, temps", "s", (cost.seconds,), reference[0], name, TARGET),
        Row(f"{label}, temps de processeur", "s", (cost.processor,), reference[1], name, TARGET),
        Row(f"{label}, mémoire de pointe", "Mo", (cost.megabytes,), reference[2], name, TARGET),
    ]


def _national(writes: tuple[Write, ...], share: float) -> Cost:
    with tempfile.TemporaryDirectory(prefix="boussole-mesure-") as folder:
        for write in writes:
            write(Path(folder), share)
        return _collect(Path(folder), "--france")


def _collect(deposit: Path, *where: str) -> Cost:
    """Run one collection in a process of its own, into an installation with nothing published."""
    with tempfile.TemporaryDirectory(prefix="boussole-mesure-") as folder:
        shutil.copytree(DATA_DIR / "catalogue", Path(folder) / "data" / "catalogue")
        environment = os.environ | {"BOUSSOLE_DOSSIER_DONNEES": str(Path(folder) / "data")}
        command = [sys.executable, "-m", "lib.build", "donnees", *where, "--depot", str(deposit)]
        start = perf_counter()
        process = Popen(command, cwd=ROOT, env=environment, stdout=DEVNULL)
        _, _, usage = os.wait4(process.pid, 0)
        seconds = perf_counter() - start
        if not (Path(folder) / "data" / "manifeste.json").exists():
            raise RuntimeError(f"La collecte mesurée n'a rien publié : {' '.join(command)}")
    return Cost(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)
