"""Reads a partner model (``lib.partner_models``) once its holder has filled it in. Pure.

A count under the threshold is hidden even when it was written by mistake; an empty cell was not answered, an « n.d. »
was.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from lib.formats import plural
from lib.model import DataError, Level, Source, Status
from lib.partner_models import KEYS, PartnerModel
from lib.readers import Document
from lib.tables.cells import contract, numbers

NEEDED = tuple(name for name, _ in KEYS if name != "nom")
CODE_LENGTH = {Level.COMMUNE.value: 5, Level.DEPARTEMENT.value: 2}  # a spreadsheet drops the first zeros of a number
Place = tuple[str, int]  # sheet, row of the identifiers


def located(document: Document, column: str) -> Place | None:
    """Return the sheet and the row of identifiers of a filled model that asks for ``column``, else None."""
    if document.kind not in ("classeur", "texte"):
        return None
    found = ((sheet, document.header(*NEEDED, column, sheet=sheet)) for sheet in document.sheets)
    return next(((sheet, row) for sheet, row in found if row is not None), None)


def answered(document: Document, place: Place, model: PartnerModel, source: Source, column: str) -> pd.DataFrame:
    """Return the lines where ``column`` is filled, as text, their keys cleaned; the index is the line of the sheet.

    Raises DataError naming the first line whose level or year is not one of those asked for.
    """
    sheet, header = place
    table = document.table(sheet=sheet, header=header).rename(index=lambda rank: rank + header + 2)
    table = table[table[column].str.strip() != ""]
    levels = table["niveau"].str.strip().str.lower().str.replace("é", "e")
    years = table["millesime"].str.extract(r"^\s*(\d{4})(?:[.,]0+)?\s*$")[0].fillna("")
    lengths = levels.map(CODE_LENGTH).fillna(0).astype(int)
    codes = [code.strip().zfill(length) for code, length in zip(table["code"], lengths, strict=True)]
    asked = {level.value for level in model.niveaux}
    _refuse(~levels.isin(asked), table["niveau"], "Un niveau n'est pas de ceux du modèle", document)
    _refuse(~years.isin(source.millesimes), table["millesime"], "Une année n'est pas de celles de la source", document)
    return table.assign(niveau=levels, code=codes, millesime=years)


def counts(
    table: pd.DataFrame, document: Document, model: PartnerModel, source: Source, columns: Mapping[str, str]
) -> pd.DataFrame:
    """Return the rows of variables (VARIABLE_COLUMNS) of the answered lines; ``columns``: variable to its identifier.

    The numbers hidden here are told in ``attrs["remarques"]``. Raises DataError when a count is not a whole number.
    """
    blocks, remarks = [], []
    for variable, column in columns.items():
        parsed = numbers(table[column], f"{document.name}, colonne {column}")
        broken = parsed["valeur"].notna() & ((parsed["valeur"] < 0) | (parsed["valeur"] % 1 != 0))
        _refuse(broken, table[column], "Un effectif n'est pas un nombre entier", document)
        small = parsed["valeur"].between(1, model.seuil - 1)
        if small.any():
            found = plural(int(small.sum()), "nombre masqué", "nombres masqués")
            remarks.append(f"{found} dans {document.name}, colonne {column} : de 1 à {model.seuil - 1}, écrit en clair")
        parsed["statut"] = parsed["statut"].mask(small, Status.SECRET.value)
        blocks.append(parsed.assign(variable=variable))
    keys = table[["niveau", "code", "millesime"]]
    rows = contract(pd.concat([keys.join(block) for block in blocks], ignore_index=True), source)
    rows.attrs["remarques"] = tuple(remarks)
    return rows


def _refuse(wrong: pd.Series, written: pd.Series, what: str, document: Document) -> None:
    if wrong.any():
        line = wrong.index[wrong][0]
        where = f"{document.name}, ligne {line} : « {written[line].strip()} »"
        raise DataError(what, where, "Corrigez cette ligne du fichier, puis relancez. Rien n'a été modifié.")
