"""The slides as a PowerPoint file by python-pptx: real titles, alternative texts, sources in the notes, in French."""

from __future__ import annotations

import io
from collections.abc import Sequence

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.enum.text import MSO_ANCHOR
from pptx.presentation import Presentation as Deck
from pptx.slide import Slide as Page
from pptx.text.text import TextFrame
from pptx.util import Emu, Inches, Pt

from lib.palette import INK, MINE, PAPER, SECOND
from lib.reports.document import Document, Figure
from lib.reports.pictures import Progress, pictures, silent
from lib.reports.slides import Slide, cover_size, slides

FONT = "Arial"
PROPERTY = 255  # characters that a property of the file accepts
WIDTH, HEIGHT = Inches(13.333), Inches(7.5)
EDGE = Inches(0.6)
COVER, TITLE_ONLY = 0, 5  # layouts of the default deck
TOP, BOTTOM = Inches(1.75), Inches(6.65)


def to_pptx(document: Document, progress: Progress = silent) -> bytes:
    """Return the report as slides."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = WIDTH, HEIGHT
    core = deck.core_properties
    core.title, core.author = document.title[:PROPERTY], document.organisation[:PROPERTY]
    core.subject = document.subtitle
    core.language = "fr-FR"
    _cover(deck, document)
    shown = slides(document)
    images = iter(pictures([slide.figure for slide in shown if slide.figure], progress))
    for slide in shown:
        _slide(deck, slide, next(images) if slide.figure else None)
    buffer = io.BytesIO()
    deck.save(buffer)
    return buffer.getvalue()


def _cover(deck: Deck, document: Document) -> None:
    page = deck.slides.add_slide(deck.slide_layouts[COVER])
    title, words = page.shapes.title, page.placeholders[1]
    _place(title, EDGE, Inches(2.2), WIDTH - 2 * EDGE, Inches(1.8))
    _place(words, EDGE, Inches(4.1), WIDTH - 2 * EDGE, Inches(2))
    _write(title.text_frame, [document.title], cover_size(document.title), MINE, bold=True)
    lines = filter(None, (document.subtitle, document.organisation, document.audience, document.date))
    _write(words.text_frame, list(lines), 20, INK)
    if document.logo:
        picture = page.shapes.add_picture(io.BytesIO(document.logo), EDGE, Inches(0.6), height=Inches(1.1))
        _describe(picture, f"Logo : {document.organisation or document.subtitle}")


def _slide(deck: Deck, slide: Slide, image: bytes | None) -> None:
    page = deck.slides.add_slide(deck.slide_layouts[TITLE_ONLY])
    title = page.shapes.title
    if slide.section:
        page.background.fill.solid()
        page.background.fill.fore_color.rgb = _colour(MINE)
        _place(title, EDGE, Inches(2.6), WIDTH - 2 * EDGE, Inches(2))
        _write(title.text_frame, [slide.title], slide.title_size, PAPER, bold=True)
    else:
        _place(title, EDGE, Inches(0.4), WIDTH - 2 * EDGE, Inches(1.25))
        _write(title.text_frame, [slide.title], slide.title_size, MINE, bold=True)
    below = TOP
    if slide.figure and image:
        room = BOTTOM - TOP - (Inches(0.9) if slide.lines else 0)
        below = _figure(page, slide.figure, image, room)
    if slide.lines:
        _box(page, slide.lines, slide.line_size, INK, below + Inches(0.1), BOTTOM - below)
    if slide.source:
        _box(page, [slide.source], 11, SECOND, Inches(6.75), Inches(0.5))
    if slide.notes:
        _write(page.notes_slide.notes_text_frame, slide.notes.split("\n"), 12, INK)


def _figure(page: Page, figure: Figure, image: bytes, room: int) -> int:
    """Place a figure as large as it can be and return where it ends."""
    scale = min((WIDTH - 2 * EDGE) / figure.width, room / figure.height)
    width, height = Emu(int(figure.width * scale)), Emu(int(figure.height * scale))
    picture = page.shapes.add_picture(io.BytesIO(image), (WIDTH - width) // 2, TOP, width, height)
    _describe(picture, figure.alt)
    return TOP + height


def _box(page: Page, lines: Sequence[str], size: int, colour: str, top: int, height: int) -> None:
    box = page.shapes.add_textbox(EDGE, top, WIDTH - 2 * EDGE, height)
    _write(box.text_frame, lines, size, colour)


def _write(frame: TextFrame, lines: Sequence[str], size: int, colour: str, bold: bool = False) -> None:
    frame.word_wrap = True
    frame.vertical_anchor = MSO_ANCHOR.TOP
    for rank, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if rank == 0 else frame.add_paragraph()
        paragraph.space_after = Pt(size // 3)
        run = paragraph.add_run()
        run.text = line
        run.font.size, run.font.bold, run.font.name = Pt(size), bold, FONT
        run.font.color.rgb = _colour(colour)
        run.font.language_id = MSO_LANGUAGE_ID.FRENCH
        paragraph.alignment = 1  # left


def _place(shape, left: int, top: int, width: int, height: int) -> None:
    shape.left, shape.top, shape.width, shape.height = left, top, width, height


def _describe(picture, text: str) -> None:
    picture._element.nvPicPr.cNvPr.set("descr", text)


def _colour(code: str) -> RGBColor:
    return RGBColor.from_string(code.removeprefix("#"))
