"""The box where a layer is deposited; what is read stays in this session, nothing is written."""

from __future__ import annotations

from functools import lru_cache

import streamlit as st

from lib.ui import block_frame, errors

TYPES = ["geojson", "json", "gpkg", "zip", "csv"]


def ask_layer(key: str, label: str):
    """Show the box and return the layer deposited, or None; a fault is explained in its place."""
    sent = st.file_uploader(label, type=TYPES, key=f"couche-{key}", max_upload_size=25)
    block_frame.show_notes(
        "GeoJSON, GeoPackage, shapefile dans un zip, CSV de points ; 25 Mo au plus. Rien n'est gardé."
    )
    if sent is None:
        return None
    with errors.explained():
        return _read(sent.name, sent.getvalue())
    return None


@lru_cache(maxsize=16)
def _read(name: str, content: bytes):
    from lib.layers import read_layer  # geometry: paid by those who deposit a layer

    return read_layer(name, content)
