"""The pieces of every map on screen: possible frames, drawing, mosaic without outlines, list of all areas."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from html import escape
from urllib.parse import quote

import folium
import streamlit as st

from lib import formats, map_base, map_frames
from lib.classes import Scale
from lib.map_values import Figures, Written, area_fill, figures, readable_on
from lib.model import Indicator, Level, Territory
from lib.store import Store
from lib.territories import Territories
from lib.ui import address, markup, resources, state
from lib.ui.shown import when_shown

HEIGHT = 520
LISTED = 60
LIST, SHORT, WHOLE = "liste", "ouverte", "entiere"  # the list of a map in the address
frame_label, mine = map_frames.label, map_frames.mine


def frames(territory: Territory) -> dict[str, tuple[Level, Territory]]:
    """Return the possible maps around a territory, closest first, by the label offered to the visitor."""
    found = {frame_label(*one): one for one in map_frames.closest(territory, resources.territories())}
    wide = [label for label, (_, scope) in found.items() if scope.level is Level.DEPARTEMENT]
    first = wide[:1] if territory.level is Level.COMMUNE else []
    return {label: found[label] for label in dict.fromkeys([*first, *found])}


def chosen_frame(territory: Territory) -> tuple[Level, Territory, str]:
    """Show the choice of a map, kept in the address; return the level drawn, the area it fills and its label."""
    found = frames(territory)
    offered = {f"{level.value}.{scope.key}": (level, scope, label) for label, (level, scope) in found.items()}
    labels = {code: label for code, (_, _, label) in offered.items()}
    first = next(iter(labels))
    code = address.choice(
        st.selectbox, "Territoires montrés", "carte_cadre", list(labels), labels.__getitem__, first, quiet=True
    )
    return offered[code]


def read(indicator: Indicator, level: Level, scope: Territory, millesime: str = "") -> Figures:
    """Return the figures of one map, in the order of its outlines."""
    return _read(resources.store(), resources.territories(), indicator.id, level, scope.key, millesime)


@lru_cache(maxsize=64)
def _read(store: Store, known: Territories, indicator: str, level: Level, scope: str, millesime: str) -> Figures:
    inside = known.get(scope)
    areas = resources.outline_areas(level, inside)
    codes = None if inside.level is Level.FRANCE else [area.code for area in areas]
    return figures(areas, store.distribution(indicator, level, codes, millesime))


def written(indicator: Indicator) -> Written:
    """Say how the values of an indicator are written on the map."""
    unit = indicator.unite
    return Written(
        indicator.titre,
        formats.SUFFIX.get(unit, ""),
        formats.DECIMALS.get(unit, 1),
        step=formats.STEP.get(unit, 0),
        sparse=unit in formats.SPARSE,
    )


def show_drawn(
    level: Level,
    scope: Territory,
    layer: folium.FeatureGroup,
    *,
    group: str = "",
    side: str = "",
    height: int = HEIGHT,
) -> dict:
    """Draw the outlines with their values and return the answer of the frame (a click, or nothing).

    Maps of one ``group`` move together; ``side`` tells them apart. Raises DataError when outlines cannot be read.
    """
    resources.check_outlines(level, scope)
    from streamlit_folium import st_folium  # slow to import: paid by the warm-up, not by each page

    answer = st_folium(
        map_base.base_map(resources.outline_url(level, scope), group),
        key=f"carte-{side}-{level.value}-{scope.key}",
        height=height,
        use_container_width=True,
        returned_objects=[],
        feature_group_to_add=layer,
    )
    return answer or {}


def clicked(answer: dict) -> str:
    """Return the code of the area just clicked, once per click; empty otherwise."""
    if "code" not in answer or st.session_state.get("dernier-clic") == answer["instant"]:
        return ""
    st.session_state["dernier-clic"] = answer["instant"]
    return answer["code"]


def follow_click(answer: dict, level: Level) -> None:
    """Go to the clicked area, once per click."""
    code = clicked(answer)
    if code:
        state.choose(territoire=f"{level.value}-{code}")
        st.rerun(scope="app")


def mosaic(shown: Figures, scale: Scale, indicator: Indicator, commune: Territory, page: str, mine: str = "") -> None:
    """Show one square per IRIS when their outlines are not installed; the one of key ``mine`` is marked."""
    cells = []
    for rank in sorted(range(len(shown.areas)), key=lambda rank: shown.areas[rank].name):
        value, status, area = shown.value(rank), shown.status(rank), shown.areas[rank]
        shade = area_fill(value, scale, status)
        kind = 'class="case mien" aria-current="true"' if area.key == mine else 'class="case"'
        cells.append(
            f'<a {kind} style="--case:{shade};--mot:{readable_on(shade)}" href="{href(page, area)}" '
            f'target="_self"><span>{escape(area.name)}</span>'
            f"<strong>{escape(formats.amount(value, indicator.unite, status))}</strong></a>"
        )
    markup.show(
        f'<p class="precision">Les contours des IRIS {escape(formats.of(commune))} ne sont pas installés : '
        "voici une case par IRIS, rangée par nom. Un paquet territorial ajoute la carte.</p>"
        f'<div class="mosaique">{"".join(cells)}</div>'
    )


def show_list(
    shown: Figures, write: Sequence[str] | None, unit: str, label: str, key: str, page: str, mine: str
) -> None:
    """Show the figures of the map as a list from high to low, every name a link: the map without a mouse.

    ``write`` are the texts of the values in the order of the areas (by default, the value in its ``unit``).
    """
    title = f"{label} : la liste, du plus élevé au moins élevé"
    asked = address.of_block(LIST, key)
    kept = _list_kept(key)
    with st.expander(
        title, expanded=bool(asked), key=f"liste-{key}", on_change=when_shown(f"liste-{key}", kept)
    ) as panel:
        if not panel.open:
            return
        ranks = shown.ordered()
        places = {rank: place for place, rank in enumerate(ranks, start=1)}
        if len(ranks) > LISTED and not st.toggle(
            "Tout afficher", asked == WHOLE, key=f"liste-tout-{key}", on_change=when_shown(f"liste-tout-{key}", kept)
        ):
            total = formats.number(len(ranks))
            ranks = [rank for i, rank in enumerate(ranks) if i < LISTED or shown.areas[rank].key == mine]
            markup.show(f'<p class="precision">Les {LISTED} premiers sur {total}, et votre territoire.</p>')
        items = []
        for rank in ranks:
            area = shown.areas[rank]
            told = write[rank] if write else formats.amount(shown.value(rank), unit, shown.status(rank))
            kind = ' class="mien" aria-current="true"' if area.key == mine else ""
            items.append(
                f'<li value="{places[rank]}"{kind}><a href="{href(page, area)}" target="_self">{escape(area.name)}</a> '
                f"<span>{escape(told)}</span></li>"
            )
        markup.show(f'<ol class="liste-carte">{"".join(items)}</ol>')


def _list_kept(key: str) -> Callable[[], None]:
    """Return what writes in the address whether the list of a map is open, and whole."""

    def keep() -> None:
        shown = WHOLE if st.session_state.get(f"liste-tout-{key}") else SHORT
        address.keep_of_block(LIST, key, shown if st.session_state[f"liste-{key}"] else "")

    return keep


def href(page: str, area: Territory) -> str:
    """Return the escaped address of ``page`` for one area."""
    return quote(state.link(page, area), safe="/?&=,-")
