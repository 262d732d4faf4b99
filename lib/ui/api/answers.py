"""How the API answers: format asked for, ETag and 304, access code, HEAD and OPTIONS, problems of RFC 9457."""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
from collections.abc import Callable
from dataclasses import dataclass, field

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from lib.model import DataError
from lib.settings import load_settings

JSON, CSV, PROBLEM = "application/json", "text/csv", "application/problem+json"
FRESH = "max-age=300"  # seconds: figures change when a collection is published
METHODS = "GET, HEAD, OPTIONS"
OPEN_TO_ALL = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "ETag, Link, WWW-Authenticate"}
PREFLIGHT = {
    "Access-Control-Allow-Methods": METHODS,
    "Access-Control-Allow-Headers": "Authorization, If-None-Match",
    "Access-Control-Max-Age": "86400",
}
AT_ONCE = CapacityLimiter(4)  # heavy answers computed together: the pages keep the other threads
TITLES = {
    400: "Requête incorrecte",
    401: "Accès réservé",
    404: "Introuvable",
    405: "Méthode refusée",
    406: "Format impossible à fournir",
    503: "Données indisponibles",
}
LOG = logging.getLogger("boussole")


class Refused(Exception):
    """What the API answers instead of data: a status, and the three parts of a problem, in French."""

    def __init__(self, status: int, what: str, where: str, remedy: str, **headers: str) -> None:
        super().__init__(f"{what} ({where}). {remedy}")
        self.status, self.what, self.where, self.remedy, self.headers = status, what, where, remedy, headers


@dataclass(frozen=True, slots=True)
class Answer:
    """A body and its type; ``headers`` are those of this answer only (Link, Location, Cache-Control)."""

    body: bytes
    media: str = JSON
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


class Resource:
    """One address of the API: ``read`` runs in a thread and returns the answer, or raises Refused or DataError.

    ``public`` resources (names, description of the API) never ask for the access code.
    """

    def __init__(
        self,
        read: Callable[[Request, str], Answer],
        *,
        formats: tuple[str, ...] = (JSON,),
        public: bool = False,
        limiter: CapacityLimiter | None = AT_ONCE,
    ) -> None:
        self.read, self.formats, self.public, self.limiter = read, formats, public, limiter

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; every failure is a problem said in French."""
        request = Request(scope)
        try:
            response = await self._respond(request)
        except Refused as problem:
            response = _problem(request, problem)
        except DataError as error:
            LOG.warning("interface de lecture : %s", error)
            response = _problem(request, Refused(503, error.what, error.where, error.remedy))
        if scope["method"] == "HEAD":
            response.body = b""
        await response(scope, receive, send)

    async def _respond(self, request: Request) -> Response:
        if request.method == "OPTIONS":
            return Response(status_code=204, headers={"Allow": METHODS} | OPEN_TO_ALL | PREFLIGHT)
        if request.method not in ("GET", "HEAD"):
            remedy = "Cette interface se lit seulement : utilisez GET."
            raise Refused(405, "Cette méthode n'est pas acceptée", str(request.method), remedy, Allow=METHODS)
        code = "" if self.public else load_settings().code_acces
        if code:
            _admit(request, code)
        media = _negotiated(request, self.formats)
        answer = await to_thread.run_sync(self.read, request, media, limiter=self.limiter)
        etag = f'"{hashlib.sha256(answer.body).hexdigest()[:32]}"'
        headers = {"ETag": etag, "Cache-Control": f"private, {FRESH}" if code else f"public, {FRESH}"}
        headers |= {"Vary": "Accept, Authorization"} | OPEN_TO_ALL | answer.headers
        if answer.status == 200 and _has(request.headers.get("if-none-match", ""), etag):
            return Response(status_code=304, headers=headers)
        return Response(answer.body, answer.status, headers, answer.media)


def not_found(request: Request, _media: str) -> Answer:
    """Refuse an address that the API does not have."""
    remedy = "Les adresses sont décrites dans /api/v1/openapi.json."
    raise Refused(404, "Cette adresse n'existe pas", request.url.path[:80], remedy)


def to_json(value: object) -> bytes:
    """Write an object as compact JSON, accents kept."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def _problem(request: Request, problem: Refused) -> Response:
    body = {
        "type": "about:blank",
        "title": TITLES[problem.status],
        "status": problem.status,
        "detail": f"{problem.what} ({problem.where}). {problem.remedy}",
        "instance": request.url.path,
        "remede": problem.remedy,
    }
    headers = {"Cache-Control": "no-store"} | OPEN_TO_ALL
    headers |= {name.replace("_", "-"): value for name, value in problem.headers.items()}
    return Response(to_json(body), problem.status, headers, PROBLEM)


def _admit(request: Request, code: str) -> None:
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    given = given.strip().encode("latin-1").decode("utf-8", "replace")  # header bytes, read by Starlette as latin-1
    if scheme.lower() != "bearer" or not hmac.compare_digest(given.encode(), code.encode()):
        remedy = "Ajoutez l'en-tête « Authorization: Bearer CODE » avec le code d'accès de cette boussole."
        where = "code d'accès absent ou faux"
        raise Refused(401, "Il faut le code d'accès", where, remedy, WWW_Authenticate='Bearer realm="boussole"')


def _negotiated(request: Request, formats: tuple[str, ...]) -> str:
    """Return the format of the ``Accept`` header, the first of ``formats`` when it leaves the choice."""
    asked = request.headers.get("accept", "") or "*/*"
    ranges = [_range(part) for part in asked.lower().split(",")]
    quality, chosen = max(((_quality(media, ranges), media) for media in formats), key=lambda pair: pair[0])
    if quality <= 0:
        remedy = f"Demandez {' ou '.join(formats)} dans l'en-tête Accept."
        raise Refused(406, "Ce format n'est pas disponible ici", asked[:80], remedy)
    return chosen


def _range(part: str) -> tuple[str, float]:
    media, *parameters = (piece.strip() for piece in part.split(";"))
    weight = next((piece[2:] for piece in parameters if piece.startswith("q=")), "1")
    try:
        return media, float(weight)
    except ValueError:
        return media, 0.0


def _quality(media: str, ranges: list[tuple[str, float]]) -> float:
    """Return the weight of the most precise range that covers ``media``."""
    for candidate in (media, f"{media.split('/')[0]}/*", "*/*"):
        found = [weight for name, weight in ranges if name == candidate]
        if found:
            return max(found)
    return 0.0


def _has(header: str, etag: str) -> bool:
    tags = {tag.strip().removeprefix("W/") for tag in header.split(",")}
    return etag in tags or "*" in tags
