"""Insee, base permanente des équipements: counts by commune (DS_BPE), by IRIS, or one line per facility.

Only the layout of 2018 was run on a real file; the long one (2024 on) and that of 2021 are written on documentation.
"""

from __future__ import annotations

import pandas as pd

from lib.model import Break, DataError, Source, SourceFile
from lib.readers import Document
from lib.tables.cells import numbers
from lib.tables.facilities import FACILITIES, variables
from lib.tables.inventories import CITIES, counted
from lib.tables.points import PointKind, located

# Long files of Melodi; older files by commune and kind, or by facility.
GEO, OBJECT, KIND, MEASURE, PERIOD, VALUE = (
    "GEO", "GEO_OBJECT", "FACILITY_TYPE", "BPE_MEASURE", "TIME_PERIOD", "OBS_VALUE",
)  # fmt: skip
OLD_CODE, OLD_KIND, OLD_YEAR, OLD_COUNT = "DEPCOM", "TYPEQU", "AN", "NB_EQUIP"
# One line per facility: degrees when the file has them, else metres of the legal system of each département.
DEGREES, METRES = ("LONGITUDE", "LATITUDE"), ("LAMBERT_X", "LAMBERT_Y")
LEGAL = {"971": 5490, "972": 5490, "973": 2972, "974": 2975, "976": 4471}
METROPOLE = 2154
KNOWN = frozenset(code for _, _, codes in FACILITIES for code in codes)
MELODI = "https://api.insee.fr/melodi/file/DS_BPE/DS_BPE_{}_CSV_FR"
OLD = "https://www.insee.fr/fr/statistiques/fichier/3568638/bpe{}_ensemble_xy_csv.zip"

SOURCE = Source(
    id="insee_bpe",
    titre="Base permanente des équipements",
    titre_court="équipements",
    producteur="Insee",
    licence="Licence Ouverte 2.0",
    page="https://www.insee.fr/fr/metadonnees/source/serie/s1161",
    mention="Insee, base permanente des équipements {millesime}, géographie {geographie}",
    champ="Équipements et professionnels ouverts au public au 1er janvier",
    verification="documentation",
    fichiers=(
        SourceFile("2018", "https://www.insee.fr/fr/statistiques/3568638", 2019, a_deposer=True),
        SourceFile("2021", OLD.format("21"), 2021),
        SourceFile("2024", MELODI.format("2024"), 2024),
        SourceFile("2025", MELODI.format("2025"), 2025),
    ),
    variables=variables(KIND),
    ruptures=(Break("2021", "2024", "Nouvelle nomenclature des équipements, sources renouvelées."),),
    absence_vaut_zero=True,
)
POINTS = tuple(PointKind(f"bpe_{name}", label) for name, label, _ in FACILITIES)
KINDS = {code: f"bpe_{name}" for name, _, codes in FACILITIES for code in codes}


def recognise(document: Document) -> str | None:
    """Return the latest known edition in one of the three layouts of the base, else None."""
    columns = set(document.columns())
    if {GEO, OBJECT, KIND, MEASURE, PERIOD, VALUE} <= columns:
        column = PERIOD
    elif {OLD_CODE, OLD_KIND, OLD_YEAR} <= columns:
        column = OLD_YEAR
    else:
        return None
    years = document.table(columns=[column])[column]
    known = years[years.isin(SOURCE.millesimes)]
    return known.max() if len(known) else None


def read(document: Document, millesime: str) -> pd.DataFrame:
    """Return the facilities of each commune; those of a kind that the file does not hold at all are not given as 0.

    IRIS are added up to their commune. Raises DataError when no kind of facility is known.
    """
    table = _melodi(document, millesime) if GEO in document.columns() else _older(document, millesime)
    table = table[table["type"].isin(KNOWN)]
    present = set(table["type"])
    amounts = {
        name: table["nombre"].where(table["type"].isin(codes), 0)
        for name, _, codes in FACILITIES
        if present & set(codes)
    }
    if not amounts:
        raise DataError("Aucun type d'équipement connu", document.name, "Vérifiez que c'est bien un fichier de la BPE.")
    return counted(table["code"], amounts, SOURCE, millesime)


def _melodi(document: Document, millesime: str) -> pd.DataFrame:
    table = document.table(columns=[GEO, OBJECT, KIND, MEASURE, PERIOD, VALUE])
    kept = table[OBJECT].isin(["COM", "ARM"]) & (table[MEASURE] == "FACILITIES") & (table[PERIOD] == millesime)
    table = table[kept & table[KIND].str.fullmatch(r"[A-G][0-9]{3}")]
    # A city and its arrondissements may both be there: its own lines are then already their sum.
    table = table[~table[GEO].map(CITIES).isin(set(table[GEO]))]
    count = numbers(table[VALUE], f"{SOURCE.titre_court}, {VALUE}")["valeur"]
    return pd.DataFrame({"code": table[GEO], "type": table[KIND], "nombre": count})


def _older(document: Document, millesime: str) -> pd.DataFrame:
    counts = OLD_COUNT in document.columns()
    table = document.table(columns=[OLD_CODE, OLD_KIND, OLD_YEAR, *([OLD_COUNT] if counts else [])])
    table = table[table[OLD_YEAR] == millesime]
    count = numbers(table[OLD_COUNT], f"{SOURCE.titre_court}, {OLD_COUNT}")["valeur"] if counts else 1.0
    return pd.DataFrame({"code": table[OLD_CODE], "type": table[OLD_KIND], "nombre": count})


def points(document: Document, millesime: str) -> pd.DataFrame:
    """Return where each facility is, when the file has one line for each; names are left out: some are of persons."""
    columns = set(document.columns())
    pair = next((one for one in (DEGREES, METRES) if set(one) <= columns), None)
    if pair is None:
        nothing = pd.Series(dtype="object")
        return located(nothing, nothing, nothing, nothing, nothing, millesime)
    table = document.table(columns=[OLD_CODE, OLD_KIND, OLD_YEAR, *pair])
    table = table[(table[OLD_YEAR] == millesime) & table[OLD_KIND].isin(KINDS)]
    x, y = (table[name] for name in pair) if pair is DEGREES else _degrees(table)
    return located(table[OLD_KIND].map(KINDS), pd.Series("", index=table.index), table[OLD_CODE], x, y, millesime)


def _degrees(table: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    from pyproj import Transformer  # slow to import: paid by the collection of this file only

    x, y = (pd.to_numeric(table[name].str.replace(",", "."), errors="coerce").astype("float64") for name in METRES)
    systems = table[OLD_CODE].str[:3].map(LEGAL).fillna(METROPOLE)
    found = pd.DataFrame({"x": x, "y": y})
    for system, at in found.groupby(systems).groups.items():
        turn = Transformer.from_crs(int(system), 4326, always_xy=True)
        found.loc[at, "x"], found.loc[at, "y"] = turn.transform(x[at].to_numpy(), y[at].to_numpy())
    return found["x"], found["y"]
