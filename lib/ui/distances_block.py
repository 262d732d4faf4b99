"""How far people live from deposited places: map, sentence, list; straight lines, said as such."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from lib import formats
from lib.classes import scale
from lib.deposits import Deposit
from lib.map_above import DEPOSIT, DOT, Laid, Style, above
from lib.map_values import RANK, Figures, Written, value_layer
from lib.model import Status
from lib.ui import address, block_frame, map_parts, markup
from lib.ui.layer_ground import Ground
from lib.ui.layer_taking import Measure, taken
from lib.ui.map_legend import legend_html
from lib.ui.state import View
from lib.ui.take_away import show_menu

if TYPE_CHECKING:
    from lib.distances import Nearest, Remote

MODES = {"voiture": "En voiture", "velo": "À vélo", "pied": "À pied"}
LIMITS = ("1", "2", "5", "10", "15", "20", "30", "50")
KILOMETRES = f"{formats.NBSP}km"


def show_distances(view: View, ground: Ground, deposit: Deposit, notes: Sequence[str], source: str) -> None:
    """Show the distance of each area to the nearest deposited place, and who lives farther than a limit."""
    from lib.distances import mean_distance, nearest, remote

    with st.container(key="atlas-suite", horizontal=True, vertical_alignment="bottom"):
        mode = address.choice(
            st.segmented_control, "Trajet", "trajet", list(MODES), MODES.__getitem__, "voiture", required=True
        )
        limit = float(address.choice(st.select_slider, "Loin, à partir de (km)", "loin", LIMITS, str, "5", width=360))
    found = nearest(ground.shapes, deposit.shapes)
    people = ground.known_people()
    far, mean = remote(found, people, limit), mean_distance(found, people)
    title = f"Distance à vol d'oiseau à « {deposit.name} »"
    cautions = _notes(mode, far.unknown)
    measure = _measure(ground, found, title, [*notes, cautions[0]])
    laid = Laid("couche", deposit.name, deposit.shapes, (), source, Style(DEPOSIT, DOT))
    with st.container(key="bloc-distance"):
        drawn, said = st.columns(block_frame.FIGURE_AND_WORDS, gap="large")
        with drawn:
            _map(view, ground, measure, laid)
        with said:
            markup.show(legend_html(f"{title} (en km)", measure.shown, measure.cut, measure.write, notes))
            block_frame.show_reading(_sentence(far, mean, limit))
            block_frame.show_notes(_mine(view, ground, found, limit), *cautions, ground.counted())
            mine = map_parts.mine(view.territory, ground.frame.level)
            show_menu("distances", view.territory, taken(ground, measure, laid, mine))
    texts = _texts(ground, deposit, found, mode)
    map_parts.show_list(
        measure.shown, texts, measure.unit, ground.frame.label, "distances", "/couches", view.territory.key
    )


def _measure(ground: Ground, found: Mapping[str, Nearest], title: str, notes: Sequence[str]) -> Measure:
    areas = ground.people.areas
    values = np.array([found[area.code].kilometres if area.code in found else np.nan for area in areas])
    absent = RANK[Status.NON_DISPONIBLE.value]
    shown = Figures(areas, values, np.where(np.isnan(values), absent, RANK[Status.ESTIME.value]))
    write = lambda bound: formats.plain(bound, "kilometres")  # noqa: E731
    return Measure("distance_vol_oiseau", title, "kilometres", shown, scale(shown.known), write, notes)


def _map(view: View, ground: Ground, measure: Measure, laid: Laid) -> None:
    layer = value_layer(
        measure.shown,
        measure.cut,
        Written("Distance à vol d'oiseau", KILOMETRES, 1),
        mine=map_parts.mine(view.territory, ground.frame.level),
        above=[above(list(laid.shapes), laid.style)],
    )
    map_parts.show_drawn(ground.frame.level, ground.frame.scope, layer, side="couche")


def _mine(view: View, ground: Ground, found: Mapping[str, Nearest], limit: float) -> str:
    """Say the distances of my own zone, or of my territory when it is one of the areas."""
    from lib.distances import mean_distance, remote

    ours = {code: found[code] for code in map_parts.mine(view.territory, ground.frame.level) if code in found}
    if not ours:
        return ""
    people = ground.known_people()
    far, mean = remote(ours, people, limit), mean_distance(ours, people)
    place = formats.at(view.territory)
    said = f"{place[0].upper()}{place[1:]}{formats.NBSP}:"
    farthest = formats.number(max(one.kilometres for one in ours.values()), 1)
    if len(ours) == 1 or mean is None or far.share is None:
        return f"{said} {farthest}{KILOMETRES} du milieu du territoire au lieu le plus proche."
    return (
        f"{said} en moyenne, un habitant est à {formats.number(mean, 1)}{KILOMETRES} ; le morceau le plus éloigné est "
        f"à {farthest}{KILOMETRES} ; {formats.number(round(far.people, -1))} habitants "
        f"({formats.number(far.share, 1)}{formats.THIN}%) à plus de {formats.number(limit)}{KILOMETRES}."
    )


def _notes(mode: str, unknown: int) -> list[str]:
    """Say how distances and times are made, and for how many areas the population is not known."""
    from lib.distances import DETOUR, SPEEDS

    speed = formats.number(SPEEDS[mode], 1 if mode == "pied" else 0)
    longer = f"{formats.number(100 * (DETOUR - 1))}{formats.THIN}%"
    return [
        "Ligne droite du milieu de chaque territoire au lieu le plus proche, et non trajet par la route.",
        f"Temps estimé{formats.NBSP}: ligne droite allongée de {longer}, à {speed}{formats.NBSP}km/h.",
        f"Population inconnue pour {formats.plural(unknown, 'territoire')}." if unknown else "",
    ]


def _texts(ground: Ground, deposit: Deposit, found: Mapping[str, Nearest], mode: str) -> list[str]:
    from lib.distances import minutes

    return [
        formats.STATUS_WORD[Status.NON_DISPONIBLE]
        if area.code not in found
        else f"{formats.number(found[area.code].kilometres, 1)}{KILOMETRES} · "
        f"{_time(minutes(found[area.code].kilometres, mode))}{_place(deposit, found[area.code].point)}"
        for area in ground.people.areas
    ]


def _sentence(far: Remote, mean: float | None, limit: float) -> str:
    if far.share is None or mean is None:
        return f"{formats.plural(far.areas, 'territoire')} à plus de {formats.number(limit)} km."
    share = formats.number(far.share, 1)
    return (
        f"{formats.number(round(far.people, -1))} habitants ({share}{formats.THIN}%) vivent dans un territoire dont le "
        f"milieu est à plus de {formats.number(limit)}{KILOMETRES}. En moyenne, un habitant est à "
        f"{formats.number(mean, 1)}{KILOMETRES}."
    )


def _time(minutes: float) -> str:
    hours, rest = divmod(round(minutes), 60)
    return f"{hours}{formats.NBSP}h{formats.NBSP}{rest:02d}" if hours else f"{rest}{formats.NBSP}min"


def _place(deposit: Deposit, rank: int) -> str:
    label = deposit.labels[rank]
    return f" · {label}" if label else ""
