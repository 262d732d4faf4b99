"""SDES, social housing register (RPLS) by commune on 1 January: the stock, its vacancy, its turnover."""

from __future__ import annotations

import re

import pandas as pd

from lib.model import DataError, Level, Source, SourceFile, Variable
from lib.readers import Document
from lib.tables.cells import numbers, wide

CODE, STOCK = "DEPCOM_ARM", "nb_ls"
DETAILS = {
    "rpls_loues": "nb_loues",
    "rpls_vacants": "nb_vacants",
    "rpls_vides": "nb_vides",
    "rpls_associations": "nb_asso",
    "rpls_occupes_sans_loyer": "nb_occup_finan",
    "rpls_occupation_temporaire": "nb_occup_temp",
}
RATES = {"rpls_densite": "densite", "rpls_taux_vacance": "tx_vac", "rpls_taux_mobilite": "tx_mob"}
LABELS = {
    "rpls_loues": "Logements sociaux loués avec contrat de location",
    "rpls_vacants": "Logements sociaux proposés à la location mais vacants",
    "rpls_vides": "Logements sociaux vides (travaux, vente, démolition)",
    "rpls_associations": "Logements sociaux pris en charge par une association",
    "rpls_occupes_sans_loyer": "Logements sociaux occupés avec ou sans contrepartie financière, hors location",
    "rpls_occupation_temporaire": "Logements sociaux en occupation temporaire",
    "rpls_densite": "Logements sociaux pour 100 résidences principales",
    "rpls_taux_vacance": "Taux de vacance du parc social",
    "rpls_taux_mobilite": "Taux de mobilité dans le parc social",
}
# Up to ten dwellings the producer leaves the detail blank. Rates that another export gives would reveal it: hidden too.
SMALL_STOCK = 10
YEAR = re.compile(r"(?<!\d)(20[0-3]\d)(?!\d)")
HOME = "https://www.statistiques.developpement-durable.gouv.fr/"

SOURCE = Source(
    id="sdes_rpls",
    titre="Répertoire des logements locatifs des bailleurs sociaux (RPLS) par commune",
    titre_court="répertoire du parc social",
    producteur="SDES (ministère de la Transition écologique)",
    licence="Licence Ouverte 2.0",
    page=f"{HOME}catalogue?page=dataset&datasetId=6390f7cb84f0679b04942fc2",
    mention="SDES, RPLS au 1er janvier {millesime}",
    champ="Logements des bailleurs sociaux, hors foyers et résidences",
    verification="fichier_reel",
    fichiers=(SourceFile("2024", f"{HOME}media/7970/download?inline", 2024),),
    variables=(
        Variable("rpls_logements", "Logements du parc locatif social", STOCK),
        *(Variable(name, LABELS[name], column) for name, column in DETAILS.items()),
        *(Variable(name, LABELS[name], column, "publiee", (0, 100)) for name, column in RATES.items()),
    ),
    # Every landlord must declare its whole stock: a commune that the file does not list has none.
    absence_vaut_zero=True,
)


def recognise(document: Document) -> str | None:
    """Return the millesime of a table of communes of the register, else None.

    The CSV export has no date: the year is then that of the name of the file. Raises DataError when it is nowhere.
    """
    found = _place(document)
    if found is None:
        return None
    sheet, header = found
    titles = " ".join(" ".join(row) for row in document.head(sheet)[:header])
    years = YEAR.findall(titles) or YEAR.findall(document.name.replace("_", " "))
    if not years:
        raise DataError("L'année du parc social n'est écrite nulle part", document.name, _NAME_THE_YEAR)
    return years[0] if years[0] in SOURCE.millesimes else None


def read(document: Document, millesime: str) -> pd.DataFrame:
    """Return the stock of every listed commune or arrondissement, and its detail where it is published."""
    sheet, header = _place(document) or ("", 0)
    table = document.table(sheet=sheet, header=header)
    table = table[table[CODE].str.strip() != ""].copy()
    stock = numbers(table[STOCK], f"{document.name}, colonne {STOCK}")["valeur"]
    offered = {
        name: column for name, column in {"rpls_logements": STOCK, **DETAILS, **RATES}.items() if column in table
    }
    for column in {*DETAILS.values(), *RATES.values()} & set(table.columns):
        table[column] = table[column].mask(stock <= SMALL_STOCK, "s").mask(stock == 0, "so")
    return wide(table, SOURCE, millesime, code=CODE, level=Level.COMMUNE, columns=offered)


def _place(document: Document) -> tuple[str, int] | None:
    """Return the sheet and the row of the header of the table of communes."""
    for sheet in document.sheets:
        header = document.header(CODE, STOCK, sheet=sheet)
        if header is not None:
            return sheet, header
    return None


_NAME_THE_YEAR = "Ajoutez l'année au nom du fichier (par exemple « rpls_2024.csv »), puis relancez."
