"""The table of census variables and the reading of any census table, on made-up figures under real headers."""

from __future__ import annotations

import pandas as pd
import pytest

from lib.model import DataError, Level
from lib.sources.insee_rp_communes import SOURCE
from lib.tables.census import (
    ACTIVITY,
    BREAKS,
    CORE,
    EDUCATION,
    HOUSEHOLDS,
    HOUSING,
    ITEMS,
    OCCUPATIONS,
    POPULATION,
    Item,
    full_year,
    mapping,
    variables,
    years,
)
from lib.tables.census_tables import latest_year, mapping_of, read_census, tables_of

YEARS = ("15", "18", "21", "22")
ALTERNATIVES = [(item, choice) for item in ITEMS for choice in item.officiel.split("|")]
# Columns of the official dictionaries (RP 2020 employment, RP 2021 housing), names that changed with the year included.
HOUSING_2021 = [
    *("P21_LOG", "P21_RP", "P21_RSECOCC", "P21_LOGVAC", "P21_MAISON", "P21_APPART", "P21_RP_1P", "P21_RP_2P"),
    *("P21_RP_PROP", "P21_RP_LOC", "P21_RP_LOCHLMV", "P21_RP_GRAT", "P21_MEN", "P21_PMEN", "P21_MEN_ANEM0002"),
    *("P21_RP_VOIT1P", "P21_RP_VOIT2P", "P21_RP_ACH1919", "P21_RP_ACH1945", "P21_RP_ACH1970", "P21_RP_ACH1990"),
    *("P21_RP_ACH2005", "C21_RP_HSTU1P", "C21_RP_HSTU1P_SUROCC"),
]
POPULATION_2021 = [
    "P21_POP",
    "P21_POP0014",
    "P21_POP7589",
    "P21_POP90P",
    "C21_POP15P",
    "C21_POP15P_CS3",
    "C21_POP15P_CS6",
]
POPULATION_2022 = [
    "P22_POP",
    "P22_POP0014",
    "P22_POP75P",
    "C22_POP15P",
    "C22_POP15P_STAT_GSEC13_23",
    "C22_POP15P_STAT_GSEC16_26",
]


def item(name: str) -> Item:
    """Return one entry of the table."""
    return next(one for one in ITEMS if one.id == name)


def table(columns: list[str], **cells: str) -> pd.DataFrame:
    """One made-up commune under the given header."""
    values = {"CODGEO": "38151"} | {name: "10" for name in columns} | cells
    return pd.DataFrame([values])


@pytest.mark.parametrize(("one", "choice"), ALTERNATIVES, ids=lambda value: getattr(value, "id", str(value)[:24]))
def test_every_alternative_resolves_every_year(one: Item, choice: str) -> None:
    for year in YEARS:
        names = tuple(name.format(a=year) for name in choice.split("+"))
        assert one.columns(year, frozenset(names)) == names
        assert one.columns(year, frozenset(names[:-1])) == ()


@pytest.mark.parametrize("one", [one for one in ITEMS if "|" in one.officiel], ids=lambda one: one.id)
def test_first_alternative_wins(one: Item) -> None:
    first, *_ = [tuple(name.format(a="21") for name in choice.split("+")) for choice in one.officiel.split("|")]
    every = {name.format(a="21") for choice in one.officiel.split("|") for name in choice.split("+")}
    assert one.columns("21", frozenset(every)) == first


def test_variables_are_unique_and_named_in_french() -> None:
    names = [one.id for one in variables()]
    assert len(names) == len(set(names))
    for one in variables():
        assert one.libelle == one.libelle.strip()
        assert one.libelle[0].isupper() or one.libelle[0].isdigit()


def test_occupations_of_2020_replace_those_of_2003_and_the_break_is_declared() -> None:
    assert item("ouvriers").columns("21", frozenset(POPULATION_2021)) == ("C21_POP15P_CS6",)
    assert item("ouvriers").columns("22", frozenset(POPULATION_2022)) == ("C22_POP15P_STAT_GSEC16_26",)
    told = [one for one in BREAKS if set(OCCUPATIONS) <= set(one.variables)]
    assert [(one.jusqu_a, one.depuis) for one in told] == [("2021", "2022")]
    assert set(BREAKS) <= set(SOURCE.ruptures)


def test_ages_cut_in_two_are_added_up() -> None:
    assert item("pop_75_plus").columns("21", frozenset(POPULATION_2021)) == ("P21_POP7589", "P21_POP90P")
    assert item("pop_75_plus").columns("22", frozenset(POPULATION_2022)) == ("P22_POP75P",)


@pytest.mark.parametrize(
    ("year", "names"),
    [
        ("15", ("P15_RP_ACH19", "P15_RP_ACH45")),
        ("18", ("P18_RP_ACH1919", "P18_RP_ACH1945")),
        ("21", ("P21_RP_ACH1919", "P21_RP_ACH1945")),
        ("22", ("P22_RP_ACH1919", "P22_RP_ACH1945")),
    ],
)
def test_completion_is_found_under_its_name_of_the_year(year: str, names: tuple[str, str]) -> None:
    found, _ = mapping(names, HOUSING, year)
    assert (found["rp_avant_1919"], found["rp_1919_1945"]) == (names[:1], names[1:])


@pytest.mark.parametrize(
    ("columns", "kind"),
    [
        (POPULATION_2022, POPULATION),
        (["P20_POP1564", "P20_ACT1564", "P20_CHOM1564"], ACTIVITY),
        (HOUSING_2021, HOUSING),
        (["C22_MEN", "C22_FAM"], HOUSEHOLDS),
        (["P15_NSCOL15P", "P15_SCOL1824"], EDUCATION),
    ],
)
def test_table_is_told_by_its_columns(columns: list[str], kind: str) -> None:
    assert tables_of(columns) == (kind,)


@pytest.mark.parametrize(
    ("year", "end"), [("11", "08"), ("15", "12"), ("18", "15"), ("21", "18"), ("22", "2019"), ("23", "2020")]
)
def test_the_last_period_ends_three_years_before_the_census(year: str, end: str) -> None:
    column = f"P{year}_RP_ACH{end}"
    assert item("rp_2006_plus").columns(year, frozenset({column, f"P{year}_RP_ACH05"})) == (column,)
    assert item("rp_2006_plus").told == "P{a}_RP_ACH… (dernière période)"


def test_years_are_sorted_across_the_century() -> None:
    columns = ["P06_POP", "C06_POP15P", "P99_POP", "C99_POP15P", "P22_POP", "C22_POP15P", "P11_POP"]
    assert years(columns, POPULATION) == ("99", "06", "22")
    assert latest_year(columns) == "2022"
    assert (full_year("99"), full_year("06")) == ("1999", "2006")


def test_nothing_census_like_has_no_year() -> None:
    assert latest_year(["CODGEO", "P22_MED", "NBMENFISC21"]) is None
    with pytest.raises(DataError, match="Aucune table du recensement"):
        read_census(pd.DataFrame({"CODGEO": ["38151"]}), SOURCE, code="CODGEO", level=Level.COMMUNE, cog=2025)


def test_missing_column_is_told_and_gives_no_row() -> None:
    rows = read_census(table(HOUSING_2021), SOURCE, code="CODGEO", level=Level.COMMUNE, cog=2024)
    absent = {"rp_chauffage_gaz", "rp_chauffage_fioul", "rp_2006_plus"}
    assert not absent & set(rows["variable"])
    assert len(rows.attrs["remarques"]) == 1
    told = rows.attrs["remarques"][0]
    assert told.startswith("table logement 2021, sans : ")
    assert absent <= set(told.split(" : ")[1].split(", "))


def test_empty_cell_is_unknown_even_in_a_difference() -> None:
    rows = read_census(
        table(HOUSING_2021, P21_RP_VOIT1P="", P21_LOGVAC="0"), SOURCE, code="CODGEO", level=Level.COMMUNE, cog=2024
    ).set_index("variable")
    assert rows.loc["menages_sans_voiture", "statut"] == "non_disponible"
    assert pd.isna(rows.loc["menages_sans_voiture", "valeur"])
    assert rows.loc["logements_vacants", ["valeur", "statut"]].tolist() == [0, "ok"]


def test_difference_of_weights_is_never_negative() -> None:
    rows = read_census(
        table(HOUSING_2021, P21_RP="12.4", P21_RP_VOIT1P="12.400000000000002"), SOURCE, code="CODGEO",
        level=Level.COMMUNE, cog=2024,
    ).set_index("variable")  # fmt: skip
    assert rows.loc["menages_sans_voiture", "valeur"] == 0


def test_two_tables_in_one_file_give_each_figure_once() -> None:
    both = [*POPULATION_2022, "P22_POP1564", "P22_ACT1564", "P22_CHOM1564", "P16_POP", "C16_POP15P"]
    rows = read_census(table(both), SOURCE, code="CODGEO", level=Level.COMMUNE, cog=2025)
    assert not rows.duplicated(["code", "millesime", "variable"]).any()
    assert set(rows["millesime"]) == {"2016", "2022"}
    assert set(rows["geographie"]) == {2025}


def test_digest_gives_wanted_variables_by_year() -> None:
    found = mapping_of(["P18_POP", "P13_POP", "P18_MEN"], frozenset({"population", "menages"}))
    assert found == {
        "2018": {"population": ("P18_POP",), "menages": ("P18_MEN",)},
        "2013": {"population": ("P13_POP",)},
    }


def test_core_names_columns_of_its_own_table() -> None:
    for kind, names in CORE.items():
        assert all(name.startswith(("P{a}_", "C{a}_")) for name in names)
        assert tables_of([name.format(a="22") for name in names]) == (kind,)
