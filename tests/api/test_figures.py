"""The figures of the API: those of the store, to the last digit; secrets kept; pages complete."""

from __future__ import annotations

import csv
import io
import math
from datetime import date

import pytest

from lib.model import Level, Status
from lib.ui import resources
from tests.api.conftest import call

ALL_CODES = "commune-38151"
SHARE = "part_moins_20"


def elements(address: str) -> list[dict]:
    """Every element of a list, page after page, by its Link headers."""
    found: list[dict] = []
    while address:
        reply = call(address)
        assert reply.status == 200, reply.body
        found += reply.json["elements"]
        after = [part for part in reply.headers.get("link", "").split(", ") if part.endswith('rel="next"')]
        address = after[0][1:].partition(">")[0] if after else ""
    return found


def test_values_are_those_of_the_store(shipped) -> None:
    names = [one.id for one in resources.catalog().themes["portrait"].indicateurs][:20]
    keys = ["commune-38151", "departement-38", "france-F"]
    address = "/api/v1/valeurs?" + "&".join([f"indicateur={n}" for n in names] + [f"territoire={k}" for k in keys])
    areas = [resources.territories().get(key) for key in keys]
    profile = resources.store().profile(areas, names)
    expected = []
    for area in areas:
        for name in names:
            for seen in profile.series(area, name) or [profile.latest(area, name)]:
                expected.append((area.key, name, seen.millesime, seen.value, seen.status.value, seen.numerator))
    columns = ("territoire", "indicateur", "millesime", "valeur", "statut", "numerateur")
    assert [tuple(row[c] for c in columns) for row in elements(address)] == expected
    assert any(value is not None for *_, value, _, _ in expected)


def test_a_level_gives_the_distribution_of_the_store(shipped) -> None:
    rows = elements(
        f"/api/v1/valeurs?indicateur={SHARE}&niveau=commune&dans=departement-38&millesime=2021&par_page=100"
    )
    codes = [
        area.code
        for area in resources.territories().children(resources.territories().get("departement-38"), Level.COMMUNE)
    ]
    store = resources.store().distribution(SHARE, Level.COMMUNE, codes, "2021").set_index("code")
    assert [row["code"] for row in rows] == sorted(store.index) and len(rows) > 100
    for row in rows:
        known = store.loc[row["code"]]
        assert row["statut"] == known["statut"]
        assert row["valeur"] == (None if math.isnan(known["valeur"]) else known["valeur"])
        assert row["source"] and row["mention"] and row["licence"] and row["nom"]


def test_named_territories_come_first_then_the_level(shipped) -> None:
    rows = elements(
        f"/api/v1/valeurs?indicateur={SHARE}&territoire=france-F&niveau=departement&millesime=2021&par_page=7"
    )
    assert rows[0]["territoire"] == "france-F"
    assert [row["niveau"] for row in rows[1:]] == ["departement"] * (len(rows) - 1)


@pytest.mark.parametrize("status", [status for status in Status if not status.has_value])
@pytest.mark.parametrize("form", ["json", "csv"])
@pytest.mark.parametrize(
    "asked", ["territoire=commune-38151", "dans=commune-38151&niveau=commune", "dans=departement-38"]
)
def test_a_hidden_figure_is_null_beside_its_status(made_up, status, form, asked) -> None:
    made_up({"statut": status.value, "valeur": 3.0, "numerateur": 3, "denominateur": 11.0})
    reply = call(f"/api/v1/valeurs?indicateur={SHARE}&{asked}&format={form}")
    if form == "json":
        (row,) = reply.json["elements"]
        assert (row["valeur"], row["numerateur"], row["denominateur"]) == (None, None, None)
    else:
        (row,) = csv.DictReader(io.StringIO(reply.body.decode("utf-8-sig"), newline=""), delimiter=";")
        assert (row["valeur"], row["numerateur"], row["denominateur"]) == ("", "", "")
    assert row["statut"] == status.value


def test_the_same_file_shows_a_figure_when_its_status_does(made_up) -> None:
    made_up({"valeur": 3.5, "numerateur": 7, "denominateur": 200.0})
    (row,) = call(f"/api/v1/valeurs?indicateur={SHARE}&territoire=commune-38151").json["elements"]
    assert (row["valeur"], row["numerateur"], row["denominateur"], row["statut"]) == (3.5, 7, 200, "ok")
    assert row["millesime"] == "2021" and row["geographie"] == 2023 and "Insee" in row["mention"]


def test_an_absent_figure_is_not_available_and_never_zero(made_up) -> None:
    made_up({"code": "38185"})
    for more, year in (("", ""), ("&millesime=2016", "2016")):
        (row,) = call(f"/api/v1/valeurs?indicateur={SHARE}&territoire=commune-38151{more}").json["elements"]
        assert (row["valeur"], row["statut"], row["millesime"]) == (None, "non_disponible", year)


def test_csv_opens_in_a_french_spreadsheet(made_up) -> None:
    made_up({"valeur": 27.25})
    for reply in (
        call(f"/api/v1/valeurs?indicateur={SHARE}&territoire=commune-38151&format=csv"),
        call(f"/api/v1/valeurs?indicateur={SHARE}&territoire=commune-38151", accept="text/csv"),
    ):
        assert reply.headers["content-type"] == "text/csv; charset=utf-8"
        assert reply.body.startswith(b"\xef\xbb\xbfniveau;code;") and b";27,25;ok;" in reply.body
    both = call(f"/api/v1/valeurs?indicateur={SHARE}&territoire=commune-38151", accept="text/csv;q=0.4, */*;q=0.8")
    assert both.headers["content-type"] == "application/json"


def test_every_line_of_the_csv_reopens_the_same_selection(made_up) -> None:
    made_up({"code": "38151", "valeur": 27.3})
    asked = f"/api/v1/valeurs?indicateur={SHARE}&territoire={ALL_CODES}&format=csv"
    (row,) = csv.DictReader(io.StringIO(call(asked).body.decode("utf-8-sig")), delimiter=";")
    assert row["adresse"] == f"http://essai{asked}" and row["extrait_le"] == str(date.today()) and row["titre"]


def test_pages_hold_every_row_once(made_up) -> None:
    codes = ["38001", "38151", "38185", "38421", "38544"]
    made_up(*({"code": code, "millesime": year} for code in codes for year in ("2016", "2021")))
    address = f"/api/v1/valeurs?indicateur={SHARE}&dans=departement-38"
    whole = call(address).json
    assert whole["total"] == 10 and len(whole["elements"]) == 10
    assert [(row["millesime"], row["code"]) for row in whole["elements"]] == [
        (year, code) for year in ("2016", "2021") for code in codes
    ]
    for size in (1, 3, 4, 10, 1000):
        assert elements(f"{address}&par_page={size}") == whole["elements"]
    assert call(f"{address}&page=9").json["elements"] == []


def test_links_lead_to_every_page(made_up) -> None:
    made_up(*({"code": code} for code in ("38001", "38151", "38185", "38421", "38544")))
    address = f"/api/v1/valeurs?indicateur={SHARE}&dans=departement-38&par_page=2"
    rels = {
        page: [part.split('rel="')[1][:-1] for part in call(f"{address}&page={page}").headers["link"].split(", ")]
        for page in (1, 2, 3, 4)
    }
    assert rels == {
        1: ["first", "next", "last"],
        2: ["first", "prev", "next", "last"],
        3: ["first", "prev", "last"],
        4: ["first", "last"],
    }
    assert f"{SHARE}&dans=departement-38&par_page=2&page=3>" in call(address).headers["link"]


def test_a_former_identifier_gives_the_current_one(made_up, catalog) -> None:
    made_up({})
    renamed = resources.catalog().aliases
    resources.catalog().aliases["ancien_nom"] = SHARE
    try:
        (row,) = call("/api/v1/valeurs?indicateur=ancien_nom&territoire=commune-38151").json["elements"]
        moved = call("/api/v1/indicateurs/ancien_nom")
    finally:
        del renamed["ancien_nom"]
    assert row["indicateur"] == SHARE and row["valeur"] == 27.3
    assert (moved.status, moved.headers["location"]) == (301, f"/api/v1/indicateurs/{SHARE}")
