"""DEPP, pupils and classes of primary schools (``fr-en-ecoles-effectifs-nb_classes``), added up by département.

The file names the commune without its Insee code: nothing is attached to a commune.
"""

from __future__ import annotations

import pandas as pd

from lib.model import DataError, Level, Source, SourceFile, Status, Variable
from lib.readers import Document
from lib.tables.cells import contract, numbers

DATASETS = "https://data.education.gouv.fr/api/explore/v2.1/catalog/datasets"
EXPORT = f"{DATASETS}/fr-en-ecoles-effectifs-nb_classes/exports/csv?delimiter=%3B"
YEAR, SCHOOL, DEPARTMENT = "rentree_scolaire", "numero_ecole", "code_departement"
COUNTS = (
    ("eleves_premier_degre", "Élèves du premier degré", "nombre_total_eleves"),
    ("classes_premier_degre", "Classes du premier degré", "nombre_total_classes"),
    ("eleves_maternelle", "Élèves de maternelle, hors Ulis", "nombre_eleves_preelementaire_hors_ulis"),
    ("eleves_elementaire", "Élèves d'élémentaire, hors Ulis", "nombre_eleves_elementaire_hors_ulis"),
    ("eleves_ulis", "Élèves en Ulis (handicap)", "nombre_eleves_ulis"),
)

SOURCE = Source(
    id="education_effectifs_ecoles",
    titre="Effectifs d'élèves et nombre de classes par école",
    titre_court="effectifs des écoles",
    producteur="DEPP (Éducation nationale)",
    licence="Licence Ouverte 2.0",
    page="https://data.education.gouv.fr/explore/dataset/fr-en-ecoles-effectifs-nb_classes/",
    mention="DEPP, effectifs des écoles, rentrée {millesime}",
    champ="Écoles publiques et privées sous contrat, additionnées par département",
    verification="fichier_reel",
    fichiers=tuple(SourceFile(str(year), EXPORT, None) for year in range(2009, 2026)),
    variables=tuple(Variable(name, label, column) for name, label, column in COUNTS),
)


def recognise(document: Document) -> str | None:
    """Return the latest known school year of the list of schools, else None."""
    if not {YEAR, SCHOOL, DEPARTMENT, "nombre_total_classes", "nombre_total_eleves"} <= set(document.columns()):
        return None
    years = document.table(columns=[YEAR])[YEAR].str[:4]
    known = years[years.isin(SOURCE.millesimes)]
    return known.max() if len(known) else None


def read(document: Document, millesime: str) -> pd.DataFrame:
    """Return pupils and classes by département and school year; unknown when one school is.

    The list must be complete: a partial one would make a false total. Raises DataError when a school is there twice.
    """
    table = document.table()
    table = table.assign(millesime=table[YEAR].str[:4])
    table = table[table["millesime"].isin(SOURCE.millesimes)]
    if table.duplicated([SCHOOL, "millesime"]).any():
        raise DataError("Une école est comptée deux fois la même année", document.name, _REMEDY)
    codes = table[DEPARTMENT].str.strip().str.replace(r"^0(?=[0-9][0-9AB]$)", "", regex=True)
    keys = [codes.rename("code"), table["millesime"]]
    blocks = []
    for name, _, column in COUNTS:
        parsed = numbers(table[column], f"{SOURCE.titre_court}, colonne {column}")
        summed = parsed["valeur"].groupby(keys).sum(skipna=False).reset_index()
        status = summed["valeur"].notna().map({True: Status.OK.value, False: Status.NON_DISPONIBLE.value})
        blocks.append(summed.assign(variable=name, statut=status))
    return contract(pd.concat(blocks, ignore_index=True).assign(niveau=Level.DEPARTEMENT.value), SOURCE)


_REMEDY = "Gardez un seul exemplaire de ce fichier, ou signalez le changement du producteur."
