"""Choices kept in the address by their codes: a copied address reopens the same page, choices included."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

Widget = Callable[..., object]


def asked(name: str, default: str = "") -> str:
    """Return what the address says of one choice, else what this session last chose, else ``default``."""
    return st.query_params.get(name) or st.session_state.get(_memory(name)) or default


def keep(name: str, value: str) -> None:
    """Write one choice in the address and in the session; an empty one leaves the address."""
    st.session_state[_memory(name)] = value
    if value and st.query_params.get(name) != value:
        st.query_params[name] = value
    elif not value and name in st.query_params:
        del st.query_params[name]


def choice(
    widget: Widget,
    label: str,
    name: str,
    options: Sequence[str],
    words: Callable[[str], str],
    default: str,
    **more: object,
) -> str:
    """Show a choice among codes and return the chosen code; one that is not offered gives the default."""
    found = asked(name, default)
    wanted = found if found in options else default
    chosen = next((one for one in options if one == wanted), options[0])  # the option itself, of its own type
    key = f"choix-{name}"
    st.session_state[key] = chosen
    widget(
        label, list(options), format_func=words, key=key, on_change=lambda: keep(name, st.session_state[key]), **more
    )
    keep(name, chosen)
    return chosen


def yes_or_no(label: str, name: str, default: bool, **more: object) -> bool:
    """Show a switch and return its state."""
    key = f"choix-{name}"
    st.session_state[key] = asked(name, "oui" if default else "non") == "oui"
    st.toggle(label, key=key, on_change=lambda: keep(name, "oui" if st.session_state[key] else "non"), **more)
    keep(name, "oui" if st.session_state[key] else "non")
    return bool(st.session_state[key])


def text(label: str, name: str, **more: object) -> str:
    """Show a line to type and return it."""
    key = f"choix-{name}"
    st.session_state[key] = asked(name)
    st.text_input(label, key=key, on_change=lambda: keep(name, st.session_state[key].strip()), **more)
    return str(st.session_state[key])


def _memory(name: str) -> str:
    return f"garde-{name}"
