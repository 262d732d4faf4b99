"""Installs and starts Boussole sociale with Python alone: ``python3 lancer.py`` (``--aide`` lists the options).

This file keeps the syntax of Python 3.6, so that an old Python answers with a sentence and not with a SyntaxError;
the work is in ``lanceur/``, imported once the version is known to be recent enough.
"""

import io
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
MINIMUM = (3, 11)


def open_console() -> None:
    """Make accents printable on every console (cp1252, ASCII): at worst a « ? », never a crash."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace", line_buffering=True)
        elif stream is not None:
            setattr(sys, name, io.TextIOWrapper(stream.detach(), "utf-8", "replace", line_buffering=True))


def too_old(version: tuple, executable: str) -> str:
    """Return the message of a Python older than the application accepts, empty when it is recent enough."""
    if tuple(version[:2]) >= MINIMUM:
        return ""
    number = ".".join(str(part) for part in version[:3])
    return (
        f"\nProblème : Python {number} est trop ancien pour la boussole, qui demande Python 3.11 ou plus récent.\n"
        f"Où : {executable}\n"
        "Que faire : installez un Python récent (www.python.org/downloads), puis relancez la même commande avec lui,\n"
        "par exemple « python3.12 lancer.py »."
    )


def main(arguments: list) -> int:
    """Check the version of Python, then hand over; the answer is the exit code."""
    open_console()
    message = too_old(sys.version_info, sys.executable)
    if message:
        print(message, file=sys.stderr)
        return 1
    from lanceur.command import run

    return run(ROOT, arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
