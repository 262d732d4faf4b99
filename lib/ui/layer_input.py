"""The box where a layer is deposited; what is read stays in this session until it is given a name to be kept."""

from __future__ import annotations

from functools import lru_cache
from pathlib import PurePath

import streamlit as st

from lib.deposits import Deposit
from lib.ui import block_frame, errors, kept_layers

TYPES = ["geojson", "json", "gpkg", "zip", "csv"]
LARGEST_MB, SENT_MB = 25, 100  # what is read; what may be sent, so that the refusal is ours, in French


def ask_layer(key: str, label: str) -> Deposit | None:
    """Show the box and return the layer deposited, or None; a fault is explained in its place."""
    sent = st.file_uploader(label, type=TYPES, key=f"couche-{key}", max_upload_size=SENT_MB)
    block_frame.show_notes(
        f"GeoJSON, GeoPackage, shapefile dans un zip, CSV de points ; {LARGEST_MB} Mo au plus. "
        "Rien n'est gardé tant que vous ne l'avez pas demandé."
    )
    if sent is None:
        return None
    with errors.explained():
        return _read(sent.name, sent.getvalue())
    return None


def ask_name(deposit: Deposit) -> None:
    """Let the visitor keep a layer under a name, to find it on every map of this installation."""
    with st.form(f"garder-{deposit.name}", border=False), errors.explained():
        name = st.text_input("Nom de la couche", value=PurePath(deposit.name).stem, max_chars=80)
        block_frame.show_notes(
            "Gardée dans la base locale de cette installation, elle se pose ensuite sur l'atlas et sur cette page. "
            "N'y mettez aucune donnée nominative."
        )
        if st.form_submit_button("Garder cette couche", icon=":material/save:") and name.strip():
            kept_layers.keep(deposit, name)
            st.toast(f"« {name.strip()} » est gardée.")
            st.rerun(scope="app")


@lru_cache(maxsize=16)
def _read(name: str, content: bytes) -> Deposit:
    from lib.layers import read_layer  # geometry: paid by those who deposit a layer

    return read_layer(name, content)
