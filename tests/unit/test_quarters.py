"""The quarters installed are found by their communes; a damaged file is told, an absent one is no quarter."""

import pytest
import shapely

from lib.model import DataError
from lib.quarters import FILES, quarters


def test_quarters_are_found_by_commune():
    found = quarters(["38151"])
    assert found and all("38151" in one.communes and one.shape.is_valid for one in found)
    assert all(shapely.box(5.6, 45.0, 5.8, 45.3).contains(one.shape) for one in found)
    assert quarters(["38001"]) == [] and quarters([]) == []


def test_an_absent_file_is_no_quarter_and_a_damaged_one_is_told(tmp_path):
    assert quarters(["38151"], tmp_path) == []
    (tmp_path / FILES["2024"]).write_bytes(b"PAR1 coupe")
    with pytest.raises(DataError, match="quartiers prioritaires"):
        quarters(["38151"], tmp_path)
