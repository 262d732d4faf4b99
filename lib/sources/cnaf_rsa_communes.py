"""Cnaf, households drawing the RSA by commune (``rsa_s_type_com_f``), and the export « RSA ou PPA » with labels."""

from __future__ import annotations

import pandas as pd

from lib.model import DataError, Level, Variable
from lib.readers import Document
from lib.tables.caf import LATEST, added_up, commune_codes, decembers, refuse_totals, sheet

# « RSA seul » leaves out the households that also draw the prime d'activité: it is not « foyers_rsa ».
MEASURES = (
    ("foyers_rsa", "Foyers au RSA", "indfoy_rsa"),
    ("personnes_rsa", "Personnes couvertes par le RSA", "indnbp_rsa"),
    ("foyers_rsa_seul", "Foyers au RSA sans prime d'activité", "Nombre foyers RSA_PPA (RSA seul)"),
    (
        "personnes_rsa_seul",
        "Personnes couvertes par le RSA sans prime d'activité",
        "Nombre personnes RSA_PPA (RSA seul)",
    ),
)
TECHNICAL = {"dtreffre", "numcomdo", "rsa_type", "indfoy_rsa", "indnbp_rsa"}
LABELLED = {"Date référence", "Numéro commune", "RSA ou PPA", "Nombre foyers RSA_PPA", "Nombre personnes RSA_PPA"}
ALONE = "RSA seul"

SOURCE = sheet(
    "cnaf_rsa_communes",
    {"": "rsa_s_type_com_f"},
    "Allocataires du RSA par commune et type de RSA (rsa_s_type_com_f)",
    "RSA par commune",
    "RSA par commune",
    "",
    "fichier_reel",
    [Variable(name, label, field) for name, label, field in MEASURES],
)


def recognise(document: Document) -> str | None:
    """Return the latest millesime of an export of the RSA by commune, whatever the order of its columns, else None."""
    names = set(document.columns())
    if ("numirisd" not in names and names >= TECHNICAL) or names >= LABELLED:
        return LATEST
    return None


def read(document: Document, millesime: str) -> pd.DataFrame:
    """Return the households and persons of every commune for each December, types of RSA added up.

    Lines without a known residence (XXXXX, 99999) are left out. Raises DataError on a total among the details.
    """
    table = document.table()
    where = f"{SOURCE.titre_court}, {document.name}"
    if set(table.columns) >= TECHNICAL:
        refuse_totals(table["rsa_type"], where)
        lines = {"foyers_rsa": ("indfoy_rsa", None), "personnes_rsa": ("indnbp_rsa", None)}
        return _added(table, table["dtreffre"], table["numcomdo"], lines, where)
    alone = table["RSA ou PPA"].str.strip() == ALONE
    if not alone.any():
        raise DataError(f"La modalité « {ALONE} » n'est plus dans le fichier", where, _REMEDY)
    lines = {
        "foyers_rsa_seul": ("Nombre foyers RSA_PPA", alone),
        "personnes_rsa_seul": ("Nombre personnes RSA_PPA", alone),
    }
    return _added(table, table["Date référence"], table["Numéro commune"], lines, where)


def _added(table: pd.DataFrame, dates: pd.Series, codes: pd.Series, lines: dict, where: str) -> pd.DataFrame:
    years = decembers(dates, where)
    return added_up(table, SOURCE, years=years, codes=commune_codes(codes), level=Level.COMMUNE, lines=lines)


_REMEDY = "Le producteur a changé son fichier : signalez-le aux auteurs de l'application. Rien n'a été modifié."
