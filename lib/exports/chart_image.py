"""Charts as SVG and PNG: vl-convert draws the Vega-Lite specification, title and source are written around it."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from xml.sax.saxutils import escape, quoteattr

import vl_convert
from PIL import ImageFont

from lib.catalog import Catalog
from lib.exports.caption import Caption, Rows, Sources, footer, subtitle, without_figure
from lib.formats import MINUS, NBSP, THIN
from lib.model import DataError
from lib.palette import FONT, INK, PAPER, SECOND
from lib.settings import STATIC_DIR

FONTS = STATIC_DIR / "polices"
WIDTH = 720  # pixels of a chart exported alone
SCALE = 2
DATA = "donnees"  # the name of the rows in the specifications of lib.charts
FILLED = {"value": "value", "expr": "update"}  # what fills a parameter: its name in Vega-Lite, then in Vega
MARGIN = 20
SIZE = re.compile(r'<svg [^>]*?width="(?P<width>[0-9.]+)" height="(?P<height>[0-9.]+)"')
NUMBERS = {
    "decimal": ",",
    "thousands": THIN,
    "grouping": [3],
    "currency": ["", f"{THIN}€"],
    "percent": f"{THIN}%",
    "minus": MINUS,
}
FACES = (
    (400, "atkinson-hyperlegible-next-latin-400-normal.woff2"),
    (700, "atkinson-hyperlegible-next-latin-700-normal.woff2"),
)


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawn chart: SVG text and its size in pixels."""

    svg: str
    width: float
    height: float


def draw(rows: Sequence[dict], spec: dict, width: int = WIDTH) -> Drawing:
    """Draw a specification of lib.charts with its rows, nothing around it. Raises DataError when it cannot be drawn."""
    params = {one["name"]: one for one in spec.get("params", ())}
    shape = spec | {"data": {"name": DATA, "values": []}, "width": width}
    shape |= {"params": [_emptied(one) for one in params.values()]} if params else {}
    vega = json.loads(_compiled(json.dumps(shape, ensure_ascii=False)))
    for signal in vega.get("signals", ()):
        given = params.get(signal["name"], {})
        signal |= {written: given[key] for key, written in FILLED.items() if key in given}
    for one in vega["data"]:
        if one["name"] == DATA:
            one["values"] = list(rows)
    return _drawn(json.dumps(vega, ensure_ascii=False))


def _emptied(param: dict) -> dict:
    """Return a parameter of a template without what fills it, so that all charts of one shape share one template."""
    return param | {key: "0" if key == "expr" else 0 for key in FILLED if key in param}


@lru_cache(maxsize=128)
def _compiled(shape: str) -> str:
    """Turn a specification into the lower language that is drawn: a third of the time, the same for one shape."""
    try:
        return json.dumps(vl_convert.vegalite_to_vega(shape), ensure_ascii=False)
    except ValueError as error:
        raise DataError("Ce graphique ne peut pas être dessiné", str(error)[:200], _REMEDY) from error


@lru_cache(maxsize=256)
def _drawn(whole: str) -> Drawing:
    _fonts()
    try:
        svg = vl_convert.vega_to_svg(whole, allowed_base_urls=[], format_locale=NUMBERS, time_format_locale="fr-FR")
    except ValueError as error:
        raise DataError("Ce graphique ne peut pas être dessiné", str(error)[:200], _REMEDY) from error
    size = SIZE.search(svg)
    if size is None:
        raise DataError("Ce graphique ne peut pas être dessiné", "image sans dimensions", _REMEDY)
    return Drawing(svg, float(size["width"]), float(size["height"]))


@lru_cache(maxsize=256)
def to_png(svg: str, scale: float = SCALE) -> bytes:
    """Return an SVG as PNG, twice its size by default, with the fonts of the application."""
    _fonts()
    return vl_convert.svg_to_png(svg, scale=scale)


def chart_svg(
    spec: dict, data: Sequence[dict], caption: Caption, rows: Rows, catalog: Catalog, sources: Sources
) -> str:
    """Return a chart as SVG with its title, territory, millesimes, sources, licence, date, address; fonts inside."""
    return framed(draw(data, spec), caption, rows, catalog, sources, faces=True)


def chart_png(
    spec: dict, data: Sequence[dict], caption: Caption, rows: Rows, catalog: Catalog, sources: Sources
) -> bytes:
    """Return the same image as ``chart_svg`` in PNG, twice its size."""
    return to_png(framed(draw(data, spec), caption, rows, catalog, sources, faces=False))


@cache
def _fonts() -> None:
    vl_convert.register_font_directory(str(FONTS))


@cache
def _face_rules() -> str:
    rules = []
    for weight, name in FACES:
        content = base64.b64encode((FONTS / name).read_bytes()).decode("ascii")
        url = f"url(data:font/woff2;base64,{content}) format('woff2')"
        rules.append(f"@font-face{{font-family:'Atkinson Hyperlegible Next';font-weight:{weight};src:{url}}}")
    return f"<defs><style>{''.join(rules)}</style></defs>"


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of text around the chart."""

    words: str
    size: int
    bold: bool
    colour: str


def framed(drawing: Drawing, caption: Caption, rows: Rows, catalog: Catalog, sources: Sources, *, faces: bool) -> str:
    """Write title, territory and sources around a drawing, as SVG; ``faces`` puts the fonts inside."""
    room = drawing.width
    above = [
        *_wrapped(caption.title, 19, True, INK, room),
        *_wrapped(subtitle(caption, rows, catalog), 13, False, SECOND, room),
    ]
    said = [without_figure(rows), *footer(caption, rows, catalog, sources)]
    below = [line for words in said if words for line in _wrapped(words, 11, False, SECOND, room)]
    top, head = _written(above, MARGIN)
    start = top + 10
    bottom, foot = _written(below, start + drawing.height + 12)
    width, height = room + 2 * MARGIN, bottom + MARGIN
    chart = drawing.svg.replace("<svg ", f'<svg x="{MARGIN}" y="{start:g}" ', 1)
    label = quoteattr(f"{caption.title}. {subtitle(caption, rows, catalog)}")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}" '
        f'viewBox="0 0 {width:g} {height:g}" role="img" lang="fr" aria-label={label}>'
        f"<title>{escape(caption.title)}</title>{_face_rules() if faces else ''}"
        f'<rect width="100%" height="100%" fill="{PAPER}"/>{head}{chart}{foot}</svg>'
    )


def _written(lines: Sequence[_Line], top: float) -> tuple[float, str]:
    """Return (bottom, SVG text) of lines written one under the other from ``top``."""
    parts, place = [], top
    for line in lines:
        place += line.size * 1.35
        weight = "700" if line.bold else "400"
        shape = f'font-family={quoteattr(FONT)} font-size="{line.size}" font-weight="{weight}" fill="{line.colour}"'
        parts.append(f'<text x="{MARGIN}" y="{place - line.size * 0.3:g}" {shape}>{escape(line.words)}</text>')
    return place, "".join(parts)


def _wrapped(words: str, size: int, bold: bool, colour: str, room: float) -> list[_Line]:
    font = _font(size, bold)
    lines: list[str] = []
    for word in words.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(longer.replace(THIN, NBSP)) <= room:
            lines[-1] = longer
        else:
            lines += _pieces(word, font, room)
    return [_Line(line, size, bold, colour) for line in lines]


def _pieces(word: str, font: ImageFont.FreeTypeFont, room: float) -> list[str]:
    """Cut a word that is wider than a line, such as a long address."""
    pieces = [""]
    for letter in word:
        if pieces[-1] and font.getlength(pieces[-1] + letter) > room:
            pieces.append("")
        pieces[-1] += letter
    return pieces


@lru_cache(maxsize=16)
def _font(size: int, bold: bool) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONTS / f"AtkinsonHyperlegibleNext-{'Bold' if bold else 'Regular'}.ttf", size)


_REMEDY = "Exportez le tableau du bloc, et signalez ce défaut aux auteurs de l'application."
