"""The parts of a page that run again alone, without the rest of the page.

A part inside another one belongs to it. On its own it would be a fragment inside a fragment; when the outer one runs
twice in a row, Streamlit keeps what the inner one had to show for a place that it no longer makes, and the browser is
left with a blank page (forward_msg_queue.clear, Streamlit 1.67). A test says that every fragment is made here.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps
from typing import ParamSpec

import streamlit as st

_INSIDE: ContextVar[bool] = ContextVar("inside_a_part", default=False)
Given = ParamSpec("Given")


def part(show: Callable[Given, None]) -> Callable[Given, None]:
    """Make ``show`` run again alone when its own choices change, unless it is shown inside another part."""

    @st.fragment
    @wraps(show)
    def alone(*args: Given.args, **kwargs: Given.kwargs) -> None:
        token = _INSIDE.set(True)
        try:
            show(*args, **kwargs)
        finally:
            _INSIDE.reset(token)

    @wraps(show)
    def shown(*args: Given.args, **kwargs: Given.kwargs) -> None:
        (show if _INSIDE.get() else alone)(*args, **kwargs)

    return shown
