"""Tells a file from what a site sends in its place: a web page, an error message, a piece of a file."""

from __future__ import annotations

import gzip
import json
import re
import shutil
import zipfile
import zlib
from pathlib import Path

from lib.model import DataError

BY_HAND = (
    "Cherchez le fichier sur la page du producteur, enregistrez-le dans un dossier, "
    "puis donnez ce dossier à la collecte avec --depot."
)
LATER = "Relancez la même commande plus tard. " + BY_HAND
HEAD = 4096
SMALL = 64 * 1024  # a larger JSON is data, not a message
ZIP, PARQUET, OLD_EXCEL, GZIP = b"PK\x03\x04", b"PAR1", b"\xd0\xcf\x11\xe0", b"\x1f\x8b"
EXPECTED_ZIP = re.compile(r"\.(zip|xlsx|ods)$", re.IGNORECASE)
EXPECTED_FILE = re.compile(r"csv|zip|xlsx?|parquet|\.gz$|\.ods$", re.IGNORECASE)
EXPECTED_XML = re.compile(r"xml|gml|kml|svg", re.IGNORECASE)
ERROR_KEYS = ("error", "errors", "message", "detail", "error_code", "errorcode", "exception")
DATA_KEYS = frozenset({"features", "results", "records", "data"})
MESSAGE_LENGTH = 160


def check(path: Path, address: str) -> None:
    """Raise DataError unless ``path`` can be the file that ``address`` (without its query) announces."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    if not head:
        raise DataError("Le site a envoyé un fichier vide", address, LATER)
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if _is_page(start, address):
        raise DataError("Le site a répondu par une page web au lieu du fichier", address, BY_HAND)
    if start[:1] in (b"{", b"[") and path.stat().st_size <= SMALL:
        _check_json(path, address)
    _check_container(path, head, address)


def _is_page(start: bytes, address: str) -> bool:
    if not start.startswith(b"<"):
        return False
    if start.startswith(b"<?xml"):
        return any(mark in start for mark in (b"<html", b"<!doctype html", b"<error>"))
    return start.startswith((b"<!doctype html", b"<html")) or not EXPECTED_XML.search(address)


def _check_json(path: Path, address: str) -> None:
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except ValueError:
        return
    found = content if isinstance(content, dict) else {}
    said = next((found[key] for key in ERROR_KEYS if found.get(key)), None)
    if (said is not None and not DATA_KEYS & found.keys()) or EXPECTED_FILE.search(address.rpartition("/")[2]):
        message = f" : « {str(said)[:MESSAGE_LENGTH]} »" if said else ""
        raise DataError(f"Le site a répondu par un message au lieu du fichier{message}", address, LATER)


def _check_container(path: Path, head: bytes, address: str) -> None:
    if head.startswith(ZIP):
        try:
            zipfile.ZipFile(path).close()
        except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
            raise DataError("Le fichier zip reçu est incomplet ou abîmé", address, LATER) from error
    elif head.startswith(PARQUET):
        with path.open("rb") as file:
            file.seek(-len(PARQUET), 2)
            if file.read() != PARQUET or path.stat().st_size <= 2 * len(PARQUET):
                raise DataError("Le fichier Parquet reçu est incomplet", address, LATER)
    elif EXPECTED_ZIP.search(address) and not head.startswith(OLD_EXCEL):
        raise DataError("Le fichier reçu n'a pas le format annoncé par son nom", address, BY_HAND)


def decode(path: Path, encoding: str, address: str) -> None:
    """Undo the compression that a server added for the journey, in place; a file that is itself a .gz stays one.

    Raises DataError when the compression is unknown or the compressed file is incomplete.
    """
    if encoding not in ("gzip", "x-gzip"):
        raise DataError(f"Le site a compressé le fichier d'une façon inconnue ({encoding})", address, BY_HAND)
    plain = path.with_name(path.name + ".clair")
    try:
        with gzip.open(path) as packed, plain.open("wb") as target:
            shutil.copyfileobj(packed, target, 1 << 20)
        with plain.open("rb") as file:
            still_packed = file.read(len(GZIP)) == GZIP
        if still_packed or not address.lower().endswith(".gz"):
            plain.replace(path)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise DataError("Le fichier compressé reçu est incomplet ou abîmé", address, LATER) from error
    finally:
        plain.unlink(missing_ok=True)
