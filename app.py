"""ASGI entry: ``streamlit run app.py`` or any ASGI server (``uvicorn app:app``)."""

import streamlit as st

from lib.ui.server import MIDDLEWARE, ROUTES, lifespan, log_unexpected

# The script lives in lib/ui: beside pages/, Streamlit would run a deep-linked page without it (see conception §2).
app = st.App("lib/ui/entry.py", routes=ROUTES, middleware=MIDDLEWARE, lifespan=lifespan, on_script_error=log_unexpected)
