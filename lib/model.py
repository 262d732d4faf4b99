"""Domain objects shared by every layer: levels, statuses, territories, indicators, sources, errors.

Nothing here reads a file or knows Streamlit.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from lib.periods import spelled


class Level(StrEnum):
    """Geographical levels, from the smallest to the largest (``niveau`` in the data); a zone is made by the user."""

    IRIS = "iris"
    QPV = "qpv"
    COMMUNE = "commune"
    EPT = "ept"
    EPCI = "epci"
    DEPARTEMENT = "departement"
    REGION = "region"
    FRANCE = "france"
    ZONE = "zone"


LEVEL_NAMES = frozenset(level.value for level in Level)
PEER_GROUP = "semblables"  # kind of the territory that stands for a group of comparable areas


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
    NON_CALCULABLE = "non_calculable"  # of an own zone: a median or a published rate never adds up

    @property
    def has_value(self) -> bool:
        """True when a figure may stand beside this status."""
        return self in SHOWN_STATUSES


SHOWN_STATUSES = frozenset({Status.OK, Status.FRAGILE, Status.ARRONDI, Status.ESTIME})
# From the plainest to the gravest: the status of a whole is that of its gravest part.
_GRADED = "ok fragile arrondi estime sans_objet non_calculable non_disponible non_diffuse secret"
STATUS_ORDER = tuple(Status(word).value for word in _GRADED.split())
GRAVITY = {status: rank for rank, status in enumerate(STATUS_ORDER)}
LAST_SHOWN = GRAVITY[Status.ESTIME.value]


class DataError(Exception):
    """A problem the user can act on: what happened, where, and what to do. Texts are in French."""

    def __init__(self, what: str, where: str, remedy: str) -> None:
        super().__init__(f"{what} ({where}). {remedy}")
        self.what, self.where, self.remedy = what, where, remedy


@dataclass(frozen=True, slots=True)
class Territory:
    """One area of the reference table. ``code`` is the official code, always text.

    ``article`` is the Insee TNCC code of the name (0 to 8), which gives « de l'Isère », « du Rhône ».
    ``parents`` maps each higher level to the code of the area that contains this one; ``pieces`` are the keys of the
    territories that make up an own zone.
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
    pieces: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Permanent identifier used in addresses: ``commune-38151``."""
        return f"{self.level.value}-{self.code}"


Unit = Literal[
    "habitants",
    "logements",
    "personnes",
    "foyers",
    "menages",
    "enfants",
    "naissances",
    "deces",
    "demandeurs",
    "equipements",
    "places",
    "dossiers",
    "eleves",
    "projets",
    "pourcent",
    "pour_100",
    "pour_1000",
    "pour_10000",
    "pour_100000",
    "par_an",
    "hab_km2",
    "euros",
    "euros_m2",
    "mwh",
    "indice",
    "rapport",
    "consultations",
    "personnes_par_menage",
    "kilometres",
]
Sense = Literal["favorable", "defavorable", "neutre"]
Verification = Literal["fichier_reel", "documentation", "modele"]


class Indicator(BaseModel):
    """One entry of ``data/catalogue/<theme>.yml``. Unknown keys are errors.

    A formula is either one column (``numerateur`` alone) or a ratio of sums
    (``numerateur`` / ``denominateur`` x ``facteur``); both sides are sums of variables.
    ``source`` then ``autres_sources``: the first that publishes a territory and a millesime gives its figure.
    ``source_denominateur``: where the denominator comes from when it is not the source of the numerator.
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
    autres_sources: tuple[str, ...] = ()
    numerateur: tuple[str, ...] = Field(min_length=1)
    denominateur: tuple[str, ...] = ()
    source_denominateur: tuple[str, ...] = ()
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

    @property
    def sources(self) -> tuple[str, ...]:
        """All sources that may give the figure, in order of preference."""
        return (self.source, *self.autres_sources)


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
    """One official file: its millesime, its address (URL or package URL), known SHA-256, COG year of its codes.

    ``volet`` tells apart the files of one millesime (a table, a level); ``cog`` is None when codes do not follow it.
    ``a_deposer``: the address is that of the producer's page, where the file is fetched by hand, then deposited.
    """

    millesime: str
    url: str
    cog: int | None
    sha256: str | None = None
    volet: str = ""
    a_deposer: bool = False


@dataclass(frozen=True, slots=True)
class Variable:
    """One base quantity of a source: ``officiel`` is its official column, ``{a}`` standing for the year.

    ``agregation``: « somme » may be added up to larger territories, « publiee » is only read where published.
    ``bornes`` are the lowest and highest plausible values (None: no bound).
    """

    id: str
    libelle: str
    officiel: str
    agregation: Literal["somme", "publiee"] = "somme"
    bornes: tuple[float | None, float | None] = (0, None)


@dataclass(frozen=True, slots=True)
class Break:
    """A break in a series: figures up to ``jusqu_a`` and from ``depuis`` on are never joined by a line.

    ``variables`` are those concerned, all of the source when empty.
    """

    jusqu_a: str
    depuis: str
    motif: str
    variables: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A producer's data set: what must be cited, its known files, its variables, the breaks of its series.

    ``mention`` may hold ``{millesime}`` and ``{geographie}``. ``verification`` says whether the reader was run on a
    real file, written on documentation, or reads our own model. ``hors_champ``: départements left out of « France ».
    ``absence_vaut_zero``: the file is an inventory, a commune that it does not list has none.
    ``iris_complets``: every IRIS is published, so that a commune is the sum of its IRIS.
    ``fragile_sous``: counts under this number make a figure fragile (None: the producer says nothing of the kind).
    ``partenaire``: given by a partner under statistical secrecy, refused on small territories (lib.partner_guard).
    """

    id: str
    titre: str
    titre_court: str
    producteur: str
    licence: str
    page: str
    mention: str
    champ: str
    verification: Verification
    fichiers: tuple[SourceFile, ...] = field(hash=False)
    variables: tuple[Variable, ...] = field(default=(), hash=False)
    ruptures: tuple[Break, ...] = ()
    hors_champ: tuple[str, ...] = ()
    absence_vaut_zero: bool = False
    iris_complets: bool = False
    fragile_sous: int | None = None
    partenaire: bool = False

    @property
    def millesimes(self) -> tuple[str, ...]:
        """Known millesimes, oldest first."""
        return tuple(sorted({file.millesime for file in self.fichiers}))

    def cog(self, millesime: str) -> int | None:
        """Return the COG year of the codes of a millesime. Raises DataError when the millesime is not declared."""
        for file in self.fichiers:
            if file.millesime == millesime:
                return file.cog
        known = ", ".join(self.millesimes)
        raise DataError("Ce millésime n'est pas connu", f"{self.titre}, {millesime}", f"Millésimes connus : {known}.")

    def cited(self, millesime: str, geography: int | None) -> str:
        """Return the mention to cite for a figure of one millesime."""
        when, where = spelled(millesime) or "millésime inconnu", geography or "inconnue"
        return self.mention.format(millesime=when, geographie=where)

    def short(self, millesime: str = "") -> str:
        """Name the source in a few words: « Insee, état civil 2025 », « Dares, inscrits, 4e trimestre 2025 »."""
        return f"{self.producteur}, {self.titre_court}{',' * (' ' in spelled(millesime))} {spelled(millesime)}".strip()


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
