"""Meeting mode: the series offered shows maps that have figures; my own zone is what the sentence speaks of."""

from __future__ import annotations

import pytest

from lib.database.payloads import Series, checked
from lib.database.writings import writings
from lib.meeting import Slide, address
from lib.model import Level
from lib.zones import carried
from tests.apptest.reading import assert_sound, words

ZONE = carried("Ouest", Level.COMMUNE, ["38151", "38185"])

pytestmark = pytest.mark.usefixtures("base")


@pytest.mark.parametrize("place", ["commune-97411", "departement-974", "france-F", "region-84", "commune-75056"])
def test_the_series_offered_never_begins_with_a_map_without_figures(visit, place):
    at = visit("reunion", territoire=place, lecture="oui")
    assert_sound(at)
    assert " à moins de " in words(at)  # a legend of classes
    assert "n.d." not in words(at).split("Source")[0]


def test_the_sentence_speaks_of_my_own_zone(visit):
    at = visit("reunion", territoire=ZONE.key, lecture="oui", vues="part_65_plus@commune.departement-38")
    assert_sound(at)
    assert "Dans la zone « Ouest »" in words(at).replace("\u00a0", " ")


def test_a_kept_series_opens_on_the_territory_for_which_it_was_prepared(visit):
    slide = Slide("part_65_plus", "commune.departement-38")
    step = {"titre": "Les 65 ans ou plus", "adresse": address(slide, "commune-38185")}
    writings().create(checked(Series, {"nom": "Conseil de mars", "vues": [step]}))
    at = visit("reunion", territoire="commune-69123")
    next(one for one in at.button if one.label == "Reprendre").click().run()
    assert at.session_state["territoire"] == "commune-38185"
    assert "Part des 65 ans ou plus – Communes de l'Isère" in words(at)
