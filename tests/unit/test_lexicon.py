"""The lexicon: every indicator has a complete sheet; the search is deaf to accents and case, titles first."""

import pytest

from lib import lexicon, registry

SOURCES = registry.sources()


@pytest.fixture(scope="module")
def prepared(catalog):
    return lexicon.sheets(catalog, SOURCES)


def test_every_indicator_has_a_complete_sheet(catalog):
    lacking = {one.id: found for one in catalog.indicators.values() if (found := lexicon.gaps(one, SOURCES))}
    assert lacking == {}


def test_an_incomplete_sheet_would_be_seen(catalog):
    one = catalog.indicators["part_moins_20"]
    assert lexicon.gaps(one.model_copy(update={"pieges": ""}), SOURCES) == ["pièges"]
    assert "source « inconnue » inconnue" in lexicon.gaps(one.model_copy(update={"source": "inconnue"}), SOURCES)
    lacking = lexicon.gaps(one.model_copy(update={"numerateur": ("rien",)}), SOURCES)
    assert "colonne officielle de « rien »" in lacking


@pytest.mark.parametrize("query", ["pauvrete", "PAUVRETÉ", "pauvret", "  Pauvreté ", "taux de pauvreté"])
def test_accents_case_and_word_endings_do_not_matter(prepared, query):
    found = [one.id for one in lexicon.search(query, prepared)]
    assert found[0].startswith("taux_pauvrete")


def test_a_title_comes_before_a_definition_or_a_trap(prepared):
    found = lexicon.search("chômage", prepared)
    titled = ["chômage" in f"{one.titre} {one.titre_court}".lower() for one in found]
    assert titled == sorted(titled, reverse=True) and set(titled) == {True, False}


def test_producers_and_official_columns_are_searched(prepared):
    assert {one.source for one in lexicon.search("Cnaf", prepared)[:3]} & {"cnaf_communes", "cnaf_iris"}
    assert "part_moins_20" in [one.id for one in lexicon.search("PAA_POP", prepared)]
    assert {one.source for one in lexicon.search("PR_MD60", prepared)} <= {"insee_filosofi_2023"}


def test_every_word_must_be_there_and_an_empty_search_shows_all(prepared, catalog):
    assert lexicon.search("zzz", prepared) == []
    assert lexicon.search("pauvreté zzz", prepared) == []
    assert len(lexicon.search("", prepared)) == len(catalog.indicators)
