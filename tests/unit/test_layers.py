"""Deposited layers: every accepted form read alike, every fault told, nothing left behind; crossings are exact."""

import json
import zipfile

import geopandas as gpd
import pytest
import shapely

from lib import layers
from lib.deposits import packed, unpacked
from lib.layers import counted, covered, mostly_inside, read_layer
from lib.model import DataError

SQUARE = shapely.box(5.70, 45.10, 5.72, 45.12)
OTHER = shapely.box(5.75, 45.10, 5.77, 45.12)
BOW = shapely.Polygon([(5.70, 45.10), (5.72, 45.12), (5.72, 45.10), (5.70, 45.12)])
TABLE = gpd.GeoDataFrame({"nom": ["Ouest", "Est"]}, geometry=[SQUARE, OTHER], crs="EPSG:4326")


def written(tmp_path, table, name: str) -> bytes:
    path = tmp_path / name
    table.to_file(path)
    return path.read_bytes()


def zipped(tmp_path, table, drop=()) -> bytes:
    folder = tmp_path / "shp"
    folder.mkdir()
    table.to_file(folder / "zones.shp")
    with zipfile.ZipFile(tmp_path / "zones.zip", "w") as archive:
        for file in folder.iterdir():
            if file.suffix not in drop:
                archive.write(file, file.name)
    return (tmp_path / "zones.zip").read_bytes()


def archive(tmp_path, **members: bytes) -> bytes:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return path.read_bytes()


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:2154", "EPSG:3857"])
@pytest.mark.parametrize("form", ["zones.geojson", "zones.gpkg", "zip"])
def test_every_form_and_system_gives_the_same_outlines(tmp_path, form, crs):
    if form == "zones.geojson" and crs != "EPSG:4326":
        pytest.skip("un GeoJSON est en degrés")
    table = TABLE.to_crs(crs)
    content = zipped(tmp_path, table) if form == "zip" else written(tmp_path, table, form)
    found = read_layer("zones.zip" if form == "zip" else form, content)
    assert found.labels == ("Ouest", "Est") and not found.is_points and found.notes == ()
    assert all(
        shapely.hausdorff_distance(one, two) < 1e-6 for one, two in zip(found.shapes, TABLE.geometry, strict=True)
    )


def test_a_shapefile_without_its_system_is_recognised_by_its_values_and_it_is_said(tmp_path):
    found = read_layer("zones.zip", zipped(tmp_path, TABLE.to_crs("EPSG:2154"), drop=(".prj", ".cpg")))
    assert shapely.hausdorff_distance(found.shapes[0], SQUARE) < 1e-6
    assert "Lambert-93" in found.notes[0]


@pytest.mark.parametrize(
    "text",
    [
        "nom;longitude;latitude\nÉcole;5,71;45,11\n",
        "nom,lon,lat\nÉcole,5.71,45.11\n",
        "\ufeffLibellé\tLatitude\tLongitude\nÉcole\t45.11\t5.71\n",
    ],
)
def test_points_are_read_from_the_csv_that_people_have(text):
    found = read_layer("points.csv", text.encode())
    assert found.is_points and (found.shapes[0].x, found.shapes[0].y) == (5.71, 45.11)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("NOM;LAMBERT_X;LAMBERT_Y\nÉcole;913000;6450000\n", True),
        ("nom;x;y\nÉcole;913\u202f000,0;6450000\n", True),
        ('nom;geo_point_2d\nÉcole;"45.117, 5.711"\n', False),
        ("nom;coordonnees\nÉcole;[45.117, 5.711]\n", False),
    ],
)
def test_tables_in_lambert_or_with_one_column_of_coordinates_are_recognised(text, said):
    found = read_layer("points.csv", text.encode())
    assert (found.shapes[0].x, found.shapes[0].y) == pytest.approx((5.711, 45.117), abs=2e-3)
    assert any("Lambert-93" in note for note in found.notes) is said


def test_a_layer_of_the_mainland_and_overseas_is_in_france():
    rows = ["a;55.45;-20.9", "b;55.48;-21.33", "c;2.35;48.86", "d;-61.07;14.61", "e;5.37;43.3"]
    assert len(read_layer("a.csv", "\n".join(["nom;lon;lat", *rows]).encode()).shapes) == 5


def test_a_table_saved_as_unicode_text_is_read():
    assert read_layer("a.csv", "nom;lon;lat\nÉcole;5.71;45.11\n".encode("utf-16")).labels == ("École",)


def test_a_geojson_in_lambert_that_does_not_say_so_is_recognised_and_it_is_said():
    flat = gpd.GeoSeries([SQUARE], crs="EPSG:4326").to_crs("EPSG:2154").iloc[0]
    found = read_layer("a.geojson", geojson(json.loads(shapely.to_geojson(flat))))
    assert shapely.hausdorff_distance(found.shapes[0], SQUARE) < 1e-6 and "Lambert-93" in found.notes[0]


def test_what_is_not_an_outline_in_a_layer_of_outlines_is_said(tmp_path):
    table = gpd.GeoDataFrame({"nom": ["a", "b"]}, geometry=[SQUARE, shapely.Point(5.71, 45.11)], crs="EPSG:4326")
    found = read_layer("x.geojson", written(tmp_path, table, "x.geojson"))
    assert len(found.shapes) == 1 and found.notes == ("1\u00a0objet qui n'est pas un contour laissé de côté.",)


def test_a_line_without_coordinates_is_left_out_and_said():
    found = read_layer("points.csv", b"nom;lon;lat\nA;5.71;45.11\nB;;\n")
    assert len(found.shapes) == 1 and found.notes == ("1\u00a0objet sans géométrie laissé de côté.",)


def test_a_badly_drawn_outline_is_repaired_and_said(tmp_path):
    table = gpd.GeoDataFrame({"nom": ["x"]}, geometry=[BOW], crs="EPSG:4326")
    found = read_layer("x.geojson", written(tmp_path, table, "x.geojson"))
    assert found.shapes[0].is_valid and found.notes == ("1\u00a0contour mal formé réparé.",)


def geojson(geometry) -> bytes:
    feature = {"type": "Feature", "properties": {}, "geometry": geometry}
    return json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()


FAULTS = {
    "empty": ("a.geojson", b"", "vide"),
    "huge": ("a.geojson", b" " * (layers.LIMIT_BYTES + 1), "dépasse 25"),
    "unknown form": ("a.docx", b"x", "pas reconnu"),
    "not geojson": ("a.geojson", b"{}", "lisible"),
    "broken json": ("a.geojson", b'{"type": "FeatureCollection", "features": [', "lisible"),
    "not a geopackage": ("a.gpkg", b"SQLite format 3\0" + b"x" * 200, "lisible"),
    "no place": ("a.geojson", geojson(None), "géométrie|lieu"),
    "lines": ("a.geojson", geojson({"type": "LineString", "coordinates": [[5.7, 45.1], [5.8, 45.2]]}), "lignes"),
    "elsewhere": ("a.geojson", geojson({"type": "Point", "coordinates": [45.1, 5.7]}), "en France"),
    "csv without coordinates": ("a.csv", b"nom;adresse\nA;rue\n", "coordonn"),
    "csv of nothing": ("a.csv", b"\n\n", "lisible|coordonn"),
    "not a zip": ("a.zip", b"PK\x03\x04" + b"x" * 50, "abîmée"),
    "projected without system": ("a.csv", b"x;y\n51913000;56450000\n", "inconnu"),
    "endless": (
        "a.geojson",
        b'{"type": "Polygon", "coordinates": [[[5.7, 1e400], [5.8, 45.2], [5.8, 45.1], [5.7, 1e400]]]}',
        "abîmée",
    ),
    "nested archive of a table": ("a.zip", None, "ne contient aucune couche"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_every_fault_is_told(fault, tmp_path):
    name, content, words = FAULTS[fault]
    content = archive(tmp_path, **{"a.csv": b"nom;lon;lat"}) if content is None else content
    with pytest.raises(DataError, match=words) as raised:
        read_layer(name, content)
    assert raised.value.remedy.endswith((".", ")")) and raised.value.where


def test_trapped_archives_write_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(layers.tempfile, "tempdir", str(tmp_path))
    outside = tmp_path / "dehors.shp"
    traps = [
        archive(tmp_path, **{"../dehors.shp": b"x", "zones.shp": b"x"}),
        archive(tmp_path, **{"bombe.shp": b"\0" * (70 * 1024**2)}),
        archive(tmp_path, **{"lisez-moi.txt": b"rien"}),
    ]
    for content in traps:
        with pytest.raises(DataError):
            read_layer("a.zip", content)
    assert not outside.exists()
    assert [path.name for path in tmp_path.iterdir()] == ["a.zip"]


AREAS = {"a": shapely.box(5.70, 45.10, 5.72, 45.12), "b": shapely.box(5.72, 45.10, 5.74, 45.12), "c": OTHER}


def test_an_area_is_covered_by_the_share_of_its_surface():
    half = shapely.box(5.70, 45.10, 5.735, 45.12)
    shares = covered(AREAS, [half, shapely.box(5.70, 45.10, 5.71, 45.12)])
    assert shares == {"a": pytest.approx(1, abs=1e-3), "b": pytest.approx(0.75, abs=1e-3)}
    assert mostly_inside(AREAS, [half]) == ("a", "b")
    assert mostly_inside(AREAS, [shapely.box(5.70, 45.10, 5.7295, 45.12)]) == ("a",)


def test_a_shared_border_touches_nobody():
    assert covered(AREAS, [shapely.box(5.74, 45.10, 5.75, 45.12)]) == {}


def test_points_are_counted_in_their_area():
    points = [shapely.Point(5.71, 45.11), shapely.Point(5.715, 45.11), shapely.Point(5.76, 45.11), shapely.Point(6, 46)]
    assert counted(AREAS, points) == {"a": 2, "c": 1}


def test_a_layer_kept_is_the_layer_deposited(tmp_path):
    deposit = read_layer("zones.geojson", written(tmp_path, TABLE, "zones.geojson"))
    found = unpacked("Quartiers vécus", packed(deposit), deposit.notes)
    assert (found.name, found.labels, found.is_points) == ("Quartiers vécus", ("Ouest", "Est"), False)
    assert all(shapely.equals_exact(a, b, 1e-6) for a, b in zip(found.shapes, deposit.shapes, strict=True))


@pytest.mark.parametrize("damage", [b"", b"\x1f\x8b", b"PK", packed(layers.Deposit("a", (SQUARE,), ("x",)))[:-9]])
def test_a_damaged_kept_layer_is_told(damage):
    with pytest.raises(DataError, match="n'est plus lisible"):
        unpacked("Bruit", damage)


def test_a_small_overlap_counts_when_it_is_asked_for():
    sliver = layers.overlap(AREAS["a"], [shapely.box(5.70, 45.10, 5.7001, 45.12), OTHER])
    assert covered(AREAS, [sliver]) == {}
    assert covered(AREAS, [sliver], 0) == {"a": pytest.approx(0.005, rel=0.01)}
