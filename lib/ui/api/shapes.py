"""The objects that the API returns, from which its description is generated: French names, as in the data."""

from __future__ import annotations

from typing import Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from lib.model import Level, Sense, Status, Unit

Item = TypeVar("Item")


class Shape(BaseModel):
    """Common rule: nothing more than what is described."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Liste(Shape, Generic[Item]):
    """One page of a list, and how many elements there are in all."""

    total: int = Field(ge=0)
    page: int = Field(ge=1)
    par_page: int = Field(ge=1, le=1000)
    elements: list[Item]


class Trouve(Shape):
    """One answer of the search box."""

    cle: str
    nom: str
    precision: str


class Voisin(Shape):
    """A territory named by another one."""

    cle: str
    niveau: Level
    code: str
    nom: str


class Territoire(Voisin):
    """One territory; ``contenu_dans`` goes from the smallest to the largest."""

    precision: str
    population: int | None
    superficie_km2: float | None
    codes_postaux: list[str]
    contenu_dans: list[Voisin]


class ThemeCourt(Shape):
    """One theme."""

    id: str
    titre: str
    description: str
    questions: list[str]
    manques: list[str]
    indicateurs: list[str]


class IndicateurCourt(Shape):
    """One indicator in a list."""

    id: str
    titre: str
    titre_court: str
    theme: str
    unite: Unit
    niveaux: list[Level]
    essentiel: bool
    adresse: str


class Variable(Shape):
    """One base quantity of a formula."""

    id: str
    libelle: str | None


class Formule(Shape):
    """How the figure is computed: a sum, or a ratio of sums, times ``facteur``."""

    numerateur: list[Variable]
    denominateur: list[Variable]
    facteur: float


class Couverture(Shape):
    """A millesime that is installed for one level: source, geography, number of territories with a figure."""

    niveau: Level
    millesime: str
    source: str
    geographie: int | None
    territoires: int
    mention: str


class Origine(Shape):
    """A source as cited: who publishes it, under which licence."""

    id: str
    titre: str
    producteur: str
    licence: str
    page: str


class Indicateur(Shape):
    """Everything known about one indicator."""

    id: str
    anciens_identifiants: list[str]
    titre: str
    titre_court: str
    theme: str
    unite: Unit
    unite_en_mots: str
    sens: Sense
    essentiel: bool
    definition: str
    lecture: str
    comprendre: str
    utiliser: str
    ne_permet_pas_de_dire: str
    pieges: str
    formule: Formule
    niveaux: list[Level]
    millesimes_comparables: Literal["tous", "ecart_5_ans", "aucun"]
    sources: list[Origine]
    millesimes: list[Couverture]


class Rupture(Shape):
    """A break: figures before and after it are not comparable."""

    jusqu_a: str
    depuis: str
    motif: str
    variables: list[str]


class Installe(Shape):
    """A millesime of a source that is installed."""

    millesime: str
    geographie: int | None
    mention: str


class SourceComplete(Origine):
    """One source, its installed millesimes, the breaks of its series."""

    titre_court: str
    champ: str
    installes: list[Installe]
    ruptures: list[Rupture]


class Valeur(Shape):
    """One figure and all that must follow it; ``valeur`` is null unless ``statut`` shows it, never zero instead."""

    territoire: str
    niveau: Level
    code: str
    nom: str
    indicateur: str
    unite: Unit
    millesime: str
    valeur: float | None
    statut: Status
    numerateur: float | None
    denominateur: float | None
    source: str
    mention: str
    geographie: int | None
    licence: str


class Probleme(Shape):
    """A problem (RFC 9457): ``detail`` says what, where and what to do; ``remede`` repeats what to do."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    remede: str
