"""The API against its own description: schemathesis sends what is allowed and what is not."""

from __future__ import annotations

import hypothesis
import pytest
import schemathesis
from schemathesis.config import SchemathesisConfig

from lib.settings import load_settings
from lib.ui import resources
from lib.ui.api.openapi import document
from tests.api.conftest import App, call

EXAMPLES = 40
CONFIG = SchemathesisConfig.from_dict({"generation": {"max-examples": EXAMPLES, "mode": "all"}, "seed": 38151})
SCHEMA = schemathesis.openapi.from_asgi("/api/v1/openapi.json", App, config=CONFIG)


@SCHEMA.parametrize()
@hypothesis.settings(
    max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(hypothesis.HealthCheck)
)
def test_every_answer_is_as_described(case: schemathesis.Case) -> None:
    case.call_and_validate()


@pytest.mark.parametrize("locked", [False, True])
def test_the_description_is_complete(locked: bool) -> None:
    found = document(locked)
    assert found["openapi"] == "3.1.0" and found["servers"] == [{"url": "/api/v1"}]
    assert ("securitySchemes" in found["components"]) is locked
    served = {route.path.removeprefix("/api/v1") for route in App.routes} - {"/openapi.json", "/api/{rest:path}"}
    assert set(found["paths"]) == served
    asked = {path for path, item in found["paths"].items() if "security" in item["get"]}
    assert asked == ({"/themes", "/indicateurs", "/indicateurs/{id}", "/valeurs", "/sources"} if locked else set())


def test_the_description_served_follows_the_settings(configured) -> None:
    configured(code_acces="secret")
    assert call("/api/v1/openapi.json").json == document(True)
    configured(code_acces="")
    load_settings.cache_clear()
    assert call("/api/v1/openapi.json").json == document(False)


def test_real_identifiers_are_answered_as_described(shipped) -> None:
    names, keys = (
        list(resources.catalog().indicators),
        ["commune-38151", "epci-200040715", "departement-38", "france-F"],
    )
    for start in range(0, len(names), 60):
        query = "&".join(f"indicateur={name}" for name in names[start : start + 60])
        case = SCHEMA["/valeurs"]["GET"].Case(
            query={"indicateur": names[start : start + 60], "territoire": keys, "par_page": 1000}
        )
        case.call_and_validate()
        assert call(f"/api/v1/valeurs?{query}&territoire=commune-38151").status == 200
