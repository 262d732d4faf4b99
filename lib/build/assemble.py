"""Puts together what the files of one source gave: today's codes, sums, the départements asked for."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from lib.build.names import resolve_names
from lib.build.packing import packed, slices, stacked
from lib.build.places import Places
from lib.build.report import SourceNote, out_of_bounds
from lib.build.sums import KEY, add_sums, to_current
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
    whole = stacked(found)
    return note, whole.sort_values(["niveau", "code", "variable", "millesime"], ignore_index=True)


def _slice(rows: pd.DataFrame, places: Places, source: Source, note: SourceNote) -> pd.DataFrame:
    rows = rows.drop_duplicates(KEY, keep="first")
    note.rows += len(rows)
    note.statuses.update(rows["statut"])
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
    note.passage.unknown = sorted({*note.passage.unknown, *passage.unknown, *lost})
    return add_sums(current, places, source)


def _inside(rows: pd.DataFrame, departments: tuple[str, ...], places: Places) -> pd.DataFrame:
    """Keep the communes, IRIS and QPV of some départements, the groups they belong to, and all larger territories."""
    if not departments:
        return rows
    kept = rows["niveau"].isin([Level.DEPARTEMENT.value, Level.REGION.value, Level.FRANCE.value])
    for level in (Level.IRIS.value, Level.COMMUNE.value):
        at = rows["niveau"] == level
        kept |= at & places.department_of(level, rows["code"].where(at, "")).isin(departments)
    for level in (Level.EPCI, Level.EPT):
        near = places.communes[places.communes["departement"].isin(departments)][level.value].dropna()
        kept |= (rows["niveau"] == level.value) & rows["code"].isin(set(near))
    quarters = rows["code"].str[2:5].str.removeprefix("0")
    return rows[kept | ((rows["niveau"] == Level.QPV.value) & quarters.isin(departments))]
