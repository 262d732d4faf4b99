"""No total of a transmitted file gives away the only hidden commune under it; the others stay."""

from __future__ import annotations

import pandas as pd
import pytest

from lib.build.disclosure import given_away, hide
from lib.model import Status
from tests.collecting import country, figures

S, N = Status.SECRET, Status.NON_DISPONIBLE
EPCI, OTHER = "200000001", "200000002"  # 38001 and 38002 ; 38003 alone


def table(communes: dict, epci: dict, department: object = 50) -> pd.DataFrame:
    """Put together communes, groups of communes and the département 38."""
    given = {"commune": communes, "epci": epci, "departement": {"38": department}}
    return pd.concat(
        [figures(*cells.items(), level=level) for level, cells in given.items() if cells], ignore_index=True
    )


CASES = {
    "one secret under every total": ({"38001": 10, "38002": S, "38003": 37}, {EPCI: 13, OTHER: 37}, {EPCI, "38"}),
    "two secrets cover each other": ({"38001": S, "38002": S, "38003": 37}, {EPCI: 13, OTHER: 37}, set()),
    "a total known below leaves one": ({"38001": S, "38002": S, "38003": S}, {EPCI: 13}, {"38"}),
    "a total not known below": ({"38001": S, "38002": S, "38003": S}, {}, set()),
    "an unknown is not a secret": ({"38001": 10, "38002": N, "38003": 37}, {EPCI: 13, OTHER: 37}, set()),
    "nothing hidden": ({"38001": 10, "38002": 3, "38003": 37}, {EPCI: 13, OTHER: 37}, set()),
    "communes not given": ({}, {EPCI: 13, OTHER: 37}, set()),
    "one of one": ({"38001": 10, "38002": 20, "38003": S}, {OTHER: 4}, {OTHER, "38"}),
}


@pytest.mark.parametrize(("communes", "epci", "expected"), CASES.values(), ids=CASES)
def test_a_total_that_gives_a_secret_away_is_hidden(communes: dict, epci: dict, expected: set) -> None:
    rows = table(communes, epci)
    wrong = given_away(rows, country())
    assert set(rows.loc[wrong, "code"]) == expected
    kept = hide(rows, wrong)
    assert kept.loc[wrong, "valeur"].isna().all()
    assert set(kept.loc[wrong, "statut"]) <= {"secret"}
    pd.testing.assert_frame_equal(kept[~wrong], rows[~wrong])


def test_each_year_and_each_variable_is_looked_at_alone() -> None:
    rows = pd.concat(
        [
            table({"38001": 10, "38002": S, "38003": 37}, {EPCI: 13}, N),
            table({"38001": 10, "38002": 3, "38003": 37}, {EPCI: 13}, N).assign(millesime="2022"),
            table({"38001": 10, "38002": 3, "38003": 37}, {EPCI: 13}, N).assign(variable="m"),
        ],
        ignore_index=True,
    )
    wrong = given_away(rows, country())
    assert rows.loc[wrong, ["code", "millesime", "variable"]].to_numpy().tolist() == [[EPCI, "2021", "n"]]


def test_a_city_hides_with_its_only_hidden_arrondissement() -> None:
    rows = pd.concat(
        [
            figures(("69123", 30), ("69381", 27), ("69382", S), ("69002", 5)),
            figures(("200000003", 35), level="epci"),
        ],
        ignore_index=True,
    )
    assert set(rows.loc[given_away(rows, country()), "code"]) == {"69123", "200000003"}
