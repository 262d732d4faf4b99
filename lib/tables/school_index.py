"""Index of social position (IPS) of schools, described by commune: the same reading for primary schools and collèges.

The index belongs to a school. Without its number of pupils, a commune can only be described by a plain mean, the
lowest and the highest; the mean published by the DEPP exists for the département and for France. Pure.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lib.model import DataError, Level, Source, Status, Variable
from lib.readers import Document
from lib.tables.cells import contract, numbers
from lib.tables.inventories import to_city

YEAR, COMMUNE, SCHOOL, VALUE = "rentree_scolaire", "code_insee_de_la_commune", "uai", "ips"
# The first edition writes « etablissment ».
NAMES = ("nom_de_l_etablissement", "nom_de_l_etablissment")
BOUNDS = (45, 185)
NATIONAL, DEPARTMENTAL, DEPARTMENT = "ips_national", "ips_departemental", "code_du_departement"


@dataclass(frozen=True, slots=True)
class Kind:
    """One sort of school: the word its names begin with, the stem of its variables, its French plural."""

    word: str
    stem: str
    plural: str


PRIMARY = Kind("ECOLE", "ips_ecoles", "écoles")
MIDDLE = Kind("COLLEGE", "ips_colleges", "collèges")


def variables(kind: Kind) -> tuple[Variable, ...]:
    """Return the variables of one sort of school."""
    mean = f"IPS moyen des {kind.plural} : moyenne simple des établissements à la commune, moyenne publiée au-dessus"
    return (
        Variable(f"{kind.stem}_moyen", mean, VALUE, "publiee", BOUNDS),
        Variable(f"{kind.stem}_min", f"IPS le plus bas parmi les {kind.plural}", VALUE, "publiee", BOUNDS),
        Variable(f"{kind.stem}_max", f"IPS le plus haut parmi les {kind.plural}", VALUE, "publiee", BOUNDS),
        Variable(f"{kind.stem}_nombre", f"Nombre de {kind.plural} dont l'IPS est publié", SCHOOL),
    )


def latest(document: Document, kind: Kind, source: Source) -> str | None:
    """Return the latest known school year of a list of schools of this kind, else None.

    Both kinds share their columns: the first lines tell, by the first word of the names.
    """
    columns = document.columns()
    name = next((one for one in NAMES if one in columns), None)
    if name is None or not {YEAR, COMMUNE, SCHOOL, VALUE} <= set(columns):
        return None
    table = document.table(columns=[YEAR, name])
    words = table[name].str.upper().str.split(" ").str[0].replace("COLLÈGE", "COLLEGE").replace("ÉCOLE", "ECOLE")
    counts = words.value_counts()
    if counts.get(kind.word, 0) <= sum(counts.get(other.word, 0) for other in (PRIMARY, MIDDLE) if other != kind):
        return None
    known = table[YEAR].str[:4]
    known = known[known.isin(source.millesimes)]
    return known.max() if len(known) else None


def describe(document: Document, kind: Kind, source: Source) -> pd.DataFrame:
    """Return, for every known school year: mean, lowest, highest and number by commune, and the published means.

    The plain mean of a commune is an estimate; « NS » (too few pupils) leaves a school out, and a commune whose
    schools are all « NS » is not published. Raises DataError when one school has two values for one year.
    """
    table = document.table()
    table = table.assign(millesime=table[YEAR].str[:4])
    table = table[table["millesime"].isin(source.millesimes) & table[COMMUNE].str.fullmatch(r"[0-9][0-9AB][0-9]{3}")]
    double = table.duplicated([SCHOOL, "millesime"])
    if double.any():
        where = f"{document.name} : {table.loc[double, SCHOOL].iloc[0]}"
        raise DataError("Un établissement a deux indices la même année", where, _REMEDY)
    values = numbers(table[VALUE], f"{source.titre_court}, colonne {VALUE}")
    rows = pd.concat([_by_commune(table.assign(**values), kind), *_published(table, kind, source)])
    return contract(rows.reset_index(drop=True), source)


def _by_commune(table: pd.DataFrame, kind: Kind) -> pd.DataFrame:
    city = to_city(table[COMMUNE])
    both = pd.concat([table.assign(code=city), table[city != table[COMMUNE]].assign(code=table[COMMUNE])])
    grouped = both.groupby(["code", "millesime"])["valeur"].agg(["mean", "min", "max", "count"])
    names = {"mean": "moyen", "min": "min", "max": "max", "count": "nombre"}
    shown = {"mean": Status.ESTIME, "min": Status.OK, "max": Status.OK, "count": Status.OK}
    blocks = []
    for measure, name in names.items():
        value = grouped[measure].astype("float64")
        hidden = value.isna()
        status = np.where(hidden, Status.NON_DIFFUSE.value, shown[measure].value)
        block = value.rename("valeur").reset_index()
        blocks.append(block.assign(statut=status, variable=f"{kind.stem}_{name}"))
    return pd.concat(blocks).assign(niveau=Level.COMMUNE.value)


def _published(table: pd.DataFrame, kind: Kind, source: Source) -> list[pd.DataFrame]:
    """Return the means that the DEPP writes on every line of its recent files, once for each area."""
    found = []
    if {DEPARTMENTAL, DEPARTMENT} <= set(table.columns):
        codes = table[DEPARTMENT].str.strip().str.replace(r"^0(?=[0-9][0-9AB]$)", "", regex=True)
        found.append(_means(table.assign(code=codes, ips=table[DEPARTMENTAL]), kind, Level.DEPARTEMENT, source))
    if NATIONAL in table.columns:
        found.append(_means(table.assign(code="F", ips=table[NATIONAL]), kind, Level.FRANCE, source))
    return found


def _means(table: pd.DataFrame, kind: Kind, level: Level, source: Source) -> pd.DataFrame:
    means = table[["code", "millesime", VALUE]].drop_duplicates()
    if means.duplicated(["code", "millesime"]).any():
        raise DataError("Une moyenne publiée change d'une ligne à l'autre", f"{source.titre_court}, {level}", _REMEDY)
    values = numbers(means[VALUE], f"{source.titre_court}, moyenne publiée")
    return means.drop(columns=VALUE).assign(**values, variable=f"{kind.stem}_moyen", niveau=level.value)


_REMEDY = "Le producteur a changé son fichier : signalez-le aux auteurs de l'application. Rien n'a été modifié."
