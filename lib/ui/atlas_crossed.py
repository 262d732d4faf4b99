"""Two indicators on one map: three by three classes, the table that counts them, the scatter that explains them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

import streamlit as st

from lib import formats, map_values
from lib.classes import Method, Scale
from lib.exports.map_legend import Squares
from lib.map_above import Laid, above
from lib.map_crossing import MOST_POINTS, STEPS, Crossing, cross, payload, scatter
from lib.map_values import readable_on
from lib.model import Indicator, Level, Territory
from lib.observation import Observation
from lib.palette import CROSSED, SECRET, UNKNOWN
from lib.ui import (
    atlas_choices,
    atlas_reading,
    block_frame,
    map_answers,
    map_parts,
    map_view,
    markup,
    overlay_words,
    overlays,
    take_away_map,
    trace,
)
from lib.ui.atlas_choices import Classes, Frame
from lib.ui.map_answers import Asked
from lib.ui.state import View
from lib.ui.take_away import Taken

FEMININE = (Level.COMMUNE, Level.EPCI, Level.REGION)


def show_crossed(
    view: View, frame: Frame, pair: tuple[Indicator, Indicator], classes: Classes, layers: tuple[Laid, ...]
) -> None:
    """Show the map of two indicators crossed with its layers, its legend of nine squares, its scatter, its list."""
    first, second = pair
    if first.id == second.id:
        block_frame.show_empty("Choisissez deux indicateurs différents pour les croiser.")
        return
    figures = [map_parts.read(one, frame.level, frame.scope) for one in (first, second)]
    usual = Method.QUANTILES if classes.method is Method.TYPED else classes.method
    crossing = cross(figures[0], figures[1], usual)
    if not (crossing.ranks >= 0).any():
        block_frame.show_empty("Aucun territoire n'a ces deux chiffres à la fois.")
        return
    mine = view.territory.code if view.territory.level is frame.level else ""
    around = map_parts.mine(view.territory, frame.level)
    over = [above(one.shapes, one.style) for one in overlay_words.drawn(layers)]
    written = [map_parts.written(one) for one in pair]
    cut = Classes(usual, constant=False)
    layer = map_answers.layer(
        Asked(first.id, frame, None, cut, kind=atlas_choices.CROSSED, second=second.id),
        map_answers.crossed_choices(classes),
        mine=around,
        above=over,
        otherwise=lambda: map_values.layer(payload(crossing, *written), mine=around, above=over),
    )
    with st.container(key="bloc-atlas"):
        drawn, said = st.columns(block_frame.FIGURE_AND_WORDS, gap="large")
        with drawn:
            map_parts.follow_click(map_parts.show_drawn(frame.level, frame.scope, layer, height=620), frame.level)
        with said:
            markup.show(squares(crossing, first, second))
            markup.show(overlay_words.legend(layers))
            block_frame.show_notes(*overlay_words.notes(layers, frame))
            block_frame.show_reading(_reading(crossing, first, second, frame))
            _foot(view, crossing, pair, frame, layers)
    _show_scatter(crossing, first, second, mine)
    texts = [
        " · ".join(
            formats.amount(side.value(rank), one.unite, side.status(rank))
            for side, one in zip(figures, (first, second), strict=True)
        )
        for rank in range(len(figures[0].areas))
    ]
    label = map_parts.frame_label(frame.level, frame.scope)
    map_parts.show_list(figures[0], texts, first.unite, label, f"croisee-{frame.code}", "/atlas", view.territory.key)
    overlay_words.show_lists(layers, "croisee", overlays.mine(view.territory))


def squares(crossing: Crossing, first: Indicator, second: Indicator) -> str:
    """Return the legend as a table of nine squares with their number of areas, bounds in words."""
    counts = crossing.counts()
    heads = "".join(f'<th scope="col">{escape(words)}</th>' for words in _steps(crossing.first_breaks, first))
    rows = []
    for row in (2, 1, 0):
        words = _steps(crossing.second_breaks, second)[row]
        cells = "".join(
            f'<td style="background:{CROSSED[row][column]};color:{readable_on(CROSSED[row][column])}">'
            f"{formats.number(counts[row][column])}</td>"
            for column in range(3)
        )
        rows.append(f'<tr><th scope="row">{escape(words)}</th>{cells}</tr>')
    caption = (
        f"En colonnes{formats.NBSP}: {first.titre}. En lignes{formats.NBSP}: {second.titre}. Nombre de territoires."
    )
    return (
        f'<table class="carres"><caption>{escape(caption)}</caption><thead><tr><td></td>{heads}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table>"
    )


def _steps(breaks: tuple[float, ...], indicator: Indicator) -> list[str]:
    bounds = [formats.amount(bound, indicator.unite) for bound in breaks]
    if not bounds:
        return ["une seule valeur", "", ""]
    if len(bounds) == 1:
        return [f"{STEPS[0]} (moins de {bounds[0]})", f"{STEPS[2]} ({bounds[0]} ou plus)", ""]
    return [f"{STEPS[0]} (moins de {bounds[0]})", f"{STEPS[1]}", f"{STEPS[2]} ({bounds[1]} ou plus)"]


def _reading(crossing: Crossing, first: Indicator, second: Indicator, frame: Frame) -> str:
    both = int((crossing.ranks == 8).sum())
    every = formats.number(int((crossing.ranks >= 0).sum()))
    plural = formats.LEVEL_PLURAL[frame.level]
    counted = f"{formats.number(both)} {plural} sur {every} sont" if both else f"Sur {every} {plural}, aucun n'est"
    counted = counted.replace("aucun n'", "aucune n'") if frame.level in FEMININE else counted
    return (
        f"{counted} dans la classe la plus élevée des deux indicateurs{formats.NBSP}: "
        f"{_small(first)} et {_small(second)}. "
        "Deux indicateurs élevés au même endroit ne disent pas que l'un cause l'autre."
    )


def _small(indicator: Indicator) -> str:
    """Begin a short title with a small letter, unless it begins with an acronym."""
    title = indicator.titre_court
    return title if title[:2].isupper() else title[0].lower() + title[1:]


def _show_scatter(crossing: Crossing, first: Indicator, second: Indicator, mine: str) -> None:
    made = scatter(crossing, map_parts.written(first), map_parts.written(second), mine)
    if made is None:
        block_frame.show_notes(
            f"Nuage de points : au plus {formats.number(MOST_POINTS)} territoires. Resserrez la carte."
        )
        return
    rows, spec = made
    block_frame.draw(rows, spec, f"{first.titre} et {second.titre}, un point par territoire")


def _foot(
    view: View, crossing: Crossing, both: tuple[Indicator, Indicator], frame: Frame, layers: tuple[Laid, ...]
) -> None:
    first, second = both
    pairs = [(first, crossing.first), (second, crossing.second)]
    seen = [atlas_reading.mine(view, one, side) for one, side in pairs]

    def rows() -> list[tuple[Territory, Observation]]:
        return [row for one, side in pairs for row in map_view.observations(side, one, frame.level)]

    cited = [one for _, side in pairs for one in atlas_reading.observations(side)]
    block_frame.show_foot(
        "atlas",
        view.territory,
        block_frame.cited(cited, [first.source, second.source]),
        lambda: trace.origins([first, second], seen, view.territory),
        crossed_taken(crossing, both, frame, layers, map_parts.mine(view.territory, frame.level), rows),
    )
    block_frame.show_notes(*(f"{words[0].upper()}{words[1:]}." for _, words in _hidden(crossing)))


def _hidden(crossing: Crossing) -> list[tuple[str, str]]:
    """Return what has no class, (fill, words): secret, then unknown."""
    secret = int(crossing.secret().sum())
    missing = int((crossing.ranks < 0).sum()) - secret
    found = [(SECRET, secret, "secret pour l'un des deux"), (UNKNOWN, missing, "sans l'un des deux chiffres")]
    return [(fill, f"{words} ({formats.number(count)})") for fill, count, words in found if count]


def crossed_taken(
    crossing: Crossing,
    both: tuple[Indicator, Indicator],
    frame: Frame,
    layers: tuple[Laid, ...],
    mine: Sequence[str],
    rows: Callable[[], list[tuple[Territory, Observation]]],
) -> Taken:
    """Return the files of the crossed map: the image that the screen shows, both figures of each area."""
    first, second = both
    steps = [
        _steps(bounds, one) for bounds, one in zip((crossing.first_breaks, crossing.second_breaks), both, strict=True)
    ]
    legend = Squares(CROSSED, crossing.counts(), steps[0], steps[1], (first.titre, second.titre))
    title = f"{first.titre} et {second.titre}"
    drawn = take_away_map.Drawn(
        frame.level,
        frame.scope,
        crossing.first,
        Scale(()),
        str,
        title,
        overlay_words.notes(layers, frame),
        rows,
        mine=mine,
        laid=overlay_words.drawn(layers),
        crossing=take_away_map.Crossed(crossing.fills(), legend, _hidden(crossing)),
    )
    return Taken(title, rows, others=take_away_map.files(drawn, trace.here()))
