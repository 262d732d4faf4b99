"""What several suites share: the root on the path, the real catalogue and territories, made-up observation files."""

import sys
from collections.abc import Callable
from pathlib import Path

import hypothesis
import pandas as pd
import pytest

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from lib.catalog import Catalog, load_catalog  # noqa: E402 - the root must be on the path first
from lib.model import OBSERVATION_COLUMNS  # noqa: E402
from lib.settings import GEO_DIR  # noqa: E402
from lib.territories import Territories, load_territories  # noqa: E402

# A busy machine must not fail a property: only what it says counts, not how long it takes.
hypothesis.settings.register_profile("boussole", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("boussole")

OBSERVED = {
    "niveau": "commune",
    "code": "38151",
    "millesime": "2021",
    "indicateur": "part_moins_20",
    "valeur": 27.3,
    "statut": "ok",
    "numerateur": 273,
    "denominateur": 1000.0,
    "source": "insee_rp_iris",
    "geographie": 2023,
}


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    """The catalogue of the repository."""
    return load_catalog()


@pytest.fixture(scope="session")
def territories() -> Territories:
    """The reference table of the repository."""
    return load_territories(GEO_DIR)


@pytest.fixture
def write_observations() -> Callable[..., Path]:
    """Write a made-up theme file: each row completes ``OBSERVED``."""

    def write(folder: Path, *rows: dict, theme: str = "portrait") -> Path:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{theme}.parquet"
        pd.DataFrame([OBSERVED | row for row in rows], columns=list(OBSERVATION_COLUMNS)).to_parquet(path)
        return path

    return write
