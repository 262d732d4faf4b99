"""The map most Streamlit pages draw: folium.Choropleth rebuilt at each run, same outlines and values as ours.

Favourable to the naive side: outlines and values are kept without copy, and the colour scale is left out (it would
fetch d3 from the internet).
"""

from __future__ import annotations

import gzip
import json

import folium
import pandas as pd
import streamlit as st
from branca.colormap import ColorMap
from streamlit_folium import st_folium

from lib import maps
from lib.model import Level
from lib.ui import resources

folium.Map.default_js = [("leaflet", "/statique/leaflet/leaflet.js")]
folium.Map.default_css = [("leaflet_css", "/statique/leaflet/leaflet.css")]


@st.cache_resource
def outlines(key: str) -> dict:
    """Return the outlines of all communes of a territory, as the application serves them."""
    areas = resources.outline_areas(Level.COMMUNE, resources.territories().get(key))
    return json.loads(gzip.decompress(maps.outlines(Level.COMMUNE, areas).body))


@st.cache_resource
def values(indicator: str, key: str) -> pd.DataFrame:
    """Return code and value of all communes of a territory."""
    codes = [feature["id"] for feature in outlines(key)["features"]]
    return resources.store().distribution(indicator, Level.COMMUNE, codes)


scope = st.query_params.get("cadre", "departement-38")
names = {indicator.titre: indicator.id for indicator in resources.catalog().themes["portrait"].indicateurs}
chosen = st.selectbox("Indicateur", list(names))
drawn = folium.Map(location=[45.3, 5.6], zoom_start=9, tiles=None)
layer = folium.Choropleth(
    geo_data=outlines(scope),
    data=values(names[chosen], scope),
    columns=["code", "valeur"],
    key_on="feature.id",
    fill_color="YlGnBu",
    line_weight=0.7,
)
for name, child in list(layer._children.items()):
    if isinstance(child, ColorMap):
        del layer._children[name]
layer.add_to(drawn)
st_folium(drawn, key="carte", height=520, use_container_width=True, returned_objects=[])
