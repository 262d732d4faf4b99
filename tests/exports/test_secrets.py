"""One suite for every format that leaves: a hidden figure is in none of them, whatever its status, and is said.

A format that is offered on screen and is not here makes the last tests fail.
"""

from __future__ import annotations

import asyncio
import io
import json
import sqlite3
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import shapely
from starlette.applications import Starlette
from starlette.routing import Route

from lib.exports import map_layers
from lib.exports.csv_table import to_csv
from lib.exports.ods import block_ods
from lib.exports.territory_archive import territory_zip
from lib.exports.territory_book import book_ods, book_xlsx, read_book
from lib.exports.xlsx import block_xlsx
from lib.model import Status
from lib.settings import DATA_DIR, load_settings
from tests.exports.conftest import ISERE, SECRET_VALUE, TOWN, seen

HIDDEN = [status for status in Status if not status.has_value]
SHAPES = {"38151": shapely.box(5.7, 45.1, 5.8, 45.2), "38": shapely.box(5, 45, 6, 46)}
BLOCK = {
    "csv": to_csv,
    "xlsx": block_xlsx,
    "ods": block_ods,
    "geojson": lambda *told: map_layers.to_geojson(SHAPES, *told),
    "gpkg": lambda *told: map_layers.to_geopackage(SHAPES, *told),
}
BOOK: dict[str, Callable] = {"xlsx": book_xlsx, "ods": book_ods, "zip": territory_zip}
IMAGES = {"png", "svg"}  # drawn from what the store gives: see the pages of /integrer below


def leaks(content: bytes) -> list[str]:
    """Say where the secret number is written: as text of any language, or as the eight bytes of a number."""
    text = content.decode("utf-8", "ignore")
    for space in ("\u202f", "\u00a0", " "):
        text = text.replace(space, "")
    found = [shape for shape in ("987654", "987,654", "0.987") if shape in text]
    return found + [order for order in "<>" if struct.pack(f"{order}d", SECRET_VALUE) in content]


def unpacked(content: bytes) -> list[bytes]:
    """Return a file, what it packs, and so on; a Parquet file is read as text."""
    if content[:4] == b"PAR1":
        return [str(pq.read_table(io.BytesIO(content)).to_pylist()).encode()]
    if content[:2] != b"PK":
        return [content]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return [part for name in archive.namelist() for part in unpacked(archive.read(name))]


def test_the_search_finds_a_leak() -> None:
    for written in ("valeur 987\u202f654,25 %", "987654.25", '"v":987654.25', "987,654.25"):
        assert leaks(written.encode())
    assert leaks(b"x" + struct.pack(">d", SECRET_VALUE) + b"y") and not leaks(b"27,3 % en 2021")
    assert unpacked(b"abc") == [b"abc"]


@pytest.mark.parametrize("kind", BLOCK)
@pytest.mark.parametrize("status", HIDDEN)
def test_a_block_hides_a_value_that_came_by_mistake(kind, status, caption, catalog, sources) -> None:
    hidden = seen(TOWN, SECRET_VALUE, status, numerator=SECRET_VALUE, denominator=SECRET_VALUE)
    content = BLOCK[kind](caption, [(TOWN, hidden), (ISERE, seen(ISERE, 24.5))], catalog, sources)
    assert [leaks(part) for part in unpacked(content) if leaks(part)] == []


@pytest.mark.parametrize("kind", BOOK)
def test_what_is_taken_of_a_territory_hides_its_secrets(kind, made_store, territories, sources, caption) -> None:
    book = read_book(territories.get(TOWN.key), territories, made_store, sources, caption.date, caption.address)
    parts = unpacked(BOOK[kind](book))
    assert [leaks(part) for part in parts if leaks(part)] == []
    assert any(b"secret" in part for part in parts) and any(b"27.3" in part for part in parts)


def test_a_geopackage_has_no_value_where_it_says_secret(caption, catalog, sources, tmp_path: Path) -> None:
    hidden = seen(TOWN, SECRET_VALUE, Status.SECRET)
    path = tmp_path / "carte.gpkg"
    path.write_bytes(BLOCK["gpkg"](caption, [(TOWN, hidden), (ISERE, seen(ISERE, 24.5))], catalog, sources))
    with sqlite3.connect(path) as opened:
        rows = opened.execute("select code, valeur, statut, titre, extrait_le, adresse from carte order by code")
        told = (caption.title, "2027-02-01", caption.address)
        assert rows.fetchall() == [("38", 24.5, "ok", *told), ("38151", None, "secret", *told)]


@pytest.fixture
def made_up(write_observations, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Serve made-up figures, one of them secret with its value left in the file by mistake."""
    folder = tmp_path / "donnees"
    folder.mkdir()
    (folder / "catalogue").symlink_to(DATA_DIR / "catalogue")
    secret = {"valeur": SECRET_VALUE, "numerateur": SECRET_VALUE, "denominateur": SECRET_VALUE, "statut": "secret"}
    write_observations(
        folder / "indicateurs",
        *({"code": "38151", "millesime": year, "indicateur": "part_65_plus"} | secret for year in ("2011", "2021")),
        {"code": "38151", "millesime": "2021", "valeur": 27.3},
        {"niveau": "departement", "code": "38", "indicateur": "part_65_plus", "millesime": "2021", "valeur": 19.6},
    )
    monkeypatch.setenv("BOUSSOLE_DOSSIER_DONNEES", str(folder))
    load_settings.cache_clear()
    yield
    load_settings.cache_clear()


ROUTES = (
    "/api/v1/valeurs?indicateur=part_65_plus&territoire=commune-38151",
    "/api/v1/valeurs?indicateur=part_65_plus&territoire=commune-38151&format=csv",
    "/api/v1/valeurs?indicateur=part_65_plus&niveau=commune&dans=departement-38",
    "/integrer/comparaison/part_65_plus?territoire=commune-38151&comparer=departement",
    "/integrer/evolution/part_65_plus?territoire=commune-38151&comparer=departement",
    "/integrer/carte/part_65_plus?territoire=commune-38151&niveau=commune&dans=epci-200040715",
)


def body_of(address: str) -> bytes:
    """Return what the application answers, without a server."""
    from lib.ui import embed  # after the settings are made
    from lib.ui.api.routes import ROUTES as api

    path, _, query = address.partition("?")
    sent: list[dict] = []
    scope = {
        "type": "http", "http_version": "1.1", "method": "GET", "scheme": "http", "server": ("essai", 80),
        "path": path, "raw_path": path.encode(), "query_string": query.encode(), "headers": [],
    }  # fmt: skip

    async def receive() -> dict:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict) -> None:
        sent.append(message)

    asyncio.run(Starlette(routes=[Route("/integrer/{genre}/{quoi}", embed.show), *api])(scope, receive, send))
    assert sent[0]["status"] == 200, address
    return b"".join(message.get("body", b"") for message in sent[1:])


@pytest.mark.usefixtures("made_up")
@pytest.mark.parametrize("address", ROUTES)
def test_the_interface_and_what_stands_on_another_site_hide_secrets(address: str) -> None:
    body = body_of(address)
    assert leaks(body) == [] and b"secret" in body
    if "json" not in address and address.startswith("/api") and "csv" not in address:
        assert all(one["valeur"] is None for one in json.loads(body)["elements"])


def test_every_format_offered_on_screen_is_in_this_suite() -> None:
    from lib.ui import take_away_map, take_away_page

    assert set(take_away_map.FORMATS) - IMAGES <= set(BLOCK)
    assert set(take_away_page.KINDS) == set(BOOK)


def test_every_table_of_a_block_is_in_this_suite(caption) -> None:
    from lib.ui import take_away

    offered = take_away._tables(take_away.Taken("Titre", rows=list), caption)
    assert {one.extension for one in offered} <= set(BLOCK)
