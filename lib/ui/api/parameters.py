"""What may follow ``?`` in an address of the API: strict, an unknown or repeated parameter is refused."""

from __future__ import annotations

from typing import Annotated, Literal, TypeVar, get_origin
from urllib.parse import urlencode

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from starlette.requests import Request

from lib.model import Level
from lib.ui.api.answers import Refused

KEY = rf"^({'|'.join(Level)})-[0-9A-Z]{{1,9}}$"
IDENTIFIER = r"^[a-z][a-z0-9_]{0,99}$"
DIGITS = r"^[0-9]{1,6}$"


def _digits(value: object) -> object:
    return int(value) if isinstance(value, str) and value.isascii() and value.isdigit() else value


Whole = Annotated[int, BeforeValidator(_digits)]
TerritoryKey = Annotated[str, Field(pattern=KEY)]
Identifier = Annotated[str, Field(pattern=IDENTIFIER)]
Millesime = Annotated[str, Field(pattern=r"^[0-9]{4}(-T[1-4])?$")]


class Nothing(BaseModel):
    """No parameter."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Search(Nothing):
    """Parameters of the search of territories."""

    recherche: str = Field(default="", description="Nom, code postal ou code Insee ; au-delà de 80 signes, coupé")


class Page(Nothing):
    """Parameters of a list."""

    page: Whole = Field(default=1, ge=1, le=100_000, description="Numéro de la page")
    par_page: Whole = Field(default=100, ge=1, le=1000, description="Nombre d'éléments par page")


class IndicatorList(Page):
    """Parameters of the list of indicators."""

    theme: Identifier | None = Field(default=None, description="Seulement ce thème")


class Figures(Page):
    """Parameters of the figures."""

    indicateur: tuple[Identifier, ...] = Field(
        min_length=1, max_length=60, description="Identifiants d'indicateurs (paramètre répétable)"
    )
    territoire: tuple[TerritoryKey, ...] = Field(
        default=(), max_length=20, description="Clés de territoires (paramètre répétable), comme commune-38151"
    )
    niveau: Level | None = Field(
        default=None, strict=False, description="Tous les territoires de ce niveau ; commune si « dans » est seul"
    )
    dans: TerritoryKey | None = Field(
        default=None, description="Territoire qui contient ceux du niveau demandé ; la France par défaut"
    )
    millesime: tuple[Millesime, ...] = Field(
        default=(), max_length=40, description="Seulement ces millésimes (paramètre répétable)"
    )
    format: Literal["json", "csv"] | None = Field(default=None, description="L'emporte sur l'en-tête Accept")


Q = TypeVar("Q", bound=Nothing)


def parsed(model: type[Q], request: Request) -> Q:
    """Read the parameters of a request. Raises Refused (400) naming the one at fault."""
    found: dict[str, object] = {}
    for name in request.query_params:
        given = request.query_params.getlist(name)
        field = model.model_fields.get(name)
        many = field is not None and get_origin(field.annotation) is tuple
        if field is None:
            accepted = ", ".join(model.model_fields) or "aucun"
            raise Refused(400, "Ce paramètre n'existe pas", name[:40], f"Paramètres acceptés : {accepted}.")
        if len(given) > 1 and not many:
            raise Refused(400, "Ce paramètre ne se donne qu'une fois", name, "Gardez une seule valeur.")
        found[name] = tuple(given) if many else given[0]
    try:
        return model.model_validate(found)
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0])
        if first["type"] == "missing":
            raise Refused(400, "Il manque un paramètre", name, f"Ajoutez « {name}= » à l'adresse.") from error
        said = str(request.query_params.get(name))[:40]
        raise Refused(400, "Un paramètre n'est pas valable", f"{name}={said}", _expected(model, name)) from error


def links(request: Request, page: int, pages: int) -> dict[str, str]:
    """Return the Link header to the first, previous, next and last pages."""
    kept = [(name, value) for name, value in request.query_params.multi_items() if name != "page"]
    wanted = {"first": 1, "prev": page - 1, "next": page + 1, "last": pages}
    shown = {rel: number for rel, number in wanted.items() if 1 <= number <= pages}
    if page > pages:
        shown.pop("prev", None)
    written = (
        f'<{request.url.path}?{urlencode([*kept, ("page", number)])}>; rel="{rel}"' for rel, number in shown.items()
    )
    return {"Link": ", ".join(written)} if shown else {}


def _expected(model: type[Nothing], name: str) -> str:
    description = model.model_fields[name].description or ""
    limits = {"page": " De 1 à 100000.", "par_page": " De 1 à 1000."}
    if name == "niveau":
        return f"{description}. Valeurs acceptées : {', '.join(Level)}."
    return f"Attendu : {description[:1].lower()}{description[1:]}.{limits.get(name, '')}"
