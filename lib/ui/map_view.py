"""The map of one indicator on a theme page, and its keyboard equivalent."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from lib import formats
from lib.classes import Scale
from lib.map_values import Figures, value_layer
from lib.map_words import standing
from lib.model import Indicator, Level, Territory
from lib.observation import Observation
from lib.ui import (
    address,
    atlas_reading,
    block_frame,
    blocks,
    embed_links,
    errors,
    map_answers,
    map_parts,
    markup,
    resources,
    take_away_map,
    trace,
)
from lib.ui.atlas_choices import Frame
from lib.ui.map_answers import Asked
from lib.ui.map_legend import legend_html
from lib.ui.parts import part
from lib.ui.state import View
from lib.ui.take_away import Taken
from lib.ui.take_away_map import Drawn

FOLLOWED = {"choix-carte_indicateur": ("indicateur",)}  # choices that the map shows ahead of the page
CLICK = '<p class="precision ecran">Un clic sur un territoire de la carte l\'ouvre.</p>'
NOTE = "Classes de même effectif ; entre parenthèses, le nombre de territoires."


def show_map(view: View, page: str, indicators: Sequence[Indicator]) -> None:
    """Show the map block of a theme page; it runs again alone when its own choices change."""
    st.header("Sur la carte", anchor="carte")
    _block(view, page, indicators)


@part
def _block(view: View, page: str, indicators: Sequence[Indicator]) -> None:
    with errors.explained():
        _map_block(view, page, indicators)


def _map_block(view: View, page: str, indicators: Sequence[Indicator]) -> None:
    with st.container(key="carte-choix", horizontal=True, vertical_alignment="bottom"):
        names = {i.id: i.titre for i in indicators}
        first = next(iter(names))
        chosen = address.choice(
            st.selectbox, "Indicateur", "carte_indicateur", list(names), names.__getitem__, first, quiet=True
        )
        level, scope, label = map_parts.chosen_frame(view.territory)
    indicator = next(i for i in indicators if i.id == chosen)
    if level not in indicator.niveaux:
        markup.show('<p class="vide">Cet indicateur n\'est pas calculé à ce niveau. Choisissez-en un autre.</p>')
        return
    shown = map_parts.read(indicator, level, scope)
    if not len(shown.known):
        markup.show('<p class="vide">Aucun chiffre n\'est installé à cette échelle pour cet indicateur. Choisissez-en '
                    "un autre, ou d'autres territoires.</p>")  # fmt: skip
        return
    asked = Asked(indicator.id, Frame(level, scope))
    cut = atlas_reading.cut(shown, indicator, asked.frame, asked.classes, None)
    mosaic = level is Level.IRIS and not resources.has_iris_outlines(scope)
    with st.container(key="bloc-carte"):
        drawn, said = st.columns(block_frame.FIGURE_AND_WORDS, gap="large")
        with drawn, errors.explained():
            if mosaic:
                map_parts.mosaic(shown, cut, indicator, scope, page, view.territory.key)
            else:
                mine = map_parts.mine(view.territory, level)
                layer = map_answers.layer(
                    asked,
                    FOLLOWED,
                    mine=mine,
                    otherwise=lambda: value_layer(shown, cut, map_parts.written(indicator), mine=mine),
                )
                map_parts.follow_click(map_parts.show_drawn(level, scope, layer), level)
        with said:
            title = f"{indicator.titre} ({formats.UNIT_LABEL[indicator.unite]})"
            legend = legend_html(title, shown, cut, lambda bound: formats.plain(bound, indicator.unite), [NOTE])
            read = block_frame.reading_html(reading(shown, indicator, label, view))
            markup.show(legend + read + ("" if mosaic else CLICK))  # one piece: less to send and to draw again
            profile = resources.store().profile([view.territory], [indicator.id])
            taken = drawn_map(shown, cut, indicator, scope, level, map_parts.mine(view.territory, level))
            blocks.show_footer("carte", view, profile, [indicator], _taken(taken, indicator, mosaic=mosaic))
    frame = map_parts.frame_label(level, scope)
    key = f"{level.value}-{scope.key}"
    map_parts.show_list(shown, None, indicator.unite, frame, key, page, view.territory.key)


def drawn_map(
    shown: Figures, cut: Scale, indicator: Indicator, scope: Territory, level: Level, mine: Sequence[str]
) -> Drawn:
    """Return the map as it is taken away; ``mine`` are the codes to outline."""
    years = sorted({year for year in shown.millesimes if year})
    when = f", {years[-1]}" if years else ""
    return Drawn(
        level,
        scope,
        shown,
        cut,
        lambda bound: formats.plain(bound, indicator.unite),
        f"{indicator.titre} ({formats.UNIT_LABEL[indicator.unite]}){when}",
        [NOTE],
        lambda: observations(shown, indicator, level),
        mine=mine,
    )


def _taken(drawn: Drawn, indicator: Indicator, *, mosaic: bool) -> Taken:
    files = () if mosaic else take_away_map.files(drawn, trace.here())
    embed = "" if mosaic else embed_links.map_of(indicator, drawn.level, drawn.scope)
    return Taken(drawn.title, drawn.rows, others=files, embed=embed)


def reading(shown: Figures, indicator: Indicator, label: str, view: View) -> str:
    """Say where my territory stands, or the highest value when it is not drawn; of an own zone, its figure alone."""
    if view.territory.level is Level.ZONE:
        seen = atlas_reading.mine(view, indicator, shown)
        if seen.value is not None:
            return f"{formats.sentence(indicator, seen.value, view.territory)}."
    return standing(shown, indicator, label, view.territory.key)


def observations(shown: Figures, indicator: Indicator, level: Level) -> list:
    """Return each area of the map with its observation, from the highest value to the lowest."""
    rows = []
    for rank in shown.ordered():
        area = shown.areas[rank]
        year = shown.millesimes[rank] if shown.millesimes else ""
        source = shown.sources[rank] if shown.sources else ""
        cog = resources.SOURCES[source or indicator.source].cog(year) if year else None
        seen = Observation(
            indicator.id, level, area.code, shown.value(rank), shown.status(rank), year, source=source, geography=cog
        )
        rows.append((area, seen))
    return rows
