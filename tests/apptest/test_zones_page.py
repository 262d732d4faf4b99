"""The page of own zones: wrong codes named, overlaps and holes told while composing and once kept."""

from __future__ import annotations

import geopandas as gpd
import pytest
import shapely

from lib.deposits import Deposit
from lib.model import Level
from lib.ui import own_zones, resources, zone_outline, zones_page
from lib.ui.atlas_choices import Frame
from lib.zones import Zone
from tests.apptest.reading import assert_sound, words

TOWN, METRO = "commune-38151", ("38151", "38185", "38421")

pytestmark = pytest.mark.usefixtures("base")


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


def test_a_commune_cut_by_an_outline_is_judged_by_the_people_of_its_iris(tmp_path, configure):
    known = resources.territories()
    frame = Frame(Level.COMMUNE, known.get("departement-38"))
    west, south, east, north = resources.shapes(frame.level, frame.scope)["38151"].bounds
    third = Deposit("tiers", (shapely.box(west, south, west + (east - west) / 3, north),), ("",))
    surfaces, counted = zone_outline.inside(frame, third)
    assert 0.01 < surfaces["38151"] < 0.5 and counted == 0
    codes = [area.code for area in known.children(known.get(TOWN), Level.IRIS)]
    height = (north - south) / len(codes)  # made-up IRIS: all of them in the third
    rows = [shapely.box(west, south + i * height, west + (east - west) / 4, south + (i + 1) * height)
            for i in range(len(codes))]  # fmt: skip
    path = tmp_path / "iris_fictif.parquet"
    gpd.GeoDataFrame({"code_iris": codes}, geometry=rows, crs="EPSG:4326").to_parquet(path)
    configure(paquets=path)
    judged, counted = zone_outline.inside(frame, third)
    assert judged["38151"] == pytest.approx(1, abs=1e-3) and counted == 1
    assert {code: share for code, share in judged.items() if code != "38151"} == {
        code: share for code, share in surfaces.items() if code != "38151"
    }
    assert "la moitié des habitants" in zone_outline._told(1, counted, Level.COMMUNE)
