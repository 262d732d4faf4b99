"""The launcher as a command: version check, options, help, checks, continuous integration."""

from __future__ import annotations

import ast
import io
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import lancer
from lanceur import checks, command, installation
from lanceur.problem import Problem

ROOT = Path(__file__).resolve().parents[2]
SOURCES = [ROOT / "lancer.py", *sorted((ROOT / "lanceur").glob("*.py"))]


def old_pythons() -> list[str]:
    """Pythons before 3.11 present on this machine, whatever installed them."""
    minors = range(6, 11)
    places = [shutil.which(f"python3.{minor}") for minor in minors]
    places += [str(path) for m in minors for path in Path.home().glob(f".pyenv/versions/3.{m}.*/bin/python")]
    asked = [(place, [place, "-c", "import sys; print(sys.version_info < (3, 11))"]) for place in places if place]
    return [place for place, ask in asked if subprocess.run(ask, capture_output=True, text=True).stdout == "True\n"]


@pytest.fixture(autouse=True)
def signals() -> Iterator[None]:
    """Give back the signal handler that the launcher sets."""
    before = signal.getsignal(signal.SIGTERM)
    yield
    signal.signal(signal.SIGTERM, before)


# Version of Python and imports


@pytest.mark.parametrize("version", [(3, 6, 15), (3, 8, 18), (3, 10, 13), (2, 7, 18)])
def test_an_old_python_is_told_so_in_french(version: tuple[int, int, int]) -> None:
    message = lancer.too_old(version, "/usr/bin/python3")
    assert ".".join(map(str, version)) in message
    assert all(word in message for word in ("Problème :", "Où : /usr/bin/python3", "Que faire :", "3.11"))


def test_a_recent_python_passes() -> None:
    assert lancer.too_old((3, 11, 0), "python3") == "" == lancer.too_old((3, 14, 1), "python3")
    assert lancer.MINIMUM == installation.MINIMUM


@pytest.mark.skipif(not old_pythons(), reason="aucun Python antérieur à 3.11 sur cette machine")
def test_real_old_pythons_answer_with_a_sentence() -> None:
    for python in old_pythons():
        ran = subprocess.run([python, str(ROOT / "lancer.py")], capture_output=True, env={"LC_ALL": "C"})
        assert ran.returncode == 1
        assert "est trop ancien pour la boussole" in ran.stderr.decode("utf-8")
        assert b"Traceback" not in ran.stderr and b"SyntaxError" not in ran.stderr


def test_the_entry_keeps_an_old_syntax() -> None:
    ast.parse((ROOT / "lancer.py").read_text(encoding="utf-8"), feature_version=(3, 7))


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_only_the_standard_library_is_imported(path: Path) -> None:
    names = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names.append(node.module or "")
    foreign = {name.split(".")[0] for name in names} - sys.stdlib_module_names - {"lanceur"}
    assert not foreign


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "cp850"])
def test_no_console_breaks_on_an_accent(encoding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding=encoding))
    monkeypatch.setattr(sys, "stderr", None)  # pythonw on Windows
    lancer.open_console()
    print("Création… « été » → ⚠", "\udce9")
    assert raw.getvalue().decode("utf-8").startswith("Création… « été » → ⚠ ?")


# Options


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--prot", "9000"], "n'est pas comprise"),
        (["--port"], "n'est pas comprise"),
        (["--port", "abc"], "de 1024 à 65535"),
        (["--port", "80"], "de 1024 à 65535"),
        (["--", "-k", "x"], "sans --test"),
        (["--adresse", "nulle.part.invalid"], "ne peut pas écouter à cette adresse"),
    ],
)
def test_a_wrong_command_is_explained(arguments: list[str], expected: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.run(ROOT, arguments) == 1
    error = capsys.readouterr().err
    assert expected in error and "Que faire :" in error and "Traceback" not in error


def test_the_help_is_in_french(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        command.run(ROOT, ["--aide"])
    text = capsys.readouterr().out
    assert all(word in text for word in ("Utilisation :", "affiche cette aide", "--sans-navigateur", "127.0.0.1"))
    assert not any(word in text for word in ("usage:", "options:", "show this"))


def test_ctrl_c_ends_with_a_word(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def cut(root: Path, options: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "open_application", cut)
    assert command.run(ROOT, []) == 130
    assert "elle reprendra" in capsys.readouterr().out


# Checks and continuous integration


def test_the_browser_of_the_environment_is_used(tmp_path: Path) -> None:
    (tmp_path / "chrome").touch()
    assert checks.chromium({"BOUSSOLE_CHROMIUM": str(tmp_path / "chrome")}) == str(tmp_path / "chrome")
    with pytest.raises(Problem, match="n'existe pas"):
        checks.chromium({"BOUSSOLE_CHROMIUM": str(tmp_path / "absent")})


def test_a_browser_is_found_where_windows_keeps_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks.shutil, "which", lambda name: None)
    edge = tmp_path / "Microsoft/Edge/Application/msedge.exe"
    edge.parent.mkdir(parents=True)
    edge.touch()
    assert Path(checks.chromium({"PROGRAMFILES(X86)": str(tmp_path)})) == edge


def test_no_browser_is_an_error_only_in_continuous_integration(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks.shutil, "which", lambda name: None)
    monkeypatch.setattr(checks, "usual_place", lambda env: "")
    assert checks.chromium({}) == ""
    with pytest.raises(Problem, match="Aucun navigateur"):
        checks.chromium({"CI": "true"})


@pytest.mark.parametrize("failing", ["ruff", "importlinter", "pytest", ""])
def test_every_check_runs_and_pytest_comes_last(failing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[str] = []

    def run(arguments: list[str], **options: object) -> subprocess.CompletedProcess[str]:
        ran.append(" ".join(arguments[1:]))
        return subprocess.CompletedProcess(arguments, int(bool(failing) and failing in ran[-1]))

    monkeypatch.setattr(checks, "prepare", lambda *wanted: Path("python"))
    monkeypatch.setattr(checks, "chromium", lambda env: "/usr/bin/chromium")
    monkeypatch.setattr(checks.subprocess, "run", run)
    assert checks.run_checks(ROOT, ["-k", "carte"]) == (1 if failing else 0)
    assert len(ran) == 4 and ran[-1] == "-m pytest -n 2 --dist worksteal -k carte"


def test_continuous_integration_runs_the_command_of_the_readme() -> None:
    lines = (ROOT / ".ci/run").read_text(encoding="utf-8").rstrip().splitlines()
    assert lines[-1] == "python3 lancer.py --test"
    readme = ROOT / "README.md"
    if readme.exists():
        assert lines[-1] in readme.read_text(encoding="utf-8")
