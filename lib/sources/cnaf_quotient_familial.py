"""Cnaf, households by family quotient (``ndur_s_qf_400_com_f`` and ``…_iris_f``), counts rounded to 5."""

from __future__ import annotations

import pandas as pd

from lib.model import DataError, Level, Variable
from lib.readers import Document
from lib.tables.caf import LATEST, added_up, commune_codes, decembers, iris_codes, sheet

FIELDS = {"dtreffre", "numcomdo", "qf_400", "indfoy_ndur"}
LOW = frozenset({"moins de 400 euros", "entre 400 et 799 euros"})
HIGH = frozenset(
    {
        "entre 800 et 1199 euros",
        "entre 1200 et 1599 euros",
        "entre 1600 et 1999 euros",
        "entre 2000 et 3999 euros",
        "4000 euros ou plus",
    }
)
UNKNOWN = frozenset({"inconnu"})

SOURCE = sheet(
    "cnaf_quotient_familial",
    {level: f"ndur_s_qf_400_{level}_f" for level in ("com", "iris")},
    "Allocataires de la Caf selon le quotient familial (ndur_s_qf_400)",
    "quotient familial des allocataires",
    "quotient familial",
    " dont le quotient familial est connu",
    "documentation",
    (
        Variable(
            "foyers_qf_moins_800",
            "Foyers allocataires au quotient familial inférieur à 800\u202f€",
            "qf_400, indfoy_ndur",
        ),
        Variable("foyers_qf_connu", "Foyers allocataires au quotient familial connu", "qf_400, indfoy_ndur"),
        Variable("foyers_qf_inconnu", "Foyers allocataires au quotient familial inconnu", "qf_400, indfoy_ndur"),
    ),
)


def recognise(document: Document) -> str | None:
    """Return the latest millesime of an export by commune or by IRIS of the family quotients, else None."""
    names = set(document.columns())
    return LATEST if names >= FIELDS and "numqpv" not in names else None


def read(document: Document, millesime: str) -> pd.DataFrame:
    """Return, for each area and December, the households under 800 € and those whose quotient is known or not.

    Raises DataError when a bracket has changed its words: the threshold would no longer be 800 €.
    """
    table = document.table()
    where = f"{SOURCE.titre_court}, {document.name}"
    bracket = table["qf_400"].str.lower().str.replace(r"\s+", " ", regex=True).str.strip()
    strange = sorted(set(bracket) - LOW - HIGH - UNKNOWN)
    if strange:
        listed = ", ".join(f"« {word} »" for word in strange[:3])
        raise DataError("Une tranche de quotient familial n'est pas connue", f"{where} : {listed}", _REMEDY)
    communes = table["numcomdo"].str.strip()
    by_iris = "numirisd" in table.columns
    codes = iris_codes(communes, table["numirisd"]) if by_iris else commune_codes(communes)
    return added_up(
        table,
        SOURCE,
        years=decembers(table["dtreffre"], where),
        codes=codes,
        level=Level.IRIS if by_iris else Level.COMMUNE,
        lines={
            "foyers_qf_moins_800": ("indfoy_ndur", bracket.isin(LOW)),
            "foyers_qf_connu": ("indfoy_ndur", bracket.isin(LOW | HIGH)),
            "foyers_qf_inconnu": ("indfoy_ndur", bracket.isin(UNKNOWN)),
        },
    )


_REMEDY = "Le producteur a changé ses tranches : signalez-le aux auteurs de l'application. Rien n'a été modifié."
