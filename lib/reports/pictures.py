"""The figures of a report as PNG, several at a time by typst, kept from one format to the next.

Not by vl-convert: it keeps every other visit of the server waiting while it draws, and takes twice as long.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from pathlib import Path

import typst

from lib.exports.chart_image import FONTS, SCALE
from lib.model import DataError
from lib.reports.document import Figure

AT_ONCE = 20
PPI = 96 * SCALE  # typst takes one pixel of an SVG as 1/96 inch
PAGES = (
    "#set page(width: auto, height: auto, margin: 0pt, fill: white)\n"
    '#for (rank, drawn) in json("images.json").enumerate() {\n'
    '  if rank > 0 { pagebreak() }\n  image(bytes(drawn), format: "svg")\n}\n'
)
Progress = Callable[[str, int, int], None]


def silent(_step: str, _done: int, _total: int) -> None:
    """Follow no progress."""


def pictures(figures: Sequence[Figure], progress: Progress = silent) -> list[bytes]:
    """Return each figure as PNG, twice its size; ``progress("Images", done, total)`` follows each handful.

    Raises DataError when one cannot be drawn.
    """
    found: list[bytes] = []
    for start in range(0, len(figures), AT_ONCE):
        found += _drawn(tuple(figure.svg for figure in figures[start : start + AT_ONCE]))
        progress("Images", len(found), len(figures))
    return found


@lru_cache(maxsize=32)
def _drawn(svgs: tuple[str, ...]) -> list[bytes]:
    with tempfile.TemporaryDirectory(prefix="boussole-images-") as name:
        folder = Path(name)
        (folder / "images.json").write_text(json.dumps(svgs), encoding="utf-8")
        main = folder / "images.typ"
        main.write_text(PAGES, encoding="utf-8")
        try:
            compiler = typst.Compiler(str(main), root=name, font_paths=fonts())
            pages = compiler.compile(format="png", ppi=PPI)
        except typst.TypstError as error:
            raise DataError("Un graphique ne peut pas être mis en image", error.message[:200], _REMEDY) from error
    return pages if isinstance(pages, list) else [pages]


@cache
def fonts() -> typst.Fonts:
    """Return the fonts of the application, read once; no font of the machine, so that files are the same anywhere."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(FONTS)])


_REMEDY = "Essayez le PDF, et signalez ce défaut aux auteurs de l'application."
