"""Base quantities of one territory, read from ``<source>.parquet`` files; secret applied as for indicators."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from lib.model import SHOWN_STATUSES, VARIABLE_COLUMNS, DataError, Level, Status, Territory
from lib.observation import Observation

SHOWN = tuple(sorted(status.value for status in SHOWN_STATUSES))
QUERY = f"""SELECT variable, millesime, CASE WHEN statut IN {SHOWN} AND NOT isnan(valeur) THEN valeur END, statut,
    source, geographie FROM read_parquet(?) WHERE niveau = ? AND code = ? ORDER BY millesime"""
Sheet = dict[str, dict[str, Observation]]  # millesime -> variable -> figure


class VariableFiles:
    """Reads ``folders`` in order; the figures of a later folder (a territorial package) replace the earlier ones."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = tuple(folders)
        self._connection = duckdb.connect()
        self._sheet = lru_cache(maxsize=8192)(self._read)

    def read(
        self, territory: Territory, sources: Sequence[str], names: Sequence[str]
    ) -> dict[str, tuple[Observation, ...]]:
        """Return the observations of each variable, oldest first; see ``Store.variables``."""
        sheets = [self._sheet(source, territory.level, territory.code) for source in sources]
        found: dict[str, tuple[Observation, ...]] = {}
        for millesime in sorted({year for sheet in sheets for year in sheet}):
            held = [{name: sheet[millesime][name] for name in names if name in sheet[millesime]}
                    for sheet in sheets if millesime in sheet]  # fmt: skip
            for name, seen in max(held, key=len).items():  # the first of the most complete
                found[name] = (*found.get(name, ()), seen)
        return found

    def _read(self, source: str, level: Level, code: str) -> Sheet:
        sheet: Sheet = {}
        for path in (folder / f"{source}.parquet" for folder in self._folders):
            if not path.exists():
                continue
            _check(path, path.stat().st_mtime_ns)
            try:
                rows = self._connection.cursor().execute(QUERY, [str(path), level.value, code]).fetchall()
            except duckdb.Error as error:
                raise DataError("Le fichier de variables n'est pas lisible", str(path), _REMEDY) from error
            for name, millesime, value, status, named, geography in rows:
                if status not in {one.value for one in Status}:
                    raise DataError("Le fichier de variables porte un statut inconnu", f"{path}, {status}", _REMEDY)
                sheet.setdefault(millesime, {})[name] = Observation(
                    name, level, code, value, Status(status), millesime, source=named, geography=geography
                )
        return sheet


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
