"""What the suites of exports share: a town, figures of every status, a caption."""

from datetime import date
from pathlib import Path

import pytest

from lib import registry
from lib.exports.caption import Caption
from lib.model import Level, Status, Territory
from lib.observation import Observation
from lib.store import Store

TOWN = Territory(
    Level.COMMUNE, "38151", "Échirolles", postal_codes=("38130",), parents={Level.DEPARTEMENT: "38", Level.FRANCE: "F"}
)
ISERE = Territory(Level.DEPARTEMENT, "38", "Isère", article=5)
FRANCE = Territory(Level.FRANCE, "F", "France")
SECRET_VALUE = 987654.25  # must never be found in a file


def seen(area: Territory, value: float | None, status: Status = Status.OK, **changes) -> Observation:
    """One observation of the census."""
    fields = {
        "indicator": "part_moins_20", "level": area.level, "code": area.code, "value": value, "status": status,
        "millesime": "2021", "numerator": None if value is None else 273.0,
        "denominator": None if value is None else 1000.5, "source": "insee_rp_iris", "geography": 2023,
    }  # fmt: skip
    return Observation(**(fields | changes))


@pytest.fixture
def sources():
    """Every declared source."""
    return registry.sources()


@pytest.fixture
def caption() -> Caption:
    """The caption of a block."""
    return Caption("Les moins de 20 ans", TOWN, "https://exemple.fr/portrait?commune=38151", date(2027, 2, 1))


@pytest.fixture
def rows():
    """A figure, a fragile one, a secret one whose value came by mistake with it."""
    hidden = seen(FRANCE, SECRET_VALUE, Status.SECRET, numerator=SECRET_VALUE, denominator=SECRET_VALUE)
    return [(TOWN, seen(TOWN, 27.25)), (ISERE, seen(ISERE, 24.0, Status.FRAGILE)), (FRANCE, hidden)]


@pytest.fixture
def made_store(catalog, write_observations, tmp_path) -> Store:
    """A store of made-up figures for Échirolles and Isère, one of them secret, on three millesimes."""
    folder = tmp_path / "donnees"
    portrait = [
        {"code": "38151", "millesime": "2011", "valeur": 29.3},
        {"code": "38151", "millesime": "2021", "valeur": 27.3},
        {"niveau": "departement", "code": "38", "valeur": 24.4},
        {"indicateur": "population_totale", "valeur": 36847.0, "denominateur": None, "millesime": "2021"},
        {"indicateur": "population_totale", "valeur": 35650.0, "denominateur": None, "millesime": "2011"},
        {
            "indicateur": "part_65_plus", "valeur": SECRET_VALUE, "numerateur": SECRET_VALUE,
            "denominateur": SECRET_VALUE, "statut": "secret",
        },
    ]  # fmt: skip
    write_observations(folder, *portrait)
    for theme in catalog.themes:
        if theme != "portrait":
            write_observations(folder, {"code": "01001", "indicateur": "aucun"}, theme=theme)
    return Store(catalog, [folder])


def write(path: Path, content: bytes) -> Path:
    """Write a file and return its path."""
    path.write_bytes(content)
    return path
