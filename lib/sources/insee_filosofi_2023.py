"""Insee, « Filosofi 2 » (``DS_FILOSOFI_CC``), one line per measure and per area: never joined to 2021 and before."""

from __future__ import annotations

import numpy as np
import pandas as pd

from lib.model import DataError, Level, Source, SourceFile, Status
from lib.readers import Document
from lib.tables import filosofi
from lib.tables.cells import contract, numbers

COLUMNS = (
    "GEO",
    "GEO_OBJECT",
    "FILOSOFI_MEASURE",
    "CONF_STATUS",
    "OBS_STATUS",
    "UNIT_MULT",
    "TIME_PERIOD",
    "OBS_VALUE",
)
LEVELS = {
    "COM": Level.COMMUNE,
    "ARM": Level.COMMUNE,
    "EPCI": Level.EPCI,
    "DEP": Level.DEPARTEMENT,
    "REG": Level.REGION,
    "FRANCE": Level.FRANCE,
}
CONFIDENTIAL, MISSING = "C", "O"
FRANCE = "F"  # « FM », metropolitan France, is not France
# Stem of our words to the official measure.
MEASURES = {
    "MED": "MED_SL",
    "TP60": "PR_MD60",
    **{f"D{n}": f"D{n}_SL" for n in (1, 2, 3, 4, 6, 7, 8, 9)},
    "Q1": "Q1_SL",
    "Q3": "Q3_SL",
    "RD": "IR_D9_D1_SL",
    "S80S20": "S80S20_SL",
    "GI": "GI_SL",
    "PACT": "S_EI_DI",
    "PTSA": "S_EI_DI_SAL",
    "PCHO": "S_EI_DI_UNE",
    "PBEN": "S_EI_DI_N_SAL",
    "PPEN": "S_RET_PEN_DI",
    "PPAT": "S_INC_ASS_DI",
    "PPSOC": "S_SOC_BEN_DI",
    "PPFAM": "S_SOC_BEN_DI_FAM_BEN",
    "PPMINI": "S_SOC_BEN_DI_MIN_SOC",
    "PPLOGT": "S_SOC_BEN_DI_HOU_BEN",
    "PIMPOT": "S_DIR_TAX_DI",
}

SOURCE = Source(
    id="insee_filosofi_2023",
    titre="Filosofi 2, revenus et pauvreté des ménages en 2023",
    titre_court="Filosofi (nouveau dispositif)",
    producteur="Insee",
    licence="Licence Ouverte 2.0",
    page="https://www.insee.fr/fr/statistiques/8984752",
    mention="Insee-DGFiP-Cnaf-Cnav-CCMSA, Filosofi {millesime} (nouveau dispositif, non comparable à 2021 et avant)",
    champ="Communes, intercommunalités, départements, régions ; médiane et taux de pauvreté seuls à la commune",
    verification="documentation",
    fichiers=(SourceFile("2023", "https://www.insee.fr/fr/statistiques/fichier/8984752/FILOSOFI_CC_csv.zip", 2025),),
    variables=filosofi.variables(MEASURES, MEASURES),
    ruptures=(filosofi.BREAK_2023,),
    hors_champ=("971", "973", "976"),
)


def recognise(document: Document) -> str | None:
    """Return the millesime of the long file, from its columns and the period of its first lines, else None."""
    header = document.columns()
    if not set(COLUMNS) <= set(header) or document.kind != "texte":
        return None
    period = header.index("TIME_PERIOD")
    found = {row[period].strip() for row in document.head()[1:] if len(row) > period}
    return next((year for year in SOURCE.millesimes if found == {year}), None)


def read(document: Document, millesime: str) -> pd.DataFrame:
    """Return the known measures of the levels of the application.

    ``CONF_STATUS`` C is a secret, ``OBS_STATUS`` O is missing; neither is ever a number.
    Raises DataError when values come in another unit than the plain one.
    """
    table = document.table(columns=COLUMNS).apply(lambda column: column.str.strip())
    ours = {official: filosofi.MEASURES[stem].id for stem, official in MEASURES.items()}
    areas = table["GEO"].str.rsplit("-", n=1).str[-1]  # « 2025-COM-38151 » in the answers of the API
    kept = table["FILOSOFI_MEASURE"].isin(ours) & table["GEO_OBJECT"].isin(LEVELS) & (table["TIME_PERIOD"] == millesime)
    kept &= (table["GEO_OBJECT"] != Level.FRANCE.name) | (areas == FRANCE)
    table, areas = table[kept], areas[kept]
    odd = sorted(set(table["UNIT_MULT"]) - {"0", ""})
    if odd:
        raise DataError("L'unité des valeurs a changé", f"{document.name}, UNIT_MULT {', '.join(odd)}", _REMEDY)
    parsed = numbers(table["OBS_VALUE"], f"{SOURCE.titre_court} {millesime}, colonne OBS_VALUE")
    secret, missing = table["CONF_STATUS"] == CONFIDENTIAL, table["OBS_STATUS"] == MISSING
    status = np.select([secret, missing], [Status.SECRET.value, Status.NON_DISPONIBLE.value], parsed["statut"])
    rows = pd.DataFrame(
        {
            "niveau": table["GEO_OBJECT"].map({name: level.value for name, level in LEVELS.items()}),
            "code": areas,
            "variable": table["FILOSOFI_MEASURE"].map(ours),
            "valeur": parsed["valeur"],
            "statut": status,
        }
    )
    return contract(rows, SOURCE, millesime).reset_index(drop=True)


_REMEDY = "Signalez-le aux auteurs de l'application. Rien n'a été modifié."
