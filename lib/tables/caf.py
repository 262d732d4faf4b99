"""Reads the exports of data.caf.fr that split each area into several lines (type of RSA, family quotient, parc). Pure.

Every count is rounded to 5 by the producer: a sum of lines keeps the status « arrondi ».
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from lib.model import GRAVITY, STATUS_ORDER, DataError, Level, Source, SourceFile, Status, Variable, Verification
from lib.readers import require
from lib.tables.cells import contract, numbers

MILLESIMES = {"2020": 2021, "2021": 2022, "2022": 2023, "2023": 2024, "2024": 2025}  # December N: COG of January N+1
LATEST = max(MILLESIMES)
PORTAL = "https://data.caf.fr"
EXPORT = PORTAL + "/api/explore/v2.1/catalog/datasets/{}/exports/csv?delimiter=%3B"
UNKNOWN_HOME = ("XXXXX", "99999", "")  # residence unknown, or abroad
UNDIVIDED = "0000"
TOTAL_WORDS = r"(?i)^\s*(?:total|ensemble|tous|toutes)\b"
Line = tuple[str, pd.Series | None]  # official field, and the lines that count (None: all)


def sheet(
    name: str,
    datasets: Mapping[str, str],
    title: str,
    short: str,
    what: str,
    field: str,
    verification: Verification,
    variables: Sequence[Variable],
) -> Source:
    """Return the sheet of data sets of data.caf.fr (part, « » when alone, to data set), counts every December."""
    first = next(iter(datasets.values()))
    return Source(
        id=name,
        titre=title,
        titre_court=short,
        producteur="Cnaf",
        licence="Licence Ouverte 2.0",
        page=f"{PORTAL}/explore/dataset/{first}/",
        mention=f"Cnaf, data.caf.fr, {what}, décembre {{millesime}}, effectifs arrondis à 5",
        champ=f"Foyers allocataires de la Caf{field} ; ceux de la MSA n'y sont pas",
        verification=verification,
        fichiers=tuple(
            SourceFile(
                year, f"{PORTAL}/api/explore/v2.1/catalog/datasets/{data}/exports/csv?delimiter=%3B", cog, volet=part
            )
            for year, cog in MILLESIMES.items()
            for part, data in datasets.items()
        ),
        variables=tuple(variables),
    )


def decembers(dates: pd.Series, where: str) -> pd.Series:
    """Return the year of each line, empty when it is not a known December. Raises DataError when none is known."""
    found = dates.str.extract(r"^(\d{4})-?(\d{2})?")
    years = found[0].where(found[1].isna() | (found[1] == "12"), "").fillna("")
    kept = years.where(years.isin(MILLESIMES), "")
    if not kept.any():
        shown = ", ".join(sorted(dates.unique())[:5])
        raise DataError(
            "Aucun mois de décembre connu dans ce fichier",
            f"{where} : {shown}",
            "Déclarez ce millésime dans la source.",
        )
    return kept


def commune_codes(communes: pd.Series) -> pd.Series:
    """Return codes of communes; empty when the residence is unknown, or abroad."""
    codes = communes.str.strip()
    return codes.mask(codes.isin(UNKNOWN_HOME), "")


def iris_codes(communes: pd.Series, suffixes: pd.Series) -> pd.Series:
    """Return 9-character IRIS codes; empty when the household could not be placed in one.

    The suffix 0000 is kept for an undivided commune only: in a divided one it would be a remainder, not the commune.
    """
    suffix = suffixes.str.strip().str.zfill(4)
    placed = suffix.str.fullmatch(r"\d{4}") & communes.str.fullmatch(r"\d[\dAB]\d{3}")
    divided = communes[placed & (suffix != UNDIVIDED)].unique()
    remainder = (suffix == UNDIVIDED) & communes.isin(divided)
    return (communes + suffix).where(placed & ~remainder, "")


def refuse_totals(kinds: pd.Series, where: str) -> None:
    """Raise DataError when a line is a total: added to its own parts, it would count everyone twice."""
    totals = kinds[kinds.str.contains(TOTAL_WORDS, regex=True)].unique()
    if len(totals):
        listed = ", ".join(f"« {word} »" for word in totals[:3])
        raise DataError("Une ligne de total s'est glissée parmi les détails", f"{where} : {listed}", _REMEDY)


def added_by_iris(table: pd.DataFrame, source: Source, lines: Mapping[str, Line], where: str) -> pd.DataFrame:
    """Return the rows of variables of an export by IRIS (``dtreffre``, ``numcomdo``, ``numirisd``)."""
    codes = iris_codes(table["numcomdo"].str.strip(), table["numirisd"])
    years = decembers(table["dtreffre"], where)
    return added_up(table, source, years=years, codes=codes, level=Level.IRIS, lines=lines)


def added_up(
    table: pd.DataFrame, source: Source, *, years: pd.Series, codes: pd.Series, level: Level, lines: Mapping[str, Line]
) -> pd.DataFrame:
    """Return the rows of variables (VARIABLE_COLUMNS): for each area and December, the sum of its lines.

    Lines without a year or a code are left out. A sum is unknown as soon as one of its lines is.
    """
    placed = (years != "") & (codes != "")
    require(table, [field for field, _ in lines.values()], source.titre_court)
    blocks = []
    for variable, (field, counted) in lines.items():
        kept = placed if counted is None else placed & counted
        parsed = numbers(table.loc[kept, field], f"{source.titre_court}, colonne {field}", shown=Status.ARRONDI)
        parsed = parsed.assign(code=codes[kept], millesime=years[kept], rang=parsed["statut"].map(GRAVITY))
        grouped = parsed.groupby(["code", "millesime"], as_index=False).agg(
            valeur=("valeur", "sum"), rang=("rang", "max")
        )
        statuses = grouped["rang"].map(dict(enumerate(STATUS_ORDER)))
        blocks.append(grouped.assign(variable=variable, niveau=level.value, statut=statuses))
    return contract(pd.concat(blocks, ignore_index=True), source)


_REMEDY = "Le producteur a changé son fichier : signalez-le aux auteurs de l'application. Rien n'a été modifié."
