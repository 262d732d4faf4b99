"""Cnaf, households drawing family benefits by commune (``s_ben_com_f``): each count is rounded to 5 by the producer."""

from __future__ import annotations

import pandas as pd

from lib.model import DataError, Level, Status, Variable
from lib.readers import Document
from lib.tables.caf import LATEST, MILLESIMES, commune_codes, sheet
from lib.tables.cells import wide

# Official field, ours, what it counts. « ndur »: households or persons with a right in December.
FIELDS = (
    ("indfoy_ndur", "foyers_allocataires", "Foyers allocataires de la Caf"),
    ("indnbp_ndur", "personnes_couvertes", "Personnes couvertes par la Caf"),
    ("indfoy_rsa", "foyers_rsa", "Foyers au RSA"),
    ("indfoy_ppa", "foyers_prime_activite", "Foyers à la prime d'activité"),
    ("indfoy_ndural", "foyers_aide_logement", "Foyers à l'aide au logement"),
    ("indfoy_af", "foyers_allocations_familiales", "Foyers aux allocations familiales"),
    ("indfoy_ndurpaje", "foyers_paje", "Foyers à la prestation d'accueil du jeune enfant"),
    ("indfoy_asf", "foyers_asf", "Foyers à l'allocation de soutien familial"),
    ("indfoy_cmg", "foyers_cmg", "Foyers au complément de libre choix du mode de garde"),
    ("indfoy_aah", "foyers_aah", "Foyers à l'allocation aux adultes handicapés"),
    ("indfoy_aeeh", "foyers_aeeh", "Foyers à l'allocation d'éducation de l'enfant handicapé"),
)
# The transcribed extract names the date and the commune in plain words; the export of data.caf.fr uses field names.
DATES, COMMUNES = ("dtreffre", "date"), ("numcomdo", "code_commune")

SOURCE = sheet(
    "cnaf_communes",
    {"": "s_ben_com_f"},
    "Bénéficiaires des prestations de la Caf par commune (s_ben_com_f)",
    "prestations de la Caf",
    "prestations par commune",
    "",
    "fichier_reel",
    [Variable(name, label, field) for field, name, label in FIELDS],
)


def recognise(document: Document) -> str | None:
    """Return the latest millesime of an export of ``s_ben_com_f``, else None."""
    names = set(document.columns())
    if names & {"qf_400", "numirisd"}:  # the same counts, split by family quotient or by IRIS
        return None
    if {"indfoy_ndur", "indnbp_ndur"} <= names and names & set(COMMUNES) and names & set(DATES):
        return LATEST
    return None


def read(document: Document, millesime: str) -> pd.DataFrame:
    """Return the households and persons of every commune, for each December of the file, as published.

    A published 0 may hide a small number: like the other counts, its status is « arrondi ». An empty cell is unknown.
    Raises DataError when the file holds no known December.
    """
    table = document.table()
    date = next(name for name in DATES if name in table.columns)
    code = next(name for name in COMMUNES if name in table.columns)
    table = table[commune_codes(table[code]) != ""]
    years = table[date].str[:4]
    fields = {name: field for field, name, _ in FIELDS if field in table.columns}
    known = [year for year in sorted(years.unique()) if year in MILLESIMES]
    if not known:
        where = f"{document.name} : {', '.join(sorted(years.unique())[:5])}"
        raise DataError("Aucun mois de décembre connu dans ce fichier", where, "Déclarez ce millésime dans la source.")
    parts = [
        wide(
            table[years == year], SOURCE, year, code=code, level=Level.COMMUNE, columns=fields, shown=Status.ARRONDI
        )
        for year in known
    ]  # fmt: skip
    return pd.concat(parts, ignore_index=True)
