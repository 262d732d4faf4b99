"""The report as a Word file by python-docx: real styles, contents, captions, alternative texts, the user's template."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Sequence

from docx import Document as open_document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.exceptions import OpcError
from docx.shared import Cm, Emu, Length, Pt, RGBColor
from docx.text.paragraph import Paragraph as WordParagraph

from lib.model import DataError
from lib.palette import GROUND, INK, LINE, MINE, PAPER, SECOND
from lib.reports import docx_xml as xml
from lib.reports.document import Bullets, Document, Figure, Heading, Node, Paragraph, Style, Table
from lib.reports.pictures import Progress, pictures, silent

FONT = "Arial"  # on every computer: the file is made to be edited
STYLE_NAME = {
    Style.NORMAL: "Normal",
    Style.KEY: "Phrase clé",
    Style.READING: "Lecture",
    Style.COMMENT: "Commentaire",
    Style.NOTE: "Précaution",
    Style.SOURCE: "Source",
}
OWN_STYLES = (  # name, size, bold, colour, space after
    ("Phrase clé", 12, True, MINE, 6),
    ("Lecture", 10, False, INK, 6),
    ("Commentaire", 11, False, INK, 8),
    ("Précaution", 9, False, SECOND, 6),
    ("Source", 8.5, False, SECOND, 6),
    ("Sommaire", 11, False, INK, 3),
)
BUILT_IN = (
    ("Title", 30, True, MINE, 6),
    ("Subtitle", 18, False, INK, 6),
    ("Heading 1", 20, True, MINE, 10),
    ("Heading 2", 15, True, MINE, 8),
    ("Heading 3", 12, True, INK, 4),
    ("Caption", 9, False, SECOND, 4),
    ("List Bullet", 11, False, INK, 4),
)
PROPERTY = 255  # characters that a property of the file accepts
WHOLE_ROWS = 12  # up to this number of rows a table stays on one page
TALLEST = 0.6  # of the height of a page, so that a figure stays with its title on a page lying flat
BULLET = "•\u00a0"  # in a template whose lists have no mark
CHART_PIXELS = 668  # drawn across the whole width of the page


def to_docx(document: Document, template: bytes | None = None, progress: Progress = silent) -> bytes:
    """Return the report as a Word file, in the styles of ``template`` when given. Raises DataError if it is not one."""
    word = _opened(template)
    own = template is None
    _prepare(word, own)
    _Writer(word, pictures(document.figures(), progress)).write(document)
    buffer = io.BytesIO()
    word.save(buffer)
    return buffer.getvalue()


def _opened(template: bytes | None) -> WordDocument:
    if template is None:
        return open_document()
    try:
        word = open_document(io.BytesIO(xml.as_document(template)))
    except (OpcError, zipfile.BadZipFile, zlib.error, KeyError, ValueError, SyntaxError) as error:
        raise DataError("Le modèle Word n'est pas lisible", "modèle déposé", _REMEDY) from error
    body = word.element.body
    for child in list(body):
        if not child.tag.endswith("}sectPr"):
            body.remove(child)
    return word


def _prepare(word: WordDocument, own: bool) -> None:
    """Set styles, page and language; the styles that a template already has are left as they are."""
    xml.set_language(word)
    if own:
        normal = word.styles["Normal"]
        normal.font.name, normal.font.size = FONT, Pt(11)
        normal.paragraph_format.space_after = Pt(6)
        section = word.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.2)
        section.top_margin = section.bottom_margin = Cm(2.2)
        footer = section.footer.paragraphs[0]
        footer.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        xml.add_field(footer, " PAGE ", "1")
    present = {style.name for style in word.styles}
    for name, size, bold, colour, after in (*BUILT_IN, *OWN_STYLES):
        if own or name not in present:
            _style(word, name, size, bold, colour, after)


def _style(word: WordDocument, name: str, size: float, bold: bool, colour: str, after: float) -> None:
    present = {style.name for style in word.styles}
    style = word.styles[name] if name in present else word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.font.name, style.font.size, style.font.bold = FONT, Pt(size), bold
    style.font.italic = False
    style.font.color.rgb = RGBColor.from_string(colour.removeprefix("#"))
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in [key for key in fonts.attrib if "Theme" in key or "theme" in key]:
        del fonts.attrib[theme]
    style.paragraph_format.space_after = Pt(after)
    style.paragraph_format.keep_with_next = name.startswith("Heading") or name == "Phrase clé"
    if name.startswith("Heading"):
        xml.set_outline(style, int(name[-1]))
    if name == "Source":
        style.paragraph_format.space_before = Pt(6)
    if name == "Commentaire":
        style.paragraph_format.left_indent = Cm(0.4)
        xml.rule(style, "left", MINE, 24)
    if name == "Title":
        for border in style.element.pPr.findall(xml.qn("w:pBdr")):
            style.element.pPr.remove(border)


class _Writer:
    """Writes the nodes one after the other; holds the running numbers."""

    def __init__(self, word: WordDocument, images: Sequence[bytes]) -> None:
        self._word = word
        self._images = iter(images)
        self._entries: list[tuple[str, str, int]] = []
        self._ids = {style.name: style.style_id for style in word.styles}
        section = word.sections[0]
        self._width: Length = Emu(section.page_width - section.left_margin - section.right_margin)
        height = section.page_height - section.top_margin - section.bottom_margin
        self._tallest = height * TALLEST
        self._bullet = "" if xml.is_list(word.styles["List Bullet"]) else BULLET

    def _add(self, text: str, style: str) -> WordParagraph:
        """Add a paragraph; python-docx looks a style up again at each paragraph, which takes half of the time."""
        self._last = self._word.add_paragraph(text)
        self._last._p.style = self._ids[style]
        return self._last

    def write(self, document: Document) -> None:
        self._cover(document)
        end = self._word.add_paragraph()
        for node, held in document.held():
            self._node(node)
            if held:
                self._last.paragraph_format.keep_with_next = True
        xml.add_contents(end, self._entries, "Sommaire")
        end._p.getparent().remove(end._p)
        core = self._word.core_properties
        core.title, core.author = document.title[:PROPERTY], document.organisation[:PROPERTY]
        core.subject = document.subtitle
        core.comments = "Préparé avec Boussole sociale"

    def _cover(self, document: Document) -> None:
        if document.logo:
            picture = self._word.add_picture(io.BytesIO(document.logo), height=Cm(2.6))
            xml.describe(picture, f"Logo : {document.organisation or document.subtitle}")
        title = self._add(document.title, "Title")
        title.paragraph_format.space_before = Cm(6)
        self._add(document.subtitle, "Subtitle")
        for line in filter(None, (document.organisation, document.audience, document.date)):
            self._word.add_paragraph(line)
        heading = self._add("Sommaire", "Subtitle")
        heading.paragraph_format.page_break_before = True

    def _node(self, node: Node) -> None:
        match node:
            case Heading():
                self._heading(node)
            case Paragraph(text, style):
                self._paragraph(text, style)
            case Bullets(items):
                for item in items:
                    self._add(f"{self._bullet}{item}", "List Bullet")
            case Figure():
                self._figure(node)
            case Table():
                self._table(node)

    def _heading(self, node: Heading) -> None:
        line = self._add(node.text, f"Heading {node.level}")
        line.paragraph_format.page_break_before = node.new_page
        if node.level <= 2:
            name = f"_Toc{len(self._entries) + 1:05d}"
            xml.bookmark(line, name, len(self._entries) + 1)
            self._entries.append((name, node.text, node.level))

    def _paragraph(self, text: str, style: Style) -> None:
        line = self._add("", STYLE_NAME[style])
        if style is Style.READING:
            line.add_run("Lecture : ").bold = True
        line.add_run(text)

    def _figure(self, node: Figure) -> None:
        width = min(self._width * min(1, node.width / CHART_PIXELS), self._tallest * node.width / node.height)
        line = self._word.add_paragraph()
        xml.describe(line.add_run().add_picture(io.BytesIO(next(self._images)), width=Emu(int(width))), node.alt)
        line.paragraph_format.keep_with_next = True
        self._add(node.caption, "Caption")

    def _table(self, node: Table) -> None:
        caption = self._add(node.caption, "Caption")
        caption.paragraph_format.keep_with_next = True
        table = self._word.add_table(1 + len(node.rows), len(node.head))
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        if "Table Grid" in self._ids:
            table._tbl.tblPr.style = self._ids["Table Grid"]
        table.autofit = False
        for line, values in zip(table._tbl.tr_lst, (node.head, *node.rows), strict=True):
            head = values is node.head
            for rank, (cell, value) in enumerate(zip(line.tc_lst, values, strict=True)):
                self._cell(table, cell, value, node, rank, head)
        xml.repeat_header(table)
        xml.light_lines(table, LINE)

    def _cell(self, table, tc, value: str, node: Table, rank: int, head: bool) -> None:
        cell = xml._Cell(tc, table)
        cell.width = Emu(int(self._width * node.widths[rank]))
        line = cell.paragraphs[0]
        run = line.add_run(value)
        run.font.size = Pt(9)
        line.paragraph_format.space_before = line.paragraph_format.space_after = Pt(2)
        last = tc.getparent() is table._tbl.tr_lst[-1]
        line.paragraph_format.keep_with_next = len(node.rows) <= WHOLE_ROWS and not last
        if rank >= node.numbers_from:
            line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        if head:
            run.font.bold, run.font.color.rgb = True, RGBColor.from_string(PAPER.removeprefix("#"))
            xml.shade(cell, MINE)
        elif node.mine is not None and table._tbl.tr_lst[node.mine + 1] is tc.getparent():
            xml.shade(cell, GROUND)


_REMEDY = (
    "Déposez un document (.docx) ou un modèle Word (.dotx) qui s'ouvre sur votre poste ; un modèle à macros (.dotm) "
    "s'enregistre d'abord en .docx."
)
