"""ODS written by odfpy: the same sheets as XLSX, header frozen and filtered, numbers with their French format."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import TextIO
from xml.sax.saxutils import escape

from odf import config, dc, meta, number, style, table
from odf import text as words
from odf.element import Element
from odf.namespaces import LOEXTNS
from odf.opendocument import OpenDocumentSpreadsheet

from lib.catalog import Catalog
from lib.exports.caption import Caption, Rows, Sources
from lib.exports.sheets import WIDEST_A4, Cell, Number, Sheet, block_sheet, named, text
from lib.palette import INK, LINE, MINE, PAPER, SECOND

CHARACTER_CM = 0.21  # width of a character of a column
PAPERS = {"A3": ("42cm", "29.7cm"), "A4": ("29.7cm", "21cm")}  # landscape
VIEW_CELL = 2  # « HorizontalSplitMode »: 2 freezes


def block_ods(caption: Caption, rows: Rows, catalog: Catalog, sources: Sources) -> bytes:
    """Return the table of one block as an OpenDocument spreadsheet of one sheet."""
    return to_ods(caption, [block_sheet(caption, rows, catalog, sources)])


def to_ods(caption: Caption, sheets: Sequence[Sheet]) -> bytes:
    """Return the sheets as an OpenDocument spreadsheet in French."""
    document = OpenDocumentSpreadsheet()
    document.meta.addElement(dc.Title(text=text(caption.title)))
    document.meta.addElement(dc.Language(text="fr-FR"))
    document.meta.addElement(meta.InitialCreator(text="Boussole sociale"))
    document.meta.addElement(dc.Date(text=f"{caption.date.isoformat()}T00:00:00"))
    styles = _Styles(document)
    ranges = table.DatabaseRanges()
    splits = config.ConfigItemMapNamed(name="Tables")
    for rank, (name, sheet) in enumerate(named(sheets)):
        document.spreadsheet.addElement(_page(name, sheet, styles))
        top = len(sheet.notes) + 2
        if sheet.head:
            ranges.addElement(_filter(rank, name, sheet, top))
            splits.addElement(_frozen(name, top + 1))
    if ranges.childNodes:
        document.spreadsheet.addElement(ranges)
    document.settings.addElement(_settings(splits))
    buffer = io.BytesIO()
    document.write(buffer)
    return buffer.getvalue()


class _Styles:
    """The styles of a document, made once each."""

    def __init__(self, document: OpenDocumentSpreadsheet) -> None:
        self._document = document
        base = style.Style(name="Default", family="table-cell")
        base.addElement(style.TextProperties(fontfamily="Arial", fontsize="10pt", language="fr", country="FR"))
        document.styles.addElement(base)
        self.title = self._cell("titre", {"fontweight": "bold", "fontsize": "14pt", "color": MINE}, {})
        self.note = self._cell("note", {"color": SECOND}, {})
        wrapped = {"wrapoption": "wrap", "verticalalign": "top"}
        self.head = self._cell("tete", {"fontweight": "bold", "color": PAPER}, wrapped | {"backgroundcolor": MINE})
        self._body = wrapped | {"borderbottom": f"0.5pt solid {LINE}"}
        self.text = self._cell("texte", {"color": INK}, self._body)
        self._numbers: dict[tuple[int, str], str] = {}
        self._columns: dict[int, str] = {}
        self._pages = {paper: self._paper(paper, size) for paper, size in PAPERS.items()}

    def _cell(self, name: str, font: dict[str, str], box: dict[str, str], data: str = "") -> str:
        found = style.Style(name=name, family="table-cell", parentstylename="Default")
        if data:
            found.setAttribute("datastylename", data)
        if box:
            found.addElement(style.TableCellProperties(**box))
        found.addElement(style.TextProperties(**font))
        self._document.styles.addElement(found)  # odfpy drops automatic styles that only _Rows uses
        return name

    def _paper(self, name: str, size: tuple[str, str]) -> str:
        """Make the style of the sheets printed on one paper: landscape, one page of width, numbered."""
        layout = style.PageLayout(name=f"papier{name}")
        shape = style.PageLayoutProperties(
            pagewidth=size[0], pageheight=size[1], printorientation="landscape", margin="1.5cm"
        )
        shape.setAttrNS(LOEXTNS, "scale-to-X", "1")
        shape.setAttrNS(LOEXTNS, "scale-to-Y", "0")
        layout.addElement(shape)
        room = style.FooterStyle()
        room.addElement(style.HeaderFooterProperties(minheight="0.8cm", margintop="0.3cm"))
        layout.addElement(room)
        self._document.automaticstyles.addElement(layout)
        master = style.MasterPage(name=f"Page{name}", pagelayoutname=layout)
        foot, line = style.Footer(), words.P(text="Boussole sociale, page ")
        line.addElement(words.PageNumber())
        foot.addElement(line)
        master.addElement(foot)
        self._document.masterstyles.addElement(master)
        found = style.Style(name=f"feuille{name}", family="table", masterpagename=master)
        found.addElement(style.TableProperties(display="true"))
        self._document.automaticstyles.addElement(found)
        return found.getAttribute("name")

    def page(self, sheet: Sheet) -> str:
        return self._pages["A3" if sum(sheet.widths) > WIDEST_A4 else "A4"]

    def number(self, cell: Number) -> str:
        key = cell.decimals, cell.suffix
        if key not in self._numbers:
            data = number.NumberStyle(name=f"n{len(self._numbers)}", language="fr", country="FR")
            data.addElement(number.Number(decimalplaces=str(cell.decimals), minintegerdigits="1", grouping="true"))
            if cell.suffix:
                data.addElement(number.Text(text=cell.suffix))
            self._document.styles.addElement(data)
            name = f"nombre{len(self._numbers)}"
            self._numbers[key] = self._cell(name, {"color": INK}, self._body, data.getAttribute("name"))
        return self._numbers[key]

    def column(self, width: int) -> str:
        if width not in self._columns:
            name = f"colonne{width}"
            found = style.Style(name=name, family="table-column")
            found.addElement(style.TableColumnProperties(columnwidth=f"{width * CHARACTER_CM:.2f}cm"))
            self._document.automaticstyles.addElement(found)
            self._columns[width] = name
        return self._columns[width]


def _page(name: str, sheet: Sheet, styles: _Styles) -> Element:
    page = table.Table(name=name, stylename=styles.page(sheet))
    for width in sheet.widths:
        page.addElement(table.TableColumn(stylename=styles.column(width)))
    page.addElement(_Rows(list(_lines(sheet, styles)), len(sheet.notes) + 2 if sheet.head else None))
    return page


class _Rows(Element):
    """All rows of a sheet, already in XML: one object per cell makes odfpy ten times slower."""

    def __init__(self, lines: Sequence[str], head: int | None) -> None:
        super().__init__(qname=table.TableRow().qname, check_grammar=False)
        self._lines = [f"<table:table-row>{line}</table:table-row>" for line in lines]
        if head is not None:  # repeated at the top of every printed page
            self._lines[head] = f"<table:table-header-rows>{self._lines[head]}</table:table-header-rows>"

    def toXml(self, level: int, f: TextIO) -> None:
        f.write("".join(self._lines))


def _lines(sheet: Sheet, styles: _Styles) -> Iterator[str]:
    yield _text(sheet.title, styles.title)
    for note in sheet.notes:
        yield _text(note, styles.note)
    yield "<table:table-cell/>"
    if sheet.head:
        yield "".join(_text(head, styles.head) for head in sheet.head)
    for row in sheet.rows:
        yield "".join(_cell(cell, styles) for cell in row)


def _cell(cell: Cell, styles: _Styles) -> str:
    if isinstance(cell, Number):
        value, name = repr(float(cell.value)), styles.number(cell)
        return f'<table:table-cell office:value-type="float" office:value="{value}" table:style-name="{name}"/>'
    return _text(cell, styles.text) if cell else f'<table:table-cell table:style-name="{styles.text}"/>'


def _text(content: str, name: str) -> str:
    lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in text(content).split("\n"))
    return f'<table:table-cell office:value-type="string" table:style-name="{name}">{lines}</table:table-cell>'


def _filter(rank: int, name: str, sheet: Sheet, top: int) -> Element:
    last = chr(ord("A") + len(sheet.head) - 1)
    quoted = name.replace("'", "''")
    area = f"'{quoted}'.A{top + 1}:'{quoted}'.{last}{top + 1 + max(len(sheet.rows), 1)}"
    return table.DatabaseRange(
        name=f"__Anonymous_Sheet_DB__{rank}", targetrangeaddress=area, displayfilterbuttons="true"
    )


def _frozen(name: str, rows: int) -> Element:
    found = config.ConfigItemMapEntry(name=name)
    for key, value in (
        ("HorizontalSplitMode", VIEW_CELL), ("HorizontalSplitPosition", 1), ("PositionRight", 1),
        ("VerticalSplitMode", VIEW_CELL), ("VerticalSplitPosition", rows), ("PositionBottom", rows),
    ):  # fmt: skip
        kind = "short" if key.endswith("Mode") else "int"
        found.addElement(config.ConfigItem(name=key, type=kind, text=str(value)))
    return found


def _settings(splits: Element) -> Element:
    found = config.ConfigItemSet(name="ooo:view-settings")
    views = config.ConfigItemMapIndexed(name="Views")
    view = config.ConfigItemMapEntry()
    view.addElement(config.ConfigItem(name="ViewId", type="string", text="view1"))
    view.addElement(splits)
    views.addElement(view)
    found.addElement(views)
    return found
