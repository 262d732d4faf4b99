"""Archives are opened without trust: what is readable comes out, what is unsafe or damaged is named."""

from __future__ import annotations

import gzip
import io
import random
import stat
import struct
import zipfile
from pathlib import Path

import pytest

from lib.build import archives
from lib.build.archives import extract
from lib.model import DataError

CSV = b"CODGEO;NB\r\n38151;12\r\n"


def packed(members: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target.getvalue()


@pytest.fixture
def deposit(tmp_path: Path) -> Path:
    """The folder of the user."""
    folder = tmp_path / "depot"
    folder.mkdir()
    return folder


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """Where archives are opened."""
    return tmp_path / "ouvert"


def refused(path: Path, target: Path, limit: int = archives.LIMIT_BYTES) -> DataError:
    """Open an archive that must give one error and leave nothing."""
    files, errors = extract(path, target, limit)
    assert files == [] and len(errors) == 1
    assert path.name in errors[0].where and errors[0].remedy.endswith(".")
    assert not [found for found in target.rglob("*") if found.is_file()]
    return errors[0]


# What is readable


def test_a_folder_gives_its_files_and_those_of_its_archives(deposit: Path, target: Path) -> None:
    inner = packed({"profond/c.csv": b"c"})
    (deposit / "sous").mkdir()
    (deposit / "a.csv").write_bytes(CSV)
    (deposit / "sous/b.csv.gz").write_bytes(gzip.compress(b"b"))
    (deposit / "sous/tout.zip").write_bytes(
        packed({"d.csv": b"d", "x/dedans.zip": inner, "e.csv.gz": gzip.compress(b"e")})
    )
    files, errors = extract(deposit, target)
    assert errors == []
    assert {file.name: file.read_bytes() for file in files} == {
        "a.csv": CSV,
        "b.csv": b"b",
        "c.csv": b"c",
        "d.csv": b"d",
        "e.csv": b"e",
    }
    assert files[0] == deposit / "a.csv" and all(file.is_relative_to(target) for file in files[1:])
    assert (deposit / "a.csv").read_bytes() == CSV


def test_content_and_not_the_name_tells_an_archive(deposit: Path, target: Path) -> None:
    (deposit / "DS_RP_CSV_FR").write_bytes(packed({"data.csv": CSV}))
    (deposit / "export").write_bytes(gzip.compress(CSV))
    (deposit / "n.zip").write_bytes(packed({"feuille.xls": b"\xd0\xcf\x11\xe0"}))
    files, errors = extract(deposit, target)
    assert errors == [] and [file.name for file in files] == ["data.csv", "export", "feuille.xls"]


@pytest.mark.parametrize("first", ["[Content_Types].xml", "mimetype"])
def test_a_workbook_is_a_file_and_not_an_archive(deposit: Path, target: Path, first: str) -> None:
    book = packed({first: b"<Types/>", "xl/workbook.xml": b"<workbook/>"})
    (deposit / "a.xlsx").write_bytes(book)
    (deposit / "b.zip").write_bytes(packed({"c.xlsx": book}))
    files, errors = extract(deposit, target)
    assert errors == [] and [file.name for file in files] == ["a.xlsx", "c.xlsx"]
    assert files[1].read_bytes() == book


def test_an_old_workbook_under_a_new_name_is_left_to_its_reader(deposit: Path, target: Path) -> None:
    (deposit / "a.xlsx").write_bytes(b"\xd0\xcf\x11\xe0 ancien tableur")
    assert extract(deposit, target) == ([deposit / "a.xlsx"], [])


def test_what_systems_leave_behind_is_ignored(deposit: Path, target: Path) -> None:
    for name in ("~$a.xlsx", ".DS_Store", "Thumbs.db"):
        (deposit / name).write_bytes(b"x")
    (deposit / ".cache").mkdir()
    (deposit / ".cache/z.csv").write_bytes(CSV)
    names = ["a.csv", "__MACOSX/._a.csv", ".DS_Store", "d/~$b.xlsx", "d/.git/config"]
    (deposit / "a.zip").write_bytes(packed(dict.fromkeys(names, CSV)))
    files, errors = extract(deposit, target)
    assert errors == [] and [file.name for file in files] == ["a.csv"]


def test_a_hidden_folder_above_the_deposit_changes_nothing(tmp_path: Path, target: Path) -> None:
    folder = tmp_path / ".cache/fichiers"
    folder.mkdir(parents=True)
    (folder / "a.csv").write_bytes(CSV)
    assert extract(folder, target)[0] == [folder / "a.csv"] == extract(folder / "a.csv", target)[0]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_members_of_the_same_name_both_come_out(deposit: Path, target: Path) -> None:
    path = deposit / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.csv", b"1")
        archive.writestr("a.csv", b"2")
    files, errors = extract(path, target)
    assert errors == [] and [file.read_bytes() for file in files] == [b"1", b"2"]


@pytest.mark.parametrize("name", ["nul.csv", 'a<b>:"|?*.csv', "fin. ", "d\x01e.csv"])
def test_names_that_windows_refuses_are_changed(deposit: Path, target: Path, name: str) -> None:
    path = deposit / "a.zip"
    path.write_bytes(packed({name: CSV}))
    files, errors = extract(path, target)
    assert errors == [] and files[0].read_bytes() == CSV
    assert not set('<>:"|?*\x01') & set(files[0].name) and files[0].name.lower()[:4] != "nul."
    assert files[0].name == files[0].name.rstrip(". ")


# What is refused


def test_a_missing_deposit_is_told(tmp_path: Path) -> None:
    files, errors = extract(tmp_path / "absent", tmp_path)
    assert files == [] and "n'existe pas" in errors[0].what and "--depot" in errors[0].remedy


@pytest.mark.parametrize(
    "name",
    ["../dehors.csv", "a/../../dehors.csv", "/etc/dehors.csv", "..\\dehors.csv", "C:\\dehors.csv", "c:dehors.csv"],
)
def test_an_archive_cannot_write_elsewhere(deposit: Path, target: Path, name: str) -> None:
    path = deposit / "a.zip"
    path.write_bytes(packed({"bon.csv": CSV, name: CSV}))
    assert "hors de son dossier" in refused(path, target).what
    assert not list(deposit.parent.rglob("dehors.csv"))


def test_links_are_refused(deposit: Path, target: Path) -> None:
    path = deposit / "a.zip"
    link = zipfile.ZipInfo("lien.csv")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    assert "hors de son dossier" in refused(path, target).what


def test_links_of_a_folder_are_not_followed(deposit: Path, target: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_bytes(CSV)
    try:
        (deposit / "lien.csv").symlink_to(tmp_path / "secret.csv")
    except OSError:
        pytest.skip("ce système ne permet pas de créer un lien")
    files, errors = extract(deposit, target)
    assert files == [] and "raccourci" in errors[0].what


def test_an_encrypted_archive_is_told(deposit: Path, target: Path) -> None:
    content = bytearray(packed({"a.csv": CSV}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.index(mark) + offset
        content[at : at + 2] = struct.pack("<H", struct.unpack("<H", content[at : at + 2])[0] | 1)
    path = deposit / "a.zip"
    path.write_bytes(content)
    assert "mot de passe" in refused(path, target).what


@pytest.mark.parametrize("kind", ["zip", "gz"])
def test_a_bomb_is_stopped_by_its_ratio(
    deposit: Path, target: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "RATIO_FLOOR", 1_000_000)
    zeros = bytes(20_000_000)
    path = deposit / f"a.{kind}"
    path.write_bytes(packed({"bon.csv": CSV, "a.csv": zeros}) if kind == "zip" else gzip.compress(zeros))
    assert "démesurément" in refused(path, target).what


def test_a_declared_size_is_not_believed(deposit: Path, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "RATIO_FLOOR", 1_000_000)
    content = bytearray(packed({"a.csv": bytes(20_000_000)}))
    at = content.index(b"PK\x01\x02") + 24
    content[at : at + 4] = struct.pack("<I", 100)
    path = deposit / "a.zip"
    path.write_bytes(content)
    assert refused(path, target).what in (
        "Ce fichier grossit démesurément à l'ouverture",
        "Cette archive est incomplète ou abîmée",
    )


def test_the_limit_is_for_all_archives_together(deposit: Path, target: Path) -> None:
    for name in "abc":
        (deposit / f"{name}.zip").write_bytes(packed({f"{name}.csv": random.Random(name).randbytes(1000)}))
    files, errors = extract(deposit, target, limit_bytes=2500)
    assert [file.name for file in files] == ["a.csv", "b.csv"]
    assert ["taille permise" in error.what for error in errors] == [True]


def test_too_many_members_are_refused(deposit: Path, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MEMBERS", 3)
    path = deposit / "a.zip"
    path.write_bytes(packed({f"{rank}.csv": CSV for rank in range(4)}))
    assert "plus de 3 fichiers" in refused(path, target).what


def test_russian_dolls_stop_at_the_second(deposit: Path, target: Path) -> None:
    doll = packed({"a.csv": CSV})
    for _ in range(2):
        doll = packed({"poupee.zip": doll})
    (deposit / "a.zip").write_bytes(doll)
    files, errors = extract(deposit, target)
    assert files == [] and "dans une archive" in errors[0].what
    assert errors[0].where.endswith("a.zip › poupee.zip › poupee.zip")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("coupe.zip", packed({"a.csv": random.Random(1).randbytes(5000)})[:3000]),
        ("faux.zip", CSV),
        ("vide.zip", b""),
        ("coupe.xlsx", packed({"[Content_Types].xml": b"<Types/>"})[:40]),
        ("coupe.csv.gz", gzip.compress(random.Random(2).randbytes(5000))[:3000]),
        ("casse.gz", b"\x1f\x8b\x08\x00" + bytes(40)),
    ],
    ids=["zip-coupe", "zip-faux", "zip-vide", "xlsx-coupe", "gz-coupe", "gz-casse"],
)
def test_a_damaged_archive_is_named_and_the_others_are_read(
    deposit: Path, target: Path, name: str, content: bytes
) -> None:
    (deposit / name).write_bytes(content)
    (deposit / "z.zip").write_bytes(packed({"bon.csv": CSV}))
    files, errors = extract(deposit, target)
    assert [file.name for file in files] == ["bon.csv"]
    assert [(error.what, error.where) for error in errors] == [
        ("Cette archive est incomplète ou abîmée", str(deposit / name))
    ]


def test_one_bad_member_condemns_its_archive(deposit: Path, target: Path) -> None:
    """Half of an archive must never be published as if it were the whole."""
    content = bytearray(packed({"a.csv": CSV, "b.csv": random.Random(3).randbytes(3000)}, zipfile.ZIP_STORED))
    content[content.index(b"b.csv") + 100] ^= 0xFF
    path = deposit / "a.zip"
    path.write_bytes(content)
    assert "abîmée" in refused(path, target).what


def test_an_unknown_compression_is_told(deposit: Path, target: Path) -> None:
    content = bytearray(packed({"a.csv": CSV}))
    for mark, offset in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        at = content.index(mark) + offset
        content[at : at + 2] = struct.pack("<H", 9)  # Deflate64, which Windows writes past 2 GB
    path = deposit / "a.zip"
    path.write_bytes(content)
    assert "façon inconnue" in refused(path, target).what


@pytest.mark.parametrize("seed", range(5))
def test_random_damage_never_raises_and_never_invents(deposit: Path, target: Path, seed: int) -> None:
    """Whatever byte is changed, a member comes out whole (its CRC says so) or its archive is refused."""
    draw = random.Random(seed)
    members = {"a.csv": draw.randbytes(400), "b/c.csv": CSV * 20}
    good = packed(members)
    path = deposit / "a.zip"
    outcomes = set()
    for rank in range(60):
        content = bytearray(good)
        content[draw.randrange(len(content))] ^= 1 << draw.randrange(8)
        path.write_bytes(content)
        files, errors = extract(path, target / str(rank))
        outcomes.add(bool(errors))
        assert len(errors) <= 1 and not (files and errors)
        assert all(file.read_bytes() in members.values() or file == path for file in files)
    assert True in outcomes
