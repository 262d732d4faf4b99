"""Reads any census table, IRIS or commune, one or several at once, all its years. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pandas as pd

from lib.model import DataError, Level, Source
from lib.tables.cells import contract, wide
from lib.tables.census import CORE, HOUSING, ITEMS, full_year, mapping, years


def tables_of(columns: Sequence[str]) -> tuple[str, ...]:
    """Return the census tables that these columns make, in the order of CORE."""
    return tuple(table for table in CORE if years(columns, table))


def latest_year(columns: Sequence[str]) -> str | None:
    """Return the latest year of the tables found, four digits, or None."""
    found = [full_year(year) for table in tables_of(columns) for year in years(columns, table)]
    return max(found, default=None)


def read_census(table: pd.DataFrame, source: Source, *, code: str, level: Level, cog: int | None) -> pd.DataFrame:
    """Return every census variable of ``table`` at the contract, for every year it holds, in its geography ``cog``.

    Variables that the file lacks are listed in ``attrs["remarques"]``. Raises DataError when no table is recognised.
    """
    parts, seen, remarks = [], set(), []
    for kind in tables_of(list(table.columns)):
        for year in years(table.columns, kind):
            columns, absent = mapping(table.columns, kind, year)
            fresh = {name: used for name, used in columns.items() if (name, year) not in seen}
            seen |= {(name, year) for name in fresh}
            rows = wide(table, source, full_year(year), code=code, level=level, columns=fresh, cog=cog)
            parts.append(
                pd.concat([rows, _without_car(rows, source, full_year(year), cog)]) if kind == HOUSING else rows
            )
            if absent:
                remarks.append(f"table {kind} {full_year(year)}, sans : {', '.join(absent)}")
    if not parts:
        raise DataError("Aucune table du recensement n'est reconnue", source.titre, "Vérifiez le fichier déposé.")
    found = pd.concat(parts, ignore_index=True)
    found.attrs["remarques"] = remarks
    return found


def _without_car(rows: pd.DataFrame, source: Source, year: str, cog: int | None) -> pd.DataFrame:
    """Households without a car: main residences less those with at least one car."""
    wide_rows = rows.pivot(index=["niveau", "code"], columns="variable", values="valeur")
    if not {"residences_principales", "menages_avec_voiture"} <= set(wide_rows.columns):
        return rows[:0]
    value = wide_rows["residences_principales"] - wide_rows["menages_avec_voiture"]
    # Both are sums of weights: a difference of zero may come out at -1e-12.
    found = value.clip(lower=0).rename("valeur").reset_index().assign(variable="menages_sans_voiture", statut="ok")
    found.loc[found["valeur"].isna(), "statut"] = "non_disponible"
    return contract(found, source, year, cog)


def mapping_of(columns: Sequence[str], wanted: frozenset[str]) -> dict[str, dict[str, tuple[str, ...]]]:
    """Return, by census year (four digits), the official columns of the ``wanted`` variables, whatever the table."""
    present = frozenset(columns)
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for year in sorted({name[1:3] for name in present if re.match(r"[PC]\d\d_", name)}):
        used = {item.id: item.columns(year, present) for item in ITEMS if item.id in wanted}
        kept = {name: names for name, names in used.items() if names}
        if kept:
            found[full_year(year)] = kept
    return found
