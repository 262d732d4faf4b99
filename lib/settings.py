"""Where things are and what an installation may set: ``boussole.toml`` at the root, then ``BOUSSOLE_*`` variables."""

from __future__ import annotations

import os
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from lib.model import DataError, Level

ROOT = Path(__file__).resolve().parent.parent
DATA_DIR = ROOT / "data"
GEO_DIR = ROOT / "geo"
STATIC_DIR = ROOT / "static"
CONFIG_FILE = ROOT / "boussole.toml"
TERRITORY_KEY = r"^(iris|commune|ept|epci|departement|region|france)-[0-9A-Z]{1,9}$"
COMPARATOR = rf"^({'|'.join(Level)})$|{TERRITORY_KEY}"


class Settings(BaseModel):
    """Choices of one installation. Unknown keys are errors.

    ``paquets`` are territorial packages: folders, zip files or GeoParquet files added to the shipped data.
    ``code_acces``, when set, is asked before any page; outlines and names of territories stay public.
    ``base`` holds what users write: empty (SQLite in ``local/``), a folder of this machine, or a PostgreSQL address.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    territoire_par_defaut: str = Field("commune-38151", pattern=TERRITORY_KEY)
    comparateurs_par_defaut: tuple[Annotated[str, Field(pattern=COMPARATOR)], ...] = (
        "epci",
        "departement",
        "region",
        "france",
    )
    dossier_donnees: Path = DATA_DIR
    dossier_geo: Path = GEO_DIR
    paquets: tuple[Path, ...] = ()
    code_acces: str = ""
    base: str = ""


def _from_environment() -> dict[str, object]:
    found: dict[str, object] = {}
    for name in Settings.model_fields:
        raw = os.environ.get(f"BOUSSOLE_{name.upper()}")
        if raw:
            many = name in {"paquets", "comparateurs_par_defaut"}
            separator = os.pathsep if name == "paquets" else ","
            found[name] = tuple(part for part in raw.split(separator) if part) if many else raw
    return found


@cache
def load_settings() -> Settings:
    """Return the settings of this installation, read once per process.

    Raises DataError when ``boussole.toml`` or a ``BOUSSOLE_*`` variable is malformed.
    """
    values: dict[str, object] = {}
    try:
        if CONFIG_FILE.exists():
            values = tomllib.loads(CONFIG_FILE.read_text(encoding="utf-8-sig"))  # Windows Notepad adds a BOM
        return Settings.model_validate(values | _from_environment())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataError("Le fichier de réglages est mal écrit", _place(error), _REMEDY) from error
    except ValidationError as error:
        first = error.errors()[0]
        where = f"{CONFIG_FILE.name}, réglage « {'.'.join(map(str, first['loc']))} »"
        raise DataError("Un réglage n'est pas valable", where, _REMEDY) from error


def _place(error: ValueError) -> str:
    if isinstance(error, UnicodeDecodeError):
        return f"{CONFIG_FILE.name}, qui n'est pas enregistré en UTF-8"
    line = re.search(r"at line (\d+)", str(error))
    return f"{CONFIG_FILE.name}, ligne {line[1]}" if line else f"{CONFIG_FILE.name}, à la fin du fichier"


_REMEDY = "Corrigez ce réglage, ou supprimez-le pour retrouver la valeur par défaut, puis relancez."
