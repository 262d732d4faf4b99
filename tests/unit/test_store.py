"""The one door to figures: secret applied, faults told, later folders winning, absence never zero."""

import os
import shutil
import tempfile
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib import parquet_rows
from lib.model import DataError, Level, Status, Territory
from lib.settings import DATA_DIR
from lib.store import Store

TOWN = Territory(Level.COMMUNE, "38151", "Échirolles")
NEIGHBOUR = Territory(Level.COMMUNE, "38185", "Grenoble")
HIDDEN = [status for status in Status if not status.has_value]
SHOWN = [status for status in Status if status.has_value]


@pytest.fixture
def reader(catalog):
    """Open a store on some folders."""
    return lambda *folders: Store(catalog, folders)


def latest(store, territory=TOWN, indicator="part_moins_20"):
    return store.profile([territory], [indicator]).latest(territory, indicator)


@pytest.mark.parametrize("status", HIDDEN)
def test_a_hidden_value_never_comes_out_whatever_the_file_holds(reader, write_observations, tmp_path, status):
    write_observations(tmp_path, {"statut": status.value, "valeur": 3.0, "numerateur": 3, "denominateur": 4.0})
    store = reader(tmp_path)
    seen = latest(store)
    assert (seen.value, seen.numerator, seen.denominator, seen.status) == (None, None, None, status)
    row = store.distribution("part_moins_20", Level.COMMUNE).iloc[0]
    assert pd.isna(row["valeur"]) and row["statut"] == status.value


@pytest.mark.parametrize("status", SHOWN)
def test_a_shown_value_keeps_all_that_must_follow_it(reader, write_observations, tmp_path, status):
    write_observations(tmp_path, {"statut": status.value})
    seen = latest(reader(tmp_path))
    assert (seen.value, seen.numerator, seen.denominator, seen.status) == (27.3, 273, 1000.0, status)
    assert (seen.millesime, seen.source, seen.geography) == ("2021", "insee_rp_iris", 2023)


def test_an_unlisted_territory_is_not_available_and_never_zero(reader, write_observations, tmp_path):
    write_observations(tmp_path, {})
    store = reader(tmp_path)
    seen = latest(store, NEIGHBOUR)
    assert (seen.value, seen.status, seen.code) == (None, Status.NON_DISPONIBLE, "38185")
    assert store.profile([NEIGHBOUR], ["part_moins_20"]).series(NEIGHBOUR, "part_moins_20") == ()
    assert store.distribution("part_moins_20", Level.COMMUNE, ["38185"]).empty
    assert store.distribution("part_moins_20", Level.EPCI).empty


def test_a_nan_in_the_file_is_no_value(reader, tmp_path, write_observations):
    write_observations(tmp_path, {"valeur": float("nan")})
    path = tmp_path / "portrait.parquet"
    table = pq.read_table(path)
    column = table.schema.get_field_index("valeur")
    pq.write_table(table.set_column(column, "valeur", pa.array([float("nan")])), path)
    assert latest(reader(tmp_path)).value is None


def test_a_series_is_oldest_first_and_the_latest_is_last(reader, write_observations, tmp_path):
    write_observations(tmp_path, {"millesime": "2021"}, {"millesime": "2015", "valeur": 20.0})
    store = reader(tmp_path)
    series = store.profile([TOWN], ["part_moins_20"]).series(TOWN, "part_moins_20")
    assert [(seen.millesime, seen.value) for seen in series] == [("2015", 20.0), ("2021", 27.3)]
    assert latest(store).millesime == "2021"
    assert store.distribution("part_moins_20", Level.COMMUNE)["millesime"].tolist() == ["2021"]


def test_levels_with_the_same_code_stay_apart(reader, write_observations, tmp_path):
    write_observations(tmp_path, {"niveau": "departement", "code": "84", "valeur": 1.0})
    region = Territory(Level.REGION, "84", "Auvergne-Rhône-Alpes")
    assert latest(reader(tmp_path), region).value is None


def test_a_later_folder_replaces_the_figure_and_adds_its_own(reader, write_observations, tmp_path):
    first, package = tmp_path / "a", tmp_path / "b"
    write_observations(first, {}, {"code": "38185", "valeur": 21.0})
    write_observations(package, {"valeur": 30.0}, {"millesime": "2022", "code": "38553", "valeur": 25.0})
    store = reader(first, package)
    assert latest(store).value == 30.0
    assert latest(store, NEIGHBOUR).value == 21.0
    assert latest(reader(package, first)).value == 27.3


def test_a_secret_of_a_later_folder_hides_the_shipped_figure(reader, write_observations, tmp_path):
    first, package = tmp_path / "a", tmp_path / "b"
    write_observations(first, {})
    write_observations(package, {"statut": "secret", "valeur": 4.0, "numerateur": 4})
    seen = latest(reader(first, package))
    assert (seen.value, seen.numerator, seen.status) == (None, None, Status.SECRET)


def test_a_theme_may_be_in_the_package_only(reader, write_observations, tmp_path):
    first, package = tmp_path / "a", tmp_path / "b"
    first.mkdir()
    write_observations(package, {})
    assert latest(reader(first, package)).value == 27.3


def test_maps_read_the_copy_by_indicator_and_the_file_itself_without_one(reader, write_observations, tmp_path):
    with_copy, without = tmp_path / "a", tmp_path / "b"
    rows = ({"code": "38185", "valeur": 21.0}, {"statut": "secret"}, {"millesime": "2015"})
    for folder in (with_copy, without, with_copy / "par_indicateur"):
        write_observations(folder, *rows)
    found = [reader(folder).over_time("part_moins_20", Level.COMMUNE) for folder in (with_copy, without)]
    assert found[0].equals(found[1])
    assert found[0][["code", "millesime"]].values.tolist() == [["38151", "2015"], ["38151", "2021"], ["38185", "2021"]]
    (with_copy / "par_indicateur" / "portrait.parquet").write_bytes(b"")
    with pytest.raises(DataError, match="abîmé"):
        reader(with_copy).over_time("part_moins_20", Level.COMMUNE)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["38151", "38185", "69123", None]), st.sampled_from(["2015", "2021"]), st.integers(1, 9)
        ),
        min_size=1,
        max_size=30,
    ),
    st.integers(1, 4),
)
def test_rows_in_any_order_cut_anyhow_are_read_as_a_whole_reading_would(drawn, group):
    """Whatever the order and the row groups, the groups left unread hold nothing that was asked for."""
    rows = pd.DataFrame(drawn, columns=["code", "millesime", "valeur"]).astype({"code": "string", "valeur": "float64"})
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "essai.parquet"
        pq.write_table(pa.Table.from_pandas(rows, preserve_index=False), path, row_group_size=group)
        found = parquet_rows.rows(path, {"code": ["38151", "69123"]}, ["millesime", "valeur"]).to_pylist()
    wanted = rows["code"].isin(["38151", "69123"])
    assert found == rows[wanted][["millesime", "valeur"]].to_dict("records")


def test_a_renamed_indicator_reads_the_column_of_its_current_name(catalog, write_observations, tmp_path):
    write_observations(tmp_path, {})
    renamed = type(catalog)(catalog.themes, catalog.indicators, {"moins_de_20": "part_moins_20"})
    profile = Store(renamed, [tmp_path]).profile([TOWN], ["moins_de_20"])
    assert profile.latest(TOWN, "part_moins_20").value == 27.3


def damage_page(path):
    """Spoil the compressed values of a file while its footer stays whole."""
    shutil.copy(DATA_DIR / "indicateurs" / "portrait.parquet", path)
    meta = pq.ParquetFile(path).metadata
    chunk = meta.row_group(meta.num_row_groups - 1).column(pq.read_schema(path).get_field_index("valeur"))
    start = chunk.dictionary_page_offset or chunk.data_page_offset
    content = bytearray(path.read_bytes())
    for place in range(start + 40, start + chunk.total_compressed_size):
        content[place] = (content[place] * 7 + 13) & 255
    path.write_bytes(content)


def test_a_damaged_page_under_a_whole_footer_is_told(reader, tmp_path):
    damage_page(tmp_path / "portrait.parquet")
    with pytest.raises(DataError, match="n'est pas lisible"):
        reader(tmp_path).distribution("part_moins_20", Level.IRIS)


def drop_column(path):
    pq.write_table(pq.read_table(path).drop_columns(["statut"]), path)


def values_as_text(path):
    table = pq.read_table(path)
    place = table.schema.get_field_index("valeur")
    pq.write_table(table.set_column(place, "valeur", pa.array(["27,3"] * table.num_rows)), path)


def codes_as_numbers(path):
    table = pq.read_table(path)
    place = table.schema.get_field_index("code")
    pq.write_table(table.set_column(place, "code", pa.array([38151] * table.num_rows)), path)


FAULTS = {
    "absent": (os.remove, "absent"),
    "truncated": (lambda path: path.write_bytes(path.read_bytes()[:-200]), "abîmé"),
    "empty": (lambda path: path.write_bytes(b""), "abîmé"),
    "another format": (lambda path: path.write_text("niveau;code\n"), "abîmé"),
    "missing column": (drop_column, "statut"),
    "values as text": (values_as_text, "valeur"),
    "codes as numbers": (codes_as_numbers, "code"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_an_unusable_file_is_told_with_what_where_and_remedy(reader, write_observations, tmp_path, fault):
    spoil, word = FAULTS[fault]
    path = write_observations(tmp_path, {})
    spoil(path)
    for read in (
        lambda store: store.profile([TOWN], ["part_moins_20"]),
        lambda store: store.distribution("part_moins_20", Level.IRIS),
    ):
        with pytest.raises(DataError) as raised:
            read(reader(tmp_path))
        assert word in f"{raised.value.what} {raised.value.where}"
        assert "portrait" in raised.value.where
        assert raised.value.remedy.endswith(".")


@pytest.mark.parametrize("status", ["bizarre", "", None])
def test_an_unknown_status_is_refused_and_shows_nothing(reader, write_observations, tmp_path, status):
    write_observations(tmp_path, {"statut": status}, {"statut": "ok", "code": "38185"})
    store = reader(tmp_path)
    for read in (lambda: latest(store), lambda: store.distribution("part_moins_20", Level.COMMUNE)):
        with pytest.raises(DataError, match="statut inconnu"):
            read()
    assert latest(store, NEIGHBOUR).value == 27.3


def test_millesimes_say_what_is_installed(catalog):
    found = Store(catalog, [DATA_DIR / "indicateurs"]).millesimes()
    assert {"portrait", "logement"} <= set(found["theme"]) <= set(catalog.themes)
    assert (found["lignes"] > 0).all()
    assert found["source"].isin([name for i in catalog.indicators.values() for name in i.sources]).all()


def test_a_theme_not_installed_does_not_hide_the_others(reader, write_observations, tmp_path):
    write_observations(tmp_path, {}, {"code": "38185"})
    found = reader(tmp_path).millesimes()
    assert found[["theme", "source", "millesime", "geographie", "lignes"]].values.tolist() == [
        ["portrait", "insee_rp_iris", "2021", 2023, 2]
    ]
    write_observations(tmp_path, {}, theme="logement").write_bytes(b"")
    with pytest.raises(DataError, match="abîmé"):
        reader(tmp_path).millesimes()


def test_nothing_installed_is_said(reader, tmp_path):
    with pytest.raises(DataError, match="absent"):
        reader(tmp_path).millesimes()


def test_an_unknown_indicator_is_said(reader, tmp_path):
    with pytest.raises(DataError, match="part_zz"):
        reader(tmp_path).profile([TOWN], ["part_zz"])


def test_a_theme_installed_without_a_figure_has_none(reader, write_observations, tmp_path):
    path = write_observations(tmp_path, {})
    with pq.ParquetWriter(path, pq.read_schema(path)):  # as the collection writes a theme without figures: no group
        pass
    store = reader(tmp_path)
    assert latest(store).status is Status.NON_DISPONIBLE
    assert store.distribution("part_moins_20", Level.COMMUNE).empty
