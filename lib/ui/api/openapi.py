"""The description of the API (OpenAPI 3.1), generated from the parameters it accepts and the objects it returns."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema
from starlette.requests import Request

from lib.settings import load_settings
from lib.ui.api import parameters, shapes
from lib.ui.api.answers import CSV, JSON, PROBLEM, Answer, to_json
from lib.ui.api.parameters import parsed

VERSION = "1.0.0"
REFERENCE = "#/components/schemas/{model}"
CODE = "code_acces"
REFUSALS = {
    "400": "Paramètre inconnu ou mal écrit",
    "401": "Code d'accès absent ou faux",
    "404": "Territoire, indicateur ou thème inconnu",
    "406": "Format impossible à fournir",
    "503": "Données absentes ou abîmées",
}


@dataclass(frozen=True, slots=True)
class Operation:
    """One address: its summary, the parameters it accepts, what it returns; ``many``: a bare array."""

    path: str
    name: str
    summary: str
    query: type[parameters.Nothing]
    shape: type[BaseModel]
    many: bool = False
    public: bool = False
    csv: bool = False
    moves: bool = False


OPERATIONS = (
    Operation(
        "/territoires", "chercher_territoires", "Cherche un territoire par nom, code postal ou code Insee",
        parameters.Search, shapes.Trouve, many=True, public=True,
    ),
    Operation(
        "/territoires/{cle}", "lire_territoire", "Décrit un territoire", parameters.Nothing, shapes.Territoire,
        public=True, moves=True,
    ),
    Operation("/themes", "lister_themes", "Liste les thèmes", parameters.Page, shapes.Liste[shapes.ThemeCourt]),
    Operation(
        "/indicateurs", "lister_indicateurs", "Liste les indicateurs", parameters.IndicatorList,
        shapes.Liste[shapes.IndicateurCourt],
    ),
    Operation(
        "/indicateurs/{id}", "lire_indicateur", "Décrit un indicateur : définition, formule, sources, millésimes",
        parameters.Nothing, shapes.Indicateur, moves=True,
    ),
    Operation(
        "/valeurs", "lire_valeurs", "Donne les chiffres de territoires nommés, ou de tout un niveau",
        parameters.Figures, shapes.Liste[shapes.Valeur], csv=True,
    ),
    Operation("/sources", "lister_sources", "Liste les sources", parameters.Page, shapes.Liste[shapes.SourceComplete]),
)  # fmt: skip
PATH_PARAMETERS = {
    "{cle}": {"name": "cle", "schema": {"type": "string", "pattern": parameters.KEY}, "example": "commune-38151"},
    "{id}": {"name": "id", "schema": {"type": "string", "pattern": parameters.IDENTIFIER}, "example": "part_moins_20"},
}
HEADERS = {
    "ETag": {"description": "Empreinte de la réponse, à renvoyer dans If-None-Match", "schema": {"type": "string"}},
    "Cache-Control": {"schema": {"type": "string"}},
}
LINK = {"Link": {"description": "Pages first, prev, next et last (RFC 8288)", "schema": {"type": "string"}}}


def describe(request: Request, _media: str) -> Answer:
    """Serve the description of the API as it is set here."""
    parsed(parameters.Nothing, request)
    return Answer(to_json(document(bool(load_settings().code_acces))))


@cache
def document(locked: bool) -> dict[str, object]:
    """Return the description; ``locked``: the access code is asked for."""
    models = {operation.shape for operation in OPERATIONS} | {shapes.Probleme}
    ordered = sorted(models, key=lambda model: model.__name__)
    names, schemas = models_json_schema([(model, "serialization") for model in ordered], ref_template=REFERENCE)
    reference = {model: found for (model, _), found in names.items()}
    components: dict[str, object] = {"schemas": schemas["$defs"]}
    if locked:
        components["securitySchemes"] = {CODE: {"type": "http", "scheme": "bearer"}}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Boussole sociale, interface de lecture",
            "version": VERSION,
            "description": "Chiffres officiels du social, avec leur source, leur millésime et leur statut. Une valeur "
            "secrète ou inconnue est nulle, jamais zéro. Un territoire absent d'une liste n'a pas de chiffre publié.",
            "license": {"name": "Code : EUPL 1.2. Chiffres : licence de chaque source, donnée avec chaque valeur."},
        },
        "servers": [{"url": "/api/v1"}],
        "paths": {one.path: {"get": _operation(one, reference, locked)} for one in OPERATIONS},
        "components": components,
    }


def _operation(one: Operation, reference: dict, locked: bool) -> dict[str, object]:
    in_path = [given | {"in": "path", "required": True} for mark, given in PATH_PARAMETERS.items() if mark in one.path]
    found: dict[str, object] = {
        "operationId": one.name,
        "summary": one.summary,
        "parameters": in_path + _query(one.query),
        "responses": _responses(one, reference, locked),
    }
    return found | ({"security": [{CODE: []}]} if locked and not one.public else {})


def _query(model: type[parameters.Nothing]) -> list[dict[str, object]]:
    schema = model.model_json_schema(ref_template=REFERENCE)
    found = []
    for name, value in schema.get("properties", {}).items():
        kept = {key: part for key, part in value.items() if key not in ("title", "description", "default", "anyOf")}
        kept |= next((part for part in value.get("anyOf", []) if part.get("type") != "null"), {})
        if "$ref" in kept:
            level = schema["$defs"][kept.pop("$ref").rsplit("/", 1)[-1]]
            kept |= {"type": "string", "enum": level["enum"]}
        if value.get("default") not in (None, [], ()):
            kept["default"] = value["default"]
        listed = {"style": "form", "explode": True} if kept.get("type") == "array" else {}
        required = name in schema.get("required", [])
        described = {"name": name, "in": "query", "required": required, "description": value["description"]}
        found.append(described | listed | {"schema": kept})
    return found


def _responses(one: Operation, reference: dict, locked: bool) -> dict[str, object]:
    schema = {"$ref": reference[one.shape]["$ref"]} if isinstance(reference[one.shape], dict) else {}
    schema = {"type": "array", "items": schema} if one.many else schema
    content = {JSON: {"schema": schema}} | ({CSV: {"schema": {"type": "string"}}} if one.csv else {})
    headers = HEADERS | (LINK if issubclass(one.shape, shapes.Liste) else {})
    found: dict[str, object] = {
        "200": {"description": "Réponse", "headers": headers, "content": content},
        "304": {"description": "Rien n'a changé depuis l'empreinte donnée"},
    }
    if one.moves:
        location = {"Location": {"required": True, "schema": {"type": "string"}}}
        moved = {"type": "object", "properties": {"adresse": {"type": "string"}}, "required": ["adresse"]}
        text = "Ancien code ou ancien identifiant : adresse actuelle"
        found["301"] = {"description": text, "headers": location, "content": {JSON: {"schema": moved}}}
    problem = {"content": {PROBLEM: {"schema": reference[shapes.Probleme]}}}
    wanted = {code: text for code, text in REFUSALS.items() if code != "401" or (locked and not one.public)}
    return found | {code: {"description": text} | problem for code, text in wanted.items()}
