"""What a site sends in place of a file is told in French and never kept as good."""

from __future__ import annotations

import gzip
import hashlib
import io
import random
import zipfile

import pytest

from lib.build.download_cache import entry
from tests import download_bench
from tests.download_bench import CSV, HALF, NEW, PAGE, TAG, Bench
from tests.httpserver import Answer

bench = download_bench.bench


def zipped(*names: str) -> bytes:
    """Return a zip that does not compress well, so that a half of it means something."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in names:
            archive.writestr(name, random.Random(1).randbytes(50_000))
    return target.getvalue()


# Answers that hold no file


@pytest.mark.parametrize("status", [404, 410])
def test_a_file_that_is_gone_is_not_asked_twice(bench: Bench, status: int) -> None:
    site = bench.serve(a_csv=Answer(b"absent", status=status))
    failure = bench.bad(site.url("/a.csv"))
    assert failure.what == "Le fichier n'est plus à cette adresse" and failure.where == site.url("/a.csv")
    assert "--depot" in failure.remedy and "page du producteur" in failure.remedy
    assert len(site.script.seen) == 1


@pytest.mark.parametrize(("status", "said"), [(403, "refuse"), (202, "inattendue"), (416, "inattendue")])
def test_a_refusal_is_final(bench: Bench, status: int, said: str) -> None:
    site = bench.serve(a_csv=Answer(b"", status=status))
    assert said in bench.bad(site.url("/a.csv")).what
    assert len(site.script.seen) == 1


@pytest.mark.parametrize("status", [500, 502, 503, 408])
def test_a_passing_failure_is_tried_again(bench: Bench, status: int) -> None:
    site = bench.serve(a_csv=[Answer(status=status), Answer(status=status), Answer(CSV)])
    assert bench.good(site.url("/a.csv")).path.read_bytes() == CSV
    assert bench.waits == [2, 4]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [("7", 7), ("0", 0), ("86400", 60), ("Thu, 01 Jan 2026 00:00:00 GMT", 0), ("bientôt", 2), ("", 2)],
)
def test_a_site_that_asks_to_slow_down_is_obeyed(bench: Bench, asked: str, expected: float) -> None:
    slow = Answer(status=429, headers={"Retry-After": asked.encode().decode("latin-1")})
    site = bench.serve(a_csv=[slow, Answer(CSV)])
    bench.good(site.url("/a.csv"))
    assert bench.waits == [expected]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (PAGE, "page web"),
        (b"\xef\xbb\xbf<HTML><head>", "page web"),
        (b"<?xml version='1.0'?><!DOCTYPE html><html/>", "page web"),
        (b"<?xml version='1.0'?><Error><Code>NoSuchKey</Code></Error>", "page web"),
        (b"<p>Service indisponible</p>", "page web"),
        (b'{"error_code": "ODSQLError", "message": "Unknown field"}', "« Unknown field »"),
        (b'{"ok": true}', "message au lieu du fichier"),
        (b"", "fichier vide"),
    ],
)
def test_what_replaces_a_file_is_refused(bench: Bench, body: bytes, said: str) -> None:
    site = bench.serve(a_csv=Answer(body, headers={"Content-Type": "text/csv"}))
    assert said in bench.bad(site.url("/a.csv")).what
    assert not entry(bench.cache, site.url("/a.csv")).partial.exists()


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("liste_geojson", b'{"type": "FeatureCollection", "features": []}'),
        ("flux_xml", b"<?xml version='1.0'?><fluxfiness/>"),
        ("nu_xml", b"<fluxfiness/>"),
        ("ancien_xlsx", b"\xd0\xcf\x11\xe0 ancien tableur"),
        ("b_csv", b"[sic];1\r\n"),
        ("c_zip", zipped("a.csv")),
        ("d_parquet", b"PAR1 colonnes PAR1"),
    ],
    ids=["geojson", "xml", "xml-nu", "xls", "csv-crochet", "zip", "parquet"],
)
def test_unusual_files_are_accepted(bench: Bench, name: str, body: bytes) -> None:
    site = bench.serve(**{name: Answer(body)})
    assert bench.good(site.url(f"/{name.replace('_', '.')}")).path.read_bytes() == body


@pytest.mark.parametrize(
    ("name", "body", "said"),
    [
        ("a_zip", zipped("a.csv", "b.csv")[:60_000], "incomplet ou abîmé"),
        ("a_xlsx", zipped("[Content_Types].xml")[:-10], "incomplet ou abîmé"),
        ("a_zip", CSV, "n'a pas le format annoncé"),
        ("a_parquet", b"PAR1 colonnes", "Parquet reçu est incomplet"),
    ],
    ids=["zip-coupe", "xlsx-coupe", "csv-nomme-zip", "parquet-coupe"],
)
def test_a_truncated_file_is_refused(bench: Bench, name: str, body: bytes, said: str) -> None:
    site = bench.serve(**{name: Answer(body, length=False)})
    assert said in bench.bad(site.url(f"/{name.replace('_', '.')}")).what


def test_a_wrong_digest_is_refused(bench: Bench) -> None:
    site = bench.serve(a_csv=Answer(CSV, headers=TAG))
    failure = bench.bad(site.url("/a.csv"), hashlib.sha256(NEW).hexdigest())
    assert "empreinte différente" in failure.what and len(site.script.seen) == 1


# Compression added for the journey


def test_a_compressed_journey_gives_the_plain_file_even_cut(bench: Bench) -> None:
    packed = gzip.compress(random.Random(2).randbytes(300_000))
    headers = TAG | {"Content-Encoding": "gzip"}
    site = bench.serve(a_csv=[Answer(packed, headers=headers, cut_at=HALF), Answer(packed, headers=headers)])
    assert bench.good(site.url("/a.csv")).path.read_bytes() == gzip.decompress(packed)
    assert site.script.seen[0].headers["Accept-Encoding"] == "identity"
    assert [one.status for one in site.script.seen] == [200, 206]


@pytest.mark.parametrize("layers", [1, 2])
def test_a_gz_file_stays_one(bench: Bench, layers: int) -> None:
    body = gzip.compress(CSV)
    sent = gzip.compress(body) if layers == 2 else body
    site = bench.serve(a_csv_gz=Answer(sent, headers={"Content-Encoding": "gzip"}))
    assert bench.good(site.url("/a.csv.gz")).path.read_bytes() == body


@pytest.mark.parametrize(
    ("encoding", "body", "said"),
    [("br", b"abc", "façon inconnue (br)"), ("gzip", gzip.compress(CSV)[:500], "compressé reçu est incomplet")],
    ids=["br", "gzip-coupe"],
)
def test_a_compression_that_cannot_be_undone_is_refused(bench: Bench, encoding: str, body: bytes, said: str) -> None:
    site = bench.serve(a_csv=Answer(body, headers={"Content-Encoding": encoding}))
    assert said in bench.bad(site.url("/a.csv")).what
