"""DEPP, results of the diplôme national du brevet by school (``fr-en-dnb-par-etablissement``), counted by commune."""

from __future__ import annotations

import pandas as pd

from lib.model import Break, DataError, Source, SourceFile, Variable
from lib.readers import Document
from lib.tables.cells import numbers
from lib.tables.inventories import counted

DATASETS = "https://data.education.gouv.fr/api/explore/v2.1/catalog/datasets"
EXPORT = f"{DATASETS}/fr-en-dnb-par-etablissement/exports/csv?delimiter=%3B"
YEAR, COMMUNE, SCHOOL = "session", "commune", "numero_d_etablissement"
COUNTS = (
    ("dnb_inscrits", "Candidats inscrits au brevet", "inscrits"),
    ("dnb_presents", "Candidats présents au brevet", "presents"),
    ("dnb_admis", "Candidats reçus au brevet", "admis"),
    ("dnb_admis_sans_mention", "Candidats reçus sans mention", "admis_sans_mention"),
    ("dnb_mention_tres_bien", "Candidats reçus avec mention très bien", "admis_mention_tres_bien"),
)

SOURCE = Source(
    id="education_dnb",
    titre="Résultats du diplôme national du brevet par établissement",
    titre_court="brevet",
    producteur="DEPP (Éducation nationale)",
    licence="Licence Ouverte 2.0",
    page="https://data.education.gouv.fr/explore/dataset/fr-en-dnb-par-etablissement/",
    mention="DEPP, diplôme national du brevet, session {millesime}",
    champ="Candidats des établissements, à la commune de l'établissement et non de l'élève",
    verification="fichier_reel",
    fichiers=tuple(SourceFile(str(year), EXPORT, None) for year in range(2006, 2026)),
    variables=tuple(Variable(name, label, column) for name, label, column in COUNTS),
    ruptures=(
        Break("2016", "2017", "Nouvel examen à partir de la session 2017."),
        Break("2019", "2020", "Session 2020 sans épreuves écrites, au contrôle continu."),
        Break("2020", "2021", "Retour des épreuves écrites en 2021."),
    ),
    absence_vaut_zero=True,
)


def recognise(document: Document) -> str | None:
    """Return the latest known session of the results, else None."""
    if not {YEAR, COMMUNE, SCHOOL, "inscrits", "presents", "taux_de_reussite"} <= set(document.columns()):
        return None
    years = document.table(columns=[YEAR])[YEAR]
    known = years[years.isin(SOURCE.millesimes)]
    return known.max() if len(known) else None


def read(document: Document, millesime: str) -> pd.DataFrame:
    """Return candidates and passes by commune of the school, for each session; the published rates are not averaged.

    Raises DataError when a school is there twice for one session.
    """
    table = document.table()
    parts = []
    for year in sorted(set(table[YEAR]) & set(SOURCE.millesimes)):
        part = table[table[YEAR] == year]
        if part[SCHOOL].duplicated().any():
            raise DataError("Un établissement est compté deux fois la même session", document.name, _REMEDY)
        amounts = {
            name: numbers(part[column], f"{SOURCE.titre_court} {year}, colonne {column}")["valeur"]
            for name, _, column in COUNTS
        }
        parts.append(counted(part[COMMUNE], amounts, SOURCE, year))
    return pd.concat(parts, ignore_index=True)


_REMEDY = "Gardez un seul exemplaire de ce fichier, ou signalez le changement du producteur."
