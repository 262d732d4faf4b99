"""One simulated visit: the real frame (lib/ui/entry.py), a page, parameters of the address, cookies, settings."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest

from lib import settings
from lib.database import connection
from lib.settings import DATA_DIR, GEO_DIR, ROOT, load_settings

Visit = Callable[..., AppTest]


@pytest.fixture
def cookies() -> dict[str, str]:
    """Cookies of the simulated browser, empty at first."""
    return {}


@pytest.fixture(autouse=True)
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cookies: dict[str, str]) -> Iterator[None]:
    """Give every visit default settings and the cookies of the test (AppTest has none of its own)."""
    for name in [name for name in os.environ if name.startswith("BOUSSOLE_")]:
        monkeypatch.delenv(name)
    monkeypatch.setattr(settings, "CONFIG_FILE", tmp_path / "boussole.toml")
    monkeypatch.setattr(ContextProxy, "cookies", property(lambda _: cookies))
    load_settings.cache_clear()
    yield
    load_settings.cache_clear()


@pytest.fixture
def configure(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Set ``BOUSSOLE_*`` variables as an installation would."""

    def set_variables(**values: object) -> None:
        for name, value in values.items():
            monkeypatch.setenv(f"BOUSSOLE_{name.upper()}", str(value))
        load_settings.cache_clear()

    return set_variables


@pytest.fixture
def base(tmp_path: Path, configure: Callable[..., None]) -> Iterator[None]:
    """Give the test its own empty base of what visitors write."""
    configure(base=tmp_path / "base")
    connection.current.cache_clear()
    yield
    connection.current().close()
    connection.current.cache_clear()


@pytest.fixture
def visit() -> Visit:
    """Open a page by a deep link: ``visit("portrait", territoire="commune-38151")``."""

    def opened(page: str, **address: str) -> AppTest:
        at = AppTest.from_file(ROOT / "lib" / "ui" / "entry.py", default_timeout=60)
        at.query_params.update(address)
        at.switch_page(f"../../pages/{page}.py")
        return at.run()

    return opened


@pytest.fixture
def installed(tmp_path: Path, configure: Callable[..., None]) -> Path:
    """Install a private copy of the data folder (catalogue, manifest, figures) and return it."""
    folder = tmp_path / "donnees"
    shutil.copytree(DATA_DIR / "catalogue", folder / "catalogue")
    shutil.copy(DATA_DIR / "manifeste.json", folder)
    (folder / "indicateurs").mkdir()
    (folder / "variables").mkdir()
    for path in DATA_DIR.glob("[iv]*/*.parquet"):
        shutil.copy(path, folder / path.parent.name)  # a link would let a test write into the figures shipped
    configure(dossier_donnees=folder)
    return folder


@pytest.fixture
def mapped(tmp_path: Path, configure: Callable[..., None]) -> Path:
    """Install a private copy of the geography folder and return it."""
    folder = tmp_path / "geo"
    folder.mkdir()
    for path in GEO_DIR.glob("*.parquet"):
        shutil.copy(path, folder)
    configure(dossier_geo=folder)
    return folder
