"""XLSX written by XlsxWriter: strings stay strings (no formula, no link), numbers carry their French format."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime, time
from functools import partial

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from lib.catalog import Catalog
from lib.exports.caption import Caption, Rows, Sources
from lib.exports.sheets import WIDEST_A4, Cell, Number, Sheet, block_sheet, named, text
from lib.palette import INK, LINE, MINE, PAPER, SECOND

A3, A4 = 8, 9  # sizes of paper
LINE_HEIGHT, TALLEST_ROW = 13.0, 409.0  # points
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
}


def block_xlsx(caption: Caption, rows: Rows, catalog: Catalog, sources: Sources) -> bytes:
    """Return the table of one block as a workbook of one sheet."""
    return to_xlsx(caption, [block_sheet(caption, rows, catalog, sources)])


def to_xlsx(caption: Caption, sheets: Sequence[Sheet]) -> bytes:
    """Return the sheets as a workbook; header frozen, filters on, printed on one page of width."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, OPTIONS) as book:
        created = datetime.combine(caption.date, time())
        place = caption.territory.name
        book.set_properties(
            {"title": text(caption.title), "author": "Boussole sociale", "subject": place, "created": created}
        )
        styles = _Styles(book)
        for name, sheet in named(sheets):
            _write(book.add_worksheet(name), sheet, styles)
    return buffer.getvalue()


class _Styles:
    """The cell formats of a workbook, made once each."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        font = {"font_name": "Arial", "font_size": 10, "font_color": INK}
        self._make = partial(book.add_format)
        self._font = font
        self.title = book.add_format(font | {"bold": True, "font_size": 14, "font_color": MINE})
        self.note = book.add_format(font | {"font_color": SECOND})
        self.head = book.add_format(
            font | {"bold": True, "bg_color": MINE, "font_color": PAPER, "text_wrap": True, "valign": "top"}
        )
        self.text = book.add_format(
            font | {"text_wrap": True, "indent": 1, "valign": "top", "bottom": 1, "bottom_color": LINE}
        )
        self._numbers: dict[tuple[int, str], Format] = {}

    def number(self, cell: Number) -> Format:
        key = cell.decimals, cell.suffix
        if key not in self._numbers:
            decimals = "." + "0" * cell.decimals if cell.decimals else ""
            suffix = f'"{cell.suffix}"' if cell.suffix else ""
            shape = {"num_format": f"#,##0{decimals}{suffix}", "valign": "top", "bottom": 1, "bottom_color": LINE}
            self._numbers[key] = self._make(self._font | shape)
        return self._numbers[key]


def _height(row: Sequence[Cell], widths: Sequence[int]) -> float:
    """Return the height of a row whose text wraps: LibreOffice does not work it out when it opens the file."""
    texts = [(cell, width) for cell, width in zip(row, widths, strict=True) if isinstance(cell, str)]
    lines = (sum(-(-len(part) // width) or 1 for part in cell.split("\n")) for cell, width in texts)
    return min(LINE_HEIGHT * max(lines, default=1) + 2, TALLEST_ROW)


def _write(page: Worksheet, sheet: Sheet, styles: _Styles) -> None:
    page.write_string(0, 0, text(sheet.title), styles.title)
    for rank, note in enumerate(sheet.notes, start=1):
        page.write_string(rank, 0, text(note), styles.note)
    top = len(sheet.notes) + 2
    for column, (head, width) in enumerate(zip(sheet.head, sheet.widths, strict=True)):
        page.set_column(column, column, width)
        page.write_string(top, column, text(head), styles.head)
    page.set_row(top, _height(sheet.head, sheet.widths))
    for rank, row in enumerate(sheet.rows, start=top + 1):
        page.set_row(rank, _height(row, sheet.widths))
        for column, cell in enumerate(row):
            if isinstance(cell, Number):
                page.write_number(rank, column, cell.value, styles.number(cell))
            elif cell:
                page.write_string(rank, column, text(cell), styles.text)
            else:
                page.write_blank(rank, column, None, styles.text)
    if sheet.head:
        page.freeze_panes(top + 1, 1)
        page.autofilter(top, 0, top + max(len(sheet.rows), 1), len(sheet.head) - 1)
        page.repeat_rows(top)
    page.set_landscape()
    page.set_paper(A3 if sum(sheet.widths) > WIDEST_A4 else A4)
    page.fit_to_pages(1, 0)
    page.set_footer("&L&8Boussole sociale&R&8&P / &N")
