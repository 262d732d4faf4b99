"""Maps on the report page: there from the start, added, turned to other areas, made in a file; own zones too."""

from __future__ import annotations

import pytest

from lib.database import payloads
from lib.database.writings import writings
from lib.model import Level
from lib.ui import report_drafts
from lib.zones import carried
from tests.apptest.reading import assert_sound, words

METRO, ISERE = "commune@epci-200040715", "commune@departement-38"

pytestmark = pytest.mark.usefixtures("base")


def begun(visit, place="commune-38151"):
    """Begin a report on a territory."""
    at = visit("rapport", territoire=place)
    return next(one for one in at.button if one.label == "Préparer mon rapport").click().run()


def named(at, name):
    """Return the key of a field of the page."""
    return f"rapport-{at.session_state[report_drafts.SERIAL]}-{name}"


def blocks():
    """Return the blocks of the first chapter of the only draft."""
    (record,) = writings().find(payloads.Draft)
    return record.payload.contenu["rapport"]["chapitres"][0]["blocs"]


def test_a_new_report_has_a_map_that_says_where_the_town_stands(visit):
    at = begun(visit)
    assert_sound(at)
    (drawn,) = [block for block in blocks() if block["carte"]]
    assert drawn["carte"] == METRO
    assert "Carte : Part des moins de 20 ans, communes de Grenoble-Alpes-Métropole" in words(at)
    assert "des 49 communes de Grenoble-Alpes-Métropole" in words(at)


def test_a_map_is_added_to_the_chapter_then_turned_to_other_areas(visit):
    at = begun(visit)
    at.session_state[named(at, "0-ajout-carte")] = True
    at = at.run()
    at = at.selectbox(named(at, "0-carte")).select("part_65_plus").run()
    frames = at.selectbox(named(at, "0-carte-cadre-part_65_plus"))
    assert frames.value == METRO and "Communes de l'Isère" in frames.options
    assert not any("France" in option for option in frames.options)  # too many communes for a page
    at = at.button(named(at, "0-ajouter-carte")).click().run()
    assert_sound(at)
    assert (blocks()[-1]["indicateurs"], blocks()[-1]["carte"]) == (["part_65_plus"], METRO)
    place = len(blocks()) - 1
    at = at.selectbox(named(at, f"0-{place}-cadre")).select(ISERE).run()
    assert blocks()[-1]["carte"] == ISERE and "communes de l'Isère" in words(at)


def test_an_own_zone_has_its_report_with_the_map_of_what_is_around(visit):
    zone = carried("Bassin sud", Level.COMMUNE, ["38151", "38421", "38317"])
    at = begun(visit, zone.key)
    assert_sound(at)
    assert "Rapport sur Bassin sud" in words(at)
    assert [block["carte"] for block in blocks() if block["carte"]] == [METRO]


def test_without_iris_outlines_their_map_is_not_offered(visit):
    at = begun(visit)
    at.session_state[named(at, "0-ajout-carte")] = True
    at = at.run()
    at = at.selectbox(named(at, "0-carte")).select("part_moins_20").run()
    assert not any("IRIS" in one for one in at.selectbox(named(at, "0-carte-cadre-part_moins_20")).options)
