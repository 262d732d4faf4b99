"""Enedis, yearly electricity of homes by IRIS, export of its open-data portal (two documented layouts)."""

from __future__ import annotations

import pandas as pd

from lib.model import GRAVITY, LAST_SHOWN, STATUS_ORDER, DataError, Level, Source, SourceFile, Variable
from lib.readers import Document
from lib.tables.cells import contract, numbers, wide

SECTORS = ("annee", "code_iris", "code_grand_secteur", "conso_totale_mwh", "nb_sites")
HOMES = "RESIDENTIEL"
# Former layout: one line per IRIS, one column per sector.
FORMER = {
    "elec_residentiel_mwh": "conso_totale_secteur_residentiel_enedis_mwh",
    "elec_residentiel_points": "nb_sites_secteur_residentiel_enedis",
}
NEW = {"elec_residentiel_mwh": "conso_totale_mwh", "elec_residentiel_points": "nb_sites"}
DATASET = "consommation-electrique-par-secteur-dactivite-iris"
EXPORT = f"https://data.enedis.fr/api/explore/v2.1/catalog/datasets/{DATASET}/exports/csv?delimiter=%3B"

SOURCE = Source(
    id="enedis_consommation_iris",
    titre="Consommation électrique annuelle par secteur d'activité à l'IRIS",
    titre_court="consommation électrique",
    producteur="Enedis",
    licence="Licence Ouverte 2.0",
    page=f"https://data.enedis.fr/explore/dataset/{DATASET}/",
    mention="Enedis, consommation électrique annuelle à l'IRIS {millesime}",
    champ="Points de livraison raccordés au réseau d'Enedis, hors entreprises locales de distribution",
    verification="documentation",
    # The year of the IRIS is not documented.
    fichiers=tuple(SourceFile(str(year), EXPORT, None) for year in range(2011, 2025)),
    variables=(
        Variable("elec_residentiel_mwh", "Électricité, secteur résidentiel, consommation en MWh", "conso_totale_mwh"),
        Variable("elec_residentiel_points", "Électricité, secteur résidentiel, points de livraison", "nb_sites"),
    ),
)


def recognise(document: Document) -> str | None:
    """Return the latest known millesime of an export by IRIS, else None."""
    names = set(document.columns())
    return (
        max(SOURCE.millesimes) if set(SECTORS) <= names or {"code_iris", "annee", *FORMER.values()} <= names else None
    )


def read(document: Document, millesime: str) -> pd.DataFrame:
    """Return residential consumption and delivery points of every IRIS, for each year of the file."""
    table = document.table()
    new = set(SECTORS) <= set(table.columns)
    if new:
        table = table[table["code_grand_secteur"].str.strip() == HOMES]
    table = table[table["code_iris"].str.fullmatch(r"\d[\dAB]\d{7}")]
    years = table["annee"].str[:4]
    known = [year for year in sorted(years.unique()) if year in SOURCE.millesimes]
    if not known:
        raise DataError("Aucune année connue dans ce fichier", document.name, "Déclarez ce millésime dans la source.")
    if not new:
        parts = [
            wide(table[years == year], SOURCE, year, code="code_iris", level=Level.IRIS, columns=FORMER)
            for year in known
        ]
        return pd.concat(parts, ignore_index=True)
    return pd.concat([_summed(table[years == year], year) for year in known], ignore_index=True)


def _summed(table: pd.DataFrame, year: str) -> pd.DataFrame:
    """Add up the lines of one IRIS (a line per operator or category): one hidden line hides the whole."""
    blocks = []
    for variable, column in NEW.items():
        parsed = numbers(table[column], f"{SOURCE.titre_court} {year}, colonne {column}")
        ranks = parsed["statut"].map(GRAVITY).groupby(table["code_iris"]).max()
        sums = parsed["valeur"].groupby(table["code_iris"]).sum().where(ranks <= LAST_SHOWN)
        status = ranks.map(dict(enumerate(STATUS_ORDER)))
        blocks.append(pd.DataFrame({"valeur": sums, "statut": status, "variable": variable}).rename_axis("code"))
    rows = pd.concat(blocks).reset_index().assign(niveau=Level.IRIS.value)
    return contract(rows, SOURCE, year)
