"""The slides as an OpenDocument presentation by odfpy: same content as PowerPoint."""

from __future__ import annotations

import io
from collections.abc import Sequence

from odf import draw, presentation, style
from odf.namespaces import DRAWNS, PRESENTATIONNS
from odf.opendocument import OpenDocumentPresentation
from PIL import Image

from lib.palette import INK, MINE, PAPER, SECOND
from lib.reports import odf_parts as parts
from lib.reports.document import Document
from lib.reports.pictures import Progress, pictures, silent
from lib.reports.slides import Slide, cover_size, slides

WIDTH, HEIGHT = 28.0, 15.75  # centimetres
EDGE = 1.3
TOP, BOTTOM = 3.7, 13.9
FONTS = {  # name: size, bold, colour
    "couverture40": (40, True, MINE), "couverture32": (32, True, MINE), "couverture24": (24, True, MINE),
    "couverture16": (16, True, MINE), "section38": (38, True, PAPER), "titre26": (26, True, MINE),
    "titre22": (22, True, MINE), "titre16": (16, True, MINE), "ligne22": (22, False, INK), "ligne18": (18, False, INK),
    "source": (11, False, SECOND), "notes": (12, False, INK),
}  # fmt: skip


def to_odp(document: Document, progress: Progress = silent) -> bytes:
    """Return the report as slides."""
    target = OpenDocumentPresentation()
    parts.describe(target, document)
    _prepare(target)
    shown = slides(document)
    images = iter(pictures([slide.figure for slide in shown if slide.figure], progress))
    target.presentation.addElement(_cover(target, document))
    for rank, slide in enumerate(shown, start=2):
        target.presentation.addElement(_slide(target, slide, rank, next(images) if slide.figure else None))
    buffer = io.BytesIO()
    target.write(buffer)
    return buffer.getvalue()


def _prepare(target: OpenDocumentPresentation) -> None:
    parts.default_language(target, "graphic")
    for name, (size, bold, colour) in FONTS.items():
        font = {"fontsize": f"{size}pt", "fontweight": "bold" if bold else "normal", "color": colour}
        parts.paragraph_style(target, name, font, {"marginbottom": f"{size / 100:.2f}cm"}, automatic=True)
    for name, fill in (("clair", PAPER), ("fonce", MINE)):
        page = style.Style(name=name, family="drawing-page")
        page.addElement(style.DrawingPageProperties(fill="solid", fillcolor=fill))
        target.automaticstyles.addElement(page)
    bare = style.Style(name="cadre", family="graphic")
    bare.addElement(
        style.GraphicProperties(stroke="none", fill="none", textareaverticalalign="top", autogrowheight="false")
    )
    target.automaticstyles.addElement(bare)
    layout = style.PageLayout(name="ecran")
    layout.addElement(
        style.PageLayoutProperties(
            pagewidth=f"{WIDTH}cm", pageheight=f"{HEIGHT}cm", margin="0cm", printorientation="landscape"
        )
    )
    target.automaticstyles.addElement(layout)
    target.masterstyles.addElement(style.MasterPage(name="Boussole", pagelayoutname=layout))


def _cover(target: OpenDocumentPresentation, document: Document) -> draw.Page:
    page = draw.Page(name="Couverture", masterpagename="Boussole", stylename="clair")
    page.addElement(_box([document.title], f"couverture{cover_size(document.title)}", 4.6, 3.8, kind="title"))
    lines = filter(None, (document.subtitle, document.organisation, document.audience, document.date))
    page.addElement(_box(list(lines), "ligne22", 8.6, 5, kind="subtitle"))
    if document.logo:
        width, height = Image.open(io.BytesIO(document.logo)).size
        alt = f"Logo : {document.organisation or document.subtitle}"
        size = (2.4 * width / height, 2.4)
        page.addElement(parts.picture(target, document.logo, alt, size, x=f"{EDGE}cm", y="1.3cm"))
    return page


def _slide(target: OpenDocumentPresentation, slide: Slide, rank: int, image: bytes | None) -> draw.Page:
    page = draw.Page(
        name=f"Diapositive {rank}", masterpagename="Boussole", stylename="fonce" if slide.section else "clair"
    )
    if slide.section:
        page.addElement(_box([slide.title], "section38", 5.5, 4, kind="title"))
    else:
        page.addElement(_box([slide.title], f"titre{slide.title_size}", 0.8, 2.7, kind="title"))
    below = TOP
    if slide.figure and image:
        room = BOTTOM - TOP - (1.9 if slide.lines else 0)
        width, height = parts.fitted(slide.figure, WIDTH - 2 * EDGE, room)
        left = f"{(WIDTH - width) / 2:.2f}cm"
        page.addElement(parts.picture(target, image, slide.figure.alt, (width, height), x=left, y=f"{TOP}cm"))
        below = TOP + height
    if slide.lines:
        page.addElement(_box(slide.lines, f"ligne{slide.line_size}", below + 0.2, BOTTOM - below))
    if slide.source:
        page.addElement(_box([slide.source], "source", 14.2, 1.2))
    if slide.notes:
        page.addElement(_notes(slide.notes))
    return page


def _box(lines: Sequence[str], name: str, top: float, height: float, kind: str = "") -> draw.Frame:
    frame = draw.Frame(
        width=f"{WIDTH - 2 * EDGE:.2f}cm", height=f"{height:.2f}cm", x=f"{EDGE}cm", y=f"{top:.2f}cm",
    )  # fmt: skip
    frame.setAttrNS(DRAWNS, "style-name", "cadre")
    if kind:
        frame.setAttrNS(PRESENTATIONNS, "class", kind)
    box = draw.TextBox()
    for line in lines:
        box.addElement(parts.paragraph(line, name))
    frame.addElement(box)
    return frame


def _notes(text: str) -> presentation.Notes:
    found = presentation.Notes()
    frame = draw.Frame(width="16cm", height="12cm", x="2cm", y="14cm")
    frame.setAttrNS(PRESENTATIONNS, "class", "notes")
    box = draw.TextBox()
    for line in text.split("\n"):
        box.addElement(parts.paragraph(line, "notes"))
    frame.addElement(box)
    found.addElement(frame)
    return found
