"""The territory search box: type-ahead by name, postal code or Insee code, usable with the keyboard alone."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from lib.settings import STATIC_DIR

_BOX = st.components.v2.component(
    "boussole_recherche",
    html=(STATIC_DIR / "recherche.html").read_text(encoding="utf-8"),
    css=(STATIC_DIR / "recherche.css").read_text(encoding="utf-8"),
    js=(STATIC_DIR / "recherche.js").read_text(encoding="utf-8"),
)


EXAMPLE = "Nom, code postal ou code Insee"


def search_box(key: str, on_choice: Callable[[str], None], label: str, *, compact: bool = False) -> None:
    """Show the box; ``on_choice`` receives the key of the chosen territory, then the page runs again.

    ``compact`` writes the label inside the empty box; assistive technologies still read it as a label.
    """

    def chosen() -> None:
        found = st.session_state[key].get("choix")
        if found:
            on_choice(found)

    data = {"libelle": label, "exemple": f"{label}…" if compact else EXAMPLE, "compact": compact}
    _BOX(key=key, data=data, on_choix_change=chosen)
