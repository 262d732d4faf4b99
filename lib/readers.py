"""Opens the files producers publish (CSV, Excel, OpenDocument, Parquet, JSON) as text, whatever their quirks. Pure.

Encoding, separator, title lines and sheets are found by looking; numbers and secrets are told apart by ``numbers``.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from lib.json_stream import pieces
from lib.model import DataError

SHEETS = frozenset({".xls", ".xlsx", ".xlsb", ".ods"})
SEPARATORS = (";", ",", "\t", "|")
HEAD_ROWS = 40
RECORDS = ("results", "records", "features", "data")  # where JSON answers hold their records
LARGE_JSON, FIRST_PIECES = 32 << 20, 1000  # past this size, only the first records tell the columns
PIECE_BYTES = 1 << 20
MAGIC = {b"PAR1": "parquet", b"PK\x03\x04": "classeur", b"\xd0\xcf\x11\xe0": "classeur"}


@dataclass(eq=False)
class Document:
    """One file to recognise and read; ``name`` is what the user calls it (the member of a zip, the URL's last part).

    Nothing is read before it is asked for; heads and sheets are kept.
    """

    path: Path
    name: str = ""
    _heads: dict[str, list[list[str]]] = field(default_factory=dict, repr=False)
    _cells: dict[str, list[frozenset[str]]] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        """Name the document after its file when nothing better is known."""
        self.name = self.name or self.path.name

    @cached_property
    def kind(self) -> str:
        """« parquet », « classeur », « json » or « texte », from the content and never from the name."""
        with self.path.open("rb") as stream:
            start = stream.read(64)
        for magic, kind in MAGIC.items():
            if start.startswith(magic):
                return kind
        return "json" if start.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] in (b"{", b"[") else "texte"

    @cached_property
    def encoding(self) -> str:
        """UTF-8 when the whole file is valid UTF-8 (the first accent may come late), else Windows-1252."""
        decoder = codecs.getincrementaldecoder("utf-8-sig")()
        try:
            with self.path.open("rb") as stream:
                while piece := stream.read(PIECE_BYTES):
                    decoder.decode(piece)
        except UnicodeDecodeError:
            return "cp1252"
        return "utf-8-sig"

    @cached_property
    def separator(self) -> str:
        """The separator that cuts the most of the first lines into one same number of columns (the largest)."""
        with self.path.open(encoding=self.encoding, errors="replace", newline="") as stream:
            lines = [line for _, line in zip(range(HEAD_ROWS), stream, strict=False)]

        def regularity(mark: str) -> tuple[int, int]:
            widths = Counter(len(row) for row in csv.reader(lines, delimiter=mark) if len(row) > 1)
            return max(((count, width) for width, count in widths.items()), default=(0, 0))

        return max(SEPARATORS, key=regularity)

    @cached_property
    def sheets(self) -> tuple[str, ...]:
        """Names of the sheets of a workbook, as written; one nameless sheet for anything else."""
        if self.kind != "classeur":
            return ("",)
        try:
            return tuple(str(name) for name in self._workbook().sheet_names)
        except (OSError, ValueError, *_workbook_errors()):  # damaged: its head is empty, reading it tells
            return ("",)

    def head(self, sheet: str = "") -> list[list[str]]:
        """Return the first rows as text, header and titles included, to recognise the file."""
        if sheet not in self._heads:
            self._heads[sheet] = self._read_head(sheet)
        return self._heads[sheet]

    def header(self, *wanted: str, sheet: str = "") -> int | None:
        """Return the index of the first row that holds all the ``wanted`` cells (exact, spaces trimmed), or None."""
        if sheet not in self._cells:
            self._cells[sheet] = [frozenset(cell.strip() for cell in row) for row in self.head(sheet)]
        needed = set(wanted)
        return next((i for i, cells in enumerate(self._cells[sheet]) if needed <= cells), None)

    def columns(self, sheet: str = "") -> tuple[str, ...]:
        """Return the cells of the first row, spaces trimmed."""
        rows = self.head(sheet)
        return tuple(cell.strip() for cell in rows[0]) if rows else ()

    def table(self, *, sheet: str = "", header: int = 0, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """Return all rows under the ``header`` row as text (empty string when missing), columns trimmed.

        ``columns`` keeps only those named. Raises DataError when the file is damaged or a named column is absent.
        """
        try:
            found = self._read_table(sheet, header, columns)
        except (OSError, ValueError, KeyError, UnicodeDecodeError, pa.ArrowException, *_workbook_errors()) as error:
            raise DataError("Ce fichier n'est pas lisible", f"{self.name} : {error}", _REMEDY) from error
        if columns is not None:
            found = found[require(found, columns, self.name)]
        return found

    def _read_head(self, sheet: str) -> list[list[str]]:
        try:
            if self.kind == "classeur":
                rows = pd.read_excel(self._workbook(), sheet_name=sheet or 0, header=None, dtype=str, nrows=HEAD_ROWS)
                return rows.fillna("").astype(str).to_numpy().tolist()
            if self.kind == "parquet":
                return [list(pq.read_schema(self.path).names)]
            if self.kind == "json":
                large = self.path.stat().st_size > LARGE_JSON
                return [_first_names(self.path) if large else [str(name) for name in self._records().columns]]
            with self.path.open(encoding=self.encoding, errors="replace", newline="") as stream:
                return [
                    row for _, row in zip(range(HEAD_ROWS), csv.reader(stream, delimiter=self.separator), strict=False)
                ]
        except (OSError, ValueError, csv.Error, pa.ArrowException, *_workbook_errors()):
            return []

    def _read_table(self, sheet: str, header: int, columns: Sequence[str] | None) -> pd.DataFrame:
        if self.kind == "parquet":
            return pq.read_table(self.path, columns=list(columns) if columns else None).to_pandas()
        if self.kind == "json":
            return self._records()
        if self.kind == "classeur":
            found = pd.read_excel(
                self._workbook(), sheet_name=sheet or 0, header=header, dtype=str, keep_default_na=False,
                na_filter=False,
            )  # fmt: skip
            found = found.fillna("")
        else:
            keep = None if columns is None else lambda name: name.strip() in set(columns)
            found = pd.read_csv(
                self.path, sep=self.separator, header=header, dtype=str, encoding=self.encoding, usecols=keep,
                keep_default_na=False, na_filter=False, skip_blank_lines=False, low_memory=False,
            )  # fmt: skip
        return found.rename(columns=lambda name: str(name).strip())

    def _records(self) -> pd.DataFrame:
        """Read JSON records: a list, Opendatasoft's ``results``/``records``, or the features of a GeoJSON."""
        content = json.loads(self.path.read_text(encoding="utf-8-sig"))
        if isinstance(content, dict):
            lists = (content.get(name) for name in RECORDS)
            content = next((rows for rows in lists if isinstance(rows, list)), [content])
        rows = [_inner(row) for row in content if isinstance(row, dict)]
        return pd.DataFrame(rows).map(lambda cell: "" if cell is None or cell != cell else _text(cell))

    def _workbook(self) -> pd.ExcelFile:
        if "_opened" not in self.__dict__:
            # From memory: no handle is kept on the user's file, which Windows would lock.
            self.__dict__["_opened"] = pd.ExcelFile(io.BytesIO(self.path.read_bytes()), engine="calamine")
        return self.__dict__["_opened"]


def require(table: pd.DataFrame, columns: Sequence[str], where: str) -> list[str]:
    """Return ``columns`` when the table has them all. Raises DataError naming the absent ones."""
    missing = [name for name in columns if name not in table.columns]
    if missing:
        shown = ", ".join(missing[:8]) + ("…" if len(missing) > 8 else "")
        raise DataError("Des colonnes attendues ne sont pas dans le fichier", f"{where} : {shown}", _CHANGED)
    return list(columns)


def _inner(record: dict) -> dict:
    """Return what a record of Opendatasoft or a feature of a GeoJSON holds."""
    return record.get("properties") or record.get("fields") or record


def _first_names(path: Path) -> list[str]:
    """Return the columns of the first records of a large JSON file, or else the names of its first members."""
    columns: dict[str, None] = {}
    members: dict[str, None] = {}
    for key, value in islice(pieces(path), FIRST_PIECES):
        if key in ("", *RECORDS) and isinstance(value, dict):
            columns |= dict.fromkeys(map(str, _inner(value)))
        else:
            members[key] = None
    return list(columns or members)


def _text(cell: object) -> str:
    return json.dumps(cell, ensure_ascii=False) if isinstance(cell, dict | list) else str(cell)


def _workbook_errors() -> tuple[type[Exception], ...]:
    from python_calamine import CalamineError  # imported where it serves: the application itself opens no workbook

    return (CalamineError,)


_REMEDY = "Téléchargez-le à nouveau sur le site du producteur, sans l'ouvrir ni l'enregistrer avec un tableur."
_CHANGED = (
    "Le producteur a peut-être changé son fichier : vérifiez que c'est le bon, puis signalez-le aux auteurs de "
    "l'application. Les chiffres déjà publiés restent en place."
)
