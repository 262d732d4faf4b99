"""Workbook, archive and batch of a territory: same structure everywhere, complete, resumable."""

import csv
import io
import json
import zipfile
from dataclasses import replace
from datetime import date

import openpyxl
import pyarrow.parquet as pq
import pytest
from odf import table as odf_table
from odf.opendocument import load

from lib import zones
from lib.exports.batch import write_batch
from lib.exports.territory_archive import territory_zip
from lib.exports.territory_book import book_ods, book_xlsx, read_book, sheets
from lib.model import DataError, Level
from tests.exports.conftest import SECRET_VALUE, TOWN

WHEN = date(2027, 2, 1)


@pytest.fixture
def book(made_store, territories, sources):
    return read_book(territories.get(TOWN.key), territories, made_store, sources, WHEN, "https://exemple.fr")


def test_every_theme_and_indicator_is_there_even_without_figure(book, catalog):
    opened = openpyxl.load_workbook(io.BytesIO(book_xlsx(book)))
    names = opened.sheetnames
    assert names[:2] == ["Lisez-moi", "Chiffres"] and names[-2:] == ["Lexique", "Sources"]
    assert len(names) == len(catalog.themes) + 4
    column = {cell.value for cell in opened["Chiffres"]["D"]}
    assert set(catalog.indicators) <= column
    assert set(catalog.indicators) <= {cell.value for cell in opened["Lexique"]["A"]}


def test_two_communes_have_the_same_structure(book, made_store, territories, sources):
    other = read_book(territories.get("commune-01004"), territories, made_store, sources, WHEN)
    left, right = sheets(book), sheets(other)
    assert [sheet.name for sheet in left] == [sheet.name for sheet in right]
    for mine, theirs in zip(left, right, strict=True):
        assert len(mine.head) == len(theirs.head)
        if mine.name not in ("Chiffres", "Sources"):
            assert [row[0] for row in mine.rows] == [row[0] for row in theirs.rows]


def test_an_island_without_epci_keeps_its_columns(made_store, territories, sources):
    island = read_book(territories.get("commune-29083"), territories, made_store, sources, WHEN)
    assert island.areas[1] is None
    theme = next(sheet for sheet in sheets(island) if "Portrait" in sheet.name)
    assert any("aucune" in head for head in theme.head)


def test_the_workbooks_keep_secrets_and_say_no_nan(book):
    for content in (book_xlsx(book), book_ods(book)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            text = "".join(archive.read(name).decode("utf-8", "ignore") for name in archive.namelist())
        assert "987654" not in text
        assert ">nan<" not in text.lower() and '"nan"' not in text.lower()


def test_rows_are_tall_enough_for_their_text(book):
    page = openpyxl.load_workbook(io.BytesIO(book_xlsx(book)))["Lexique"]
    definition = max(page["E"], key=lambda cell: len(str(cell.value)))
    lines = -(-len(definition.value) // page.column_dimensions["E"].width)
    assert page.row_dimensions[definition.row].height >= 12 * lines


def test_ods_has_the_same_sheets(book):
    opened = load(io.BytesIO(book_ods(book)))
    names = [page.getAttribute("name") for page in opened.spreadsheet.getElementsByType(odf_table.Table)]
    assert names == openpyxl.load_workbook(io.BytesIO(book_xlsx(book))).sheetnames


def test_every_sheet_of_figures_says_its_territory_its_day_and_its_address(book, catalog):
    opened = openpyxl.load_workbook(io.BytesIO(book_xlsx(book)))
    for name in ["Chiffres", *(theme.titre[:31] for theme in catalog.themes.values())]:
        said = " ".join(str(row[0]) for row in opened[name].iter_rows(max_row=4, max_col=1, values_only=True))
        assert "Échirolles (commune, code 38151)" in said and "1er février 2027" in said and "exemple.fr" in said


def test_a_printed_ods_sheet_is_one_page_wide_and_repeats_its_header(book):
    with zipfile.ZipFile(io.BytesIO(book_ods(book))) as archive:
        content, styles = archive.read("content.xml").decode(), archive.read("styles.xml").decode()
    assert content.count("<table:table-header-rows>") == content.count("<table:table ")
    assert styles.count('loext:scale-to-X="1"') + content.count('loext:scale-to-X="1"') == 2
    assert 'style:master-page-name="PageA3"' in content


def test_the_archive_holds_data_dictionary_outline_and_licences(book, catalog):
    archive = zipfile.ZipFile(io.BytesIO(territory_zip(book)))
    assert archive.testzip() is None
    parquet = pq.read_table(io.BytesIO(archive.read("donnees/chiffres.parquet"))).to_pylist()
    lines = list(csv.DictReader(io.StringIO(archive.read("donnees/chiffres.csv").decode("utf-8-sig")), delimiter=";"))
    assert len(parquet) == len(lines) == len(list(book.observations()))
    assert SECRET_VALUE not in {row["valeur"] for row in parquet} | {row["numerateur"] for row in parquet}
    secret = [row for row in parquet if row["statut"] == "secret"]
    assert secret and all(row["valeur"] is None for row in secret)
    outline = json.loads(archive.read("cartes/territoire.geojson"))
    assert [feature["id"] for feature in outline["features"]] == ["38151"]
    dictionary = archive.read("donnees/dictionnaire.csv").decode("utf-8-sig")
    assert all(one in dictionary for one in catalog.indicators)
    assert "Licence" in archive.read("LICENCES.txt").decode()


def test_without_outlines_the_archive_says_so(book, tmp_path):
    archive = zipfile.ZipFile(io.BytesIO(territory_zip(book, geo=tmp_path)))
    assert not [name for name in archive.namelist() if name.startswith("cartes/")]
    assert "Aucun contour" in archive.read("LISEZMOI.txt").decode()


def test_maps_are_packed_and_told(book, tmp_path):
    archive = zipfile.ZipFile(io.BytesIO(territory_zip(book, geo=tmp_path, maps={"cartes/sante_x.svg": b"<svg/>"})))
    assert archive.read("cartes/sante_x.svg") == b"<svg/>"
    said = archive.read("LISEZMOI.txt").decode()
    assert "une carte par thème" in said and "Aucun contour" not in said


def test_the_parquet_says_where_it_comes_from(book):
    archive = zipfile.ZipFile(io.BytesIO(territory_zip(book)))
    told = pq.read_schema(io.BytesIO(archive.read("donnees/chiffres.parquet"))).metadata
    assert told[b"extrait_le"] == b"2027-02-01" and told[b"adresse"] == b"https://exemple.fr"


def test_every_column_of_the_csv_is_explained(book):
    archive = zipfile.ZipFile(io.BytesIO(territory_zip(book)))
    head = archive.read("donnees/chiffres.csv").decode("utf-8-sig").splitlines()[0].split(";")
    told = archive.read("donnees/colonnes.csv").decode("utf-8-sig").splitlines()[1:]
    assert [line.split(";")[0] for line in told] == head and all(len(line.split(";")[1]) > 10 for line in told)


def test_an_own_zone_is_named_by_its_pieces_not_by_its_long_key(made_store, territories, sources):
    pieces = [territories.get(f"commune-{code}") for code in ("38151", "38185")]
    zone = zones.territory(zones.carried("Deux villes", Level.COMMUNE, ["38151", "38185"]), pieces)
    book = read_book(zone, territories, made_store, sources, WHEN, "https://exemple.fr")
    archive = zipfile.ZipFile(io.BytesIO(territory_zip(book, pieces)))
    outline = json.loads(archive.read("cartes/territoire.geojson"))
    assert [feature["id"] for feature in outline["features"]] == ["38151", "38185"]
    assert "Deux villes (zone à soi, composée de\u00a0: 38151, 38185)" in archive.read("LISEZMOI.txt").decode()
    assert not [name for name in archive.namelist() if zone.code.encode() in archive.read(name)]


@pytest.fixture
def towns():
    return [replace(TOWN, code=f"3800{rank}") for rank in range(5)]


def test_a_batch_that_was_cut_resumes_without_doing_again(towns, tmp_path):
    made = []

    def make(town):
        made.append(town.code)
        return town.code.encode()

    first = write_batch(towns, tmp_path, "txt", make, "v1")
    next(first), next(first)
    first.close()
    steps = list(write_batch(towns, tmp_path, "txt", make, "v1"))
    assert made == [town.code for town in towns]
    assert [step.already for step in steps] == [True, True, False, False, False]
    assert [(step.done, step.total) for step in steps] == [(rank, 5) for rank in range(1, 6)]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([*(f"{t.key}.txt" for t in towns), "lot.json"])


def test_a_damaged_file_or_newer_data_is_written_again(towns, tmp_path):
    list(write_batch(towns, tmp_path, "txt", lambda town: b"un", "v1"))
    (tmp_path / f"{towns[1].key}.txt").write_bytes(b"u")
    again = list(write_batch(towns, tmp_path, "txt", lambda town: b"un", "v1"))
    assert [step.already for step in again] == [True, False, True, True, True]
    newer = list(write_batch(towns, tmp_path, "txt", lambda town: b"deux", "v2"))
    assert not any(step.already for step in newer)
    assert {step.path.read_bytes() for step in newer} == {b"deux"}


@pytest.mark.parametrize("state", ["", "{", "[]", '{"version": "v1"}', '{"version": "v1", "fichiers": []}'])
def test_an_unreadable_state_only_costs_time(towns, tmp_path, state):
    (tmp_path / "lot.json").write_text(state)
    assert not any(step.already for step in write_batch(towns, tmp_path, "txt", lambda town: b"x", "v1"))


def test_a_failure_in_the_middle_leaves_nothing_half_written(towns, tmp_path):
    def make(town):
        if town.code == towns[2].code:
            raise DataError("quoi", "où", "que faire")
        return b"x"

    with pytest.raises(DataError):
        list(write_batch(towns, tmp_path, "txt", make, "v1"))
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]
    assert (tmp_path / f"{towns[1].key}.txt").exists() and not (tmp_path / f"{towns[2].key}.txt").exists()


def test_a_folder_that_cannot_be_written_is_explained(towns, tmp_path):
    (tmp_path / "fichier").write_text("")
    with pytest.raises(DataError, match="Le lot ne peut pas être écrit"):
        list(write_batch(towns, tmp_path / "fichier", "txt", lambda town: b"x", "v1"))
