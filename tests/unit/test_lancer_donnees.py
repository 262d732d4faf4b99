"""``python3 lancer.py donnees``: installs like the application, hands over to the collection, stops in French."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from lanceur import command, installation
from lanceur.installation import APPLICATION

ROOT = Path(__file__).resolve().parents[2]
LAUNCH = """
import sys
from pathlib import Path
from lanceur import command
command.prepare = lambda *wanted: Path(sys.executable)
sys.exit(command.run(Path(sys.argv[1]), ["donnees", *sys.argv[2:]]))
"""
PATIENT = """
import signal, sys, time
def stop(number, frame):
    print("collecte rangée", flush=True)
    sys.exit(130)
signal.signal(signal.SIGINT, stop)
print("prêt", flush=True)
time.sleep(60)
"""


@pytest.fixture(autouse=True)
def signals() -> Iterator[None]:
    """Give back the signal handler that the launcher sets."""
    before = signal.getsignal(signal.SIGTERM)
    yield
    signal.signal(signal.SIGTERM, before)


def stand_in(root: Path, program: str) -> Path:
    """Write a project whose collection is ``program``."""
    folder = root / "lib/build"
    folder.mkdir(parents=True)
    (folder / "__main__.py").write_text(program, encoding="utf-8")
    return root


def launched(root: Path, *arguments: str) -> subprocess.Popen[bytes]:
    """Start the launcher in a group of its own, as a terminal does."""
    return subprocess.Popen(
        [sys.executable, "-c", LAUNCH, str(root), *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


@pytest.mark.parametrize("code", [0, 1, 3])
def test_the_collection_receives_everything_and_gives_its_code(
    code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    wanted: list[object] = []
    monkeypatch.setattr(command, "prepare", lambda *what: wanted.append(what) or Path(sys.executable))
    root = stand_in(tmp_path, f"import os, sys; print(sys.argv[1:], os.getcwd(), 'é'); sys.exit({code})")
    options = ["--departement", "38", "--depot", "mes fichiers", "--simuler"]
    assert command.run(root, ["donnees", *options]) == code
    assert wanted == [(root, APPLICATION)]
    assert capfd.readouterr().out.strip() == f"{['donnees', *options]} {tmp_path.resolve()} é"


def test_an_installed_environment_starts_without_pip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = stand_in(tmp_path, "")
    (root / "requirements.txt").write_text("alpha==1.0\n", encoding="utf-8")
    (root / ".venv").mkdir()
    monkeypatch.setattr(installation, "venv_version", lambda venv: "3.11")
    monkeypatch.setattr(installation, "venv_python", lambda venv: Path(sys.executable))
    monkeypatch.setattr(installation, "follow_pip", lambda *wanted: pytest.fail("pip lancé"))
    mark = installation.stamp(root / ".venv", APPLICATION)
    mark.write_text(installation.fingerprint(root, APPLICATION, "3.11"), encoding="utf-8")
    assert command.run(root, ["donnees"]) == 0


@pytest.mark.skipif(os.name == "nt", reason="Ctrl+C d'un terminal POSIX")
def test_ctrl_c_lets_the_collection_tidy_then_says_it_in_french(tmp_path: Path) -> None:
    launcher = launched(stand_in(tmp_path, PATIENT))
    assert launcher.stdout is not None and launcher.stdout.readline() == "prêt\n".encode()
    os.killpg(launcher.pid, signal.SIGINT)
    out, err = launcher.communicate(timeout=30)
    assert launcher.returncode == 130 and err == b""
    assert out.decode().split("\n")[0] == "collecte rangée"
    assert "Arrêté à votre demande" in out.decode() and "elle reprendra" in out.decode()


@pytest.mark.skipif(os.name == "nt", reason="signaux POSIX")
def test_a_launcher_that_is_stopped_stops_the_collection(tmp_path: Path) -> None:
    launcher = launched(stand_in(tmp_path, "import os, time; print(os.getpid(), flush=True); time.sleep(60)"))
    assert launcher.stdout is not None
    collection = int(launcher.stdout.readline())
    launcher.terminate()
    launcher.communicate(timeout=30)
    with pytest.raises(ProcessLookupError):
        os.kill(collection, 0)
    assert launcher.returncode == 130


@pytest.mark.skipif(os.name == "nt", reason="signaux POSIX")
def test_a_collection_killed_by_the_system_is_explained(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "prepare", lambda *what: Path(sys.executable))
    root = stand_in(tmp_path, "import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
    assert command.run(root, ["donnees"]) == 1
    error = capsys.readouterr().err
    assert "arrêté la collecte (signal 9)" in error and "mémoire" in error and "Que faire :" in error


def test_the_help_tells_the_collection(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        command.run(ROOT, ["--aide"])
    text = re.sub(r"\s+", " ", capsys.readouterr().out)
    assert "« python3 lancer.py donnees » va chercher les fichiers officiels" in text
    assert "donnees --departement 38" in text


@pytest.mark.parametrize("arguments", [["--port", "9000", "donnees"], ["donnee"]])
def test_the_word_comes_first(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert command.run(ROOT, arguments) == 1
    assert "n'est pas comprise" in capsys.readouterr().err
