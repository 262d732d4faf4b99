"""The workbook is read again: typed columns, keys written, small counts refused, a sheet that explains."""

import io

import openpyxl
import pytest

from lib.exports.partner_template import FIRST_ROW, partner_template
from lib.model import Level, Territory
from lib.partner_models import KEYS, PEOPLE, load_partner_models

MODELS = load_partner_models()
TOWN = Territory(Level.COMMUNE, "01004", "Ambérieu-en-Bugey")
IRIS = Territory(Level.IRIS, "010040101", "=Les Pérouses")


def read(model):
    return openpyxl.load_workbook(io.BytesIO(partner_template(model, [TOWN, IRIS], 2027)))


@pytest.mark.parametrize("model", MODELS.values(), ids=MODELS)
def test_the_two_sheets_hold_the_keys_the_columns_and_their_meaning(model):
    book = read(model)
    assert book.sheetnames == ["Lisez-moi", "Données"]
    page = book["Données"]
    names = [cell.value for cell in page[2]]
    assert names == [name for name, _ in KEYS] + [column.id for column in model.colonnes]
    assert [cell.value for cell in page[1]][len(KEYS) :] == [column.libelle for column in model.colonnes]
    assert [page.cell(3, rank).value for rank in (1, 2, 3)] == ["commune", "01004", "Ambérieu-en-Bugey"]
    said = [(row[0].value, row[1].value) for row in book["Lisez-moi"].iter_rows(min_row=3)]
    assert said[0] == ("Territoire", "Ambérieu-en-Bugey")
    assert [label for label, _ in said[-len(model.colonnes) :]] == [column.libelle for column in model.colonnes]
    assert all(label and text for label, text in said)


def test_codes_and_names_stay_text_whatever_they_look_like():
    page = read(MODELS["caf"])["Données"]
    assert page.cell(3, 2).data_type == page.cell(4, 3).data_type == "s"
    assert page.cell(4, 3).value == "=Les Pérouses" and page.cell(3, 2).number_format == "@"


@pytest.mark.parametrize("model", MODELS.values(), ids=MODELS)
def test_every_column_is_checked_from_the_first_row_on(model):
    rules = {str(rule.sqref): rule for rule in read(model)["Données"].data_validations.dataValidation}
    assert len(rules) == 2 + len(model.colonnes)
    custom = [rule for rule in rules.values() if rule.type == "custom"]
    counted = sum(column.unite in PEOPLE for column in model.colonnes)
    assert len([rule for rule in custom if f">={model.seuil})" in rule.formula1]) == counted
    assert all(f"{FIRST_ROW + 1}:" in place for place in rules)
    levels = next(rule for rule in rules.values() if rule.type == "list")
    assert levels.formula1 == f'"{",".join(level.value for level in model.niveaux)}"'


def accepted(formula, cell, value):
    """Evaluate the rule of a cell: only the functions that the rule uses."""
    expression = formula.replace(cell, "v").replace("=INT(v)", "==int(v)").replace("v=0", "v==0")
    expression = expression.replace('v="', 'v=="').replace("FALSE", "False")
    words = {
        "v": value,
        "OR": lambda *tests: any(tests),
        "AND": lambda *tests: all(tests),
        "ISNUMBER": lambda found: isinstance(found, (int, float)),
    }
    if isinstance(value, str):
        expression = expression.split(",IF(")[0] + ")"
    else:
        expression = expression.replace("IF(ISNUMBER(v),", "(").replace(",False)", ")")
    return eval(expression, {"__builtins__": {}, "int": int}, words)


def test_the_rule_refuses_small_counts_and_accepts_the_words_of_secrecy():
    model = MODELS["cpam"]
    page = read(model)["Données"]
    rule = next(r for r in page.data_validations.dataValidation if r.type == "custom")
    cell = str(rule.sqref).split(":")[0]
    tried = {0: True, 10: False, 11: True, 250: True, 12.5: False, -3: False, "secret": True, "n.d.": True, "?": False}
    assert {value: accepted(rule.formula1, cell, value) for value in tried} == tried


def test_the_threshold_of_the_model_is_the_one_of_the_workbook():
    stricter = MODELS["caf"].model_copy(update={"seuil": 20})
    rules = read(stricter)["Données"].data_validations.dataValidation
    assert any(">=20)" in (rule.formula1 or "") for rule in rules)
