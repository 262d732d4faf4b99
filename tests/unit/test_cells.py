"""Published cells: every spelling of a number, of a secret, of a gap; what is not understood stops the reading."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.formats import number
from lib.model import GRAVITY, VARIABLE_COLUMNS, DataError, Level, Source, SourceFile, Status, Variable
from lib.tables.cells import contract, numbers, total, wide

SOURCE = Source(
    id="essai", titre="Essai", titre_court="essai", producteur="P", licence="Licence Ouverte 2.0", page="https://a",
    mention="P {millesime}", champ="C", verification="documentation", fichiers=(SourceFile("2021", "https://a", 2022),),
    variables=(Variable("hommes", "H", "H"), Variable("tous", "T", "T")),
)  # fmt: skip


def one(cell: str, **options: object) -> tuple[float | None, str]:
    """Return value (None when empty) and status of one cell."""
    row = numbers(pd.Series([cell]), "ici", **options).iloc[0]
    return (None if pd.isna(row["valeur"]) else row["valeur"]), row["statut"]


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("12", 12),
        ("12,5", 12.5),
        ("12.5", 12.5),
        ("1\u202f234", 1234),
        ("1\u00a0234\u00a0567", 1_234_567),
        ("1\u2009234,5", 1234.5),
        (" 293 837   ", 293_837),
        ("35,28%", 35.28),
        ("21,89\u202f%", 21.89),
        ("-3,2", -3.2),
        ("\u22123,2", -3.2),
        ("\u22121\u202f234", -1234),
        ("0", 0),
        ("24,0", 24),
        ("1e3", 1000),
    ],
)
def test_number_is_read(cell: str, value: float) -> None:
    assert one(cell) == (value, "ok")


@pytest.mark.parametrize("cell", ["s", "S", " s ", "s.s", "c", "n.c.", "N.C.", "n.c", "*", "secret", "Secret"])
def test_secret_is_a_status(cell: str) -> None:
    assert one(cell) == (None, "secret")


@pytest.mark.parametrize("cell", ["ns", "NS"])
def test_unpublished_is_a_status(cell: str) -> None:
    assert one(cell) == (None, "non_diffuse")


@pytest.mark.parametrize(
    "cell",
    ["", "  ", "nd", "n.d.", "N/A", "NA", "nan", "NaN", "NR ", "nc", "/", "-", "N/A - résultat non disponible", "inf"],
)
def test_gap_is_a_status(cell: str) -> None:
    assert one(cell) == (None, "non_disponible")


@pytest.mark.parametrize("cell", ["so", "x", "N/A - division par 0", "n/a  -  division par 0"])
def test_pointless_is_a_status(cell: str) -> None:
    assert one(cell) == (None, "sans_objet")


@pytest.mark.parametrize("cell", ["exonérée", "1_000", "12/05/2021", "1,234.5", "< 5", "douze", "12 €", "0x1F", "--"])
def test_unknown_word_stops_with_the_cell(cell: str) -> None:
    with pytest.raises(DataError) as raised:
        one(cell)
    assert raised.value.where == f"ici : « {cell} »"


def test_missing_objects_are_gaps() -> None:
    found = numbers(pd.Series([None, float("nan"), pd.NA, 12.0], dtype=object), "ici")
    assert found["statut"].tolist() == ["non_disponible"] * 3 + ["ok"]
    assert found["valeur"].iloc[3] == 12


def test_source_may_read_a_symbol_its_own_way() -> None:
    assert one("", symbols={"": Status.SECRET}) == (None, "secret")
    assert one("a", symbols={"a": Status.NON_DIFFUSE}) == (None, "non_diffuse")


def test_a_figure_takes_the_status_of_its_source() -> None:
    assert one("15", shown=Status.ARRONDI) == (15, "arrondi")
    assert one("s", shown=Status.ARRONDI) == (None, "secret")


def test_a_source_may_say_that_zero_hides() -> None:
    assert one("0", symbols={"0": Status.NON_DIFFUSE}) == (None, "non_diffuse")


@given(st.integers(-(10**9), 10**9), st.integers(0, 3))
def test_a_number_written_in_french_is_read_back(mantissa: int, decimals: int) -> None:
    value = mantissa / 10**decimals
    found, status = one(number(value, decimals))
    assert status == "ok"
    assert found == pytest.approx(value, abs=1e-6)


@given(st.lists(st.sampled_from(["1", "2,5", "s", "", "ns", "so"]), min_size=1, max_size=4))
def test_a_total_is_unknown_as_soon_as_one_part_is(cells: list[str]) -> None:
    parts = [numbers(pd.Series([cell]), "ici") for cell in cells]
    whole = total(parts).iloc[0]
    assert GRAVITY[whole["statut"]] == max(GRAVITY[part["statut"].iloc[0]] for part in parts)
    if all(part["statut"].iloc[0] == "ok" for part in parts):
        assert whole["valeur"] == sum(part["valeur"].iloc[0] for part in parts)
    else:
        assert pd.isna(whole["valeur"])


def test_wide_adds_columns_and_keeps_levels() -> None:
    table = pd.DataFrame({"c": [" 38151 ", "200040715"], "H": ["10", "s"], "F": ["12", "5"], "N": ["commune", "epci"]})
    rows = wide(
        table, SOURCE, "2021", code="c", level=table["N"], columns={"hommes": "H", "tous": ["H", "F"]}
    ).set_index(["code", "variable"])  # fmt: skip
    assert rows.loc[("38151", "tous"), "valeur"] == 22
    assert rows.loc[("200040715", "tous"), "statut"] == "secret"
    assert rows.loc[("200040715", "hommes"), "niveau"] == "epci"
    assert set(rows["geographie"]) == {2022}


def test_wide_names_the_absent_column() -> None:
    with pytest.raises(DataError, match=r"essai 2021 : F"):
        wide(pd.DataFrame({"c": [], "H": []}), SOURCE, "2021", code="c", level=Level.COMMUNE, columns={"tous": "F"})


def test_contract_empties_what_may_not_be_shown() -> None:
    rows = pd.DataFrame(
        {"niveau": "commune", "code": ["1", "2"], "variable": "tous", "valeur": [4.0, 5.0], "statut": ["secret", "ok"]}
    )
    found = contract(rows, SOURCE, "2021")
    assert list(found.columns) == list(VARIABLE_COLUMNS)
    assert found["valeur"].isna().tolist() == [True, False]


def test_contract_refuses_an_undeclared_millesime() -> None:
    rows = pd.DataFrame({"niveau": ["commune"], "code": "1", "variable": "tous", "valeur": 1.0, "statut": "ok"})
    with pytest.raises(DataError, match="1999"):
        contract(rows, SOURCE, "1999")
