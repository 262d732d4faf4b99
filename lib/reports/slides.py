"""The slides of a report, before any format: one idea each, the words to say and the sources in the notes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lib.reports.document import BlockPart, Bullets, Document, Figure, Node, Paragraph, Part, Style, Table

MOST_LETTERS = 820  # of the lines of one slide
SHORT = 240  # letters of a comment that still fits under a chart
SKIPPED = frozenset({"Glossaire", "Lire les chiffres"})  # read on paper, not on a screen


@dataclass(frozen=True, slots=True)
class Slide:
    """One slide: title, lines or figure, a small source line, notes; ``section`` opens a part."""

    title: str
    lines: tuple[str, ...] = ()
    figure: Figure | None = None
    source: str = ""
    notes: str = ""
    section: bool = False

    @property
    def title_size(self) -> int:
        """Points of the title, so that it holds on two or three lines."""
        return 38 if self.section else 26 if len(self.title) < 85 else 22 if len(self.title) < 150 else 16

    @property
    def line_size(self) -> int:
        """Points of the lines: large when they are alone and few."""
        return 22 if sum(map(len, self.lines)) < 300 and not self.figure else 18


def cover_size(title: str) -> int:
    """Return the points of the title of the cover, so that it holds on three lines whatever its length."""
    return 40 if len(title) <= 50 else 32 if len(title) <= 90 else 24 if len(title) <= 170 else 16


def slides(document: Document) -> list[Slide]:
    """Return the slides that follow the cover, in the order of the report."""
    return [slide for part in document.parts if part.title not in SKIPPED for slide in _part(part)]


def _part(part: Part) -> Iterator[Slide]:
    told = list(_told(part.before))
    if part.level == 2 or not (told or part.blocks):
        introduction = "\n".join(line for _, lines in told for line in lines)
        yield Slide(part.title, (), notes=introduction, section=True)
    else:
        for title, lines in told:
            yield from _pages(title or part.title, lines)
    for block in part.blocks:
        yield from _block(block)
    for title, lines in _told(part.after):
        yield from _pages(f"{title} – {part.title}" if title else part.title, lines)


def _told(nodes: Sequence[Node]) -> Iterator[tuple[str, list[str]]]:
    """Gather nodes under the key sentences that announce them: (announcement, lines)."""
    title, lines = "", []
    for node in nodes:
        if isinstance(node, Paragraph) and node.style is Style.KEY:
            if lines:
                yield title, lines
            title, lines = node.text.rstrip(" :\u00a0"), []
        elif isinstance(node, Paragraph):
            lines.append(node.text)
        elif isinstance(node, Bullets):
            lines += node.items
        elif isinstance(node, Table):
            lines += [" – ".join(row[:2]) for row in node.rows]
    if lines:
        yield title, lines


def _pages(title: str, lines: Sequence[str]) -> Iterator[Slide]:
    """Cut lines into slides that can be read; a long text goes whole to the notes, its beginning on the slide."""
    page: list[str] = []
    for line in lines:
        if page and sum(map(len, page)) + len(line) > MOST_LETTERS:
            yield Slide(title, tuple(map(_shortened, page)), notes="\n".join(page))
            page = []
        page.append(line)
    if page:
        yield Slide(title, tuple(map(_shortened, page)), notes="\n".join(page))


def _block(block: BlockPart) -> Iterator[Slide]:
    said = [block.title, block.reading, block.comment, *block.notes, block.source]
    notes = "\n\n".join(filter(None, [*said, block.figure.alt if block.figure else ""]))
    lines = [block.comment] if block.comment and len(block.comment) <= SHORT else []
    if block.figure is None:
        rows = block.table.rows if block.table else ()
        lines = [*(f"{row[0]} : {', '.join(row[1:])}" for row in rows), *([_shortened(block.comment)] if rows else [])]
        lines = [line for line in lines if line] or [_shortened(block.comment or block.reading or block.title)]
    yield Slide(block.sentence or block.title, tuple(lines), block.figure, block.source, notes)


def _shortened(line: str) -> str:
    if len(line) <= MOST_LETTERS:
        return line
    return f"{line[:MOST_LETTERS].rsplit(' ', 1)[0]}… (suite dans les notes)"
