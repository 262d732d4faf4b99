"""The view in the address: comparators in fixed order without repeats, links that keep the rest of the view."""

from types import SimpleNamespace

import pytest

from lib.ui import state

EVERY = ("epci", "departement", "region", "france")


@pytest.fixture(autouse=True)
def session(monkeypatch, territories):
    """Stand for Streamlit: an address and a session of plain dictionaries, the real reference table."""
    made = SimpleNamespace(query_params={}, session_state={"comparer": "epci,france", "vue": "tout"})
    monkeypatch.setattr(state, "st", made)
    monkeypatch.setattr(state.resources, "territories", lambda: territories)
    return made


def keys(found):
    return [territory.key for territory in found]


@pytest.mark.parametrize(
    ("key", "tokens", "wanted"),
    [
        ("commune-38151", EVERY, ["epci-200040715", "departement-38", "region-84", "france-F"]),
        ("commune-38151", ("france", "epci"), ["france-F", "epci-200040715"]),
        ("commune-29155", EVERY, ["departement-29", "region-53", "france-F"]),
        ("departement-38", EVERY, ["region-84", "france-F"]),
        ("france-F", EVERY, []),
        ("commune-38151", ("departement", "departement-38", "commune-38151"), ["departement-38"]),
        ("commune-38151", (*EVERY, "commune-38185"), ["epci-200040715", "departement-38", "region-84", "france-F"]),
        ("commune-38151", (), []),
    ],
)
def test_comparators_keep_their_order_without_repeats_nor_myself(territories, key, tokens, wanted):
    found = state.comparators(territories.get(key), tokens)
    assert keys(found) == wanted and len(found) <= state.MAX_COMPARATORS


def test_a_link_changes_the_territory_and_keeps_the_view(territories):
    link = state.link("/portrait", territories.get("commune-38185"))
    assert link == "/portrait?territoire=commune-38185&comparer=epci,france&vue=tout"


def test_a_choice_is_kept_in_the_address_and_the_session(session):
    state.choose(territoire="epci-200040715")
    assert session.query_params == {"territoire": "epci-200040715"}
    assert session.session_state["territoire"] == "epci-200040715"


def test_my_territory_comes_first_among_those_compared(territories):
    mine, other = territories.get("commune-38151"), territories.get("france-F")
    assert state.View(mine, (other,), ("france",), True).compared == (mine, other)
