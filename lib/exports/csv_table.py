"""CSV for French spreadsheets: semicolon, decimal comma, UTF-8 with BOM, one observation per line.

Each line says on its own where it comes from: title of the block, day it was taken, permanent address. Nothing
stands above the names of the columns, so that spreadsheets and pandas read the file as it is.
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from lib.catalog import Catalog
from lib.exports.caption import Caption, Sources, code, source_of
from lib.model import PEER_GROUP, Territory
from lib.observation import Observation
from lib.zones import range_words

COLUMNS = {
    "niveau": "Niveau du territoire : iris, commune, ept, epci, departement, region, france, qpv ou zone.",
    "code": "Code officiel du territoire (texte : le zéro de tête compte).",
    "territoire": "Nom du territoire.",
    "indicateur": "Identifiant permanent du chiffre ; le lexique en donne la définition.",
    "libelle": "Titre du chiffre.",
    "unite": "Unité de la valeur : effectif, pourcent, euros…",
    "millesime": "Année, ou années, que décrit le chiffre.",
    "valeur": "Le chiffre. Vide quand il n'est pas connu ou pas publiable : jamais un zéro.",
    "statut": "ok, fragile, arrondi, estime, secret, non_diffuse, non_disponible, sans_objet ou non_calculable.",
    "etendue": "Du plus faible au plus élevé des morceaux d'une zone, quand le chiffre ne s'additionne pas.",
    "numerateur": "Effectif du haut de la fraction, quand le chiffre est un rapport.",
    "denominateur": "Effectif du bas de la fraction, quand le chiffre est un rapport.",
    "source": "Identifiant de la source.",
    "mention": "Mention à citer avec le chiffre.",
    "geographie": "Année du code officiel géographique des données.",
    "licence": "Licence de réutilisation.",
    "titre": "Titre du bloc ou du lot d'où vient la ligne.",
    "extrait_le": "Jour où la ligne a été extraite (année-mois-jour).",
    "adresse": "Adresse permanente qui rouvre la même vue dans la boussole.",
}
HEAD = tuple(COLUMNS)
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
DIGITS = 12  # of a number
NUMBER = re.compile(r"-?[0-9]+(,[0-9]+)?")


def to_csv(
    caption: Caption, rows: Iterable[tuple[Territory, Observation]], catalog: Catalog, sources: Sources
) -> bytes:
    """Return the observations as a CSV file; a value that is not shown stays empty beside its status."""
    origin = (caption.title, caption.date.isoformat(), caption.address)
    return table(HEAD, ((*_cells(area, seen, catalog, sources), *origin) for area, seen in rows))


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return any table of texts as a CSV file, what would run as a formula neutralised."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([safe(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _cells(area: Territory, seen: Observation, catalog: Catalog, sources: Sources) -> tuple[str, ...]:
    indicator = catalog.indicators[seen.indicator]
    source = source_of(seen, catalog, sources)
    figures = (seen.value, seen.numerator, seen.denominator) if seen.status.has_value else (None, None, None)
    value, numerator, denominator = map(csv_number, figures)
    return (
        PEER_GROUP if area.kind == PEER_GROUP else area.level.value,
        code(area),
        area.name,
        indicator.id,
        indicator.titre,
        indicator.unite,
        seen.millesime,
        value,
        seen.status.value,
        range_words(seen.spread, indicator.unite) if seen.spread else "",
        numerator,
        denominator,
        source.id,
        source.cited(seen.millesime, seen.geography) if seen.millesime else source.titre,
        str(seen.geography or ""),
        source.licence,
    )


def safe(cell: str) -> str:
    """Neutralise text that a spreadsheet would run as a formula; numbers keep their sign."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) and not NUMBER.fullmatch(cell) else cell


def csv_number(value: float | None) -> str:
    """Write a number for a CSV file: decimal comma, no thousands separator, empty when unknown.

    Twelve digits are kept: 10199.8, not 10199.800000000001, which a sum left in binary.
    """
    if value is None or math.isnan(value):
        return ""
    return str(int(value)) if value == int(value) else f"{Decimal(f'{value:.{DIGITS}g}'):f}".replace(".", ",")
