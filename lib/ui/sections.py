"""The blocks a page may hold, declared in the page and shown here in order."""

from __future__ import annotations

from dataclasses import dataclass

from lib.structure import Structure
from lib.ui import (
    blocks,
    blocks_ages,
    blocks_evolution,
    blocks_pyramid,
    blocks_spread,
    blocks_structure,
    resources,
    selection,
)
from lib.ui.state import View


@dataclass(frozen=True, slots=True)
class Block:
    """Territories side by side: anchor, title, indicators of one unit in reading order."""

    key: str
    title: str
    indicators: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Evolution:
    """One indicator over time: curves, breaks drawn, table of the years."""

    key: str
    title: str
    indicator: str


@dataclass(frozen=True, slots=True)
class Composition:
    """The parts of a whole, of lib.ui.structures, for each territory."""

    key: str
    title: str
    structure: Structure


@dataclass(frozen=True, slots=True)
class Pyramid:
    """The age pyramid of my territory and the outline of a comparator."""

    key: str
    title: str


@dataclass(frozen=True, slots=True)
class Incomes:
    """Deciles, quartiles and median of standards of living."""

    key: str
    title: str


@dataclass(frozen=True, slots=True)
class Ages:
    """A rate at each age: what is measured, then label of the age and its indicator, youngest first."""

    key: str
    title: str
    measured: str
    ages: tuple[tuple[str, str], ...]


Section = Block | Evolution | Composition | Pyramid | Incomes | Ages


def show_section(section: Section, view: View) -> None:
    """Show one block; nothing for plain indicators unknown in my territory. Raises DataError like the store."""
    match section:
        case Composition(key, title, structure):
            blocks_structure.show_composition(key, title, view, structure)
        case Pyramid(key, title):
            blocks_pyramid.show_pyramid(key, title, view)
        case Incomes(key, title):
            blocks_spread.show_incomes(key, title, view)
        case Ages(key, title, measured, ages):
            chosen = [resources.catalog().resolve(name) for _, name in ages]
            profile = resources.store().profile(view.compared, [one.id for one in chosen])
            blocks_ages.show_ages(
                key, title, view, profile, measured, dict(zip([a for a, _ in ages], chosen, strict=True))
            )
        case Evolution(key, title, name):
            _show_evolution(key, title, name, view)
        case Block(key, title, names):
            chosen = [resources.catalog().resolve(name) for name in names]
            profile = resources.store().profile(view.compared, [one.id for one in chosen])
            if selection.told(profile, view.territory, chosen):
                blocks.show_comparison(key, title, view, profile, chosen)


def _show_evolution(key: str, title: str, name: str, view: View) -> None:
    indicator = resources.catalog().resolve(name)
    profile = resources.store().profile(view.compared, [indicator.id])
    mine = selection.has_figure(profile, view.territory, indicator)
    # What is published for larger areas only is read there; what is only missing here is told below.
    readable = mine or view.territory.level not in indicator.niveaux
    if readable and blocks_evolution.has_history(view, profile, indicator):
        blocks_evolution.show_evolution(key, title, view, profile, indicator)
