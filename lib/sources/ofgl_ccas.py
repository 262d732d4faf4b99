"""OFGL, accounts of CCAS and CIAS (``ofgl-base-ccas-cias``): a SIREN, no Insee code.

Without the Sirene register, a CCAS cannot be attached to its commune: only the national sum is read. A deposited
file that adds a column ``commune_siege`` (Insee code of the head office) is also read by commune, CIAS left out.
"""

from __future__ import annotations

import pandas as pd

from lib.model import DataError, Level, Source, SourceFile, Status, Variable
from lib.readers import Document
from lib.tables.cells import contract, numbers

YEAR, SIREN, KIND, NAME, BUDGET, AGGREGATE, AMOUNT = (
    "exer", "siren", "type", "nom_ccas", "type_de_budget", "agregat", "montant",
)  # fmt: skip
HOME, MAIN = "commune_siege", "Budget principal"
EXPORT = (
    "https://data.ofgl.fr/api/explore/v2.1/catalog/datasets/ofgl-base-ccas-cias/exports/csv"
    "?select=exer,siren,type,nom_ccas,lbudg,type_de_budget,agregat,montant&delimiter=%3B"
)
AGGREGATES = {
    "Recettes de fonctionnement": "ccas_recettes_fonctionnement",
    "Dépenses de fonctionnement": "ccas_depenses_fonctionnement",
    "Participations des communes": "ccas_participations_communes",
    "Concours de l'Etat": "ccas_concours_etat",
    "Autres dotations et subventions": "ccas_autres_dotations",
    "Ventes de biens et services": "ccas_ventes_services",
    "Frais de personnel": "ccas_frais_personnel",
    "Dépenses d'intervention": "ccas_depenses_intervention",
}
# From 2024 on, a new nomenclature moves this receipt elsewhere in several centres: a 0 is no longer a real zero.
MOVED, SINCE = "ccas_participations_communes", "2024"

SOURCE = Source(
    id="ofgl_ccas",
    titre="Comptes des centres communaux et intercommunaux d'action sociale",
    titre_court="comptes des CCAS",
    producteur="OFGL (données DGFiP)",
    licence="Licence Ouverte 2.0",
    page="https://data.ofgl.fr/explore/dataset/ofgl-base-ccas-cias/",
    mention="OFGL, données DGFiP, comptes des CCAS et CIAS, exercice {millesime}, budgets principaux",
    champ="Budgets principaux des CCAS et des CIAS, en euros courants",
    verification="documentation",
    fichiers=tuple(SourceFile(str(year), EXPORT, None) for year in range(2018, 2026)),
    variables=tuple(
        Variable(name, label, label, "publiee", (None, None)) for label, name in AGGREGATES.items()
    ),
)  # fmt: skip


def recognise(document: Document) -> str | None:
    """Return the latest known year of the accounts, else None."""
    if not {YEAR, SIREN, NAME, BUDGET, AGGREGATE, AMOUNT} <= set(document.columns()):
        return None
    years = document.table(columns=[YEAR])[YEAR].str[:4]
    known = years[years.isin(SOURCE.millesimes)]
    return known.max() if len(known) else None


def read(document: Document, millesime: str) -> pd.DataFrame:
    """Return the aggregates of main budgets, in euros: by commune when the file tells it, else added up for France.

    Raises DataError when a commune has two accounts for one year.
    """
    table = document.table()
    table = table.assign(millesime=table[YEAR].str[:4], variable=table[AGGREGATE].map(AGGREGATES))
    table = table[table["millesime"].isin(SOURCE.millesimes) & (table[BUDGET] == MAIN) & table["variable"].notna()]
    table = table.assign(**numbers(table[AMOUNT], SOURCE.titre_court))
    return contract(_by_commune(table, document) if HOME in table.columns else _for_france(table), SOURCE)


def _by_commune(table: pd.DataFrame, document: Document) -> pd.DataFrame:
    alone = (
        table[KIND].str.strip() == "CCAS" if KIND in table.columns else ~table[NAME].str.upper().str.startswith("CIAS")
    )
    table = table[alone & table[HOME].str.fullmatch(r"[0-9][0-9AB][0-9]{3}")]
    if table.duplicated([HOME, "millesime", "variable"]).any():
        remedy = "Gardez un seul compte par commune et par an dans ce fichier."
        raise DataError("Une commune a deux comptes de CCAS la même année", document.name, remedy)
    moved = (table["variable"] == MOVED) & (table["millesime"] >= SINCE) & (table["valeur"] == 0)
    status = table["statut"].mask(moved, Status.NON_DISPONIBLE.value)
    return table.assign(statut=status, niveau=Level.COMMUNE.value, code=table[HOME]).reset_index(drop=True)


def _for_france(table: pd.DataFrame) -> pd.DataFrame:
    table = table[~((table["variable"] == MOVED) & (table["millesime"] >= SINCE))]
    rows = table.groupby(["millesime", "variable"])["valeur"].sum().reset_index()
    return rows.assign(niveau=Level.FRANCE.value, code="F", statut=Status.OK.value)
