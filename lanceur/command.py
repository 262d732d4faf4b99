"""The command line of the launcher, in French."""

import argparse
import os
import signal
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NoReturn

from lanceur import application, checks, process
from lanceur.installation import APPLICATION, prepare
from lanceur.problem import Problem, say, system_refusal

DESCRIPTION = "Installe la boussole sociale au premier lancement, puis l'ouvre dans le navigateur."
EXAMPLES = (
    "Exemples : python3 lancer.py --port 9000 · python3 lancer.py donnees --departement 38 · "
    "python3 lancer.py --test -- -k territoires"
)
DATA, AGAIN, SAVE, RESTORE = "donnees", "recalculer", "sauvegarder", "restaurer"
DATA_HELP = (
    "« python3 lancer.py donnees » va chercher les fichiers officiels, les contrôle et met les chiffres à jour ; "
    "« python3 lancer.py donnees --aide » affiche ses options ; "
    "« python3 lancer.py recalculer » refait les indicateurs après un changement de data/catalogue/"
)
KEEP_HELP = (
    "« python3 lancer.py sauvegarder [fichier] » copie ce que vous avez écrit (brouillons, commentaires, zones), même "
    "quand la boussole est ouverte ; « python3 lancer.py restaurer fichier » le remet en place et garde l'état d'avant"
)
HELP = "tapez « python3 lancer.py --aide » pour voir les options"
SHARED = (
    "Attention : à l'adresse {}, d'autres postes du réseau peuvent ouvrir la boussole et voir ses données.\n"
    "Ne le faites que sur un réseau de confiance, avec l'accord de votre correspondant informatique."
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
        super().add_usage(usage, actions, groups, prefix or "Utilisation : ")


class FrenchParser(argparse.ArgumentParser):
    """A parser whose refusals are a Problem in French."""

    def error(self, message: str) -> NoReturn:
        """Raise instead of printing the English message."""
        raise Problem("Cette commande n'est pas comprise", " ".join(sys.argv), HELP)


def unbroken(text: str) -> str:
    """Return a text whose quotes and semicolons stay on the line of their words."""
    for broken, whole in (("« ", "«\N{NO-BREAK SPACE}"), (" »", "\N{NO-BREAK SPACE}»"), (" ;", "\N{NO-BREAK SPACE};")):
        text = text.replace(broken, whole)
    return text


def parser() -> FrenchParser:
    """Return the description of the options."""
    found = FrenchParser(
        prog="python3 lancer.py",
        description=DESCRIPTION,
        epilog=EXAMPLES,
        formatter_class=FrenchFormatter,
        add_help=False,
        allow_abbrev=False,
    )
    options = found.add_argument_group("Options\N{NO-BREAK SPACE}")
    options.add_argument("-h", "--aide", action="help", help="affiche cette aide")
    options.add_argument("--port", metavar="N", help="port d'écoute (8501 s'il est libre, sinon le suivant)")
    options.add_argument(
        "--adresse",
        metavar="ADRESSE",
        default=application.DEFAULT_ADDRESS,
        help="adresse d'écoute ; par défaut %(default)s : le poste lui-même, personne d'autre",
    )
    options.add_argument("--sans-navigateur", action="store_true", help="n'ouvre pas le navigateur")
    options.add_argument("--test", action="store_true", help="passe tous les essais ; ce qui suit « -- » va à pytest")
    found.add_argument_group("Données\N{NO-BREAK SPACE}", unbroken(DATA_HELP))
    found.add_argument_group("Sauvegarde\N{NO-BREAK SPACE}", unbroken(KEEP_HELP))
    return found


def port_number(text: str | None) -> int | None:
    """Read the port typed by the user."""
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and 1024 <= int(text) <= 65535):
        raise Problem("Le port est un nombre entier de 1024 à 65535", f"--port {text}", "par exemple : --port 9000")
    return int(text)


def open_application(root: Path, options: argparse.Namespace) -> int:
    """Install if need be, then serve the application, or only show it when it is already open."""
    address, browser = options.adresse, not options.sans_navigateur
    port, already_open = application.choose_port(address, port_number(options.port))
    if already_open:
        say(f"La boussole est déjà ouverte : {application.url(address, port)}")
        if browser:
            application.open_browser(application.url(address, port))
        return 0
    if address not in application.LOCAL:
        say(SHARED.format(address))
    return application.serve(prepare(root, APPLICATION), root, address, port, browser=browser)


def collect(root: Path, arguments: list[str]) -> int:
    """Install if need be, then collect official files, or make indicators again, in this terminal; return its code."""
    command = [str(prepare(root, APPLICATION)), "-m", "lib.build", *arguments]
    collection = subprocess.Popen(command, cwd=root, env=os.environ | {"PYTHONIOENCODING": "utf-8"})
    try:
        code = collection.wait()
    finally:
        process.stop(collection)
    if code < 0:
        remedy = "fermez les logiciels inutiles, puis relancez la même commande : elle reprendra où elle en était"
        raise Problem(f"Le système a arrêté la collecte (signal {-code}), souvent faute de mémoire", root, remedy)
    return code


def keep(root: Path, arguments: list[str]) -> int:
    """Install if need be, then save or restore what users wrote; a file is named from the folder of the terminal."""
    step, *files = arguments
    if any(name.startswith("-") for name in files) or len(files) > 1 or (step == RESTORE and not files):
        raise Problem("Cette commande n'est pas comprise", " ".join(arguments), HELP)
    places = [str(Path(name).resolve()) for name in files]
    command = [str(prepare(root, APPLICATION)), "-m", "lib.database", step, *places]
    return subprocess.run(command, cwd=root, env=os.environ | {"PYTHONIOENCODING": "utf-8"}).returncode


def run(root: Path, arguments: list[str]) -> int:
    """Run one command and return its exit code: every failure is a French sentence, never a traceback."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    cut = arguments.index("--") if "--" in arguments else len(arguments)
    try:
        if arguments[:1] in ([DATA], [AGAIN]):
            return collect(root, arguments)
        if arguments[:1] in ([SAVE], [RESTORE]):
            return keep(root, arguments)
        options = parser().parse_args(arguments[:cut])
        if options.test:
            return checks.run_checks(root, arguments[cut + 1 :])
        if cut < len(arguments):
            raise Problem("Des options suivent « -- » sans --test", " ".join(arguments), HELP)
        return open_application(root, options)
    except Problem as problem:
        failure = problem
    except OSError as error:
        failure = system_refusal(error, root)
    except KeyboardInterrupt:
        say("\nArrêté à votre demande. Relancez la même commande : elle reprendra où elle en était.")
        return 130
    sys.stderr.write(f"{failure}\n")
    return 1
