"""The addresses of the API."""

from __future__ import annotations

from starlette.routing import Route

from lib.ui.api import content, figures, openapi
from lib.ui.api.answers import CSV, JSON, Resource, not_found

ROUTES = [
    Route("/api/v1/openapi.json", Resource(openapi.describe, public=True)),
    Route("/api/v1/territoires", Resource(content.search, public=True, limiter=None)),
    Route("/api/v1/territoires/{cle}", Resource(content.territory, public=True)),
    Route("/api/v1/themes", Resource(content.themes)),
    Route("/api/v1/indicateurs", Resource(content.indicators)),
    Route("/api/v1/indicateurs/{id}", Resource(content.indicator)),
    Route("/api/v1/valeurs", Resource(figures.values, formats=(JSON, CSV))),
    Route("/api/v1/sources", Resource(content.sources)),
    Route("/api/{rest:path}", Resource(not_found, public=True)),
]
