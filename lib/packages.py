"""Territorial packages: folders, zips or GeoParquet files that add figures and IRIS outlines to the shipped data."""

from __future__ import annotations

import hashlib
import tempfile
import zipfile
import zlib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path, PurePosixPath

import pyarrow as pa
import pyarrow.parquet as pq

from lib.model import DataError

IRIS_COLUMNS = ("code_iris", "CODE_IRIS", "code")
LIMIT_BYTES = 2 * 1024**3


def indicator_folders(packages: Sequence[Path]) -> list[Path]:
    """Return the ``indicateurs`` folder of each package that has one, in the order given."""
    found = (opened(package) / "indicateurs" for package in packages if package.suffix != ".parquet")
    return [folder for folder in found if folder.is_dir()]


def iris_outlines(packages: Sequence[Path], iris_codes: Sequence[str]) -> Path | None:
    """Return the GeoParquet that draws these IRIS (at least half of them), or None when no package has it."""
    wanted = set(iris_codes)
    for path in _geometries(tuple(packages)):
        if wanted and len(wanted & _codes(path, path.stat().st_mtime_ns)) * 2 >= len(wanted):
            return path
    return None


def opened(package: Path) -> Path:
    """Return the folder of a package, a zip being unpacked once in a temporary place.

    Raises DataError when it is missing, is not a zip, would write outside its folder, or is over 2 GiB.
    """
    if package.is_dir():
        return package
    if not zipfile.is_zipfile(package):
        raise DataError("Ce paquet territorial n'est ni un dossier ni un zip lisible", str(package), _REMEDY)
    signature = hashlib.sha256(f"{package.resolve()}{package.stat().st_mtime_ns}".encode()).hexdigest()[:16]
    target = Path(tempfile.gettempdir()) / f"boussole-paquet-{signature}"
    if not target.is_dir():
        try:
            _unpack(package, target)
        except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError) as error:
            raise DataError("Ce paquet territorial est abîmé ou chiffré", str(package), _REMEDY) from error
        except OSError as error:
            where = f"{package}, vers {tempfile.gettempdir()}"
            raise DataError("Ce paquet territorial n'a pas pu être ouvert", where, _ROOM) from error
    return target


def _unpack(package: Path, target: Path) -> None:
    """Unpack beside ``target``, then rename: a copy cut short never passes for a whole package."""
    with zipfile.ZipFile(package) as archive, tempfile.TemporaryDirectory(prefix="boussole-paquet-") as temporary:
        members = [m for m in archive.infolist() if m.filename.endswith(".parquet")]
        if any(_escapes(m.filename) for m in archive.infolist()):
            raise DataError("Ce paquet territorial écrirait hors de son dossier", str(package), _REMEDY)
        if sum(m.file_size for m in members) > LIMIT_BYTES:
            raise DataError("Ce paquet territorial dépasse 2 Go une fois ouvert", str(package), _REMEDY)
        unpacked = Path(temporary) / "contenu"
        unpacked.mkdir()
        for member in members:
            archive.extract(member, unpacked)
        try:
            unpacked.rename(target)
        except OSError:
            if not target.is_dir():  # otherwise another visit unpacked it meanwhile
                raise


def _escapes(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or ":" in "".join(path.parts[:1])


@lru_cache(maxsize=4)
def _geometries(packages: tuple[Path, ...]) -> tuple[Path, ...]:
    found: list[Path] = []
    for package in packages:
        lone = package.suffix == ".parquet" and package.is_file()
        found += [package] if lone else sorted(opened(package).glob("**/*.parquet"))
    return tuple(path for path in found if "geometry" in _names(path))


def _names(path: Path) -> list[str]:
    try:
        return pq.read_schema(path).names
    except (OSError, pa.ArrowException) as error:
        raise DataError("Un fichier du paquet territorial est abîmé", str(path), _REMEDY) from error


@lru_cache(maxsize=32)
def _codes(path: Path, _modified: int) -> frozenset[str]:
    column = next((name for name in IRIS_COLUMNS if name in _names(path)), None)
    try:
        return frozenset(pq.read_table(path, columns=[column])[column].to_pylist()) if column else frozenset()
    except (OSError, pa.ArrowException) as error:
        raise DataError("Un fichier du paquet territorial est abîmé", str(path), _REMEDY) from error


_REMEDY = "Vérifiez le réglage « paquets » dans boussole.toml, ou redemandez le paquet à qui vous l'a fourni."
_ROOM = "Libérez de la place dans ce dossier temporaire, ou décompressez le paquet et donnez le dossier."
