"""The legend of a map as an image: classes, nine squares of two variables, layers, notes, one under the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from lib.formats import NBSP, number
from lib.map_above import symbol
from lib.map_values import readable_on
from lib.palette import FONT, INK, SECOND, SECRET

if TYPE_CHECKING:
    from lib.exports.map_image import MapImage

TEXT = f'font-family="{FONT}"'
CELL_WIDTH, CELL_HEIGHT, MARGIN = 56, 30, 70
LINE = 15


@dataclass(frozen=True, slots=True)
class Squares:
    """Three by three classes, rows from the lowest: fills, number of areas, words of each column and row, titles."""

    fills: Sequence[Sequence[str]]
    counts: Sequence[Sequence[int]]
    columns: Sequence[str]
    rows: Sequence[str]
    titles: tuple[str, str]


def legend(image: MapImage, x: float) -> tuple[str, float]:
    """Return the legend of an image, its left side at ``x``, and the height that it takes."""
    y, parts = 24.0, []
    for line in lines(image.heading, 34) if image.heading else ():
        parts.append(_words(line, x, y, 13, INK, bold=True))
        y += 18
    y += 6 if image.heading else 0
    if image.squares:
        drawn, y = _squares(image.squares, x, y)
        parts += drawn
    for fill, words in image.legend:
        paint = "url(#hachures)" if fill == SECRET else fill
        parts.append(f'<rect x="{x:g}" y="{y - 12:g}" width="22" height="15" fill="{paint}" stroke="{SECOND}"/>')
        parts.append(_words(words, x + 30, y, 13, INK))
        y += 23
    if image.layers:
        y += 8
    for one in image.layers:
        parts.append(symbol(one.style, x, y - 12))
        told = f"{one.label} ({number(len(one.shapes))})"
        for rank, line in enumerate(lines(told, 32)):
            y += LINE if rank else 0
            parts.append(_words(line, x + 30, y, 13, INK))
        y += 23
    y += 6
    for note in image.notes:
        for line in lines(note):
            parts.append(_words(line, x, y, 11, SECOND))
            y += LINE
    return "".join(parts), y


def _squares(found: Squares, x: float, y: float) -> tuple[list[str], float]:
    parts = []
    first, second = found.titles
    for words in (f"En colonnes{NBSP}: {first}.", f"En lignes{NBSP}: {second}.", "Nombre de territoires."):
        for line in lines(words):
            parts.append(_words(line, x, y, 11, SECOND))
            y += LINE
    for column, words in enumerate(found.columns):
        for rank, line in enumerate(lines(words, 10)):
            parts.append(_words(line, x + MARGIN + column * CELL_WIDTH, y + rank * 12, 10, INK))
    y += 12 * max(len(lines(words, 10)) for words in found.columns)
    for row in (2, 1, 0):
        for rank, line in enumerate(lines(found.rows[row], 14)):
            parts.append(_words(line, x, y + 12 + rank * 12, 10, INK))
        for column in range(3):
            fill, left = found.fills[row][column], x + MARGIN + column * CELL_WIDTH
            size = f'width="{CELL_WIDTH - 2}" height="{CELL_HEIGHT}"'
            parts.append(f'<rect x="{left:g}" y="{y:g}" {size} fill="{fill}" stroke="{SECOND}"/>')
            middle = left + CELL_WIDTH / 2 - 1
            count = number(found.counts[row][column])
            parts.append(_words(count, middle, y + 20, 13, readable_on(fill), middle=True))
        y += CELL_HEIGHT + 2
    return parts, y + 22


def _words(words: str, x: float, y: float, size: int, colour: str, *, bold: bool = False, middle: bool = False) -> str:
    weight = ' font-weight="700"' if bold else ""
    anchor = ' text-anchor="middle"' if middle else ""
    return f'<text x="{x:g}" y="{y:g}" {TEXT} font-size="{size}"{weight}{anchor} fill="{colour}">{escape(words)}</text>'


def lines(words: str, longest: int = 42) -> list[str]:
    """Cut a sentence into lines of less than ``longest`` characters, between words."""
    found = [""]
    for word in words.split(" "):
        if found[-1] and len(found[-1]) + len(word) >= longest:
            found.append("")
        found[-1] = f"{found[-1]} {word}".strip()
    return found
