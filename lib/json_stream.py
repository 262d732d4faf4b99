"""Reads a JSON file of any size piece by piece, one record at a time, in little memory. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

PIECE, LARGEST = 1 << 20, 1 << 26  # characters read at once, and those of the largest record
BLANKS = " \t\r\n"
ENDS = frozenset(BLANKS + ",]}:")  # what may follow a whole value


def pieces(path: Path) -> Iterator[tuple[str, object]]:
    """Yield, in the order of the file, (key, value) of the outermost object; a list gives one pair for each element.

    The elements of an outermost list have an empty key. Raises ValueError when the text is not JSON or stops early.
    """
    with path.open(encoding="utf-8-sig") as stream:
        text = _Text(stream)
        first = text.take()
        if first == "[":
            yield from (("", value) for value in text.elements())
        elif first == "{":
            yield from _members(text)
        else:
            raise ValueError("ni objet ni liste au début du fichier")


def _members(text: _Text) -> Iterator[tuple[str, object]]:
    if text.peek() == "}":
        return
    mark = ","
    while mark == ",":
        key = str(text.value())
        text.expect(":")
        if text.peek() == "[":
            text.take()
            yield from ((key, value) for value in text.elements())
        else:
            yield key, text.value()
        mark = text.take()
    if mark != "}":
        raise ValueError(f"« {mark} » à la place d'une virgule")


@dataclass(slots=True)
class _Text:
    """A window on the text that only moves forward."""

    stream: TextIO
    window: str = ""
    at: int = 0

    def peek(self) -> str:
        """Return the next character that is not a blank, without passing it."""
        while True:
            while self.at < len(self.window) and self.window[self.at] in BLANKS:
                self.at += 1
            if self.at < len(self.window):
                return self.window[self.at]
            self._more()

    def take(self) -> str:
        """Pass the next character that is not a blank and return it."""
        found = self.peek()
        self.at += 1
        return found

    def expect(self, mark: str) -> None:
        """Pass ``mark``."""
        found = self.take()
        if found != mark:
            raise ValueError(f"« {found} » à la place de « {mark} »")

    def elements(self) -> Iterator[object]:
        """Yield the elements of a list whose bracket is passed, and pass its end."""
        if self.peek() == "]":
            self.take()
            return
        mark = ","
        while mark == ",":
            yield self.value()
            mark = self.take()
        if mark != "]":
            raise ValueError(f"« {mark} » à la place d'une virgule")

    def value(self) -> object:
        """Pass one whole value and return it; what follows it must be in the window, or a number could be cut."""
        self.peek()
        while True:
            try:
                found, end = _DECODER.raw_decode(self.window, self.at)
            except ValueError:  # cut by the end of the window, or not JSON at all
                if len(self.window) - self.at > LARGEST or not self._more(optional=True):
                    raise
                continue
            too_far = len(self.window) - self.at > LARGEST
            if self.window[end : end + 1] in ENDS or too_far or not self._more(optional=True):
                self.at = end
                return found
            # More text has come: what was read may have been the beginning of a longer number.

    def _more(self, *, optional: bool = False) -> bool:
        piece = self.stream.read(PIECE)
        if not piece and not optional:
            raise ValueError("le fichier s'arrête trop tôt")
        self.window, self.at = self.window[self.at :] + piece, 0
        return bool(piece)


_DECODER = json.JSONDecoder()
