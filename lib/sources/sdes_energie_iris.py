"""SDES, energy consumption at IRIS level: heat and cold networks (files read), electricity and gas (documented)."""

from __future__ import annotations

import pandas as pd

from lib.model import GRAVITY, LAST_SHOWN, STATUS_ORDER, Level, Source, SourceFile, Status, Variable
from lib.readers import Document
from lib.tables.cells import contract, numbers

# Two header rows, words then codes; the words of one edition are damaged: only the codes count.
COLUMNS = ("OPERATEUR", "ANNEE", "FILIERE", "CODE_GRAND_SECTEUR", "CONSO", "PDL")
CODES = ("IRIS_CODE", "IRIS")
SYMBOLS = {"secret": Status.SECRET, "nd": Status.NON_DIFFUSE}
RESIDENTIAL, UNSORTED = "R", ("X", "nd")
NETWORKS = ("C", "F")
# Filière, only the residential sector or all of them, stem of our variables.
KINDS = (
    ("E", True, "elec_residentiel", "Électricité, secteur résidentiel"),
    ("G", True, "gaz_residentiel", "Gaz, secteur résidentiel"),
    ("C", True, "chaleur_residentiel", "Chaleur des réseaux, secteur résidentiel"),
    ("C", False, "chaleur", "Chaleur des réseaux, tous secteurs"),
    ("F", False, "froid", "Froid des réseaux, tous secteurs"),
)
FIGURES = {"mwh": ("CONSO", "consommation en MWh"), "points": ("PDL", "points de livraison")}
PAGE = "https://www.statistiques.developpement-durable.gouv.fr/donnees-locales-de-consommation-denergie"

SOURCE = Source(
    id="sdes_energie_iris",
    titre="Données locales de consommation d'énergie à l'IRIS",
    titre_court="consommation d'énergie",
    producteur="SDES (ministère de la Transition écologique)",
    licence="Licence Ouverte 2.0",
    page=PAGE,
    mention="SDES, données locales de consommation d'énergie {millesime}",
    champ="Points de livraison des réseaux d'électricité, de gaz, de chaleur et de froid",
    verification="fichier_reel",
    # The year of the IRIS is not written in the files.
    fichiers=tuple(SourceFile(str(year), PAGE, None, a_deposer=True) for year in range(2018, 2025)),
    variables=tuple(
        Variable(f"{stem}_{suffix}", f"{label}, {words}", column)
        for _, _, stem, label in KINDS
        for suffix, (column, words) in FIGURES.items()
    ),
)


def recognise(document: Document) -> str | None:
    """Return the year of a table of consumption by IRIS, else None."""
    header = document.header(*COLUMNS)
    if header is None:
        return None
    rows = document.head()
    names = [cell.strip() for cell in rows[header]]
    if not set(CODES) & set(names) or len(rows) == header + 1:
        return None
    year = rows[header + 1][names.index("ANNEE")].strip()
    return year if year in SOURCE.millesimes else None


def read(document: Document, millesime: str) -> pd.DataFrame:
    """Return consumption and delivery points by IRIS, operators added up; one secret operator hides the whole IRIS.

    « 34172XXXX » (place unknown inside the commune) is left out: no commune is the sum of its IRIS here. On heat and
    cold networks an IRIS with unsorted delivery points has no residential figure.
    """
    table = document.table(header=document.header(*COLUMNS) or 0)
    code = next(name for name in CODES if name in table.columns)
    table = table[(table["ANNEE"].str.strip() == millesime) & table[code].str.fullmatch(r"\d[\dAB]\d{7}")]
    table = table.assign(code=table[code])
    blocks = []
    for filiere, only_homes, stem, _ in KINDS:
        rows = table[table["FILIERE"] == filiere]
        if only_homes:
            rows = _homes(rows, filiere in NETWORKS)
        for suffix, (column, _) in FIGURES.items():
            where = f"{document.name}, colonne {column}"
            parsed = numbers(rows[column], where, SYMBOLS).assign(code=rows["code"])
            blocks.append(_by_iris(parsed).assign(variable=f"{stem}_{suffix}"))
    return contract(pd.concat(blocks, ignore_index=True).assign(niveau=Level.IRIS.value), SOURCE, millesime)


def _homes(rows: pd.DataFrame, may_be_unsorted: bool) -> pd.DataFrame:
    """Keep the residential rows, those of IRIS with unsorted consumption becoming unknown."""
    kept = rows[rows["CODE_GRAND_SECTEUR"] == RESIDENTIAL]
    if not may_be_unsorted:
        return kept
    mixed = set(rows.loc[rows["CODE_GRAND_SECTEUR"].isin(UNSORTED), "code"])
    unknown = kept["code"].isin(mixed)
    return kept.assign(**{column: kept[column].mask(unknown, "") for column, _ in FIGURES.values()})


def _by_iris(parsed: pd.DataFrame) -> pd.DataFrame:
    ranks = parsed["statut"].map(GRAVITY).groupby(parsed["code"]).max().astype("int64")
    sums = parsed["valeur"].groupby(parsed["code"]).sum()
    status = ranks.map(dict(enumerate(STATUS_ORDER)))
    return pd.DataFrame({"valeur": sums.where(ranks <= LAST_SHOWN), "statut": status}).rename_axis("code").reset_index()
