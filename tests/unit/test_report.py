"""What the collection says: sources, refusals, and what publication would change on screen."""

from __future__ import annotations

from collections import Counter

import pandas as pd
import pytest

from lib.build.merge import merged
from lib.build.report import FileNote, SourceNote, check_contract, difference, out_of_bounds, tell
from lib.build.sums import Passage
from lib.model import OBSERVATION_COLUMNS, DataError, Status, Variable
from tests.collecting import country, figures, source

NOTHING = pd.DataFrame(columns=list(OBSERVATION_COLUMNS))


def shown(*cells: tuple, indicator: str = "taux", millesime: str = "2021") -> pd.DataFrame:
    """Return observations of communes from (code, value) or (code, status)."""
    rows = figures(*cells, millesime=millesime).rename(columns={"variable": "indicateur"})
    return rows.assign(indicateur=indicator, numerateur=1.0, denominateur=2.0)[list(OBSERVATION_COLUMNS)]


def test_the_same_is_no_change() -> None:
    rows = shown(("38001", 1.5), ("38002", Status.SECRET))
    found = difference("essai", rows, rows.sample(frac=1, random_state=1))
    assert found.lines() == ["rien ne change"]


def test_a_new_theme_appears_whole() -> None:
    found = difference("essai", NOTHING, shown(("38001", 1), ("38002", 2)))
    assert (found.added, found.removed, found.changed) == (2, 0, 0)
    assert found.news == ["taux 2021, commune (2)"]


def test_an_indicator_disappears() -> None:
    found = difference("essai", shown(("38001", 1)), NOTHING)
    assert (found.added, found.removed) == (0, 1)
    assert "disparaît : taux 2021, commune (1)" in found.lines()


def test_a_new_millesime_and_a_lost_territory_are_told() -> None:
    old = shown(("38001", 1), ("38002", 2))
    new = pd.concat([shown(("38001", 1)), shown(("38001", 3), millesime="2022")])
    found = difference("essai", old, new)
    assert (found.added, found.removed, found.changed) == (1, 1, 0)
    assert found.news == ["taux 2022, commune (1)"]


def test_a_value_that_becomes_secret_is_a_change() -> None:
    found = difference("essai", shown(("38001", 3)), shown(("38001", Status.SECRET)))
    assert (found.changed, found.largest) == (1, [])


def test_rounding_errors_are_no_change() -> None:
    assert difference("essai", shown(("38001", 0.1 + 0.2)), shown(("38001", 0.3))).changed == 0


def test_the_largest_gaps_come_first() -> None:
    old = shown(*((str(38001 + i), 100) for i in range(8)))
    new = shown(*((str(38001 + i), 100 + 10**i) for i in range(8)))
    found = difference("essai", old, new)
    assert found.changed == 8
    assert len(found.largest) == 5
    assert found.largest[0].startswith("taux 2021, commune 38008 : 100,00 → ")


def test_what_was_zero_is_the_largest_gap() -> None:
    found = difference("essai", shown(("38001", 0), ("38002", 1)), shown(("38001", 5), ("38002", 100)))
    assert found.largest[0].startswith("taux 2021, commune 38001")


def test_long_lists_are_cut() -> None:
    new = pd.concat([shown(("38001", 1), indicator=f"taux_{i}") for i in range(12)])
    assert difference("essai", NOTHING, new).news[-1] == "et 4 autres"


def test_values_out_of_bounds_are_found() -> None:
    sheet = source(variables=(Variable("n", "N", "N", bornes=(0, 100)), Variable("m", "M", "M", bornes=(None, None))))
    rows = pd.concat([figures(("38001", -1), ("38002", 100), ("38003", 101), ("69002", Status.SECRET)),
                      figures(("38001", -5), variable="m")], ignore_index=True)  # fmt: skip
    assert out_of_bounds(rows, sheet).tolist() == [True, False, True, False, False]


def test_an_undeclared_variable_and_a_double_key_are_refused() -> None:
    with pytest.raises(DataError, match="inconnue"):
        check_contract(figures(("38001", 1), variable="inconnue"), source())
    with pytest.raises(DataError, match=r"deux fois .*n 2021, commune 38001"):
        check_contract(figures(("38001", 1), ("38001", 2)), source())


def test_a_source_tells_what_it_gave() -> None:
    note = SourceNote(
        source(), ("2020", "2021"), 1234, Counter({"secret": 3, "arrondi": 1200}), ["n 2021, commune 38001 = -1"],
        Passage({"38900": "38001"}, 2, [str(38700 + i) for i in range(10)]),
    )  # fmt: skip
    said = "\n".join(note.lines()).replace("\u00a0", " ")
    assert "1\u202f234 valeurs lues, millésimes 2020, 2021" in said
    assert "3 secrètes" in said and "1\u202f200 arrondies" in said
    assert "1 ancien code repassé au découpage 2026" in said
    assert "2 territoires hors des 101 départements" in said
    assert "10 codes inconnus laissés de côté : 38700, " in said and said.count("387") == 8
    assert "hors des bornes plausibles" in said


def test_refusals_come_with_their_reason() -> None:
    said: list[str] = []
    note = SourceNote(source(), problem=DataError("Cassé", "ici", "Réparez."))
    tell([FileNote("a.csv", "refusé", detail="Pas lisible"), FileNote("b.csv", "non reconnu")], [note], said.append)
    assert said[0] == "Fichier refusé : a.csv — Pas lisible"
    assert said[1] == "Fichier non reconnu : b.csv"
    assert said[3].strip() == "refusée : Cassé (ici). Réparez."


PLACES = country()
TOTALS = {
    "epci": figures(("200000001", 3), level="epci"),
    "departement": figures(("38", 7), level="departement"),
    "france": figures(("F", 63), level="france"),
}


def over(new: pd.DataFrame) -> dict[tuple[str, str], float]:
    """Return published figures once ``new`` is put over communes and their totals."""
    old = pd.concat([figures(("38001", 1), ("38002", 2), ("38003", 4), ("69002", 16)), *TOTALS.values()],
                    ignore_index=True)  # fmt: skip
    found = merged(old, new, PLACES)
    return found.set_index(["niveau", "code"])["valeur"].to_dict()


def test_what_is_not_read_again_stays() -> None:
    found = over(figures(("38001", 1)))
    assert found[("commune", "38002")] == 2 and found[("epci", "200000001")] == 3 and found[("france", "F")] == 63


def test_a_total_goes_when_a_commune_under_it_becomes_secret() -> None:
    found = over(figures(("38001", Status.SECRET)))
    assert pd.isna(found[("commune", "38001")])
    assert not {("epci", "200000001"), ("departement", "38"), ("france", "F")} & set(found)
    assert found[("commune", "69002")] == 16


def test_a_total_read_again_takes_its_place() -> None:
    new = pd.concat([figures(("38001", 5)), figures(("200000001", 7), level="epci")], ignore_index=True)
    found = over(new)
    assert found[("epci", "200000001")] == 7
    assert ("france", "F") not in found


def test_another_millesime_touches_no_total() -> None:
    old = pd.concat([figures(("38001", 1)), TOTALS["france"]], ignore_index=True)
    found = merged(old, figures(("38001", 50), millesime="2022"), PLACES)
    assert len(found) == 3
    assert found.loc[found["niveau"] == "france", "valeur"].tolist() == [63]
