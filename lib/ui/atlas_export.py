"""Takes a map of the atlas away: SVG, PNG, GeoJSON, GeoPackage, each made only when asked for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import numpy as np
import streamlit as st

from lib import formats
from lib.exports.caption import Caption
from lib.map_values import area_fill, legend
from lib.palette import SECRET, UNKNOWN
from lib.ui import resources, trace
from lib.ui.atlas_sheet import Sheet
from lib.ui.map_legend import class_words

FORMATS = {
    "svg": ("Image (SVG)", "image/svg+xml"),
    "png": ("Image (PNG)", "image/png"),
    "geojson": ("Valeurs et contours (GeoJSON)", "application/geo+json"),
    "gpkg": ("Valeurs et contours (GeoPackage)", "application/geopackage+sqlite3"),
}


def show_exports(sheet: Sheet, side: str) -> None:
    """Show the buttons that take the map away."""
    address = trace.here()
    with st.popover("Emporter la carte", icon=":material/download:", type="tertiary"):
        for kind, (label, mime) in FORMATS.items():
            st.download_button(
                label,
                data=_maker(sheet, kind, address),
                file_name=f"boussole_{sheet.frame.scope.key}_{sheet.indicator.id}.{kind}",
                mime=mime,
                key=f"emporter-{kind}-{side}",
                on_click="ignore",
            )
    with st.popover("Adresse de cette carte", icon=":material/link:", type="tertiary"):
        st.markdown("Cette adresse rouvre la même carte, avec les mêmes choix.")
        st.code(address, language=None, wrap_lines=True)


def _maker(sheet: Sheet, kind: str, address: str) -> Callable[[], bytes]:
    return lambda: make(sheet, kind, address)


def make(sheet: Sheet, kind: str, address: str) -> bytes:
    """Return the file of one format. Raises DataError when outlines cannot be read."""
    from lib.exports import map_image, map_layers  # geometry and fonts: paid by a download only

    catalog, sources = resources.catalog(), resources.SOURCES
    shapes = resources.shapes(sheet.frame.level, sheet.frame.scope)
    rows = sheet.rows()
    if kind == "geojson":
        return map_layers.to_geojson(shapes, rows, catalog, sources)
    if kind == "gpkg":
        return map_layers.to_geopackage(shapes, rows, catalog, sources)
    caption = Caption(sheet.title, sheet.frame.scope, address, date.today())
    known = [row for row in rows if row[1].value is not None] or rows
    drawn = image(sheet, shapes)
    if kind == "png":
        return map_image.map_png(drawn, caption, known, catalog, sources)
    return map_image.map_svg(drawn, caption, known, catalog, sources).encode()


def image(sheet: Sheet, shapes: dict):
    """Return what the exported image draws: the fills, circles and legend of the screen."""
    from lib.exports.map_image import MapImage

    shown = sheet.shown
    fills = {
        area.code: area_fill(shown.value(rank), sheet.scale, shown.status(rank))
        for rank, area in enumerate(shown.areas)
    }
    classes = legend(shown, sheet.scale)
    lines = [
        (one.fill, f"{class_words(classes, rank, sheet.write)} ({formats.number(one.count)})")
        for rank, one in enumerate(classes)
    ]
    hidden = shown.hidden()
    secret = hidden.pop("secret", 0)
    if secret:
        lines.append((SECRET, f"secret ({formats.number(secret)})"))
    apart = hidden.pop("non_comparable", 0)
    lines += [
        (UNKNOWN, f"{words} ({formats.number(count)})")
        for words, count in (("non comparable", apart), ("sans chiffre", sum(hidden.values())))
        if count
    ]
    circles = None
    if sheet.circles is not None and len(sheet.circles.known):
        sizes = sheet.circles.values / sheet.circles.known.max()
        circles = {a.code: float(s) for a, s in zip(sheet.circles.areas, sizes, strict=True) if not np.isnan(s)}
    return MapImage(shapes, fills, lines, sheet.notes, circles)
