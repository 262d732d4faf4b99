"""Series of views: written in an address and read back, moved without loss, rubbish left out."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from lib.meeting import MOST, Slide, address, moved, read_address, read_slides, territory_of, write_slides

SLIDES = some.lists(
    some.builds(
        Slide,
        some.sampled_from(["part_65_plus", "taux_pauvrete_60"]),
        some.sampled_from(["commune.departement-38", "iris.commune-38151", "epci.france-F"]),
        some.sampled_from(["", "2021", "2024-T4"]),
    ),
    min_size=1,
    max_size=20,
)


@given(SLIDES)
def test_a_series_travels_in_an_address(slides):
    assert read_slides(write_slides(slides)) == slides
    assert [one for slide in slides for one in read_address(address(slide, "commune-38151"))] == slides


@given(some.text(max_size=80))
def test_rubbish_gives_no_view(text):
    assert all(isinstance(slide, Slide) for slide in read_slides(text))
    assert read_address(text) == [] or text.startswith("/reunion?")


@given(SLIDES, some.data())
def test_moving_a_view_loses_none(slides, data):
    rank = data.draw(some.integers(0, len(slides) - 1))
    step = data.draw(some.sampled_from([-1, 1]))
    found = moved(slides, rank, step)
    assert sorted(found, key=repr) == sorted(slides, key=repr)
    if 0 <= rank + step < len(slides):
        assert found[rank + step] == slides[rank]


@pytest.mark.parametrize(
    "kept", ["/atlas?vues=part_65_plus@commune.departement-38", "https://ailleurs.example/", "/reunion"]
)
def test_only_addresses_of_a_meeting_are_views(kept):
    assert read_address(kept) == []


def test_a_series_has_a_limit():
    assert len(read_slides(",".join(["part_65_plus@commune.departement-38"] * (MOST + 5)))) == MOST


def test_a_kept_view_says_for_which_territory_it_was_prepared():
    kept = address(Slide("part_65_plus", "commune.departement-38"), "zone-a.eJyLVvLNz1M-_x")
    assert territory_of(kept) == "zone-a.eJyLVvLNz1M-_x"
    assert territory_of("/portrait?territoire=commune-38151") == territory_of("") == ""
