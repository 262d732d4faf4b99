"""Dares and France Travail, registered jobseekers by commune (``dares_defm_communales-brutes``), rounded to 5."""

from __future__ import annotations

import pandas as pd

from lib.model import Break, DataError, Level, Source, SourceFile, Status, Variable
from lib.readers import Document
from lib.tables.cells import contract, numbers

DATE, COMMUNE, COUNT = "Date", "Code commune", "Nombre de demandeurs d'emploi"
CATEGORY, SEX, AGE = "Catégorie", "Sexe", "Tranche d'âge"
EXPORT = (
    "https://data.dares.travail-emploi.gouv.fr/api/explore/v2.1/catalog/datasets/dares_defm_communales-brutes/"
    "exports/csv?use_labels=true"
)
QUARTERS = tuple(f"{year}-T4" for year in range(2015, 2026))
# Sex and age are never crossed in the file.
CELLS = {
    ("Total", "Total"): ("demandeurs_abc", "Demandeurs d'emploi inscrits, catégories A, B, C"),
    ("Hommes", "Total"): ("demandeurs_abc_hommes", "Hommes demandeurs d'emploi, catégories A, B, C"),
    ("Femmes", "Total"): ("demandeurs_abc_femmes", "Femmes demandeuses d'emploi, catégories A, B, C"),
    ("Total", "Moins de 25 ans"): ("demandeurs_abc_moins_25", "Demandeurs d'emploi de moins de 25 ans, A, B, C"),
    ("Total", "De 25 à 49 ans"): ("demandeurs_abc_25_49", "Demandeurs d'emploi de 25 à 49 ans, A, B, C"),
    ("Total", "50 ans et plus"): ("demandeurs_abc_50_plus", "Demandeurs d'emploi de 50 ans ou plus, A, B, C"),
}
REFORM = (
    "Loi pour le plein emploi : depuis janvier 2025 l'inscription est automatique pour les allocataires du RSA "
    "et les jeunes accompagnés, et la labellisation des statistiques d'inscrits est suspendue."
)

SOURCE = Source(
    id="dares_demandeurs_emploi_communes",
    titre="Inscrits à France Travail par commune, données trimestrielles brutes",
    titre_court="demandeurs d'emploi",
    producteur="Dares et France Travail",
    licence="Licence Ouverte 2.0",
    page="https://www.data.gouv.fr/datasets/inscrits-a-france-travail-donnees-communales-trimestrielles-brutes",
    mention="Dares et France Travail, STMT, moyenne d'octobre à décembre ({millesime}), effectifs arrondis à 5",
    champ="Inscrits en catégories A, B, C, données brutes, à la commune de résidence",
    verification="fichier_reel",
    fichiers=tuple(SourceFile(quarter, EXPORT, 2024) for quarter in QUARTERS),
    variables=tuple(Variable(name, label, f"ABC, {' / '.join(cell)}") for cell, (name, label) in CELLS.items()),
    ruptures=(Break("2024-T4", "2025-T1", REFORM),),
)


def recognise(document: Document) -> str | None:
    """Return the latest known quarter of the export with labels, else None."""
    if not {DATE, COMMUNE, CATEGORY, SEX, AGE, COUNT} <= set(document.columns()):
        return None
    dates = document.table(columns=[DATE])[DATE]
    known = dates[dates.isin(QUARTERS)]
    return known.max() if len(known) else None


def read(document: Document, millesime: str) -> pd.DataFrame:
    """Return the jobseekers of each commune, city and arrondissement, by quarter, as published.

    The lines « Total » are left out: only their label tells a département from a region. A published 0 may hide a
    small number, like any rounded figure. Raises DataError when the file has another category than A, B, C together.
    """
    table = document.table(columns=[DATE, COMMUNE, CATEGORY, SEX, AGE, COUNT])
    others = sorted(set(table[CATEGORY].str.strip()) - {"ABC"})
    if others:
        where = f"{document.name} : catégorie {', '.join(others)}"
        raise DataError("Le fichier a d'autres catégories que A, B, C ensemble", where, _REMEDY)
    cells = table[SEX].str.strip() + " / " + table[AGE].str.strip()
    names = cells.map({" / ".join(cell): name for cell, (name, _) in CELLS.items()})
    kept = names.notna() & table[DATE].isin(QUARTERS) & table[COMMUNE].str.fullmatch(r"[0-9][0-9AB][0-9]{3}")
    table = table[kept]
    rows = numbers(table[COUNT], SOURCE.titre_court, shown=Status.ARRONDI).assign(
        niveau=Level.COMMUNE.value, code=table[COMMUNE], millesime=table[DATE], variable=names[kept]
    )
    return contract(rows.reset_index(drop=True), SOURCE)


_REMEDY = "Le producteur a changé son fichier : signalez-le aux auteurs de l'application. Rien n'a été modifié."
