"""The collection: from official files to published Parquet, with a report and a difference in between."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from lib import registry
from lib.build.archives import extract
from lib.build.assemble import assembled
from lib.build.download import Fetched, Wanted, fetch_all
from lib.build.download_checks import check
from lib.build.indicators import Shelf, theme_rows
from lib.build.merge import merged
from lib.build.packing import packed, plain
from lib.build.places import Places, load_places
from lib.build.progress import shown
from lib.build.publish import Built, publish_all
from lib.build.report import (
    READ,
    REFUSED,
    UNKNOWN,
    FileNote,
    check_contract,
    difference,
    tell,
)
from lib.catalog import load_catalog
from lib.model import OBSERVATION_COLUMNS, VARIABLE_COLUMNS, DataError, SourceFile
from lib.readers import Document
from lib.registry import Reader
from lib.settings import ROOT, load_settings

# Row groups small enough for DuckDB to skip nearly all of a file when it reads one territory, few enough for the
# footer to stay light: measured on 40 million rows, 60 ms with 2 000 groups, 12 ms with 325 (tests/bench, profil).
ROW_GROUPS, SMALLEST_GROUP, LARGEST_GROUP = 100, 20_000, 122_880
CACHE = ROOT / "local" / "telechargements"
OFFICIAL = "fichier officiel"
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


@dataclass
class Harvest:
    """What was read: rows by source, and what became of every file."""

    rows: dict[str, list[tuple[str, pd.DataFrame]]] = field(default_factory=dict)
    files: list[FileNote] = field(default_factory=list)


def collect(request: Request, say: Say) -> bool:
    """Read, report, compare, publish. Return False when nothing could be read or a source was refused.

    Raises DataError when the installation itself is unusable; published files are then as they were.
    """
    settings = load_settings()
    places = load_places(settings.dossier_geo)
    with tempfile.TemporaryDirectory(prefix="boussole-") as folder:
        harvest = (
            _from_deposits(request, Path(folder)) if request.deposits else _from_the_web(request, Path(folder), say)
        )
    variables, notes = {}, []
    for name in sorted(harvest.rows):
        source = registry.sources()[name]
        note, rows = assembled(source, harvest.rows.pop(name), places, request.departments)
        notes.append(note)
        if note.problem is None:
            variables[name] = packed(rows.assign(provenance=request.provenance))
    tell(harvest.files, notes, say)
    if not variables:
        say("Aucune source n'a pu être lue : ce qui est publié reste en place.")
        return False
    _publish(variables, places, settings.dossier_donnees, request, say)
    refused = any(note.problem for note in notes) or any(file.outcome == REFUSED for file in harvest.files)
    return not refused


def _readers(request: Request) -> dict[str, Reader]:
    known = registry.readers()
    unknown = sorted(set(request.sources) - set(known))
    if unknown:
        remedy = f"Sources connues : {', '.join(sorted(known))}."
        raise DataError("Cette source n'existe pas", ", ".join(unknown), remedy)
    return {name: known[name] for name in request.sources} if request.sources else known


def _from_deposits(request: Request, folder: Path) -> Harvest:
    harvest = Harvest()
    wanted = _readers(request)
    seen: set[str] = set()
    for rank, deposit in enumerate(request.deposits):
        paths, problems = extract(deposit, folder / str(rank))
        harvest.files += [FileNote(p.where, REFUSED, detail=f"{p.what}. {p.remedy}") for p in problems]
        for path in paths:
            if path.suffix.lower() not in TABLES:
                continue
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
        harvest.files.append(FileNote(document.name, REFUSED, detail=str(error)))
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
        harvest.rows.setdefault(reader.source.id, []).append((millesime, packed(rows)))
        note.detail = " ; ".join(rows.attrs.get("remarques", ()))
    except DataError as error:
        note.outcome, note.detail = REFUSED, f"{error.what} ({error.where}). {error.remedy}"
    harvest.files.append(note)


def _from_the_web(request: Request, folder: Path, say: Say) -> Harvest:
    harvest = Harvest()
    jobs = [
        (reader, file)
        for reader in _readers(request).values()
        for file in reader.source.fichiers
        if file.url.startswith("https:")
        and not file.a_deposer
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
            harvest.files.append(FileNote(titles[file.url], REFUSED, detail=f"{got.what} ({got.where}). {got.remedy}"))
    say(f"{sum(isinstance(got, Fetched) for got in fetched.values())} fichiers obtenus sur {len(fetched)}.")
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
            detail = f"{error.what} ({error.where}). {error.remedy}"
            harvest.files.append(FileNote(document.name, REFUSED, reader.source.id, file.millesime, detail))
            continue
        if found:
            _read(document, reader, found, request, harvest)
    if problems or len(harvest.files) == before:
        detail = "; ".join(f"{p.what}. {p.remedy}" for p in problems) or "aucun tableau attendu n'y a été reconnu"
        harvest.files.append(FileNote(got.url, REFUSED, reader.source.id, file.millesime, detail))


def _publish(variables: dict[str, pd.DataFrame], places: Places, folder: Path, request: Request, say: Say) -> None:
    published = read_variables(folder)
    every = published | {
        name: merged(published[name], rows, places) if name in published else rows for name, rows in variables.items()
    }
    shelf = Shelf(every, places, registry.sources())
    built = [variable_file(folder, name, every[name]) for name in variables]
    say("Différences avec ce qui est publié :")
    for theme in load_catalog(folder / "catalogue").themes.values():
        path = folder / "indicateurs" / f"{theme.id}.parquet"
        old = pd.read_parquet(path) if path.exists() else pd.DataFrame(columns=list(OBSERVATION_COLUMNS))
        new = theme_rows(theme, shelf)
        gap = difference(theme.id, old, new)
        say(f"{theme.titre}")
        for line in gap.lines():
            say(f"  {line}")
        if gap.added or gap.removed or gap.changed or not path.exists():
            built.append(theme_file(path, new, every))
    if request.simulate:
        say("Simulation : rien n'a été publié.")
        return
    publish_all(built, folder)
    say(f"Publié : {len(built)} fichiers.")


def read_variables(folder: Path) -> dict[str, pd.DataFrame]:
    """Return the published variables of every source that is still known. Raises DataError when a file is damaged."""
    found = {}
    for path in sorted((folder / "variables").glob("*.parquet")):
        if path.stem in registry.sources():
            try:
                rows = pd.read_parquet(path)
                found[path.stem] = packed(rows if "provenance" in rows else rows.assign(provenance=OFFICIAL))
            except (OSError, ValueError) as error:
                raise DataError(
                    "Un fichier de variables est abîmé", str(path), "Supprimez-le, puis relancez."
                ) from error
    return found


def variable_file(folder: Path, name: str, rows: pd.DataFrame) -> Built:
    """Return the variables of one source, ready to publish."""
    source = registry.sources()[name]
    ordered = rows[[*VARIABLE_COLUMNS, "provenance"]]
    return Built(
        folder / "variables" / f"{name}.parquet", _writer(ordered), [source],
        sorted(rows["millesime"].unique()), " ; ".join(sorted(rows["provenance"].unique())),
    )  # fmt: skip


def theme_file(path: Path, rows: pd.DataFrame, variables: dict[str, pd.DataFrame]) -> Built:
    """Return the indicators of one theme, ready to publish."""
    names = sorted(rows["source"].unique())
    told = sorted({origin for name in names for origin in variables[name]["provenance"].unique()})
    used = [registry.sources()[name] for name in names]
    return Built(path, _writer(rows), used, sorted(rows["millesime"].unique()), " ; ".join(told))


def row_group(rows: int) -> int:
    """Return the number of rows of each group of a published file."""
    return max(SMALLEST_GROUP, min(LARGEST_GROUP, rows // ROW_GROUPS))


def _writer(rows: pd.DataFrame) -> Callable[[Path], None]:
    """Return what writes rows as text, packed or not, one group at a time to spare memory."""
    size = row_group(len(rows))

    def write(path: Path) -> None:
        schema = pa.Schema.from_pandas(plain(rows.iloc[:0]), preserve_index=False)
        with pq.ParquetWriter(path, schema, compression="zstd", compression_level=12) as file:
            for start in range(0, len(rows), size):
                group = plain(rows.iloc[start : start + size])
                file.write_table(pa.Table.from_pandas(group, schema=schema, preserve_index=False))

    return write
