"""The choice of comparable areas, kept in the address: where they are taken, how like in population, left out."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from lib.model import DataError, Level, Territory
from lib.peers import FACTORS, SCOPES, WITH_POPULATION, Choice, Group, times
from lib.ui import resources

SCOPE, FACTOR, WITHOUT = "semblables", "ecart", "sans"  # in the address
SCOPE_WORD = {Level.DEPARTEMENT: "mon département", Level.REGION: "ma région", Level.FRANCE: "toute la France"}


def read_choice() -> Choice:
    """Read the choice of comparable areas from the address; what it does not say, or says wrong, is as usual."""
    scope = st.query_params.get(SCOPE, "")
    factor = st.query_params.get(FACTOR, "").replace(",", ".")
    usual = Choice()
    return Choice(
        next((one for one in SCOPES if one.value == scope), usual.scope),
        next((one for one in FACTORS if f"{one:g}" == factor), usual.factor),
        frozenset(code for code in st.query_params.get(WITHOUT, "").split(",") if code),
    )


def edit_choice(territory: Territory, choice: Choice, closest: Group) -> None:
    """Let the reader change where comparable areas are taken, how far their population may be, and leave some out."""
    with st.popover("Changer les territoires comparables", icon=":material/tune:"):
        if territory.level in WITH_POPULATION and territory.kind != "arrondissement_municipal":
            scopes = {SCOPE_WORD[one]: one.value for one in SCOPES}
            names = list(scopes)
            chosen = st.radio("Les prendre dans", names, index=SCOPES.index(choice.scope), horizontal=True)
            widths = {f"jusqu'à {times(one)} fois plus petits ou plus grands": f"{one:g}" for one in FACTORS}
            width = st.radio("Population", list(widths), index=FACTORS.index(choice.factor))
            _keep({SCOPE: scopes[chosen], FACTOR: widths[width]}, choice)
        known = {area.code: area for area in closest.areas}
        known |= {code: _area(territory.level, code) for code in choice.without if _exists(territory.level, code)}
        left = st.multiselect(
            "En laisser de côté",
            sorted(known, key=lambda code: known[code].name),
            default=sorted(choice.without & known.keys()),
            format_func=lambda code: known[code].name,
            placeholder="Choisir des territoires",
        )
        if set(left) != choice.without & known.keys():
            _set(WITHOUT, ",".join(left))
            st.rerun()


def _area(level: Level, code: str) -> Territory:
    return resources.territories().get(f"{level.value}-{code}")


def _exists(level: Level, code: str) -> bool:
    try:
        _area(level, code)
    except DataError:
        return False
    return True


def _keep(wanted: Mapping[str, str], choice: Choice) -> None:
    present = {SCOPE: choice.scope.value, FACTOR: f"{choice.factor:g}"}
    if dict(wanted) != present:
        for name, value in wanted.items():
            _set(name, value)
        st.rerun()


def _set(name: str, value: str) -> None:
    if value:
        st.query_params[name] = value
    elif name in st.query_params:
        del st.query_params[name]
