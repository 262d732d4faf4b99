"""The workbook a partner fills in: « Lisez-moi », then typed columns that refuse a count under the threshold (XLSX)."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import partial

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from lib.exports.sheets import text
from lib.formats import NBSP
from lib.model import Territory
from lib.palette import INK, LINE, MINE, PAPER, SECOND
from lib.partner_models import KEYS, MEASURE_LABEL, PEOPLE, SECRET, UNKNOWN, Column, PartnerModel

READ_ME, DATA = "Lisez-moi", "Données"
FIRST_ROW = 2  # two rows of head: the label that is read, the identifier that the application reads
SPARE_ROWS = 60
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
}


def partner_template(model: PartnerModel, areas: Sequence[Territory], year: int) -> bytes:
    """Return the workbook to fill for ``areas`` (one row each, keys written), for the report of ``year``."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, OPTIONS) as book:
        book.set_properties({"title": text(f"{model.titre}, fichier à remplir"), "author": "Boussole sociale"})
        _read_me(book, model, areas, year)
        _data(book, model, areas, year)
    return buffer.getvalue()


def _read_me(book: Workbook, model: PartnerModel, areas: Sequence[Territory], year: int) -> None:
    font = {"font_name": "Arial", "font_size": 10, "font_color": INK, "text_wrap": True, "valign": "top"}
    title = book.add_format(font | {"bold": True, "font_size": 14, "font_color": MINE, "text_wrap": False})
    head, body = book.add_format(font | {"bold": True}), book.add_format(font)
    page = book.add_worksheet(READ_ME)
    page.set_column(0, 0, 30)
    page.set_column(1, 1, 90)
    page.hide_gridlines(2)
    page.write_string(0, 0, text(f"{model.titre}{NBSP}: données pour l'analyse des besoins sociaux {year}"), title)
    lines = [*_rules(model, areas), *((column.libelle, _meaning(column)) for column in model.colonnes)]
    for rank, (label, said) in enumerate(lines, start=2):
        page.write_string(rank, 0, text(label), head)
        page.write_string(rank, 1, text(said), body)


def _rules(model: PartnerModel, areas: Sequence[Territory]) -> list[tuple[str, str]]:
    where = areas[0].name if areas else ""
    return [
        ("Territoire", where),
        (
            "Feuille à remplir",
            f"« {DATA} »{NBSP}: une ligne par territoire et par année, à partir de la troisième ligne.",
        ),
        ("Ne changez pas", "Les deux lignes de titre : la seconde permet à l'application de reconnaître les colonnes."),
        ("Petits effectifs", f"Tout nombre de 1 à {model.seuil - 1} s'écrit « {SECRET} ». Zéro s'écrit 0."),
        (
            "Chiffre que vous n'avez pas",
            f"Écrivez « {UNKNOWN} » ou laissez la case vide. N'écrivez jamais 0 à sa place.",
        ),
        ("Données personnelles", "Aucun nom, aucune adresse, aucun numéro : seulement des nombres."),
        ("Échelle", model.echelles),
        ("Période", model.millesimes),
        ("Cadre", model.cadre),
        ("Définitions à préciser", "Corrigez ci-dessous toute définition qui n'est pas la vôtre."),
    ]


def _meaning(column: Column) -> str:
    unit = MEASURE_LABEL[column.unite]
    return f"{unit} ; {column.precision}" if column.precision else unit


def _data(book: Workbook, model: PartnerModel, areas: Sequence[Territory], year: int) -> None:
    make = partial(book.add_format)
    font = {"font_name": "Arial", "font_size": 10, "font_color": INK}
    head = make(font | {"bold": True, "bg_color": MINE, "font_color": PAPER, "text_wrap": True, "valign": "top"})
    identifier = make(font | {"font_color": SECOND, "bottom": 1, "bottom_color": LINE})
    as_text = make(font | {"num_format": "@"})
    number = make(font | {"num_format": "#,##0"})
    page = book.add_worksheet(DATA)
    titles = [*KEYS, *((column.id, column.libelle) for column in model.colonnes)]
    for rank, (name, label) in enumerate(titles):
        page.write_string(0, rank, text(label), head)
        page.write_string(1, rank, name, identifier)
        page.set_column(rank, rank, 18, as_text if rank < 3 else number)
    page.set_row(0, 60)
    for rank, area in enumerate(areas, start=FIRST_ROW):
        for column, value in enumerate((area.level.value, area.code, area.name)):
            page.write_string(rank, column, text(value), as_text)
    page.freeze_panes(FIRST_ROW, 3)
    last = FIRST_ROW + len(areas) + SPARE_ROWS - 1
    _validate_keys(page, model, last, year)
    for rank, column in enumerate(model.colonnes, start=len(KEYS)):
        page.data_validation(FIRST_ROW, rank, last, rank, _validation(model, column, rank))
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    page.repeat_rows(0, 1)


def _validate_keys(page: Worksheet, model: PartnerModel, last: int, year: int) -> None:
    levels = [level.value for level in model.niveaux]
    refused = "Choisissez un niveau de la liste."
    page.data_validation(FIRST_ROW, 0, last, 0, {"validate": "list", "source": levels, "error_message": refused})
    between = {"validate": "integer", "criteria": "between", "minimum": 2000, "maximum": year}
    page.data_validation(FIRST_ROW, 3, last, 3, between | {"error_message": f"Une année entre 2000 et {year}."})


def _validation(model: PartnerModel, column: Column, rank: int) -> dict[str, object]:
    """Refuse what is neither a plausible number, nor « secret », nor « n.d. »; small counts of people are secret."""
    cell = xl_rowcol_to_cell(FIRST_ROW, rank)
    counted = column.unite in PEOPLE
    whole = f",{cell}=INT({cell})" if counted or column.unite == "logements" else ""
    floor = f",OR({cell}=0,{cell}>={model.seuil})" if counted else f",{cell}>=0"
    return {
        "validate": "custom",
        "value": f'=OR({cell}="{SECRET}",{cell}="{UNKNOWN}",IF(ISNUMBER({cell}),AND({cell}>=0{whole}{floor}),FALSE))',
        "error_title": "Valeur refusée",
        "error_message": f"Un nombre positif ; de 1 à {model.seuil - 1}, écrivez « {SECRET} » ; inconnu, « {UNKNOWN} »."
        if counted
        else f"Un nombre positif, « {SECRET} » ou « {UNKNOWN} ».",
    }
