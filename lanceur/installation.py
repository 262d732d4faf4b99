"""Creates ``.venv`` and fills it; says at each start, without network, whether it is complete and sound."""

import collections
import contextlib
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from lanceur import process
from lanceur.problem import Problem, disk_full, last_lines, say

MINIMUM = (3, 11)
FREE_BYTES = 1.5e9
ALMOST_NOTHING = 50e6  # below, a failure of the venv module, which hides its cause, is a full disk
APPLICATION, TESTS = "application", "essais"
NEEDED = {APPLICATION: ("requirements.txt",), TESTS: ("requirements.txt", "tests/requirements.txt")}
PIP_OPTIONS = ("--disable-pip-version-check", "--no-input", "--retries", "3", "--timeout", "20")
PIP_STEP = re.compile(
    r"(?:Collecting|Requirement already satisfied:) (?P<name>[\w.-]+)==|Processing .*[/\\](?P<file>[\w.]+)-.*\.whl"
)
NO_SPACE = re.compile(r"No space left on device|Errno 28|not enough space on the disk|Disk quota exceeded")
NETWORK = re.compile(
    r"NewConnectionError|NameResolutionError|ConnectTimeout|ReadTimeout|ProxyError|SSLError|ConnectionResetError"
    r"|Connection aborted|Connection broken|IncompleteRead|Network is unreachable|getaddrinfo failed"
    r"|Temporary failure in name resolution|Wheel .* is invalid|DO NOT MATCH THE HASHES"
)


def prepare(root: Path, *kinds: str) -> Path:
    """Return the environment's Python, created or completed if need be; no network when nothing has changed."""
    venv = root / ".venv"
    version = venv_version(venv)
    sound = version and stamp(venv, APPLICATION).is_file() and not in_progress(venv).exists()
    if sound and all(is_installed(root, kind, version) for kind in kinds):
        return venv_python(venv)
    check_room(root)
    if not sound:
        if venv.exists():
            say("L'environnement .venv est incomplet ou ne fonctionne plus : il est refait.")
        create_venv(venv)
        version = venv_version(venv)
    for kind in kinds:
        if not is_installed(root, kind, version):
            install(root, kind, version)
    return venv_python(venv)


def venv_python(venv: Path, system: str = os.name) -> Path:
    """Return the Python of an environment; its place depends on the system."""
    return venv / "Scripts" / "python.exe" if system == "nt" else venv / "bin" / "python"


def venv_version(venv: Path) -> str:
    """Return « 3.11 » when the environment's Python answers and is the one it was made for, else an empty string."""
    question = "import sys; print('%d.%d' % sys.version_info[:2])"
    command = [str(venv_python(venv)), "-I", "-c", question]
    try:
        config = (venv / "pyvenv.cfg").read_text(encoding="utf-8", errors="replace")
        answer = subprocess.run(command, capture_output=True, text=True, timeout=60).stdout.strip()
    except (OSError, subprocess.SubprocessError):
        return ""
    made_for = re.search(r"^version\S* *= *(\d+\.\d+)", config, re.MULTILINE)
    if made_for is None or made_for.group(1) != answer:
        return ""
    return answer if tuple(int(part) for part in answer.split(".")) >= MINIMUM else ""


def fingerprint(root: Path, kind: str, version: str) -> str:
    """Identify what an installation must hold: its requirement files and the version of Python."""
    digest = hashlib.sha256(version.encode())
    for name in NEEDED[kind]:
        digest.update((root / name).read_bytes())
    return digest.hexdigest()


def stamp(venv: Path, kind: str) -> Path:
    """Return the file that a complete installation writes last."""
    return venv / f"boussole-{kind}.txt"


def in_progress(venv: Path) -> Path:
    """Return the file that exists during an installation, and after one that was cut short."""
    return venv / "boussole-installation-en-cours.txt"


def is_installed(root: Path, kind: str, version: str) -> bool:
    """Tell whether this installation went to its end with the requirement files of today."""
    mark = stamp(root / ".venv", kind)
    return mark.is_file() and mark.read_text(encoding="utf-8") == fingerprint(root, kind, version)


def check_room(root: Path) -> None:
    """Raise when the folder cannot be written (OSError) or when its disk is nearly full (Problem)."""
    free = shutil.disk_usage(root).free
    if free < FREE_BYTES:
        raise disk_full(root, f" : il y reste {free / 1e9:.1f} Go, il en faut 1,5".replace(".", ","))
    try:
        tempfile.TemporaryFile(dir=root).close()
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(root)) from error


def create_venv(venv: Path) -> None:
    """Create the environment from nothing, with the Python that runs this file."""
    if any(importlib.util.find_spec(module) is None for module in ("venv", "ensurepip")):
        raise Problem(
            "Il manque à Python de quoi créer un environnement (modules venv et ensurepip)",
            sys.executable,
            "sous Debian ou Ubuntu, tapez « sudo apt install python3-venv », puis relancez la même commande",
        )
    say("Création de l'environnement Python (dossier .venv)…")
    base = getattr(sys, "_base_executable", sys.executable)  # never a Python living in the folder about to be emptied
    command = [base, "-m", "venv", "--clear", str(venv)]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", errors="replace")
    if done.returncode == 0 and venv_version(venv):
        return
    lines = last_lines(done.stdout.splitlines())
    if NO_SPACE.search(done.stdout) or shutil.disk_usage(venv.parent).free < ALMOST_NOTHING:
        raise disk_full(venv, lines=lines)
    remedy = f"fermez les autres fenêtres de la boussole, supprimez le dossier {venv}, puis relancez la même commande"
    raise Problem("L'environnement Python n'a pas pu être créé", venv, remedy, lines)


def install(root: Path, kind: str, version: str) -> None:
    """Install one list of libraries, then write its stamp: last, so that an installation cut short is seen."""
    venv = root / ".venv"
    in_progress(venv).touch()
    with contextlib.suppress(FileNotFoundError):
        stamp(venv, kind).unlink()
    listed = [line for name in NEEDED[kind] for line in (root / name).read_text(encoding="utf-8").splitlines()]
    total = sum("==" in line for line in listed)
    say(f"Installation de {total} bibliothèques : quelques minutes cette fois, plus rien à télécharger ensuite.")
    command = [str(venv_python(venv)), "-I", "-m", "pip", "install", *PIP_OPTIONS, "-r", NEEDED[kind][-1]]
    code, lines = follow_pip(command, root, total)
    if code:
        raise pip_problem(lines, root)
    if hasattr(os, "sync"):
        os.sync()  # a power cut must not keep the stamp and lose the libraries
    stamp(venv, kind).write_text(fingerprint(root, kind, version), encoding="utf-8")
    in_progress(venv).unlink()


def follow_pip(command: list[str], root: Path, total: int) -> tuple[int, list[str]]:
    """Run pip and say its progress in French; return its exit code and its last lines."""
    lines: collections.deque[str] = collections.deque(maxlen=200)
    seen: set[str] = set()
    pip = process.start(command, root)
    try:
        for line in pip.stdout or ():
            lines.append(line.rstrip())
            found = PIP_STEP.match(line)
            name = found and (found["name"] or found["file"])
            if name and name not in seen:
                seen.add(name)
                say(f"  {len(seen)}/{total} {name}")
            elif line.startswith("Installing collected packages"):
                say("  Mise en place des bibliothèques…")
        return pip.wait(), list(lines)
    finally:
        process.stop(pip)


def pip_problem(lines: list[str], root: Path) -> Problem:
    """Say in French why pip failed."""
    text, useful = "\n".join(lines), last_lines(lines)
    if NO_SPACE.search(text):
        return disk_full(f"{root}, ou le dossier temporaire {tempfile.gettempdir()}", lines=useful)
    if "CERTIFICATE_VERIFY_FAILED" in text:
        remedy = "demandez au service informatique le certificat de son serveur mandataire (fichier .pem ou .crt), "
        remedy += "donnez son chemin dans la variable PIP_CERT, puis relancez la même commande"
        return Problem("Le certificat du serveur de téléchargement n'est pas reconnu", "réseau", remedy, useful)
    if NETWORK.search(text):
        return Problem(
            "Le réseau n'a pas répondu pendant l'installation",
            "téléchargement des bibliothèques Python",
            "vérifiez l'accès à internet (ou le serveur mandataire : variable HTTPS_PROXY), puis relancez la même "
            "commande : l'installation reprendra, sans refaire les téléchargements terminés",
            useful,
        )
    remedy = "relancez la même commande ; si cela recommence, transmettez ces lignes à votre correspondant informatique"
    return Problem("Les bibliothèques n'ont pas pu être installées", root / "requirements.txt", remedy, useful)
