"""What sets a territory apart: the same whatever the order, words that agree with numbers, silence where due."""

import random
from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lib import synthesis, synthesis_words
from lib.comparison_words import ratio_words
from lib.formats import NBSP, THIN
from lib.model import Indicator, Level, Status, Theme
from lib.observation import Observation
from lib.questions import Question
from lib.synthesis import Circle, Gap, Silence

RATE = Indicator(
    id="taux",
    theme="portrait",
    titre="Taux",
    titre_court="Taux",
    unite="pourcent",
    definition="…",
    lecture="{valeur} des habitants vivent sous le seuil de pauvreté",
    source="s",
    numerateur=("a",),
    denominateur=("b",),
    niveaux=(Level.COMMUNE,),
    millesimes_comparables="tous",
    sens="defavorable",
    essentiel=True,
    comprendre="…",
    utiliser="…",
    ne_permet_pas_de_dire="…",
    pieges="…",
)
VALUES = st.floats(0.5, 100)


def seen(code: str, value: float | None, status: Status = Status.OK, millesime: str = "2023") -> Observation:
    return Observation("taux", Level.COMMUNE, code, value, status, millesime)


def around(values: list[float], **changes: object) -> list[Observation]:
    return [replace(seen(f"{rank:05}", value), **changes) for rank, value in enumerate(values)]


@given(VALUES, st.lists(VALUES, min_size=8, max_size=40), st.randoms())
def test_the_order_of_the_others_changes_nothing(value: float, values: list[float], shuffle: random.Random) -> None:
    others = around(values)
    told = synthesis.gap(RATE, seen("38151", value), others)
    shuffle.shuffle(others)
    assert synthesis.gap(RATE, seen("38151", value), others) == told


@given(st.floats(0.5, 8) | st.floats(22, 100), st.lists(st.floats(10, 20), min_size=8, max_size=40))
def test_the_words_agree_with_the_numbers(value: float, values: list[float]) -> None:
    found = synthesis.gap(RATE, seen("38151", value), around(values), "communes semblables")
    assume(isinstance(found, Gap) and found.stands_out)
    words = synthesis_words.sentence(found)
    below = " moins que la médiane" in words
    assert below == (found.value < found.middle) == (synthesis_words.direction(found) == "au-dessous")
    assert ("défavorable" in synthesis_words.judgement(found)) == (found.value > found.middle)
    assert found.told in words and found.told_middle in words
    assert words[0].isupper() or words[0].isdigit()


@given(VALUES, st.lists(VALUES, min_size=8, max_size=40), st.sampled_from(["2021", "2022", "2024"]))
def test_other_millesimes_are_never_compared(value: float, values: list[float], other: str) -> None:
    alone = synthesis.gap(RATE, seen("38151", value), around(values))
    extra = [seen(f"9{rank:04}", 1e6, millesime=other) for rank in range(50)]
    assert synthesis.gap(RATE, seen("38151", value), [*around(values), *extra]) == alone
    assert synthesis.gap(RATE, seen("38151", value), around(values, millesime=other)) is Silence.FEW_PEERS


@given(st.lists(VALUES, min_size=8, max_size=40), st.sampled_from(sorted(synthesis.SILENT)))
def test_a_fragile_or_hidden_figure_is_never_told(values: list[float], status: Status) -> None:
    value = 50.0 if status is Status.FRAGILE else None
    assert synthesis.gap(RATE, seen("38151", value, status), around(values)) is Silence.FRAGILE


@given(VALUES, st.lists(VALUES, min_size=8, max_size=40))
def test_a_territory_is_not_compared_with_itself(value: float, values: list[float]) -> None:
    others = around(values)
    assert synthesis.gap(RATE, seen("38151", value), [*others, seen("38151", value)]) == synthesis.gap(
        RATE, seen("38151", value), others
    )


def test_too_few_too_secret_or_too_even_areas_are_said() -> None:
    mine, spread = seen("38151", 30.0), [10.0, 11, 12, 13, 14, 15, 16, 17]
    assert synthesis.gap(RATE, mine, around(spread[:7])) is Silence.FEW_PEERS
    secret = [seen(f"7{rank:04}", None, Status.SECRET) for rank in range(3)]
    assert synthesis.gap(RATE, mine, [*around(spread), *secret]) is Silence.HIDDEN_PEERS
    assert isinstance(synthesis.gap(RATE, mine, [*around(spread), *secret[:2]]), Gap)
    assert synthesis.gap(RATE, mine, around([12.0] * 9)) is Silence.NO_SPREAD
    assert synthesis.gap(RATE, seen("38151", None, Status.NON_DISPONIBLE), around(spread)) is Silence.NO_FIGURE
    count = RATE.model_copy(update={"unite": "habitants"})
    assert synthesis.gap(count, mine, around(spread)) is Silence.COUNT


def test_a_gap_is_told_in_plain_french() -> None:
    found = synthesis.gap(
        RATE, seen("38151", 32.0), around([14.0, 15, 15.5, 16, 16, 17, 18, 19]), "communes semblables"
    )
    assert isinstance(found, Gap) and found.stands_out and found.score == pytest.approx(16 / 1.4826)
    assert synthesis_words.sentence(found) == (
        f"Près d'un tiers des habitants vivent sous le seuil de pauvreté (32,0{THIN}%), soit le double de "
        f"la médiane{NBSP}de 8{NBSP}communes semblables (16,0{THIN}%)."
    )


def test_an_index_is_compared_in_points() -> None:
    index = RATE.model_copy(update={"unite": "indice", "lecture": "l'indice est de {nombre}"})
    found = synthesis.gap(index, seen("38151", 88.5), around([100.0, 101, 102, 103, 104, 105, 106, 107]), "communes")
    assert isinstance(found, Gap)
    assert synthesis_words.sentence(found).startswith(
        f"L'indice est de 88,5, soit 15,0{NBSP}points de moins que la médiane"
    )


@pytest.mark.parametrize(
    ("percent", "words"),
    [
        (24.0, "près d'un quart"),
        (25.1, "un quart"),
        (26.0, "un peu plus d'un quart"),
        (49.0, "près de la moitié"),
        (51.7, "un peu plus de la moitié"),
        (65.0, "près des deux tiers"),
        (66.7, "les deux tiers"),
        (76.9, "un peu plus des trois quarts"),
        (2.0, ""),
        (29.0, ""),
        (12.0, ""),
        (99.0, ""),
    ],
)
def test_shares_are_named_by_a_near_fraction_only(percent: float, words: str) -> None:
    assert synthesis_words.fraction(percent) == words


@given(st.floats(0, 100))
def test_a_fraction_is_never_two_points_away(percent: float) -> None:
    words = synthesis_words.fraction(percent)
    if words:
        nearest = min(synthesis_words.FRACTIONS, key=lambda pair: abs(pair[0] - percent))[0]
        assert abs(nearest - percent) <= 2
        assert ("plus" in words) == (percent - nearest >= 0.25)
        assert words.startswith("près") == (nearest - percent >= 0.25)


SPREAD = [10.0, 11, 12, 13, 14, 15, 16, 17]


def test_a_wider_group_is_used_only_when_the_closest_has_too_few_figures() -> None:
    asked: list[int] = []

    def read(rank: int, wanted: dict[str, str]) -> dict[str, list[Observation]]:
        asked.append(rank)
        assert wanted == {"taux": "2023"}
        return {"taux": around(SPREAD[: 7 + rank])}

    circles = [Circle("a"), Circle("b"), Circle("c")]
    found, rank = synthesis.measure([RATE], {"taux": [seen("38151", 30.0)]}, circles, read)["taux"]
    assert isinstance(found, Gap) and (found.noun, found.latest, rank, asked) == ("b", "", 1, [0, 1])


def test_areas_alike_at_an_older_year_come_before_those_that_are_not_alike_and_the_year_is_said() -> None:
    asked: list[tuple[int, str]] = []

    def read(rank: int, wanted: dict[str, str]) -> dict[str, list[Observation]]:
        asked.append((rank, wanted["taux"]))
        return {"taux": around(SPREAD, millesime="2021") if wanted["taux"] == "2021" else []}

    series = [seen("38151", 28.0, millesime="2015"), seen("38151", 29.0, millesime="2021"), seen("38151", 30.0)]
    circles = [Circle("communes semblables"), Circle("communes de l'Isère", alike=False)]
    found, rank = synthesis.measure([RATE], {"taux": series}, circles, read)["taux"]
    assert isinstance(found, Gap) and (found.value, found.latest, rank) == (29.0, "2023", 0)
    assert asked == [(0, "2023"), (0, "2021")]
    assert synthesis_words.sentence(found).startswith("En 2021, 29,0")


def test_a_year_too_far_or_a_missing_latest_figure_is_never_replaced_by_an_old_one() -> None:
    old, circles = seen("38151", 28.0, millesime="2018"), [Circle("a")]

    def read(_rank: int, wanted: dict[str, str]) -> dict[str, list[Observation]]:
        return {"taux": around(SPREAD, millesime=wanted["taux"])} if wanted["taux"] == "2018" else {}

    assert (
        synthesis.measure([RATE], {"taux": [old, seen("38151", 30.0)]}, circles, read)["taux"][0] is Silence.FEW_PEERS
    )
    secret = seen("38151", None, Status.SECRET)
    assert synthesis.measure([RATE], {"taux": [old, secret]}, circles, read)["taux"][0] is Silence.FRAGILE


def test_a_criterion_that_chose_the_areas_is_compared_with_the_next_circle() -> None:
    circles = [Circle("a", blind=frozenset({"taux"})), Circle("b")]
    found, rank = synthesis.measure(
        [RATE], {"taux": [seen("38151", 30.0)]}, circles, lambda rank, _: {"taux": around(SPREAD)}
    )["taux"]
    assert isinstance(found, Gap) and (found.noun, rank) == ("b", 1)


def test_a_circle_that_the_file_hardly_covers_is_passed_over_unless_its_figures_are_secret() -> None:
    circles = [Circle("a", size=40), Circle("b", size=16)]
    found = synthesis.measure(
        [RATE], {"taux": [seen("38151", 30.0)]}, circles, lambda _rank, _wanted: {"taux": around(SPREAD)}
    )
    assert found["taux"][1] == 1
    assert Circle("a", size=16).covered([*around(SPREAD[:6]), seen("7", None, Status.SECRET)], "2023") is False
    assert Circle("a", size=14).covered([*around(SPREAD[:6]), seen("7", None, Status.SECRET)], "2023")
    assert Circle("a", alike=False, size=400).covered(around(SPREAD), "2023")


def one(name: str, theme: str, score: float, value: float = 0.0, middle: float = 10.0) -> Gap:
    mine = seen("38151", value or 30.0 + score)
    return Gap(RATE.model_copy(update={"id": name, "theme": theme}), mine, middle, score, ("1",) * 8)


def test_gaps_are_sorted_by_theme_then_size_and_questions_take_turns() -> None:
    themes = {
        name: Theme(id=name, titre=name, description="…", questions=("?",), indicateurs=(RATE,))
        for name in ("portrait", "sante")
    }
    gaps = [one("b", "portrait", 2.0), one("a", "portrait", -2.0), one("c", "portrait", 3.0), one("d", "sante", -9.0)]
    sorted_gaps = synthesis.by_theme(gaps, themes)
    assert [[gap.indicator.id for gap in listed] for listed in sorted_gaps.values()] == [["c", "a", "b"], ["d"]]
    assert synthesis.by_theme(gaps[::-1], themes) == sorted_gaps
    asked = [
        Question(id="un", question="Un ?", plus=("a", "b")),
        Question(id="deux", question="Deux ?", plus=("c",), moins=("a",)),
        Question(id="trois", question="Trois ?", moins=("d",)),
        Question(id="quatre", question="Quatre ?", plus=("d",)),
    ]
    found = [(gap.indicator.id, question) for gap, question in synthesis.questions(sorted_gaps, asked)]
    assert found == [("d", "Trois ?"), ("c", "Deux ?"), ("b", "Un ?")]
    assert synthesis.questions(sorted_gaps, asked, limit=1) == [(gaps[3], "Trois ?")]


def test_the_same_figure_is_told_once_by_its_essential_indicator() -> None:
    only = Gap(
        RATE.model_copy(update={"id": "seule", "essentiel": False}), seen("38151", 88.8), 110.0, -3.0, ("1",) * 8
    )
    mean = Gap(RATE.model_copy(update={"id": "moyenne"}), seen("38151", 88.8), 112.0, -2.0, ("1",) * 8)
    assert [gap.indicator.id for gap in synthesis.once([only, mean])] == ["moyenne"]


def test_the_rest_of_a_whole_is_not_told_twice() -> None:
    owners, tenants = one("b", "logement", -3.0, 36.0, 60.0), one("a", "logement", 2.5, 61.6, 37.0)
    assert synthesis.once([tenants, owners]) == [owners]
    flats = one("c", "logement", 2.5, 95.0, 80.0)
    assert synthesis.once([owners, flats]) == [owners, flats]


@given(VALUES, VALUES)
def test_the_ratio_told_is_that_of_the_figures_as_written(value: float, middle: float) -> None:
    gap = one("a", "portrait", 1.0 if value > middle else -1.0, value, middle)
    assume(gap.told != gap.told_middle)
    rounded = ratio_words(round(value + 1e-9, 1) / round(middle + 1e-9, 1))
    assert rounded in synthesis_words.sentence(gap)
