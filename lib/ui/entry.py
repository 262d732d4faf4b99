"""The frame of every page: settings of the page, style, gate, navigation, banner; run first on every visit."""

from __future__ import annotations

import streamlit as st

from lib.settings import ROOT, STATIC_DIR
from lib.ui import errors, state
from lib.ui.gate import pass_gate
from lib.ui.header import show_footer, show_header

PAGES = ROOT / "pages"


def run() -> None:
    """Run one visit: a deep link goes through the same steps as the home page."""
    st.set_page_config(page_title="Boussole sociale", page_icon=str(STATIC_DIR / "icone.png"), layout="wide")
    st.html(STATIC_DIR / "boussole.css")
    chosen = st.navigation(
        [
            st.Page(PAGES / "accueil.py", title="Accueil", url_path="accueil", default=True),
            st.Page(PAGES / "portrait.py", title="Portrait", url_path="portrait"),
            st.Page(PAGES / "logement.py", title="Logement", url_path="logement"),
        ],
        position="top",
    )
    pass_gate()
    with errors.explained():
        view, notices = state.current_view()
        show_header(view, notices)
        st.session_state["vue_courante"] = view
        chosen.run()
        show_footer()
        state.remember(view)


run()
