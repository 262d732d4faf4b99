"""``python3 lancer.py --test``: every check of the project, the test suite last."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from lanceur.installation import APPLICATION, TESTS, prepare
from lanceur.problem import Problem, say

CHECKS = {
    "ruff check": ("-m", "ruff", "check", "."),
    "ruff format": ("-m", "ruff", "format", "--check", "."),
    "lint-imports": ("-c", "from importlinter.cli import lint_imports_command as check; check()"),
}
# A worker that has nothing left takes half of what waits at the other: all the journeys once waited at one of the two.
PYTEST = ("-m", "pytest", "-n", "2", "--dist", "worksteal")
VARIABLE = "BOUSSOLE_CHROMIUM"
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")
MAC = ("Google Chrome", "Chromium", "Microsoft Edge")
WINDOWS = ("Google/Chrome/Application/chrome.exe", "Chromium/Application/chrome.exe")
WINDOWS_EDGE = "Microsoft/Edge/Application/msedge.exe"
WINDOWS_FOLDERS = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")


def run_checks(root: Path, extra: list[str]) -> int:
    """Run every check, even after a failure; pytest comes last and ``extra`` goes to it; return the exit code."""
    python = prepare(root, APPLICATION, TESTS)
    browser = chromium(os.environ)
    env = os.environ | ({VARIABLE: browser} if browser else {})
    if not browser:
        say("Aucun navigateur Chromium, Chrome ou Edge trouvé : les essais dans un navigateur sont passés.")
        extra = ["-m", "not navigateur", *extra]
    results = {}
    for name, arguments in CHECKS.items():
        say(f"\n== {name}")
        results[name] = subprocess.run([str(python), *arguments], cwd=root, env=env).returncode
    say("\n== Bilan avant pytest")
    for name, code in results.items():
        say(f"{name} : {'échec' if code else 'réussi'}")
    say("\n== pytest")
    code = subprocess.run([str(python), *PYTEST, *extra], cwd=root, env=env).returncode
    return 1 if code or any(results.values()) else 0


def chromium(env: Mapping[str, str]) -> str:
    """Return a Chromium browser of this machine, empty when there is none; none is a Problem in CI."""
    chosen = env.get(VARIABLE, "")
    if chosen and not Path(chosen).is_file():
        remedy = f"corrigez la variable {VARIABLE}, ou retirez-la pour laisser chercher le navigateur"
        raise Problem("Le navigateur indiqué n'existe pas", chosen, remedy)
    found = chosen or next((path for path in map(shutil.which, NAMES) if path), None) or usual_place(env)
    if not found and env.get("CI") == "true":
        raise Problem("Aucun navigateur pour les essais", "intégration continue", "installez chromium (voir .ci/run)")
    return found


def usual_place(env: Mapping[str, str]) -> str:
    """Look where Windows and macOS keep the browsers, which are not on the PATH there."""
    places = [Path("/Applications", f"{name}.app", "Contents", "MacOS", name) for name in MAC]
    for name in (*WINDOWS, WINDOWS_EDGE):
        places += [Path(env[folder], name) for folder in WINDOWS_FOLDERS if folder in env]
    return next((str(place) for place in places if place.is_file()), "")
