"""The launcher installs: stamps, resumption, sound environment, causes of failure; never the network."""

from __future__ import annotations

import errno
import os
import shutil
import sys
from pathlib import Path

import pytest

from lanceur import installation, problem
from lanceur.problem import Problem

HERE = f"{sys.version_info[0]}.{sys.version_info[1]}"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project folder with its lists of libraries and a folder that looks like a sound environment."""
    (tmp_path / "tests").mkdir()
    (tmp_path / "requirements.txt").write_text("# liste\nalpha==1.0\nbeta==2.0\n", encoding="utf-8")
    (tmp_path / "tests/requirements.txt").write_text("-r ../requirements.txt\ngamma==3.0\n", encoding="utf-8")
    return tmp_path


class FakePip:
    """Stands for venv and pip: counts the calls, fails or is cut when asked."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.created = 0
        self.installed: list[str] = []
        self.output: list[str] = []
        self.code = 0
        self.cut = False
        self.version = HERE
        monkeypatch.setattr(installation, "create_venv", self.create)
        monkeypatch.setattr(installation, "venv_version", lambda venv: self.version if venv.exists() else "")
        monkeypatch.setattr(installation, "follow_pip", self.follow)

    def create(self, venv: Path) -> None:
        """Empty the environment as ``venv --clear`` does."""
        self.created += 1
        self.version = HERE
        shutil.rmtree(venv, ignore_errors=True)
        venv.mkdir()

    def follow(self, arguments: list[str], root: Path, total: int) -> tuple[int, list[str]]:
        """Pretend to install."""
        self.installed.append(arguments[-1])
        if self.cut:
            raise KeyboardInterrupt
        return self.code, self.output


@pytest.fixture
def pip(monkeypatch: pytest.MonkeyPatch) -> FakePip:
    """The stand-in for venv and pip, on a disk that has room."""
    monkeypatch.setattr(installation, "FREE_BYTES", 0)
    return FakePip(monkeypatch)


# Installation


def test_the_second_launch_asks_nothing_of_pip(project: Path, pip: FakePip) -> None:
    first = installation.prepare(project, installation.APPLICATION)
    assert (pip.created, pip.installed) == (1, ["requirements.txt"])
    assert installation.prepare(project, installation.APPLICATION) == first
    assert (pip.created, len(pip.installed)) == (1, 1)


@pytest.mark.parametrize("failure", ["interrupted", "failed"])
def test_an_installation_cut_short_is_taken_again(project: Path, pip: FakePip, failure: str) -> None:
    pip.cut, pip.code = failure == "interrupted", 1
    with pytest.raises(KeyboardInterrupt if pip.cut else Problem):
        installation.prepare(project, installation.APPLICATION)
    assert not installation.stamp(project / ".venv", installation.APPLICATION).exists()
    pip.cut, pip.code = False, 0
    installation.prepare(project, installation.APPLICATION)
    assert (pip.created, len(pip.installed)) == (2, 2)
    assert not installation.in_progress(project / ".venv").exists()


def test_new_requirements_complete_the_same_environment(project: Path, pip: FakePip) -> None:
    installation.prepare(project, installation.APPLICATION)
    (project / "requirements.txt").write_text("alpha==1.1\n", encoding="utf-8")
    installation.prepare(project, installation.APPLICATION)
    assert (pip.created, len(pip.installed)) == (1, 2)


def test_the_tests_add_their_tools_without_starting_again(project: Path, pip: FakePip) -> None:
    installation.prepare(project, installation.APPLICATION)
    for _ in range(2):
        installation.prepare(project, installation.APPLICATION, installation.TESTS)
    assert (pip.created, pip.installed) == (1, ["requirements.txt", "tests/requirements.txt"])


def test_tools_cut_short_bring_the_whole_environment_into_doubt(project: Path, pip: FakePip) -> None:
    installation.prepare(project, installation.APPLICATION)
    pip.cut = True
    with pytest.raises(KeyboardInterrupt):
        installation.prepare(project, installation.APPLICATION, installation.TESTS)
    pip.cut = False
    installation.prepare(project, installation.APPLICATION)
    assert pip.created == 2


def test_an_environment_whose_python_is_gone_is_made_again(project: Path, pip: FakePip) -> None:
    installation.prepare(project, installation.APPLICATION)
    pip.version = ""
    installation.prepare(project, installation.APPLICATION)
    assert (pip.created, len(pip.installed)) == (2, 2)


def test_a_stamp_is_worth_one_version_of_python(project: Path) -> None:
    prints = {installation.fingerprint(project, installation.APPLICATION, v) for v in ("3.11", "3.12", "3.11")}
    assert len(prints) == 2


@pytest.mark.parametrize(
    ("made_for", "expected"),
    [(f"version = {HERE}.7", HERE), (f"version_info = {HERE}.1.final.0", HERE), ("version = 3.9.2", ""), ("", "")],
)
@pytest.mark.skipif(os.name == "nt", reason="lien symbolique")
def test_the_environment_must_be_made_for_the_python_it_holds(tmp_path: Path, made_for: str, expected: str) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/python").symlink_to(Path(sys.executable).resolve())
    (tmp_path / "pyvenv.cfg").write_text(f"home = /usr/bin\n{made_for}\n", encoding="utf-8")
    assert installation.venv_version(tmp_path) == expected


@pytest.mark.skipif(os.name == "nt", reason="lien symbolique")
def test_an_environment_of_an_old_python_is_not_sound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installation, "MINIMUM", (99, 0))
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/python").symlink_to(Path(sys.executable).resolve())
    (tmp_path / "pyvenv.cfg").write_text(f"version = {HERE}.0\n", encoding="utf-8")
    assert installation.venv_version(tmp_path) == ""


def test_an_environment_without_python_has_no_version(tmp_path: Path) -> None:
    (tmp_path / "pyvenv.cfg").write_text(f"version = {HERE}.0\n", encoding="utf-8")
    assert installation.venv_version(tmp_path) == ""


def test_the_python_of_an_environment_depends_on_the_system() -> None:
    assert installation.venv_python(Path("v"), "nt").parts == ("v", "Scripts", "python.exe")
    assert installation.venv_python(Path("v"), "posix").parts == ("v", "bin", "python")


def test_progress_counts_each_library_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = ["Collecting alpha==1.0 (from -r requirements.txt (line 1))", "  Downloading alpha-1.0.whl (2 kB)"]
    said += [
        "Requirement already satisfied: beta==2.0 in ./.venv",
        "Collecting alpha==1.0",
        "Installing collected packages",
    ]
    script = f"import sys; print({chr(10).join(said)!r}); sys.exit(3)"
    code, lines = installation.follow_pip([sys.executable, "-c", script], tmp_path, 2)
    assert (code, lines) == (3, said)
    assert capsys.readouterr().out.splitlines() == ["  1/2 alpha", "  2/2 beta", "  Mise en place des bibliothèques…"]


# Messages


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "disque est plein"),
        ("WARNING: Retrying after connection broken by 'NewConnectionError(…)'", "réseau n'a pas répondu"),
        ("ERROR: Wheel 'pandas' located at /tmp/pandas.whl is invalid.", "réseau n'a pas répondu"),
        ("SSLError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed')", "certificat du serveur"),
        ("ERROR: No matching distribution found for alpha==1.0", "n'ont pas pu être installées"),
    ],
)
def test_a_failure_of_pip_is_explained(tmp_path: Path, line: str, expected: str) -> None:
    message = str(installation.pip_problem(["Collecting alpha", line, ""], tmp_path))
    assert expected in message and line in message
    assert "\nOù : " in message and "\nQue faire : " in message


def test_little_room_is_said_before_installing(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installation, "create_venv", lambda venv: pytest.fail("installation commencée"))
    monkeypatch.setattr(installation.shutil, "disk_usage", lambda root: shutil._ntuple_diskusage(10, 9, 4e8))
    with pytest.raises(Problem, match=r"Le disque est plein : il y reste 0,4 Go, il en faut 1,5"):
        installation.prepare(project, installation.APPLICATION)


def test_a_python_without_venv_names_the_debian_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installation.importlib.util, "find_spec", lambda name: None if name == "ensurepip" else name)
    with pytest.raises(Problem, match="sudo apt install python3-venv"):
        installation.create_venv(tmp_path / ".venv")


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (errno.ENOSPC, "disque est plein"),
        (errno.EACCES, "ne peut pas être modifié"),
        (errno.EIO, "refusé une opération"),
    ],
)
def test_a_refusal_of_the_system_is_explained(tmp_path: Path, code: int, expected: str) -> None:
    assert expected in str(problem.system_refusal(OSError(code, os.strerror(code)), tmp_path))
