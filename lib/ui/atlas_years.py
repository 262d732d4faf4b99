"""The years of a map: those installed, the usual ones, and what stays when the map or the indicator changes.

A newer file of one département is a year that covers no other: what nobody chose follows what is well covered on the
map shown, what was chosen stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import streamlit as st

from lib.model import Indicator
from lib.store import Store, well_covered
from lib.territories import Territories
from lib.ui import address, atlas_reading, resources
from lib.ui.address import Widget
from lib.ui.atlas_choices import Frame

SINCE, UNTIL = "depuis", "jusqua"
USUAL = "annee-usuelle-"  # in the session: the usual year of each choice on the page


@dataclass(frozen=True, slots=True)
class Years:
    """The millesimes that have figures on a map, oldest first, and those that cover it well (the last one is usual)."""

    installed: tuple[str, ...]
    covered: tuple[str, ...]

    @property
    def usual(self) -> str:
        """The millesime shown at first; empty when there is none."""
        return self.covered[-1] if self.covered else ""

    def shown(self, asked: str) -> str:
        """Return the millesime shown when ``asked`` is what the address says."""
        return asked if asked in self.installed else self.usual

    def kept(self, asked: str) -> str:
        """Return what holds of ``asked`` for the next map: a choice, even one this map has not; empty if usual."""
        found = self.shown(asked) if len(self.installed) > 1 else asked
        return "" if found == self.usual else found

    @property
    def first(self) -> str:
        """The usual beginning of a change."""
        return (self.covered if len(self.covered) > 1 else self.installed)[0]

    def last(self, start: str) -> str:
        """Return the usual end of a change that begins at ``start``."""
        later = self.later(start)
        return self.usual if self.usual in later else later[-1]

    def later(self, start: str) -> tuple[str, ...]:
        """Return the millesimes after ``start``."""
        return tuple(year for year in self.installed if year > start)

    def between(self, since: str, until: str) -> tuple[str, str]:
        """Return the two years of a change, those asked for where they are installed, else the usual ones."""
        start = since if since in self.installed[:-1] else self.first
        return start, until if until in self.later(start) else self.last(start)

    def kept_between(self, since: str, until: str) -> tuple[str, str]:
        """Return what still holds of two years for the next map; empty if usual."""
        start, end = self.between(since, until)
        return "" if start == self.first else start, "" if end == self.last(start) else end


def years(indicator: Indicator, frame: Frame) -> Years:
    """Return the years of one indicator on one map."""
    return _years(resources.store(), resources.territories(), indicator.id, frame)


@lru_cache(maxsize=128)
def _years(store: Store, _known: Territories, indicator: str, frame: Frame) -> Years:
    rows = store.over_time(indicator, frame.level, atlas_reading.codes(frame)).dropna(subset=["valeur"])
    return Years(tuple(sorted(rows["millesime"].unique())), well_covered(rows))


def choose(widget: Widget, label: str, name: str, offered: Sequence[str], usual: str, **more: object) -> str:
    """Show the choice of a year, kept in the address, and return it."""
    st.session_state[USUAL + name] = usual
    return address.choice(widget, label, name, offered, str, usual, **more)


def forget_usual() -> None:
    """Take out of the address the years that were the usual ones of the map just left."""
    for key, usual in list(st.session_state.items()):
        if str(key).startswith(USUAL) and address.asked(name := str(key).removeprefix(USUAL)) == usual:
            address.keep(name, "")
