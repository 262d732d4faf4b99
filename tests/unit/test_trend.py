"""Comparability over time: census gaps, declared breaks, polarity, small bases."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.model import Break, Indicator, Level, Source, SourceFile, Status
from lib.observation import Observation
from lib.trend import Direction, beside, breaks_between, comparable, segments, trend

BREAK = Break("2021", "2023", "nouvelle méthode")
SOURCE = Source(
    id="s", titre="t", titre_court="t", producteur="p", licence="Licence Ouverte 2.0", page="https://x", mention="m",
    champ="c", verification="documentation", fichiers=(SourceFile("2021", "https://x", 2023),),
)  # fmt: skip
PLAIN = {"s": SOURCE}
BROKEN = {"s": replace(SOURCE, ruptures=(BREAK,))}


def indicator(**changes: object) -> Indicator:
    fields = {
        "id": "x", "theme": "portrait", "titre": "X", "titre_court": "X", "unite": "pourcent", "definition": "d",
        "lecture": "{valeur}", "source": "s", "numerateur": ("a",), "denominateur": ("b",), "facteur": 100,
        "niveaux": ("commune",), "millesimes_comparables": "tous", "sens": "defavorable", "essentiel": True,
        "comprendre": "c", "utiliser": "u", "ne_permet_pas_de_dire": "n", "pieges": "p",
    }  # fmt: skip
    return Indicator.model_validate(fields | changes)


def series(*points: tuple[str, float | None]) -> list[Observation]:
    return [
        Observation(
            "x", Level.COMMUNE, "38151", value, Status.OK if value is not None else Status.SECRET, year, source="s"
        )
        for year, value in points
    ]


def test_the_change_is_said_over_about_five_years() -> None:
    found = trend(series(("2010", 5), ("2016", 10), ("2019", 14), ("2021", 12.5)), indicator(), PLAIN)
    assert (found.first.millesime, found.last.millesime) == ("2016", "2021")
    assert found.direction is Direction.UP
    assert found.change == pytest.approx(2.5)
    assert found.judgement == "défavorable"
    assert not found.relative


def test_census_years_under_five_years_apart_are_not_compared() -> None:
    rule = indicator(millesimes_comparables="ecart_5_ans")
    found = trend(series(("2020", 10), ("2021", 12)), rule, PLAIN)
    assert found.direction is Direction.NOT_COMPARABLE
    assert "cinq ans" in found.reason


def test_a_break_declared_by_another_source_of_the_indicator_is_not_crossed() -> None:
    sources = {"s": SOURCE, "nouvelle": replace(SOURCE, id="nouvelle", ruptures=(BREAK,))}
    points = series(("2017", 20), ("2021", 21), ("2023", 27))
    rule = indicator(autres_sources=("nouvelle",))
    assert trend(points, rule, sources).direction is Direction.NOT_COMPARABLE
    assert [len(run) for run in segments(points, rule, sources)] == [2, 1]
    assert beside(points[-1], points[:2], rule, sources) is None
    assert trend(points, indicator(), sources).direction is Direction.UP


def test_a_break_is_named_and_never_crossed() -> None:
    points = series(("2019", 20), ("2021", 21), ("2023", 27))
    found = trend(points, indicator(), BROKEN)
    assert found.direction is Direction.NOT_COMPARABLE
    assert found.reason == "nouvelle méthode"
    assert [[seen.millesime for seen in run] for run in segments(points, indicator(), BROKEN)] == [
        ["2019", "2021"],
        ["2023"],
    ]
    assert breaks_between(points[0], points[1], indicator(), BROKEN) == []


def test_a_break_of_other_variables_does_not_count() -> None:
    sources = {"s": replace(SOURCE, ruptures=(replace(BREAK, variables=("autre",)),))}
    assert trend(series(("2019", 20), ("2024", 21)), indicator(), sources).direction is Direction.UP


@pytest.mark.parametrize(
    ("sense", "change", "word"),
    [
        ("favorable", 5, "favorable"),
        ("favorable", -5, "défavorable"),
        ("defavorable", -5, "favorable"),
        ("neutre", 5, ""),
    ],
)
def test_polarity(sense: str, change: float, word: str) -> None:
    found = trend(series(("2016", 20), ("2021", 20 + change)), indicator(sens=sense), PLAIN)
    assert found.judgement == word


def test_counts_change_in_percent_and_not_from_a_tiny_base() -> None:
    rule = indicator(unite="habitants", denominateur=(), facteur=1)
    assert trend(series(("2016", 200), ("2021", 210)), rule, PLAIN).change == pytest.approx(5)
    assert trend(series(("2016", 19), ("2021", 38)), rule, PLAIN).direction is Direction.NOT_COMPUTABLE


def test_secret_and_lone_values_are_not_computable() -> None:
    assert trend(series(("2016", None), ("2021", 3)), indicator(), PLAIN).direction is Direction.NOT_COMPUTABLE
    assert trend([], indicator(), PLAIN).direction is Direction.NOT_COMPUTABLE


def test_a_rounded_zero_is_stable() -> None:
    assert trend(series(("2016", 10), ("2021", 10.04)), indicator(), PLAIN).direction is Direction.STABLE


@given(st.lists(st.integers(1968, 2025), min_size=1, max_size=12, unique=True))
def test_comparable_census_years_are_five_years_apart(found: list[int]) -> None:
    points = series(*((str(year), 10.0) for year in sorted(found)))
    kept = [int(seen.millesime) for seen in comparable(points, indicator(millesimes_comparables="ecart_5_ans"), PLAIN)]
    assert kept[-1] == max(found)
    assert all(after - before >= 5 for before, after in pairwise(kept))


@given(st.lists(st.integers(2000, 2030), min_size=1, max_size=12, unique=True))
def test_segments_keep_every_known_value_and_never_cross_the_break(found: list[int]) -> None:
    points = series(*((str(year), float(year)) for year in sorted(found)))
    runs = segments(points, indicator(), BROKEN)
    assert [seen for run in runs for seen in run] == points
    assert not any(run[0].millesime <= "2021" and run[-1].millesime >= "2023" for run in runs)


def test_another_area_stands_beside_with_the_same_year_first() -> None:
    mine = series(("2023", 20))[0]
    others = series(("2021", 5), ("2023", 6))
    assert beside(mine, others, indicator(), PLAIN) == others[1]
    assert beside(mine, others[:1], indicator(), PLAIN) == others[0]


def test_another_area_never_stands_beside_across_a_break_nor_from_long_ago() -> None:
    mine = series(("2023", 20))[0]
    assert beside(mine, series(("2021", 5)), indicator(), BROKEN) is None
    assert beside(mine, series(("2019", 5)), indicator(), PLAIN) is None
    assert beside(mine, series(("2023", None)), indicator(), PLAIN) is None
