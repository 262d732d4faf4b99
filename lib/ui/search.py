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


def search_box(key: str, on_choice: Callable[[str], None], label: str = "Chercher un territoire") -> None:
    """Show the box; ``on_choice`` receives the key of the chosen territory, then the page runs again."""

    def chosen() -> None:
        found = st.session_state[key].get("choix")
        if found:
            on_choice(found)

    _BOX(key=key, data={"libelle": label, "exemple": "Nom, code postal ou code Insee"}, on_choix_change=chosen)
