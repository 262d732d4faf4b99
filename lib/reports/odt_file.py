"""The report as an OpenDocument text by odfpy: headings, contents, alternative texts, repeated table headers."""

from __future__ import annotations

import io
from collections.abc import Sequence

from odf import style, table, text
from odf.opendocument import OpenDocumentText
from PIL import Image

from lib.palette import GROUND, INK, LINE, MINE, PAPER, SECOND
from lib.reports import odf_parts as parts
from lib.reports.document import Bullets, Document, Figure, Heading, Node, Paragraph, Style, Table
from lib.reports.pictures import Progress, pictures, silent

WIDTH = 16.6  # centimetres between the margins of an A4 page
CHART_PIXELS = 668
WHOLE_ROWS = 12  # up to this number of rows a table stays on one page
STYLES = (  # name, size, bold, colour, paragraph properties, outline level
    ("Titre", 30, True, MINE, {"margintop": "7cm", "marginbottom": "0.3cm"}, 0),
    ("Soustitre", 18, False, INK, {"marginbottom": "1cm"}, 0),
    ("Sommaire", 18, True, MINE, {"breakbefore": "page", "marginbottom": "0.4cm"}, 0),
    ("Titre1", 20, True, MINE, {"margintop": "0.8cm", "marginbottom": "0.4cm", "keepwithnext": "always"}, 1),
    ("Titre1page", 20, True, MINE, {"breakbefore": "page", "marginbottom": "0.4cm", "keepwithnext": "always"}, 1),
    ("Titre2", 15, True, MINE, {"margintop": "0.7cm", "marginbottom": "0.3cm", "keepwithnext": "always"}, 2),
    ("Titre3", 12, True, INK, {"margintop": "0.6cm", "marginbottom": "0.15cm", "keepwithnext": "always"}, 3),
    ("normal", 11, False, INK, {"marginbottom": "0.2cm"}, 0),
    ("tenu", 11, False, INK, {"marginbottom": "0.2cm", "keepwithnext": "always"}, 0),
    ("phrase", 12, True, MINE, {"marginbottom": "0.2cm", "keepwithnext": "always"}, 0),
    ("lecture", 10, False, INK, {"marginbottom": "0.2cm"}, 0),
    ("commentaire", 11, False, INK, {
        "marginbottom": "0.3cm", "padding": "0.25cm", "backgroundcolor": GROUND, "borderleft": f"3pt solid {MINE}",
        "borderright": "none", "bordertop": "none", "borderbottom": "none",
    }, 0),
    ("note", 9, False, SECOND, {"marginbottom": "0.2cm"}, 0),
    ("source", 8.5, False, SECOND, {"margintop": "0.15cm", "marginbottom": "0.2cm"}, 0),
    ("image", 9, False, SECOND, {"keepwithnext": "always"}, 0),
    ("legende", 9, False, SECOND, {"marginbottom": "0.1cm"}, 0),
    ("legendetableau", 9, False, SECOND, {"marginbottom": "0.1cm", "keepwithnext": "always"}, 0),
    ("entete", 9, True, PAPER, {}, 0),
    ("entetenombre", 9, True, PAPER, {"textalign": "end"}, 0),
    ("cellule", 9, False, INK, {}, 0),
    ("nombre", 9, False, INK, {"textalign": "end"}, 0),
    ("pied", 8.5, False, SECOND, {"textalign": "end"}, 0),
    ("entree1", 11, True, MINE, {"margintop": "0.15cm"}, 0),
    ("entree2", 11, False, INK, {"marginleft": "0.6cm"}, 0),
)  # fmt: skip


def to_odt(document: Document, progress: Progress = silent) -> bytes:
    """Return the report as an OpenDocument text."""
    target = OpenDocumentText()
    parts.describe(target, document)
    _prepare(target)
    _Writer(target, pictures(document.figures(), progress)).write(document)
    buffer = io.BytesIO()
    target.write(buffer)
    return buffer.getvalue()


def _prepare(target: OpenDocumentText) -> None:
    parts.default_language(target, "paragraph")
    for name, size, bold, colour, shape, outline in STYLES:
        font = {"fontsize": f"{size}pt", "fontweight": "bold" if bold else "normal", "color": colour}
        parts.paragraph_style(target, name, font, shape, outline)
    strong = style.Style(name="gras", family="text")
    strong.addElement(style.TextProperties(fontweight="bold"))
    target.styles.addElement(strong)
    for name, fill in (("casetete", MINE), ("case", "transparent"), ("casemoi", GROUND)):
        cell = style.Style(name=name, family="table-cell")
        cell.addElement(
            style.TableCellProperties(backgroundcolor=fill, padding="0.1cm", borderbottom=f"0.5pt solid {LINE}")
        )
        target.automaticstyles.addElement(cell)
    whole = style.Style(name="entier", family="table")
    whole.addElement(style.TableProperties(width=f"{WIDTH}cm", align="left", maybreakbetweenrows="false"))
    target.automaticstyles.addElement(whole)
    row = style.Style(name="ligne", family="table-row")
    row.addElement(style.TableRowProperties(keeptogether="always"))
    target.automaticstyles.addElement(row)
    layout = style.PageLayout(name="page")
    margins = {"margintop": "2.2cm", "marginbottom": "1.6cm", "marginleft": "2.2cm", "marginright": "2.2cm"}
    layout.addElement(style.PageLayoutProperties(pagewidth="21cm", pageheight="29.7cm", **margins))
    target.automaticstyles.addElement(layout)
    master = style.MasterPage(name="Standard", pagelayoutname=layout)
    footer, number = style.Footer(), text.P(stylename="pied")
    number.addElement(text.PageNumber(selectpage="current"))
    footer.addElement(number)
    master.addElement(footer)
    target.masterstyles.addElement(master)


class _Writer:
    """Writes the nodes one after the other."""

    def __init__(self, target: OpenDocumentText, images: Sequence[bytes]) -> None:
        self._target = target
        self._images = iter(images)
        self._tables = 0
        self._headings = 0
        self._widths: set[str] = set()

    def write(self, document: Document) -> None:
        self._cover(document)
        self._contents(document)
        for node, held in document.held():
            if held and isinstance(node, Paragraph):
                self._add(node.text, "tenu")
            else:
                self._node(node)

    def _add(self, content: str, name: str) -> None:
        self._target.text.addElement(parts.paragraph(content, name))

    def _cover(self, document: Document) -> None:
        if document.logo:
            width, height = Image.open(io.BytesIO(document.logo)).size
            alt = f"Logo : {document.organisation or document.subtitle}"
            line = text.P(stylename="normal")
            size = (2.6 * width / height, 2.6)
            line.addElement(parts.picture(self._target, document.logo, alt, size, anchortype="as-char"))
            self._target.text.addElement(line)
        self._add(document.title, "Titre")
        self._add(document.subtitle, "Soustitre")
        for line in filter(None, (document.organisation, document.audience, document.date)):
            self._add(line, "normal")

    def _contents(self, document: Document) -> None:
        contents = text.TableOfContent(name="Sommaire", protected="true")
        contents.addElement(text.TableOfContentSource(outlinelevel="2"))
        body = text.IndexBody()
        title = text.IndexTitle(name="Sommaire_titre")
        title.addElement(parts.paragraph("Sommaire", "Sommaire"))
        body.addElement(title)
        rank = 0
        for node in document.nodes():
            if isinstance(node, Heading):
                rank += 1
                if node.level <= 2:
                    line = text.P(stylename=f"entree{node.level}")
                    line.addElement(text.A(href=f"#titre{rank}", type="simple", text=node.text))
                    body.addElement(line)
        contents.addElement(body)
        self._target.text.addElement(contents)

    def _node(self, node: Node) -> None:
        match node:
            case Heading():
                self._heading(node)
            case Paragraph(content, Style.READING):
                line = text.P(stylename="lecture")
                line.addElement(text.Span(stylename="gras", text="Lecture : "))
                parts.add_text(line, content)
                self._target.text.addElement(line)
            case Paragraph(content, name):
                self._add(content, name.value)
            case Bullets(items):
                found = text.List()
                for item in items:
                    entry = text.ListItem()
                    entry.addElement(parts.paragraph(item, "normal"))
                    found.addElement(entry)
                self._target.text.addElement(found)
            case Figure():
                self._figure(node)
            case Table():
                self._table(node)

    def _heading(self, node: Heading) -> None:
        self._headings += 1
        line = text.H(outlinelevel=node.level, stylename=f"Titre{node.level}{'page' if node.new_page else ''}")
        line.addElement(text.Bookmark(name=f"titre{self._headings}"))
        line.addText(node.text)
        self._target.text.addElement(line)

    def _figure(self, node: Figure) -> None:
        width = WIDTH * min(1, node.width / CHART_PIXELS)
        line = text.P(stylename="image")
        size = (width, width * node.height / node.width)
        line.addElement(parts.picture(self._target, next(self._images), node.alt, size, anchortype="as-char"))
        self._target.text.addElement(line)
        self._add(node.caption, "legende")

    def _table(self, node: Table) -> None:
        self._tables += 1
        self._add(node.caption, "legendetableau")
        kept = {"stylename": "entier"} if len(node.rows) <= WHOLE_ROWS else {}
        found = table.Table(name=f"Tableau{self._tables}", **kept)
        for width in node.widths:
            found.addElement(table.TableColumn(stylename=self._column(width)))
        head = table.TableHeaderRows()
        head.addElement(self._row(node.head, node, "casetete", ("entete", "entetenombre")))
        found.addElement(head)
        for rank, row in enumerate(node.rows):
            mine = rank == node.mine
            found.addElement(self._row(row, node, "casemoi" if mine else "case", ("cellule", "nombre")))
        self._target.text.addElement(found)

    def _row(self, values: Sequence[str], node: Table, cell: str, names: tuple[str, str]) -> table.TableRow:
        row = table.TableRow(stylename="ligne")
        for rank, value in enumerate(values):
            found = table.TableCell(valuetype="string", stylename=cell)
            found.addElement(parts.paragraph(value, names[rank >= node.numbers_from]))
            row.addElement(found)
        return row

    def _column(self, share: float) -> str:
        name = f"colonne{round(share * 1000)}"
        if name not in self._widths:
            found = style.Style(name=name, family="table-column")
            found.addElement(style.TableColumnProperties(columnwidth=f"{WIDTH * share:.2f}cm"))
            self._target.automaticstyles.addElement(found)
            self._widths.add(name)
        return name
