"""Turns a DataError into a message on the page, the rest of the page staying up."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from lib.model import DataError
from lib.ui import html


@contextmanager
def explained() -> Iterator[None]:
    """Run one block of a page; a DataError inside is shown in its place (what, where, remedy)."""
    try:
        yield
    except DataError as error:
        html.show(html.problem(error.what, error.where, error.remedy))
