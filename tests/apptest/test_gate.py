"""The access code: asked on every page, deep links included, and nothing shown before it."""

import pytest

from tests.apptest.reading import words


@pytest.fixture(autouse=True)
def closed(configure):
    configure(code_acces="clé-de-Noël")


@pytest.mark.parametrize("page", ["accueil", "portrait", "logement"])
def test_a_deep_link_asks_for_the_code_and_shows_no_figure(visit, page):
    at = visit(page, territoire="commune-38151")
    assert not at.exception
    assert at.title[0].value == "Accès réservé"
    assert "36\u202f847" not in words(at) and "Chiffres clés" not in words(at)


@pytest.mark.parametrize("given", ["", "cle-de-noel", "clé-de-Noël "])
def test_a_wrong_code_stays_outside(visit, given):
    at = visit("portrait", territoire="commune-38151")
    at.text_input[0].set_value(given)
    at.button[0].click().run()
    assert not at.exception
    assert "n'est pas le bon" in at.error[0].value
    assert at.title[0].value == "Accès réservé"


def test_the_code_opens_the_page_asked_with_its_territory(visit):
    at = visit("portrait", territoire="commune-38185")
    at.text_input[0].set_value("clé-de-Noël")
    at.button[0].click().run()
    assert not at.exception and not at.error
    assert at.title[0].value == "Portrait du territoire"
    assert "156\u202f140" in words(at)
