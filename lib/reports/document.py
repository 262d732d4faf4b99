"""The report as a neutral tree: what every renderer walks through, in reading order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Style(StrEnum):
    """The role of a paragraph, from which each format draws its look."""

    NORMAL = "normal"
    KEY = "phrase"
    READING = "lecture"
    COMMENT = "commentaire"
    NOTE = "note"
    SOURCE = "source"


@dataclass(frozen=True, slots=True)
class Heading:
    """A title of the document, level 1 to 3; ``new_page`` starts a page."""

    level: int
    text: str
    new_page: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; ``text`` may hold line breaks."""

    text: str
    style: Style = Style.NORMAL


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list, never empty."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawn chart, its size in pixels, what it shows in words (``alt``), its caption."""

    svg: str
    width: float
    height: float
    alt: str
    caption: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table under its header; columns from ``numbers_from`` on are aligned right, row ``mine`` is my territory."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers_from: int
    widths: tuple[float, ...]
    mine: int | None = None


Node = Heading | Paragraph | Bullets | Figure | Table


@dataclass(frozen=True, slots=True)
class BlockPart:
    """One idea of a chapter: title, key sentence, figure, table, reading, comment, notes, source.

    ``compared``: its sentence may stand alone in the summary.
    """

    title: str
    compared: bool
    sentence: str
    figure: Figure | None
    table: Table | None
    reading: str
    comment: str
    notes: tuple[str, ...]
    source: str

    def nodes(self, level: int) -> Iterator[Node]:
        """Walk through the block in reading order."""
        yield Heading(level, self.title)
        if self.sentence:
            yield Paragraph(self.sentence, Style.KEY)
        if self.figure:
            yield self.figure
        if self.reading:
            yield Paragraph(self.reading, Style.READING)
        if self.table:
            yield self.table
        if self.source:
            yield Paragraph(self.source, Style.SOURCE)
        if self.comment:
            yield Paragraph(self.comment, Style.COMMENT)
        for note in self.notes:
            yield Paragraph(note, Style.NOTE)


@dataclass(frozen=True, slots=True)
class Part:
    """A part (level 1) or a chapter (level 2): its nodes, its blocks, then what closes it."""

    title: str
    level: int
    before: tuple[Node, ...] = ()
    blocks: tuple[BlockPart, ...] = ()
    after: tuple[Node, ...] = ()
    new_page: bool = False

    def nodes(self) -> Iterator[Node]:
        """Walk through the part in reading order, its heading first."""
        yield Heading(self.level, self.title, self.new_page)
        yield from self.before
        for block in self.blocks:
            yield from block.nodes(self.level + 1)
        yield from self.after


@dataclass(frozen=True, slots=True)
class Document:
    """The whole report: cover, then parts."""

    title: str
    subtitle: str
    organisation: str
    audience: str
    date: str
    logo: bytes | None
    parts: tuple[Part, ...]

    def nodes(self) -> Iterator[Node]:
        """Walk through everything after the cover and the table of contents."""
        for part in self.parts:
            yield from part.nodes()

    def held(self) -> Iterator[tuple[Node, bool]]:
        """Walk like ``nodes``; True for the words right under a title, which must not end a page."""
        before: Node | None = None
        for node in self.nodes():
            words = isinstance(node, Paragraph) and node.style is Style.NORMAL
            yield node, words and isinstance(before, Heading)
            before = node

    def figures(self) -> list[Figure]:
        """Return every figure, in reading order."""
        return [node for node in self.nodes() if isinstance(node, Figure)]
