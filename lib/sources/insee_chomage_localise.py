"""Insee, localised unemployment rates by département (ILO, seasonally adjusted), one column per quarter."""

from __future__ import annotations

import re

import pandas as pd

from lib.model import DataError, Level, Source, SourceFile, Variable
from lib.readers import Document
from lib.tables.cells import contract, numbers

CODE, LABEL, QUARTER = "Code", "Libellé", re.compile(r"T([1-4])_([0-9]{4})")
YEARS = 15  # the series goes back to 1982: a CCAS has no use for more
PAGE = "https://www.insee.fr/fr/statistiques/2012804"
QUARTERS = tuple(f"{year}-T{rank}" for year in range(2006, 2022) for rank in (1, 2, 3, 4))[:-2]

SOURCE = Source(
    id="insee_chomage_localise",
    titre="Taux de chômage localisés par département",
    titre_court="chômage localisé",
    producteur="Insee",
    licence="Licence Ouverte 2.0",
    page=PAGE,
    mention="Insee, taux de chômage localisés ({millesime}), au sens du BIT, corrigés des variations saisonnières",
    champ="Population active de 15 ans ou plus vivant en ménage ordinaire",
    verification="fichier_reel",
    fichiers=tuple(SourceFile(quarter, PAGE, None, a_deposer=True) for quarter in QUARTERS),
    variables=(Variable("taux_chomage_localise", "Taux de chômage localisé", "T1_{a} à T4_{a}", "publiee", (0, 40)),),
)


def recognise(document: Document) -> str | None:
    """Return the last quarter of a table with « Code », « Libellé » and quarters as columns, else None."""
    columns = document.columns()
    quarters = [_quarter(name) for name in columns if QUARTER.fullmatch(name)]
    return max(quarters) if {CODE, LABEL} <= set(columns) and quarters and max(quarters) in QUARTERS else None


def read(document: Document, millesime: str) -> pd.DataFrame:
    """Return the rate of each département for the last 15 years of quarters; notes under the table are left out.

    Codes have lost their leading zero. 69 is the Rhône and the Métropole de Lyon together.
    """
    table = document.table()
    names = {name: _quarter(name) for name in table.columns if QUARTER.fullmatch(name)}
    last = int(max(names.values())[:4])
    names = {
        name: quarter for name, quarter in names.items() if int(quarter[:4]) > last - YEARS and quarter in QUARTERS
    }
    codes = table[CODE].str.strip().str.zfill(2)
    areas = codes.str.fullmatch(r"[0-9][0-9AB]|97[1-46]")
    if not areas.any():
        raise DataError(
            "Aucun code de département dans ce tableau", document.name, "Vérifiez que c'est le bon fichier."
        )
    blocks = [
        numbers(table.loc[areas, name], f"{SOURCE.titre_court}, {name}").assign(code=codes[areas], millesime=quarter)
        for name, quarter in names.items()
    ]
    rows = pd.concat(blocks, ignore_index=True)
    return contract(rows.assign(niveau=Level.DEPARTEMENT.value, variable="taux_chomage_localise"), SOURCE)


def _quarter(name: str) -> str:
    found = QUARTER.fullmatch(name)
    return f"{found[2]}-T{found[1]}" if found else ""
