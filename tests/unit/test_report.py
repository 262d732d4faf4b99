"""What the collection says: sources, refusals, and what publication would change on screen."""

from __future__ import annotations

from collections import Counter

import pandas as pd
import pytest

from lib.build.merge import merged
from lib.build.report import FileNote, SourceNote, check_contract, difference, out_of_bounds, spanned, tell
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
    assert found.news == ["taux, communes (2), millésime 2021"]


def test_an_indicator_disappears() -> None:
    found = difference("essai", shown(("38001", 1)), NOTHING)
    assert (found.added, found.removed) == (0, 1)
    assert "disparaît : taux, communes (1), millésime 2021" in found.lines()


def test_a_new_millesime_and_a_lost_territory_are_told() -> None:
    old = shown(("38001", 1), ("38002", 2))
    new = pd.concat([shown(("38001", 1)), shown(("38001", 3), millesime="2022")])
    found = difference("essai", old, new)
    assert (found.added, found.removed, found.changed) == (1, 1, 0)
    assert found.news == ["taux, communes (1), millésime 2022"]


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
    assert difference("essai", NOTHING, new).news[-1] == "et 4\u00a0autres"
    assert difference("essai", NOTHING, new[:9]).news[-1] == "et 1\u00a0autre"


def test_the_millesimes_of_one_indicator_are_told_together_under_its_title() -> None:
    new = pd.concat([shown(("38001", 1), ("38002", 2), millesime=str(year)) for year in range(2012, 2022)])
    found = difference("essai", NOTHING, new, {"taux": "Taux d'essai"})
    assert found.news == ["Taux d'essai, communes (2), 2012 à 2021, 10\u00a0millésimes"]
    assert found.lines()[0] == "20\u00a0valeurs nouvelles"


def test_one_value_is_singular() -> None:
    found = difference("essai", shown(("38001", 1), ("38002", 2)), shown(("38001", 3), ("38003", 2)))
    said = found.lines()[0].replace("\u00a0", " ")
    assert said == "1 valeur nouvelle, 1 valeur retirée, 1 valeur modifiée"


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


def told(note: SourceNote) -> str:
    """Return what a source gave, with plain spaces."""
    return "\n".join(note.lines()).replace("\u00a0", " ")


def test_a_source_tells_what_it_gave() -> None:
    passage = Passage({"38900": "38001"}, 2, {"commune": {str(38700 + i) for i in range(10)}})
    note = SourceNote(
        source(), ("2020", "2021"), 1234, Counter({"secret": 3, "arrondi": 1200}), ["n 2021, commune 38001 = -1"],
        passage, remarks=("une colonne manque",),
    )  # fmt: skip
    said = told(note)
    assert "1\u202f234 valeurs lues, millésimes 2020, 2021" in said
    assert "3 secrètes" in said and "1\u202f200 arrondies" in said
    assert "1 ancien code de commune repassé au découpage 2026" in said
    assert "2 territoires hors des 101 départements, laissés de côté" in said
    assert "10 codes inconnus du découpage 2026, laissés de côté : 38700, " in said and said.count("387") == 8
    assert "hors des bornes plausibles" in said
    assert "à savoir : une colonne manque" in said


def test_long_lists_of_millesimes_are_short_and_one_is_singular() -> None:
    quarters = tuple(f"{year}-T{rank}" for year in range(2010, 2026) for rank in range(1, 5))[:62]
    assert spanned(quarters) == "2010-T1 à 2025-T2, 62\u00a0millésimes"
    assert spanned(("2021",)) == "millésime 2021"
    assert "1 valeur lue, millésime 2021" in told(SourceNote(source(), ("2021",), 1))
    assert "dont 1 secrète" in told(SourceNote(source(), ("2021",), 2, Counter({"secret": 1})))


@pytest.mark.parametrize(
    ("level", "codes", "said"),
    [
        ("epci", {"200000009"}, "1 EPCI disparu depuis, laissé de côté : 200000009"),
        ("iris", {"380010901", "380010902"}, "2 IRIS redécoupés ou supprimés depuis, laissés de côté : 380010901, 3"),
        ("nom", {"pays perdu"}, "1 EPCI connu par son seul nom, qu'aucun EPCI de 2026 ne porte"),
        ("departement", {"20"}, "1 code inconnu du découpage 2026, laissé de côté : 20"),
    ],
)
def test_codes_set_aside_are_explained(level: str, codes: set[str], said: str) -> None:
    assert said in told(SourceNote(source(), ("2021",), 3, passage=Passage(unknown={level: codes})))


def test_an_iris_that_is_no_more_is_told_apart_when_its_commune_counts_it() -> None:
    note = SourceNote(source(iris_complets=True), ("2021",), 3, passage=Passage(unknown={"iris": {"380010901"}}))
    assert "1 IRIS redécoupé ou supprimé depuis, compté dans sa seule commune" in told(note)


def test_a_partial_list_is_told() -> None:
    one = told(SourceNote(source(), ("2021",), 3, passage=Passage(partial={"38"})))
    assert "liste partielle dans le département 38 : ce que le fichier n'y liste pas est inconnu, et non nul" in one
    several = told(SourceNote(source(), ("2021",), 3, passage=Passage(partial={"38", "2A"})))
    assert "liste partielle dans les départements 2A, 38 : " in several


def test_refusals_come_with_their_reason() -> None:
    said: list[str] = []
    broken = DataError("Cassé", "ici", "Réparez.")
    tell([FileNote("a.csv", "refusé", problem=broken), FileNote("b.csv", "non reconnu")],
         [SourceNote(source(), problem=broken)], said.append)  # fmt: skip
    assert said[0] == "Fichier refusé : a.csv — Cassé (ici). Réparez."
    assert said[1] == "Fichier non reconnu : b.csv"
    assert said[3].strip() == "refusée : Cassé (ici). Réparez."


def test_downloads_that_fail_alike_are_told_once() -> None:
    said: list[str] = []
    files = [
        FileNote(
            f"fichier {i}", "non obtenu", problem=DataError("Le site ne répond pas", f"https://a/{i}", "Relancez.")
        )
        for i in range(200)
    ]
    gone = FileNote("ancien", "non obtenu", problem=DataError("Le fichier n'est plus là", "https://a/x", "Cherchez."))
    tell([*files, gone], [], said.append)
    assert [line.replace("\u00a0", " ") for line in said] == [
        f"200 fichiers non obtenus : {', '.join(f'fichier {i}' for i in range(8))}… — Le site ne répond pas. Relancez.",
        "1 fichier non obtenu : ancien — Le fichier n'est plus là. Cherchez.",
        "  https://a/x",
    ]


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
