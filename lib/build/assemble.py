"""Puts together what the files of one source gave: today's codes, sums, the départements asked for."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from lib.build.lookups import within
from lib.build.names import resolve_names
from lib.build.packing import packed, slices, stacked
from lib.build.places import Places
from lib.build.report import SourceNote, out_of_bounds
from lib.build.sums import KEY, NAMED, add_sums, to_current
from lib.model import DataError, Level, Source, Status


def assembled(
    source: Source, parts: Sequence[tuple[str, pd.DataFrame]], places: Places, departments: tuple[str, ...]
) -> tuple[SourceNote, pd.DataFrame]:
    """Return what the source gave, to be told, and its packed rows, empty when the note has a problem.

    ``parts`` are the packed rows of each file, with its millesime.
    """
    # A file may repeat older millesimes in its own geography: the figure of the latest file is kept.
    ordered = [rows for _, rows in sorted(parts, key=lambda part: part[0], reverse=True)]
    note = SourceNote(source, tuple(sorted({year for rows in ordered for year in rows["millesime"].unique()})))
    found = []
    try:
        for rows in slices(ordered):
            found.append(packed(_inside(_slice(rows, places, source, note), departments, places)))
    except DataError as error:
        note.problem = error
        return note, ordered[0][:0]
    if departments:
        note.passage.partial &= set(departments)
    whole = stacked(found)
    return note, whole.sort_values(["niveau", "code", "variable", "millesime"], ignore_index=True)


def _slice(rows: pd.DataFrame, places: Places, source: Source, note: SourceNote) -> pd.DataFrame:
    rows = rows.drop_duplicates(KEY, keep="first")
    note.rows += len(rows)
    note.statuses.update(rows["statut"].value_counts().to_dict())
    strange = out_of_bounds(rows, source)
    note.outside += [
        f"{r.variable} {r.millesime}, {r.niveau} {r.code} = {r.valeur:g}" for r in rows[strange].itertuples()
    ]
    # Unknown, and not absent: in an inventory an absent commune would become a zero.
    rows = rows.assign(
        valeur=rows["valeur"].mask(strange), statut=rows["statut"].mask(strange, Status.NON_DISPONIBLE.value)
    )
    rows, lost = resolve_names(rows, places)
    current, passage = to_current(rows, places, source)
    note.passage.renamed |= passage.renamed
    note.passage.elsewhere = max(note.passage.elsewhere, passage.elsewhere)
    for level, codes in passage.unknown.items():
        note.passage.add_unknown(level, codes)
    note.passage.add_unknown(NAMED, lost)
    return add_sums(current, places, source, note.passage)


def _inside(rows: pd.DataFrame, departments: tuple[str, ...], places: Places) -> pd.DataFrame:
    """Keep the communes, IRIS and QPV of some départements, the groups they belong to, and all larger territories."""
    if not departments:
        return rows
    levels = rows["niveau"]
    kept = levels.isin([Level.DEPARTEMENT.value, Level.REGION.value, Level.FRANCE.value])
    small = levels.isin([Level.IRIS.value, Level.COMMUNE.value])
    kept[small] = within(rows.loc[small, "code"].str[:5], places.inside(departments))
    for level in (Level.EPCI, Level.EPT):
        near = places.communes[places.communes["departement"].isin(departments)][level.value].dropna()
        at = levels == level.value
        kept[at] = within(rows.loc[at, "code"], set(near))
    at = levels == Level.QPV.value
    kept[at] = rows.loc[at, "code"].str[2:5].str.removeprefix("0").isin(departments)
    return rows[kept]
