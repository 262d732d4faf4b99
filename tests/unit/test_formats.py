"""French numbers, amounts, articles and comparison phrases."""

import math
import re
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as some

from lib import formats
from lib.comparison_words import comparison, ratio_words
from lib.formats import MINUS, NBSP, THIN, amount, at, number, of, plain, the
from lib.model import Level, Status, Territory, Unit

TOLD = {
    "un dixième": 0.1,
    "un cinquième": 0.2,
    "un quart": 0.25,
    "un tiers": 1 / 3,
    "deux cinquièmes": 0.4,
}

RATIOS = some.floats(0.4, 2.2) | some.floats(1e-4, 1e4)  # near one, each phrase has its turn


def back(text: str) -> float:
    """Read a displayed number again."""
    return float(text.replace(THIN, "").replace(MINUS, "-").replace(",", "."))


def told(words: str) -> float:
    """Return the ratio that a comparison phrase says."""
    fixed = {"à peu près comme": 1, "un peu moins que": 0.95, "un peu plus que": 1.05}
    fixed |= {"moitié moins que": 0.5, "environ moitié moins que": 0.5, "le double de": 2}
    if words in fixed:
        return fixed[words]
    times = re.fullmatch(rf"([\d{THIN}]+(?:,\d)?) fois( moins que)?", words)
    if times:
        return 1 / back(times[1]) if times[2] else back(times[1])
    part, way = re.fullmatch(r"(?:environ )?(.+) de (moins|plus) que", words).groups()
    return 1 - TOLD[part] if way == "moins" else 1 + TOLD[part]


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (36847, 0, f"36{THIN}847"),
        (67408104, 0, f"67{THIN}408{THIN}104"),
        (999, 0, "999"),
        (12.35, 1, "12,4"),
        (0.25, 1, "0,3"),
        (-3.2, 1, f"{MINUS}3,2"),
        (-0.04, 1, "0,0"),
        (0, 0, "0"),
    ],
)
def test_numbers_are_written_the_french_way(value, decimals, text):
    assert number(value, decimals) == text


def test_a_signed_number_says_plus_and_a_real_minus():
    assert number(3.2, 1, signed=True) == "+3,2"
    assert number(-3.2, 1, signed=True) == f"{MINUS}3,2"
    assert number(0, 1, signed=True) == "0,0"


@given(some.floats(-1e9, 1e9), some.integers(0, 3))
def test_a_displayed_number_reads_back_to_its_rounding(value, decimals):
    text = number(value, decimals)
    assert abs(back(text) - value) <= 0.5 * 10**-decimals + 1e-5
    assert not set(text) & set(". -")
    assert text.lstrip(MINUS).strip("0,") or not text.startswith(MINUS), "zero has no sign"


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (36847.4, "habitants", f"36{THIN}847"),
        (12.34, "pourcent", f"12,3{THIN}%"),
        (21662, "euros", f"21{THIN}660{THIN}€"),
        (4712.6, "hab_km2", f"4{THIN}713{NBSP}hab./km²"),
        (0.74, "hab_km2", f"0,7{NBSP}hab./km²"),
        (0.034, "hab_km2", f"0,03{NBSP}hab./km²"),  # Saül, in Guyane
        (0.96, "hab_km2", f"1{NBSP}hab./km²"),
        (0.001, "hab_km2", f"0{NBSP}hab./km²"),
        (1.4, "hab_km2", f"1{NBSP}hab./km²"),
        (0.0, "hab_km2", f"0{NBSP}hab./km²"),
        (58.44, "pour_100", f"58,4{NBSP}pour{NBSP}100"),
        (103.26, "indice", "103,3"),
        (4.47, "consultations", f"4,5{NBSP}consultations{NBSP}par{NBSP}an"),
        (2.14, "personnes_par_menage", f"2,1{NBSP}personnes"),
        (0.0, "pourcent", f"0,0{THIN}%"),
    ],
)
def test_amounts_follow_their_unit(value, unit, text):
    assert amount(value, unit) == text
    assert plain(value, unit) == text.removesuffix(formats.SUFFIX.get(unit, ""))


def test_every_unit_level_and_status_has_its_words():
    assert set(formats.UNIT_LABEL) == set(get_args(Unit))
    assert set(formats.SUFFIX) | formats.COUNTS | set(formats.DECIMALS) <= set(formats.UNIT_LABEL)
    assert all(formats.DECIMALS[unit] == 0 for unit in formats.COUNTS)
    assert set(formats.LEVEL_PLURAL) == set(Level)
    assert set(formats.STATUS_WORD) == set(Status)


@pytest.mark.parametrize("status", [s for s in Status if not s.has_value])
@pytest.mark.parametrize("value", [None, math.nan, 0.0, 4.0])
def test_a_hidden_status_shows_its_word_whatever_the_value(status, value):
    for text in (amount(value, "habitants", status), plain(value, "pourcent", status)):
        assert text == formats.STATUS_WORD[status]
        assert text and not re.search(r"\d", text)


@pytest.mark.parametrize("value", [None, math.nan])
@pytest.mark.parametrize("unit", list(formats.UNIT_LABEL))
def test_an_unknown_value_is_never_zero(value, unit):
    assert amount(value, unit) == "n.d."


def test_plural_starts_at_two():
    assert formats.plural(0, "commune") == f"0{NBSP}commune"
    assert formats.plural(1, "commune") == f"1{NBSP}commune"
    assert formats.plural(512, "commune") == f"512{NBSP}communes"
    assert formats.plural(2, "chef-lieu", "chefs-lieux") == f"2{NBSP}chefs-lieux"


@pytest.mark.parametrize(
    ("key", "named", "owned", "placed"),
    [
        ("commune-38151", "Échirolles", "d'Échirolles", "à Échirolles"),
        ("commune-38185", "Grenoble", "de Grenoble", "à Grenoble"),
        ("commune-38516", "La Tronche", "de La Tronche", "à La Tronche"),
        ("commune-76351", "Le Havre", "du Havre", "au Havre"),
        ("commune-13097", "Saint-Martin-de-Crau", "de Saint-Martin-de-Crau", "à Saint-Martin-de-Crau"),
        ("commune-78362", "Mantes-la-Ville", "de Mantes-la-Ville", "à Mantes-la-Ville"),
        ("commune-01001", "L'Abergement-Clémenciat", "de L'Abergement-Clémenciat", "à L'Abergement-Clémenciat"),
        ("commune-91692", "Les Ulis", "des Ulis", "aux Ulis"),
        ("departement-38", "l'Isère", "de l'Isère", "dans l'Isère"),
        ("departement-69", "le Rhône", "du Rhône", "dans le Rhône"),
        ("departement-26", "la Drôme", "de la Drôme", "dans la Drôme"),
        ("departement-13", "les Bouches-du-Rhône", "des Bouches-du-Rhône", "dans les Bouches-du-Rhône"),
        (
            "region-84",
            "la région Auvergne-Rhône-Alpes",
            "de la région Auvergne-Rhône-Alpes",
            "dans la région Auvergne-Rhône-Alpes",
        ),
        ("france-F", "la France", "de la France", "en France"),
        ("departement-972", "la Martinique", "de la Martinique", "en Martinique"),
        ("region-01", "la Guadeloupe", "de la Guadeloupe", "en Guadeloupe"),
        ("region-03", "la Guyane", "de la Guyane", "en Guyane"),
        ("departement-974", "La Réunion", "de La Réunion", "à La Réunion"),
        ("region-06", "Mayotte", "de Mayotte", "à Mayotte"),
        ("region-94", "la Corse", "de la Corse", "en Corse"),
        ("departement-2A", "la Corse-du-Sud", "de la Corse-du-Sud", "en Corse-du-Sud"),
    ],
)
def test_names_take_their_article(territories, key, named, owned, placed):
    area = territories.get(key)
    assert (the(area), of(area), at(area)) == (named, owned, placed)


def test_an_intercommunality_is_feminine():
    area = Territory(Level.EPCI, "200030658", "CC du Trièves", "CC")
    assert (the(area), of(area), at(area)) == ("la CC du Trièves", "de la CC du Trièves", "dans la CC du Trièves")


def test_no_name_of_france_keeps_a_clumsy_article(territories):
    for level in (Level.EPCI, Level.DEPARTEMENT, Level.REGION, Level.FRANCE):
        for area in territories.children(territories.get("france-F"), level):
            for text in (the(area), of(area), at(area)):
                assert not re.search(r"\b(de le|de les|à le|à les|le le|la la|l'le|de l' )\b", text, re.I), text


def test_counts_are_said_as_a_share_of_the_reference(catalog, territories):
    indicator, isere = catalog.resolve("population_totale"), territories.get("departement-38")
    assert comparison(36847, 1284943, indicator, isere) == f"2,9{THIN}% de l'Isère"
    assert comparison(1300, 1284943, indicator, isere) == f"0,1{THIN}% de l'Isère"
    assert comparison(36847, 0, indicator, isere) == ""
    assert comparison(0, 1284943, indicator, isere) == ""


@pytest.mark.parametrize(
    ("value", "whole", "name"),
    [
        (12, 24, "population_totale"),  # a handful of people
        (1200, 1284943, "population_totale"),  # hardly anything of the whole
        (30, 60, "points_poste"),  # places people go to: what counts is how many there are
    ],
)
def test_a_share_of_the_whole_is_not_said_when_it_tells_nothing(catalog, territories, value, whole, name):
    assert comparison(value, whole, catalog.resolve(name), territories.get("departement-38")) == ""


@pytest.mark.parametrize(
    ("value", "reference", "key", "phrase"),
    [
        (12.5, 10, "departement-38", f"un quart de plus que l'Isère (10,0{THIN}%)"),
        (12.3, 10, "departement-69", f"environ un quart de plus que le Rhône (10,0{THIN}%)"),
        (10, 10, "france-F", f"à peu près comme la France (10,0{THIN}%)"),
        (20, 10, "departement-38", f"le double de l'Isère (10,0{THIN}%)"),
        (20, 10, "departement-69", f"le double du Rhône (10,0{THIN}%)"),
        (5, 10, "commune-38151", f"moitié moins qu'Échirolles (10,0{THIN}%)"),
        (5, 10, "commune-38185", f"moitié moins que Grenoble (10,0{THIN}%)"),
        (16, 10, "departement-38", f"1,6 fois l'Isère (10,0{THIN}%)"),
        (0, 10, "departement-38", f"l'Isère{NBSP}: 10,0{THIN}%"),
        (5, 0, "departement-38", f"l'Isère{NBSP}: 0,0{THIN}%"),
    ],
)
def test_rates_are_compared_in_words(catalog, territories, value, reference, key, phrase):
    assert comparison(value, reference, catalog.resolve("part_moins_20"), territories.get(key)) == phrase


def test_a_reference_of_another_year_says_its_year(catalog, territories):
    share, people = catalog.resolve("part_moins_20"), catalog.resolve("population_totale")
    isere = territories.get("departement-38")
    assert comparison(16, 10, share, isere, "2021") == f"1,6 fois l'Isère (10,0{THIN}% en 2021)"
    assert comparison(100, 1000, people, isere, "2021") == f"10,0{THIN}% de l'Isère en 2021"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (88.5, f"22,3{NBSP}points de moins que l'Isère (110,8)"),
        (112.0, f"1,2{NBSP}point de plus que l'Isère (110,8)"),
        (110.82, "comme l'Isère (110,8)"),
    ],
)
def test_an_index_is_compared_by_a_difference(catalog, territories, value, words):
    assert comparison(value, 110.8, catalog.resolve("ips_ecoles"), territories.get("departement-38")) == words


@pytest.mark.parametrize(
    ("millesime", "words"),
    [
        ("2021", "en 2021"),
        ("2024-T1", "au 1er trimestre 2024"),
        ("2024-T4", "au 4e trimestre 2024"),
        ("2024-12", "en décembre 2024"),
        ("2024-2025", "en 2024-2025"),
        ("2022-2024", "en 2022-2024"),
    ],
)
def test_a_period_is_said_in_french(millesime, words):
    assert formats.period(millesime) == words


@pytest.mark.parametrize(
    ("millesime", "written"),
    [("2021", "2021"), ("2024-T4", "T4 2024"), ("2024-12", "12/2024"), ("2024-2025", "2024-2025")],
)
def test_a_period_is_short_in_a_table(millesime, written):
    assert formats.short_period(millesime) == written


@pytest.mark.parametrize(
    ("ratio", "phrase"),
    [
        (1, "à peu près comme"),
        (1.05, "un peu plus que"),
        (1.1, "un dixième de plus que"),
        (1.2, "un cinquième de plus que"),
        (1.27, "environ un quart de plus que"),
        (4 / 3, "un tiers de plus que"),
        (1.62, "1,6 fois"),
        (2, "le double de"),
        (12.4, "12 fois"),
        (0.95, "un peu moins que"),
        (0.9, "un dixième de moins que"),
        (0.78, "environ un cinquième de moins que"),
        (0.75, "un quart de moins que"),
        (2 / 3, "un tiers de moins que"),
        (0.56, "environ deux cinquièmes de moins que"),
        (0.5, "moitié moins que"),
        (0.4, "2,5 fois moins que"),
        (0.05, "20 fois moins que"),
    ],
)
def test_each_ratio_has_its_phrase(ratio, phrase):
    assert ratio_words(ratio) == phrase


@given(RATIOS)
def test_words_stand_on_the_right_side_and_near_the_ratio(ratio):
    said = told(ratio_words(ratio))
    assert (said - 1) * (ratio - 1) >= 0 or abs(ratio - 1) <= 0.03
    assert math.isclose(said, ratio, rel_tol=0.095)


@given(RATIOS, RATIOS)
def test_a_larger_ratio_is_never_told_smaller(one, other):
    low, high = sorted((one, other))
    assert told(ratio_words(low)) <= told(ratio_words(high)) + 1e-9


def test_each_indicator_reads_aloud(catalog, territories):
    town = territories.get("commune-38151")
    for indicator in catalog.indicators.values():
        sentence = formats.sentence(indicator, 1234.56, town)
        assert sentence.startswith("À Échirolles, ")
        assert not re.search(r"[{}]", sentence) and not sentence.endswith(".")
