"""The territory banner at the top of every page: where we are, compared with what, how much detail, sharing."""

from __future__ import annotations

from datetime import date
from html import escape

import streamlit as st

from lib.exports.caption import day
from lib.formats import LEVEL_PLURAL
from lib.model import PEER_GROUP, Level, Territory
from lib.settings import STATIC_DIR
from lib.similarity import may_have
from lib.ui import markup, resources, similar, state, trace
from lib.ui.parts import part
from lib.ui.search import search_box
from lib.ui.shown import when_shown
from lib.ui.state import View

PRINTED_ADDRESS = (  # a map may have changed the address since the foot of the page was written
    "<script>if (!window.boussoleImprime) { window.boussoleImprime = true; addEventListener('beforeprint', () => {"
    "const here = location.href.replaceAll('%2C', ',');"
    "for (const one of document.querySelectorAll('.pied .adresse')) one.textContent = here; }); }</script>"
)
_ADDRESS = st.components.v2.component(
    "boussole_partage",
    html=(STATIC_DIR / "partage.html").read_text(encoding="utf-8"),
    css=(STATIC_DIR / "partage.css").read_text(encoding="utf-8"),
    js=(STATIC_DIR / "partage.js").read_text(encoding="utf-8"),
)
PARENTS = (Level.COMMUNE, Level.EPT, Level.EPCI, Level.DEPARTEMENT, Level.REGION, Level.FRANCE)


def show_header(view: View, notices: list[str], *, search: bool = True) -> None:
    """Show the banner on one line, then the notices about the address (former commune, unknown code).

    ``search`` is False on the home page, which has its own, larger search box.
    """
    known = resources.territories()
    with st.container(key="bandeau-territoire", horizontal=True, vertical_alignment="center", gap="small"):
        caption = escape(known.caption(view.territory))
        with st.container(key="bandeau-lieu", width="stretch"):
            others = ", ".join(area.name for area in view.comparators)
            printed = f'<span class="imprime">Comparé à\u00a0: {escape(others)}</span>' if others else ""
            markup.show(
                f'<p class="lieu"><strong>{escape(view.territory.name)}</strong><span>{caption}</span>{printed}</p>'
            )
        if search:
            with st.container(key="bandeau-recherche", width=240):
                search_box("recherche-bandeau", _go, "Changer de territoire", compact=True)
        _quarter(view.territory)
        _compare(view)
        _detail(view)
        _share()
    for notice in notices:
        st.info(notice, icon=":material/info:")


def _go(key: str) -> None:
    state.choose(territoire=key)


def _quarter(territory: Territory) -> None:
    known = resources.territories()
    commune = known.parent(territory, Level.COMMUNE) if territory.level is Level.IRIS else territory
    divided = known.children(commune, Level.IRIS) if commune and commune.level is Level.COMMUNE else []
    if not commune or not divided:
        return
    options = [commune.key, *(area.key for area in sorted(divided, key=lambda area: area.name))]
    names = {commune.key: f"Toute la commune ({len(divided)} IRIS)"} | {area.key: area.name for area in divided}
    key = f"quartier-{commune.code}"
    st.session_state[key] = territory.key
    st.selectbox(
        "Quartier (IRIS)",
        options,
        format_func=names.__getitem__,
        key=key,
        label_visibility="collapsed",
        on_change=when_shown(key, lambda: _go(st.session_state[key])),
        width=235,
    )


def _compare(view: View) -> None:
    known = resources.territories()
    names = " · ".join(area.name for area in view.comparators) or "aucun territoire"
    with st.popover("Comparer", help=f"Comparé à : {names}", icon=":material/balance:"):
        st.markdown(f"**{view.territory.name}** est comparé, dans cet ordre, à :")
        parents = [area for level in PARENTS if (area := known.parent(view.territory, level))]
        offered = {_token(area, view): area.name for area in (*parents, *view.comparators)}
        alike = f"{LEVEL_PLURAL[view.territory.level]} semblables"
        if may_have(view.territory):
            offered = {similar.TOKEN: ""} | offered | {similar.TOKEN: alike[0].upper() + alike[1:]}
        chosen = [_token(area, view) for area in view.comparators]
        key = f"comparateurs-{view.territory.key}"
        st.session_state[key] = chosen
        st.pills(
            "Territoires de comparaison",
            list(offered),
            format_func=offered.__getitem__,
            selection_mode="multi",
            key=key,
            label_visibility="collapsed",
            on_change=when_shown(
                key, lambda: _set_comparators([one for one in offered if one in st.session_state[key]])
            ),
        )
        if may_have(view.territory):
            page = state.link("/semblables", view.territory)
            markup.show(f'<p class="precision"><a href="{escape(page)}">Choisir les {escape(alike)}</a></p>')
        if len([token for token in chosen if token != similar.TOKEN]) >= state.MAX_COMPARATORS:
            st.caption("Quatre comparateurs au plus : retirez-en un pour en ajouter un autre.")
        else:
            search_box("recherche-comparateur", lambda found: _set_comparators([*chosen, found]), "En ajouter un autre")


def _token(area: Territory, view: View) -> str:
    """Name a comparator by its level when it contains my territory, by its key otherwise; the group by its word."""
    if area.kind == PEER_GROUP:
        return similar.TOKEN
    parent = view.territory.parents.get(area.level) == area.code
    return area.level.value if parent else area.key


def _set_comparators(tokens: list[str]) -> None:
    others = [token for token in tokens if token != similar.TOKEN][: state.MAX_COMPARATORS]
    state.choose(comparer=",".join([*(one for one in tokens if one == similar.TOKEN), *others]))


def _detail(view: View) -> None:
    labels = {state.ESSENTIAL: "Essentiel", state.ALL: "Tout"}
    st.session_state["detail"] = state.ESSENTIAL if view.essential else state.ALL
    st.segmented_control(
        "Indicateurs",
        list(labels),
        format_func=labels.__getitem__,
        key="detail",
        label_visibility="collapsed",
        required=True,
        on_change=when_shown("detail", lambda: state.choose(vue=st.session_state["detail"])),
    )


@part
def _share() -> None:
    """Show the address of the view when asked: the browser's own, which a part of the page may have just changed."""
    menu = st.popover("Partager", icon=":material/link:", key="partager", on_change="rerun")
    if menu.open:
        with menu:
            st.markdown("Cette adresse rouvre la même vue. Copiez-la dans un message ou un rapport.")
            _ADDRESS(key="adresse-partagee")


def show_footer() -> None:
    """Close the page: what this is, licence of the code and of the data; on paper, the day and the address."""
    st.html(PRINTED_ADDRESS, unsafe_allow_javascript=True)
    printed = f"Imprimé le {day(date.today())}. Cette page se rouvre à l'adresse"
    markup.show(
        f'<footer class="pied"><p class="imprime">{printed} <span class="adresse">{escape(trace.here())}</span></p>'
        "<p>Boussole sociale, logiciel libre (EUPL 1.2). Données publiques sous Licence Ouverte 2.0, chaque producteur "
        "étant cité sous ses chiffres. Aucune donnée personnelle, aucun traceur, aucun service tiers.</p></footer>"
    )
