"""Banque de France, over-indebtedness by département: regional workbooks of 2025, the rate inside a sentence.

Written on documentation: the sheet ``INDICATEURS-RÉGION-DÉPTS`` is laid out as a poster, each département has its
name in a cell, and below it « 123 dépôts de dossiers pour 100 000 habitants de 15 ans et plus ».
"""

from __future__ import annotations

import re
import unicodedata

import pandas as pd

from lib.model import DataError, Level, Source, SourceFile, Status, Variable
from lib.readers import Document
from lib.tables.cells import contract

SHEET = "INDICATEURS-RÉGION-DÉPTS"
NUMBER = r"(?<![0-9])([0-9]{1,3}(?:\s[0-9]{3})*)"
RATE = re.compile(NUMBER + r"\s+d[ée]p[oô]ts?\s+de\s+dossiers\s+pour\s+100\s?000", re.IGNORECASE)
ABOVE, LEFT, RIGHT = 8, 1, 3  # where the name of the département may stand, around its rate
PAGE = (
    "https://www.banque-france.fr/fr/publications-et-statistiques/publications/"
    "typologie-du-surendettement-des-menages-2025"
)
NAMES = (
    "01 Ain,02 Aisne,03 Allier,04 Alpes-de-Haute-Provence,05 Hautes-Alpes,06 Alpes-Maritimes,07 Ardèche,08 Ardennes,"
    "09 Ariège,10 Aube,11 Aude,12 Aveyron,13 Bouches-du-Rhône,14 Calvados,15 Cantal,16 Charente,17 Charente-Maritime,"
    "18 Cher,19 Corrèze,2A Corse-du-Sud,2B Haute-Corse,21 Côte-d'Or,22 Côtes-d'Armor,23 Creuse,24 Dordogne,25 Doubs,"
    "26 Drôme,27 Eure,28 Eure-et-Loir,29 Finistère,30 Gard,31 Haute-Garonne,32 Gers,33 Gironde,34 Hérault,"
    "35 Ille-et-Vilaine,36 Indre,37 Indre-et-Loire,38 Isère,39 Jura,40 Landes,41 Loir-et-Cher,42 Loire,43 Haute-Loire,"
    "44 Loire-Atlantique,45 Loiret,46 Lot,47 Lot-et-Garonne,48 Lozère,49 Maine-et-Loire,50 Manche,51 Marne,"
    "52 Haute-Marne,53 Mayenne,54 Meurthe-et-Moselle,55 Meuse,56 Morbihan,57 Moselle,58 Nièvre,59 Nord,60 Oise,61 Orne,"
    "62 Pas-de-Calais,63 Puy-de-Dôme,64 Pyrénées-Atlantiques,65 Hautes-Pyrénées,66 Pyrénées-Orientales,67 Bas-Rhin,"
    "68 Haut-Rhin,69 Rhône,70 Haute-Saône,71 Saône-et-Loire,72 Sarthe,73 Savoie,74 Haute-Savoie,75 Paris,"
    "76 Seine-Maritime,77 Seine-et-Marne,78 Yvelines,79 Deux-Sèvres,80 Somme,81 Tarn,82 Tarn-et-Garonne,83 Var,"
    "84 Vaucluse,85 Vendée,86 Vienne,87 Haute-Vienne,88 Vosges,89 Yonne,90 Territoire de Belfort,91 Essonne,"
    "92 Hauts-de-Seine,93 Seine-Saint-Denis,94 Val-de-Marne,95 Val-d'Oise,971 Guadeloupe,972 Martinique,973 Guyane,"
    "974 La Réunion,976 Mayotte"
)

SOURCE = Source(
    id="banque_de_france_surendettement",
    titre="Typologie du surendettement des ménages, indicateurs par département",
    titre_court="surendettement",
    producteur="Banque de France",
    licence="Non précisée par le fichier",
    page=PAGE,
    mention="Banque de France, typologie du surendettement des ménages {millesime}",
    champ="Dossiers déposés dans l'année, pour 100\u202f000 habitants de 15 ans et plus",
    verification="documentation",
    fichiers=(SourceFile("2025", PAGE, None, a_deposer=True),),
    variables=(
        Variable(
            "surendettement_depots_100000",
            "Dossiers de surendettement déposés pour 100 000 habitants de 15 ans et plus",
            SHEET,
            "publiee",
            (0, 2000),
        ),
    ),
)


def recognise(document: Document) -> str | None:
    """Return « 2025 » for a regional workbook that has the sheet of indicators, else None."""
    return "2025" if document.kind == "classeur" and SHEET in document.sheets else None


def read(document: Document, millesime: str) -> pd.DataFrame:
    """Return the rate of each département whose name stands above it in the sheet.

    Raises DataError when a rate has no département, when one has two, or when none is found.
    """
    table = document.table(sheet=SHEET)
    cells = [list(table.columns), *table.to_numpy().tolist()]
    found: dict[str, float] = {}
    for row, column, value in _rates(cells):
        code = _department(cells, row, column)
        if code is None or found.get(code, value) != value:
            where = f"{document.name}, ligne {row + 1}, colonne {column + 1} : {value:g}"
            raise DataError("Un taux de surendettement ne trouve pas son département", where, _REMEDY)
        found[code] = value
    if not found:
        raise DataError("Aucun taux de surendettement dans ce classeur", document.name, _REMEDY)
    rows = pd.DataFrame({"code": list(found), "valeur": [float(value) for value in found.values()]})
    return contract(
        rows.assign(niveau=Level.DEPARTEMENT.value, statut=Status.OK.value, variable="surendettement_depots_100000"),
        SOURCE,
        millesime,
    )


def _rates(cells: list[list[str]]) -> list[tuple[int, int, float]]:
    return [
        (row, column, float(re.sub(r"\D", "", found[1])))
        for row, line in enumerate(cells)
        for column, cell in enumerate(line)
        if (found := RATE.search(cell))
    ]


def _department(cells: list[list[str]], row: int, column: int) -> str | None:
    for line in range(row, max(-1, row - ABOVE - 1), -1):
        for near in range(max(0, column - LEFT), min(len(cells[line]), column + RIGHT)):
            code = CODES.get(_plain(cells[line][near]))
            if code:
                return code
    return None


def _plain(text: str) -> str:
    flat = "".join(sign for sign in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(sign))
    return " ".join(re.sub(r"[^a-z]+", " ", flat).split())


CODES = {_plain(entry.partition(" ")[2]): entry.partition(" ")[0] for entry in NAMES.split(",")}
_REMEDY = "Le producteur a changé sa présentation : signalez-le aux auteurs de l'application. Rien n'a été modifié."
