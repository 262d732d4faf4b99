"""Insee, localised unemployment rates by département and region, workbook of the series « TAUX-CHOMAGE » (BDM)."""

from __future__ import annotations

import re

import pandas as pd

from lib.model import DataError, Level, Source, SourceFile, Status, Variable
from lib.readers import Document
from lib.tables.cells import contract, numbers

VALUES, TRAITS, BANK, AREA = "valeurs_trimestrielles", "caractéristiques", "idBank", "Zone géographique"
TITLE = "Taux de chômage localisé"
QUARTER = re.compile(r"[0-9]{4}-T[1-4]")
DEPARTMENT = r"([0-9][0-9AB]|97[1-46]) - .*"
YEARS = 15
PAGE = "https://www.insee.fr/fr/statistiques/series/102760732"
QUARTERS = tuple(f"{year}-T{rank}" for year in range(2006, 2027) for rank in (1, 2, 3, 4))
FRANCE = "France hors Mayotte"
MISSING = {"(o)": Status.NON_DISPONIBLE}  # overseas départements before their series begins
SKIPPED = ("France métropolitaine",)
REGIONS = {
    "Guadeloupe": "01", "Martinique": "02", "Guyane": "03", "La Réunion": "04", "Mayotte": "06",
    "Île-de-France": "11", "Centre-Val de Loire": "24", "Bourgogne-Franche-Comté": "27", "Normandie": "28",
    "Hauts-de-France": "32", "Grand Est": "44", "Pays de la Loire": "52", "Bretagne": "53",
    "Nouvelle-Aquitaine": "75", "Occitanie": "76", "Auvergne-Rhône-Alpes": "84",
    "Provence-Alpes-Côte d'Azur": "93", "Corse": "94",
}  # fmt: skip

SOURCE = Source(
    id="insee_chomage_bdm",
    titre="Taux de chômage localisés, séries chronologiques",
    titre_court="chômage localisé",
    producteur="Insee",
    licence="Licence Ouverte 2.0",
    page=PAGE,
    mention="Insee, taux de chômage localisés ({millesime}), au sens du BIT, corrigés des variations saisonnières",
    champ="Population active de 15 ans ou plus vivant en ménage ordinaire, France hors Mayotte",
    verification="fichier_reel",
    fichiers=tuple(SourceFile(quarter, PAGE, None, a_deposer=True) for quarter in QUARTERS),
    variables=(Variable("taux_chomage_localise", "Taux de chômage localisé", TITLE, "publiee", (0, 40)),),
    hors_champ=("976",),
)


def recognise(document: Document) -> str | None:
    """Return the last quarter of a workbook of the family, else None."""
    if document.kind != "classeur" or not {VALUES, TRAITS} <= set(document.sheets):
        return None
    rows = document.head(VALUES)
    if not any(row and row[0].startswith(TITLE) for row in rows):
        return None
    quarters = [cell for cell in rows[0] if QUARTER.fullmatch(cell) and cell in QUARTERS]
    return max(quarters, default=None)


def read(document: Document, millesime: str) -> pd.DataFrame:
    """Return the rate of départements, regions and France outside Mayotte for the last 15 years of quarters.

    The area of a series is read in the sheet of traits. Raises DataError when an area is not known.
    """
    table = document.table(sheet=VALUES)
    areas = document.table(sheet=TRAITS, columns=[BANK, AREA]).set_index(BANK)[AREA].str.strip()
    zones = table[BANK].map(areas).fillna("")
    levels, codes = _places(zones)
    kept = ~zones.isin(SKIPPED)
    strange = zones[kept & codes.isna()]
    if len(strange):
        raise DataError("Un territoire inconnu dans les séries de chômage", f"« {strange.iloc[0]} »", _REMEDY)
    names = [name for name in table.columns if name in QUARTERS and int(name[:4]) > int(millesime[:4]) - YEARS]
    blocks = [
        numbers(table.loc[kept, name], f"{SOURCE.titre_court}, {name}", MISSING).assign(
            niveau=levels[kept], code=codes[kept], millesime=name
        )
        for name in names
    ]
    return contract(pd.concat(blocks, ignore_index=True).assign(variable="taux_chomage_localise"), SOURCE)


def _places(zones: pd.Series) -> tuple[pd.Series, pd.Series]:
    plain = zones.str.replace("’", "'").replace({"France entière (hors Mayotte)": FRANCE})
    departments = plain.str.extract(DEPARTMENT)[0]
    regions = plain.map(REGIONS)
    levels = pd.Series(Level.DEPARTEMENT.value, index=zones.index)
    levels = levels.mask(departments.isna() & regions.notna(), Level.REGION.value)
    levels = levels.mask(plain == FRANCE, Level.FRANCE.value)
    codes = departments.fillna(regions).mask(plain == FRANCE, "F")
    return levels, codes


_REMEDY = "Le producteur a changé son fichier : signalez-le aux auteurs de l'application. Rien n'a été modifié."
