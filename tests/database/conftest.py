"""The same suite on both bases: a SQLite file, and a private PostgreSQL cluster started for the session."""

from __future__ import annotations

import getpass
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from lib.database.connection import Database, open_database
from lib.database.writings import Writings

ABSENT = "PostgreSQL n'est pas installé sur ce poste (apt install postgresql) : l'intégration continue l'installe"


def postgresql_programs() -> Path | None:
    """The folder of ``initdb`` and ``pg_ctl``, which Debian keeps off the PATH."""
    found = shutil.which("pg_ctl")
    places = [Path(found).resolve().parent] if found else []
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((place for place in places if (place / "initdb").exists()), None)


def owner() -> str | None:
    """PostgreSQL refuses to run as root: the user that ``apt`` creates runs it then."""
    return "postgres" if getpass.getuser() == "root" else None


class Cluster:
    """A PostgreSQL server that listens on a socket of its own folder only."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self.programs, self.folder = programs, folder
        self.user = owner() or getpass.getuser()

    def run(self, program: str, *arguments: str) -> None:
        """Run one of its programs, as its owner."""
        command = [str(self.programs / program), *arguments]
        done = subprocess.run(command, cwd=self.folder, user=owner(), capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, f"{program} : {done.stdout}{done.stderr}"

    def control(self, action: str, *options: str) -> None:
        """Start or stop the server. Its log goes to a file: a pipe would never close."""
        command = [str(self.programs / "pg_ctl"), "-D", str(self.folder / "pg"), "-w", *options, action]
        with (self.folder / "pg_ctl.txt").open("w") as log:
            subprocess.run(command, cwd=self.folder, user=owner(), stdout=log, stderr=log, timeout=120, check=True)

    def start(self) -> None:
        """Start the server."""
        listen = f"-F -c listen_addresses='' -c unix_socket_directories='{self.folder}'"
        self.control("start", "-l", str(self.folder / "journal.txt"), "-o", listen)

    def stop(self) -> None:
        """Stop the server at once."""
        self.control("stop", "-m", "immediate")

    def new_database(self) -> str:
        """Create an empty database and return its address."""
        name = f"b{uuid4().hex}"
        self.run("createdb", "-h", str(self.folder), name)
        return f"postgresql://{self.user}@/{name}?host={self.folder}"


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A private cluster, erased at the end."""
    programs = postgresql_programs()
    if programs is None:
        assert os.environ.get("CI") != "true", ABSENT
        pytest.skip(ABSENT)
    folder = Path(tempfile.mkdtemp(prefix="boussole_pg_"))
    try:
        if owner():
            shutil.chown(folder, owner())
        found = Cluster(programs, folder)
        found.run("initdb", "-D", str(folder / "pg"), "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync")
        found.start()
        yield found
        found.stop()
    finally:
        shutil.rmtree(folder)


@pytest.fixture(params=["sqlite", "postgresql"])
def setting(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The setting ``base`` of an empty base, of each kind in turn."""
    if request.param == "sqlite":
        return str(tmp_path / "local")
    return request.getfixturevalue("cluster").new_database()


@pytest.fixture
def database(setting: str) -> Iterator[Database]:
    """An open base whose saves do not wait long for one another."""
    found = open_database(setting, patience=0.3)
    yield found
    found.close()


@pytest.fixture
def writings(database: Database) -> Writings:
    """What the pages use."""
    return Writings(database)
