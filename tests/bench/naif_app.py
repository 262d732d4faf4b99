"""ASGI entry of the naive map page: Leaflet is served locally, as there is no internet during the measure."""

import streamlit as st
from starlette.routing import Route

from lib.ui.server import static_file

app = st.App("naif_carte.py", routes=[Route("/statique/{path:path}", static_file)])
