"""Layers over the areas of a map: who is touched by outlines, how far people live from places; layers kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from html import escape

import streamlit as st

from lib import formats, points, registry
from lib.deposits import Deposit
from lib.map_above import DEPOSIT, QUARTER, Laid, Style
from lib.model import Level
from lib.ui import address, block_frame, errors, kept_layers, map_parts, markup, overlay_words, overlays, resources
from lib.ui.atlas_choices import Frame, frames
from lib.ui.layer_crossing import show_crossing
from lib.ui.layer_ground import Ground
from lib.ui.layer_input import ask_layer, ask_name
from lib.ui.layer_quarters import show_quarters
from lib.ui.parts import part
from lib.ui.state import View

MINE, FIRST = "depot", "qpv"
POPULATION = "population_totale"
AROUND = 0.6  # degrees: a place just over the border is the nearest for many
NO_QUARTER = "Aucun quartier prioritaire n'est installé pour ces territoires."
TOO_WIDE = (
    "Cette page travaille à l'échelle d'une commune, d'une intercommunalité, d'un département ou d'une zone à soi : "
    "choisissez-en un en haut de la page."
)


def show_layers() -> None:
    """Show the page of layers."""
    view: View = st.session_state["vue_courante"]
    st.title("Couches et distances", anchor="couches")
    markup.show(
        '<p class="phrase-cle">Posez une couche sur la carte et lisez quels habitants elle touche, '
        "ou à quelle distance ils vivent de ces lieux.</p>"
    )
    _layers(view)
    _kept()


@part
def _layers(view: View) -> None:
    with errors.explained():
        known = overlays.offered() | {MINE: "Déposer une couche"}
        around = _frames(view)
        if not around:
            block_frame.show_empty(TOO_WIDE)
            return
        with st.container(key="atlas-choix", horizontal=True, vertical_alignment="bottom"):
            frame = _frame(around)
            first = FIRST if FIRST in known else next(iter(known))
            key = address.choice(st.selectbox, "Couche", "couche", list(known), known.__getitem__, first)
        people = map_parts.read(resources.catalog().resolve(POPULATION), frame.level, frame.scope)
        ground = Ground(frame, resources.shapes(frame.level, frame.scope), people)
        if key == MINE:
            deposit = ask_layer("page", "Couche à poser")
            if deposit is not None:
                _show(view, ground, deposit, deposit.notes, f"couche déposée, « {deposit.name} »")
                ask_name(deposit)
            return
        one = overlays.read(key, frame, AROUND)
        if not one.shapes:
            told = NO_QUARTER if key in overlays.QPV else f"« {one.label} » n'a aucun lieu dans ces territoires."
            block_frame.show_empty(told)
            return
        ground, unknown = _located(ground, key)
        notes = [f"Source{formats.NBSP}: {one.source}.", unknown]
        if not ground.shapes:
            block_frame.show_empty(unknown)
            return
        _show(view, ground, _deposit(key, one), [note for note in notes if note], one.source, key)
        overlay_words.show_lists([one], "couches", overlays.mine(view.territory))


def _located(ground: Ground, key: str) -> tuple[Ground, str]:
    """Leave out the areas whose own place is not located, and say how many: their neighbour's would be told as theirs.

    For places that every commune has, such as town halls.
    """
    _, kind = registry.point_kinds().get(key, (None, None))
    if kind is None or not kind.every_commune:
        return ground, ""
    located = {place.commune for place in points.places(key, None, overlays.folders())}
    owners = {area.code: area.parents.get(Level.COMMUNE, area.code) for area in ground.people.areas}
    kept = {code: shape for code, shape in ground.shapes.items() if owners.get(code, code) in located}
    left = len(ground.shapes) - len(kept)
    if not left:
        return ground, ""
    counted = formats.plural(left, "territoire", "territoires")
    told = f"{kind.label} non localisées dans ce fichier pour {counted} : la distance n'y est pas calculée."
    return replace(ground, shapes=kept), told


def _deposit(key: str, one: Laid) -> Deposit:
    """Return a layer whole, as the measures want it; its labels name each place."""
    if key.startswith(kept_layers.PREFIX):
        return kept_layers.opened(key.removeprefix(kept_layers.PREFIX))
    labels = tuple(name if not place or name == place else f"{name} ({place})" for name, place in one.names)
    return Deposit(one.label, one.shapes, labels)


def _show(view: View, ground: Ground, deposit: Deposit, notes: Sequence[str], source: str, key: str = "") -> None:
    if deposit.is_points:
        from lib.ui.distances_block import show_distances

        show_distances(view, ground, deposit, notes, source)
        return
    quarter = key in overlays.QPV
    named = "les quartiers prioritaires" if quarter else f"« {deposit.name} »"
    style = Style(QUARTER if quarter else DEPOSIT, filled=True)
    show_crossing(view, ground, Laid("couche", deposit.name, deposit.shapes, (), source, style), named, notes)
    if not quarter:
        show_quarters(ground, overlays.communes(ground.frame) or (), deposit)


def _frames(view: View) -> dict[str, Frame]:
    """Return the maps of IRIS that are drawn, then those of communes, by code; none around a region or France."""
    found = [
        one
        for one in frames(view.territory)
        if one.level in (Level.IRIS, Level.COMMUNE)
        and one.scope.level is not Level.FRANCE
        and (one.level is not Level.IRIS or resources.has_iris_outlines(one.scope))
    ]
    return {one.code: one for one in sorted(found, key=lambda one: one.level is not Level.IRIS)}


def _frame(around: dict[str, Frame]) -> Frame:
    words = lambda code: around[code].label  # noqa: E731
    code = address.choice(st.selectbox, "Territoires montrés", "carte_couche", list(around), words, next(iter(around)))
    return around[code]


def _kept() -> None:
    st.header("Couches gardées", anchor="gardees")
    with errors.explained():
        found = kept_layers.kept()
        if not found:
            block_frame.show_empty("Aucune couche gardée pour l'instant. Déposez-en une, puis donnez-lui un nom.")
        for one in found:
            _row(one)


def _row(one: kept_layers.KeptLayer) -> None:
    kind = formats.plural(one.count, "lieu", "lieux") if one.kind == "points" else formats.plural(one.count, "contour")
    with st.container(horizontal=True, vertical_alignment="center", key=f"garde-{one.id}"), errors.explained():
        told = f"{kind} · déposée le {one.created:%d/%m/%Y}"
        markup.show(f'<p><strong>{escape(one.name)}</strong> <span class="precision">{escape(told)}</span></p>')
        if st.button("Ouvrir", key=f"ouvrir-{one.id}", type="tertiary", help=f"Poser « {one.name} » sur la carte"):
            address.keep("couche", one.key)
            st.rerun()
        if st.button("Supprimer", key=f"supprimer-{one.id}", type="tertiary", help=f"Supprimer « {one.name} »"):
            kept_layers.discard(one.id)
            st.rerun()
