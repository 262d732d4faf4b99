"""Files of observations, ``<theme>.parquet`` in one folder or several; the figures of a later folder prevail.

``<folder>/par_indicateur/<theme>.parquet`` holds the same rows sorted by indicator, for maps and ranks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby, repeat
from operator import attrgetter, itemgetter
from pathlib import Path
from typing import TypeVar

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from lib.model import OBSERVATION_COLUMNS, DataError, Level, Status
from lib.observation import Observation
from lib.parquet_footer import check_footer
from lib.parquet_rows import rows, shown

Read = TypeVar("Read")
BY_INDICATOR = "par_indicateur"
NUMBERS = ("valeur", "numerateur", "denominateur")
STATUS = OBSERVATION_COLUMNS.index("statut")
LEVELS = {level.value: level for level in Level}
STATUSES = {status.value: status for status in Status}
OF_AREA = OBSERVATION_COLUMNS[2:]  # all but its level and its code
OF_LEVEL = ("code", "valeur", "statut", "millesime", "source")


class ObservationFiles:
    """Reads ``folders`` in order. Every method raises DataError when a file is absent, damaged or of another form."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = tuple(folders)
        self._connection = duckdb.connect()

    def present(self, theme: str) -> list[Path]:
        """Return the files of a theme that exist, the last one prevailing."""
        return [path for folder in self._folders if (path := folder / f"{theme}.parquet").exists()]

    def checked(self, theme: str) -> list[Path]:
        """Return the files of a theme, at least one, of the expected form."""
        present = self.present(theme)
        if not present:
            expected = self._folders[0] / f"{theme}.parquet"
            raise DataError("Le fichier de données est absent", str(expected), REMEDY)
        for path in present:
            check_footer(path, path.stat().st_mtime_ns)
        return present

    def of_area(self, theme: str, level: Level, code: str) -> dict[str, tuple[Observation, ...]]:
        """Return all observations of one territory, by indicator, oldest first."""
        wanted = {"niveau": [level.value], "code": [code]}
        found = self._read(theme, self.checked(theme), wanted, OF_AREA, ("indicateur", "millesime"))
        columns = (found[name].to_pylist() for name in OF_AREA)
        every = _observations(zip(repeat(level.value), repeat(code), *columns))
        return {name: tuple(series) for name, series in groupby(every, attrgetter("indicator"))}

    def of_level(self, theme: str, indicator: str, level: Level) -> pa.Table:
        """Return code, valeur (null when not shown), statut, millesime, source of one indicator, sorted by code."""
        wanted = {"niveau": [level.value], "indicateur": [indicator]}
        files = [_by_indicator(path) for path in self.checked(theme)]
        return self._read(theme, files, wanted, OF_LEVEL, ("code", "millesime"))

    def query(
        self, theme: str, query: str, values: list[object], read: Callable[[duckdb.DuckDBPyConnection], Read]
    ) -> Read:
        """Run a query whose ``{}`` is all the rows of a theme, and return what ``read`` takes from it."""
        files = [str(path) for path in self.checked(theme)]
        try:
            # Reading stays inside: DuckDB meets a damaged page while rows are fetched, not when the query starts.
            return read(self._connection.cursor().execute(query.format(_union(len(files))), [*files, *values]))
        except duckdb.Error as error:
            raise DataError(_UNREADABLE, f"thème « {theme} »", REMEDY) from error

    def observations(self, theme: str, query: str, values: list[object]) -> list[Observation]:
        """Run a query like ``query`` that returns all the columns of observations, numbers of hidden rows emptied."""
        found = self.query(theme, query, values, _lines)
        _known_statuses(theme, {line[STATUS] for line in found})
        return _observations(found)

    def _read(
        self,
        theme: str,
        files: Sequence[Path],
        wanted: Mapping[str, Sequence[str]],
        columns: Sequence[str],
        key: tuple[str, str],
    ) -> pa.Table:
        try:
            found = pa.concat_tables([rows(path, wanted, columns) for path in files], promote_options="permissive")
        except (OSError, pa.ArrowException) as error:
            raise DataError(_UNREADABLE, f"thème « {theme} »", REMEDY) from error
        _known_statuses(theme, found["statut"].unique().to_pylist())
        return _tidy(shown(found, [name for name in NUMBERS if name in columns]), key)


def _lines(result: duckdb.DuckDBPyConnection) -> list[tuple]:
    """Return the rows, their columns in the order of OBSERVATION_COLUMNS."""
    names = [column[0] for column in result.description]
    ordered = itemgetter(*(names.index(name) for name in OBSERVATION_COLUMNS))
    return list(map(ordered, result.fetchall()))


def _observations(lines: Iterable[tuple]) -> list[Observation]:
    return [
        Observation(  # a value that is not a number differs from itself
            indicator, LEVELS[level], code, value if value == value else None, STATUSES[status],
            millesime, numerator, denominator, source, geography,
        )
        for level, code, millesime, indicator, value, status, numerator, denominator, source, geography in lines
    ]  # fmt: skip


def _known_statuses(theme: str, found: Iterable[str]) -> None:
    unknown = set(found) - set(STATUSES)
    if unknown:
        where = f"thème « {theme} », statut « {', '.join(map(str, sorted(unknown, key=str)))} »"
        raise DataError("Le fichier de données porte un statut inconnu", where, REMEDY)


def _by_indicator(path: Path) -> Path:
    """Return the copy of a file sorted by indicator, or the file itself when it has none (an older package)."""
    copy = path.parent / BY_INDICATOR / path.name
    if not copy.exists():
        return path
    check_footer(copy, copy.stat().st_mtime_ns)
    return copy


def _tidy(found: pa.Table, key: tuple[str, str]) -> pa.Table:
    """Return the rows sorted by ``key``; of those that share it, the last."""
    joined = pc.binary_join_element_wise(found[key[0]], found[key[1]], " ").combine_chunks()
    if len(joined) < 2 or pc.all(pc.greater(joined[1:], joined[:-1])).as_py():
        return found
    order = pc.sort_indices(joined)  # stable
    found, joined = found.take(order), joined.take(order)
    last = [*pc.not_equal(joined[1:], joined[:-1]).to_pylist(), True]
    return found.filter(pa.array(last))


def _union(files: int) -> str:
    """Return the SQL of all rows; a later file replaces the figure of the same territory, indicator, millesime."""
    if files == 1:
        return "read_parquet(?)"
    every = " UNION ALL BY NAME ".join(f"SELECT *, {rank} AS rang FROM read_parquet(?)" for rank in range(files))
    key = "niveau, code, millesime, indicateur"
    return f"(SELECT * FROM ({every}) QUALIFY row_number() OVER (PARTITION BY {key} ORDER BY rang DESC) = 1)"


_UNREADABLE = "Le fichier de données n'est pas lisible"
REMEDY = "Réinstallez l'application, ou reconstruisez les données (README, « D'où viennent les chiffres »)."
