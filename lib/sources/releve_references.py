"""Extract of totals for France and the Isère, to compare with: census of 2023, 2017 and 2012, incomes of 2023."""

from __future__ import annotations

import pandas as pd

from lib.model import Level, Source, SourceFile, Variable
from lib.readers import Document
from lib.tables.cells import contract, numbers
from lib.tables.census_extracts import ACTIVITY, HOUSING, LABELS, PAGE, QUALIFICATIONS

LINES = {**ACTIVITY, **QUALIFICATIONS, **HOUSING}
PUBLISHED = {"niveau_vie_median": "niveau_vie_median", "taux_pauvrete": "taux_pauvrete"}
# « FM » (metropolitan France) is not France: its lines are left out. The Isère of the census is the sum of its
# communes, that the other extracts already give; only its incomes, which cannot be added up, are read here.
PLACES = {"FR": (Level.FRANCE, "F"), "D38": (Level.DEPARTEMENT, "38")}
INCOMES = {"niveau_vie_median": "Niveau de vie médian", "taux_pauvrete": "Taux de pauvreté au seuil de 60\u202f%"}

SOURCE = Source(
    id="releve_references",
    titre="Totaux de la France et revenus de l'Isère (relevé sur une copie publique)",
    titre_court="recensement et revenus",
    producteur="Insee",
    licence="Licence Ouverte 2.0",
    page=PAGE,
    mention="Insee, recensement de la population et Filosofi {millesime}, relevé sur une copie publique, à rafraîchir "
    "par la collecte",
    champ="France (recensement), Isère (revenus)",
    verification="fichier_reel",
    fichiers=tuple(SourceFile(year, PAGE, 2026, a_deposer=True) for year in ("2012", "2017", "2023")),
    variables=(
        *(Variable(name, LABELS[name], " + ".join(lines)) for name, lines in LINES.items()),
        *(Variable(name, INCOMES[name], line, "publiee") for name, line in PUBLISHED.items()),
    ),
)


def recognise(document: Document) -> str | None:
    """Return the latest year of the extract, else None."""
    return "2023" if document.columns() == ("indicateur", "millesime", "geo", "valeur", "statut") else None


def read(document: Document, millesime: str) -> pd.DataFrame:
    """Return the census counts of France and the published incomes of the Isère."""
    table = document.table()
    parsed = numbers(table["valeur"], SOURCE.titre_court)
    table = table.assign(nombre=parsed["valeur"])
    parts = []
    for geo, lines in (("FR", LINES), ("D38", {name: (line,) for name, line in PUBLISHED.items()})):
        level, code = PLACES[geo]
        for year, rows in table[table["geo"] == geo].groupby("millesime"):
            known = rows.set_index("indicateur")["nombre"]
            found = {name: known[list(names)].sum() for name, names in lines.items() if set(names) <= set(known.index)}
            part = pd.DataFrame({"variable": found.keys(), "valeur": found.values()}).assign(
                niveau=level.value, code=code, statut="ok", millesime=year
            )
            parts.append(part)
    return contract(pd.concat(parts, ignore_index=True), SOURCE)
