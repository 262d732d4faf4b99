"""What the OpenDocument text and slides share: language, styles, pictures with their alternative text."""

from __future__ import annotations

from odf import dc, draw, meta, style, svg
from odf.element import Element
from odf.opendocument import OpenDocument
from odf.text import LineBreak, P

from lib.palette import INK
from lib.reports.document import Document, Figure

FONT = "Arial"


def describe(target: OpenDocument, document: Document) -> None:
    """Write the title, the language and the origin of the file."""
    for element in (
        dc.Title(text=document.title),
        dc.Subject(text=document.subtitle),
        dc.Language(text="fr-FR"),
        meta.InitialCreator(text=document.organisation or "Boussole sociale"),
    ):
        target.meta.addElement(element)


def default_language(target: OpenDocument, family: str) -> None:
    """Set French and the font as the defaults of a family of styles."""
    default = style.DefaultStyle(family=family)
    default.addElement(style.TextProperties(language="fr", country="FR", fontfamily=FONT, fontsize="11pt", color=INK))
    target.styles.addElement(default)


def paragraph_style(
    target: OpenDocument,
    name: str,
    font: dict[str, str],
    shape: dict[str, str],
    outline: int = 0,
    automatic: bool = False,
) -> None:
    """Add a paragraph style; ``outline`` makes it a heading, ``automatic`` is what slides need."""
    extra = {"defaultoutlinelevel": str(outline)} if outline else {}
    found = style.Style(name=name, family="paragraph", **extra)
    if shape:
        found.addElement(style.ParagraphProperties(**shape))
    found.addElement(style.TextProperties(**font))
    (target.automaticstyles if automatic else target.styles).addElement(found)


def add_text(parent: Element, text: str) -> None:
    """Add text to a paragraph, its line breaks kept."""
    for rank, line in enumerate(text.split("\n")):
        if rank:
            parent.addElement(LineBreak())
        parent.addText(line)


def paragraph(text: str, name: str) -> P:
    """Return a paragraph of a style."""
    found = P(stylename=name)
    add_text(found, text)
    return found


def picture(target: OpenDocument, content: bytes, alt: str, size: tuple[float, float], **place: str) -> draw.Frame:
    """Return a frame that holds a PNG, ``size`` in centimetres, with its alternative text."""
    frame = draw.Frame(width=f"{size[0]:.2f}cm", height=f"{size[1]:.2f}cm", **place)
    reference = target.addPictureFromString(content, "image/png")
    frame.addElement(draw.Image(href=reference, type="simple", show="embed", actuate="onLoad"))
    frame.addElement(svg.Title(text=alt[:120]))
    frame.addElement(svg.Desc(text=alt))
    return frame


def fitted(figure: Figure, width: float, height: float) -> tuple[float, float]:
    """Return the largest size in centimetres of a figure inside a box."""
    scale = min(width / figure.width, height / figure.height)
    return figure.width * scale, figure.height * scale
