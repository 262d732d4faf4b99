"""Sentences about one figure: trends with their polarity, breaks, and why a figure is to be read with care."""

from dataclasses import replace

import pytest

from lib.formats import NBSP, THIN
from lib.model import Level, Status
from lib.trend import trend
from lib.wording import precaution, trend_words
from tests.unit.test_trend import BREAK, BROKEN, PLAIN, SOURCE, indicator, series


def words(points, sources=PLAIN, **changes):
    rule = indicator(**changes)
    return trend_words(trend(series(*points), rule, sources), rule, sources)


def test_a_rate_rises_in_points_with_its_polarity():
    told = words([("2012", 10.0), ("2023", 12.3)])
    assert (told.arrow, told.word, told.detail) == ("↗", "en hausse", f" de 2,3{THIN}pts entre 2012 et 2023")
    assert told.judgement == "défavorable"


@pytest.mark.parametrize(("last", "size"), [(11.9, f"1,9{THIN}pt"), (11.96, f"2,0{THIN}pts")])
def test_points_are_plural_from_two(last, size):
    assert f" de {size} " in words([("2012", 10.0), ("2023", last)]).detail


def test_a_count_falls_in_percent_without_polarity_when_neutral():
    told = words([("2012", 200.0), ("2023", 150.0)], unite="habitants", denominateur=(), facteur=1, sens="neutre")
    assert (told.arrow, told.detail) == ("↘", f" de 25,0{THIN}% entre 2012 et 2023")
    assert told.judgement == ""


def test_no_change_is_stable():
    told = words([("2012", 10.0), ("2023", 10.04)])
    assert (told.arrow, told.word, told.detail, told.judgement) == ("→", "stable", " entre 2012 et 2023", "")


def test_a_break_is_told_in_a_few_words():
    told = words([("2019", 10.0), ("2023", 12.0)], BROKEN)
    assert (told.arrow, told.word) == ("", "non comparable")
    assert told.detail == f"{NBSP}: nouvelle méthode en 2023" and BREAK.depuis == "2023"


def test_a_change_of_a_small_count_is_not_judged():
    first, last = series(("2012", 10.0), ("2023", 12.3))
    rule = indicator()
    told = trend_words(trend([first, replace(last, status=Status.FRAGILE)], rule, PLAIN), rule, PLAIN)
    assert told.detail.endswith("sur un petit effectif") and told.judgement == ""


def test_one_year_is_not_computable():
    assert words([("2023", 10.0)]).word == "non calculable"


def test_quarters_are_spoken():
    told = words([("2016-T4", 10.0), ("2021-T1", 12.0)])
    assert told.detail.endswith("entre le 4e trimestre 2016 et le 1er trimestre 2021")


def seen(status, **changes):
    (one,) = series(("2021", 5.0))
    return replace(one, status=status, **changes)


CENSUS = replace(SOURCE, fragile_sous=200, producteur="Insee")
CAF = replace(SOURCE, producteur="Cnaf", mention="décembre {millesime}, effectifs arrondis à 5")
FILOSOFI = replace(SOURCE, id="insee_filosofi_cc", producteur="Insee")


@pytest.mark.parametrize(
    ("figure", "rule", "source", "wanted"),
    [
        (seen(Status.FRAGILE, numerator=42.0, denominator=900.0), indicator(), CENSUS, "effectif de 42,"),
        (seen(Status.FRAGILE, numerator=420.0, denominator=900.0, level=Level.IRIS), indicator(), CENSUS, "label de"),
        (seen(Status.FRAGILE), indicator(), FILOSOFI, "note de précaution"),
        (seen(Status.ARRONDI), indicator(unite="foyers", denominateur=()), CAF, "effectif arrondi à 5 par"),
        (seen(Status.ARRONDI), indicator(), CAF, "calculé sur des effectifs arrondis à 5"),
        (seen(Status.ARRONDI, numerator=5.0, denominator=20.0), indicator(), CAF, "un ordre de grandeur"),
        (seen(Status.ARRONDI), indicator(), FILOSOFI, f"« 5{THIN}% ou moins »"),
        (seen(Status.ARRONDI), indicator(unite="foyers", denominateur=()), SOURCE, "arrondi par le producteur (p)"),
        (seen(Status.ESTIME), indicator(), CENSUS, "provisoire, ou calculé d'après un modèle (Insee)"),
        (seen(Status.ESTIME), indicator(), replace(SOURCE, id="education_ips_ecoles"), "moyenne simple"),
        (seen(Status.OK), indicator(), CENSUS, ""),
    ],
)  # fmt: skip
def test_a_precaution_depends_on_who_publishes(figure, rule, source, wanted):
    said = precaution(figure, rule, source)
    assert wanted in said and bool(said) == bool(wanted)


@pytest.mark.parametrize(("count", "few"), [(10.0, True), (200.0, False), (None, False)])
def test_a_change_of_a_share_of_few_rounded_people_is_said_fragile(count, few):
    first, last = (
        replace(one, status=Status.ARRONDI, numerator=count, denominator=900.0)
        for one in series(("2012", 25.0), ("2023", 50))
    )
    told = trend_words(trend([first, last], indicator(), PLAIN), indicator(), PLAIN)
    assert told.detail.endswith("sur un petit effectif") is few
    assert bool(told.judgement) is not few
