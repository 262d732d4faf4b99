"""« Territoires semblables »: criteria seen and changed, the group and its figures, areas removed or added by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from html import escape

import streamlit as st

from lib import formats, peer_group
from lib.formats import LEVEL_PLURAL, NBSP
from lib.model import Indicator, Level, Territory
from lib.observation import Observation
from lib.peers import by_words, times
from lib.similarity import COUNTS, FACTORS, INDICATOR, SCOPES, Criterion, Measured, Recipe, Similar, edited, may_have
from lib.similarity import similar as find_similar
from lib.synthesis import FEWEST
from lib.ui import block_frame, errors, markup, resources, similar, state
from lib.ui.block_frame import cell
from lib.ui.search import search_box
from lib.ui.state import View
from lib.ui.take_away import Taken
from lib.ui.trace import origins

KEY = "semblables"
NOTICE = "semblables-avis"
NAME = {
    Criterion.SIZE: "Taille",
    Criterion.DENSITY: "Rural ou urbain (densité)",
    Criterion.AGE: "Âge (65 ans ou plus)",
    Criterion.INCOME: "Niveau de vie médian",
    Criterion.HOUSING: "Logement social",
}
SCOPE_WORD = {Level.DEPARTEMENT: "mon département", Level.REGION: "ma région", Level.FRANCE: "toute la France"}
METHOD = (
    "Les territoires semblables sont ceux dont les critères choisis s'écartent le moins, ensemble, de ceux du vôtre. "
    "Chaque écart est compté en écarts habituels (écart absolu médian) entre les territoires du même périmètre, pour "
    "que tous les critères pèsent autant ; la taille et la densité se comparent en proportion. Le calcul est le même "
    "pour tous et redonne toujours la même liste.",
    "Un territoire dont un critère utilisé est secret ou non publié n'est pas classé : il est compté à part, jamais "
    "pris pour un zéro.",
    "Le chiffre du groupe est la médiane de ses territoires, chacun comptant une fois : jamais une moyenne de taux. "
    "Il n'est pas donné quand moins de la moitié d'entre eux ont un chiffre du même millésime, ou quand trop de "
    "valeurs sont secrètes. Pour une structure (âges, ménages, diplômes…), leurs effectifs sont additionnés, puis les "
    "parts calculées.",
)


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
        markup.show(f'<p class="phrase-cle">{escape(sentence(mine, found, areas))}</p>')
        _use(view, areas)
        _criteria(mine, found)
        _members(mine, found, areas)
        if areas:
            _figures(view, found, areas)
        _method()


def sentence(mine: Territory, found: Similar, areas: Sequence[Territory]) -> str:
    """Say who is compared with my territory, and why."""
    plural = LEVEL_PLURAL[mine.level]
    scope = "de France" if found.scope is Level.FRANCE or mine.level is Level.DEPARTEMENT else f"de {_my(found.scope)}"
    if not areas:
        return f"Aucun territoire {scope} ne répond à ces critères{NBSP}: élargissez le périmètre ou la taille."
    counted = formats.plural(len(areas), _singular(mine.level), plural)
    usual, kept = {area.code for area in found.areas}, {area.code for area in areas}
    if kept != usual:
        changes = [
            formats.plural(len(codes), word)
            for codes, word in ((usual - kept, "retrait"), (kept - usual, "ajout"))
            if codes
        ]
        return f"{counted}{NBSP}: la liste des critères, avec {' et '.join(changes)} à la main."
    sized = any(one.criterion is Criterion.SIZE for one in found.used)
    looked = f"{formats.number(found.looked_at)} {scope}{' de taille comparable' if sized else ''}"
    if len(areas) == found.looked_at:
        return f"{counted}{NBSP}: tout ce qu'il y a {scope}{' de taille comparable' if sized else ''}."
    closest = "la plus proche" if len(areas) == 1 else "les plus proches"
    return f"{counted} parmi les {looked}{NBSP}: {closest} {formats.of(mine)} par {by_words(found)}."


def _my(scope: Level) -> str:
    return SCOPE_WORD[scope].replace("mon ", "votre ").replace("ma ", "votre ")


def _singular(level: Level) -> str:
    return LEVEL_PLURAL[level].removesuffix("s") if level is not Level.EPT else "établissement public territorial"


def _use(view: View, areas: Sequence[Territory]) -> None:
    """Let the reader compare with the group on every page."""
    key = f"{KEY}-partout"
    st.session_state[key] = similar.TOKEN in view.comparator_tokens

    def changed() -> None:
        others = [token for token in view.comparator_tokens if token != similar.TOKEN]
        state.choose(comparer=",".join([similar.TOKEN, *others] if st.session_state[key] else others))

    st.toggle("Comparer à ce groupe sur toutes les pages", key=key, on_change=changed, disabled=not areas)


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
        words = {one: SCOPE_WORD[one] for one in scopes}
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
    notes = [_covered(mine, found, one) for one in found.criteria if one.covered < found.looked_at]
    if found.without:
        told = formats.plural(found.without, "territoire laissé", "territoires laissés")
        notes.append(f"{told} de côté{NBSP}: un critère utilisé y est secret ou n'est pas publié au même millésime.")
    block_frame.show_notes(*notes)


def _covered(mine: Territory, found: Similar, one: Measured) -> str:
    """Say how many areas publish a criterion, when not all of them do."""
    covered = formats.plural(one.covered, _singular(mine.level), LEVEL_PLURAL[mine.level])
    return f"{NAME[one.criterion]}{NBSP}: publié pour {covered} sur {formats.number(found.looked_at)}."


def _criterion(mine: Territory, found: Similar, one: Measured, chosen: Recipe, used: frozenset[Criterion]) -> None:
    key = f"{KEY}-{one.criterion.value}"
    st.session_state[key] = one.used

    def changed() -> None:
        kept = used | {one.criterion} if st.session_state[key] else used - {one.criterion}
        _change(mine, replace(chosen, criteria=kept))

    nobody = one.mine is None or not (one.covered or one.used)
    st.checkbox(_told(mine, one), key=key, on_change=changed, disabled=nobody)


def _told(mine: Territory, one: Measured) -> str:
    """Say a criterion with my figure."""
    if one.mine is None:
        return f"{NAME[one.criterion]}{NBSP}: pas de chiffre publié {formats.at(mine)}, critère sans effet"
    indicator = _indicator(one.criterion)
    people = f"{NBSP}habitants" if one.criterion is Criterion.SIZE else ""
    return f"{NAME[one.criterion]}{NBSP}: {formats.amount(one.mine, indicator.unite)}{people} ({one.millesime})"


def _pick(mine: Territory, label: str, words: dict, current: object, changed: object) -> None:
    key = f"{KEY}-{label}"
    st.session_state[key] = current
    st.radio(
        label, list(words), format_func=words.__getitem__, key=key, horizontal=True,
        on_change=lambda: _change(mine, changed(st.session_state[key])),
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
        "Retirez un territoire par sa croix, ou remettez-le", list(offered), key=key, on_change=changed,
        format_func=lambda code: offered[code].name, placeholder="Aucun territoire",
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
        told = f"« {area.name} » ne peut pas rejoindre le groupe{NBSP}: il y faut {other} {_singular(mine.level)}."
        st.session_state[NOTICE] = told
    elif area.code not in codes:
        similar.keep(mine, similar.recipe(), [*codes, area.code][: peer_group.MOST])


def _figures(view: View, found: Similar, areas: Sequence[Territory]) -> None:
    """Show the criteria of each area, mine first, and the median of the group."""
    mine, store = view.territory, resources.store()
    listed = (mine, *areas)
    years = {INDICATOR[one.criterion]: one.millesime for one in found.criteria}
    panel = store.panel(mine.level, [area.code for area in listed], years)
    seen = {(name, one.code): one for name, figures in panel.items() for one in figures}
    group = peer_group.territory(mine.level, (area.code for area in areas))
    profile = store.profile([group], years)
    indicators = [_indicator(one.criterion) for one in found.criteria]
    rows = [[_placed(area), *(cell(seen.get((i.id, area.code)), i.unite) for i in indicators)]
            for area in listed]  # fmt: skip
    medians = [_at(profile.series(group, i.id), years[i.id]) for i in indicators]
    rows.append([group.name, *(cell(one, i.unite) for one, i in zip(medians, indicators, strict=True))])
    units = ["" if i.unite in formats.COUNTS else f"{formats.UNIT_LABEL[i.unite]}, " for i in indicators]
    head = [f"{i.titre_court} ({unit}{years[i.id]})" for i, unit in zip(indicators, units, strict=True)]
    title = f"Critères des territoires semblables, {mine.name}"
    markup.show(markup.table(title, ["Territoire", *head], rows, mine=0))
    taken = [(area, one) for i in indicators for area in listed if (one := seen.get((i.id, area.code)))]
    own = [seen[i.id, mine.code] for i in indicators if (i.id, mine.code) in seen]
    known = [i for i in indicators if (i.id, mine.code) in seen]
    block_frame.show_foot(
        KEY, mine, block_frame.cited([one for _, one in taken], []), lambda: origins(known, own, mine),
        Taken(title, lambda: taken),
    )  # fmt: skip


def _at(series: Sequence[Observation], millesime: str) -> Observation | None:
    return next((one for one in series if one.millesime == millesime), None)


def _placed(area: Territory) -> str:
    level = Level.REGION if area.level is Level.DEPARTEMENT else Level.DEPARTEMENT
    found = resources.territories().parent(area, level)
    return f"{area.name} ({found.name})" if found else area.name


def _indicator(criterion: Criterion) -> Indicator:
    return resources.catalog().resolve(INDICATOR[criterion])


def _method() -> None:
    st.header("Comment la liste est faite", anchor="methode")
    markup.show(method())


def method() -> str:
    """Return how areas alike are chosen and what the figure of their group is (HTML)."""
    return "".join(f'<p class="lecture">{escape(one)}</p>' for one in METHOD)
