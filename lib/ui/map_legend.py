"""The legend of a map: one line per class with its number of areas, what is hidden, and a small histogram."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from urllib.parse import quote

import numpy as np

from lib import formats
from lib.classes import Scale
from lib.map_values import Figures, legend
from lib.map_words import Write, class_words
from lib.palette import SECOND, UNKNOWN

BINS, WIDTH, HEIGHT = 28, 280, 54
SAFE = " /:='.-"  # characters that a data address may hold as they are
HIDDEN_WORDS = {"non_comparable": "non comparable", "secret": "secret", "sans_objet": "sans objet"}


def legend_html(title: str, shown: Figures, scale: Scale, write: Write, notes: Sequence[str]) -> str:
    """Return the legend; ``write`` writes a bound without its unit, ``notes`` are sentences under the classes."""
    classes = legend(shown, scale)
    items = [
        f'<li><i style="background:{one.fill}"></i>{escape(class_words(classes, rank, write))} '
        f"<span>({formats.number(one.count)})</span></li>"
        for rank, one in enumerate(classes)
    ]
    items += _hidden(shown)
    said = "".join(f'<p class="precision">{escape(note)}</p>' for note in notes)
    return (
        f'<div class="legende"><p><strong>{escape(title)}</strong></p><ul>{"".join(items)}</ul>'
        f"{histogram(shown, scale, write)}{said}</div>"
    )


def _hidden(shown: Figures) -> list[str]:
    counts = shown.hidden()
    items = []
    secret = counts.pop("secret", 0)
    apart = counts.pop("non_comparable", 0)
    if secret:
        items.append(f'<li><i class="hachures"></i>secret <span>({formats.number(secret)})</span></li>')
    for word, count in (("non comparable", apart), ("sans chiffre", sum(counts.values()))):
        if count:
            grey = f'<i style="background:{UNKNOWN}"></i>'
            items.append(f"<li>{grey}{word} <span>({formats.number(count)})</span></li>")
    return items


def _image(bars: str) -> str:
    """Return a drawing as a data address: the page leaves out SVG written in its HTML."""
    drawn = (
        f"<svg xmlns='http://www.w3.org/2000/svg' width='{WIDTH}' height='{HEIGHT + 1}'>"
        f"{bars}<path d='M0 {HEIGHT + 0.5}H{WIDTH}' stroke='{SECOND}'/></svg>"
    )
    return f"data:image/svg+xml,{quote(drawn, safe=SAFE)}"


def histogram(shown: Figures, scale: Scale, write: Write) -> str:
    """Return the spread of the values as SVG, each bar stacked by class; nothing under 8 values."""
    known = shown.known
    if len(known) < 8 or known.min() == known.max():
        return ""
    edges = np.linspace(known.min(), known.max(), BINS + 1)
    ranks = np.searchsorted(np.array(scale.breaks), known, side="right")
    stacks = np.array([np.histogram(known[ranks == rank], bins=edges)[0] for rank in range(len(scale.fills))])
    heights = HEIGHT * stacks / stacks.sum(axis=0).max()
    tops = HEIGHT - np.cumsum(heights, axis=0)
    bars = "".join(_bars(*one) for one in zip(scale.fills, tops, heights, strict=True))
    low, high = write(float(known.min())), write(float(known.max()))
    label = f"Répartition des valeurs, de {low} à {high}"
    return (
        f'<img class="histogramme" alt="{escape(label)}" src="{_image(bars)}">'
        f'<p class="histogramme-bornes"><span>{escape(low)}</span><span>{escape(high)}</span></p>'
    )


def _bars(fill: str, tops: np.ndarray, heights: np.ndarray) -> str:
    """Return the bars of one class as one path of thick lines, from the top and the height of each."""
    step = WIDTH // BINS
    drawn = "".join(
        f"M{place * step + 5} {_short(tops[place])}v{_short(heights[place])}" for place in np.flatnonzero(heights)
    )
    return f"<path stroke='{fill}' stroke-width='{step - 1}' d='{drawn}'/>" if drawn else ""


def _short(length: float) -> str:
    """Write a length in pixels, to the tenth."""
    return f"{length:.1f}".removesuffix(".0")
