"""The one door to figures, secret applied, provenance attached: Parquet read by DuckDB, shipped data then packages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from lib.catalog import Catalog
from lib.model import PEER_GROUP, SHOWN_STATUSES, Indicator, Level, Status, Territory
from lib.observation import Observation
from lib.observation_files import ObservationFiles
from lib.partner_guard import GUARDED, guarded, guarded_rows
from lib.peer_group import medians
from lib.variable_files import VariableFiles
from lib.zone_figures import additive_names, zone_series

POPULATION = "population_totale"
NEARLY = 0.9  # of the best coverage
SHOWN = tuple(sorted(status.value for status in SHOWN_STATUSES))
# A value without a showable status is never read, whatever the file holds.
_frame = duckdb.DuckDBPyConnection.df
COLUMNS = f"""niveau, code, indicateur, millesime,
    CASE WHEN statut IN {SHOWN} THEN valeur END AS valeur, statut,
    CASE WHEN statut IN {SHOWN} THEN numerateur END AS numerateur,
    CASE WHEN statut IN {SHOWN} THEN denominateur END AS denominateur, source, geographie"""


@dataclass(frozen=True)
class Profile:
    """The figures of several territories; an absent one is ``non_disponible``, never zero."""

    rows: dict[tuple[str, str], tuple[Observation, ...]]

    def latest(self, territory: Territory, indicator: str) -> Observation:
        """Return the most recent observation of one indicator for one territory."""
        found = self.series(territory, indicator)
        return found[-1] if found else Observation(indicator, territory.level, territory.code, None, _MISSING)

    def series(self, territory: Territory, indicator: str) -> tuple[Observation, ...]:
        """Return all observations of one indicator for one territory, oldest first."""
        return self.rows.get((territory.key, indicator), ())


_MISSING = Status.NON_DISPONIBLE


class Store:
    """Reads observations of the catalogue's indicators from ``folders`` (each holding ``<theme>.parquet``).

    ``variables`` are the folders of base quantities (each holding ``<source>.parquet``).
    """

    def __init__(self, catalog: Catalog, folders: Sequence[Path], variables: Sequence[Path] = ()) -> None:
        self.catalog = catalog
        self._files = ObservationFiles(folders)
        self._variables = VariableFiles(variables)
        self._territory = lru_cache(maxsize=4096)(self._files.of_area)
        self._series = lru_cache(maxsize=16_384)(self._read_series)
        self._group = lru_cache(maxsize=256)(self._read_group)
        self._scan = lru_cache(maxsize=256)(self._read_level)
        self._frame = lru_cache(maxsize=32)(lambda name, level: self._scan(name, level).to_pandas())
        self._offered = lru_cache(maxsize=len(Level))(self._read_offered)
        self._indicators = lru_cache(maxsize=64)(self._read_indicators)

    def profile(self, territories: Iterable[Territory], indicators: Iterable[str]) -> Profile:
        """Read every observation of ``indicators`` for ``territories``.

        Raises DataError when the file of a theme is absent, truncated or of another schema.
        """
        wanted = [self.catalog.resolve(name) for name in indicators]
        rows: dict[tuple[str, str], tuple[Observation, ...]] = {}
        for territory in territories:
            key, read = territory.key, self._reader(territory)
            for indicator in wanted:
                if found := read(indicator):
                    rows[key, indicator.id] = found
        return Profile(rows)

    def _reader(self, territory: Territory) -> Callable[[Indicator], tuple[Observation, ...]]:
        """Return what reads the series of an indicator; straight from the files where nothing is to be computed."""
        if territory.pieces or territory.kind == PEER_GROUP or territory.level in GUARDED:
            return lambda indicator: self._series(territory, indicator.id)
        by_theme: dict[str, dict[str, tuple[Observation, ...]]] = {}

        def read(indicator: Indicator) -> tuple[Observation, ...]:
            if indicator.theme not in by_theme:
                by_theme[indicator.theme] = self._territory(indicator.theme, territory.level, territory.code)
            return by_theme[indicator.theme].get(indicator.id, ())

        return read

    def _read_series(self, territory: Territory, name: str) -> tuple[Observation, ...]:
        indicator = self.catalog.indicators[name]
        if territory.kind == PEER_GROUP:
            return medians(territory, self._group(indicator.theme, territory.pieces).get(name, {}))
        if territory.pieces:
            found = zone_series(territory, indicator, self._territory, self._variables.read)
        else:
            found = self._territory(indicator.theme, territory.level, territory.code).get(name, ())
        return found if name == POPULATION else guarded(found, lambda _code: self._people(territory))

    def _people(self, territory: Territory) -> float | None:
        """Return the population of a small territory, None when it is not known."""
        if territory.population is not None or POPULATION not in self.catalog.indicators:
            return territory.population
        series = self._series(territory, POPULATION)
        return series[-1].value if series else None

    def variables(
        self, territory: Territory, sources: Sequence[str], names: Sequence[str]
    ) -> dict[str, tuple[Observation, ...]]:
        """Return the observations of base quantities, by variable, oldest first; an absent one is left out.

        For each millesime all come from one source: the first of ``sources`` that publishes the most of ``names``; an
        own zone or a group of comparable areas has sums only. Raises DataError when a file is unusable.
        """
        if territory.pieces:
            names = additive_names(sources, names)
        found = self._variables.read(territory, sources, names)
        return {name: guarded(series, lambda _code: self._people(territory)) for name, series in found.items()}

    def distribution(
        self, indicator: str, level: Level, codes: Sequence[str] | None = None, millesime: str = ""
    ) -> pd.DataFrame:
        """Return code, valeur (NaN when not shown), statut, millesime, source of one millesime, for ``codes`` or all.

        Without ``millesime``: the latest one that covers these areas nearly as well as the best covered one, so that
        a newer file of one département does not empty the map of the others. Raises DataError like ``profile``.
        """
        found = self.over_time(indicator, level, codes)
        return found[found["millesime"] == (millesime or best_covered(found))]

    def over_time(self, indicator: str, level: Level, codes: Sequence[str] | None = None) -> pd.DataFrame:
        """Like ``distribution``, every millesime together. Raises DataError like ``profile``."""
        name = self.catalog.resolve(indicator).id
        if codes is None:
            found = self._frame(name, level)
        else:
            scan = self._scan(name, level)
            found = scan.filter(pc.is_in(scan["code"], value_set=pa.array(codes, pa.string()))).to_pandas()
        return guarded_rows(found, level, lambda code: self._people(Territory(level, code, "")))

    def offered(self, level: Level) -> frozenset[str]:
        """Return the indicators that have at least one figure at one level. Raises DataError like ``profile``."""
        return self._offered(level)

    def _read_offered(self, level: Level) -> frozenset[str]:
        query = "SELECT DISTINCT indicateur FROM {} WHERE niveau = ? AND valeur IS NOT NULL"
        read = duckdb.DuckDBPyConnection.fetchall
        present = filter(self._files.present, self.catalog.themes)
        rows = [self._files.query(theme, query, [level.value], read) for theme in present]
        return frozenset(name for found in rows for (name,) in found)

    def millesimes(self) -> pd.DataFrame:
        """Return theme, source, millesime, geographie and number of rows for every installed theme.

        A theme without a file is left out. Raises DataError when a file is unusable, or when none is installed.
        """
        query = "SELECT source, millesime, geographie, count(*) AS lignes FROM {} GROUP BY ALL ORDER BY ALL"
        installed = list(filter(self._files.present, self.catalog.themes))
        tables = {theme: self._files.query(theme, query, [], _frame) for theme in installed or self.catalog.themes}
        return pd.concat(tables, names=["theme"]).reset_index("theme").reset_index(drop=True)

    def panel(self, level: Level, codes: Sequence[str], wanted: Mapping[str, str]) -> dict[str, list[Observation]]:
        """Read, for the areas of ``codes``, each indicator of ``wanted`` at its millesime: one query per theme.

        An area without a row is absent from the list. Raises DataError like ``profile``.
        """
        query = (
            f"SELECT {COLUMNS} FROM {{}} WHERE niveau = ? AND code IN (SELECT unnest(?)) "
            "AND indicateur IN (SELECT unnest(?)) AND millesime IN (SELECT unnest(?)) ORDER BY indicateur, code"
        )
        themes: dict[str, list[str]] = {}
        for name in wanted:
            themes.setdefault(self.catalog.resolve(name).theme, []).append(name)
        found: dict[str, list[Observation]] = {name: [] for name in wanted}
        for theme, names in themes.items():
            values = [level.value, list(codes), names, [wanted[name] for name in names]]
            seen_all = self._files.observations(theme, query, values)
            for seen in guarded(seen_all, lambda code: self._people(Territory(level, code, ""))):
                if seen.millesime == wanted[seen.indicator]:
                    found[seen.indicator].append(seen)
        return found

    def coverage(self) -> pd.DataFrame:
        """Return indicateur, source, millesime, geographie, niveau and the number of territories with a figure.

        A theme without a file is left out. Raises DataError when a file is unusable.
        """
        query = (
            "SELECT indicateur, source, millesime, geographie, niveau, count(*) AS territoires "
            f"FROM (SELECT {COLUMNS} FROM {{}}) WHERE valeur IS NOT NULL GROUP BY ALL ORDER BY ALL"
        )
        installed = list(filter(self._files.present, self.catalog.themes))
        tables = [self._files.query(theme, query, [], _frame) for theme in installed or self.catalog.themes]
        return pd.concat(tables, ignore_index=True)

    def measured(self, theme: str, level: Level, codes: Iterable[str]) -> frozenset[str]:
        """Return the indicators of a theme that have figures for three of these areas or more: enough to compare.

        Raises DataError like ``profile``.
        """
        return self._indicators(theme, level, tuple(codes))

    def installed(self, theme: str) -> bool:
        """Tell whether a theme has a file of figures."""
        return bool(self._files.present(theme))

    def files(self, theme: str) -> list[Path]:
        """Return the files that hold the figures of a theme, the last one prevailing. Raises DataError if none."""
        return self._files.checked(theme)

    def _read_group(self, theme: str, pieces: tuple[str, ...]) -> dict[str, dict[str, list[Observation]]]:
        """Return, by indicator then by code, the series of a theme for areas of one level: one query for all."""
        level = pieces[0].partition("-")[0]
        query = f"SELECT {COLUMNS} FROM {{}} WHERE niveau = ? AND code IN (SELECT unnest(?)) ORDER BY ALL"
        found: dict[str, dict[str, list[Observation]]] = {}
        for seen in self._files.observations(theme, query, [level, [key.partition("-")[2] for key in pieces]]):
            found.setdefault(seen.indicator, {}).setdefault(seen.code, []).append(seen)
        return found

    def _read_indicators(self, theme: str, level: Level, codes: tuple[str, ...]) -> frozenset[str]:
        query = (
            f"SELECT indicateur FROM (SELECT {COLUMNS} FROM {{}} WHERE niveau = ? AND code IN (SELECT unnest(?))) "
            "WHERE valeur IS NOT NULL GROUP BY indicateur HAVING count(DISTINCT code) >= 3"
        )
        rows = self._files.query(theme, query, [level.value, list(codes)], duckdb.DuckDBPyConnection.fetchall)
        return frozenset(name for (name,) in rows)

    def _read_level(self, indicator: str, level: Level) -> pa.Table:
        return self._files.of_level(self.catalog.indicators[indicator].theme, indicator, level)


def best_covered(rows: pd.DataFrame) -> str:
    """Return the latest millesime that covers the areas of ``rows`` nearly as well as the best covered one."""
    covered = well_covered(rows)
    return covered[-1] if covered else str(rows["millesime"].max()) if len(rows) else ""


def well_covered(rows: pd.DataFrame) -> tuple[str, ...]:
    """Return the millesimes that cover the areas of ``rows`` nearly as well as the best covered one, oldest first."""
    known = rows.dropna(subset=["valeur"]).groupby("millesime")["code"].nunique()
    return tuple(sorted(map(str, known.index[known >= NEARLY * known.max()])))
