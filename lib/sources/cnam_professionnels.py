"""Cnam, self-employed health professionals by département (« demographie-effectifs-et-les-densites »)."""

from __future__ import annotations

import pandas as pd

from lib.model import DataError, Source, SourceFile, Variable
from lib.readers import Document
from lib.tables.ameli import export, page, placed
from lib.tables.cells import contract, wide

# Official words, ours, what it counts. The « Ensemble » rows overlap their details: only one of each is read.
PROFESSIONS = (
    ("Ensemble des médecins généralistes", "generalistes", "Médecins généralistes libéraux"),
    ("Ensemble des médecins spécialistes (hors généralistes)", "specialistes", "Médecins spécialistes libéraux"),
    ("Ensemble des chirurgiens-dentistes", "dentistes", "Chirurgiens-dentistes libéraux"),
    ("Infirmiers", "infirmiers", "Infirmiers libéraux"),
    ("Masseurs-kinésithérapeutes", "kinesitherapeutes", "Masseurs-kinésithérapeutes libéraux"),
    ("Orthophonistes", "orthophonistes", "Orthophonistes libéraux"),
    ("Sages-femmes", "sages_femmes", "Sages-femmes libérales"),
    ("Pédicures-podologues", "pedicures_podologues", "Pédicures-podologues libéraux"),
    ("Psychiatres", "psychiatres", "Psychiatres libéraux"),
    ("Pédiatres", "pediatres", "Pédiatres libéraux"),
    ("Gynécologues médicaux et obstétriciens", "gynecologues", "Gynécologues libéraux"),
    ("Ophtalmologues", "ophtalmologues", "Ophtalmologues libéraux"),
)
NEEDED = {"annee", "profession_sante", "region", "departement", "classe_age", "libelle_sexe", "effectif", "densite"}
ALL_AGES, ALL_SEXES = "tout_age", "tout sexe"
YEARS = tuple(str(year) for year in range(2010, 2025))
DATASET = "demographie-effectifs-et-les-densites"

SOURCE = Source(
    id="cnam_professionnels",
    titre="Démographie des professionnels de santé libéraux : effectifs et densités",
    titre_court="professionnels de santé libéraux",
    producteur="Cnam",
    licence="Licence Ouverte 2.0",
    page=page(DATASET),
    mention="Cnam, data.ameli.fr, professionnels de santé libéraux, {millesime}",
    champ="Professionnels libéraux en activité ; densité pour 100\u202f000 habitants",
    verification="fichier_reel",
    fichiers=tuple(SourceFile(year, export(DATASET), None) for year in YEARS),
    variables=tuple(
        variable
        for words, name, label in PROFESSIONS
        for variable in (
            Variable(name, label, f"{words}, effectif"),
            Variable(f"densite_{name}", f"{label} pour 100 000 habitants", f"{words}, densite", "publiee", (0, 5000)),
        )
    ),
)


def recognise(document: Document) -> str | None:
    """Return the latest millesime of an export of the numbers and densities of professionals, else None."""
    return max(YEARS) if set(document.columns()) >= NEEDED else None


def read(document: Document, millesime: str) -> pd.DataFrame:
    """Return numbers and densities by département, region (its département is 999) and France (99 and 999).

    Raises DataError when a profession is no longer there under its words.
    """
    table = document.table(columns=sorted(NEEDED))
    table = table[(table["classe_age"] == ALL_AGES) & (table["libelle_sexe"] == ALL_SEXES)]
    missing = [words for words, _, _ in PROFESSIONS if not (table["profession_sante"] == words).any()]
    if missing:
        raise DataError("Une profession n'est plus dans le fichier", f"{document.name} : {missing[0]}", _REMEDY)
    table = placed(table, "departement")
    blocks = []
    for words, name, _ in PROFESSIONS:
        rows = table[(table["profession_sante"] == words) & table["annee"].isin(YEARS)]
        for year, part in rows.groupby("annee"):
            columns = {name: "effectif", f"densite_{name}": "densite"}
            blocks.append(wide(part, SOURCE, str(year), code="code", level=part["niveau"], columns=columns))
    return contract(pd.concat(blocks, ignore_index=True), SOURCE)


_REMEDY = "Le producteur a changé son fichier : signalez-le aux auteurs de l'application. Rien n'a été modifié."
