"""The shares of a whole as CSV: one line per territory, part and millesime, in the columns of the other CSV files."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from lib.exports.csv_table import HEAD, safe
from lib.formats import csv_number
from lib.model import Source, Territory
from lib.observation import Observation


def shares_csv(
    rows: Iterable[tuple[Territory, Observation]], counted: str, sources: dict[str, Source], unit: str = "pourcent"
) -> bytes:
    """Return the figures as a CSV file; a value that is not shown stays empty beside its status."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEAD)
    for area, seen in rows:
        source = sources[seen.source]
        cells = {
            "niveau": area.level.value, "code": area.code, "territoire": area.name, "indicateur": seen.indicator,
            "libelle": f"{seen.indicator} ({counted})", "unite": unit, "millesime": seen.millesime,
            "valeur": csv_number(seen.value), "statut": seen.status.value, "numerateur": csv_number(seen.numerator),
            "denominateur": csv_number(seen.denominator), "source": source.id,
            "mention": source.cited(seen.millesime, seen.geography), "geographie": str(seen.geography or ""),
            "licence": source.licence,
        }  # fmt: skip
        writer.writerow(safe(cells.get(name, "")) for name in HEAD)
    return text.getvalue().encode("utf-8-sig")
