"""What the visitor is looking at: territory, comparators, level of detail; kept in the address by codes.

Address first (a copied link reopens the same view), then this session, then the last visit (cookie), then settings.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import streamlit as st

from lib import formats
from lib.model import LEVEL_NAMES, DataError, Level, Territory
from lib.peer_group import is_group
from lib.settings import TERRITORY_KEY, load_settings
from lib.territories import Redirect
from lib.ui import own_zones, resources, similar

COOKIE = "boussole_territoire"
TERRITORY, COMPARE, DETAIL = "territoire", "comparer", "vue"
ESSENTIAL, ALL = "essentiel", "tout"
MAX_COMPARATORS = 4  # beside the group of areas alike
UNKNOWN_PAGE = "page_inconnue"  # added to the address by the server when the page asked for does not exist
IRIS_COMPARATORS = ("commune", "epci", "departement", "france")


@dataclass(frozen=True, slots=True)
class View:
    """One point of view: my territory, those it is compared with in fixed order, essential figures only or all."""

    territory: Territory
    comparators: tuple[Territory, ...]
    comparator_tokens: tuple[str, ...]
    essential: bool

    @property
    def compared(self) -> tuple[Territory, ...]:
        """My territory followed by its comparators."""
        return (self.territory, *self.comparators)


def current_view() -> tuple[View, list[str]]:
    """Read the view from the address and write it back in full; also return notices to show (French sentences)."""
    notices: list[str] = []
    territory = _territory(notices)
    tokens = _fitting(_tokens(notices), territory)
    if st.query_params.get(UNKNOWN_PAGE):
        del st.query_params[UNKNOWN_PAGE]
        notices.append("La page demandée n'existe pas : voici l'accueil.")
    essential = _asked(DETAIL, ESSENTIAL) != ALL
    st.session_state[TERRITORY] = territory.key
    st.session_state[COMPARE] = ",".join(tokens)
    st.session_state[DETAIL] = ESSENTIAL if essential else ALL
    wanted = {name: st.session_state[name] for name in (TERRITORY, COMPARE, DETAIL)}
    wanted |= similar.remember(territory, used=similar.TOKEN in tokens)
    address = {name: value for name, value in st.query_params.items() if name not in similar.IN_ADDRESS}
    if address | wanted != dict(st.query_params):
        st.query_params.from_dict(address | wanted)
    return View(territory, comparators(territory, tokens), tokens, essential), notices


def choose(**changes: str) -> None:
    """Change the view (``territoire``, ``comparer``, ``vue``) for the next run."""
    for name, value in changes.items():
        st.session_state[name] = value
        st.query_params[name] = value


def kept() -> dict[str, str]:
    """Return the parameters that a link to another page carries: same territory, same comparators, same detail."""
    view = {name: st.session_state[name] for name in (TERRITORY, COMPARE, DETAIL)}
    return view | similar.carried(view[TERRITORY])


def link(page: str, territory: Territory) -> str:
    """Return the address of ``page`` for another territory, the rest of the view unchanged."""
    kept = {COMPARE: st.session_state[COMPARE], DETAIL: st.session_state[DETAIL]} | similar.carried(territory.key)
    return f"{page}?{TERRITORY}={territory.key}&{'&'.join(f'{name}={value}' for name, value in kept.items())}"


def comparators(territory: Territory, tokens: tuple[str, ...]) -> tuple[Territory, ...]:
    """Turn tokens (level name, territory key, « semblables ») into territories other than mine, without repeats."""
    found: dict[str, Territory] = {}
    for token in tokens:
        area = _comparator(territory, token)
        if area and area.key != territory.key:
            found[area.key] = area
    return tuple(found.values())[: MAX_COMPARATORS + (similar.TOKEN in tokens)]


def _comparator(territory: Territory, token: str) -> Territory | None:
    if token == similar.TOKEN:
        return similar.group(territory)
    known = resources.territories()
    return known.parent(territory, Level(token)) if token in LEVEL_NAMES else own_zones.find(token)


def _asked(name: str, default: str) -> str:
    return st.query_params.get(name) or st.session_state.get(name) or default


def _territory(notices: list[str]) -> Territory:
    default = load_settings().territoire_par_defaut
    remembered = st.context.cookies.get(COOKIE, "")
    fallback = st.session_state.get(TERRITORY) or (remembered if re.fullmatch(TERRITORY_KEY, remembered) else default)
    asked = st.query_params.get(TERRITORY) or fallback
    known = resources.territories()
    try:
        plain = TERRITORY if is_group(asked) else asked  # a group is a comparison, never my territory
        found = own_zones.territory(asked) if own_zones.is_zone(asked) else known.resolve(plain)
    except DataError:
        other = own_zones.find(default if asked == fallback else _first_known(fallback, default))
        shown = re.sub(r"[^\w -]", "", asked)[:40]
        notices.append(
            f"L'adresse demande un territoire inconnu (« {shown} »). Voici {other.name} ; cherchez le vôtre ci-dessus."
        )
        return other
    if isinstance(found, Redirect):
        former = f"{found.former_name} ({found.former_code})"
        today = formats.of(found.territory)
        notices.append(f"{former} fait aujourd'hui partie {today} : voici {found.territory.name}.")
        return found.territory
    return found


def _first_known(*keys: str) -> str:
    return next((key for key in keys if _known(key)), keys[-1])


def _tokens(notices: list[str]) -> tuple[str, ...]:
    raw = st.query_params.get(COMPARE) if COMPARE in st.query_params else st.session_state.get(COMPARE)
    if raw is None:
        return load_settings().comparateurs_par_defaut
    kept, dropped = [], []
    for token in dict.fromkeys(part.strip() for part in raw.split(",") if part.strip()):
        (kept if token in {*LEVEL_NAMES, similar.TOKEN} or _known(token) else dropped).append(token)
    if dropped:
        notices.append("Un comparateur de l'adresse est inconnu : il a été laissé de côté.")
    return tuple(kept)


def _fitting(tokens: tuple[str, ...], territory: Territory) -> tuple[str, ...]:
    """Swap default comparators when one goes in or out of the IRIS level: an IRIS is first read against its commune."""
    usual = load_settings().comparateurs_par_defaut
    if territory.level in (Level.IRIS, Level.ZONE):
        return IRIS_COMPARATORS if tokens == usual else tokens
    return usual if tokens == IRIS_COMPARATORS else tokens


def _known(key: str) -> bool:
    try:
        own_zones.find(key)
    except DataError:
        return False
    return True


def remember(view: View) -> None:
    """Keep the territory for the next visit, in a cookie of this browser only (no other content, one year)."""
    if st.context.cookies.get(COOKIE) != view.territory.key and st.session_state.get(COOKIE) != view.territory.key:
        st.session_state[COOKIE] = view.territory.key
        st.html(
            f'<script>document.cookie = "{COOKIE}={view.territory.key}; max-age=31536000; path=/; SameSite=Lax";'
            "</script>",
            unsafe_allow_javascript=True,
        )
