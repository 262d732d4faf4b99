"""Reads ``data/publics.yml``: the same indicators put together for a group of people instead of a theme."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from lib.model import DataError
from lib.settings import DATA_DIR
from lib.strict_yaml import Kind

_REMEDY = "Corrigez le fichier : chaque clé attendue est décrite dans CONTRIBUTING.md."
_KIND = Kind("des publics", _REMEDY)


class Part(BaseModel):
    """One part of the page of a public: a title, and indicators of any theme in reading order."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    titre: str
    indicateurs: tuple[str, ...] = Field(min_length=1)


class Public(BaseModel):
    """One group of people: its page, its parts, the themes where one reads more, the partners to ask."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    titre: str
    page: str
    description: str
    questions: tuple[str, ...] = Field(min_length=1)
    blocs: tuple[Part, ...] = Field(min_length=1)
    themes: tuple[str, ...] = Field(min_length=1)
    partenaires: tuple[str, ...] = Field(min_length=1)


@lru_cache(maxsize=4)
def load_publics(path: Path = DATA_DIR / "publics.yml") -> dict[str, Public]:
    """Return every public by identifier, in reading order. Raises DataError naming the key and the fault."""
    found = {}
    for name, entry in _KIND.mapping(_KIND.read(path), path.name).items():
        raw = _KIND.mapping(entry, f"{path.name} : {name}", {"id"})
        try:
            found[name] = Public.model_validate({"id": name} | raw)
        except ValidationError as error:
            place = " › ".join(str(part) for part in (name, *error.errors()[0]["loc"]))
            raise DataError("Un public n'est pas valable", f"{path.name} : {place}", _REMEDY) from error
    return found
