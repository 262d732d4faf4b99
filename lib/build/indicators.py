"""Draws the indicators of the catalogue from the variables of the sources (contract OBSERVATION_COLUMNS)."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from lib.build.lookups import within
from lib.build.packing import plain
from lib.build.places import Places
from lib.formula import AREA, compute
from lib.model import OBSERVATION_COLUMNS, Indicator, Level, Source, Status, Theme

KEY = ["niveau", "code", "millesime"]
WIDEST_GAP = 5  # years between a numerator and the denominator of another source
DOUBTFUL_TYPES = ("A", "D")  # IRIS of activity, or various
TRUSTED_LABELS = ("1", "5")  # Insee's label of quality: good, or not concerned


class Shelf:
    """The variables of every source, turned wide once and kept."""

    def __init__(self, variables: Mapping[str, pd.DataFrame], places: Places, sources: Mapping[str, Source]) -> None:
        self.sources = sources
        self._long = variables
        self._wide: dict[str, tuple[pd.DataFrame, pd.DataFrame, pd.Series]] = {}
        area = places.territories[places.territories["niveau"] != Level.IRIS.value]
        self._area = area.set_index(["niveau", "code"])["superficie_km2"].astype("float64")
        iris = places.iris.set_index("code")
        self.doubtful = frozenset(iris.index[iris["type"].isin(DOUBTFUL_TYPES) | ~iris["label"].isin(TRUSTED_LABELS)])

    def __contains__(self, source: str) -> bool:
        return source in self._long and len(self._long[source]) > 0

    def wide(self, source: str) -> tuple[pd.DataFrame, pd.DataFrame, pd.Series]:
        """Return values, statuses (KEY x variables) and the COG year of each row of one source."""
        if source not in self._wide:
            rows = self._long[source]
            by_year = [_pivoted(plain(part)) for _, part in rows.groupby("millesime", observed=True)]
            values, statuses, geography = (pd.concat(list(parts)) for parts in zip(*by_year, strict=True))
            area = self._area.reindex(values.index.droplevel("millesime")).to_numpy()
            self._wide[source] = (
                values.assign(**{AREA: area}),
                statuses.assign(**{AREA: np.where(np.isnan(area), Status.NON_DISPONIBLE.value, Status.OK.value)}),
                geography,
            )
        return self._wide[source]


def _pivoted(rows: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame, pd.Series]:
    return (
        rows.pivot(index=KEY, columns="variable", values="valeur"),
        rows.pivot(index=KEY, columns="variable", values="statut"),
        rows.drop_duplicates(KEY).set_index(KEY)["geographie"],
    )


def theme_rows(theme: Theme, shelf: Shelf) -> pd.DataFrame:
    """Return the observations of one theme, sorted for reading by territory; preferred sources first served."""
    parts = [indicator_rows(indicator, shelf) for indicator in theme.indicateurs]
    found = [part for part in parts if len(part)]
    if not found:
        return _nothing()
    long = pd.concat(found, ignore_index=True)
    return long.sort_values(["niveau", "code", "indicateur", "millesime"], ignore_index=True)


def _nothing() -> pd.DataFrame:
    """Return no observation, with the types that the store expects of a theme not yet collected."""
    numeric = {"valeur": "float64", "numerateur": "float64", "denominateur": "float64", "geographie": "Int16"}
    return pd.DataFrame({name: pd.Series(dtype=numeric.get(name, "str")) for name in OBSERVATION_COLUMNS})


def indicator_rows(indicator: Indicator, shelf: Shelf) -> pd.DataFrame:
    """Return every observation of one indicator; a source is asked only for what those before it do not publish."""
    parts = [_from_source(indicator, name, shelf) for name in indicator.sources if name in shelf]
    if not parts:
        return _nothing()
    return pd.concat(parts, ignore_index=True).drop_duplicates(KEY, keep="first")


def _from_source(indicator: Indicator, name: str, shelf: Shelf) -> pd.DataFrame:
    values, statuses, geography = shelf.wide(name)
    below = () if indicator.source_denominateur else indicator.denominateur
    wanted = list(dict.fromkeys([*indicator.numerateur, *below]))
    if not set(wanted) <= set(values.columns):
        return _nothing()
    levels = [level.value for level in indicator.niveaux]
    values, statuses = values[wanted], statuses[wanted]  # wide tables hold up to hundreds of other columns
    kept = values.index.get_level_values("niveau").isin(levels) & statuses.notna().all(axis=1)
    values, statuses = values[kept], statuses[kept]
    others = _denominators(indicator, values.index, shelf) if indicator.source_denominateur else (None, None)
    source = shelf.sources[name]
    found = compute(
        indicator, values, statuses, fragile_under=source.fragile_sous, denominators=others[0],
        denominator_statuses=others[1],
    )  # fmt: skip
    found = found.assign(geographie=geography.reindex(found.index)).reset_index()
    if source.fragile_sous is not None:
        doubtful = (found["niveau"] == Level.IRIS.value) & within(found["code"], shelf.doubtful)
        found.loc[doubtful & (found["statut"] == Status.OK.value), "statut"] = Status.FRAGILE.value
    return found.assign(indicateur=indicator.id, source=name)[list(OBSERVATION_COLUMNS)]


def _denominators(indicator: Indicator, index: pd.MultiIndex, shelf: Shelf) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the denominators of another source: for each row its nearest millesime, at most WIDEST_GAP years away."""
    wanted = list(indicator.denominateur)
    value_blocks, status_blocks = [], []
    for name in indicator.source_denominateur:
        if name in shelf and set(wanted) <= set(shelf.wide(name)[0].columns):
            values, statuses, _ = shelf.wide(name)
            whole = statuses[wanted].notna().all(axis=1)
            value_blocks.append(values.loc[whole, wanted])
            status_blocks.append(statuses.loc[whole, wanted])
    if not value_blocks:
        empty = pd.DataFrame(np.nan, index=index, columns=wanted)
        return empty, empty.astype(object)
    values, statuses = pd.concat(value_blocks), pd.concat(status_blocks)
    first = ~values.index.duplicated()
    values, statuses = values[first], statuses[first]
    chosen = _nearest(index, values.index)
    return _taken(values, chosen, index), _taken(statuses, chosen, index)


def _nearest(index: pd.MultiIndex, offered: pd.MultiIndex) -> pd.MultiIndex:
    """Return, for each row of ``index``, the key of ``offered`` of the same area and the nearest year."""
    left = index.to_frame(index=False).assign(rang=range(len(index)))
    right = offered.to_frame(index=False).rename(columns={"millesime": "autre"})
    pairs = left.merge(right, on=["niveau", "code"], how="left")
    gap = (_year(pairs["millesime"]) - _year(pairs["autre"])).abs()
    pairs = pairs.assign(ecart=gap.where(gap <= WIDEST_GAP)).sort_values(["rang", "ecart", "autre"])
    best = pairs.drop_duplicates("rang")
    year = best["autre"].where(best["ecart"].notna())
    return pd.MultiIndex.from_arrays([best["niveau"], best["code"], year], names=KEY)


def _year(millesime: pd.Series) -> pd.Series:
    return pd.to_numeric(millesime.str[:4], errors="coerce")


def _taken(table: pd.DataFrame, chosen: pd.MultiIndex, index: pd.MultiIndex) -> pd.DataFrame:
    return table.reindex(chosen).set_axis(index)
