"""Documents of every kind, as producers write them and as accidents leave them."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from lib.model import DataError
from lib.readers import Document, require

LINES = "CODGEO;LIBGEO;VALEUR\n38151;Échirolles;12,5\n38002;Les Adrets;s\n"


def written(folder: Path, content: bytes | str, name: str = "fichier.csv", encoding: str = "utf-8") -> Document:
    """Return a document with this content."""
    path = folder / name
    path.write_bytes(content.encode(encoding) if isinstance(content, str) else content)
    return Document(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "latin-1"])
def test_encoding_is_found(tmp_path: Path, encoding: str) -> None:
    table = written(tmp_path, LINES, encoding=encoding).table()
    assert list(table.columns) == ["CODGEO", "LIBGEO", "VALEUR"]
    assert table["LIBGEO"].tolist() == ["Échirolles", "Les Adrets"]


def test_first_accent_may_come_late(tmp_path: Path) -> None:
    lines = LINES.splitlines()
    text = "\n".join([lines[0], *["38002;Les Adrets;1"] * 80_000, lines[1]])
    document = written(tmp_path, text, encoding="cp1252")
    assert document.path.stat().st_size > 1_400_000
    assert document.table()["LIBGEO"].iloc[-1] == "Échirolles"


def test_utf8_cut_between_two_pieces_is_still_utf8(tmp_path: Path) -> None:
    text = "a;b\n" + "x" * ((1 << 20) - 5) + "é;1\n"
    assert written(tmp_path, text).encoding == "utf-8-sig"


@pytest.mark.parametrize("mark", [";", ",", "\t", "|"])
def test_separator_is_found(tmp_path: Path, mark: str) -> None:
    table = written(tmp_path, LINES.replace("12,5", "12.5").replace(";", mark)).table()
    assert table.shape == (2, 3)


def test_separator_is_not_the_decimal_comma(tmp_path: Path) -> None:
    assert written(tmp_path, "a;b;c\n1,1;2,2;3,3\n4,4;5,5;6,6\n").separator == ";"


def test_commas_inside_quotes_do_not_cut(tmp_path: Path) -> None:
    table = written(tmp_path, 'CODE,VALEUR\n38151,"12,5"\n').table()
    assert table["VALEUR"].tolist() == ["12,5"]


def test_header_is_found_under_titles(tmp_path: Path) -> None:
    document = written(tmp_path, "Insee - Statistiques locales\n\nSource : Insee\n" + LINES)
    row = document.header("CODGEO", "VALEUR")
    assert row == 3
    assert document.table(header=row)["CODGEO"].tolist() == ["38151", "38002"]
    assert document.header("CODGEO", "AUTRE") is None


def test_codes_keep_their_zeros_and_blanks_stay_blank(tmp_path: Path) -> None:
    table = written(tmp_path, "code;valeur\n01004;\n2A004;NA\n").table()
    assert table.to_numpy().tolist() == [["01004", ""], ["2A004", "NA"]]


def test_padded_headers_are_trimmed_and_columns_chosen(tmp_path: Path) -> None:
    document = written(tmp_path, " DEP ; VALEUR \n 38 ; 12 345   \n")
    assert document.columns() == ("DEP", "VALEUR")
    assert list(document.table(columns=["VALEUR"]).columns) == ["VALEUR"]


def test_absent_column_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="TAUX"):
        written(tmp_path, LINES).table(columns=["CODGEO", "TAUX"])
    with pytest.raises(DataError, match=r"ailleurs : b, c"):
        require(pd.DataFrame({"a": []}), ["a", "b", "c"], "ailleurs")


def test_parquet_is_read_whatever_its_name(tmp_path: Path) -> None:
    path = tmp_path / "table.bin"
    pd.DataFrame({"code": ["01004"], "valeur": [1.5]}).to_parquet(path)
    document = Document(path)
    assert document.kind == "parquet"
    assert document.columns() == ("code", "valeur")
    assert document.table(columns=["valeur"])["valeur"].tolist() == [1.5]


@pytest.mark.parametrize(
    "content",
    [
        [{"code": "01004", "valeur": None}],
        {"results": [{"code": "01004", "valeur": None}]},
        {"records": [{"fields": {"code": "01004", "valeur": None}}]},
        {
            "type": "FeatureCollection",
            "features": [{"properties": {"code": "01004", "valeur": None}, "geometry": None}],
        },
    ],
    ids=["list", "opendatasoft", "opendatasoft v1", "geojson"],
)
def test_json_records_become_text(tmp_path: Path, content: object) -> None:
    document = written(tmp_path, json.dumps(content), "donnees.json")
    assert document.kind == "json"
    assert document.table().to_numpy().tolist() == [["01004", ""]]


def test_nested_json_stays_json(tmp_path: Path) -> None:
    cell = written(tmp_path, '{"total": 2, "aggs": [{"value": "é"}]}', "a.json").table()["aggs"].iloc[0]
    assert json.loads(cell) == [{"value": "é"}]


def test_workbook_sample_has_its_sheets_and_titles() -> None:
    path = Path(__file__).parent.parent / "samples" / "insee_suroccupation" / "suroccupation_communes_fictif.xlsx"
    document = Document(path)
    assert document.kind == "classeur"
    assert document.sheets == ("Data",)
    row = document.header("Code", "Libellé", sheet="Data")
    assert row == 3
    assert document.table(sheet="Data", header=row)["Code"].tolist()[0] == "38151"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("coupe.parquet", b"PAR1" + b"\0" * 40),
        ("coupe.xlsx", b"PK\x03\x04" + b"\0" * 40),
        ("coupe.xls", b"\xd0\xcf\x11\xe0" + b"\0" * 600),
        ("coupe.json", b'{"results": [{"code": "38'),
        ("vide.csv", b""),
    ],
)
def test_damaged_file_has_no_head_and_says_so(tmp_path: Path, name: str, content: bytes) -> None:
    document = written(tmp_path, content, name)
    assert document.columns() == ()
    with pytest.raises(DataError, match="n'est pas lisible") as raised:
        document.table()
    assert raised.value.remedy.startswith("Téléchargez-le à nouveau")


def test_damaged_workbook_can_be_recognised_by_nobody(tmp_path: Path) -> None:
    from lib import registry

    assert registry.recognise(written(tmp_path, b"PK\x03\x04" + b"\0" * 40, "coupe.xlsx")) is None
