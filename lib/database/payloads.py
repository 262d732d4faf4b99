"""What a user may write, checked before it reaches the base, and the record that carries it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from math import isfinite
from typing import Annotated, Generic, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, JsonValue, ValidationError

from lib.model import DataError, Level
from lib.settings import TERRITORY_KEY

UNSTORABLE = re.compile("[\0\ud800-\udfff]")  # PostgreSQL refuses the first, UTF-8 the others; nobody can read them
LONGEST_TEXT = 200_000
LARGEST_FILE = 20_000_000
PLACE = rf"{TERRITORY_KEY}|^{Level.ZONE.value}-[0-9A-Za-z._-]+$"  # an own zone may be carried whole by its key
LONGEST_PLACE = 20_100


def clean(value: object) -> object:
    """Drop from every text the characters that no base keeps. Raises ValueError on an infinite or unknown number."""
    if isinstance(value, str):
        return UNSTORABLE.sub("", value)
    if isinstance(value, dict):
        return {UNSTORABLE.sub("", key): clean(item) for key, item in value.items()}
    if isinstance(value, list):
        return [clean(item) for item in value]
    if isinstance(value, float) and not isfinite(value):
        raise ValueError("un nombre infini ou inconnu ne s'enregistre pas")
    return value


Name = Annotated[str, Field(min_length=1, max_length=300), BeforeValidator(clean)]
Text = Annotated[str, Field(max_length=LONGEST_TEXT), BeforeValidator(clean)]
Structure = Annotated[dict[str, JsonValue], BeforeValidator(clean)]
TerritoryKey = Annotated[str, Field(pattern=PLACE, max_length=LONGEST_PLACE)]


class Payload(BaseModel):
    """Common rules: unknown fields are errors, nothing changes once checked."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Draft(Payload):
    """A report being written: ``contenu`` is its outline (themes, blocks, their order, texts), free in form."""

    titre: Name
    territoire: TerritoryKey
    contenu: Structure = Field(default_factory=dict)


class Comment(Payload):
    """A remark under one block of one territory."""

    territoire: TerritoryKey
    bloc: Name
    texte: Text


class Template(Payload):
    """A report template: its settings, and the Word file of the local authority when there is one."""

    nom: Name
    contenu: Structure = Field(default_factory=dict)
    nom_fichier: Annotated[str, Field(max_length=300), BeforeValidator(clean)] = ""
    fichier: Annotated[bytes, Field(max_length=LARGEST_FILE)] | None = None


class Zone(Payload):
    """An area drawn by the user: a named list of IRIS or communes, without repeats."""

    nom: Name
    niveau: Literal["iris", "commune"]
    codes: tuple[Annotated[str, Field(pattern=r"^[0-9A-Z]{5}([0-9]{4})?$")], ...] = Field(min_length=1)
    note: Text = ""


class Layer(Payload):
    """A deposited layer, checked: ``contenu`` is its GeoJSON compressed by gzip, ``remarques`` what was repaired."""

    nom: Name
    genre: Literal["contours", "points"]
    objets: int = Field(ge=1)
    remarques: Text = ""
    contenu: Annotated[bytes, Field(min_length=1, max_length=LARGEST_FILE)]


class Step(Payload):
    """One view of a series: its title and its address inside the application."""

    titre: Name
    adresse: Annotated[str, Field(pattern=r"^/[^/\\]", max_length=LONGEST_PLACE + 2000), BeforeValidator(clean)]


class Series(Payload):
    """Views to open one after the other, during a meeting for example."""

    nom: Name
    vues: tuple[Step, ...] = ()


P = TypeVar("P", bound=Payload)
NAMES: dict[type[Payload], str] = {
    Draft: "ce brouillon",
    Comment: "ce commentaire",
    Template: "ce modèle",
    Zone: "cette zone",
    Layer: "cette couche",
    Series: "cette suite de vues",
}


@dataclass(frozen=True, slots=True)
class Record(Generic[P]):
    """A payload as kept: permanent identifier, version (1 at first, one more at each save), dates in UTC, author."""

    id: str
    version: int
    created: datetime
    updated: datetime
    author: str
    payload: P
    discarded: datetime | None = None


class StaleSave(DataError):
    """A save refused because a newer version was kept meanwhile; ``current`` is that version, None if discarded."""

    def __init__(self, kind: type[Payload], where: str, current: Record | None) -> None:
        done = "modifier" if current else "mettre à la corbeille"
        super().__init__(
            f"Quelqu'un vient de {done} {NAMES[kind]} : votre enregistrement l'aurait effacé, il est refusé",
            where,
            "Rien n'est perdu : copiez votre texte, rouvrez la version enregistrée, puis reportez vos changements.",
        )
        self.current = current


_REASONS = {
    "missing": "il manque",
    "extra_forbidden": "il n'est pas attendu",
    "string_too_long": "il est trop long ({max_length} signes au plus)",
    "string_too_short": "il est vide",
    "bytes_too_long": "le fichier est trop lourd ({max_length} octets au plus)",
    "too_short": "la liste est vide",
}


def checked(kind: type[P], values: dict[str, object]) -> P:
    """Build a payload. Raises DataError naming the field at fault and why."""
    try:
        return kind.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        field = " › ".join(str(part) for part in first["loc"]) or "ensemble"
        reason = _REASONS.get(first["type"], "sa valeur n'est pas acceptée").format(**first.get("ctx", {}))
        raise DataError(
            f"On ne peut pas enregistrer {NAMES[kind]}", f"champ « {field} » : {reason}", "Corrigez-le, puis réessayez."
        ) from error
