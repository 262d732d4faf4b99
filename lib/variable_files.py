"""Base quantities of one territory, read from ``<source>.parquet`` files; secret applied as for indicators."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from lib.model import GRAVITY, VARIABLE_COLUMNS, DataError, Level, Status, Territory
from lib.observation import Observation
from lib.parquet_rows import rows, shown

COLUMNS = ("code", "variable", "millesime", "valeur", "statut", "source", "geographie")
STATUSES = frozenset(status.value for status in Status)
Sheet = dict[str, dict[str, Observation]]  # millesime -> variable -> figure


class VariableFiles:
    """Reads ``folders`` in order; the figures of a later folder (a territorial package) replace the earlier ones."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = tuple(folders)
        self._sheet = lru_cache(maxsize=8192)(self._read_sheet)
        self._whole = lru_cache(maxsize=512)(self._read_whole)

    def read(
        self, territory: Territory, sources: Sequence[str], names: Sequence[str]
    ) -> dict[str, tuple[Observation, ...]]:
        """Return the observations of each variable, oldest first; see ``Store.variables``."""
        sheets = [
            self._whole(source, territory) if territory.pieces else self._sheet(source, territory.level, territory.code)
            for source in sources
        ]
        found: dict[str, tuple[Observation, ...]] = {}
        for millesime in sorted({year for sheet in sheets for year in sheet}):
            held = [{name: sheet[millesime][name] for name in names if name in sheet[millesime]}
                    for sheet in sheets if millesime in sheet]  # fmt: skip
            for name, seen in max(held, key=len).items():  # the first of the most complete
                found[name] = (*found.get(name, ()), seen)
        return found

    def _read_whole(self, source: str, group: Territory) -> Sheet:
        """Add up the quantities of the areas of a group: all of them or none, the gravest status prevailing."""
        level = Level(group.pieces[0].partition("-")[0])
        codes = [key.partition("-")[2] for key in group.pieces]
        found = self._read(source, level, codes)
        sheets = [found.get(code, {}) for code in codes]
        whole: Sheet = {}
        for millesime in {year for sheet in sheets for year in sheet}:
            held = [sheet.get(millesime, {}) for sheet in sheets]
            names = {name for one in held for name in one}
            whole[millesime] = {name: _added(group, name, millesime, held) for name in names}
        return whole

    def _read_sheet(self, source: str, level: Level, code: str) -> Sheet:
        return self._read(source, level, [code]).get(code, {})

    def _read(self, source: str, level: Level, codes: Sequence[str]) -> dict[str, Sheet]:
        """Return the sheet of each area that has one, one reading per file."""
        sheets: dict[str, Sheet] = {}
        for path in (folder / f"{source}.parquet" for folder in self._folders):
            if not path.exists():
                continue
            _check(path, path.stat().st_mtime_ns)
            try:
                found = rows(path, {"niveau": [level.value], "code": codes}, COLUMNS)
            except (OSError, pa.ArrowException) as error:
                raise DataError("Le fichier de variables n'est pas lisible", str(path), _REMEDY) from error
            for code, name, millesime, value, status, named, geography in _lines(shown(found, ["valeur"])):
                if status not in STATUSES:
                    raise DataError("Le fichier de variables porte un statut inconnu", f"{path}, {status}", _REMEDY)
                known = None if value is None or math.isnan(value) else value
                sheets.setdefault(code, {}).setdefault(millesime, {})[name] = Observation(
                    name, level, code, known, Status(status), millesime, source=named, geography=geography
                )
        return sheets


def _lines(table: pa.Table) -> Iterable[tuple]:
    return zip(*(table[name].to_pylist() for name in COLUMNS), strict=True)


def _added(group: Territory, name: str, millesime: str, held: Sequence[dict[str, Observation]]) -> Observation:
    parts = [one[name] for one in held if name in one]
    complete = len(parts) == len(held)
    gravest = max(parts, key=lambda seen: GRAVITY[seen.status.value])
    status = gravest.status if complete or not gravest.status.has_value else Status.NON_DISPONIBLE
    values = [seen.value for seen in parts if seen.value is not None]
    shown = complete and status.has_value and len(values) == len(parts)
    return Observation(
        name, group.level, group.code, math.fsum(values) if shown else None, status, millesime,
        source=gravest.source, geography=gravest.geography,
    )  # fmt: skip


@lru_cache(maxsize=512)
def _check(path: Path, _modified: int) -> None:
    try:
        names = set(pq.read_schema(path).names)
    except (OSError, pa.ArrowException) as error:
        raise DataError("Le fichier de variables est abîmé ou incomplet", str(path), _REMEDY) from error
    missing = [column for column in VARIABLE_COLUMNS if column not in names]
    if missing:
        where = f"{path}, colonnes absentes : {', '.join(missing)}"
        raise DataError("Le fichier de variables n'a pas la forme attendue", where, _REMEDY)


_REMEDY = "Réinstallez l'application, ou reconstruisez les données (README, « D'où viennent les chiffres »)."
