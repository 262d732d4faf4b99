"""A cut transfer is resumed, and two versions of a file never mix."""

from __future__ import annotations

import hashlib
import threading

import pytest

from lib.build import download, download_http
from lib.build.download_cache import entry
from lib.build.download_failures import Patience
from lib.build.progress import Silent
from tests import download_bench
from tests.download_bench import CSV, DATED, HALF, NEW, OTHER, TAG, Bench
from tests.httpserver import Answer

bench = download_bench.bench


# Cuts and resumption


@pytest.mark.parametrize("headers", [TAG, DATED, TAG | DATED, {"ETag": 'W/"v1"'} | DATED])
def test_a_cut_transfer_asks_only_for_its_end(bench: Bench, headers: dict[str, str]) -> None:
    site = bench.serve(a_csv=[Answer(CSV, headers=headers, cut_at=HALF), Answer(CSV, headers=headers)])
    assert bench.good(site.url("/a.csv"), hashlib.sha256(CSV).hexdigest()).path.read_bytes() == CSV
    first, second = site.script.seen
    start = int(second.headers["Range"].removeprefix("bytes=").rstrip("-"))
    assert 0 < start <= HALF and first.sent == HALF
    assert (second.status, second.sent) == (206, len(CSV) - start)
    assert bench.waits == [2]


def test_many_cuts_end_well(bench: Bench) -> None:
    cuts = [Answer(CSV, headers=TAG, cut_at=at) for at in (90_000, 180_000, 270_000)]
    site = bench.serve(a_csv=[*cuts, Answer(CSV, headers=TAG)])
    assert bench.good(site.url("/a.csv")).path.read_bytes() == CSV
    assert [one.status for one in site.script.seen] == [200, 206, 206, 206]
    assert bench.waits == [2, 4, 8]


def test_a_large_step_forward_gives_the_tries_back(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(download_http, "FRUITFUL", 1000)
    cuts = [Answer(CSV, headers=TAG, cut_at=at) for at in range(40_000, 360_000, 40_000)]
    site = bench.serve(a_csv=[*cuts, Answer(CSV, headers=TAG)])
    assert bench.good(site.url("/a.csv")).path.read_bytes() == CSV
    assert bench.waits == [2] * len(cuts)


def test_a_silent_server_is_left_then_resumed(bench: Bench) -> None:
    bench.patience = Patience(connect=5, read=0.2, wait=bench.waits.append)
    site = bench.serve(a_csv=[Answer(CSV, headers=TAG, stall_at=HALF), Answer(CSV, headers=TAG)])
    assert bench.good(site.url("/a.csv")).path.read_bytes() == CSV
    assert [one.status for one in site.script.seen] == [200, 206]


def test_a_server_slow_to_answer_is_told(bench: Bench) -> None:
    held = threading.Event()
    bench.stack.callback(held.set)
    bench.patience = Patience(connect=5, read=0.1, tries=2, wait=bench.waits.append)
    site = bench.serve(a_csv=Answer(CSV, before=lambda: held.wait(20)))
    assert "trop de temps" in bench.bad(site.url("/a.csv")).what


def test_what_remains_of_a_failed_collection_is_resumed_by_the_next(bench: Bench) -> None:
    cut = Answer(CSV, headers=TAG, cut_at=HALF)
    site = bench.serve(a_csv=[cut] * 5 + [Answer(CSV, headers=TAG)])
    failure = bench.bad(site.url("/a.csv"))
    assert "coupé avant la fin" in failure.what and "reprendra" in failure.remedy
    assert bench.waits == [2, 4, 8, 16]
    assert bench.good(site.url("/a.csv")).path.read_bytes() == CSV
    assert site.script.seen[-1].status == 206


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (TAG, Answer(NEW, headers=OTHER)),
        (TAG, Answer(NEW, headers=OTHER, stubborn_range=True)),
        (DATED, Answer(NEW, headers={"Last-Modified": "Wed, 04 Mar 2026 10:00:00 GMT"}, stubborn_range=True)),
        (TAG, Answer(NEW, stubborn_range=True)),
        (TAG, Answer(CSV, headers=TAG, ranges=False)),
        ({}, Answer(CSV)),
        ({"ETag": 'W/"v1"'}, Answer(CSV, headers={"ETag": 'W/"v1"'})),
    ],
    ids=["etag", "etag-entete", "date", "longueur", "range-ignore", "sans-etag", "etag-faible"],
)
def test_two_versions_never_mix(bench: Bench, before: dict[str, str], after: Answer) -> None:
    site = bench.serve(a_csv=[Answer(CSV, headers=before, cut_at=HALF), after])
    assert bench.good(site.url("/a.csv")).path.read_bytes() == after.body
    assert site.script.seen[-1].status == 200


def test_a_mixed_file_of_the_same_length_is_seen_by_its_digest(bench: Bench) -> None:
    """A server that keeps its ETag while changing the file: only the known SHA-256 can tell."""
    changed = CSV.replace(b"961", b"962")
    answers = [Answer(CSV, headers=TAG, cut_at=HALF), Answer(changed, headers=TAG), Answer(changed, headers=TAG)]
    site = bench.serve(a_csv=answers)
    assert bench.good(site.url("/a.csv"), hashlib.sha256(changed).hexdigest()).path.read_bytes() == changed
    assert [one.status for one in site.script.seen] == [200, 206, 200]


def test_an_end_out_of_reach_starts_again(bench: Bench) -> None:
    shorter = Answer(CSV[: HALF - 50_000], headers=TAG, stubborn_range=True)
    site = bench.serve(a_csv=[Answer(CSV, headers=TAG, cut_at=HALF), shorter])
    assert bench.good(site.url("/a.csv")).path.read_bytes() == shorter.body
    assert [one.status for one in site.script.seen] == [200, 416, 200]


def test_ctrl_c_leaves_something_to_resume(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    site = bench.serve(a_csv=Answer(CSV, headers=TAG))
    here = threading.Event()

    class Seen(Silent):
        def advanced(self, name: str, count: int) -> None:
            if count:
                here.set()
                stopped.wait(10)

    stopped = threading.Event()

    def interrupted(*wanted: object, **options: object) -> None:
        assert here.wait(10)
        stopped_soon = threading.Timer(0.1, stopped.set)
        bench.stack.callback(stopped_soon.join)
        stopped_soon.start()
        raise KeyboardInterrupt

    bench.watch = Seen()
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(download, "wait", interrupted)
        bench.one(site.url("/a.csv"))
    left = entry(bench.cache, site.url("/a.csv"))
    assert left.resumable() is not None and left.stored() is None
    bench.watch = Silent()
    assert bench.good(site.url("/a.csv")).path.read_bytes() == CSV
    assert site.script.seen[-1].status == 206
