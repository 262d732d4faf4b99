"""Outlines laid over the areas of a map: the share of each that is covered, the people touched, their profile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import streamlit as st

from lib import formats
from lib.classes import Method, Scale, breaks
from lib.map_above import Laid, above
from lib.map_values import RANK, Figures, Written, value_layer
from lib.model import Level, Status
from lib.palette import sequential
from lib.ui import block_frame, map_parts, markup, own_zones
from lib.ui.layer_ground import Ground
from lib.ui.layer_taking import Measure, taken
from lib.ui.map_legend import legend_html
from lib.ui.state import View
from lib.ui.take_away import show_menu
from lib.ui.zone_figures_table import show_figures
from lib.zones import carried

PAGE = "/couches"
LEAST = 1.0  # percent: what is less covered is not touched, and stands in a class of its own


def show_crossing(view: View, ground: Ground, laid: Laid, name: str, notes: Sequence[str]) -> None:
    """Show the map, the sentence, the list and the profile of the areas that the outlines of a layer cover."""
    from lib.layers import covered  # geometry: paid by this page only

    shares = covered(ground.shapes, laid.shapes)
    areas = ground.people.areas
    percents = np.array([100 * shares.get(area.code, 0.0) if area.code in ground.shapes else np.nan for area in areas])
    shown, cut = _figures(ground, percents), _cut(percents[~np.isnan(percents)])
    written = Written("Part de la surface couverte", f"{formats.THIN}%", 0)
    mine = map_parts.mine(view.territory, ground.frame.level)
    layer_values = value_layer(shown, cut, written, mine=mine, above=[above(list(laid.shapes), laid.style)])
    title = f"Part de la surface couverte par {name}"
    with st.container(key="bloc-couche"):
        drawn, said = st.columns(block_frame.FIGURE_AND_WORDS, gap="large")
        with drawn:
            map_parts.show_drawn(ground.frame.level, ground.frame.scope, layer_values, side="couche")
        with said:
            markup.show(legend_html(f"{title} (en %)", shown, cut, formats.number, notes))
            block_frame.show_reading(_touched_sentence(ground, shares, name))
            block_frame.show_notes(_mine_sentence(view, ground, shares, name), _caution(ground), ground.counted())
            measure = Measure("surface_couverte", title, "pourcent", shown, cut, formats.number, notes)
            show_menu("couche", view.territory, taken(ground, measure, laid, mine))
    people = ground.known_people()
    texts = [_share_text(percents[rank], people.get(area.code)) for rank, area in enumerate(areas)]
    map_parts.show_list(shown, texts, "pourcent", ground.frame.label, "couche", PAGE, view.territory.key)
    _profile(view, ground, shares, name)


def _profile(view: View, ground: Ground, shares: Mapping[str, float], name: str) -> None:
    inside = [code for code, share in shares.items() if share > 0.5]
    if inside:
        st.header("Profil des territoires couverts pour plus de moitié", anchor="profil")
        zone = carried(f"Couverts par {name}", ground.frame.level, inside)
        show_figures(own_zones.as_territory(zone), view)


def _cut(percents: np.ndarray) -> Scale:
    """Cut what is touched in four classes, what is not in one of its own when there is any."""
    bounds = breaks(percents[percents > 0], Method.QUANTILES, 4)
    if (percents < LEAST).any():
        bounds = (LEAST, *bounds)
    return Scale(bounds, sequential(len(bounds) + 1))


def _figures(ground: Ground, values: np.ndarray) -> Figures:
    absent = RANK[Status.NON_DISPONIBLE.value]
    return Figures(ground.people.areas, values, np.where(np.isnan(values), absent, RANK[Status.ESTIME.value]))


def _touched_sentence(ground: Ground, shares: Mapping[str, float], name: str) -> str:
    """Say how many areas are touched, and how many people: estimated from IRIS, never from whole communes."""
    if not shares:
        return f"Aucun de ces territoires n'est concerné par {name}."
    commune = ground.frame.level is Level.COMMUNE
    counted = formats.plural(len(shares), "commune") if commune else f"{formats.number(len(shares))} IRIS"
    touched_word = f"touché{'e' if commune else ''}{'s' if len(shares) > 1 else ''}"
    where = f"{counted} sur {formats.number(len(ground.people.areas))} {touched_word}"
    people = ground.known_people()
    total = sum(people.values())
    if not total:
        return f"{where}."
    if commune:
        living = formats.number(sum(people[code] for code in shares if code in people))
        return f"{where} par {name}. {living} habitants vivent dans ces communes, touchés ou non."
    touched = sum(people[code] * share for code, share in shares.items() if code in people)
    share = formats.number(100 * touched / total, 1)
    rounded = formats.number(round(touched, -2))
    return f"{where}, soit environ {rounded} habitants, {share}{formats.THIN}% de la population de ces territoires."


def _mine_sentence(view: View, ground: Ground, shares: Mapping[str, float], name: str) -> str:
    """Say what is touched in my territory when it is a part of an IRIS map: my own zone, my IRIS."""
    mine, people = map_parts.mine(view.territory, ground.frame.level), ground.known_people()
    total = sum(people[code] for code in mine if code in people)
    if ground.frame.level is not Level.IRIS or not total:
        return ""
    touched = sum(people[code] * shares.get(code, 0.0) for code in mine if code in people)
    place = formats.at(view.territory)
    share = formats.number(100 * touched / total, 1)
    rounded = formats.number(round(touched, -2 if touched >= 1_000 else -1))
    return (
        f"{place[0].upper()}{place[1:]}{formats.NBSP}: environ {rounded} habitants touchés par {name}, "
        f"{share}{formats.THIN}% de sa population."
    )


def _caution(ground: Ground) -> str:
    if ground.frame.level is Level.COMMUNE:
        return (
            "Une commune n'est pas habitée partout de la même façon : la population touchée ne s'estime qu'à l'IRIS, "
            "quand leurs contours sont installés (paquet territorial)."
        )
    return (
        "Estimation : la population de chaque IRIS est supposée répartie également sur sa surface. "
        "Plus les morceaux sont petits, plus elle est juste."
    )


def _share_text(percent: float, people: float | None) -> str:
    if np.isnan(percent):
        return formats.STATUS_WORD[Status.NON_DISPONIBLE]
    counted = "" if people is None else f" · {formats.number(people)} habitants"
    return f"{formats.number(percent)}{formats.THIN}%{counted}"
