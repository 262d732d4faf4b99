"""Turns published cells into (value, status) and published tables into rows of variables. Pure.

A secret or a gap is a status beside an empty value, never a zero; an unknown word stops the reading.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from lib.model import GRAVITY, SHOWN_STATUSES, STATUS_ORDER, VARIABLE_COLUMNS, DataError, Level, Source, Status
from lib.readers import require

# Spellings seen in official files, compared in lower case without spaces around. A source may say otherwise.
SYMBOLS: Mapping[str, Status] = {
    "": Status.NON_DISPONIBLE,
    "s": Status.SECRET,
    "s.s": Status.SECRET,
    "c": Status.SECRET,
    "n.c.": Status.SECRET,
    "n.c": Status.SECRET,
    "*": Status.SECRET,
    "secret": Status.SECRET,
    "ns": Status.NON_DIFFUSE,
    "nd": Status.NON_DISPONIBLE,
    "n.d.": Status.NON_DISPONIBLE,
    "n/a": Status.NON_DISPONIBLE,
    "na": Status.NON_DISPONIBLE,
    "nan": Status.NON_DISPONIBLE,
    "nr": Status.NON_DISPONIBLE,
    "nc": Status.NON_DISPONIBLE,
    "/": Status.NON_DISPONIBLE,
    "-": Status.NON_DISPONIBLE,
    "n/a - résultat non disponible": Status.NON_DISPONIBLE,
    "n/a - division par 0": Status.SANS_OBJET,
    "so": Status.SANS_OBJET,
    "x": Status.SANS_OBJET,
}
BLANKS = str.maketrans("", "", "\u00a0\u202f\u2009 \t")


def numbers(
    cells: pd.Series, where: str, symbols: Mapping[str, Status] | None = None, shown: Status = Status.OK
) -> pd.DataFrame:
    """Return valeur (float, NaN when not shown) and statut (text) of each cell, same index.

    Decimal comma or point, thousands in any space, a percent sign and a typographic minus are understood.
    ``symbols`` completes SYMBOLS; ``shown`` is the status of a figure. Raises DataError on an unknown word.
    """
    text = cells.fillna("").astype(str)
    values = pd.to_numeric(text.str.replace(",", ".", regex=False), errors="coerce").astype("float64")
    values = values.where(np.isfinite(values))
    statuses = pd.Series(shown.value, index=cells.index, dtype=object)
    odd = values.isna() | text.str.strip().str.lower().isin(symbols or {})  # a source may say that « 0 » hides
    if odd.any():
        codes, distinct = pd.factorize(text[odd])
        parsed = [_number(cell, {**SYMBOLS, **(symbols or {})}, shown) for cell in distinct]
        unknown = [cell for cell, (_, status) in zip(distinct, parsed, strict=True) if status is None]
        if unknown:
            listed = ", ".join(f"« {cell} »" for cell in unknown[:5])
            raise DataError("Un contenu inattendu tient la place d'un nombre", f"{where} : {listed}", _REMEDY)
        values[odd] = np.array([value for value, _ in parsed], dtype="float64")[codes]
        statuses[odd] = np.array([status.value for _, status in parsed if status], dtype=object)[codes]
    return pd.DataFrame({"valeur": values, "statut": statuses}, index=cells.index)


def _number(cell: str, known: Mapping[str, Status], shown: Status) -> tuple[float, Status | None]:
    word = " ".join(cell.split()).lower()
    if word in known:
        return float("nan"), known[word]
    plain = cell.translate(BLANKS).removesuffix("%").replace("\u2212", "-").replace(",", ".")
    if "_" in plain:  # Python would read « 1_000 » as a number
        return float("nan"), None
    try:
        value = float(plain)
    except ValueError:
        return float("nan"), None
    return (value, shown) if np.isfinite(value) else (float("nan"), Status.NON_DISPONIBLE)


def wide(
    table: pd.DataFrame,
    source: Source,
    millesime: str,
    *,
    code: str,
    level: Level | pd.Series,
    columns: Mapping[str, str | Sequence[str]],
    symbols: Mapping[str, Status] | None = None,
    shown: Status = Status.OK,
    cog: int | None = None,
) -> pd.DataFrame:
    """Return the rows of variables (VARIABLE_COLUMNS) of a table with one line per area and one column per figure.

    ``columns``: variable to its official column, or to several columns to add up (unknown if one is unknown).
    ``level`` is the level of all lines, or of each. Raises DataError when a column is absent or a cell unreadable.
    """
    needed = list(dict.fromkeys(name for names in columns.values() for name in _listed(names)))
    require(table, [code, *needed], f"{source.titre_court} {millesime}")
    parsed = {
        name: numbers(table[name], f"{source.titre_court} {millesime}, colonne {name}", symbols, shown)
        for name in needed
    }
    blocks = []
    for variable, names in columns.items():
        blocks.append(total([parsed[name] for name in _listed(names)]).assign(variable=variable))
    codes = table[code].astype(str).str.strip()
    levels = level.to_numpy() if isinstance(level, pd.Series) else level.value
    for block in blocks:
        block["code"], block["niveau"] = codes.to_numpy(), levels
    return contract(pd.concat(blocks, ignore_index=True), source, millesime, cog)


def total(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Add up parsed columns line by line: unknown as soon as one part is, with the status of the gravest gap."""
    if len(parts) == 1:
        return parts[0].copy()
    values = sum((part["valeur"] for part in parts[1:]), parts[0]["valeur"])
    ranks = pd.concat([part["statut"].map(GRAVITY) for part in parts], axis=1).max(axis=1)
    return pd.DataFrame({"valeur": values, "statut": ranks.map(dict(enumerate(STATUS_ORDER)))})


def contract(rows: pd.DataFrame, source: Source, millesime: str | None = None, cog: int | None = None) -> pd.DataFrame:
    """Complete rows (niveau, code, variable, valeur, statut) into VARIABLE_COLUMNS.

    ``millesime`` is None when the rows already carry theirs. ``cog`` is the COG year of the codes when the file gives
    older millesimes in its own geography; by default, that of each millesime. A value without a showable status is
    emptied.
    """
    if millesime is not None:
        rows = rows.assign(millesime=millesime)
    years = rows["millesime"].unique()
    cogs = {name: cog or source.cog(name) for name in years}
    shown = rows["statut"].isin(SHOWN_STATUSES)
    same = len(set(cogs.values())) == 1
    geography = pd.Series(next(iter(cogs.values())), index=rows.index) if same else rows["millesime"].map(cogs)
    rows = rows.assign(valeur=rows["valeur"].where(shown), source=source.id, geographie=geography.astype("Int16"))
    return rows[list(VARIABLE_COLUMNS)]


def _listed(names: str | Sequence[str]) -> tuple[str, ...]:
    return (names,) if isinstance(names, str) else tuple(names)


_REMEDY = "Le producteur a changé son écriture : signalez-le aux auteurs de l'application. Rien n'a été modifié."
