"""The words of Insee's Filosofi, common to its communes, IRIS, quarters and long files. Pure.

One measure keeps one name in the application, whatever the file calls it: a median stays one series.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from lib.model import Break, Status, Variable

EUROS, RATE, SHARE = (0, 1_000_000), (0, 100), (-100, 200)  # taxes count as a negative share, activity may pass 100 %
COUNT = (0, None)


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure of Filosofi: our variable, what it is, its plausible bounds."""

    id: str
    libelle: str
    bornes: tuple[float | None, float | None]


def _age(words: str) -> str:
    return f"Taux de pauvreté à 60 %, ménages dont le référent fiscal a {words}"


def _share(words: str) -> str:
    return f"Part des {words} dans le revenu disponible"


# Stem of the official columns, without prefix nor year.
MEASURES: Mapping[str, Measure] = {
    "NBMENFISC": Measure("menages_fiscaux", "Ménages fiscaux", COUNT),
    "NBPERSMENFISC": Measure("personnes_menages_fiscaux", "Personnes des ménages fiscaux", COUNT),
    "MED": Measure("niveau_vie_median", "Niveau de vie médian", EUROS),
    "PIMP": Measure("part_menages_imposes", "Part des ménages fiscaux imposés", RATE),
    "TP60": Measure("taux_pauvrete", "Taux de pauvreté au seuil de 60 %", RATE),
    "TP60AGE1": Measure("taux_pauvrete_moins_30", _age("moins de 30 ans"), RATE),
    "TP60AGE2": Measure("taux_pauvrete_30_39", _age("de 30 à 39 ans"), RATE),
    "TP60AGE3": Measure("taux_pauvrete_40_49", _age("de 40 à 49 ans"), RATE),
    "TP60AGE4": Measure("taux_pauvrete_50_59", _age("de 50 à 59 ans"), RATE),
    "TP60AGE5": Measure("taux_pauvrete_60_74", _age("de 60 à 74 ans"), RATE),
    "TP60AGE6": Measure("taux_pauvrete_75_plus", _age("75 ans ou plus"), RATE),
    "TP60TOL1": Measure("taux_pauvrete_proprietaires", "Taux de pauvreté à 60 % des propriétaires", RATE),
    "TP60TOL2": Measure("taux_pauvrete_locataires", "Taux de pauvreté à 60 % des locataires", RATE),
    "PACT": Measure("part_revenus_activite", _share("revenus d'activité"), SHARE),
    "PTSA": Measure("part_salaires_revenu", _share("salaires"), SHARE),
    "PCHO": Measure("part_chomage_revenu", _share("indemnités de chômage"), SHARE),
    "PBEN": Measure("part_independants_revenu", _share("revenus non salariés"), SHARE),
    "PPEN": Measure("part_pensions_revenu", _share("pensions et retraites"), SHARE),
    "PPAT": Measure("part_patrimoine_revenu", _share("revenus du patrimoine"), SHARE),
    "PPSOC": Measure("part_prestations_sociales_revenu", _share("prestations sociales"), SHARE),
    "PPFAM": Measure("part_prestations_familiales_revenu", _share("prestations familiales"), SHARE),
    "PPMINI": Measure("part_minima_sociaux_revenu", _share("minima sociaux"), SHARE),
    "PPLOGT": Measure("part_aides_logement_revenu", _share("aides au logement"), SHARE),
    "PIMPOT": Measure("part_impots_revenu", "Part des impôts directs dans le revenu disponible (négative)", SHARE),
    "Q1": Measure("q1", "1er quartile du niveau de vie", EUROS),
    "Q3": Measure("q3", "3e quartile du niveau de vie", EUROS),
    "D1": Measure("d1", "1er décile du niveau de vie", EUROS),
    **{f"D{rank}": Measure(f"d{rank}", f"{rank}e décile du niveau de vie", EUROS) for rank in (2, 3, 4, 6, 7, 8, 9)},
    "RD": Measure("rapport_interdecile", "Rapport interdécile D9/D1 du niveau de vie", (1, 1000)),
    "S80S20": Measure("rapport_s80_s20", "Revenus des 20 % les plus aisés / des 20 % les plus modestes", (1, 1000)),
    "GI": Measure("gini", "Indice de Gini des niveaux de vie", (0, 1)),
}  # fmt: skip

HOUSEHOLDS = ("NBMENFISC", "NBPERSMENFISC")
INCOME_SHARES = ("PACT", "PTSA", "PCHO", "PBEN", "PPEN", "PPAT", "PPSOC", "PPFAM", "PPMINI", "PPLOGT", "PIMPOT")
DISTRIBUTION = ("Q1", "MED", "Q3", "D1", "D2", "D3", "D4", "D6", "D7", "D8", "D9", "RD", "S80S20", "GI")
POVERTY_DETAIL = (*(f"TP60AGE{n}" for n in range(1, 7)), "TP60TOL1", "TP60TOL2")


BREAK_2023 = Break(
    "2021",
    "2023",
    "Nouveau dispositif « Filosofi 2 » : l'Insee ne compare pas 2023 aux années 2012 à 2021, et 2022 n'existe pas.",
)


def variables(stems: Iterable[str], officiel: Mapping[str, str] | str) -> tuple[Variable, ...]:
    """Return the variables of some measures; ``officiel`` names their column, a pattern of {stem} or one by stem.

    Counts of households may be added up; everything else is only read where it is published.
    """
    return tuple(
        Variable(
            MEASURES[stem].id,
            MEASURES[stem].libelle,
            officiel.replace("{stem}", stem) if isinstance(officiel, str) else officiel[stem],
            "somme" if stem in HOUSEHOLDS else "publiee",
            MEASURES[stem].bornes,
        )
        for stem in stems
    )


def columns(table: pd.DataFrame, names: Mapping[str, str]) -> dict[str, str]:
    """Return variable to column for the measures that a table has; ``names`` is stem to column."""
    return {MEASURES[stem].id: name for stem, name in names.items() if name in table.columns}


def mark_floor(rows: pd.DataFrame, floor: float) -> pd.DataFrame:
    """Mark as rounded the poverty rates equal to the producer's floor: they read « this or less »."""
    at_floor = rows["variable"].str.startswith("taux_pauvrete") & (rows["valeur"] == floor)
    return rows.assign(statut=rows["statut"].mask(at_floor, Status.ARRONDI.value))


def without_coarse_gini(rows: pd.DataFrame) -> pd.DataFrame:
    """Leave out the Gini index of a file saved again with one decimal: 0.3 everywhere says nothing."""
    gini = rows["variable"] == MEASURES["GI"].id
    tenths = rows.loc[gini, "valeur"].dropna() * 10
    return rows[~gini] if ((tenths - tenths.round()).abs() < 1e-9).all() else rows


def mark_caution(rows: pd.DataFrame, notes: pd.Series) -> pd.DataFrame:
    """Mark as fragile the figures of areas that the producer flags; ``notes`` is its note of caution by code."""
    flagged = notes.index[~notes.str.strip().isin(["0", "so", ""])]
    doubtful = rows["code"].isin(flagged) & (rows["statut"] == Status.OK.value)
    return rows.assign(statut=rows["statut"].mask(doubtful, Status.FRAGILE.value))
