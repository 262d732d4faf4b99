"""A part of a page runs again alone; inside another part it belongs to it."""

import subprocess

import pytest
import streamlit as st

from lib.settings import ROOT
from lib.ui.parts import part


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the names of what is shown as a fragment, as it happens."""
    shown: list[str] = []

    def fragment(show):
        def run(*args, **kwargs):
            shown.append(show.__name__)
            return show(*args, **kwargs)

        return run

    monkeypatch.setattr(st, "fragment", fragment)
    return shown


def test_a_part_inside_another_one_is_not_a_fragment(alone):
    drawn = []

    @part
    def foot(word):
        drawn.append(word)

    @part
    def block():
        foot("inside")

    block()
    foot("outside")
    assert alone == ["block", "foot"] and drawn == ["inside", "outside"]


def test_a_part_that_fails_leaves_the_next_one_on_its_own(alone):
    @part
    def broken():
        raise ValueError

    @part
    def foot():
        pass

    with pytest.raises(ValueError):
        broken()
    foot()
    assert alone == ["broken", "foot"]


def test_every_fragment_is_made_by_part():
    found = subprocess.run(
        ["git", "grep", "-l", "st\\.fragment\\|import fragment", "--", "lib", "pages", "app.py"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert found.stdout.split() == ["lib/ui/parts.py"]
