"""The lexicon: look for an indicator by any of its words, read its sheet, open it directly by its address."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from html import escape

import pandas as pd
import streamlit as st

from lib import formats, lexicon, provenance
from lib.catalog import Catalog
from lib.exports.lexicon import COMPARABLE
from lib.lexicon import Sheet
from lib.model import DataError, Indicator, Level, Source
from lib.provenance import VERIFIED
from lib.store import Store
from lib.territories import LEVEL_WORD
from lib.ui import address, errors, markup, peers_words, resources, state
from lib.ui.navigation import in_menu_order
from lib.ui.state import View
from lib.ui.trace import INDICATOR, definitions, external, sheet_link, trace_lines

SEARCH, THEME = "mot", "theme"
EVERY = "Tous les thèmes"


def show_lexicon() -> None:
    """Show the sheet asked by the address, or the list of indicators that match the search."""
    view: View = st.session_state["vue_courante"]
    st.title("Lexique", anchor="lexique")
    known = resources.catalog()
    markup.show(
        f'<p class="phrase-cle">Ce que mesure chacun des {len(known.indicators)} indicateurs, comment il se calcule, '
        "à quoi il sert, et ce qu'il ne permet pas de dire.</p>"
    )
    _search_fields(known)
    with errors.explained():
        asked = st.query_params.get(INDICATOR)
        if asked:
            show_sheet(known.resolve(asked), view)
        else:
            _show_list(known, view)


def _search_fields(known: Catalog) -> None:
    with st.container(key="lexique-champs", horizontal=True, vertical_alignment="bottom"):
        address.text(
            "Chercher dans le lexique",
            SEARCH,
            then=_leave_sheet,
            placeholder="pauvreté, HLM, Cnaf, P21_POP…",
            width=420,
        )
        titles = {"": EVERY} | {theme.id: theme.titre for theme in known.themes.values()}
        address.choice(st.selectbox, "Thème", THEME, list(titles), titles.__getitem__, "", then=_leave_sheet, width=300)


def _leave_sheet() -> None:
    if INDICATOR in st.query_params:
        del st.query_params[INDICATOR]


@lru_cache(maxsize=2)
def _sheets(known: Catalog) -> tuple[Sheet, ...]:
    return lexicon.sheets(known, resources.SOURCES)


@lru_cache(maxsize=2)
def coverage(store: Store) -> pd.DataFrame:
    """Return what is installed, by indicator, source, millesime and level, read once per version of the data."""
    return store.coverage()


def _show_list(known: Catalog, view: View) -> None:
    query, theme = address.asked(SEARCH), address.asked(THEME)
    found = lexicon.search(query, _sheets(known))
    found = [one for one in found if theme in ("", one.theme)]
    told = f"{formats.plural(len(found), 'indicateur')}{f' pour « {query.strip()} »' if query.strip() else ''}"
    markup.show(f'<p class="precision" role="status">{escape(told)}.</p>')
    if not found:
        advice = "Essayez un mot plus court, un synonyme, ou choisissez « Tous les thèmes »."
        markup.show(f'<p class="vide">Aucun indicateur ne répond à cette recherche. {advice}</p>')
        return
    if query.strip():
        markup.show(_entries(found, view))
        return
    for one in in_menu_order(known.themes.values()):
        listed = [indicator for indicator in found if indicator.theme == one.id]
        if listed:
            st.header(one.titre, anchor=f"lexique-{one.id}")
            markup.show(_entries(listed, view))
    st.header("Territoires semblables", anchor="lexique-semblables")
    page = f'<p><a href="{escape(state.link("/semblables", view.territory))}">Voir ceux de mon territoire</a></p>'
    markup.show(peers_words.method() + page)


def _entries(found: Sequence[Indicator], view: View) -> str:
    rows = (
        f'<li><a href="{escape(sheet_link(one, view.territory))}">{escape(one.titre)}</a>'
        f"<span>{escape(one.definition)}</span></li>"
        for one in found
    )
    return f'<ul class="entrees">{"".join(rows)}</ul>'


def show_sheet(indicator: Indicator, view: View) -> None:
    """Show the whole sheet of one indicator: meaning, calculation, sources, what is installed, my figure."""
    theme = resources.catalog().themes[indicator.theme]
    st.header(indicator.titre, anchor="fiche")
    kept = [name for name in st.query_params if name != INDICATOR]
    query = "&".join(f"{name}={st.query_params[name]}" for name in kept)
    markup.show(
        f'<p class="precision">{escape(theme.titre)} · {escape(formats.UNIT_LABEL[indicator.unite])} · '
        f'<a href="/lexique?{escape(query)}">Tout le lexique</a></p>'
    )
    markup.show(f'<section class="fiche large">{definitions(_meaning(indicator))}</section>')
    st.subheader(f"Le chiffre de votre territoire{formats.NBSP}: {view.territory.name}", anchor="mon-chiffre")
    seen = resources.store().profile([view.territory], [indicator.id]).latest(view.territory, indicator.id)
    markup.show(f'<section class="fiche large">{definitions(trace_lines(indicator, seen))}</section>')
    st.subheader("Calcul et colonnes officielles", anchor="calcul")
    markup.show(_calculation(indicator))
    st.subheader("Sources, millésimes et niveaux installés", anchor="sources")
    markup.show(_sources(indicator))
    markup.show(_installed(indicator))


def _meaning(indicator: Indicator) -> list[tuple[str, str]]:
    lines = [
        ("Définition", escape(indicator.definition)),
        ("Comprendre", escape(indicator.comprendre)),
        ("Utiliser", escape(indicator.utiliser)),
        ("Ne permet pas de dire", escape(indicator.ne_permet_pas_de_dire)),
        ("Pièges", escape(indicator.pieges)),
        ("Comparer dans le temps", _over_time(indicator)),
        ("Identifiant", f"<code>{escape(', '.join((indicator.id, *indicator.alias)))}</code>"),
    ]
    return lines


def _over_time(indicator: Indicator) -> str:
    told = f"Millésimes comparables{formats.NBSP}: {COMPARABLE[indicator.millesimes_comparables]}."
    breaks = breaks_of(indicator)
    if not breaks:
        return escape(told)
    rows = "".join(f"<li>{escape(one)}</li>" for one in breaks)
    return f"{escape(told)} Ruptures de série{formats.NBSP}:<ul>{rows}</ul>"


def breaks_of(indicator: Indicator) -> list[str]:
    """Return the history of the breaks that concern an indicator, in words, each said once."""
    used = {*indicator.numerateur, *indicator.denominateur}
    found = []
    for source in _known(indicator):
        for one in source.ruptures:
            if not one.variables or used & set(one.variables):
                found.append(f"{one.jusqu_a} | {one.depuis}{formats.NBSP}: {one.motif} ({source.titre_court})")
    return list(dict.fromkeys(found))


def _known(indicator: Indicator) -> list[Source]:
    names = dict.fromkeys((*indicator.sources, *indicator.source_denominateur))
    return [resources.SOURCES[name] for name in names]


def _calculation(indicator: Indicator) -> str:
    sources = resources.SOURCES
    rows = provenance.columns(indicator.numerateur, provenance.numerator_sources(indicator), sources)
    below = provenance.columns(indicator.denominateur, provenance.denominator_sources(indicator), sources)
    sides = [("numérateur" if indicator.is_ratio else "valeur", row) for row in rows]
    sides += [("dénominateur", row) for row in below]
    lines = [(words, side, column, name) for side, (words, column, name) in dict.fromkeys(sides)]
    told = f"<p><strong>{escape(provenance.formula(indicator, sources))}</strong></p>"
    year = "« AAAA » vaut pour l'année, « AA » pour ses deux derniers chiffres."
    note = f'<p class="precision">{year}</p>' if any("AA" in line[2] for line in lines) else ""
    head = ("Grandeur", "Place", "Colonne officielle", "Source")
    return told + markup.table("Colonnes des fichiers officiels", head, lines, words=True) + note


def _sources(indicator: Indicator) -> str:
    rows = "".join(
        f"<li>{external(one.page, one.titre)}, {escape(one.producteur)}, {escape(one.licence)}. "
        f"Champ{formats.NBSP}: {escape(one.champ)}. Lecteur{formats.NBSP}: {escape(VERIFIED[one.verification])}.</li>"
        for one in _known(indicator)
    )
    return f'<ul class="questions">{rows}</ul>'


def _installed(indicator: Indicator) -> str:
    try:
        table = coverage(resources.store())
    except DataError as error:
        return markup.problem(error.what, error.where, error.remedy)
    table = table[table["indicateur"] == indicator.id]
    if table.empty:
        told = "Aucun chiffre n'est installé pour cet indicateur."
        return f'<p class="vide">{told} La page « Sources » dit comment le faire venir.</p>'
    rows = []
    for level in (one for one in Level if one.value in set(table["niveau"])):
        here = table[table["niveau"] == level.value]
        best = int(here.groupby("millesime")["territoires"].sum().max())
        names = ", ".join(sorted({resources.SOURCES[name].titre_court for name in here["source"]}))
        rows.append((LEVEL_WORD[level], years(here["millesime"]), formats.number(best), names))
    head = ("Niveau", "Millésimes", "Territoires avec un chiffre, au plus", "Source")
    return markup.table("Chiffres installés", head, rows, words=True)


def years(found: Sequence[str]) -> str:
    """Write millesimes shortly: all when they are few, « 2007 à 2023 (17 millésimes) » otherwise."""
    listed = sorted(set(found))
    if len(listed) <= 6:
        return ", ".join(listed)
    return f"{listed[0]} à {listed[-1]} ({len(listed)} millésimes)"
