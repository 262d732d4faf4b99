"""« Territoires semblables »: criteria seen and changed, the group and its figures, areas removed or added by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from html import escape

import streamlit as st

from lib import formats, peer_group
from lib.formats import LEVEL_PLURAL, NBSP
from lib.model import Level, Territory
from lib.peers import times
from lib.similarity import COUNTS, FACTORS, SCOPES, Criterion, Measured, Recipe, Similar, edited, may_have
from lib.similarity import similar as find_similar
from lib.synthesis import FEWEST
from lib.ui import block_frame, errors, markup, peers_table, peers_words, resources, similar, state
from lib.ui.peers_table import KEY
from lib.ui.search import search_box
from lib.ui.shown import when_shown
from lib.ui.state import View

NOTICE = "semblables-avis"


def show_peers() -> None:
    """Show the areas like the current territory, how they are chosen, and let the reader change all of it."""
    view: View = st.session_state["vue_courante"]
    mine = view.territory
    plural = f"{LEVEL_PLURAL[mine.level]} semblables" if may_have(mine) else "Territoires semblables"
    st.title(plural[0].upper() + plural[1:], anchor=KEY)
    with errors.explained():
        if not may_have(mine):
            told = "Cette page compare des communes, des intercommunalités ou des départements. Choisissez-en un."
            markup.show(f'<p class="vide">{told}</p>')
            return
        found = similar.automatic(mine)
        areas = similar.areas(mine)
        markup.show(f'<p class="phrase-cle">{escape(peers_words.sentence(mine, found, areas))}</p>')
        _use(view, areas)
        _criteria(mine, found)
        _members(mine, found, areas)
        if areas:
            peers_table.show_figures(view, found, areas)
        _method()


def _use(view: View, areas: Sequence[Territory]) -> None:
    """Let the reader compare with the group on every page."""
    key = f"{KEY}-partout"
    st.session_state[key] = similar.TOKEN in view.comparator_tokens

    def changed() -> None:
        others = [token for token in view.comparator_tokens if token != similar.TOKEN]
        state.choose(comparer=",".join([similar.TOKEN, *others] if st.session_state[key] else others))

    st.toggle(
        "Comparer à ce groupe sur toutes les pages", key=key, on_change=when_shown(key, changed), disabled=not areas
    )


def _criteria(mine: Territory, found: Similar) -> None:
    st.header("Critères", anchor="criteres")
    chosen = similar.recipe()
    used = frozenset(one.criterion for one in found.used)
    known, place = st.columns(2, gap="large")
    with known:
        for one in found.criteria:
            _criterion(mine, found, one, replace(chosen, criteria=chosen.criteria or used), used)
    with place:
        scopes = [one for one in SCOPES if mine.level is not Level.DEPARTEMENT or one is Level.FRANCE]
        words = {one: peers_words.SCOPE_WORD[one] for one in scopes}
        scope = found.scope if found.scope in words else scopes[0]
        _pick(mine, "Les chercher dans", words, scope, lambda one: replace(chosen, scope=one))
        if Criterion.SIZE in used:
            sizes = {one: f"jusqu'à {times(one)} fois" for one in FACTORS}
            _pick(
                mine,
                "Population plus petite ou plus grande",
                sizes,
                chosen.factor,
                lambda one: replace(chosen, factor=one),
            )
        counts = {one: str(one) for one in COUNTS}
        _pick(mine, "Combien, au plus", counts, chosen.count, lambda one: replace(chosen, count=one))
    notes = [peers_words.covered(mine, found, one) for one in found.criteria if one.covered < found.looked_at]
    if found.without:
        told = formats.plural(found.without, "territoire laissé", "territoires laissés")
        notes.append(f"{told} de côté{NBSP}: un critère utilisé y est secret ou n'est pas publié au même millésime.")
    block_frame.show_notes(*notes)


def _criterion(mine: Territory, found: Similar, one: Measured, chosen: Recipe, used: frozenset[Criterion]) -> None:
    key = f"{KEY}-{one.criterion.value}"
    st.session_state[key] = one.used

    def changed() -> None:
        kept = used | {one.criterion} if st.session_state[key] else used - {one.criterion}
        _change(mine, replace(chosen, criteria=kept))

    nobody = one.mine is None or not (one.covered or one.used)
    st.checkbox(peers_words.said(mine, one), key=key, on_change=when_shown(key, changed), disabled=nobody)


def _pick(mine: Territory, label: str, words: dict, current: object, changed: object) -> None:
    key = f"{KEY}-{label}"
    st.session_state[key] = current
    st.radio(
        label, list(words), format_func=words.__getitem__, key=key, horizontal=True,
        on_change=when_shown(key, lambda: _change(mine, changed(st.session_state[key]))),
    )  # fmt: skip


def _change(mine: Territory, chosen: Recipe) -> None:
    """Keep new criteria; what was added or removed by hand stays so."""
    before = [area.code for area in similar.automatic(mine).areas]
    current = similar.codes(mine) or tuple(before)
    added, removed = set(current) - set(before), set(before) - set(current)
    again = find_similar(resources.territories(), resources.store(), mine, chosen)
    codes = edited([area.code for area in again.areas], added, removed, mine.code) if added | removed else ()
    similar.keep(mine, chosen, codes)


def _members(mine: Territory, found: Similar, areas: Sequence[Territory]) -> None:
    st.header("Le groupe", anchor="groupe")
    usual = [area.code for area in found.areas]
    offered = {area.code: area for area in (*areas, *found.areas)}
    key = f"{KEY}-groupe"
    st.session_state[key] = [area.code for area in areas]

    def changed() -> None:
        kept = st.session_state[key]
        similar.keep(mine, similar.recipe(), () if set(kept) == set(usual) else kept)

    st.multiselect(
        "Retirez un territoire par sa croix, ou remettez-le", list(offered), placeholder="Aucun territoire",
        format_func=lambda code: offered[code].name, key=key, on_change=when_shown(key, changed),
    )  # fmt: skip
    search_box(f"{KEY}-ajout", lambda asked: _add(mine, areas, asked), "En ajouter un")
    if notice := st.session_state.pop(NOTICE, ""):
        st.info(notice, icon=":material/info:")
    if {area.code for area in areas} != set(usual):
        st.button("Revenir à la liste des critères", on_click=lambda: similar.keep(mine, similar.recipe(), ()))
    if len(areas) < FEWEST:
        told = f"Sous {FEWEST} territoires, la synthèse compare à un groupe plus large."
        markup.show(f'<p class="precision">{told}</p>')


def _add(mine: Territory, areas: Sequence[Territory], asked: str) -> None:
    area = resources.territories().get(asked)
    codes = [one.code for one in areas]
    if area.level is not mine.level or area.key == mine.key:
        other = "un autre" if mine.level in (Level.EPT, Level.DEPARTEMENT) else "une autre"
        wanted = f"{other} {peers_words.singular(mine.level)}"
        st.session_state[NOTICE] = f"« {area.name} » ne peut pas rejoindre le groupe{NBSP}: il y faut {wanted}."
    elif area.code not in codes:
        similar.keep(mine, similar.recipe(), [*codes, area.code][: peer_group.MOST])


def _method() -> None:
    st.header("Comment la liste est faite", anchor="methode")
    markup.show(peers_words.method())
