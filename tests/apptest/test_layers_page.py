"""The page of layers: people estimated from IRIS only, quarters crossed, my own zone told, wide areas refused."""

from __future__ import annotations

import json
from datetime import date

import geopandas as gpd
import pytest
import shapely

from lib.database import connection
from lib.deposits import Deposit
from lib.distances import nearest
from lib.exports.caption import Caption
from lib.exports.csv_table import to_csv
from lib.map_above import DOT, Laid, Style
from lib.model import Level, Status
from lib.observation import Observation
from lib.settings import GEO_DIR
from lib.territories import load_territories
from lib.ui import distances_block, kept_layers, layer_quarters, layer_taking, map_parts, resources
from lib.ui.atlas_choices import Frame
from lib.ui.layer_ground import Ground
from lib.zones import carried
from tests.apptest.reading import assert_sound, words

TOWN = "commune-38151"
WEST, SOUTH, STEP = 5.690, 45.130, 0.010
COLUMNS = 5


@pytest.fixture(autouse=True)
def base(tmp_path, configure):
    """Give each test its own empty base."""
    configure(base=tmp_path / "base")
    connection.current.cache_clear()
    kept_layers._writings.cache_clear()
    yield
    connection.current().close()
    connection.current.cache_clear()
    kept_layers._writings.cache_clear()


@pytest.fixture
def iris(tmp_path, configure) -> list[str]:
    """Draw made-up squares for the IRIS of the town, five by row, and return their codes."""
    known = load_territories(GEO_DIR)
    codes = sorted(area.code for area in known.children(known.get(TOWN), Level.IRIS))
    squares = [
        shapely.box(x, y, x + STEP, y + STEP)
        for rank in range(len(codes))
        for x, y in [(WEST + rank % COLUMNS * STEP, SOUTH + rank // COLUMNS * STEP)]
    ]
    path = tmp_path / "iris_fictif.parquet"
    gpd.GeoDataFrame({"code_iris": codes}, geometry=squares, crs="EPSG:4326").to_parquet(path)
    configure(paquets=path, base=tmp_path / "base")
    return codes


def kept(*shapes: shapely.Geometry) -> str:
    """Keep a layer and return how the address names it."""
    return kept_layers.PREFIX + kept_layers.keep(Deposit("ilots", shapes, ("",) * len(shapes)), "Îlots de chaleur")


@pytest.mark.parametrize("place", ["region-84", "france-F"])
def test_a_region_or_the_country_is_told_to_choose_closer(visit, place):
    at = visit("couches", territoire=place)
    assert_sound(at)
    assert "Cette page travaille à l'échelle d'une commune" in words(at)


def test_people_touched_are_never_estimated_from_whole_communes(visit):
    at = visit("couches", territoire=TOWN, couche="qpv", carte_couche="commune.departement-38")
    assert_sound(at)
    assert "habitants vivent dans ces communes, touchés ou non" in words(at)
    assert "soit environ" not in words(at) and "ne s'estime qu'à l'IRIS" in words(at)


def test_people_touched_and_priority_quarters_are_crossed_on_iris(visit, iris):
    whole_row = shapely.box(WEST, SOUTH, WEST + COLUMNS * STEP, SOUTH + STEP)
    at = visit("couches", territoire=TOWN, couche=kept(whole_row), carte_couche="iris.commune-38151")
    assert_sound(at)
    said = words(at)
    assert "5 IRIS sur 15 touchés, soit environ" in said
    assert "Insee, recensement de la population 2021" in said
    assert "vivent à la fois dans un quartier prioritaire et sous cette couche" in said


def test_my_own_zone_has_its_own_sentence(visit, iris):
    zone = carried("Rang du bas", Level.IRIS, iris[:COLUMNS])
    half = shapely.box(WEST, SOUTH, WEST + COLUMNS * STEP, SOUTH + STEP / 2)
    said = words(visit("couches", territoire=zone.key, couche=kept(half)))
    assert "Dans la zone « Rang du bas » : environ" in said.replace("\u00a0", " ")
    assert "50,0\u202f% de sa population" in said
    far = visit("couches", territoire=zone.key, couche=kept(shapely.Point(WEST + STEP / 2, SOUTH + STEP / 2)), loin="2")
    assert_sound(far)
    assert "le morceau le plus éloigné est à 3,1\u00a0km" in words(far)


def test_a_map_of_distances_is_taken_away_as_shown(monkeypatch):
    monkeypatch.setattr(layer_taking.trace, "here", lambda: "/couches?x=1")
    known = resources.territories()
    frame = Frame(Level.COMMUNE, known.get("epci-200040715"))
    people = map_parts.read(resources.catalog().resolve("population_totale"), frame.level, frame.scope)
    ground = Ground(frame, resources.shapes(frame.level, frame.scope), people)
    place = shapely.centroid(ground.shapes["38151"])
    measure = distances_block._measure(ground, nearest(ground.shapes, [place]), "Distance à « Gare »", ["Une note."])
    laid = Laid("couche", "Gare", (place,), (), "couche déposée, « gare.csv »", Style("#000000", DOT))
    taken = layer_taking.taken(ground, measure, laid, ["38151"])
    files = {one.extension: one.make() for one in taken.others}
    figures = {one["id"]: one["properties"] for one in json.loads(files["geojson"])["features"]}
    for rank, area in enumerate(people.areas):
        assert figures[area.code]["valeur"] == measure.shown.value(rank)
    assert figures["38151"]["valeur"] < 0.05 and figures["38151"]["unite"] == "kilometres"
    assert "gare.csv" in figures["38151"]["mention"] and "valeur_affichee" not in figures["38151"]
    svg = files["svg"].decode()
    assert all(
        words in svg for words in ("Distance à « Gare » (en\u00a0km)", "Gare (1)", "Une note.", "gare.csv", ">N<")
    )
    caption = Caption(taken.title, frame.scope, "", date(2026, 11, 26))
    table = to_csv(caption, taken.rows(), taken.catalog(), taken.sources())
    assert table.decode("utf-8-sig").count("calcul_boussole") == len(people.areas)


def test_the_published_population_of_a_quarter_is_preferred_to_that_of_iris():
    known = resources.territories()
    frame = Frame(Level.COMMUNE, known.get("epci-200040715"))
    people = map_parts.read(resources.catalog().resolve("population_totale"), frame.level, frame.scope)
    ground = Ground(frame, {}, people)
    published = Observation("population", Level.QPV, "QP038001", 2_000.0, Status.OK, "2022")
    square = shapely.box(0, 0, 1, 1)
    assert layer_quarters._living(ground, square, 0.25, published) == 500
    assert layer_quarters._living(ground, square, 0.25, None) is None
    assert "environ 500 habitants" in layer_quarters._sentence(ground, [300.0, 200.0], 3, "Îlots")
    assert layer_quarters._sentence(ground, [300.0, None], 3, "Îlots").endswith("sur 3.")


def test_a_commune_whose_town_hall_is_not_located_is_not_given_that_of_its_neighbour(visit):
    paris = visit("couches", territoire="commune-75056", couche="mairies", carte_couche="commune.departement-75")
    assert_sound(paris)
    assert "Mairies non localisées dans ce fichier pour 1\u00a0territoire" in words(paris)
    assert "En moyenne" not in words(paris)
    isere = visit("couches", territoire=TOWN, couche="mairies", carte_couche="commune.departement-38")
    assert_sound(isere)
    assert "Mairies non localisées dans ce fichier pour 42\u00a0territoires" in words(isere)
    assert "En moyenne, un habitant est à" in words(isere)
