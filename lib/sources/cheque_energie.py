"""ASP, households that were sent a « chèque énergie »: our own model file (``data/partenaires``), filled by its holder.

No official file by commune or département is published as far as we know: nothing is downloaded, and the header read is
that of the file which the application hands out with the letter of request.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from lib.model import Break, DataError, Source, SourceFile, Status, Variable
from lib.partner_models import load_partner_models
from lib.readers import Document
from lib.tables.partner_file import answered, counts, located

MODEL = "cheque_energie"
SENT, USED = "cheque_energie_envoyes", "cheque_energie_utilises"
MILLESIMES = tuple(str(year) for year in range(2018, 2027))
COG = 2026  # the codes are those that the application wrote in the file
PAGE = "https://chequeenergie.gouv.fr/"

SOURCE = Source(
    id="cheque_energie",
    titre="Chèque énergie, ménages destinataires (modèle de fichier rempli par le détenteur)",
    titre_court="chèque énergie",
    producteur="Agence de services et de paiement",
    licence="Non précisée : selon l'accord de qui a transmis les chiffres",
    page=PAGE,
    mention="Agence de services et de paiement, chèque énergie {millesime}, chiffres transmis sur notre modèle",
    champ="Ménages sous le plafond de revenu du chèque énergie",
    verification="modele",
    partenaire=True,
    fichiers=tuple(SourceFile(year, PAGE, COG, a_deposer=True) for year in MILLESIMES),
    variables=(
        Variable("menages_cheque_energie", "Ménages à qui un chèque énergie a été envoyé", SENT),
        Variable("menages_cheque_energie_utilise", "Ménages qui ont utilisé leur chèque énergie", USED),
    ),
    ruptures=(
        Break(
            "2023",
            "2024",
            "La taxe d'habitation ne sert plus à repérer les destinataires : ceux de 2023 sont repris, les nouveaux "
            "ménages doivent faire une demande.",
        ),
        Break(
            "2024",
            "2025",
            "Les destinataires sont repérés par leur compteur électrique et leur revenu ; les autres ménages doivent "
            "faire une demande.",
        ),
    ),
)


def recognise(document: Document) -> str | None:
    """Return the latest year of a filled model of the « chèque énergie », whatever else it asks for, else None."""
    place = located(document, SENT)
    if place is None:
        return None
    written = document.table(sheet=place[0], header=place[1])["millesime"].str.strip()
    return max(set(written) & set(MILLESIMES), default=MILLESIMES[-1])


def read(document: Document, millesime: str) -> pd.DataFrame:
    """Return the households of every line filled, for each year of the file, small counts hidden.

    The use made of the cheques is hidden too when the households that did not use theirs are few. Raises DataError when
    no line is filled, or when more cheques were used than sent.
    """
    model = load_partner_models()[MODEL]
    place = located(document, SENT) or ("", 0)
    table = answered(document, place, model, SOURCE, SENT)
    if table.empty:
        raise DataError("Aucun ménage n'est écrit dans ce fichier", f"{document.name}, colonne {SENT}", _TO_FILL)
    columns = {"menages_cheque_energie": SENT}
    if USED in table.columns:
        columns["menages_cheque_energie_utilise"] = USED
    rows = counts(table, document, model, SOURCE, columns)
    return _hide_small_rest(rows, model.seuil, document.name) if USED in table.columns else rows


def _hide_small_rest(rows: pd.DataFrame, threshold: int, where: str) -> pd.DataFrame:
    """Hide the cheques used when those left unused are few: a subtraction would give them."""
    size = len(rows) // 2  # the cheques sent, then those used, in the same order
    values = rows["valeur"].to_numpy()
    rest = values[:size] - values[size:]
    if (rest < 0).any():
        row = rows[size:][rest < 0].iloc[0]
        told = f"{where}, {row['niveau']} {row['code']} en {row['millesime']}"
        raise DataError("Plus de chèques utilisés que de chèques envoyés", told, _TO_FILL)
    few = np.concatenate([np.zeros(size, dtype=bool), (rest > 0) & (rest < threshold)])
    return rows.assign(valeur=rows["valeur"].mask(few), statut=rows["statut"].mask(few, Status.SECRET.value))


_TO_FILL = "Demandez à qui l'a rempli de le vérifier. Les chiffres déjà publiés restent en place."
