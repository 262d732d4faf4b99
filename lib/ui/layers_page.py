"""Deposited layers and priority quarters over the areas of a map: who is touched, how far people live from a place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
import streamlit as st

from lib import formats
from lib.classes import scale
from lib.map_above import DEPOSIT, QUARTER, above
from lib.map_values import RANK, Figures, Written, value_layer
from lib.model import Level, Status
from lib.quarters import Quarter, quarters
from lib.settings import load_settings
from lib.ui import address, block_frame, errors, map_parts, markup, own_zones, resources
from lib.ui.atlas_choices import Frame, frames
from lib.ui.layer_input import ask_layer
from lib.ui.map_legend import legend_html
from lib.ui.state import View
from lib.ui.zone_figures_table import show_figures
from lib.zones import carried

QUARTERS, MINE = "qpv", "depot"
KINDS = {QUARTERS: "Quartiers prioritaires (2024)", MINE: "Ma couche"}
POPULATION = "population_totale"
PAGE = "/couches"


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """The areas that a layer is laid over: their outlines and their population when it is known."""

    frame: Frame
    shapes: Mapping[str, shapely.Geometry]
    people: Figures

    def known_people(self) -> dict[str, float]:
        """Return the population of each area where it is known."""
        pairs = zip(self.people.areas, self.people.values, strict=True)
        return {area.code: float(value) for area, value in pairs if not np.isnan(value)}


def show_layers() -> None:
    """Show the page of layers."""
    view: View = st.session_state["vue_courante"]
    st.title("Couches et distances", anchor="couches")
    markup.show(
        '<p class="phrase-cle">Posez une couche sur la carte et lisez quels habitants elle touche, '
        "ou à quelle distance ils vivent de ces lieux.</p>"
    )
    _layers(view)


@st.fragment
def _layers(view: View) -> None:
    with errors.explained():
        with st.container(key="atlas-choix", horizontal=True, vertical_alignment="bottom"):
            frame = _frame(view)
            kind = address.choice(
                st.segmented_control, "Couche", "couche", list(KINDS), KINDS.__getitem__, QUARTERS, required=True
            )
        people = map_parts.read(resources.catalog().resolve(POPULATION), frame.level, frame.scope)
        ground = Ground(frame, resources.shapes(frame.level, frame.scope), people)
        around = _quarters(ground)
        if kind == QUARTERS:
            if not around:
                block_frame.show_empty("Aucun quartier prioritaire n'est installé pour ces territoires.")
                return
            _cross(view, ground, [one.shape for one in around], "les quartiers prioritaires", QUARTER, ())
            _quarter_names(around)
            return
        deposit = ask_layer("page", "Couche à poser")
        if deposit is None:
            return
        if deposit.is_points:
            _distances(view, ground, deposit)
        else:
            _cross(view, ground, deposit.shapes, f"« {deposit.name} »", DEPOSIT, deposit.notes)
            _on_quarters(around, deposit.shapes, deposit.name)


def _frame(view: View) -> Frame:
    offered = {
        one.code: one
        for one in frames(view.territory)
        if one.level in (Level.IRIS, Level.COMMUNE)
        and one.scope.level is not Level.FRANCE
        and (one.level is not Level.IRIS or resources.has_iris_outlines(one.scope))
    }
    words = lambda code: offered[code].label  # noqa: E731
    code = address.choice(
        st.selectbox, "Territoires montrés", "carte_couche", list(offered), words, next(iter(offered))
    )
    return offered[code]


def _quarters(ground: Ground) -> list[Quarter]:
    level, areas = ground.frame.level, ground.people.areas
    communes = {area.code if level is Level.COMMUNE else area.parents[Level.COMMUNE] for area in areas}
    return quarters(communes, load_settings().dossier_geo)


def _cross(
    view: View, ground: Ground, layer: Sequence[shapely.Geometry], name: str, colour: str, notes: Sequence[str]
) -> None:
    from lib.layers import covered  # geometry: paid by this page only

    shares = covered(ground.shapes, layer)
    areas = ground.people.areas
    percents = np.array([100 * shares.get(area.code, 0.0) if area.code in ground.shapes else np.nan for area in areas])
    shown = _figures(ground, percents)
    written = Written("Part de la surface couverte", f"{formats.THIN}%", 0)
    cut = scale(percents[percents > 0]) if shares else scale([])
    laid = [above(list(layer), colour, filled=True)]
    layer_values = value_layer(shown, cut, written, mine=map_parts.mine(view.territory, ground.frame.level), above=laid)
    touched, total = _people(ground, shares)
    with st.container(key="bloc-couche"):
        drawn, said = st.columns(block_frame.FIGURE_AND_WORDS, gap="large")
        with drawn:
            map_parts.show_drawn(ground.frame.level, ground.frame.scope, layer_values, side="couche")
        with said:
            title = f"Part de la surface couverte par {name} (en %)"
            markup.show(legend_html(title, shown, cut, lambda bound: formats.number(bound), notes))
            block_frame.show_reading(_touched_sentence(ground, shares, touched, total, name))
            block_frame.show_notes(
                "Estimation : la population de chaque territoire est supposée répartie également sur sa surface. "
                "Plus les morceaux sont petits, plus elle est juste."
            )
    people = ground.known_people()
    texts = [_share_text(percents[rank], people.get(area.code)) for rank, area in enumerate(areas)]
    map_parts.show_list(shown, texts, "pourcent", ground.frame.label, "couche", PAGE, view.territory.key)
    inside = [code for code, share in shares.items() if share > 0.5]
    if inside:
        st.header("Profil des territoires couverts pour plus de moitié", anchor="profil")
        zone = carried(f"Couverts par {name}", ground.frame.level, inside)
        show_figures(own_zones.as_territory(zone), view)


def _figures(ground: Ground, values: np.ndarray) -> Figures:
    absent = RANK[Status.NON_DISPONIBLE.value]
    return Figures(ground.people.areas, values, np.where(np.isnan(values), absent, RANK[Status.ESTIME.value]))


def _people(ground: Ground, shares: Mapping[str, float]) -> tuple[float, float]:
    people = ground.known_people()
    return sum(people[code] * share for code, share in shares.items() if code in people), sum(people.values())


def _touched_sentence(ground: Ground, shares: Mapping[str, float], touched: float, total: float, name: str) -> str:
    plural = formats.LEVEL_PLURAL[ground.frame.level]
    if not shares:
        return f"Aucun de ces territoires n'est touché par {name}."
    where = f"{formats.number(len(shares))} {plural} sur {formats.number(len(ground.people.areas))} touchés"
    if not total:
        return f"{where}."
    share = formats.number(100 * touched / total, 1)
    rounded = formats.number(round(touched, -2))
    return f"{where}, soit environ {rounded} habitants, {share}{formats.THIN}% de la population de ces territoires."


def _share_text(percent: float, people: float | None) -> str:
    if np.isnan(percent):
        return formats.STATUS_WORD[Status.NON_DISPONIBLE]
    counted = "" if people is None else f" · {formats.number(people)} habitants"
    return f"{formats.number(percent)}{formats.THIN}%{counted}"


def _quarter_names(around: Sequence[Quarter]) -> None:
    names = resources.territories()
    rows = [
        [one.name, one.code, ", ".join(names.get(f"commune-{code}").name for code in one.communes)] for one in around
    ]
    st.header("Quartiers prioritaires montrés", anchor="quartiers")
    markup.show(markup.table("Quartiers prioritaires de 2024", ["Quartier", "Code", "Communes"], rows, words=True))
    block_frame.show_notes(
        "Source : ANCT, périmètres de 2024, relevés pour l'Isère, le Rhône et l'Hérault. Les quartiers de 2015 avaient "
        "d'autres limites."
    )


def _on_quarters(around: Sequence[Quarter], layer: Sequence[shapely.Geometry], name: str) -> None:
    """Cross a deposited layer with the priority quarters: heat islands and quarters, for example."""
    if not around:
        return
    from lib.layers import covered

    shares = covered({one.code: one.shape for one in around}, layer)
    st.header("Quartiers prioritaires touchés", anchor="quartiers")
    if not shares:
        block_frame.show_empty(f"« {name} » ne touche aucun quartier prioritaire de 2024.")
        return
    ordered = sorted((one for one in around if one.code in shares), key=lambda one: -shares[one.code])
    rows = [[one.name, one.code, f"{formats.number(100 * shares[one.code])}{formats.THIN}%"] for one in ordered]
    head = ["Quartier", "Code", "Part de la surface couverte"]
    markup.show(markup.table(f"Quartiers prioritaires de 2024 couverts par « {name} »", head, rows))


def _distances(view: View, ground: Ground, deposit) -> None:
    from lib.ui.distances_block import show_distances

    show_distances(view, ground, deposit)
