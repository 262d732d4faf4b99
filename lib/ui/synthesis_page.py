"""« Ce qui distingue mon territoire »: gaps to comparable areas in sentences, what is usual, first questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

import streamlit as st

from lib import formats, synthesis, synthesis_words
from lib.model import Indicator, Territory
from lib.observation import Observation
from lib.peers import Group, groups
from lib.questions import load_questions
from lib.similarity import INDICATOR, may_have
from lib.synthesis import FEWEST, THRESHOLD, Circle, Found, Gap, Silence
from lib.ui import errors, markup, resources, similar, state
from lib.ui.navigation import PAGES
from lib.ui.state import View
from lib.ui.trace import LEXICON, sheet_link

FEW_QUESTIONS = 3  # under this, gaps to areas that are not alike raise questions too
PER_THEME = 4  # sentences shown at once; the others are one click away


def show_synthesis() -> None:
    """Show the synthesis of the current territory."""
    view: View = st.session_state["vue_courante"]
    st.title("Ce qui distingue mon territoire", anchor="synthese")
    with errors.explained():
        chosen = similar.codes(view.territory)
        known, store = resources.territories(), resources.store()
        found_groups = groups(known, store, view.territory, similar.recipe(), chosen)
        if not found_groups:
            told = f"{formats.the(view.territory)} n'a pas de territoire comparable"
            markup.show(
                f"<p class=\"vide\">{escape(told[0].upper() + told[1:])} : la synthèse n'a pas d'objet ici.</p>"
            )
            return
        indicators = [
            one
            for one in resources.catalog().indicators.values()
            if view.territory.level in one.niveaux and (one.essentiel or not view.essential)
        ]
        found = _measured(view, found_groups, indicators, bool(chosen))
        gaps = [answer for answer, _ in found.values() if isinstance(answer, Gap)]
        close, around = _split(gaps, found, found_groups)
        _introduction(view, gaps, close, around)
        _closest(view, found_groups[0])
        _distinctive(view, close, around, found, found_groups)
        _usual(view, gaps)
        _questions(close, around)
        _criteria(gaps, found_groups, found)
        _left_out(view.territory, found)


def _measured(view: View, found_groups: Sequence[Group], indicators: Sequence[Indicator], by_hand: bool) -> Found:
    store, mine = resources.store(), view.territory
    profile = store.profile([mine], [one.id for one in indicators])
    series = {one.id: profile.series(mine, one.id) or (profile.latest(mine, one.id),) for one in indicators}
    blind = frozenset() if by_hand or not may_have(mine) else _criteria_of(mine)
    circles = [
        Circle(group.noun, group.alike, blind if rank == 0 else frozenset(), len(group.areas))
        for rank, group in enumerate(found_groups)
    ]

    def read(rank: int, wanted: Mapping[str, str]) -> Mapping[str, Sequence[Observation]]:
        return store.panel(mine.level, found_groups[rank].codes, wanted)

    return synthesis.measure(indicators, series, circles, read)


def _criteria_of(mine: Territory) -> frozenset[str]:
    """Return the indicators on which the areas alike were chosen: they are alike by construction."""
    return frozenset(INDICATOR[one.criterion] for one in similar.automatic(mine).used)


def _introduction(view: View, gaps: Sequence[Gap], close: Sequence[Gap], around: Sequence[Gap]) -> None:
    if not gaps:
        told = f"Aucun chiffre {formats.of(view.territory)} ne peut être comparé pour l'instant."
    elif not close and not around:
        told = f"Aucun des {len(gaps)} indicateurs comparés ne distingue nettement {formats.the(view.territory)}."
    else:
        compared = formats.plural(len(gaps), "indicateur comparé", "indicateurs comparés")
        parts = [f"{_count(close)} nettement de la médiane de territoires semblables"] if close else []
        parts += [f"{_count(around)} de celle de l'ensemble des {around[0].noun}"] if around else []
        told = f"Sur {compared}, {' et '.join(parts)}."
    markup.show(f'<p class="phrase-cle">{escape(told)}</p>')
    if view.essential:
        markup.show(
            '<p class="precision">Vue « Essentiel » : choisissez « Tout » dans le bandeau pour comparer '
            "tous les indicateurs.</p>"
        )


def _count(gaps: Sequence[Gap]) -> str:
    verb = "s'écarte" if len(gaps) == 1 else "s'écartent"
    return f"{formats.number(len(gaps))}{formats.NBSP}{verb}"


def _closest(view: View, group: Group) -> None:
    areas = formats.plural(len(group.areas), "territoire")
    told = f"Comparé d'abord aux {group.criteria}{formats.NBSP}: {areas}."
    page = state.link("/semblables", view.territory)
    link = f' <a href="{escape(page)}">Voir la liste et changer les critères</a>' if may_have(view.territory) else ""
    markup.show(f'<p class="precision">{escape(told)}{link}</p>')


def _criteria(gaps: Sequence[Gap], found_groups: Sequence[Group], found: Found) -> None:
    """Say which groups were used, for how many indicators, and name their areas that have a figure."""
    ranks = [found[one.indicator.id][1] for one in gaps]
    if not ranks:
        return
    st.header("À quoi il est comparé", anchor="criteres")
    rows = []
    for rank in sorted(set(ranks)):
        group = found_groups[rank]
        used = formats.plural(ranks.count(rank), "indicateur")
        told = f"{group.criteria[0].upper()}{group.criteria[1:]}{formats.NBSP}: {used}"
        told += "" if group.alike else ", faute de territoires semblables"
        codes = {code for one, place in zip(gaps, ranks, strict=True) if place == rank for code in one.codes}
        names = ", ".join(sorted(area.name for area in group.areas if area.code in codes))
        count = formats.plural(len(codes), "territoire a un chiffre", "territoires ont un chiffre")
        rows.append(
            f"<li>{escape(told)}.<details><summary>{escape(count)}, sur {formats.number(len(group.areas))}</summary>"
            f"<p>{escape(names)}.</p></details></li>"
        )
    markup.show(f'<ul class="questions criteres">{"".join(rows)}</ul>')
    if len(rows) > 1:
        markup.show(
            f'<p class="precision">Un indicateur passe au groupe suivant quand moins de {FEWEST} territoires '
            "du groupe ont un chiffre au même millésime, ou quand le fichier en couvre moins de la moitié.</p>"
        )


def _distinctive(
    view: View, close: Sequence[Gap], around: Sequence[Gap], found: Found, found_groups: Sequence[Group]
) -> None:
    """Show the gaps to areas alike; those to every area around come apart, folded unless they are alone."""
    st.header("Ce qui le distingue", anchor="ecarts")
    if not close and not around:
        markup.show('<p class="vide">Aucun écart net à signaler avec ces territoires comparables.</p>')
    _by_theme(view, close, found, found_groups)
    if around:
        noun = around[0].noun
        count = formats.plural(len(around), "écart", "écarts")
        with st.expander(f"{count} à l'ensemble des {noun}, faute de territoires semblables", expanded=not close):
            markup.show(
                '<p class="precision">Ces territoires sont de toutes tailles : une ville y diffère d\'un village sur '
                "presque tout. À lire comme un repère, pas comme une particularité.</p>"
            )
            _by_theme(view, around, found, found_groups)


def _split(gaps: Sequence[Gap], found: Found, found_groups: Sequence[Group]) -> tuple[list[Gap], list[Gap]]:
    out = synthesis.once(one for one in gaps if one.stands_out)
    close = [one for one in out if found_groups[found[one.indicator.id][1]].alike]
    return close, [one for one in out if one not in close]


def _by_theme(view: View, gaps: Sequence[Gap], found: Found, found_groups: Sequence[Group]) -> None:
    themes = resources.catalog().themes
    by_theme = synthesis.by_theme(gaps, themes)
    for theme in [page.name for page in PAGES if page.name in by_theme]:
        items = [_item(view, one, found_groups[found[one.indicator.id][1]]) for one in by_theme[theme]]
        rest = "".join(items[PER_THEME:])
        more = formats.plural(len(items) - PER_THEME, "autre écart", "autres écarts")
        folded = f"<details><summary>{more} du même thème</summary><ul>{rest}</ul></details>" if rest else ""
        markup.show(
            f'<div class="ecarts"><h3>{escape(themes[theme].titre)}</h3>'
            f"<ul>{''.join(items[:PER_THEME])}</ul>{folded}</div>"
        )


def _item(view: View, one: Gap, group: Group) -> str:
    source = resources.SOURCES[one.mine.source or one.indicator.source]
    words = [f"{synthesis_words.direction(one).capitalize()} de la médiane", synthesis_words.judgement(one)]
    theme = resources.catalog().themes[one.indicator.theme].titre
    page = state.link(f"/{one.indicator.theme}", view.territory)
    links = (
        f'<a href="{escape(page)}">Page « {escape(theme)} »</a>'
        f' <a href="{escape(sheet_link(one.indicator, view.territory))}">D\'où vient ce chiffre</a>'
    )
    return (
        f"<li><p>{escape(synthesis_words.sentence(one))}</p>"
        f'<p class="mot">{escape(", ".join(word for word in words if word))}</p>'
        f'<p class="source">Source{formats.NBSP}: {escape(source.cited(one.mine.millesime, one.mine.geography))}. '
        f"Millésime{formats.NBSP}: {escape(_millesime(one))}. {escape(_compared_to(one, group))}</p>"
        f'<p class="liens">{links}</p></li>'
    )


def _millesime(one: Gap) -> str:
    if not one.latest:
        return one.mine.millesime
    return f"{one.mine.millesime}, le dernier commun à ces territoires (le vôtre va jusqu'à {one.latest})"


def _compared_to(one: Gap, group: Group) -> str:
    return f"Comparé à {formats.number(one.count)} {group.criteria.partition(' (')[0]}."


def _usual(view: View, gaps: Sequence[Gap]) -> None:
    usual = sorted((one for one in gaps if one.usual and not one.stands_out), key=lambda one: one.indicator.titre)
    if not usual:
        return
    st.header("Ce qui est comme ailleurs", anchor="comme-ailleurs")
    rows = [(one.indicator.titre, one.told, one.told_middle, one.noun, one.mine.millesime) for one in usual]
    head = ("Indicateur", view.territory.name, "Médiane", "Comparé aux", "Millésime")
    markup.show(markup.table("Indicateurs proches de la médiane des territoires comparables", head, rows, words=True))


def _questions(close: Sequence[Gap], around: Sequence[Gap]) -> None:
    """Show the questions raised by gaps to areas alike; those to areas around only complete a short list."""
    themes, known = resources.catalog().themes, load_questions()
    asked = synthesis.questions(synthesis.by_theme(close, themes), known)
    if len(asked) < FEW_QUESTIONS:
        said = {question for _, question in asked}
        more = synthesis.questions(synthesis.by_theme(around, themes), known)
        asked = [*asked, *(one for one in more if one[1] not in said)][:FEW_QUESTIONS]
    if not asked:
        return
    st.header("Premières questions à se poser", anchor="questions")
    rows = "".join(
        f"<li><strong>{escape(question)}</strong><span>{escape(themes[gap.indicator.theme].titre)}{formats.NBSP}: "
        f"{escape(gap.indicator.titre_court)}, {escape(gap.told)} (médiane{formats.NBSP}: "
        f"{escape(gap.told_middle)})</span></li>"
        for gap, question in asked
    )
    markup.show(f'<ol class="premieres-questions">{rows}</ol>')


def _left_out(territory: Territory, found: Found) -> None:
    silent = [answer for answer, _ in found.values() if isinstance(answer, Silence)]
    between = sum(
        isinstance(answer, Gap) and not answer.usual and not answer.stands_out for answer, _ in found.values()
    )
    rows = [(f"{reason.value[0].upper()}{reason.value[1:]}", silent.count(reason)) for reason in Silence]
    rows.append(("Écart trop faible pour être signalé, trop fort pour être dit « comme ailleurs »", between))
    st.header("Ce que cette synthèse laisse de côté", anchor="limites")
    items = "".join(
        f"<li>{escape(told)}{formats.NBSP}: {escape(formats.plural(count, 'indicateur'))}.</li>"
        for told, count in rows
        if count
    )
    threshold = formats.number(THRESHOLD, 1)
    method = (
        f"Un écart est signalé à partir de {threshold} fois l'écart habituel entre territoires comparables (écart "
        f"absolu médian, multiplié par 1,48), s'il dépasse 5{formats.THIN}% de la médiane et si {FEWEST} territoires "
        "au moins ont un chiffre au même millésime. Les critères qui ont servi à choisir les territoires semblables "
        "sont comparés à un groupe plus large. Deux parts qui se complètent ne sont dites qu'une fois. Le calcul est "
        "le même pour tous, sans intervention humaine ni modèle de langue. Il dit où regarder, pas pourquoi."
    )
    page = f'<a href="{escape(state.link(LEXICON, territory))}">lexique</a>'
    markup.show(
        f'<ul class="questions">{items}</ul><p class="precision">{escape(method)} '
        f"Le {page} dit ce que chaque indicateur ne permet pas de dire.</p>"
    )
