"""Areas like mine as the address says them: the criteria, the codes of the group; kept from page to page.

``semblables`` holds the codes of the group, so that a copied address reopens the same comparison; ``criteres`` how it
was chosen. In ``comparer``, the word « semblables » stands for the group.
"""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from lib import peer_group
from lib.model import Territory
from lib.similarity import COUNTS, FACTORS, SCOPES, Criterion, Recipe, Similar, may_have, similar
from lib.ui import resources

TOKEN = "semblables"  # in ``comparer``
CODES, CRITERIA = "semblables", "criteres"  # in the address
IN_ADDRESS = (CRITERIA, CODES)
NO_CRITERION = "aucun"
KEPT = "semblables-gardees"  # in the session: the territory the codes were chosen for, and the codes


def recipe() -> Recipe:
    """Return how areas alike are chosen, as the address says it, else this session; what is wrong is as usual.

    Older addresses named the place in ``semblables``.
    """
    older = st.query_params.get(CODES, "")
    return parse(_asked(CRITERIA) or (older if older in SCOPES else ""))


def parse(written: str) -> Recipe:
    """Read criteria as written in an address: « region,20,x2,taille,age »; an unknown word is left out."""
    words = [word for word in written.split(",") if word]
    usual = Recipe()
    chosen = frozenset(one for one in Criterion if one.value in words)
    return Recipe(
        next((one for one in SCOPES if one.value in words), usual.scope),
        next((one for one in FACTORS if f"x{one:g}" in words), usual.factor),
        next((one for one in COUNTS if str(one) in words), usual.count),
        chosen if chosen or NO_CRITERION in words else None,
    )


def write(chosen: Recipe) -> str:
    """Write criteria for an address; empty for the usual ones."""
    usual = Recipe()
    words = [chosen.scope.value] if chosen.scope else []
    words += [str(chosen.count)] if chosen.count != usual.count else []
    words += [f"x{chosen.factor:g}"] if chosen.factor != usual.factor else []
    if chosen.criteria is not None:
        words += [one.value for one in Criterion if one in chosen.criteria] or [NO_CRITERION]
    return ",".join(words)


def codes(territory: Territory) -> tuple[str, ...]:
    """Return the codes chosen for this territory; none when they are those of another, or when nobody chose."""
    owner, kept = st.session_state.get(KEPT, ("", ""))
    asked = st.query_params.get(CODES, "")
    if owner and owner != territory.key and asked in ("", kept):
        return ()
    found = peer_group.clean_codes((asked or kept).split(","))
    known = resources.territories()
    return tuple(code for code in found if code != territory.code and known.find(f"{territory.level.value}-{code}"))


def automatic(territory: Territory) -> Similar:
    """Return the areas alike that the criteria give. Raises DataError like the store."""
    return similar(resources.territories(), resources.store(), territory, recipe())


def areas(territory: Territory) -> tuple[Territory, ...]:
    """Return the areas alike: those chosen by hand, else those that the criteria give. Raises DataError."""
    chosen = codes(territory)
    known = resources.territories()
    if chosen:
        return tuple(area for code in chosen if (area := known.find(f"{territory.level.value}-{code}")))
    return automatic(territory).areas


def group(territory: Territory) -> Territory | None:
    """Return the group as one territory; None when there is nobody like mine. Raises DataError like the store."""
    found = areas(territory) if may_have(territory) else ()
    return peer_group.territory(territory.level, (area.code for area in found)) if found else None


def named(territory: Territory, written: str) -> str:
    """Return the key of the group of these codes, for a page that has no session; empty without a code."""
    found = peer_group.clean_codes(written.split(","))
    return peer_group.territory(territory.level, found).key if found and may_have(territory) else ""


def keep(territory: Territory, chosen: Recipe, wanted: Sequence[str]) -> None:
    """Keep criteria and codes for the next run; no code leaves the choice to the criteria."""
    _set(CRITERIA, write(chosen))
    _set(CODES, ",".join(wanted))
    st.session_state[CRITERIA] = write(chosen)
    st.session_state[KEPT] = (territory.key, ",".join(wanted))


def remember(territory: Territory, *, used: bool) -> dict[str, str]:
    """Return what the address must say of areas alike, and keep it; codes are written once the group is ``used``."""
    known = codes(territory)
    if used and not known and may_have(territory):
        known = tuple(area.code for area in areas(territory))
    written = write(recipe())
    st.session_state[CRITERIA] = written
    st.session_state[KEPT] = (territory.key, ",".join(known))
    return {name: value for name, value in ((CRITERIA, written), (CODES, ",".join(known))) if value}


def carried(territory_key: str) -> dict[str, str]:
    """Return what a link to another page carries: codes follow the territory they were chosen for."""
    owner, kept = st.session_state.get(KEPT, ("", ""))
    written = {CRITERIA: st.session_state.get(CRITERIA, ""), CODES: kept if owner == territory_key else ""}
    return {name: value for name, value in written.items() if value}


def _asked(name: str) -> str:
    return st.query_params.get(name) or st.session_state.get(name) or ""


def _set(name: str, value: str) -> None:
    if value:
        st.query_params[name] = value
    elif name in st.query_params:
        del st.query_params[name]
