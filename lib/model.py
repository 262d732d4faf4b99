"""Domain objects shared by every layer: levels, statuses, territories, indicators, sources, errors.

Nothing here reads a file or knows Streamlit.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class Level(StrEnum):
    """Geographical levels, from the smallest to the largest (``niveau`` in the data)."""

    IRIS = "iris"
    COMMUNE = "commune"
    EPT = "ept"
    EPCI = "epci"
    DEPARTEMENT = "departement"
    REGION = "region"
    FRANCE = "france"


LEVEL_NAMES = frozenset(level.value for level in Level)


class Status(StrEnum):
    """What a value is worth (``statut`` in the data). A value is null unless its status shows it."""

    OK = "ok"
    FRAGILE = "fragile"
    ARRONDI = "arrondi"
    ESTIME = "estime"
    SECRET = "secret"
    NON_DIFFUSE = "non_diffuse"
    NON_DISPONIBLE = "non_disponible"
    SANS_OBJET = "sans_objet"

    @property
    def has_value(self) -> bool:
        """True when a figure may stand beside this status."""
        return self in SHOWN_STATUSES


SHOWN_STATUSES = frozenset({Status.OK, Status.FRAGILE, Status.ARRONDI, Status.ESTIME})


class DataError(Exception):
    """A problem the user can act on: what happened, where, and what to do. Texts are in French."""

    def __init__(self, what: str, where: str, remedy: str) -> None:
        super().__init__(f"{what} ({where}). {remedy}")
        self.what = what
        self.where = where
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Territory:
    """One area of the reference table. ``code`` is the official code, always text.

    ``article`` is the Insee TNCC code of the name (0 to 8), which gives « de l'Isère », « du Rhône ».
    ``parents`` maps each higher level to the code of the area that contains this one.
    """

    level: Level
    code: str
    name: str
    kind: str = ""
    article: int = 0
    population: int | None = None
    area_km2: float | None = None
    postal_codes: tuple[str, ...] = ()
    parents: dict[Level, str] = field(default_factory=dict, hash=False, compare=False)

    @property
    def key(self) -> str:
        """Permanent identifier used in addresses: ``commune-38151``."""
        return f"{self.level.value}-{self.code}"


Unit = Literal["habitants", "logements", "pourcent", "pour_100", "hab_km2", "personnes", "euros", "indice"]
Sense = Literal["favorable", "defavorable", "neutre"]


class Indicator(BaseModel):
    """One entry of ``data/catalogue/<theme>.yml``. Unknown keys are errors.

    A formula is either one column (``numerateur`` alone) or a ratio of sums
    (``numerateur`` / ``denominateur`` x ``facteur``); both sides are sums of variables.
    ``lecture`` is the sentence that reads the figure aloud, with ``{valeur}`` (unit included) or ``{nombre}``.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    theme: str
    titre: str
    titre_court: str
    unite: Unit
    definition: str
    lecture: str = Field(pattern=r"\{(valeur|nombre)\}")
    source: str
    numerateur: tuple[str, ...] = Field(min_length=1)
    denominateur: tuple[str, ...] = ()
    facteur: float = 1
    niveaux: tuple[Level, ...] = Field(min_length=1)
    millesimes_comparables: Literal["tous", "ecart_5_ans", "aucun"]
    sens: Sense
    essentiel: bool
    comprendre: str
    utiliser: str
    ne_permet_pas_de_dire: str
    pieges: str
    alias: tuple[str, ...] = ()

    @property
    def is_ratio(self) -> bool:
        """True when the value is a ratio of sums, False when it is a count."""
        return bool(self.denominateur)


class Theme(BaseModel):
    """Header of a theme file, with its indicators in reading order."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    titre: str
    description: str
    questions: tuple[str, ...]
    manques: tuple[str, ...] = ()
    indicateurs: tuple[Indicator, ...]


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One official file of a source: address (URL or package URL), known SHA-256 (or None), COG year of its codes."""

    url: str
    sha256: str | None
    cog: int


@dataclass(frozen=True, slots=True)
class Source:
    """A producer's data set: what must be cited, and its known files by millesime.

    ``verification`` says whether the reader was run on a real file or written on documentation.
    """

    id: str
    titre: str
    titre_court: str
    producteur: str
    licence: str
    page: str
    mention: str
    champ: str
    verification: Literal["fichier_reel", "documentation"]
    fichiers: dict[str, SourceFile] = field(hash=False)


OBSERVATION_COLUMNS = (
    "niveau",
    "code",
    "millesime",
    "indicateur",
    "valeur",
    "statut",
    "numerateur",
    "denominateur",
    "source",
    "geographie",
)
VARIABLE_COLUMNS = ("niveau", "code", "millesime", "variable", "valeur", "statut", "source", "geographie")
