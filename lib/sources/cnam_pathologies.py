"""Cnam, map of diseases (dataset ``effectifs``): patients and prevalence by département, all ages and both sexes.

Lines are nested (a group, its diseases, their stages): each variable is one line, never a sum of lines.
"""

from __future__ import annotations

import pandas as pd

from lib.model import DataError, Source, SourceFile, Status, Variable
from lib.readers import Document
from lib.tables.ameli import export, page, placed
from lib.tables.cells import contract, numbers, wide

# Official path (patho_niv1, then 2 and 3 for a detail), ours, what it counts.
GROUPS = (
    ("Diabète", "diabete", "un diabète"),
    ("Maladies cardioneurovasculaires", "maladies_cardioneurovasculaires", "une maladie cardioneurovasculaire"),
    ("Cancers", "cancers", "un cancer"),
    ("Maladies psychiatriques", "maladies_psychiatriques", "une maladie psychiatrique"),
    ("Maladies neurologiques", "maladies_neurologiques", "une maladie neurologique"),
    (
        "Maladies respiratoires chroniques (hors mucoviscidose)",
        "maladies_respiratoires",
        "une maladie respiratoire chronique",
    ),
    ("Insuffisance rénale chronique terminale", "insuffisance_renale", "une insuffisance rénale chronique terminale"),
    ("Traitements psychotropes (hors pathologies)", "traitements_psychotropes", "un traitement psychotrope"),
    (
        "Maladies cardioneurovasculaires > Accident vasculaire cérébral > Séquelle d'accident vasculaire cérébral",
        "sequelles_avc",
        "des séquelles d'accident vasculaire cérébral",
    ),
)
NEEDED = (
    "annee",
    "patho_niv1",
    "patho_niv2",
    "patho_niv3",
    "cla_age_5",
    "sexe",
    "region",
    "dept",
    "Ntop",
    "Npop",
    "prev",
)
ALL_AGES, ALL_SEXES = "tsage", "9"
ROUNDED_BY = 5  # numbers are rounded to 10, the prevalence is computed before
YEARS = tuple(str(year) for year in range(2015, 2024))
DATASET = "effectifs"

SOURCE = Source(
    id="cnam_pathologies",
    titre="Cartographie des pathologies et des dépenses : effectifs de patients",
    titre_court="cartographie des pathologies",
    producteur="Cnam",
    licence="Licence Ouverte 2.0",
    page=page(DATASET),
    mention="Cnam, data.ameli.fr, cartographie des pathologies {millesime}, effectifs arrondis à 10",
    champ="Personnes ayant eu recours à des soins remboursés dans l'année, tous régimes, tous âges",
    verification="fichier_reel",
    fichiers=tuple(SourceFile(year, export(DATASET), None) for year in YEARS),
    variables=tuple(
        variable
        for words, name, label in GROUPS
        for variable in (
            Variable(f"patients_{name}", f"Patients pris en charge pour {label}", f"{words}, Ntop"),
            Variable(
                f"prevalence_{name}",
                f"Part des assurés pris en charge pour {label}",
                f"{words}, prev",
                "publiee",
                (0, 100),
            ),
        )
    ),
)


def recognise(document: Document) -> str | None:
    """Return the latest millesime of an export of the dataset ``effectifs``, else None."""
    return max(YEARS) if set(NEEDED) <= set(document.columns()) else None


def read(document: Document, millesime: str) -> pd.DataFrame:
    """Return patients (rounded to 10) and prevalence (percent) by département, region and France.

    An empty number is a hidden small one: « secret ». Raises DataError when a line contradicts itself
    (patients, population and prevalence): such a file has been altered, and none of it can be trusted.
    """
    table = document.table(columns=NEEDED)
    _refuse_contradictions(table, document.name)
    table = table[(table["cla_age_5"] == ALL_AGES) & (table["sexe"] == ALL_SEXES) & table["annee"].isin(YEARS)]
    table = placed(table, "dept")
    blocks = []
    for words, name, _ in GROUPS:
        rows = table[_line(table, words)].drop_duplicates(["annee", "niveau", "code"])
        for year, part in rows.groupby("annee"):
            common = {"code": "code", "level": part["niveau"], "symbols": {"": Status.SECRET}}
            patients, share = {f"patients_{name}": "Ntop"}, {f"prevalence_{name}": "prev"}
            blocks.append(wide(part, SOURCE, str(year), columns=patients, shown=Status.ARRONDI, **common))
            blocks.append(wide(part, SOURCE, str(year), columns=share, **common))
    if not blocks:
        raise DataError("Aucune pathologie suivie, tous âges et tous sexes, dans ce fichier", document.name, _EXTRACT)
    return contract(pd.concat(blocks, ignore_index=True), SOURCE)


def _line(table: pd.DataFrame, path: str) -> pd.Series:
    """Tell which lines stand for a path: the whole of a group, or one detail."""
    first, *details = path.split(" > ")
    if details:
        second, third = details
        return (table["patho_niv1"] == first) & (table["patho_niv2"] == second) & (table["patho_niv3"] == third)
    # A group without details repeats its name at the lower levels.
    return (table["patho_niv1"] == first) & table["patho_niv2"].isin(["", first])


def _refuse_contradictions(table: pd.DataFrame, name: str) -> None:
    shown = table[(table["Ntop"].str.strip() != "") & (table["prev"].str.strip() != "")]
    where = f"{SOURCE.titre_court}, {name}"
    patients, people, share = (numbers(shown[column], where)["valeur"] for column in ("Ntop", "Npop", "prev"))
    margin = 100 * ROUNDED_BY * (1 / people + patients / people**2) + 0.001
    wrong = ~((share - 100 * patients / people).abs() <= margin)
    if wrong.any():
        first = shown.loc[wrong[wrong].index[0]]
        detail = (
            f"{int(wrong.sum())} lignes, dont « {first['patho_niv1']} » {first['annee']}, département {first['dept']}"
        )
        raise DataError(
            "Des lignes se contredisent : patients, population et prévalence", f"{where} : {detail}", _ALTERED
        )


_EXTRACT = "Téléchargez le jeu « effectifs » entier sur data.ameli.fr : un extrait par âge ne suffit pas."
_ALTERED = "Ce fichier a été modifié : téléchargez-le à nouveau sur data.ameli.fr. Rien n'en a été lu."
