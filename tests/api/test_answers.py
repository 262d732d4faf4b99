"""How the API answers: metadata, caches, formats, access code, problems in French, methods."""

from __future__ import annotations

import json

import pytest

from lib.ui import resources
from lib.ui.api import content
from lib.ui.api.routes import ROUTES
from lib.ui.server import ROUTES as SERVED
from tests.api.conftest import App, call

READ = ["/themes", "/indicateurs", "/indicateurs/part_moins_20", "/sources", "/valeurs?indicateur=part_moins_20"]
PUBLIC = ["/territoires?recherche=échirolles", "/territoires/commune-38151", "/openapi.json"]
FIGURES = "/api/v1/valeurs?indicateur=part_moins_20"


def test_the_application_serves_the_api() -> None:
    assert [route for route in SERVED if route in ROUTES] == ROUTES and App.routes == ROUTES


@pytest.mark.parametrize("path", READ + PUBLIC)
def test_an_answer_is_cached_and_checked_by_its_etag(shipped, path: str) -> None:
    first = call(f"/api/v1{path}")
    assert first.status == 200 and first.headers["content-type"] == "application/json"
    assert first.headers["etag"].startswith('"') and first.headers["access-control-allow-origin"] == "*"
    for tag in (first.headers["etag"], f'"autre", W/{first.headers["etag"]}', "*"):
        again = call(f"/api/v1{path}", if_none_match=tag)
        assert (again.status, again.body, again.headers["etag"]) == (304, b"", first.headers["etag"])
    assert call(f"/api/v1{path}", if_none_match='"autre"').body == first.body
    head = call(f"/api/v1{path}", "HEAD")
    assert (head.status, head.body) == (200, b"")
    assert head.headers["content-length"] == str(len(first.body)) and head.headers["etag"] == first.headers["etag"]


def test_the_etag_changes_with_the_figures(made_up) -> None:
    tags = set()
    for value in (1.0, 2.0):
        made_up({"valeur": value})
        tags.add(call("/api/v1/valeurs?indicateur=part_moins_20&territoire=commune-38151").headers["etag"])
    assert len(tags) == 2


def test_an_indicator_tells_everything(shipped) -> None:
    found = call("/api/v1/indicateurs/part_moins_20").json
    known = resources.catalog().resolve("part_moins_20")
    for name in ("definition", "comprendre", "utiliser", "ne_permet_pas_de_dire", "pieges", "lecture", "unite"):
        assert found[name] == getattr(known, name)
    assert [one["id"] for one in found["formule"]["numerateur"]] == list(known.numerateur)
    assert all(one["libelle"] for one in found["formule"]["numerateur"] + found["formule"]["denominateur"])
    assert [one["id"] for one in found["sources"]][: len(known.sources)] == list(known.sources)
    assert all(one["licence"] and one["page"] for one in found["sources"])
    table = resources.store().coverage()
    rows = table[table["indicateur"] == "part_moins_20"]
    assert [(one["niveau"], one["millesime"], one["territoires"]) for one in found["millesimes"]] == list(
        rows[["niveau", "millesime", "territoires"]].itertuples(index=False, name=None)
    )


def test_every_indicator_and_every_source_can_be_told(shipped) -> None:
    listed = call("/api/v1/indicateurs?par_page=1000").json
    assert [one["id"] for one in listed["elements"]] == list(resources.catalog().indicators)
    for one in listed["elements"]:
        assert call(one["adresse"]).json["titre"] == one["titre"]
    assert {one["id"] for one in call("/api/v1/sources?par_page=1000").json["elements"]} == set(resources.SOURCES)
    themes = call("/api/v1/themes").json
    assert [one["id"] for one in themes["elements"]] == list(resources.catalog().themes)
    only = call("/api/v1/indicateurs?theme=logement").json
    assert only["total"] == len(resources.catalog().themes["logement"].indicateurs)


def test_a_territory_and_those_that_contain_it(shipped) -> None:
    found = call("/api/v1/territoires/commune-38151").json
    assert (found["nom"], found["niveau"], found["code"]) == ("Échirolles", "commune", "38151")
    assert [one["niveau"] for one in found["contenu_dans"]] == ["epci", "departement", "region", "france"]
    moved = call("/api/v1/territoires/commune-01033")  # Bellegarde-sur-Valserine, merged into Valserhône
    known = resources.territories().resolve("commune-01033")
    if hasattr(known, "territory"):
        assert (moved.status, moved.headers["location"]) == (301, f"/api/v1/territoires/{known.territory.key}")
    else:
        assert moved.status == 200


def test_the_code_of_a_former_commune_leads_to_its_successor(shipped) -> None:
    former = next(
        code for code in resources.territories()._passages if f"commune-{code}" not in resources.territories()._by_key
    )
    successor = resources.territories().resolve(f"commune-{former}").territory
    moved = call(f"/api/v1/territoires/commune-{former}")
    assert (moved.status, moved.headers["location"]) == (301, f"/api/v1/territoires/{successor.key}")
    refused = call(f"{FIGURES}&territoire=commune-{former}")
    assert refused.status == 404 and successor.key in refused.json["remede"]


def test_the_search_box_is_answered_as_before(shipped) -> None:
    found = call("/api/v1/territoires?recherche=echirol")
    assert found.headers["cache-control"] == "no-store"
    assert found.json[0] == {"cle": "commune-38151", "nom": "Échirolles", "precision": "commune · Isère · 38130"}
    assert len(call("/api/v1/territoires?recherche=saint").json) == content.FOUND
    assert call("/api/v1/territoires").json == call("/api/v1/territoires?recherche=").json == []
    assert call("/api/v1/territoires?recherche=" + "x" * 5000).json == []


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        (f"{FIGURES}&territoire=commune-99999", 404, "Ce territoire n'existe pas"),
        ("/api/v1/territoires/commune-99999", 404, "Ce territoire n'existe pas"),
        ("/api/v1/territoires/nulle%2Fpart", 404, "n'existe pas"),
        ("/api/v1/valeurs?indicateur=inconnu", 404, "Cet indicateur n'existe pas"),
        ("/api/v1/indicateurs/inconnu", 404, "Cet indicateur n'existe pas"),
        ("/api/v1/indicateurs?theme=inconnu", 404, "Ce thème n'existe pas"),
        ("/api/v1/rien", 404, "Cette adresse n'existe pas"),
        ("/api/v2/valeurs", 404, "openapi.json"),
        ("/api/v1/valeurs", 400, "Ajoutez « indicateur= »"),
        (f"{FIGURES}&milesime=2021", 400, "Ce paramètre n'existe pas (milesime)"),
        (f"{FIGURES}&millesime=21", 400, "millesime=21"),
        (f"{FIGURES}&niveau=canton", 400, "iris, qpv, commune"),
        (f"{FIGURES}&territoire=38151", 400, "commune-38151"),
        (f"{FIGURES}&format=xml", 400, "format=xml"),
        (f"{FIGURES}&page=0", 400, "page=0"),
        (f"{FIGURES}&page=1.0", 400, "page=1.0"),
        (f"{FIGURES}&page=", 400, "page="),
        (f"{FIGURES}&par_page=1001", 400, "De 1 à 1000"),
        (f"{FIGURES}&page=1&page=2", 400, "qu'une fois"),
        (f"{FIGURES}&" + "&".join(f"territoire=commune-{38001 + n}" for n in range(21)), 400, "territoire"),
        ("/api/v1/themes?recherche=x", 400, "Paramètres acceptés : page, par_page"),
        ("/api/v1/territoires/commune-38151?x=1", 400, "aucun"),
    ],
)
def test_a_problem_says_what_where_and_what_to_do(shipped, address: str, status: int, said: str) -> None:
    reply = call(address)
    assert reply.status == reply.json["status"] == status and said in reply.json["detail"]
    assert reply.headers["content-type"] == "application/problem+json"
    assert reply.headers["cache-control"] == "no-store" and reply.headers["access-control-allow-origin"] == "*"
    assert reply.json["title"] and reply.json["instance"] and reply.json["remede"].endswith(".")


@pytest.mark.parametrize(
    ("accept", "status"),
    [
        ("application/xml", 406),
        ("text/csv", 406),
        ("application/json;q=0, text/html", 406),
        ("*/*;q=0", 406),
        ("application/json;q=oui", 406),
        ("text/html, application/*;q=0.1", 200),
        ("", 200),
    ],
)
def test_a_format_that_does_not_exist_is_refused(shipped, accept: str, status: int) -> None:
    reply = call("/api/v1/themes", accept=accept)
    assert reply.status == status
    if status == 406:
        assert reply.json["remede"] == "Demandez application/json dans l'en-tête Accept."


@pytest.mark.parametrize("path", READ + PUBLIC + ["/rien"])
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE"])
def test_nothing_can_be_written(shipped, path: str, method: str) -> None:
    reply = call(f"/api/v1{path}", method)
    assert reply.status == 405 and reply.headers["allow"] == "GET, HEAD, OPTIONS" and "GET" in reply.json["remede"]


def test_any_site_may_read(shipped) -> None:
    reply = call(FIGURES, "OPTIONS", origin="https://ccas.example", access_control_request_method="GET")
    assert (reply.status, reply.headers["access-control-allow-origin"]) == (204, "*")
    assert reply.headers["access-control-allow-methods"] == "GET, HEAD, OPTIONS"
    assert "Authorization" in reply.headers["access-control-allow-headers"]
    assert "access-control-allow-credentials" not in reply.headers


@pytest.mark.parametrize("path", READ)
def test_the_access_code_is_asked_for_figures(configured, path: str) -> None:
    configured(code_acces="clé d'été")
    for given in (
        {},
        {"authorization": "Bearer faux"},
        {"authorization": "Basic clé d'été"},
        {"authorization": "Bearer"},
    ):
        reply = call(f"/api/v1{path}", **given)
        assert reply.status == 401 and reply.headers["www-authenticate"].startswith("Bearer")
        assert set(reply.json) == {"type", "title", "status", "detail", "instance", "remede"}
    assert call(f"/api/v1{path}", "HEAD").status == 401
    admitted = call(f"/api/v1{path}", authorization="Bearer clé d'été")
    assert admitted.status == 200 and admitted.headers["cache-control"].startswith("private")
    assert "Authorization" in admitted.headers["vary"]
    assert call(f"/api/v1{path}", if_none_match=admitted.headers["etag"]).status == 401


@pytest.mark.parametrize("path", PUBLIC)
def test_names_stay_public(configured, path: str) -> None:
    configured(code_acces="secret")
    assert call(f"/api/v1{path}").status == 200


def test_a_damaged_file_is_a_problem_not_a_crash(made_up, tmp_path) -> None:
    made_up({})
    (tmp_path / "donnees/indicateurs/portrait.parquet").write_bytes(b"PAR1 abime")
    reply = call("/api/v1/valeurs?indicateur=part_moins_20&territoire=commune-38151")
    assert reply.status == 503 and "abîmé" in reply.json["detail"] and json.loads(reply.body)["remede"]


@pytest.mark.parametrize("form", ["json", "csv"])
def test_figures_of_an_unknown_source_are_a_problem_not_a_crash(made_up, form) -> None:
    made_up({"source": "source_a_venir"})
    reply = call(f"/api/v1/valeurs?indicateur=part_moins_20&territoire=commune-38151&format={form}")
    assert reply.status == 503 and "source_a_venir" in reply.json["detail"]
