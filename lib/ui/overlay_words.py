"""What is said of the layers laid over a map: legend, sources, list of everything that they show."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from html import escape

import streamlit as st

from lib import formats
from lib.map_above import Laid, Style, symbol
from lib.model import Level
from lib.ui import block_frame, markup
from lib.ui.atlas_choices import Frame
from lib.ui.overlays import MOST_PLACES

LISTED = 200


def drawn(layers: Sequence[Laid]) -> list[Laid]:
    """Return the layers that the map can show: neither empty nor too many."""
    return [one for one in layers if one.shapes and not (one.is_points and len(one.shapes) > MOST_PLACES)]


def legend(layers: Sequence[Laid]) -> str:
    """Return the names of the layers with their sign and their number of objects."""
    items = "".join(
        f'<li><img alt="" src="{_sign(one.style)}">{escape(one.label)} '
        f"<span>({formats.number(len(one.shapes))})</span></li>"
        for one in drawn(layers)
    )
    return f'<div class="legende"><p><strong>Couches</strong></p><ul>{items}</ul></div>' if items else ""


def legend_lines(layers: Sequence[Laid]) -> list[tuple[Style, str]]:
    """Return the same lines for an image: sign, words."""
    return [(one.style, f"{one.label} ({formats.number(len(one.shapes))})") for one in drawn(layers)]


def notes(layers: Sequence[Laid], frame: Frame) -> list[str]:
    """Say where the layers come from, and why one is not drawn."""
    said = [f"{one.label}{formats.NBSP}: {one.source}." for one in drawn(layers)]
    for one in layers:
        if not one.shapes:
            said.append(f"{one.label}{formats.NBSP}: aucun dans ces territoires, d'après ce qui est installé.")
        elif one not in drawn(layers):
            count = formats.number(len(one.shapes))
            said.append(f"{one.label}{formats.NBSP}: {count} lieux, trop pour cette carte. Resserrez-la.")
    if frame.scope.level is Level.FRANCE and drawn(layers):
        said.append("Les couches suivent l'outre-mer dans ses cadres.")
    return said


def show_lists(layers: Sequence[Laid], key: str, mine: str) -> None:
    """Show what each layer holds as a table, that of my commune first: the layer without the map."""
    for one in layers:
        if not one.shapes:
            continue
        title = f"{one.label} : la liste ({formats.number(len(one.shapes))})"
        with st.expander(title, key=f"couche-{one.key}-{key}", on_change="rerun") as panel:
            if panel.open:
                _table(one, mine)


def _table(one: Laid, mine: str) -> None:
    rows = sorted(one.names, key=lambda row: (mine not in row[1].split(", "), row[1], row[0]))
    head = ["Nom", "Commune"] if any(row[1] for row in rows) else ["Nom"]
    shown = [list(row[: len(head)]) for row in rows[:LISTED]]
    markup.show(markup.table(one.label, head, shown, words=True))
    if len(rows) > LISTED:
        block_frame.show_notes(
            f"Les {LISTED} premiers sur {formats.number(len(rows))}. Resserrez la carte pour les voir."
        )


def _sign(style: Style) -> str:
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="22" height="15">{symbol(style, 0, 0)}</svg>'
    return f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}"
