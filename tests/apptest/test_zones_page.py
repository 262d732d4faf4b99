"""The page of own zones: wrong codes named, overlaps and holes told while composing and once kept."""

from __future__ import annotations

import pytest

from lib.database import connection
from lib.model import Level
from lib.ui import own_zones, zones_page
from lib.zones import Zone
from tests.apptest.reading import assert_sound, words

TOWN, METRO = "commune-38151", ("38151", "38185", "38421")


@pytest.fixture(autouse=True)
def base(tmp_path, configure):
    """Give each test its own empty base."""
    configure(base=tmp_path / "base")
    connection.current.cache_clear()
    yield
    connection.current().close()
    connection.current.cache_clear()


def test_a_list_without_any_code_of_the_level_is_told(visit):
    at = visit("zones", territoire=TOWN)
    at.text_area[0].input("38151 999999999")
    next(one for one in at.button if one.label == "Ajouter ces codes").click().run()
    assert_sound(at)
    assert [one.value for one in at.warning] == ["Aucun code reconnu (38151, 999999999) : 9 signes pour un IRIS."]
    assert "Aucun morceau choisi" in words(at)


def test_the_codes_left_out_of_a_list_are_named_the_others_taken():
    found = own_zones.existing(Level.IRIS, ["381510101", "999999999"])
    assert list(found) == ["381510101"]
    told = zones_page._left_out("381510101 ; 999999999 ; 38151 ; Ouest Nord", found, Level.IRIS)
    assert told.replace("\u00a0", " ").startswith("1 code ajouté. Laissés de côté, inconnus ou d'un autre niveau")
    assert "999999999, 38151 (9 signes" in told
    assert zones_page._left_out("381510101, Ouest Nord", found, Level.IRIS) == ""


def test_pieces_already_in_a_kept_zone_are_named_while_composing(visit):
    own_zones.save(Zone("", "Sud", Level.COMMUNE, METRO[:2]))
    at = visit("zones", territoire=TOWN, carte_zone="commune.departement-38", morceaux=",".join(METRO[1:]))
    assert_sound(at)
    assert "Déjà dans une zone enregistrée : Grenoble (Sud)." in words(at).replace("\u00a0", " ")


def test_communes_that_zones_leave_out_of_their_intercommunality_are_told(visit):
    own_zones.save(Zone("", "Sud", Level.COMMUNE, METRO[:2]))
    own_zones.save(Zone("", "Est", Level.COMMUNE, METRO[1:]))
    at = visit("zones", territoire=TOWN)
    assert_sound(at)
    said = words(at).replace("\u00a0", " ")
    assert "Chevauchements : Grenoble (Sud et Est)." in said or "Chevauchements : Grenoble (Est et Sud)." in said
    assert "Dans aucune zone : Bresson" in said
