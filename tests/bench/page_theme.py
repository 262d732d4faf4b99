"""One run of a theme page, the page itself being timed; ``page`` and ``cle`` (session) are its name and territory."""

import runpy
import time

import streamlit as st

from lib.settings import ROOT, load_settings
from lib.ui import resources, state

tokens = load_settings().comparateurs_par_defaut
territory = resources.territories().get(st.session_state["cle"])
started = time.perf_counter()
resources.renew()
st.session_state[state.COMPARE], st.session_state[state.DETAIL] = ",".join(tokens), state.ALL
st.session_state["vue_courante"] = state.View(territory, state.comparators(territory, tokens), tokens, essential=False)
runpy.run_path(str(ROOT / "pages" / f"{st.session_state['page']}.py"))
st.session_state["duree_ms"] = 1000 * (time.perf_counter() - started)
