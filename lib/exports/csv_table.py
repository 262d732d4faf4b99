"""CSV for French spreadsheets: semicolon, decimal comma, UTF-8 with BOM, one observation per line."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable

from lib.catalog import Catalog
from lib.formats import csv_number
from lib.model import Source, Territory
from lib.store import Observation

HEAD = (
    "niveau", "code", "territoire", "indicateur", "libelle", "unite", "millesime", "valeur", "statut",
    "numerateur", "denominateur", "source", "mention", "geographie", "licence",
)  # fmt: skip
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
NUMBER = re.compile(r"-?[0-9]+(,[0-9]+)?")


def to_csv(rows: Iterable[tuple[Territory, Observation]], catalog: Catalog, sources: dict[str, Source]) -> bytes:
    """Return the observations as a CSV file; a value that is not shown stays empty beside its status."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEAD)
    for territory, seen in rows:
        indicator = catalog.indicators[seen.indicator]
        source = sources[seen.source or indicator.source]
        figures = (seen.value, seen.numerator, seen.denominator) if seen.status.has_value else (None, None, None)
        value, numerator, denominator = map(csv_number, figures)
        writer.writerow(
            map(
                safe,
                (
                    territory.level.value,
                    territory.code,
                    territory.name,
                    indicator.id,
                    indicator.titre,
                    indicator.unite,
                    seen.millesime,
                    value,
                    seen.status.value,
                    numerator,
                    denominator,
                    source.id,
                    source.cited(seen.millesime, seen.geography),
                    str(seen.geography or ""),
                    source.licence,
                ),
            )
        )
    return text.getvalue().encode("utf-8-sig")


def safe(cell: str) -> str:
    """Neutralise text that a spreadsheet would run as a formula; numbers keep their sign."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) and not NUMBER.fullmatch(cell) else cell
