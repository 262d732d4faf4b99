"""The CSV of French spreadsheets: marks, commas, hidden values, formulas neutralised."""

import csv
import io
import re
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as some

from lib import registry
from lib.exports.caption import Caption
from lib.exports.csv_table import HEAD, csv_number, to_csv
from lib.model import Level, Status, Territory
from lib.sources.insee_rp_iris import SOURCE
from lib.store import Observation, Store

TOWN = Territory(Level.COMMUNE, "01004", "Ambérieu-en-Bugey")
CAPTION = Caption("Part des jeunes", TOWN, "https://exemple.fr/portrait?territoire=commune-01004", date(2027, 2, 1))
SEEN = Observation(
    "part_moins_20", Level.COMMUNE, "01004", 24.85, Status.OK, "2021", 3712, 14937.5, "insee_rp_iris", 2023
)


@pytest.fixture
def rows(catalog):
    """Write some observations as CSV and read them back as a spreadsheet would."""

    def read(*pairs, sources=None):
        content = to_csv(CAPTION, pairs, catalog, sources or {SOURCE.id: SOURCE})
        return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))

    return read


def test_the_file_opens_as_is_in_a_french_spreadsheet(catalog):
    content = to_csv(CAPTION, [(TOWN, SEEN)], catalog, {SOURCE.id: SOURCE})
    assert content.startswith(b"\xef\xbb\xbfniveau;code;territoire;")
    assert content.endswith(b"\r\n") and content.count(b"\r\n") == 2
    assert "Ambérieu-en-Bugey" in content.decode("utf-8-sig")


def test_a_figure_travels_with_all_its_origin(rows, catalog):
    (row,) = rows((TOWN, SEEN))
    assert tuple(row) == HEAD
    assert (row["valeur"], row["numerateur"], row["denominateur"]) == ("24,85", "3712", "14937,5")
    assert (row["code"], row["millesime"], row["geographie"], row["statut"]) == ("01004", "2021", "2023", "ok")
    assert row["libelle"] == catalog.resolve("part_moins_20").titre
    assert row["source"] == SOURCE.id and row["licence"]
    assert "Insee" in row["mention"] and "2021" in row["mention"] and "{" not in row["mention"]


def test_every_line_says_its_block_its_day_and_its_address(rows):
    for row in rows((TOWN, SEEN), (TOWN, replace(SEEN, millesime="2016"))):
        assert (row["titre"], row["extrait_le"], row["adresse"]) == (CAPTION.title, "2027-02-01", CAPTION.address)


def test_pandas_reads_the_file_without_any_setting_but_the_marks(catalog):
    content = to_csv(CAPTION, [(TOWN, SEEN)], catalog, {SOURCE.id: SOURCE})
    table = pd.read_csv(io.BytesIO(content), sep=";", decimal=",", dtype={"code": str}, parse_dates=["extrait_le"])
    assert list(table.columns) == list(HEAD) and table["valeur"][0] == 24.85 and table["code"][0] == "01004"
    assert table["extrait_le"][0] == pd.Timestamp(2027, 2, 1)


def test_the_source_of_the_figure_is_cited_not_the_first_of_its_indicator(rows):
    other = replace(SOURCE, id="autre_source", mention="Autre producteur, {millesime}")
    (row,) = rows((TOWN, replace(SEEN, source="autre_source")), sources={SOURCE.id: SOURCE, other.id: other})
    assert (row["source"], row["mention"]) == ("autre_source", "Autre producteur, 2021")


@pytest.mark.parametrize("status", [s for s in Status if not s.has_value])
def test_a_hidden_figure_is_empty_beside_its_status(rows, catalog, write_observations, tmp_path, status):
    write_observations(
        tmp_path, {"code": "01004", "statut": status.value, "valeur": 3.0, "numerateur": 3, "denominateur": 9.0}
    )
    profile = Store(catalog, [tmp_path]).profile([TOWN], ["part_moins_20"])
    (row,) = rows((TOWN, profile.latest(TOWN, "part_moins_20")))
    assert (row["valeur"], row["numerateur"], row["denominateur"]) == ("", "", "")
    assert row["statut"] == status.value


def test_an_absent_figure_is_empty_and_not_available(rows, catalog, write_observations, tmp_path):
    write_observations(tmp_path, {})
    absent = Store(catalog, [tmp_path]).profile([TOWN], []).latest(TOWN, "part_moins_20")
    (row,) = rows((TOWN, absent), sources=registry.sources())
    assert (row["valeur"], row["statut"]) == ("", "non_disponible")
    assert row["source"] == catalog.resolve("part_moins_20").source


def test_a_value_given_with_a_hidden_status_is_not_written(rows):
    (row,) = rows((TOWN, replace(SEEN, status=Status.SECRET)))
    assert (row["valeur"], row["numerateur"], row["denominateur"], row["statut"]) == ("", "", "", "secret")


@pytest.mark.parametrize(
    "name",
    ["=1+1", "+33", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", '=HYPERLINK("http://x")', "--5", "-1,2,3", "-²", "-"],
)
def test_text_that_would_run_as_a_formula_is_neutralised(rows, name):
    (row,) = rows((replace(TOWN, name=name), SEEN))
    assert row["territoire"] == f"'{name}"


@pytest.mark.parametrize(
    ("value", "text"), [(-3.25, "-3,25"), (-3.0, "-3"), (0.0, "0"), (1e-7, "0,0000001"), (-1e-7, "-0,0000001")]
)
def test_a_negative_number_stays_a_number(rows, value, text):
    assert rows((TOWN, replace(SEEN, value=value)))[0]["valeur"] == text


@pytest.mark.parametrize("name", ["L'Île-d'Yeu ; la belle", 'dit "le Bourg"', "sur\ndeux lignes", "Œuilly"])
def test_separators_and_quotes_stay_inside_their_cell(rows, name):
    assert rows((replace(TOWN, name=name), SEEN))[0]["territoire"] == name


@pytest.mark.parametrize("value", [None, float("nan")])
def test_an_unknown_number_is_an_empty_cell(value):
    assert csv_number(value) == ""


@given(some.floats(-1e12, 1e12))
def test_a_csv_number_reads_back_to_twelve_digits(value):
    text = csv_number(value)
    assert re.fullmatch(r"-?\d+(,\d+)?", text)
    assert float(text.replace(",", ".")) == pytest.approx(value, rel=1e-11)


def test_what_a_binary_sum_leaves_is_not_written():
    assert csv_number(10199.800000000001) == "10199,8" and csv_number(0.1 + 0.2) == "0,3"
