"""A block taken away: its table reopened by independent tools, its image looked at, its secrets kept."""

import io
import re
from dataclasses import replace
from xml.etree import ElementTree

import openpyxl
import pytest
from odf import table as odf_table
from odf import teletype
from odf.opendocument import load
from PIL import Image

from lib.charts import Bar, grouped_bars
from lib.exports.chart_image import chart_png, chart_svg
from lib.exports.ods import block_ods
from lib.exports.sheets import LONG_HEAD, sheet_name
from lib.exports.xlsx import block_xlsx
from lib.model import Status
from tests.exports.conftest import ISERE, SECRET_VALUE, TOWN, seen

ATTACK = '=HYPERLINK("http://mechant.example";"gratuit")'


def xlsx_sheet(content):
    return openpyxl.load_workbook(io.BytesIO(content)).active


def table_of(sheet):
    lines = [list(line) for line in sheet.iter_rows()]
    top = next(rank for rank, line in enumerate(lines) if line[0].value == LONG_HEAD[0])
    names = [cell.value for cell in lines[top]]
    return top, [dict(zip(names, line, strict=True)) for line in lines[top + 1 :]]


def ods_rows(content):
    book = load(io.BytesIO(content))
    return [
        [teletype.extractText(cell) for cell in row.getElementsByType(odf_table.TableCell)]
        for row in book.spreadsheet.getElementsByType(odf_table.TableRow)
    ]


def test_xlsx_numbers_are_numbers_written_the_french_way(caption, rows, catalog, sources):
    sheet = xlsx_sheet(block_xlsx(caption, rows, catalog, sources))
    top, found = table_of(sheet)
    assert found[0]["Valeur"].value == 27.25
    assert found[0]["Valeur"].number_format == '#,##0.0"\u202f%"'
    assert found[0]["Code"].value == "38151"
    assert sheet.freeze_panes == f"B{top + 2}"
    assert sheet.auto_filter.ref == f"A{top + 1}:O{top + 4}"
    assert sheet["A1"].value == "Les moins de 20 ans"


def test_the_notes_say_territory_unit_millesime_source_licence_date_address(caption, rows, catalog, sources):
    sheet = xlsx_sheet(block_xlsx(caption, rows, catalog, sources))
    said = " ".join(str(line[0].value) for line in sheet.iter_rows(max_row=12))
    for expected in ("Échirolles", "en %", "2021", "Insee", "Licence", "1er février 2027", "https://exemple.fr"):
        assert expected in said


@pytest.mark.parametrize("status", [s for s in Status if not s.has_value])
def test_a_hidden_value_is_in_no_table(caption, catalog, sources, status):
    hidden = seen(TOWN, SECRET_VALUE, status, numerator=SECRET_VALUE, denominator=SECRET_VALUE)
    _, found = table_of(xlsx_sheet(block_xlsx(caption, [(TOWN, hidden)], catalog, sources)))
    cells = {name: cell.value for name, cell in found[0].items()}
    assert (cells["Valeur"], cells["Numérateur"], cells["Dénominateur"]) == (None, None, None)
    assert cells["Statut"] not in (None, "publié")
    content = ods_rows(block_ods(caption, [(TOWN, hidden)], catalog, sources))
    assert "98765" not in str(content).replace("\u202f", "")


def test_ods_has_the_same_rows_as_xlsx(caption, rows, catalog, sources):
    _, found = table_of(xlsx_sheet(block_xlsx(caption, rows, catalog, sources)))
    content = ods_rows(block_ods(caption, rows, catalog, sources))
    top = next(rank for rank, line in enumerate(content) if line and line[0] == LONG_HEAD[0])
    for expected, line in zip(found, content[top + 1 :], strict=True):
        texts = {name: cell.value or "" for name, cell in expected.items() if not isinstance(cell.value, float | int)}
        assert {name: line[LONG_HEAD.index(name)] for name in texts} == texts


def test_ods_numbers_are_numbers(caption, rows, catalog, sources):
    book = load(io.BytesIO(block_ods(caption, rows, catalog, sources)))
    cells = book.spreadsheet.getElementsByType(odf_table.TableCell)
    values = [cell.getAttribute("value") for cell in cells if cell.getAttribute("valuetype") == "float"]
    assert "27.25" in values


@pytest.mark.parametrize("make", [block_xlsx, block_ods])
def test_text_never_becomes_a_formula(caption, rows, catalog, sources, make):
    named = [(replace(TOWN, name=ATTACK), rows[0][1])]
    content = make(caption, named, catalog, sources)
    if make is block_xlsx:
        _, found = table_of(xlsx_sheet(content))
        assert (found[0]["Territoire"].value, found[0]["Territoire"].data_type) in ((ATTACK, "s"), (ATTACK, "f"))
        raw = openpyxl.load_workbook(io.BytesIO(content)).active
        assert "<f>" not in str(raw) and found[0]["Territoire"].data_type == "s"
    else:
        assert any(ATTACK in line for line in ods_rows(content))
        assert b"table:formula" not in content


@pytest.mark.parametrize("wanted", ["A/B:C*?[d]", "x" * 60, "'l'Isère'", "", "a\x07b"])
def test_sheet_names_suit_every_spreadsheet(wanted):
    name = sheet_name(wanted, ["feuille"])
    assert 0 < len(name) <= 31 and not re.search(r"[\[\]:*?/\\\x00-\x1f]", name) and name[0] != "'"
    assert name.lower() != "feuille"


@pytest.fixture
def chart():
    areas = [TOWN, ISERE]
    return grouped_bars([Bar("Moins de 20 ans", TOWN, 27.25, "27,3\u202f%")], areas)


def test_the_svg_carries_title_place_year_source_date_and_fonts(chart, caption, rows, catalog, sources):
    data, spec = chart
    svg = chart_svg(spec, data, caption, rows, catalog, sources)
    words = " ".join(ElementTree.fromstring(svg).itertext())
    for expected in (
        "Les moins de 20 ans", "Échirolles", "2021", "Insee", "1er février 2027", "exemple.fr", "27,3\u202f%",
    ):  # fmt: skip
        assert expected in words
    assert "@font-face" in svg and "data:font/woff2" in svg
    assert "987654" not in svg and "http://mechant" not in svg
    assert "France (secret)" in words


def test_the_png_is_twice_the_svg(chart, caption, rows, catalog, sources):
    data, spec = chart
    svg = ElementTree.fromstring(chart_svg(spec, data, caption, rows, catalog, sources))
    image = Image.open(io.BytesIO(chart_png(spec, data, caption, rows, catalog, sources)))
    assert image.size == (round(2 * float(svg.get("width"))), round(2 * float(svg.get("height"))))
    assert len(image.convert("RGB").getcolors(1 << 24)) > 50


def test_a_very_long_title_stays_inside_the_image(chart, caption, rows, catalog, sources):
    data, spec = chart
    long = replace(caption, title="Anticonstitutionnellement" * 30, address="https://exemple.fr/" + "a" * 400)
    image = Image.open(io.BytesIO(chart_png(spec, data, long, rows, catalog, sources))).convert("RGB")
    right = image.crop((image.width - 20, 0, image.width, image.height))
    assert right.getcolors() == [(right.width * right.height, (255, 255, 255))]
