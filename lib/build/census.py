"""Census variables from IRIS to France, then the indicators that the catalogue draws from them."""

from __future__ import annotations

import pandas as pd

from lib.catalog import Catalog
from lib.formula import compute
from lib.model import OBSERVATION_COLUMNS, VARIABLE_COLUMNS, DataError, Level, Source, Status

UPPER = (Level.EPT, Level.EPCI, Level.DEPARTEMENT, Level.REGION, Level.FRANCE)


def locate(iris: pd.DataFrame, territories: pd.DataFrame, passages: pd.DataFrame) -> pd.DataFrame:
    """Return ``iris`` with today's commune of each IRIS and, in Paris, Lyon, Marseille, its arrondissement.

    Raises DataError when a commune code is neither current nor in the table of passages.
    """
    communes = territories[territories["niveau"] == Level.COMMUNE.value].set_index("code")
    old_to_new = passages.set_index("ancien_code")["code"]
    current = iris["commune"].map(old_to_new).fillna(iris["commune"])
    unknown = sorted(set(current) - set(communes.index))
    if unknown:
        raise DataError(
            "Des codes de commune sont inconnus du découpage 2026",
            ", ".join(unknown[:10]),
            "Complétez geo/passages.parquet, puis relancez la construction.",
        )
    city = current.map(communes["commune"])
    return iris.assign(arrondissement=current.where(city.notna()), commune=city.fillna(current))


def roll_up(counts: pd.DataFrame, located: pd.DataFrame, territories: pd.DataFrame) -> pd.DataFrame:
    """Sum IRIS counts to every level; one row per (niveau, code), one column per variable.

    ``counts`` is at the contract of variables, IRIS level; ``located`` comes from ``locate``.
    Arrondissements are rows of the commune level beside their city and are never added to it.
    IRIS rows are kept only where the commune is divided (the others repeat their commune).
    """
    wide = counts.pivot(index="code", columns="variable", values="valeur")
    variables = list(wide.columns)
    located = located.join(wide, on="code")
    by_commune = located.groupby("commune")[variables].sum()
    blocks = {Level.IRIS: located[located["type"] != "Z"].set_index("code")[variables]}
    by_district = located.dropna(subset=["arrondissement"]).groupby("arrondissement")[variables].sum()
    blocks[Level.COMMUNE] = pd.concat([by_commune, by_district])
    parents = territories[territories["niveau"] == Level.COMMUNE.value].set_index("code").loc[by_commune.index]
    for level in UPPER:
        codes = pd.Series("F", index=parents.index) if level is Level.FRANCE else parents[level.value]
        blocks[level] = by_commune.groupby(codes).sum()
    table = pd.concat({level.value: block for level, block in blocks.items()}, names=["niveau", "code"])
    area = territories.set_index(["niveau", "code"])["superficie_km2"].astype("float64")
    return table.assign(superficie_km2=area.reindex(table.index))


def variable_rows(table: pd.DataFrame, source: Source, millesime: str) -> pd.DataFrame:
    """Return the long table of variables (contract VARIABLE_COLUMNS), sorted for reading by territory."""
    counts = table.drop(columns="superficie_km2")
    long = counts.rename_axis(columns="variable").stack().rename("valeur").reset_index()
    long = long.assign(
        millesime=millesime,
        statut=Status.OK.value,
        source=source.id,
        geographie=source.fichiers[millesime].cog,
    )
    ordered = long[list(VARIABLE_COLUMNS)]
    return ordered.sort_values(["niveau", "code", "variable", "millesime"], ignore_index=True)


def indicator_rows(
    table: pd.DataFrame, quality: pd.Series, catalog: Catalog, theme: str, source: Source, millesime: str
) -> pd.DataFrame:
    """Return the observations of one theme drawn from ``source`` (contract OBSERVATION_COLUMNS).

    ``quality`` is True for the IRIS codes whose figures are fragile whatever their size (activity, label).
    """
    parts = []
    for indicator in catalog.themes[theme].indicateurs:
        if indicator.source != source.id:
            continue
        levels = [level.value for level in indicator.niveaux]
        rows = table[table.index.get_level_values("niveau").isin(levels)]
        parts.append(compute(indicator, rows).assign(indicateur=indicator.id).reset_index())
    long = pd.concat(parts, ignore_index=True)
    doubtful = (long["niveau"] == Level.IRIS.value) & long["code"].map(quality).fillna(False).astype(bool)
    long.loc[doubtful & (long["statut"] == Status.OK.value), "statut"] = Status.FRAGILE.value
    long = long.assign(millesime=millesime, source=source.id, geographie=source.fichiers[millesime].cog)
    ordered = long[list(OBSERVATION_COLUMNS)]
    return ordered.sort_values(["niveau", "code", "indicateur", "millesime"], ignore_index=True)
