"""Reads Insee's long files (Melodi): one row per area, year and crossing of codes; CSV, Parquet or API answer. Pure.

A crossing that no recipe names is left out; a dimension that a recipe does not mention is at its total.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from lib.model import GRAVITY, STATUS_ORDER, DataError, Level, Source, Status
from lib.readers import Document
from lib.tables.cells import contract, numbers

TOTAL = "_T"
KEY = ("GEO", "GEO_OBJECT", "TIME_PERIOD", "OBS_VALUE")
# Not dimensions of the figures. The measure is one, but the codes of every file do not name it.
TECHNICAL = frozenset({*KEY, "OBS_STATUS", "CONF_STATUS", "FREQ", "UNIT_MEASURE", "UNIT_MULT", "DECIMALS", "GEO_REF"})
MEASURE = "RP_MEASURE"
LEVELS = {
    "COM": Level.COMMUNE,
    "ARM": Level.COMMUNE,
    "EPCI": Level.EPCI,
    "DEP": Level.DEPARTEMENT,
    "REG": Level.REGION,
    "FRANCE": Level.FRANCE,
}
# « FM » is metropolitan France, « ZZZZZZZZZ » the communes without a group: neither is one of our areas.
SHAPES = {
    "commune": r"\d[\dAB]\d{3}",
    "epci": r"\d{9}",
    "departement": r"\d[\dAB]|97\d",
    "region": r"\d{2}",
    "france": "F",
}
# SDMX statuses. K: counted in another area; W: counts another area too, hence a wider territory than the area named.
STATUSES = {
    "": Status.OK,
    "A": Status.OK,
    "E": Status.ESTIME,
    "I": Status.ESTIME,
    "P": Status.ESTIME,
    "K": Status.NON_DISPONIBLE,
    "W": Status.NON_DISPONIBLE,
    "M": Status.NON_DISPONIBLE,
    "O": Status.NON_DISPONIBLE,
    "L": Status.NON_DISPONIBLE,
    "Q": Status.SECRET,
}
BLOCK = 16 << 20
BATCH = 500_000

Cell = Mapping[str, str]


@dataclass(frozen=True)
class Layout:
    """One data set: its dimensions (measure aside), those it may have too, the crossings that make each variable."""

    name: str
    dimensions: frozenset[str]
    recipes: Mapping[str, tuple[Cell, ...]] = field(hash=False)
    optional: frozenset[str] = frozenset()

    def formula(self, variable: str) -> str:
        """Tell the official crossings of a variable: « DS_… : AGE=Y_GE80 »."""
        told = (" ".join(f"{name}={code}" for name, code in cell.items()) for cell in self.recipes[variable])
        return f"{self.name} : {' + '.join(told)}"


def recipes(lines: str, **fixed: str) -> dict[str, tuple[Cell, ...]]:
    """Return the recipes written « variable: DIMENSION=CODE DIMENSION=CODE + … », one a line; ``fixed`` is in all."""
    found = {}
    for line in lines.strip().splitlines():
        name, _, told = line.partition(":")
        cells = (dict(pair.split("=") for pair in part.split()) for part in told.split("+"))
        found[name.strip()] = tuple(fixed | cell for cell in cells)
    return found


def layout_of(document: Document, layouts: Sequence[Layout]) -> Layout | None:
    """Return the layout whose dimensions are exactly those of the file, else None."""
    columns = frozenset(_columns(document))
    if not columns.issuperset(KEY):
        return None
    found = columns - TECHNICAL - {MEASURE}
    return next((one for one in layouts if one.dimensions <= found <= one.dimensions | one.optional), None)


def latest(document: Document) -> str | None:
    """Return the latest year seen in a Parquet file or an API answer; in a CSV file, in its first rows and its name.

    A CSV file of the census weighs up to 1 GB: its first rows may be of an older census, its name says the edition.
    """
    if document.kind == "texte":
        header, *rows = document.head()
        at = [cell.strip() for cell in header].index("TIME_PERIOD")
        seen = [row[at] for row in rows if len(row) > at] + re.findall(r"_(20\d\d)(?=[_.])", document.name)
    elif document.kind == "parquet":
        column = pq.read_table(document.path, columns=["TIME_PERIOD"]).column(0)
        seen = [str(value) for value in column.unique().to_pylist()]
    else:
        seen = list(_answer(document).get("TIME_PERIOD", ()))
    return max((year[:4] for year in seen if year[:4].isdigit()), default=None)


def read_long(document: Document, source: Source, layout: Layout, *, lag: int) -> pd.DataFrame:
    """Return the variables of a long file at the contract, for every declared year it holds.

    Codes are those of 1 January of the latest year + ``lag``, unless the file says its own. Raises DataError when the
    file is damaged, holds nothing known, or gives two figures for one crossing.
    """
    found = _crossings(document, layout)
    if found.empty:
        raise DataError("Aucun chiffre attendu dans ce fichier", f"{document.name} : {layout.name}", _CHANGED)
    cog = int(found["GEO_REF"].max()) if "GEO_REF" in found else int(found["annee"].max()) + lag
    rows = _added(_valued(found, document.name), layout)
    known = rows["annee"].isin(source.millesimes)
    left = sorted(rows.loc[~known, "annee"].unique())
    rows = contract(rows[known].rename(columns={"annee": "millesime"}), source, cog=cog).reset_index(drop=True)
    rows.attrs["remarques"] = [f"{layout.name}, années non déclarées : {', '.join(left)}"] if left else []
    return rows


def _crossings(document: Document, layout: Layout) -> pd.DataFrame:
    """Keep the wanted crossings of our levels: niveau, code, annee, variable, part, OBS_VALUE, OBS_STATUS."""
    columns = _columns(document)
    wanted = _wanted(layout, columns)
    dimensions = [name for name in wanted.columns if name not in ("variable", "part")]
    used = [*KEY, *dimensions, *(name for name in ("OBS_STATUS", "GEO_REF") if name in columns)]
    allowed = {name: sorted(set(wanted[name])) for name in dimensions} | {"GEO_OBJECT": list(LEVELS)}
    parts = []
    try:
        for batch in _batches(document, used):
            kept = None
            for name, codes in allowed.items():
                inside = pc.is_in(batch.column(name), value_set=pa.array(codes))
                kept = inside if kept is None else pc.and_(kept, inside)
            parts.append(_placed(batch.filter(kept).to_pandas().merge(wanted, on=dimensions)))
    except (OSError, ValueError, KeyError, pa.ArrowException) as error:
        raise DataError("Ce fichier n'est pas lisible", f"{document.name} : {error}", _CHANGED) from error
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()


def _wanted(layout: Layout, columns: Sequence[str]) -> pd.DataFrame:
    """One row per crossing to read: the code of every dimension of the file, the variable, its rank in the sum."""
    measured = any(MEASURE in cell for cells in layout.recipes.values() for cell in cells)
    dimensions = sorted(set(columns) & (layout.dimensions | layout.optional | ({MEASURE} if measured else set())))
    rows = [
        {name: cell.get(name, TOTAL) for name in dimensions} | {"variable": variable, "part": part}
        for variable, cells in layout.recipes.items()
        for part, cell in enumerate(cells)
    ]
    return pd.DataFrame(rows)


def _placed(rows: pd.DataFrame) -> pd.DataFrame:
    level = rows["GEO_OBJECT"].map({name: level.value for name, level in LEVELS.items()})
    code = rows["GEO"].str.strip()
    good = pd.Series(False, index=rows.index)
    for name, at in level.groupby(level).groups.items():
        good[at] = code[at].str.fullmatch(SHAPES[name])
    kept = rows.assign(niveau=level, code=code, annee=rows["TIME_PERIOD"].str[:4])[good]
    return kept[[name for name in kept.columns if name in _KEPT]]


def _valued(rows: pd.DataFrame, where: str) -> pd.DataFrame:
    twice = rows.duplicated(["niveau", "code", "annee", "variable", "part"])
    if twice.any():
        first = rows[twice].iloc[0]
        told = f"{where} : {first['variable']}, {first['niveau']} {first['code']}, {first['annee']}"
        raise DataError("Deux chiffres tiennent la même place dans ce fichier", told, _CHANGED)
    parsed = numbers(rows["OBS_VALUE"], f"{where}, colonne OBS_VALUE")
    if "OBS_STATUS" in rows:
        told = rows["OBS_STATUS"].fillna("").astype(str).str.strip()
        unknown = sorted(set(told.unique()) - set(STATUSES))
        if unknown:
            raise DataError("Un statut d'observation n'est pas connu", f"{where} : {', '.join(unknown)}", _CHANGED)
        said = told.map({code: status.value for code, status in STATUSES.items()})
        graver = said.map(GRAVITY) > parsed["statut"].map(GRAVITY)
        parsed["statut"] = parsed["statut"].mask(graver, said)
    return pd.concat([rows[["niveau", "code", "annee", "variable", "part"]], parsed], axis=1)


def _added(rows: pd.DataFrame, layout: Layout) -> pd.DataFrame:
    """Add up the crossings of one variable: all must be there; the gravest status is that of the sum."""
    size = rows["variable"].map({name: len(cells) for name, cells in layout.recipes.items()})
    alone, several = rows[size == 1], rows[size > 1]
    if several.empty:
        return alone.drop(columns="part")
    key = ["niveau", "code", "annee", "variable"]
    groups = several.assign(rang=several["statut"].map(GRAVITY), attendu=size[size > 1]).groupby(key, sort=False)
    total = groups.agg(
        valeur=("valeur", "sum"), connu=("valeur", "count"), rang=("rang", "max"), lu=("part", "size"),
        attendu=("attendu", "first"),
    ).reset_index()  # fmt: skip
    whole = total[total["lu"] == total["attendu"]]
    whole = whole.assign(
        valeur=whole["valeur"].where(whole["connu"] == whole["lu"]),
        statut=whole["rang"].map(dict(enumerate(STATUS_ORDER))),
    )
    return pd.concat([alone.drop(columns="part"), whole[[*key, "valeur", "statut"]]], ignore_index=True)


def _batches(document: Document, columns: Sequence[str]) -> Iterator[pa.Table | pa.RecordBatch]:
    text = pa.schema([(name, pa.string()) for name in columns])
    if document.kind == "parquet":
        for batch in pq.ParquetFile(document.path).iter_batches(columns=list(columns), batch_size=BATCH):
            yield pa.Table.from_batches([batch]).select(list(columns)).cast(text)
    elif document.kind == "json":
        yield pa.Table.from_pandas(_answer(document)[list(columns)], schema=text, preserve_index=False)
    else:
        yield from pacsv.open_csv(
            document.path,
            read_options=pacsv.ReadOptions(block_size=BLOCK, encoding=document.encoding.removesuffix("-sig")),
            parse_options=pacsv.ParseOptions(delimiter=document.separator),
            convert_options=pacsv.ConvertOptions(
                include_columns=list(columns), column_types={name: pa.string() for name in columns}
            ),
        )


def _columns(document: Document) -> tuple[str, ...]:
    names = document.columns()
    answer = document.kind == "json" and ("observations" in names or "body" in names)
    return tuple(_answer(document).columns) if answer else names


def _answer(document: Document) -> pd.DataFrame:
    """Return the observations of an answer of the API, its dimensions as columns; none: no row, no column."""
    row = document.table().iloc[0]
    body = json.loads(row["body"]) if "body" in row else {"observations": json.loads(row["observations"])}
    told = body.get("observations") if isinstance(body, dict) else None
    found = pd.DataFrame([_flat(one) for one in told or ()])
    if "GEO" not in found:
        return pd.DataFrame()
    cut = found["GEO"].str.extract(r"^(?P<GEO_REF>\d{4})-(?P<GEO_OBJECT>[A-Z0-9]+)-(?P<GEO>.+)$")
    return found.drop(columns="GEO").join(cut)


def _flat(one: Mapping) -> dict[str, str]:
    values = [str(measure.get("value", "")) for measure in one.get("measures", {}).values()]
    return {**one.get("attributes", {}), **one["dimensions"], "OBS_VALUE": values[0] if values else ""}


_KEPT = frozenset({"niveau", "code", "annee", "variable", "part", "OBS_VALUE", "OBS_STATUS", "GEO_REF"})
_CHANGED = (
    "Le producteur a peut-être changé son fichier : vérifiez que c'est le bon, puis signalez-le aux auteurs de "
    "l'application. Les chiffres déjà publiés restent en place."
)
