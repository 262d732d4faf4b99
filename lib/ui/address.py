"""Choices kept in the address by their codes: a copied address reopens the same page, choices included.

A page has one of each choice, written ``name=code``. A choice that every block has (its open tab) is written once for
all blocks, ``name=block.code,block.code``, and only when it is not the usual one: addresses stay short.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import streamlit as st

from lib.territories import normalise
from lib.ui.shown import when_shown

if TYPE_CHECKING:
    from streamlit.elements.lib.mutable_tab_container import TabContainer

TABS = "onglets"
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
    *,
    quiet: bool = False,
    then: Callable[[], None] | None = None,
    **more: object,
) -> str:
    """Show a choice among codes and return the chosen code; one that is not offered gives the default.

    ``quiet`` leaves the default out of the address; ``then`` is run after each change.
    """
    found = asked(name, default)
    wanted = found if found in options else default
    chosen = next((one for one in options if one == wanted), options[0])  # the option itself, of its own type
    key = f"choix-{name}"
    st.session_state[key] = chosen

    def kept(code: str) -> None:
        keep(name, "" if quiet and code == default else code)

    def changed() -> None:
        kept(st.session_state[key])
        if then:
            then()

    widget(label, list(options), format_func=words, key=key, on_change=when_shown(key, changed), **more)
    kept(chosen)
    return chosen


def yes_or_no(label: str, name: str, default: bool, **more: object) -> bool:
    """Show a switch and return its state."""
    key = f"choix-{name}"
    st.session_state[key] = asked(name, "oui" if default else "non") == "oui"

    def kept() -> None:
        keep(name, "oui" if st.session_state[key] else "non")

    st.toggle(label, key=key, on_change=when_shown(key, kept), **more)
    kept()
    return bool(st.session_state[key])


def text(label: str, name: str, *, then: Callable[[], None] | None = None, **more: object) -> str:
    """Show a line to type and return it; ``then`` is run after each change."""
    key = f"choix-{name}"
    st.session_state[key] = asked(name)

    def changed() -> None:
        keep(name, st.session_state[key].strip())
        if then:
            then()

    st.text_input(label, key=key, on_change=when_shown(key, changed), **more)
    keep(name, str(st.session_state[key]))
    return str(st.session_state[key])


def tabs(block: str, names: Sequence[str]) -> Sequence[TabContainer]:
    """Show the tabs of a block, the one of the address open; only the open one is to be built."""
    codes = {code_of(one): one for one in names}
    key = f"onglets-{block}"
    _begin(key, names, codes.get(of_block(TABS, block)))

    def changed() -> None:
        code = code_of(st.session_state[key])
        keep_of_block(TABS, block, "" if codes[code] == names[0] else code)

    return st.tabs(list(names), key=key, on_change=when_shown(key, changed))


def choice_of_block(label: str, name: str, block: str, options: Sequence[str], words: Callable[[str], str]) -> str:
    """Show a choice that other blocks of the page have too, and return the chosen code."""
    asked, key = of_block(name, block), f"{name}-{block}"
    _begin(key, options, asked)

    def changed() -> None:
        code = st.session_state[key]
        keep_of_block(name, block, "" if code == options[0] else code)

    return st.selectbox(label, list(options), format_func=words, key=key, on_change=when_shown(key, changed))


def of_block(name: str, block: str) -> str:
    """Return what the address says of one choice of one block; empty when it says nothing."""
    return _by_block(name).get(block, "")


def keep_of_block(name: str, block: str, code: str) -> None:
    """Write one choice of one block in the address; an empty one leaves it."""
    codes = {key: one for key, one in (_by_block(name) | {block: code}).items() if one}
    if codes:
        st.query_params[name] = ",".join(f"{key}.{one}" for key, one in codes.items())
    elif name in st.query_params:
        del st.query_params[name]


def code_of(label: str) -> str:
    """Return the code of a label: « Évolution » is « evolution »."""
    return normalise(label).replace(" ", "_")


def _by_block(name: str) -> dict[str, str]:
    pairs = (part.partition(".") for part in st.query_params.get(name, "").split(","))
    return {block: code for block, _, code in pairs if block and code}


def _begin(key: str, options: Sequence[str], asked: str | None) -> None:
    """Give a widget the value of the address the first time it is shown; forget one that is no longer offered."""
    if key in st.session_state and st.session_state[key] not in options:
        del st.session_state[key]
    if key not in st.session_state and asked in options:
        st.session_state[key] = asked


def _memory(name: str) -> str:
    return f"garde-{name}"
