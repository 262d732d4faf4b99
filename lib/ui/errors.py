"""Turns a DataError into a message on the page, the rest of the page staying up."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from html import escape

from lib.model import DataError
from lib.ui import markup


@contextmanager
def explained(told: set[str] | None = None) -> Iterator[None]:
    """Run one block of a page; a DataError inside is shown in its place (what, where, remedy).

    ``told`` remembers what this page has already said: the same problem then takes one line.
    """
    try:
        yield
    except DataError as error:
        if told is not None and str(error) in told:
            markup.show(f'<p class="vide">{escape(error.what)} : voir le message plus haut.</p>')
            return
        if told is not None:
            told.add(str(error))
        markup.show(markup.problem(error.what, error.where, error.remedy))
