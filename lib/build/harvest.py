"""Reads what was deposited or downloaded: whose file each is, its rows, and why the others gave nothing."""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from lib import registry
from lib.build.archives import extract
from lib.build.download import PACKAGE, Fetched, Wanted, fetch_all
from lib.build.download_checks import check
from lib.build.packing import packed
from lib.build.progress import shown
from lib.build.report import ABSENT, READ, REFUSED, UNKNOWN, FileNote, check_contract
from lib.formats import number, plural
from lib.model import DataError, Source, SourceFile
from lib.readers import Document
from lib.registry import Reader
from lib.settings import ROOT

CACHE = ROOT / "local" / "telechargements"
OFFICIAL = "fichier officiel"
FILLED = "fichier rempli à la demande par qui détient les chiffres"
# Anything else in a deposit (notices, pictures, programs) is passed over in silence.
TABLES = frozenset({".csv", ".tsv", ".txt", ".xls", ".xlsx", ".xlsb", ".ods", ".parquet", ".json", ".geojson", ""})
Say = Callable[[str], None]


@dataclass(frozen=True)
class Request:
    """What to collect: for which départements (none: France), which sources (none: all), from where."""

    departments: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    millesimes: tuple[str, ...] = ()
    deposits: tuple[Path, ...] = ()
    simulate: bool = False
    refresh: bool = False
    provenance: str = OFFICIAL

    def origin(self, source: Source) -> str:
        """Return what the manifest will say of the files of a source: our own model, filled in, is not official."""
        asked = source.verification == "modele" and self.provenance == OFFICIAL
        return FILLED if asked else self.provenance


@dataclass
class Harvest:
    """What was read: rows and located places by source, and what became of every file."""

    rows: dict[str, list[tuple[str, pd.DataFrame]]] = field(default_factory=dict)
    points: dict[str, list[pd.DataFrame]] = field(default_factory=dict)
    files: list[FileNote] = field(default_factory=list)


def _readers(request: Request) -> dict[str, Reader]:
    known = registry.readers()
    unknown = sorted(set(request.sources) - set(known))
    if unknown:
        close = sorted({near for name in unknown for near in difflib.get_close_matches(name, known)})
        nearest = f"Peut-être : {', '.join(close)}. " if close else ""
        remedy = f"{nearest}Sources connues : {', '.join(sorted(known))}."
        raise DataError("Cette source n'existe pas", ", ".join(f"--source {name}" for name in unknown), remedy)
    return {name: known[name] for name in request.sources} if request.sources else known


def from_deposits(request: Request, folder: Path) -> Harvest:
    """Read every table of the deposits, whatever its name. Raises DataError when a deposit is absent or holds none."""
    harvest = Harvest()
    wanted = _readers(request)
    absent = [str(deposit) for deposit in request.deposits if not deposit.exists()]
    if absent:
        remedy = "Vérifiez le chemin donné à --depot (entre guillemets s'il contient des espaces)."
        raise DataError("Ce fichier ou ce dossier n'existe pas", ", ".join(absent), remedy)
    seen: set[str] = set()
    for rank, deposit in enumerate(request.deposits):
        paths, problems = extract(deposit, folder / str(rank))
        harvest.files += [FileNote(problem.where, REFUSED, problem=problem) for problem in problems]
        tables = [path for path in paths if path.suffix.lower() in TABLES]
        if not tables and not problems:
            raise DataError("Aucun tableau dans ce dossier", str(deposit), _NO_TABLE)
        for path in tables:
            with path.open("rb") as stream:
                mark = hashlib.file_digest(stream, "sha256").hexdigest()
            if mark not in seen:
                seen.add(mark)
                _read_unknown(Document(path), wanted, request, harvest)
    return harvest


def _read_unknown(document: Document, wanted: dict[str, Reader], request: Request, harvest: Harvest) -> None:
    try:
        claim = registry.recognise(document)
        if claim is None:
            check(document.path, document.name)  # a web page or a piece of a file is not just unknown
    except DataError as error:
        harvest.files.append(FileNote(document.name, REFUSED, problem=error))
        return
    if claim is None:
        harvest.files.append(FileNote(document.name, UNKNOWN))
    elif claim[0].source.id in wanted:
        _read(document, claim[0], claim[1], request, harvest)


def _read(document: Document, reader: Reader, millesime: str, request: Request, harvest: Harvest) -> None:
    note = FileNote(document.name, READ, reader.source.id, millesime)
    try:
        rows = reader.read(document, millesime)
        check_contract(rows, reader.source)
        if request.millesimes:  # one file may hold several
            rows = rows[rows["millesime"].isin(request.millesimes)]
            if rows.empty:
                return
        places = reader.points(document, millesime) if reader.points else None
        harvest.rows.setdefault(reader.source.id, []).append((millesime, packed(rows)))
        note.remarks = tuple(rows.attrs.get("remarques", ()))
        if places is not None:
            note.remarks += tuple(places.attrs.get("remarques", ()))
            harvest.points.setdefault(reader.source.id, []).append(places)
    except DataError as error:
        note.outcome, note.problem = REFUSED, error
    harvest.files.append(note)


def from_the_web(request: Request, folder: Path, say: Say) -> Harvest:
    """Download the declared files of the sources asked for, then read those that arrived."""
    harvest = Harvest()
    jobs = [
        (reader, file)
        for reader in _readers(request).values()
        for file in reader.source.fichiers
        if not file.a_deposer
        and not file.url.startswith(PACKAGE)
        and (not request.millesimes or file.millesime in request.millesimes)
    ]
    jobs = list({file.url: (reader, file) for reader, file in reversed(jobs)}.values())
    titles = {file.url: f"{reader.source.titre_court} {file.millesime} {file.volet}".strip() for reader, file in jobs}
    wanted = [Wanted(file.url, file.sha256, titles[file.url]) for _, file in jobs]
    with shown() as watch:
        fetched = fetch_all(wanted, CACHE, watch, refresh=request.refresh)
    for rank, (reader, file) in enumerate(jobs):
        got = fetched[file.url]
        if isinstance(got, Fetched):
            _read_fetched(got, reader, file, folder / str(rank), request, harvest)
        else:
            note = FileNote(titles[file.url], ABSENT, reader.source.id, file.millesime, got)
            harvest.files.append(note)
    obtained = sum(isinstance(got, Fetched) for got in fetched.values())
    say(f"{plural(obtained, 'fichier obtenu', 'fichiers obtenus')} sur {number(len(fetched))}.")
    return harvest


def _read_fetched(
    got: Fetched, reader: Reader, file: SourceFile, folder: Path, request: Request, harvest: Harvest
) -> None:
    paths, problems = extract(got.path, folder)
    before = len(harvest.files)
    for path in paths:
        # Some producers write the year and the subject in the address alone: the name carries them.
        document = Document(path, f"{file.millesime} {file.volet} {path.name}".replace("  ", " "))
        try:
            found = reader.recognise(document)
        except DataError as error:
            harvest.files.append(FileNote(document.name, REFUSED, reader.source.id, file.millesime, error))
            continue
        if found:
            _read(document, reader, found, request, harvest)
    if not problems and len(harvest.files) == before:
        problems = [DataError("Aucun tableau attendu n'y a été reconnu", got.url, _CHANGED)]
    for problem in problems:
        harvest.files.append(FileNote(got.url, REFUSED, reader.source.id, file.millesime, problem))


_NO_TABLE = "Mettez-y les fichiers officiels tels que téléchargés (csv, xlsx, zip, parquet, json), puis relancez."
_CHANGED = (
    "Le producteur a peut-être changé son fichier : signalez-le aux auteurs de l'application. "
    "Les chiffres déjà publiés restent en place."
)
