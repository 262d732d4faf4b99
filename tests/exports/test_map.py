"""Maps taken away: what the image and the layers hold is what the screen shows, secrets empty with their status."""

import dataclasses
import json
import re
from datetime import date

import numpy as np
import pyogrio
import pytest
import shapely

from lib.catalog import load_catalog
from lib.exports import map_image, map_layers
from lib.exports.caption import Caption
from lib.exports.map_image import MapImage, drawn
from lib.exports.map_legend import Squares
from lib.exports.map_overseas import gathered
from lib.map_above import LINES, MARKS, Laid
from lib.model import Level, Status, Territory
from lib.observation import Observation
from lib.palette import CROSSED, LINE, SECRET, SEQUENTIAL
from lib.registry import sources

CATALOG, SOURCES = load_catalog(), sources()
AREAS = [Territory(Level.COMMUNE, f"3815{i}", f"Commune n°{i} & <co>") for i in range(3)]
SHAPES = {area.code: shapely.box(5.7 + i / 10, 45.1, 5.8 + i / 10, 45.2) for i, area in enumerate(AREAS)}
CAPTION = Caption(
    "Part des 65 ans ou plus", Territory(Level.DEPARTEMENT, "38", "Isère"), "/atlas?x=1", date(2026, 11, 26)
)


def row(rank: int, value: float | None, status: Status = Status.OK):
    seen = Observation("part_65_plus", Level.COMMUNE, AREAS[rank].code, value, status, "2021", source="insee_rp_iris")
    return AREAS[rank], seen


ROWS = [row(0, 12.5), row(1, None, Status.SECRET), row(2, 30.25)]
IMAGE = MapImage(
    SHAPES,
    {"38150": SEQUENTIAL[0], "38151": SECRET, "38152": SEQUENTIAL[4]},
    [(SEQUENTIAL[0], "de 10 à moins de 20 (1)"), (SECRET, "secret (1)")],
    ["Une note."],
    {"38150": 1.0, "38152": 0.25},
    ("38150",),
)


def test_geojson_holds_every_figure_and_no_number_of_a_secret():
    found = json.loads(map_layers.to_geojson(SHAPES, CAPTION, ROWS, CATALOG, SOURCES))
    told = [(f["id"], f["properties"]["valeur"], f["properties"]["statut"]) for f in found["features"]]
    assert told == [("38150", 12.5, "ok"), ("38151", None, "secret"), ("38152", 30.25, "ok")]
    assert all(f["properties"]["source"] == "insee_rp_iris" and f["properties"]["licence"] for f in found["features"])


def test_geopackage_is_read_again_with_the_same_figures(tmp_path):
    path = tmp_path / "carte.gpkg"
    path.write_bytes(map_layers.to_geopackage(SHAPES, CAPTION, ROWS, CATALOG, SOURCES))
    found = pyogrio.read_dataframe(path)
    assert found["code"].tolist() == ["38150", "38151", "38152"]
    assert found["statut"].tolist() == ["ok", "secret", "ok"]
    assert np.isnan(found["valeur"][1]) and found["valeur"][2] == 30.25
    assert found.crs.to_epsg() == 4326


def test_the_values_that_colour_a_map_of_changes_are_in_its_layers(tmp_path):
    changes = {"38150": -2.5, "38151": None, "38152": 4.0}
    found = json.loads(map_layers.to_geojson(SHAPES, CAPTION, ROWS, CATALOG, SOURCES, changes))
    assert [f["properties"]["valeur_affichee"] for f in found["features"]] == [-2.5, None, 4.0]
    path = tmp_path / "carte.gpkg"
    path.write_bytes(map_layers.to_geopackage(SHAPES, CAPTION, ROWS, CATALOG, SOURCES, changes))
    table = pyogrio.read_dataframe(path)
    assert table["valeur_affichee"].tolist()[::2] == [-2.5, 4.0] and np.isnan(table["valeur_affichee"][1])
    plain = json.loads(map_layers.to_geojson(SHAPES, CAPTION, ROWS, CATALOG, SOURCES))
    assert "valeur_affichee" not in plain["features"][0]["properties"]


def test_the_image_has_title_legend_source_date_scale_and_north():
    svg = map_image.map_svg(IMAGE, CAPTION, [ROWS[0], ROWS[2]], CATALOG, SOURCES)
    shapely_free = re.sub(r"<[^>]+>", " ", svg)
    for words in (
        "Part des 65 ans ou plus",
        "de 10 à moins de 20 (1)",
        "secret (1)",
        "26 novembre 2026",
        "km",
        "Une note.",
    ):
        assert words in shapely_free
    assert 'fill="url(#hachures)"' in svg and svg.count("<circle") == 2 and ">N</text>" in svg


def test_the_scale_bar_is_a_true_distance_on_the_ground():
    square = shapely.box(5.0, 44.999, 6.0, 45.001)  # one degree of longitude at 45° is 78.8 km on the sphere used
    svg = drawn(MapImage({"a": square}, {"a": "#FFFFFF"}, [])).svg
    xs = [float(x) for x in re.findall(r"[ML]([\d.]+),", re.search(r'd="(M[^"]+Z)"', svg)[1])]
    bar = re.search(r'd="M8,\d+V\d+H([\d.]+)V', svg)
    kilometres = float(re.search(r">(\d+)\u202fkm<", svg)[1])
    assert (float(bar[1]) - 8) / (max(xs) - min(xs)) == pytest.approx(kilometres / 78.71, rel=0.01)


def test_png_is_twice_the_size():
    png = map_image.map_png(IMAGE, CAPTION, [ROWS[0]], CATALOG, SOURCES)
    assert png.startswith(b"\x89PNG")
    assert int.from_bytes(png[16:20]) == 2 * (map_image.WIDTH + 40)


FRANCE = {"75": shapely.box(2.2, 48.8, 2.5, 48.9), "974": shapely.box(55.2, -21.4, 55.8, -20.9)}


def test_overseas_are_brought_beside_metropolitan_france():
    mainland, island = gathered(list(FRANCE.values())).placed(list(FRANCE.values()))
    assert island.bounds[2] < mainland.bounds[0] < island.bounds[2] + 1_500_000
    (alone,) = gathered([FRANCE["974"]]).placed([FRANCE["974"]])
    assert alone.bounds[0] > 6_000_000


def test_layers_follow_overseas_into_their_frames_which_are_drawn_and_said():
    ground = map_image.lay(FRANCE)
    hall, town = ground.flatten([shapely.Point(55.5, -21.15), FRANCE["974"]])
    assert shapely.distance(hall, shapely.centroid(town)) < 1
    fills = dict.fromkeys(FRANCE, SEQUENTIAL[0])
    svg = drawn(MapImage(FRANCE, fills, [], layers=(HALLS,))).svg
    marks = re.findall(rf'<path d="([^"]+)" fill="{MARKS[1].colour}" stroke="#FFFFFF"', svg)
    assert marks[0].count("M") == 1  # the hall of the island; the other is elsewhere
    assert f'stroke="{LINE}" stroke-width="1"' in svg and "Outre-mer rapproché" in svg
    bare = drawn(IMAGE).svg
    assert f'stroke="{LINE}" stroke-width="1"' not in bare and "Outre-mer" not in bare


HALLS = Laid(
    "mairies", "Mairies", (shapely.Point(5.75, 45.15), shapely.Point(55.5, -21)), (("A", ""), ("B", "")), "s", MARKS[1]
)
QUARTERS = Laid("qpv", "Quartiers", (shapely.box(5.72, 45.12, 5.74, 45.14),), (("Q", ""),), "s", LINES[1])


def test_layers_are_drawn_over_the_areas_and_named_with_their_sign():
    bare, svg = (drawn(dataclasses.replace(IMAGE, layers=layers)).svg for layers in ((), (HALLS, QUARTERS)))
    assert ">Mairies (2)<" in svg and ">Quartiers (1)<" in svg and "Mairies" not in bare
    marks = re.findall(rf'<path d="([^"]+)" fill="{MARKS[1].colour}" stroke="#FFFFFF"', svg)
    assert [path.count("M") for path in marks] == [1, 1]  # on the map the town hall in the frame only, then the legend
    assert svg.count('stroke-dasharray="6 4"') == 2  # the quarter and its sign


def test_crossed_maps_have_their_nine_squares_and_no_class_lost():
    squares = Squares(
        CROSSED, [[1, 2, 3], [4, 5, 6], [7, 8, 9]], ["bas", "moyen", "élevé"], ["b", "m", "é"], ("X", "Y")
    )
    svg = drawn(dataclasses.replace(IMAGE, legend=[], squares=squares)).svg
    assert re.findall(r'text-anchor="middle"[^>]*>(\d)<', svg) == list("789456123")
    assert all(fill in svg for row in CROSSED for fill in row) and "En lignes\u00a0: Y." in svg


def test_the_outlines_of_a_country_are_light_and_their_borders_shared():
    shapes = {str(i): shapely.box(2 + i % 100 / 100, 46 + i // 100 / 100, 2.01 + i % 100 / 100, 46.01 + i // 100 / 100)
              for i in range(map_image.MANY + 100)}  # fmt: skip
    fills = dict.fromkeys(shapes, SEQUENTIAL[0])
    svg = drawn(MapImage(shapes, fills, [])).svg
    numbers = re.findall(r"[ML]([\d.]+),([\d.]+)", svg)
    assert all(float(n) * 2 == int(float(n) * 2) for pair in numbers[:2000] for n in pair)
    assert svg.count("Z") >= len(shapes)


def test_a_long_legend_makes_the_image_taller():
    assert drawn(dataclasses.replace(IMAGE, notes=["Une note."] * 60)).height > 900
