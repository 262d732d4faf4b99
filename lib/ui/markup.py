"""Small pieces of HTML, always escaped, for what Streamlit does not draw accessibly or would draw slowly."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st


def show(markup: str) -> None:
    """Insert markup made by this package, nothing when it is empty; callers escape every value with ``escape``."""
    if markup:
        st.html(markup)


def table(
    caption: str, head: Sequence[str], rows: Sequence[Sequence[str]], *, mine: int | None = None, words: bool = False
) -> str:
    """Return an accessible table: caption, column heads, row heads in the first column, figures aligned right.

    ``mine`` is the index of the row of my territory, set in bold; ``words`` aligns the columns left, for text.
    """
    heads = "".join(f'<th scope="col">{escape(h)}</th>' for h in head)
    body = []
    for index, (first, *others) in enumerate(rows):
        cells = "".join(f"<td>{escape(cell)}</td>" for cell in others)
        kind = ' class="mien"' if index == mine else ""
        body.append(f'<tr{kind}><th scope="row">{escape(first)}</th>{cells}</tr>')
    kinds = "tableau mots" if words else "tableau"
    return (
        f'<div class="defile" tabindex="0" role="region" aria-label="{escape(caption)}"><table class="{kinds}">'
        f"<caption>{escape(caption)}</caption><thead><tr>{heads}</tr></thead><tbody>{''.join(body)}</tbody></table></div>"
    )


def problem(what: str, where: str, remedy: str) -> str:
    """Return the message of a DataError in three parts: what, where, what to do."""
    return (
        f'<div class="probleme" role="alert"><p><strong>{escape(what)}.</strong></p>'
        f"<p>Où{chr(0xA0)}: {escape(where)}</p><p>Que faire{chr(0xA0)}: {escape(remedy)}</p></div>"
    )
