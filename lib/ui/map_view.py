"""The map of one indicator and its keyboard equivalent: legend with counts, sorted list of all areas."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from urllib.parse import quote

import pandas as pd
import streamlit as st

from lib import formats, maps
from lib.exports.csv_table import to_csv
from lib.model import Indicator, Level, Status, Territory
from lib.store import Observation
from lib.ui import blocks, errors, markup, resources, state
from lib.ui.state import View

SCOPES = {
    Level.COMMUNE: (Level.EPCI, Level.DEPARTEMENT, Level.REGION, Level.FRANCE),
    Level.EPCI: (Level.DEPARTEMENT, Level.REGION, Level.FRANCE),
    Level.DEPARTEMENT: (Level.REGION, Level.FRANCE),
    Level.REGION: (Level.FRANCE,),
    Level.EPT: (Level.FRANCE,),
}
INSIDE = {
    Level.EPCI: Level.COMMUNE,
    Level.EPT: Level.COMMUNE,
    Level.DEPARTEMENT: Level.COMMUNE,
    Level.REGION: Level.EPCI,
    Level.FRANCE: Level.DEPARTEMENT,
}
HEIGHT = 520
LISTED = 60


Values = Sequence[tuple[Territory, float | None, Status]]


@st.fragment
def show_map(view: View, page: str, indicators: Sequence[Indicator]) -> None:
    """Show the map block of a theme page; it runs again alone when its own choices change."""
    st.header("Sur la carte", anchor="carte")
    with errors.explained():
        _map_block(view, page, indicators)


def _map_block(view: View, page: str, indicators: Sequence[Indicator]) -> None:
    with st.container(key="carte-choix", horizontal=True, vertical_alignment="bottom"):
        names = {i.id: i.titre for i in indicators}
        chosen = st.selectbox("Indicateur", list(names), format_func=names.__getitem__, key=f"carte-indicateur-{page}")
        frames = _frames(view.territory)
        label = st.selectbox("Territoires montrés", list(frames), key=f"carte-cadre-{view.territory.key}")
    indicator = next(i for i in indicators if i.id == chosen)
    level, scope = frames[label]
    if level not in indicator.niveaux:
        markup.show('<p class="vide">Cet indicateur n\'est pas calculé à ce niveau. Choisissez-en un autre.</p>')
        return
    values = _values(indicator, level, scope)
    breaks, classes = maps.legend([value for _, value, _ in values if value is not None])
    mosaic = level is Level.IRIS and not resources.has_iris_outlines(scope)
    with st.container(key="bloc-carte"):
        drawn, said = st.columns(blocks.FIGURE_AND_WORDS, gap="large")
        with drawn:
            if mosaic:
                _mosaic(values, breaks, indicator, scope, page)
            else:
                _drawn(values, breaks, indicator, level, scope, view)
        with said:
            markup.show(_legend(classes, values, indicator))
            blocks.show_reading(_reading(values, indicator, label, view))
            if not mosaic:
                markup.show('<p class="precision">Un clic sur un territoire de la carte l\'ouvre.</p>')
            profile = resources.store().profile([view.territory], [indicator.id])
            blocks.show_footer("carte", view, profile, [indicator], lambda: _csv(values, indicator, level))
    _list(values, indicator, level, scope, view, page)


def _reading(values: Values, indicator: Indicator, label: str, view: View) -> str:
    """Say where my territory stands on the map, or the highest value when it is not drawn."""
    known = [(area, value) for area, value, _ in values if value is not None]
    if not known:
        return ""
    mine = [(area, value) for area, value in known if area.key == view.territory.key]
    area, value = mine[0] if mine else max(known, key=lambda row: row[1])
    told = formats.sentence(indicator, value, area)
    peers = label if label.startswith("IRIS") else label[0].lower() + label[1:]
    every = f"des {formats.number(len(known))} {peers}"
    lower = sum(other < value for _, other in known)
    if not mine or not any(other > value for _, other in known):
        return f"{told}{formats.NBSP}: c'est la valeur la plus élevée {every}."
    if lower == 0:
        return f"{told}{formats.NBSP}: c'est la valeur la plus faible {every}."
    return f"{told}{formats.NBSP}; {formats.number(lower)} {every} ont une valeur plus faible."


def _csv(values: Values, indicator: Indicator, level: Level) -> bytes:
    """Return every figure of the map as CSV, in the order of the list."""
    table = resources.store().distribution(indicator.id, level, [area.code for area, _, _ in values])
    years = dict(zip(table["code"], table["millesime"], strict=True))
    cogs = {year: resources.SOURCES[indicator.source].cog(year) for year in set(years.values())}

    def observed(area: Territory, value: float | None, status: Status) -> Observation:
        year = years.get(area.code, "")
        return Observation(indicator.id, level, area.code, value, status, year, geography=cogs.get(year))

    rows = [(area, observed(area, value, status)) for area, value, status in _sorted(values)]
    return to_csv(rows, resources.catalog(), resources.SOURCES)


def _sorted(values: Values) -> list[tuple[Territory, float | None, Status]]:
    return sorted(values, key=lambda row: (row[1] is None, -(row[1] or 0), row[0].name))


def _frames(territory: Territory) -> dict[str, tuple[Level, Territory]]:
    """Return the possible maps around a territory, closest first, by the label offered to the visitor."""
    known = resources.territories()
    found: dict[str, tuple[Level, Territory]] = {}
    commune = known.parent(territory, Level.COMMUNE) if territory.level is Level.IRIS else territory
    if commune and commune.level is Level.COMMUNE:
        if known.children(commune, Level.IRIS):
            found[f"IRIS {formats.of(commune)}"] = (Level.IRIS, commune)
        if known.districts(commune):
            found[f"Arrondissements {formats.of(commune)}"] = (Level.COMMUNE, commune)
    inside = INSIDE.get(territory.level)
    if inside:
        found[_frame_label(inside, territory)] = (inside, territory)
    base = commune or territory
    for scope_level in SCOPES.get(base.level, ()):
        scope = known.parent(base, scope_level)
        if scope:
            found[_frame_label(base.level, scope)] = (base.level, scope)
    if territory.level is Level.IRIS:
        return found
    wide = [label for label, (_, scope) in found.items() if scope.level is Level.DEPARTEMENT]
    first = wide[:1] if territory.level is Level.COMMUNE else []
    return {label: found[label] for label in dict.fromkeys([*first, *found])}


def _frame_label(level: Level, scope: Territory) -> str:
    plural = formats.LEVEL_PLURAL[level]
    return f"{plural[0].upper()}{plural[1:]} {formats.of(scope)}"


def _values(indicator: Indicator, level: Level, scope: Territory) -> list[tuple[Territory, float | None, Status]]:
    areas = resources.outline_areas(level, scope)
    table = resources.store().distribution(indicator.id, level, [area.code for area in areas]).set_index("code")
    shown = table["valeur"].to_dict()
    statuses = table["statut"].to_dict()
    result = []
    for area in areas:
        value = shown.get(area.code)
        known = value is not None and not pd.isna(value)
        result.append((area, value if known else None, Status(statuses.get(area.code, "non_disponible"))))
    return result


def _drawn(
    values: Values,
    breaks: Sequence[float],
    indicator: Indicator,
    level: Level,
    scope: Territory,
    view: View,
) -> None:
    from streamlit_folium import st_folium  # slow to import: paid by the warm-up, not by each page

    url = resources.outline_url(level, scope)
    layer = maps.value_layer(
        [(area.code, value, status) for area, value, status in values],
        breaks,
        unit=formats.SUFFIX.get(indicator.unite, ""),
        decimals=formats.DECIMALS.get(indicator.unite, 1),
        mine=view.territory.code if view.territory.level is level else "",
    )
    answer = st_folium(
        maps.base_map(url),
        key=f"carte-{level.value}-{scope.key}",
        height=HEIGHT,
        use_container_width=True,
        returned_objects=[],
        feature_group_to_add=layer,
    )
    _follow_click(answer, level)


def _follow_click(answer: dict | None, level: Level) -> None:
    """Go to the clicked area, once per click."""
    click = answer or {}
    if "code" in click and st.session_state.get("dernier-clic") != click["instant"]:
        st.session_state["dernier-clic"] = click["instant"]
        state.choose(territoire=f"{level.value}-{click['code']}")
        st.rerun(scope="app")


def _mosaic(
    values: Values,
    breaks: Sequence[float],
    indicator: Indicator,
    commune: Territory,
    page: str,
) -> None:
    cells = []
    for area, value, status in sorted(values, key=lambda row: row[0].name):
        shade = maps.class_fill(value, breaks, status)
        cells.append(
            f'<a class="case" style="--case:{shade};--mot:{maps.readable_on(shade)}" href="{_href(page, area)}" '
            f'target="_self"><span>{escape(area.name)}</span>'
            f"<strong>{escape(formats.amount(value, indicator.unite, status))}</strong></a>"
        )
    markup.show(
        f'<p class="precision">Les contours des IRIS {escape(formats.of(commune))} ne sont pas installés : '
        "voici une case par IRIS, rangée par nom. Un paquet territorial ajoute la carte.</p>"
        f'<div class="mosaique">{"".join(cells)}</div>'
    )


def _legend(
    classes: Sequence[maps.LegendClass],
    values: Values,
    indicator: Indicator,
) -> str:
    items = [
        f'<li><i style="background:{one.fill}"></i>{escape(_bounds(one, indicator))} <span>({one.count})</span></li>'
        for one in classes
    ]
    secret = sum(status is Status.SECRET for _, _, status in values)
    unknown = sum(value is None and status is not Status.SECRET for _, value, status in values)
    if secret:
        items.append(f'<li><i class="hachures"></i>secret <span>({secret})</span></li>')
    if unknown:
        items.append(f'<li><i style="background:{maps.UNKNOWN}"></i>sans chiffre <span>({unknown})</span></li>')
    title = f"{indicator.titre} ({formats.UNIT_LABEL[indicator.unite]})"
    note = "Classes de même effectif ; entre parenthèses, le nombre de territoires."
    return (
        f'<div class="legende"><p><strong>{escape(title)}</strong></p><ul>{"".join(items)}</ul>'
        f'<p class="precision">{note}</p></div>'
    )


def _bounds(one: maps.LegendClass, indicator: Indicator) -> str:
    low, high = (formats.plain(bound, indicator.unite) for bound in (one.low, one.high))
    return low if low == high else f"de {low} à {high}"


def _list(
    values: Values,
    indicator: Indicator,
    level: Level,
    scope: Territory,
    view: View,
    page: str,
) -> None:
    """Show the same figures as a list sorted from high to low, every name a link: the map without a mouse."""
    ordered = _sorted(values)
    label = f"{_frame_label(level, scope)} : la liste, du plus élevé au moins élevé"
    with st.expander(label, key=f"liste-{level.value}-{scope.key}", on_change="rerun") as panel:
        if not panel.open:
            return
        shown = ordered
        if len(ordered) > LISTED and not st.toggle("Tout afficher", key=f"liste-tout-{level.value}-{scope.key}"):
            shown = [row for i, row in enumerate(ordered) if i < LISTED or row[0].key == view.territory.key]
            total = formats.number(len(ordered))
            markup.show(f'<p class="precision">Les {LISTED} premiers sur {total}, et votre territoire.</p>')
        ranks = {row[0].key: rank for rank, row in enumerate(ordered, start=1)}
        items = "".join(
            f'<li value="{ranks[area.key]}"{_mine(area, view)}><a href="{_href(page, area)}" target="_self">'
            f"{escape(area.name)}</a> <span>{escape(formats.amount(value, indicator.unite, status))}</span></li>"
            for area, value, status in shown
        )
        markup.show(f'<ol class="liste-carte">{items}</ol>')


def _mine(area: Territory, view: View) -> str:
    return ' class="mien" aria-current="true"' if area.key == view.territory.key else ""


def _href(page: str, area: Territory) -> str:
    return quote(state.link(page, area), safe="/?&=,-")
