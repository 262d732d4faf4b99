"""La Mednum, index of digital fragility by IRIS (version 2020): a Tableau export without header, codes as numbers."""

from __future__ import annotations

import csv

import pandas as pd

from lib.model import Level, Source, SourceFile, Status, Variable
from lib.readers import Document
from lib.tables.cells import wide

WIDTH = 40
IRIS, IRIS_AGAIN, KIND = 7, 14, 21
KINDS = ("Iris d'habitat", "Iris d'activité", "Iris divers", "Commune non découpée en IRIS")
# Position of each score: the area compared with its département, its EPCI or its region (100 = their mean).
SCORES = (
    ("ifn_departement", "Fragilité numérique, département = 100", 4),
    ("ifn_epci", "Fragilité numérique, intercommunalité = 100", 5),
    ("ifn_region", "Fragilité numérique, région = 100", 6),
    ("ifn_acces_information", "Accès à l'information, département = 100", 22),
    ("ifn_acces_interfaces", "Accès aux interfaces numériques, département = 100", 25),
    ("ifn_competences_administratives", "Compétences administratives, département = 100", 28),
    ("ifn_competences_numeriques", "Compétences numériques et scolaires, département = 100", 31),
)

SOURCE = Source(
    id="mednum_ifn",
    titre="Indice de fragilité numérique par IRIS, version 2020",
    titre_court="fragilité numérique",
    producteur="La Mednum",
    licence="Non précisée par le fichier",
    page="https://infos.fragilite-numerique.fr/ressources-cgu",
    mention="La Mednum, indice de fragilité numérique, version {millesime}",
    champ="IRIS et communes non découpées, situés par rapport à leur propre territoire",
    verification="fichier_reel",
    fichiers=(SourceFile("2020", "https://infos.fragilite-numerique.fr/ressources-cgu", 2020, a_deposer=True),),
    variables=tuple(Variable(name, label, f"colonne {rank + 1}", "publiee") for name, label, rank in SCORES),
)


def recognise(document: Document) -> str | None:
    """Return « 2020 » when the lines have the 40 fields of the export, the IRIS written twice; else None."""
    if document.kind != "texte":
        return None
    rows = document.head()
    good = [row for row in rows if len(row) == WIDTH and row[IRIS] == row[IRIS_AGAIN] and row[KIND] in KINDS]
    return "2020" if rows and len(good) == len(rows) else None


def read(document: Document, millesime: str) -> pd.DataFrame:
    """Return the scores of every IRIS. A score of exactly 0 stands for an absent component: it is not available."""
    with document.path.open(encoding=document.encoding, newline="") as stream:
        rows = [row for row in csv.reader(stream, delimiter=document.separator) if len(row) == WIDTH]
    table = pd.DataFrame(rows, columns=[str(rank) for rank in range(WIDTH)])
    table = table.assign(code=table[str(IRIS)].str.zfill(9))
    return wide(
        table, SOURCE, millesime, code="code", level=Level.IRIS, columns={name: str(rank) for name, _, rank in SCORES},
        symbols={"0": Status.NON_DISPONIBLE},
    )  # fmt: skip
