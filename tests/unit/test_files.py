"""The published files are cut so that the bounds of a group of rows tell what it may hold."""

import pandas as pd
import pyarrow.parquet as pq

from lib.build import files
from lib.model import OBSERVATION_COLUMNS


def bounds(path, name):
    """Return the lowest and the highest text of a column in each group of a file."""
    read = pq.ParquetFile(path).metadata
    places = {read.schema.column(place).path: place for place in range(read.num_columns)}
    found = [read.row_group(group).column(places[name]).statistics for group in range(read.num_row_groups)]
    return [(one.min, one.max) for one in found]


def test_no_group_of_rows_holds_two_levels(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "ROW_GROUP", 2)
    codes = [("commune", code) for code in ("38001", "38151", "69123")] + [("iris", "380010000")] * 2
    rows = pd.DataFrame(codes, columns=["niveau", "code"]).reindex(columns=OBSERVATION_COLUMNS)
    rows = rows.assign(millesime="2021", indicateur="x", valeur=1.0, statut="ok", numerateur=1.0, denominateur=1.0)
    rows = rows.assign(source="insee_rp_iris", geographie=2025)
    path = tmp_path / "essai.parquet"
    (first, copy) = files.theme_files(path, rows, {"insee_rp_iris": pd.DataFrame({"provenance": ["essai"]})})
    first.write(path)
    assert bounds(path, "niveau") == [("commune", "commune")] * 2 + [("iris", "iris")]
    assert bounds(path, "code") == [("38001", "38151"), ("69123", "69123"), ("380010000", "380010000")]
    copy.write(path)
    assert len(pq.read_table(path)) == len(rows)
