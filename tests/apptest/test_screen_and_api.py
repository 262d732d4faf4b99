"""The screen and the reading interface give the same figures, to the digits that the screen shows."""

import json
from urllib.parse import urlencode

import pytest

from lib import formats
from lib.ui import resources
from tests.api.conftest import call
from tests.apptest.reading import words

TOWN = "commune-38151"


def latest(names: list[str]) -> dict[str, dict]:
    """Return the last figure of each indicator for the town, as the interface gives it."""
    asked = urlencode([("indicateur", name) for name in names] + [("territoire", TOWN), ("par_page", 1000)])
    found = {}
    for one in json.loads(call(f"/api/v1/valeurs?{asked}").body)["elements"]:
        if one["valeur"] is not None:
            found[one["indicateur"]] = one
    return found


@pytest.mark.parametrize("theme", ["portrait", "solidarite", "revenus_inegalites"])
def test_every_figure_of_the_interface_is_on_the_page_of_its_theme(visit, theme):
    names = [one.id for one in resources.catalog().themes[theme].indicateurs]
    said = words(visit(theme, territoire=TOWN, vue="tout"))
    figures = latest(names)
    assert len(figures) > 4
    absent = [
        (name, shown)
        for name, one in figures.items()
        if (shown := formats.number(one["valeur"], formats.DECIMALS.get(one["unite"], 1))) not in said
    ]
    assert absent == []
