"""FINESS, register of health and social establishments, counted by commune and category.

Two layouts are read: the flux « etalab-cs1100502 » (no header, 32 fields), stopped in May 2026, and the copies with a
header. What replaces it is ``finess_structures``.
"""

from __future__ import annotations

import re

import pandas as pd

from lib.model import DataError, Level, Source, SourceFile, Status
from lib.readers import Document
from lib.tables.cells import contract
from lib.tables.establishments import CATEGORIES, NAMES, variables

MARK = ["finess", "etalab"]  # first cells of the first line of the flux without header
ROW, NUMBER, TOWN, DEPARTMENT, CATEGORY, FIELDS = "structureet", 1, 12, 13, 18, 32
HEADED = {
    "numero": ("nofinesset", "numero finess etablissement"),
    "commune": ("commune", "code commune"),
    "departement": ("departement",),
    "categorie": ("categetab",),
}
OVERSEAS = r"9[A-J]"
MOVED = {"97123": "97701", "97127": "97801"}  # Saint-Barthélemy and Saint-Martin, still under Guadeloupe in FINESS
YEARS = ("2024", "2025", "2026")
PUBLISHED = "2026"  # the producer keeps only its last extraction
URL = (
    "https://static.data.gouv.fr/resources/finess-extraction-du-fichier-des-etablissements/20260512-091308/"
    "etalab-cs1100502-stock-20260512-0339.csv"
)

SOURCE = Source(
    id="finess",
    titre="Fichier national des établissements sanitaires et sociaux (FINESS)",
    titre_court="établissements FINESS",
    producteur="Agence du numérique en santé",
    licence="Licence Ouverte 2.0",
    page="https://www.data.gouv.fr/datasets/finess-extraction-du-fichier-des-etablissements/",
    mention="FINESS, extraction des établissements {millesime}",
    champ="Établissements enregistrés, au lieu de leur adresse ; ni places ni personnes accueillies",
    verification="fichier_reel",
    fichiers=tuple(SourceFile(year, URL, int(year), a_deposer=year != PUBLISHED) for year in YEARS),
    variables=variables("categetab"),
    absence_vaut_zero=True,
)


def recognise(document: Document) -> str | None:
    """Return the year of an extraction, else None.

    The flux says its date in its first line; a copy with a header says it in its name only.
    Raises DataError when the year is not known.
    """
    first = [cell.strip() for cell in (document.head() or [[]])[0]]
    if first[:2] == MARK and len(first) >= 4:
        return _known(first[3][:4], document)
    if all(set(names) & set(first) for names in HEADED.values()):
        years = set(re.findall(r"20\d\d", document.name))
        return _known(min(years) if len(years) == 1 else "", document)
    return None


def read(document: Document, millesime: str) -> pd.DataFrame:
    """Return the number of establishments of each category in every commune that has an establishment of any kind.

    An establishment written on several lines counts once. Raises DataError when the flux has changed its fields.
    """
    table = _flux(document) if document.columns()[:2] == tuple(MARK) else _headed(document)
    table = table.drop_duplicates("numero")
    overseas = table["departement"].str.fullmatch(OVERSEAS)
    code = table["departement"].where(~overseas, "97") + table["commune"].str.zfill(3)
    table = table.assign(code=code.replace(MOVED))[code.str.fullmatch(r"\d[\dAB]\d{3}")]
    counts = pd.crosstab(table["code"], table["categorie"].map(NAMES).fillna("")).astype("float64")
    counts = counts.reindex(columns=[name for name, _, _ in CATEGORIES], fill_value=0.0)
    rows = counts.rename_axis(columns="variable").stack().rename("valeur").reset_index()
    return contract(rows.assign(niveau=Level.COMMUNE.value, statut=Status.OK.value), SOURCE, millesime)


def _known(year: str, document: Document) -> str:
    if year not in YEARS:
        raise DataError("L'année de cette extraction FINESS n'est pas connue", document.name, _YEAR)
    return year


def _flux(document: Document) -> pd.DataFrame:
    found = pd.read_csv(
        document.path,
        sep=";",
        header=None,
        names=range(FIELDS + 1),
        skiprows=1,
        dtype=str,
        encoding=document.encoding,
        keep_default_na=False,
        na_filter=False,
        index_col=False,
    )
    found = found[found[0] == ROW]
    longer = (found[FIELDS] != "").any()
    if found.empty or longer or not found[CATEGORY].str.fullmatch(r"\d{3}").all():
        where = f"{document.name} : {FIELDS} champs attendus, la catégorie au champ {CATEGORY + 1}"
        raise DataError("Le flux FINESS a changé de forme", where, _NEW)
    kept = found[[NUMBER, TOWN, DEPARTMENT, CATEGORY]]
    return kept.set_axis(["numero", "commune", "departement", "categorie"], axis=1).apply(
        lambda cells: cells.str.strip()
    )


def _headed(document: Document) -> pd.DataFrame:
    columns = set(document.columns())
    chosen = {ours: next(name for name in names if name in columns) for ours, names in HEADED.items()}
    table = document.table(columns=list(chosen.values()))
    return table.rename(columns={name: ours for ours, name in chosen.items()}).apply(lambda cells: cells.str.strip())


_YEAR = "Gardez le nom d'origine du fichier, qui porte la date, ou demandez l'ajout de ce millésime."
_NEW = "Signalez-le aux auteurs de l'application avec l'adresse du fichier. Les chiffres déjà publiés restent en place."
