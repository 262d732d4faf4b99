"""What every page passes through, deep links included: usable installation, then access code when one is set."""

from __future__ import annotations

import hmac

import streamlit as st

from lib.model import DataError
from lib.settings import load_settings
from lib.ui import markup, resources

ADMITTED = "acces_accorde"


def pass_gate() -> None:
    """Stop the run with a message or a form unless the visitor may see the pages."""
    try:
        code = load_settings().code_acces
        resources.territories()
        resources.catalog()
    except DataError as error:
        markup.show(markup.problem(error.what, error.where, error.remedy))
        st.stop()
    if code and not st.session_state.get(ADMITTED):
        _ask(code)
        st.stop()


def _ask(code: str) -> None:
    st.title("Accès réservé")
    with st.form("acces"):
        given = st.text_input("Code d'accès", type="password")
        st.caption("Demandez ce code à la personne qui a installé la boussole.")
        sent = st.form_submit_button("Entrer", type="primary")
    if sent and hmac.compare_digest(given.encode(), code.encode()):
        st.session_state[ADMITTED] = True
        st.rerun()
    if sent:
        st.error("Ce code n'est pas le bon. Vérifiez les majuscules et les espaces, puis réessayez.")
