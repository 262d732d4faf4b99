"""The years of a map: what nobody chose follows what covers it, what was chosen stays."""

from hypothesis import given
from hypothesis import strategies as some

from lib.ui.atlas_years import Years

INSTALLED = some.lists(some.integers(2006, 2026).map(str), min_size=1, max_size=6, unique=True).map(sorted)


@some.composite
def years(draw: some.DrawFn) -> Years:
    installed = tuple(draw(INSTALLED))
    covered = draw(some.lists(some.sampled_from(installed), min_size=1, unique=True).map(sorted))
    return Years(installed, tuple(covered))


ASKED = some.integers(2005, 2027).map(str) | some.just("")


@given(years(), ASKED)
def test_what_is_kept_shows_the_same_map(found: Years, asked: str) -> None:
    assert found.shown(found.kept(asked)) == found.shown(asked)
    assert found.kept(found.kept(asked)) == found.kept(asked)
    assert found.kept(found.usual) == ""


@given(years(), ASKED)
def test_a_choice_that_the_next_map_has_is_not_lost_on_a_map_of_one_year(found: Years, asked: str) -> None:
    if len(found.installed) == 1 and asked != found.usual:
        assert found.kept(asked) == asked


@given(years().filter(lambda one: len(one.installed) > 1), ASKED, ASKED)
def test_two_years_of_a_change_are_installed_and_in_order(found: Years, since: str, until: str) -> None:
    start, end = found.between(since, until)
    assert start < end and {start, end} <= set(found.installed)
    assert found.between(*found.kept_between(since, until)) == (start, end)
    if since in found.installed and until in found.installed and since < until:
        assert (start, end) == (since, until)


def test_a_change_begins_and_ends_with_years_that_cover_the_map() -> None:
    found = Years(("2012", "2017", "2021", "2023"), ("2017", "2021"))
    assert found.usual == "2021" and found.between("", "") == ("2017", "2021")
    assert found.between("2021", "") == ("2021", "2023")
    assert Years(("2012", "2021", "2023"), ("2021",)).between("", "") == ("2012", "2021")
