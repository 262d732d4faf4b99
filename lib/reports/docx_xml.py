"""The few marks of a Word file that python-docx does not write: language, alternative text, fields, repeated header."""

from __future__ import annotations

import io
import zipfile

from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shape import InlineShape
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

KINDS = "[Content_Types].xml"
TEMPLATE, DOCUMENT = b"wordprocessingml.template.main+xml", b"wordprocessingml.document.main+xml"


def as_document(content: bytes) -> bytes:
    """Return a Word template (.dotx) as a document, any other file as it is: only its kind, said inside, differs.

    Raises BadZipFile, KeyError or a zlib error when it is not a Word file or is damaged.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        kinds = source.read(KINDS)
        if TEMPLATE not in kinds:
            return content
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
            for name in source.namelist():
                target.writestr(name, kinds.replace(TEMPLATE, DOCUMENT) if name == KINDS else source.read(name))
    return made.getvalue()


def set_language(document: WordDocument, language: str = "fr-FR") -> None:
    """Say the language of the whole document, in its default run properties and its core properties."""
    document.core_properties.language = language
    styles = document.styles.element
    defaults = _child(_child(_child(styles, "w:docDefaults"), "w:rPrDefault"), "w:rPr")
    lang = _child(defaults, "w:lang")
    for kind in ("w:val", "w:eastAsia"):
        lang.set(qn(kind), language)


def _child(parent, tag: str):
    found = parent.find(qn(tag))
    if found is None:
        found = OxmlElement(tag)
        parent.insert(0, found) if tag == "w:docDefaults" else parent.append(found)
    return found


def describe(picture: InlineShape, text: str) -> None:
    """Write the alternative text of a picture."""
    picture._inline.docPr.set("descr", text)


def add_field(paragraph: Paragraph, instruction: str, shown: str) -> None:
    """Add a field (page number, figure number) with the text shown until Word updates it."""
    for kind, text in (("begin", ""), ("", instruction), ("separate", ""), ("shown", shown), ("end", "")):
        run = paragraph.add_run(text if kind == "shown" else "")
        if kind == "shown":
            continue
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.set(qn("xml:space"), "preserve")
            mark.text = text
        run._r.append(mark)


def add_contents(anchor: Paragraph, entries: list[tuple[str, str, int]], style: str) -> None:
    """Write the table of contents before ``anchor``: entries are (bookmark, title, level), links that Word may update.

    The entries are there from the start: no « update fields » question when the file opens.
    """
    for rank, (bookmark, title, level) in enumerate(entries):
        line = anchor.insert_paragraph_before(style=style)
        line.paragraph_format.left_indent = 228600 * (level - 1)
        if rank == 0:
            _marks(line, "begin", ' TOC \\o "1-2" \\h \\z \\u ', "separate")
        link = OxmlElement("w:hyperlink")
        link.set(qn("w:anchor"), bookmark)
        line._p.append(link)
        run = line.add_run(title)
        run.bold = level == 1
        link.append(run._r)
        if rank == len(entries) - 1:
            _marks(line, "end")


def _marks(line: Paragraph, *kinds: str) -> None:
    for kind in kinds:
        run = line.add_run()
        mark = OxmlElement("w:instrText" if kind.startswith(" ") else "w:fldChar")
        if kind.startswith(" "):
            mark.set(qn("xml:space"), "preserve")
            mark.text = kind
        else:
            mark.set(qn("w:fldCharType"), kind)
        run._r.append(mark)


def bookmark(paragraph: Paragraph, name: str, rank: int) -> None:
    """Set a bookmark around a paragraph."""
    for tag, place in (("w:bookmarkStart", 1 if paragraph._p.pPr is not None else 0), ("w:bookmarkEnd", None)):
        mark = OxmlElement(tag)
        mark.set(qn("w:id"), str(rank))
        if tag == "w:bookmarkStart":
            mark.set(qn("w:name"), name)
            paragraph._p.insert(place, mark)
        else:
            paragraph._p.append(mark)


def repeat_header(table: Table) -> None:
    """Repeat the first row on each page, said to screen readers as a header, and cut no row in two."""
    for rank, row in enumerate(table.rows):
        properties = row._tr.get_or_add_trPr()
        for tag in ("w:cantSplit", "w:tblHeader") if rank == 0 else ("w:cantSplit",):
            properties.append(OxmlElement(tag))


def light_lines(table: Table, colour: str) -> None:
    """Draw thin lines between the rows, none between the columns."""
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{side}")
        drawn = side in ("top", "bottom", "insideH")
        for key, value in (("val", "single" if drawn else "nil"), ("sz", "4"), ("color", colour.removeprefix("#"))):
            line.set(qn(f"w:{key}"), value)
        borders.append(line)
    properties = table._tbl.tblPr
    layout = properties.find(qn("w:tblLayout"))
    properties.append(borders) if layout is None else layout.addprevious(borders)


def shade(cell: _Cell, colour: str) -> None:
    """Fill a cell."""
    fill = OxmlElement("w:shd")
    for key, value in (("w:val", "clear"), ("w:color", "auto"), ("w:fill", colour.removeprefix("#"))):
        fill.set(qn(key), value)
    cell._tc.get_or_add_tcPr().append(fill)


def set_outline(style: ParagraphStyle, level: int) -> None:
    """Make a style a heading of this level for the contents and for screen readers."""
    properties = style.element.get_or_add_pPr()
    for known in properties.findall(qn("w:outlineLvl")):
        properties.remove(known)
    mark = OxmlElement("w:outlineLvl")
    mark.set(qn("w:val"), str(level - 1))
    properties.append(mark)


def is_list(style: ParagraphStyle) -> bool:
    """Tell whether the paragraphs of a style have a mark or a number."""
    return style.element.find(f".//{qn('w:numPr')}") is not None


def rule(style: ParagraphStyle, side: str, colour: str, eighths: int) -> None:
    """Draw a line on one side of the paragraphs of a style."""
    properties = style.element.get_or_add_pPr()
    borders = OxmlElement("w:pBdr")
    line = OxmlElement(f"w:{side}")
    for key, value in (("val", "single"), ("sz", str(eighths)), ("space", "6"), ("color", colour.removeprefix("#"))):
        line.set(qn(f"w:{key}"), value)
    borders.append(line)
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:outlineLvl"
    )
