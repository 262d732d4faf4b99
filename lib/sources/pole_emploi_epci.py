"""Pôle emploi, jobseekers by EPCI in December 2016 and 2017: a workbook that names the EPCI without any code."""

from __future__ import annotations

import pandas as pd

from lib.model import DataError, Level, Source, SourceFile, Status, Variable
from lib.readers import Document
from lib.tables.cells import contract, numbers, total
from lib.tables.epci_names import name_code

PAGE = "https://statistiques.francetravail.org/"
CATEGORIES, DURATION = "par catégorie", "par ancienneté"
YEARS = {"décembre 2016": "2016-12", "décembre 2017": "2017-12"}
# Lines that are not an EPCI: their names change from a year and a sheet to the next.
ASIDE = ("total", "hors epci", "communes hors epci", "z. communes hors epci", "s.s : secret statistique", "")
BY_CATEGORY = {
    "demandeurs_a": "Catégorie A",
    "demandeurs_b": "Catégorie B",
    "demandeurs_c": "Catégorie C",
    "demandeurs_abc": "Catégorie ABC",
}
LONG = ("DE 12 À 23 MOIS", "DE 24 À 35 MOIS", "A PARTIR DE 36 MOIS ET PLUS")
# Left by the spreadsheets of the producer in place of a figure.
STRAY = {",": Status.NON_DISPONIBLE, "#ref!": Status.NON_DISPONIBLE}

SOURCE = Source(
    id="pole_emploi_epci",
    titre="Demandeurs d'emploi inscrits à Pôle emploi par EPCI, fin de mois",
    titre_court="demandeurs d'emploi par EPCI",
    producteur="Pôle emploi",
    licence="Non précisée par le fichier",
    page=PAGE,
    mention="Pôle emploi, STMT, données brutes, fin {millesime}, EPCI au 1er janvier 2017",
    champ="Inscrits à Pôle emploi, données brutes, EPCI désignés par leur nom",
    verification="fichier_reel",
    fichiers=tuple(SourceFile(month, PAGE, 2017, a_deposer=True) for month in YEARS.values()),
    variables=(
        *(Variable(name, f"Demandeurs d'emploi, {column}", column, "publiee") for name, column in BY_CATEGORY.items()),
        Variable(
            "demandeurs_abc_un_an", "Demandeurs d'emploi A, B, C depuis un an ou plus", " + ".join(LONG), "publiee"
        ),
    ),
)


def recognise(document: Document) -> str | None:
    """Return the month written in the title of the sheet of categories, else None."""
    if document.kind != "classeur" or not {CATEGORIES, DURATION} <= set(document.sheets):
        return None
    title = " ".join(" ".join(row) for row in document.head(CATEGORIES)[:2]).lower()
    return next((millesime for words, millesime in YEARS.items() if words in title), None)


def read(document: Document, millesime: str) -> pd.DataFrame:
    """Return categories and long registration of each EPCI under a code made of its name (``epci_names``).

    Names become SIREN when the collection knows the territories. Raises DataError when A + B + C is not ABC.
    """
    categories, durations = _sheet(document, CATEGORIES), _sheet(document, DURATION)
    blocks = [_block(categories, name, [column]) for name, column in BY_CATEGORY.items()]
    parts = [block.set_index("code")["valeur"] for block in blocks]
    if not (parts[0] + parts[1] + parts[2]).eq(parts[3]).all():
        raise DataError("Les catégories A, B et C ne font pas le total ABC", document.name, _REMEDY)
    blocks.append(_block(durations, "demandeurs_abc_un_an", LONG))
    return contract(pd.concat(blocks, ignore_index=True).assign(niveau=Level.EPCI.value), SOURCE, millesime)


def _sheet(document: Document, sheet: str) -> pd.DataFrame:
    header = document.header("EPCI", sheet=sheet)
    if header is None:
        raise DataError("La ligne d'en-tête « EPCI » a disparu", f"{document.name}, feuille {sheet}", _REMEDY)
    table = document.table(sheet=sheet, header=header)
    names = table["EPCI"].str.strip()
    table = table.assign(code=names.map(name_code))[~names.str.lower().isin(ASIDE)]
    double = table["code"].duplicated()
    if double.any():
        where = f"{document.name} : {table.loc[double, 'EPCI'].iloc[0]}"
        raise DataError("Deux EPCI portent le même nom", where, _REMEDY)
    return table


def _block(table: pd.DataFrame, name: str, columns: list[str] | tuple[str, ...]) -> pd.DataFrame:
    parsed = [numbers(table[column], f"{SOURCE.titre_court}, colonne {column}", STRAY) for column in columns]
    return total(parsed).assign(code=table["code"], variable=name)


_REMEDY = "Le producteur a changé son fichier : signalez-le aux auteurs de l'application. Rien n'a été modifié."
