"""Brings published rows to today's codes, then adds them up to larger territories where that is allowed.

Nothing is added up in silence: a sum exists only when every part of the territory is known.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import pandas as pd

from lib.build.lookups import ranked, within
from lib.build.places import ELSEWHERE, UPPER, Places
from lib.model import GRAVITY, LAST_SHOWN, STATUS_ORDER, VARIABLE_COLUMNS, Level, Source, Status

KEY = ["niveau", "code", "millesime", "variable"]
# Communes restored since: a figure published before is that of the former whole, and must not pass for the rest's.
RESTORED = {
    "15141": (2025, ("15031", "15035", "15047", "15171")),
    "60054": (2024, ("60694",)),
    "85084": (2024, ("85165", "85212")),
}
UNDIVIDED = "0000"  # end of the IRIS code of a commune that is not divided
CELL_LEVELS = (Level.QPV.value,)
NAMED = "nom"  # key, among unknown codes, of the EPCI known by name only
# When what an inventory does not list is really nothing: it covers the country, or most of the département.
NATIONAL, MOST = 0.8, 0.5


@dataclass
class Passage:
    """What happened to the codes of a file: kept, renamed, set aside (by level), départements listed in part only."""

    renamed: dict[str, str] = field(default_factory=dict)
    elsewhere: int = 0
    unknown: dict[str, set[str]] = field(default_factory=dict)
    partial: set[str] = field(default_factory=set)

    def add_unknown(self, level: str, codes: Iterable[str]) -> None:
        """Set codes aside, to be told."""
        if found := set(codes):
            self.unknown.setdefault(level, set()).update(found)


def to_current(rows: pd.DataFrame, places: Places, source: Source) -> tuple[pd.DataFrame, Passage]:
    """Return the rows under today's codes, communes merged since added up, and what was renamed or set aside.

    A quantity that may not be added up is unknown for a commune made of several former ones.
    """
    note = Passage()
    away = rows["niveau"].isin(["commune", "iris"]) & rows["code"].str.startswith(ELSEWHERE)
    note.elsewhere = rows.loc[away, "code"].nunique()
    rows = rows[~away] if source.iris_complets else _undivided_to_commune(rows[~away])
    codes = _renamed(rows, places, note)
    known = pd.Series(False, index=rows.index)
    for level, at in rows.groupby("niveau").groups.items():
        known[at] = _known(level, codes[at], places)
    for level, lost in rows.loc[~known].groupby("niveau")["code"]:
        note.add_unknown(str(level), lost)
    if source.iris_complets:  # an IRIS that is no more still counts in its commune, else the sum would be short
        known |= (rows["niveau"] == Level.IRIS.value) & _of_a_commune(codes, places)
    rows = rows.assign(code=codes)[known]
    return _merge_same_key(rows, source), note


def _known(level: str, codes: pd.Series, places: Places) -> pd.Series:
    found = within(codes, places.codes.get(level, frozenset())) | (level in CELL_LEVELS)
    if level == Level.IRIS.value:
        found |= codes.str.endswith(UNDIVIDED) & _of_a_commune(codes, places)
    return found


def _of_a_commune(codes: pd.Series, places: Places) -> pd.Series:
    """Tell which IRIS codes begin with the code, of today or of before, of a commune of today."""
    commune = codes.str[:5]
    return within(commune, places.codes[Level.COMMUNE.value] | places.current.keys())


def _undivided_to_commune(rows: pd.DataFrame) -> pd.DataFrame:
    """Turn the rows of an undivided commune (IRIS code ending in 0000) into rows of that commune."""
    whole = (rows["niveau"] == Level.IRIS.value) & rows["code"].str.endswith(UNDIVIDED)
    if not whole.any():
        return rows
    turned = rows[whole].assign(niveau=Level.COMMUNE.value, code=rows.loc[whole, "code"].str[:5])
    published = rows[rows["niveau"] == Level.COMMUNE.value].set_index(KEY).index
    fresh = turned[~turned.set_index(KEY).index.isin(published)]
    return pd.concat([rows[~whole], fresh], ignore_index=True)


def _renamed(rows: pd.DataFrame, places: Places, note: Passage) -> pd.Series:
    communes = rows.loc[rows["niveau"] == Level.COMMUNE.value, "code"]
    old = communes[within(communes, places.current.keys())]
    new = old.map(places.current)
    note.renamed = dict(zip(old, new, strict=True))
    codes = rows["code"].copy()
    codes[old.index] = new
    return codes


def _merge_same_key(rows: pd.DataFrame, source: Source) -> pd.DataFrame:
    """Add up the former communes that share today's code."""
    several = rows.duplicated(KEY, keep=False)
    if not several.any():
        return rows
    additive = {variable.id for variable in source.variables if variable.agregation == "somme"}
    shared = rows[several]
    rank = shared["statut"].map(GRAVITY).mask(~shared["variable"].isin(additive), GRAVITY[Status.NON_DISPONIBLE.value])
    groups = shared.assign(rang=rank).groupby(KEY, sort=False)
    merged = shared.drop_duplicates(KEY).set_index(KEY)
    rank, total = groups["rang"].max(), groups["valeur"].sum()
    merged = merged.assign(
        valeur=total.where(rank <= LAST_SHOWN).reindex(merged.index),
        statut=rank.reindex(merged.index).map(dict(enumerate(STATUS_ORDER))),
    )
    return pd.concat([rows[~several], merged.reset_index()[rows.columns]], ignore_index=True)


def _restored(rows: pd.DataFrame) -> pd.DataFrame:
    """Withdraw the figures of communes that have lost a part since: they are those of a wider territory."""
    limit = ranked(rows["code"], {code: year for code, (year, _) in RESTORED.items()})
    wider = (rows["niveau"] == "commune") & (rows["geographie"].astype("float64") < limit)
    if not wider.any():
        return rows
    return rows.assign(
        statut=rows["statut"].mask(wider, Status.NON_DISPONIBLE.value), valeur=rows["valeur"].mask(wider)
    )


def add_sums(rows: pd.DataFrame, places: Places, source: Source, note: Passage | None = None) -> pd.DataFrame:
    """Return the rows and the sums that they allow, published figures keeping their place (VARIABLE_COLUMNS).

    The départements that an inventory lists in part only, whose absences are then unknown, are told in ``note``.
    """
    note = note or Passage()
    additive = [variable.id for variable in source.variables if variable.agregation == "somme"]
    parts = [rows]
    for millesime, part in rows[rows["variable"].isin(additive)].groupby("millesime", sort=False):
        summed = _sums_of(part, places, source, note)
        parts.append(summed.assign(millesime=millesime, source=source.id, geographie=part["geographie"].max()))
    every = pd.concat([part for part in parts if len(part)] or parts, ignore_index=True)
    iris = every["niveau"] == Level.IRIS.value
    gone = ~within(every.loc[iris, "code"], places.codes[Level.IRIS.value])
    every = every.drop(index=gone.index[gone]).drop_duplicates(KEY, keep="first").astype({"geographie": "Int16"})
    every = _restored(every)
    return every[list(VARIABLE_COLUMNS)].sort_values(["niveau", "code", "variable", "millesime"], ignore_index=True)


def _sums_of(part: pd.DataFrame, places: Places, source: Source, note: Passage) -> pd.DataFrame:
    found = []
    communes = _wide(part[part["niveau"] == Level.COMMUNE.value])
    if source.iris_complets:
        iris = _wide(part[part["niveau"] == Level.IRIS.value])
        owner = pd.Series(iris[0].index.str[:5], index=iris[0].index)
        summed = _grouped(iris, owner.map(places.current).fillna(owner), None)
        found.append(_long(summed, Level.COMMUNE))
        communes = _completed(communes, summed)
    communes, zeros = _with_zeros(communes, places, source, note)
    found.append(zeros)
    city = pd.Series(places.city_of)
    cities = _grouped(communes, city, city.value_counts())
    found.append(_long(cities, Level.COMMUNE))
    communes = _completed(communes, cities)
    cog = part["geographie"].max()
    unborn = [code for year, codes in RESTORED.values() if cog < year for code in codes] if pd.notna(cog) else []
    inside = places.communes[~places.communes["departement"].isin(source.hors_champ)].index.difference(unborn)
    for level in UPPER:
        groups = places.groups(level).reindex(inside).dropna()
        found.append(_long(_grouped(communes, groups, groups.value_counts()), level))
    return pd.concat([block for block in found if len(block)], ignore_index=True) if any(map(len, found)) else part[:0]


Wide = tuple[pd.DataFrame, pd.DataFrame]  # values, then ranks of gravity (NaN: no row), codes x variables


def _wide(rows: pd.DataFrame) -> Wide:
    graded = rows.assign(rang=ranked(rows["statut"], GRAVITY))
    values = graded.pivot(index="code", columns="variable", values="valeur")
    return values, graded.pivot(index="code", columns="variable", values="rang")


def _completed(first: Wide, second: Wide) -> Wide:
    """Fill the absent rows of ``first`` with those of ``second``."""
    (values, ranks), (others, other_ranks) = first, second
    absent = ranks.reindex_like(ranks.combine_first(other_ranks)).isna()
    merged = ranks.combine_first(other_ranks)
    return values.reindex_like(merged).where(~absent, others.reindex_like(merged)), merged


def _grouped(parts: Wide, groups: pd.Series, expected: pd.Series | None) -> Wide:
    """Add up parts by group; a group is there only if its ``expected`` number of parts is known, all of them."""
    values, ranks = parts
    groups = groups.reindex(values.index)
    mine = groups.notna().to_numpy()
    groups, values, ranks = groups[mine], values[mine], ranks[mine]
    keys = groups.to_numpy()
    known = ranks <= LAST_SHOWN
    counted = known.groupby(keys).sum()
    whole = counted.index.to_series().map(expected) if expected is not None else ranks.notna().groupby(keys).sum()
    complete = counted.eq(whole, axis=0) & (counted > 0)
    summed = values.where(known).groupby(keys).sum().where(complete)
    return summed, ranks.groupby(keys).max().where(complete)


def _with_zeros(communes: Wide, places: Places, source: Source, note: Passage) -> tuple[Wide, pd.DataFrame]:
    """In an inventory, give 0 to the communes it does not list, in the départements it covers."""
    values, ranks = communes
    if not source.absence_vaut_zero or values.empty:
        return communes, pd.DataFrame()
    known = places.territories[places.territories["niveau"] == Level.COMMUNE.value].set_index("code")["departement"]
    known = known.drop(list(places.city_of.values()), errors="ignore")  # maybe published by arrondissement: then a sum
    every = values.index.union(known.index)
    owner = known.reindex(every)
    values, ranks = values.reindex(every), ranks.reindex(every)
    covered = _covered(ranks.notna().groupby(owner).sum(), known[~known.isin(source.hors_champ)], note)
    absent = ranks.isna() & covered.reindex(owner).fillna(False).astype(bool).to_numpy()
    zeros = pd.DataFrame(0.0, index=every, columns=values.columns).where(absent)
    zero_ranks = zeros + GRAVITY[Status.OK.value]
    found = values.mask(absent, 0.0), ranks.mask(absent, float(GRAVITY[Status.OK.value]))
    kept = found[1].notna().any(axis=1)
    return (found[0][kept], found[1][kept]), _long((zeros, zero_ranks), Level.COMMUNE)


def _covered(listed: pd.DataFrame, known: pd.Series, note: Passage) -> pd.DataFrame:
    """Tell which départements each list (a variable) covers, from how many of their communes it names.

    A list of one EPCI or of a few lines must not turn the rest of the département into zeros; a national list may name
    few communes of a département, for it names all that have one.
    """
    size = known.value_counts()
    present = listed > 0
    national = present.sum() >= NATIONAL * size.size
    most = listed.ge(MOST * size.reindex(listed.index), axis=0)
    covered = present & (most | national)
    note.partial |= set(listed.index[(present & ~covered).any(axis=1)])
    return covered


def _long(table: Wide, level: Level) -> pd.DataFrame:
    values, ranks = table
    if values.empty:
        return pd.DataFrame()
    stacked = values.rename_axis(index="code", columns="variable").stack().rename("valeur").reset_index()
    rank = ranks.rename_axis(index="code", columns="variable").stack().rename("rang").reset_index()
    merged = stacked.merge(rank, on=["code", "variable"]).dropna(subset=["rang"])
    statuses = merged["rang"].astype(int).map(dict(enumerate(STATUS_ORDER)))
    return merged.drop(columns="rang").assign(niveau=level.value, statut=statuses)
