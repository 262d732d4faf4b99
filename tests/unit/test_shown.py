"""A widget that left the page no longer acts, whatever a late browser still says of it."""

from __future__ import annotations

import ast
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
import streamlit as st

from lib.settings import ROOT
from lib.ui import shown

MODULES = sorted((ROOT / "lib" / "ui").rglob("*.py"))


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[Callable[[], None]]]:
    """Run a page that shows these widgets; return what each calls. ``whole`` is False when it is cut before its end."""
    monkeypatch.setattr(st, "session_state", {})

    def run(*keys: str, whole: bool = True) -> list[Callable[[], None]]:
        shown.begin()
        called = [
            shown.when_shown(key, lambda key=key: st.session_state.setdefault("faits", []).append(key)) for key in keys
        ]
        if whole:
            shown.end()
        return called

    return run


def note(key: str) -> None:
    st.session_state.setdefault("faits", []).append(key)


def done() -> list[str]:
    return st.session_state.get("faits", [])


def test_a_widget_on_the_page_acts(page: Callable) -> None:
    (act,) = page("quartier")
    act()
    assert done() == ["quartier"]


def test_a_widget_that_left_the_page_does_nothing_until_it_comes_back(page: Callable) -> None:
    (act,) = page("quartier")
    page("autre")
    act()
    assert done() == []
    page("quartier")
    act()
    assert done() == ["quartier"]


def test_a_page_cut_before_its_end_takes_nothing_away(page: Callable) -> None:
    first, second = page("haut", "bas")
    page("haut", whole=False)
    page("haut", whole=False)
    second()
    assert done() == ["bas"]
    page("haut")
    second()
    first()
    assert done() == ["bas", "haut"]


def test_a_widget_shown_after_the_page_by_one_of_its_parts_acts(page: Callable) -> None:
    page("haut")
    shown.when_shown("partie", partial(note, "partie"))()
    assert done() == ["partie"]


@pytest.mark.parametrize("module", MODULES, ids=lambda one: one.stem)
def test_every_change_of_a_widget_goes_through_it(module: Path) -> None:
    calls = [node for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    given = [word.value for call in calls for word in call.keywords if word.arg == "on_change"]
    free = [one.lineno for one in given if not (_rerun(one) or _guarded(one))]
    assert free == [], "on_change sans when_shown"


def _rerun(given: ast.expr) -> bool:
    return isinstance(given, ast.Constant) and given.value == "rerun"


def _guarded(given: ast.expr) -> bool:
    return isinstance(given, ast.Call) and isinstance(given.func, ast.Name) and given.func.id == "when_shown"
