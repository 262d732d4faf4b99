"""The folium map whose outlines are fetched once by URL. Pure: no Streamlit.

Its script must not change between runs (streamlit-folium rebuilds its frame otherwise): what varies (values, classes,
selection) travels alone, by ``lib.map_values``.
"""

from __future__ import annotations

import folium
from folium.elements import MacroElement
from jinja2 import Template

from lib import map_program

# Leaflet is served by the application itself: no request to a third party, and the map works offline.
folium.Map.default_js = [("leaflet", "/statique/leaflet/leaflet.js"), ("carte", map_program.address())]
folium.Map.default_css = [("leaflet_css", "/statique/leaflet/leaflet.css"), ("carte_css", "/statique/carte.css")]


class _Background(MacroElement):
    """Draws the outlines found at ``url`` on one canvas; constant for a given set of areas."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "window.boussoleCarte({{ this._parent.get_name() }}, {{ this.url|tojson }}, {{ this.group|tojson }});"
        "{% endmacro %}"
    )

    def __init__(self, url: str, group: str) -> None:
        super().__init__()
        self._name, self.url, self.group = "Fond", url, group


class _BareMap(folium.Map):
    """A folium map without its page: style and scripts come from files, so that little travels at each change."""

    _template = Template(
        "{% macro script(this, kwargs) %}var {{ this.get_name() }} = L.map({{ this.get_name()|tojson }}, "
        "{center: [46.6, 2.4], zoom: 6, zoomSnap: 0.25, preferCanvas: true});{% endmacro %}"
    )

    def render(self, **kwargs: object) -> None:
        """Render the script alone."""
        MacroElement.render(self, **kwargs)


def base_map(url: str, group: str = "") -> folium.Map:
    """Return the map that fetches its outlines at ``url``; no tiles, so no third party.

    Maps of one ``group`` on a page move together.
    """
    drawn = _BareMap(tiles=None)
    _Background(url, group).add_to(drawn)
    return drawn
