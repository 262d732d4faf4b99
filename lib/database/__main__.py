"""Command line of the local base: ``python -m lib.database sauvegarder [fichier]`` and ``… restaurer fichier``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from lib.database import backup
from lib.database.connection import open_database
from lib.formats import plural
from lib.model import DataError
from lib.settings import load_settings


def parser() -> argparse.ArgumentParser:
    """Return the description of the options, in French."""
    found = argparse.ArgumentParser(prog="python3 lancer.py", description="Garde ce que vous avez écrit.")
    steps = found.add_subparsers(dest="etape", required=True, metavar="étape")
    kept = steps.add_parser("sauvegarder", help="copier dans un fichier tout ce que vous avez écrit, même en service")
    kept.add_argument("fichier", nargs="?", type=Path, help="par défaut, un fichier daté dans local/sauvegardes/")
    back = steps.add_parser("restaurer", help="remettre une sauvegarde en place ; l'état actuel est gardé à côté")
    back.add_argument("fichier", type=Path)
    return found


def main(arguments: list[str] | None = None) -> int:
    """Run one step; return 0, or 1 when something was refused, after a message in French."""
    options = parser().parse_args(arguments)
    try:
        if options.etape == "sauvegarder":
            _save(options.fichier)
        else:
            _restore(options.fichier)
    except DataError as error:
        sys.stderr.write(f"{error.what}.\nOù : {error.where}\nQue faire : {error.remedy}\n")
        return 1
    return 0


def _save(target: Path | None) -> None:
    database = open_database(load_settings().base)
    try:
        path, count = backup.save(database, target)
    finally:
        database.close()
    sys.stdout.write(f"Sauvegarde faite et relue : {plural(count, 'écrit')}.\n{path}\n")


def _restore(source: Path) -> None:
    done = backup.restore(load_settings().base, source)
    sys.stdout.write(f"Sauvegarde remise en place : {plural(done.count, 'écrit')}.\n")
    if done.aside:
        sys.stdout.write(f"Ce qu'il y avait avant est gardé ici : {done.aside}\n")


if __name__ == "__main__":
    sys.exit(main())
