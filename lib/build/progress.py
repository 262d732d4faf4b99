"""What the user sees while files arrive: one bar per file in a terminal, a few plain lines elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from typing import Protocol, TextIO

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, ProgressColumn, Task, TaskID, TextColumn
from rich.text import Text

from lib.formats import NBSP, THIN, number

SIZES = ((1e9, "Go"), (1e6, "Mo"), (1e3, "ko"))
NAME_WIDTH = 60


class Watch(Protocol):
    """Follows files by name, in bytes; called from several threads. ``started`` again means: back to zero."""

    def started(self, name: str, total: int | None) -> None:
        """Say that a file of ``total`` bytes (None when unknown) begins, or begins again."""

    def advanced(self, name: str, count: int) -> None:
        """Say that ``count`` more bytes of this file are here."""

    def finished(self, name: str, note: str) -> None:
        """Say that this file is over; ``note`` is a few words in French, or empty."""


class Silent:
    """A watch that shows nothing."""

    def started(self, name: str, total: int | None) -> None:
        """Ignore."""

    def advanced(self, name: str, count: int) -> None:
        """Ignore."""

    def finished(self, name: str, note: str) -> None:
        """Ignore."""


def size(count: float) -> str:
    """Write a number of bytes as « 12,3 Mo »."""
    for unit, symbol in SIZES:
        if count >= unit:
            return f"{number(count / unit, 1 if count < 100 * unit else 0)}{NBSP}{symbol}"
    return f"{number(count)}{NBSP}octet{'s' if count >= 2 else ''}"


@dataclass(slots=True)
class _File:
    total: int | None
    done: int = 0
    shown: int = -1  # last tenth written


@dataclass(slots=True)
class Lines:
    """A watch for a log or a pipe: one line at the end of a file, one more per tenth of a file that lasts."""

    stream: TextIO
    _files: dict[str, _File] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def started(self, name: str, total: int | None) -> None:
        """Remember the size, and the tenths already written."""
        with self._lock:
            before = self._files.get(name)
            self._files[name] = _File(total, 0, before.shown if before else -1)

    def advanced(self, name: str, count: int) -> None:
        """Write a line when a new tenth is passed."""
        with self._lock:
            file = self._files[name]
            file.done += count
            if not file.total:
                return
            tenth = file.done * 10 // file.total
            if file.shown < tenth < 10:
                file.shown = tenth
                self._write(f"{name} : {tenth * 10}{THIN}% de {size(file.total)}")

    def finished(self, name: str, note: str) -> None:
        """Write the last line of this file."""
        with self._lock:
            file = self._files.pop(name, None)
            parts = [size(file.done) if file and file.done else "", note]
            self._write(f"{name} : {', '.join(part for part in parts if part) or 'terminé'}")

    def _write(self, line: str) -> None:
        self.stream.write(line + "\n")
        self.stream.flush()


class _FrenchSize(ProgressColumn):
    def render(self, task: Task) -> Text:
        """Write « 12,3 Mo sur 40,0 Mo »."""
        known = f" sur {size(task.total)}" if task.total else ""
        return Text(f"{size(task.completed)}{known}" if task.completed or known else "")


@dataclass(slots=True)
class Bars:
    """A watch for a terminal: a bar per file being read, a line left behind by each finished one."""

    progress: Progress
    _tasks: dict[str, TaskID] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def started(self, name: str, total: int | None) -> None:
        """Show a bar, or bring it back to zero."""
        with self._lock:
            if name in self._tasks:
                self.progress.reset(self._tasks[name], total=total)
            else:
                short = name if len(name) <= NAME_WIDTH else name[: NAME_WIDTH - 1] + "…"
                self._tasks[name] = self.progress.add_task(escape(short), total=total)

    def advanced(self, name: str, count: int) -> None:
        """Move the bar."""
        self.progress.advance(self._tasks[name], count)

    def finished(self, name: str, note: str) -> None:
        """Replace the bar by a line."""
        with self._lock:
            task = self._tasks.pop(name, None)
            done = next((t.completed for t in self.progress.tasks if t.id == task), 0)
            if task is not None:
                self.progress.remove_task(task)
            parts = [size(done) if done else "", note]
            line = f"{name} : {', '.join(part for part in parts if part) or 'terminé'}"
            self.progress.console.print(line, markup=False, highlight=False)


@contextmanager
def shown(stream: TextIO | None = None) -> Iterator[Watch]:
    """Give the watch that suits ``stream`` (standard output by default): bars in a terminal, lines elsewhere."""
    stream = stream or sys.stdout
    console = Console(file=stream)
    if not console.is_terminal or console.is_dumb_terminal:
        yield Lines(stream)
        return
    columns = (TextColumn("{task.description}"), BarColumn(bar_width=24), _FrenchSize())
    with Progress(*columns, console=console, transient=True) as progress:
        yield Bars(progress)
