"""DREES, survey OARSA: guidance and contracts of RSA recipients by département (2015 to 2018), rates in percent."""

from __future__ import annotations

import re

import pandas as pd

from lib.model import DataError, Level, Source, SourceFile, Status, Variable
from lib.readers import Document
from lib.tables.cells import contract
from lib.tables.drees import department_codes, melted, one_rhone, year_columns

# Number of the table, end of its title, ours, what it measures.
SHEETS = (
    (
        "B1",
        r"personnes orientées parmi les personnes soumises aux droits et devoirs$",
        "part_orientes",
        "Part des personnes orientées parmi les bénéficiaires du RSA soumis aux droits et devoirs",
    ),
    (
        "B5",
        r"orientées vers Pôle emploi parmi .* et orientées$",
        "part_orientes_emploi",
        "Part des personnes orientées vers Pôle emploi parmi les personnes orientées",
    ),
    (
        "B7",
        r"orientées vers le conseil départemental ou territorial parmi",
        "part_orientes_departement",
        "Part des personnes orientées vers le Département parmi les personnes orientées",
    ),
    (
        "B9",
        r"ayant un CER parmi .* autre que Pôle emploi$",
        "part_contrat_engagement",
        "Part des personnes ayant un contrat parmi celles orientées ailleurs que vers Pôle emploi",
    ),
)
HEAD = "Département/territoire"
YEARS = ("2015", "2016", "2017", "2018")
PAGE = "https://data.drees.solidarites-sante.gouv.fr/explore/?q=OARSA"

SOURCE = Source(
    id="drees_oarsa",
    titre="Orientation et accompagnement des bénéficiaires du RSA (enquête OARSA)",
    titre_court="accompagnement du RSA",
    producteur="DREES",
    licence="Licence Ouverte 2.0",
    page=PAGE,
    mention="DREES, enquête OARSA, 31 décembre {millesime}",
    champ="Bénéficiaires du RSA soumis aux droits et devoirs ; le Rhône et la Métropole de Lyon répondent à part",
    verification="fichier_reel",
    fichiers=tuple(SourceFile(year, PAGE, None, a_deposer=True) for year in YEARS),
    variables=tuple(
        Variable(name, label, f"Tableau {number}", "publiee", (0, 100)) for number, _, name, label in SHEETS
    ),
)


def recognise(document: Document) -> str | None:
    """Return the latest millesime of the workbook, known by the titles of its tables, else None."""
    if document.kind != "classeur" or "Tableau B1" not in document.sheets:
        return None
    return max(YEARS) if re.search(SHEETS[0][1], _title(document, "Tableau B1")) else None


def read(document: Document, millesime: str) -> pd.DataFrame:
    """Return the published rates of every département and year.

    The Rhône and the Métropole de Lyon are two rates: the département 69 has none. « NC » is a null denominator.
    Raises DataError when a table has changed its subject.
    """
    blocks = []
    for number, pattern, variable, _ in SHEETS:
        sheet = f"Tableau {number}"
        header = document.header(HEAD, sheet=sheet) if sheet in document.sheets else None
        if header is None or not re.search(pattern, _title(document, sheet)):
            raise DataError("Un tableau attendu a changé de sujet", f"{document.name}, {sheet}", _REMEDY)
        table = document.table(sheet=sheet, header=header)
        years = {year: at for year, at in year_columns(document.head(sheet)[header]).items() if year in YEARS}
        rows = melted(table, department_codes(table[HEAD]), years, variable, SOURCE.titre_court, _SYMBOLS)
        blocks.append(one_rhone(rows, additive=False))
    return contract(pd.concat(blocks, ignore_index=True).assign(niveau=Level.DEPARTEMENT.value), SOURCE)


def _title(document: Document, sheet: str) -> str:
    rows = document.head(sheet)
    return " ".join(rows[1][1].split()) if len(rows) > 1 and len(rows[1]) > 1 else ""


_SYMBOLS = {"nc": Status.SANS_OBJET}
_REMEDY = "Le producteur a changé son classeur : signalez-le aux auteurs de l'application. Rien n'a été modifié."
