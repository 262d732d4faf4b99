"""What was changed on a widget counts only while that widget is on the page.

When a territory, a page or a chapter is changed, some widgets leave the page. A browser that asks for something else in
the second it takes still tells their last values, and Streamlit then calls what they had to do: a territory just left
would come back, a text would be written where another one now stands. Every ``on_change`` goes through here (a test
says so).
"""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

NOW, BEFORE = "widgets-montres", "widgets-montres-avant"


def begin() -> None:
    """Begin a run of the whole page: what the former run showed still counts, until this one has ended."""
    st.session_state[BEFORE] = st.session_state.get(BEFORE, frozenset()) | st.session_state.get(NOW, set())
    st.session_state[NOW] = set()


def end() -> None:
    """End a run of the whole page: what it did not show no longer counts."""
    st.session_state[BEFORE] = frozenset()


def when_shown(key: str, act: Callable[[], object]) -> Callable[[], None]:
    """Return ``act`` for the widget ``key`` that is being shown, ignored once it has left the page."""
    st.session_state.setdefault(NOW, set()).add(key)

    def obeyed() -> None:
        if key in st.session_state.get(NOW, ()) or key in st.session_state.get(BEFORE, ()):
            act()

    return obeyed
