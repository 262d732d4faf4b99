"""The frame of every page: settings of the page, style, gate, navigation, banner; run first on every visit."""

from __future__ import annotations

import streamlit as st

from lib.settings import STATIC_DIR
from lib.ui import errors, resources, shown, state
from lib.ui.gate import pass_gate
from lib.ui.header import show_footer, show_header
from lib.ui.navigation import by_section

NAME = "Boussole sociale"


def run() -> None:
    """Run one visit: a deep link goes through the same steps as the home page."""
    shown.begin()
    resources.renew()
    st.set_page_config(page_title=NAME, page_icon="/statique/icone.svg", layout="wide")
    st.html(STATIC_DIR / "boussole.css")
    offered = {
        section: [st.Page(page.file, title=page.title, url_path=page.name, default=page.home) for page in pages]
        for section, pages in by_section().items()
    }
    chosen = st.navigation(offered, position="top")
    st.set_page_config(page_title=f"{chosen.title} · {NAME}")
    pass_gate()
    with errors.explained():
        view, notices = state.current_view()
        show_header(view, notices, search=bool(chosen.url_path))
        st.session_state["vue_courante"] = view
        chosen.run()
        show_footer()
        state.remember(view)
    shown.end()


run()
