"""Opens what was deposited or downloaded: folders, zips (one level inside another), .gz; trusts none of them."""

from __future__ import annotations

import gzip
import lzma
import re
import shutil
import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO

from lib.build.download_failures import disk
from lib.model import DataError

LIMIT_BYTES = 8 * 1024**3
RATIO, RATIO_FLOOR = 400, 64 * 1024**2  # a member this many times larger than its zip, past the floor, is a trap
MEMBERS = 20_000
DEPTH = 2  # a zip, and the zips inside it
PIECE = 1024 * 1024
ZIP, GZIP = b"PK\x03\x04", b"\x1f\x8b"
OFFICE = ("[Content_Types].xml", "mimetype")  # xlsx, docx and ods are zips read as they are
IGNORED = ("__MACOSX", "Thumbs.db", "desktop.ini")
UNSAFE = re.compile(r'[<>:"|?*\x00-\x1f]')
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
DAMAGE = (zipfile.BadZipFile, gzip.BadGzipFile, EOFError, zlib.error, lzma.LZMAError, ValueError)
DAMAGED = "Téléchargez-le à nouveau : il a sans doute été coupé en route."
BY_HAND = "Ouvrez-le avec votre logiciel habituel, puis déposez les fichiers qu'il contient."
SUSPECT = "N'ouvrez pas cette archive : téléchargez-la à nouveau sur le site du producteur."


def extract(path: Path, target: Path, limit_bytes: int = LIMIT_BYTES) -> tuple[list[Path], list[DataError]]:
    """Return the readable files of ``path`` (a file or a folder) and what could not be opened, each with its place.

    Plain files are returned where they are; those of archives are written under ``target``, at most ``limit_bytes``
    in all. An archive that is damaged, encrypted or unsafe gives an error and none of its files.
    """
    opening = _Opening(target, limit_bytes)
    if not path.exists():
        missing = DataError("Ce fichier ou ce dossier n'existe pas", str(path), "Vérifiez le chemin donné à --depot.")
        return [], [missing]
    files: list[Path] = []
    for file in _files(path, opening.errors):
        files += opening.open(file, str(file), DEPTH)
    return files, opening.errors


def ignored(parts: tuple[str, ...]) -> bool:
    """Tell whether a file is one that systems and office software leave behind."""
    return any(part.startswith((".", "~$")) or part in IGNORED for part in parts)


def _files(path: Path, errors: list[DataError]) -> Iterator[Path]:
    if path.is_file():
        yield path
        return
    for found in sorted(path.rglob("*")):
        if ignored(found.relative_to(path).parts):
            continue
        if found.is_symlink():
            remedy = "Copiez le fichier lui-même dans le dossier déposé."
            errors.append(DataError("Ce raccourci mène hors du dossier déposé et n'est pas suivi", str(found), remedy))
        elif found.is_file():
            yield found


@dataclass(slots=True)
class _Opening:
    target: Path
    left: int
    errors: list[DataError] = field(default_factory=list)
    archives: int = 0

    def open(self, path: Path, where: str, depth: int) -> list[Path]:
        """Return the files that ``path`` holds, itself when it is not an archive; failures go to ``errors``."""
        before = self.left
        try:
            with path.open("rb") as file:
                head = file.read(len(ZIP))
            zipped = head == ZIP or path.suffix.lower() in (".zip", ".xlsx")
            if not zipped and not head.startswith(GZIP):
                return [path]
            self.archives += 1
            folder = self.target / f"{self.archives:03d}-{_safe(path.name)}"
            try:
                return self._unzip(path, folder, where, depth) if zipped else self._gunzip(path, folder, where, depth)
            except BaseException:
                shutil.rmtree(folder, ignore_errors=True)
                self.left = before
                raise
        except DataError as error:
            self.errors.append(error)
        except NotImplementedError:
            self.errors.append(DataError("Cette archive est compressée d'une façon inconnue", where, BY_HAND))
        except DAMAGE:
            self.errors.append(DataError("Cette archive est incomplète ou abîmée", where, DAMAGED))
        except OSError as error:
            self.errors.append(disk(error, where))
        return []

    def _unzip(self, path: Path, folder: Path, where: str, depth: int) -> list[Path]:
        with path.open("rb") as file:
            if path.suffix.lower() == ".xlsx" and file.read(len(ZIP)) != ZIP:
                return [path]  # an old workbook or a text under a new name: its reader will tell
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            if any(member.filename in OFFICE for member in members):
                return [path]
            if depth == 0:
                raise DataError("Cette archive est dans une archive, elle-même dans une archive", where, BY_HAND)
            self._check(members, where)
            written = [
                (self._write(archive, member, folder, where), f"{where} › {member.filename}")
                for member in members
                if not member.is_dir() and not ignored(PurePosixPath(member.filename.replace("\\", "/")).parts)
            ]
        return [file for inner, place in written for file in self.open(inner, place, depth - 1)]

    def _check(self, members: list[zipfile.ZipInfo], where: str) -> None:
        if len(members) > MEMBERS:
            raise DataError(f"Cette archive contient plus de {MEMBERS} fichiers", where, SUSPECT)
        for member in members:
            if member.flag_bits & 1:
                raise DataError("Cette archive est protégée par un mot de passe", where, BY_HAND)
            if _escapes(member.filename) or stat.S_ISLNK(member.external_attr >> 16):
                name = f"{where} › {member.filename}"
                raise DataError("Cette archive veut écrire hors de son dossier", name, SUSPECT)

    def _write(self, archive: zipfile.ZipFile, member: zipfile.ZipInfo, folder: Path, where: str) -> Path:
        parts = [_safe(part) for part in PurePosixPath(member.filename.replace("\\", "/")).parts]
        path = _free(folder.joinpath(*parts))
        with archive.open(member) as source:
            self._copy(source, path, member.compress_size, f"{where} › {member.filename}")
        return path

    def _gunzip(self, path: Path, folder: Path, where: str, depth: int) -> list[Path]:
        if depth == 0:
            raise DataError("Cette archive est dans une archive, elle-même dans une archive", where, BY_HAND)
        name = path.stem if path.suffix.lower() == ".gz" else path.name
        inner = folder / _safe(name)
        with gzip.open(path) as source:
            self._copy(source, inner, path.stat().st_size, where)
        return self.open(inner, where, depth - 1)

    def _copy(self, source: IO[bytes], path: Path, packed: int, where: str) -> None:
        """Write a member, counting what really comes out: what archives declare cannot be trusted."""
        path.parent.mkdir(parents=True, exist_ok=True)
        size = 0
        with path.open("wb") as target:
            while piece := source.read(PIECE):
                size += len(piece)
                self.left -= len(piece)
                if self.left < 0:
                    raise DataError("Les archives dépassent la taille permise une fois ouvertes", where, BY_HAND)
                if size > max(RATIO_FLOOR, packed * RATIO):
                    raise DataError("Ce fichier grossit démesurément à l'ouverture", where, SUSPECT)
                target.write(piece)


def _escapes(name: str) -> bool:
    path = name.replace("\\", "/")
    return path.startswith("/") or path[1:2] == ":" or ".." in path.split("/") or not path.strip("/. ")


def _safe(name: str) -> str:
    """Return a file name that every system accepts."""
    clean = UNSAFE.sub("_", name).rstrip(". ")[-120:] or "_"
    return f"_{clean}" if RESERVED.match(clean) else clean


def _free(path: Path) -> Path:
    """Return ``path``, or a neighbour when two members have the same name."""
    rank, found = 1, path
    while found.exists():
        rank += 1
        found = path.with_name(f"{path.stem}-{rank}{path.suffix}")
    return found
