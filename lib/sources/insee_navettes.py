"""Insee, home to work flows between communes (``base-flux-mobilite-domicile-lieu-travail``), census complement."""

from __future__ import annotations

import re

import pandas as pd

from lib.model import Level, Source, SourceFile, Status, Variable
from lib.readers import Document
from lib.tables.cells import contract, numbers
from lib.tables.inventories import to_city

HOME, WORK, FLOW = "CODGEO", "DCLT", re.compile(r"NBFLUX_C([0-9]{2})_ACTOCC15P")
FILES = "https://www.insee.fr/fr/statistiques/fichier"
PAGE = "https://www.insee.fr/fr/statistiques/8582949"

SOURCE = Source(
    id="insee_navettes",
    titre="Mobilités professionnelles : déplacements entre domicile et lieu de travail",
    titre_court="déplacements domicile-travail",
    producteur="Insee",
    licence="Licence Ouverte 2.0",
    page=PAGE,
    mention="Insee, recensement de la population {millesime}, exploitation complémentaire, mobilités professionnelles",
    champ="Actifs occupés de 15 ans ou plus, lieu de résidence et lieu de travail",
    verification="documentation",
    fichiers=(
        SourceFile("2019", "https://www.insee.fr/fr/statistiques/6454112", 2022, a_deposer=True),
        SourceFile("2022", f"{FILES}/8582949/base-flux-mobilite-domicile-lieu-travail-2022_csv.zip", 2025),
    ),
    variables=(
        Variable("navettes_sur_place", "Actifs occupés travaillant dans leur commune", "NBFLUX_C{a}_ACTOCC15P"),
        Variable("navettes_sortants", "Actifs occupés travaillant hors de leur commune", "NBFLUX_C{a}_ACTOCC15P"),
        Variable("navettes_entrants", "Actifs occupés venant travailler d'une autre commune", "NBFLUX_C{a}_ACTOCC15P"),
    ),
    fragile_sous=200,
)


def recognise(document: Document) -> str | None:
    """Return the year written in the name of the column of flows, else None."""
    columns = document.columns()
    years = [f"20{found[1]}" for name in columns if (found := FLOW.fullmatch(name))]
    return years[0] if {HOME, WORK} <= set(columns) and years and years[0] in SOURCE.millesimes else None


def read(document: Document, millesime: str) -> pd.DataFrame:
    """Return, for each commune, who works there and lives there, who leaves and who comes in.

    Flows between arrondissements of one city stay inside it. A sum with an unknown flow is unknown.
    """
    flow = f"NBFLUX_C{millesime[2:]}_ACTOCC15P"
    table = document.table(columns=[HOME, WORK, flow])
    home, work = to_city(table[HOME].str.strip()), to_city(table[WORK].str.strip())
    count = numbers(table[flow], f"{SOURCE.titre_court} {millesime}")["valeur"]
    same = home == work
    sums = {
        "navettes_sur_place": count.where(same, 0).groupby(home).sum(skipna=False),
        "navettes_sortants": count.mask(same, 0).groupby(home).sum(skipna=False),
        "navettes_entrants": count.mask(same, 0).groupby(work).sum(skipna=False),
    }
    whole = pd.DataFrame(sums)
    # A commune where nobody comes to work has no line as a place of work: that is a zero. Abroad has no residents.
    whole = whole[whole.index.isin(set(home))]
    nobody = ~whole.index.isin(set(work))
    whole["navettes_entrants"] = whole["navettes_entrants"].mask(nobody, 0.0)
    rows = whole.rename_axis(index="code").reset_index().melt("code", var_name="variable", value_name="valeur")
    status = rows["valeur"].notna().map({True: Status.OK.value, False: Status.NON_DISPONIBLE.value})
    return contract(rows.assign(niveau=Level.COMMUNE.value, statut=status), SOURCE, millesime)
