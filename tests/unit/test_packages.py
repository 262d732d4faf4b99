"""Territorial packages: folders, zips, lone GeoParquet files, and what must be refused."""

import os
import tempfile
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from lib import packages
from lib.model import DataError
from lib.packages import indicator_folders, iris_outlines, opened

CODES = ["381510101", "381510102", "381510103", "381510104"]


@pytest.fixture(autouse=True)
def private_temporary_folder(tmp_path, monkeypatch):
    """Unpack inside the test's own folder."""
    place = tmp_path / "tmp"
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    return place


def geometry(path: Path, codes=CODES, column="code_iris") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    pd.DataFrame({column: codes, "geometry": [b"wkb"] * len(codes)}).to_parquet(path)
    return path


def zipped(path: Path, **contents: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return path


def test_a_folder_is_used_where_it_is(tmp_path):
    (tmp_path / "paquet" / "indicateurs").mkdir(parents=True)
    (tmp_path / "sans_chiffre").mkdir()
    found = indicator_folders([tmp_path / "paquet", tmp_path / "sans_chiffre"])
    assert found == [tmp_path / "paquet" / "indicateurs"]


def test_a_zip_is_unpacked_once_and_only_its_parquet_files(tmp_path):
    made = geometry(tmp_path / "made.parquet").read_bytes()
    package = zipped(tmp_path / "p.zip", **{"indicateurs/portrait.parquet": made, "lisez.exe": b"x"})
    first, second = opened(package), opened(package)
    assert first == second
    assert [p.relative_to(first).as_posix() for p in first.rglob("*") if p.is_file()] == [
        "indicateurs/portrait.parquet"
    ]
    assert indicator_folders([package]) == [first / "indicateurs"]


@pytest.mark.parametrize(
    "name", ["../dehors.parquet", "a/../../dehors.parquet", "/dehors.parquet", "..\\dehors.parquet"]
)
def test_a_zip_that_would_write_outside_its_folder_is_refused(tmp_path, private_temporary_folder, name):
    package = zipped(tmp_path / "p.zip", **{"bon.parquet": b"x", name: b"x"})
    with pytest.raises(DataError, match="hors de son dossier"):
        opened(package)
    assert not list(tmp_path.rglob("dehors.parquet"))
    assert not list(private_temporary_folder.iterdir())


def test_a_zip_over_the_limit_is_refused_before_anything_is_written(tmp_path, private_temporary_folder, monkeypatch):
    package = zipped(tmp_path / "p.zip", **{"a.parquet": b"0" * 600, "b.parquet": b"0" * 600})
    monkeypatch.setattr(packages, "LIMIT_BYTES", 1_000)
    with pytest.raises(DataError, match="2 Go"):
        opened(package)
    assert not list(private_temporary_folder.iterdir())
    monkeypatch.setattr(packages, "LIMIT_BYTES", 1_200)
    assert len(list(opened(package).iterdir())) == 2


def test_the_limit_is_two_gibibytes():
    assert packages.LIMIT_BYTES == 2_147_483_648


def test_a_broken_zip_leaves_nothing_half_unpacked(tmp_path, private_temporary_folder):
    package = zipped(tmp_path / "p.zip", **{"a.parquet": bytes(range(256)) * 40})
    content = bytearray(package.read_bytes())
    content[60:120] = bytes(60)
    package.write_bytes(content)
    with pytest.raises(DataError, match="abîmé") as raised:
        opened(package)
    assert str(package) in raised.value.where and "boussole.toml" in raised.value.remedy
    assert not list(private_temporary_folder.iterdir())


@pytest.mark.parametrize("content", [None, b"", b"PK", b"niveau;code\n"])
def test_what_is_neither_a_folder_nor_a_zip_is_said(tmp_path, content):
    package = tmp_path / "p.zip"
    if content is not None:
        package.write_bytes(content)
    with pytest.raises(DataError, match="ni un dossier ni un zip"):
        opened(package)


def test_a_replaced_zip_is_unpacked_again(tmp_path):
    package = zipped(tmp_path / "p.zip", **{"a.parquet": b"1"})
    first = opened(package)
    zipped(package, **{"a.parquet": b"2"})
    os.utime(package, (1, 1))
    assert (opened(package) / "a.parquet").read_bytes() == b"2"
    assert (first / "a.parquet").read_bytes() == b"1"


@pytest.mark.parametrize("column", packages.IRIS_COLUMNS)
def test_a_lone_geoparquet_draws_its_iris(tmp_path, column):
    path = geometry(tmp_path / "iris.parquet", column=column)
    assert iris_outlines([path], CODES) == path
    assert indicator_folders([path]) == []


def test_outlines_must_cover_half_of_the_iris_asked(tmp_path):
    path = geometry(tmp_path / "iris.parquet")
    assert iris_outlines([path], [*CODES, "1", "2", "3", "4"]) == path
    assert iris_outlines([path], [*CODES, "1", "2", "3", "4", "5"]) is None
    assert iris_outlines([path], []) is None
    assert iris_outlines([], CODES) is None


def test_outlines_are_found_in_a_folder_and_in_a_zip(tmp_path):
    geometry(tmp_path / "paquet" / "geo" / "iris.parquet")
    pd.DataFrame({"code": CODES}).to_parquet(tmp_path / "paquet" / "chiffres.parquet")
    assert iris_outlines([tmp_path / "paquet"], CODES).name == "iris.parquet"
    content = (tmp_path / "paquet" / "geo" / "iris.parquet").read_bytes()
    package = zipped(tmp_path / "p.zip", **{"geo/iris.parquet": content})
    assert iris_outlines([package], CODES).name == "iris.parquet"


def test_a_damaged_geoparquet_is_said(tmp_path):
    path = geometry(tmp_path / "iris.parquet")
    path.write_bytes(path.read_bytes()[:-50])
    with pytest.raises(DataError, match="abîmé") as raised:
        iris_outlines([path], CODES)
    assert str(path) in raised.value.where
