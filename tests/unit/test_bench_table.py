"""The table of the benchmark: medians, ratios, French numbers. Nothing is measured here."""

import pytest

from tests.bench.table import Row, format_table, interleave

THIN = "\u202f"


def test_a_row_shows_medians_their_ratio_and_the_landmark():
    row = Row("Carte", "ms", (140.0, 150.0, 900.0), (1340.0, 1350.0, 1360.0), "folium.Choropleth", "145 ms")
    line = format_table([row]).splitlines()[2]
    cells = [cell.strip() for cell in line.strip("|").split("|")]
    assert cells == ["Carte", f"150{THIN}ms", f"1{THIN}350{THIN}ms (folium.Choropleth)", "× 9,0", "145 ms"]


def test_a_stopped_reference_is_said_to_be_more():
    row = Row("France", "ms", (600.0,), (60_000.0,), "naïve", floor=True)
    assert f"plus de 60{THIN}000{THIN}ms (naïve)" in format_table([row])
    assert "plus de × 100" in format_table([row])


def test_a_row_without_reference_has_no_ratio():
    assert Row("Profil", "ms", (3.6,)).ratio is None
    assert f"| Profil | 3,6{THIN}ms   | —" in format_table([Row("Profil", "ms", (3.6,))])


def test_columns_are_aligned():
    rows = [Row("court", "ms", (1.0,), (2.0,)), Row("un libellé bien plus long", "ko", (12.0,))]
    assert len({len(line) for line in format_table(rows).splitlines()}) == 1


@pytest.mark.parametrize("count", [1, 4])
def test_both_variants_run_in_turn_on_the_same_subjects(count):
    calls = []
    left, right = interleave(lambda i: calls.append(("a", i)) or i, lambda i: calls.append(("b", i)) or i, count)
    assert left == right == list(range(count))
    assert [name for name, _ in calls][:4] == ["a", "b", "b", "a"][: 2 * count]
