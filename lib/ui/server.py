"""HTTP side of the application: own routes, the French page language, warm-up of slow imports."""

from __future__ import annotations

import asyncio
import logging
import mimetypes
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import streamlit as st
from anyio import to_thread
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lib import map_program
from lib.build.publish import finish_interrupted
from lib.model import DataError, Level
from lib.settings import STATIC_DIR, load_settings
from lib.similarity import Recipe, similar
from lib.ui import resources
from lib.ui.api import routes as api
from lib.ui.navigation import PAGES
from lib.ui.state import UNKNOWN_PAGE

AFTER_FIRST_PAGE = 6  # seconds: what may wait leaves the processor to the first page
YEAR = "public, max-age=31536000, immutable"
DAY = "public, max-age=86400"
UNTOUCHED = ("/_stcore", "/geo/", "/carte/", "/api/", "/statique/")  # never HTML
SERVED = (*UNTOUCHED, "/integrer/", "/component", "/media/", "/app/", "/static/")
ADDRESSES = frozenset(page.path for page in PAGES)
OTHER_HOME = "/accueil"  # Streamlit serves the default page at the root only
FRAMED = b"frame-ancestors 'self'"  # other sites may show /integrer/ only
# Asked for with the page: the menu measures its words as soon as it is drawn, and must find them in their font.
FONTS = b'<link rel="stylesheet" href="/statique/polices.css">' + b"".join(
    b'<link rel="preload" as="font" type="font/woff2" crossorigin '
    b'href="/statique/polices/atkinson-hyperlegible-next-latin-%d-normal.woff2">' % weight
    for weight in (400, 600, 700)
)
LOG = logging.getLogger("boussole")
mimetypes.add_type("font/woff2", ".woff2")


async def static_file(request: Request) -> Response:
    """Serve a file of ``static/`` (fonts, Leaflet, style); a path outside the folder is a 404."""
    path = (STATIC_DIR / request.path_params["path"]).resolve()
    if not path.is_relative_to(STATIC_DIR) or not path.is_file():
        raise HTTPException(404)
    return FileResponse(path, headers={"Cache-Control": DAY, "Access-Control-Allow-Origin": "*"})


async def outlines(request: Request) -> Response:
    """Serve compressed outlines with a strong ETag and a one-year cache, their address changing with the data."""
    version, level, scope = (request.path_params[name] for name in ("version", "level", "scope"))
    try:
        territory = resources.territories().get(scope)
        layer = await to_thread.run_sync(resources.outline_layer, version, Level(level), territory)
    except (DataError, ValueError) as error:
        LOG.warning("contours %s/%s : %s", level, scope, error)
        raise HTTPException(404) from error
    headers = {"ETag": f'"{layer.etag}"', "Cache-Control": YEAR, "Vary": "Accept-Encoding"}
    if layer.etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(layer.body, media_type="application/geo+json", headers=headers | {"Content-Encoding": "gzip"})


async def framed(request: Request) -> Response:
    """Answer a chart or a map shown alone on another site."""
    from lib.ui import embed  # all charts and maps: not paid by the start

    return await embed.show(request)


async def map_program_file(request: Request) -> Response:
    """Answer the program of the frame of maps, to be kept under its own address only."""
    kept = YEAR if request.url.path == map_program.address() else "no-store"
    return Response(map_program.program(), media_type="text/javascript", headers={"Cache-Control": kept})


async def map_values(request: Request) -> Response:
    """Answer the values of a map, or the words of its lists."""
    from lib.ui import map_answers  # the drawing of maps: not paid by the start

    return await (map_answers.words if request.url.path == map_answers.WORDS else map_answers.values)(request)


ROUTES = [
    Route("/statique/{path:path}", static_file),
    Route("/geo/{version}/{level}/{scope}.json", outlines),
    Route("/carte/programme-{mark}.js", map_program_file),
    Route("/carte/{what}", map_values),
    *api.ROUTES,
    Route("/integrer/{genre}/{quoi}", framed),
]


class FrenchPage:
    """Middleware of every page: its language (Streamlit writes ``lang="en"``), its fonts, no framing by other sites."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Rewrite the ``html`` element of HTML answers to navigation requests, leave the rest untouched."""
        if scope["type"] != "http" or _own_html(scope["path"]):
            await self.app(scope, receive, send)
            return
        started: dict = {}
        chunks: list[bytes] = []

        async def relay(message: Message) -> None:
            if message["type"] == "http.response.start" and _is_html(message):
                started.update(message)
            elif message["type"] == "http.response.body" and started:
                chunks.append(message.get("body", b""))
                if not message.get("more_body"):
                    body = b"".join(chunks).replace(b'<html lang="en"', b'<html lang="fr"', 1)
                    body = body.replace(b"</head>", FONTS + b"</head>", 1)
                    kept = [(k, v) for k, v in started["headers"] if k.lower() not in (b"content-length", b"etag")]
                    own = [(b"content-length", str(len(body)).encode()), (b"content-security-policy", FRAMED)]
                    await send({**started, "headers": [*kept, *own]})
                    await send({"type": "http.response.body", "body": body})
            else:
                await send(message)

        headers = [(k, v) for k, v in scope["headers"] if k.lower() not in (b"accept-encoding", b"if-none-match")]
        plain = scope if scope["path"].startswith(UNTOUCHED) else None
        await self.app(scope | {"headers": headers} if plain is None else scope, receive, relay)


def _own_html(path: str) -> bool:
    """Tell whether an address is a file or a page of this package, which needs no rewriting."""
    return path.startswith("/integrer/") or "." in path.rsplit("/", 1)[-1]


def _is_html(message: Message) -> bool:
    return any(k.lower() == b"content-type" and v.startswith(b"text/html") for k, v in message.get("headers", []))


class KnownPages:
    """Middleware that sends the visitor of a page that does not exist to the home page, which says it in French."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Redirect navigation to an unknown address, its view kept; leave the rest untouched."""
        if scope["type"] == "http" and _is_unknown_page(scope):
            flag = "" if scope["path"] == OTHER_HOME else f"{UNKNOWN_PAGE}=1"
            query = "&".join(filter(None, (scope["query_string"].decode("latin-1"), flag)))
            await RedirectResponse(f"/?{query}", 303)(scope, receive, send)
            return
        await self.app(scope, receive, send)


def _is_unknown_page(scope: Scope) -> bool:
    wanted = dict(scope["headers"]).get(b"accept", b"")
    served = scope["path"] in ADDRESSES or scope["path"].startswith(SERVED) or "." in scope["path"].rsplit("/", 1)[-1]
    return scope["method"] == "GET" and b"text/html" in wanted and not served


MIDDLEWARE = [Middleware(KnownPages), Middleware(FrenchPage)]


@asynccontextmanager
async def lifespan(_app: object) -> AsyncIterator[None]:
    """End a publication cut by a power failure; warm slow imports in the background, for the first visitor."""
    _end_publication()
    task = asyncio.create_task(_warm())
    yield
    task.cancel()


async def _warm() -> None:
    await to_thread.run_sync(_warm_up)
    await asyncio.sleep(AFTER_FIRST_PAGE)
    await to_thread.run_sync(_warm_peers)


def _end_publication() -> None:
    try:
        finish_interrupted(load_settings().dossier_donnees)
    except (DataError, OSError) as error:
        LOG.warning("publication interrompue, non terminée : %s", error)


def _warm_up() -> None:
    try:
        resources.territories()  # first: every page begins with it
        resources.store()
    except DataError as error:
        LOG.warning("%s", error)
    # Not streamlit_folium itself: imported outside a visit, it could not declare its component to the server.
    import folium.plugins  # noqa: F401 - imported for its cost, paid before the first page

    import lib.charts  # noqa: F401 - the same


def _warm_peers() -> None:
    """Read once the criteria of areas alike, of all communes of France: the first comparison does not wait."""
    try:
        known = resources.territories()
        mine = known.get(load_settings().territoire_par_defaut)
        similar(known, resources.store(), mine, Recipe(Level.FRANCE))
    except DataError as error:
        LOG.warning("%s", error)


def log_unexpected(error: Exception) -> bool:
    """Write an unforeseen error to the log and say it in French; True keeps the traceback off the screen."""
    LOG.error("erreur imprévue", exc_info=error)
    st.error(
        "**Cette page n'a pas pu s'afficher.** L'application reste ouverte et rien n'est perdu. Rechargez la page ; "
        "si cela recommence, transmettez à votre correspondant les dernières lignes affichées dans la fenêtre de "
        "lancement.",
        icon=":material/error:",
    )
    return True
