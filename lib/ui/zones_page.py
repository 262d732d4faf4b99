"""Own zones: compose them on a map, by search, by a list of codes or by an outline; keep, open, share them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from html import escape

import streamlit as st

from lib import formats, zones
from lib.classes import scale
from lib.map_values import value_layer
from lib.model import DataError, Level, Territory
from lib.ui import address, block_frame, errors, map_parts, markup, own_zones, resources, state
from lib.ui.atlas_choices import Frame, frames
from lib.ui.parts import part
from lib.ui.shown import when_shown
from lib.ui.state import View
from lib.ui.zone_figures_table import show_figures
from lib.ui.zone_outline import ask_outline
from lib.zones import SMALL, Zone

PIECES, NAME, EDITED, LEFT = "morceaux", "nom_zone", "zone_modifiee", "zone-laisses"
NAMED = 5  # codes or pieces named in a message
SHADED = {Level.IRIS: "population_totale", Level.COMMUNE: "population_totale"}


def show_zones() -> None:
    """Show the page of own zones."""
    view: View = st.session_state["vue_courante"]
    st.title("Zones à soi", anchor="zones")
    markup.show(
        '<p class="phrase-cle">Composez vos vrais quartiers, ou un regroupement de communes, puis lisez leurs chiffres '
        "sur toutes les pages, comme ceux de tout autre territoire.</p>"
    )
    _compose(view)
    _saved(view)


@part
def _compose(view: View) -> None:
    st.header("Composer une zone", anchor="composer")
    with errors.explained():
        frame = _frame(view.territory)
        chosen = _chosen(frame.level)
        areas = resources.outline_areas(frame.level, frame.scope)
        with st.container(key="bloc-zone"):
            drawn, said = st.columns(block_frame.FIGURE_AND_WORDS, gap="large")
            with drawn:
                _map(frame, chosen)
            with said:
                chosen = _search(areas, chosen)
                _paste(frame.level, chosen)
                _outline(frame, chosen)
        _result(view, frame, chosen)


def _frame(territory: Territory) -> Frame:
    offered = {one.code: one for one in frames(territory, drawn=False) if one.level in (Level.IRIS, Level.COMMUNE)}
    code = address.choice(
        st.selectbox,
        "À partir de quels morceaux",
        "carte_zone",
        list(offered),
        lambda one: offered[one].label,
        next((code for code, one in offered.items() if one.level is Level.IRIS), next(iter(offered))),
    )
    return offered[code]


def _chosen(level: Level) -> list[str]:
    """Return the codes held by the address; those of another level are put aside."""
    size = 9 if level is Level.IRIS else 5
    return [code for code in zones.parse_codes(address.asked(PIECES)) if len(code) == size]


def _set(codes: Sequence[str]) -> None:
    address.keep(PIECES, ",".join(dict.fromkeys(codes)))


def _map(frame: Frame, chosen: Sequence[str]) -> None:
    if frame.level is Level.IRIS and not resources.has_iris_outlines(frame.scope):
        block_frame.show_empty(
            "Les contours de ces IRIS ne sont pas installés : choisissez-les dans la liste. "
            "Un paquet territorial ajoute la carte."
        )
        return
    indicator = resources.catalog().resolve(SHADED[frame.level])
    shown = map_parts.read(indicator, frame.level, frame.scope)
    layer = value_layer(shown, scale(shown.known), map_parts.written(indicator), mine=chosen)
    code = map_parts.clicked(map_parts.show_drawn(frame.level, frame.scope, layer, side="zone", height=480))
    if code:
        _set([one for one in chosen if one != code] if code in chosen else [*chosen, code])
        st.rerun(scope="fragment")
    markup.show(
        '<p class="precision">Un clic ajoute ou retire un morceau, cerné de noir. Fond : population municipale. '
        "La liste ci-contre fait la même chose au clavier.</p>"
    )


def _search(areas: Sequence[Territory], chosen: Sequence[str]) -> list[str]:
    names = {area.code: area.name for area in areas}
    inside = [code for code in chosen if code in names]
    others = [code for code in chosen if code not in names]
    st.session_state["zone-liste"] = inside
    st.multiselect(
        "Morceaux choisis",
        list(names),
        format_func=lambda code: f"{names[code]} ({code})",
        key="zone-liste",
        placeholder="Cherchez par nom ou par code",
        on_change=when_shown("zone-liste", lambda: _set([*others, *st.session_state["zone-liste"]])),
    )
    if others:
        count = formats.plural(len(others), "morceau choisi", "morceaux choisis")
        block_frame.show_notes(f"{count} hors de cette carte.")
    return [*others, *inside]


def _paste(level: Level, chosen: Sequence[str]) -> None:
    with st.expander("Coller une liste de codes"):
        text = st.text_area("Codes", key="zone-codes", placeholder="381510101, 381510102…", height=90)
        if st.button("Ajouter ces codes", key="zone-coller") and text:
            size = 9 if level is Level.IRIS else 5
            found = own_zones.existing(level, [code for code in zones.parse_codes(text) if len(code) == size])
            st.session_state[LEFT] = _left_out(text, found, level)
            if found:
                _set([*chosen, *(area.code for area in found.values())])
                st.rerun(scope="fragment")
        if told := st.session_state.pop(LEFT, ""):
            st.warning(told, icon=":material/warning:")


def _left_out(text: str, found: Collection[str], level: Level) -> str:
    """Say what was not taken from a pasted list; empty when all of it was."""
    wanted = "9 signes pour un IRIS" if level is Level.IRIS else "5 signes pour une commune"
    left = zones.unread(text, found)
    if not found:
        named = f" ({', '.join(left[:NAMED])})" if left else ""
        return f"Aucun code reconnu{named} : {wanted}."
    if not left:
        return ""
    more = f" et {formats.number(len(left) - NAMED)} autres" if len(left) > NAMED else ""
    taken = formats.plural(len(found), "code ajouté", "codes ajoutés")
    return f"{taken}. Laissés de côté, inconnus ou d'un autre niveau : {', '.join(left[:NAMED])}{more} ({wanted})."


def _outline(frame: Frame, chosen: Sequence[str]) -> None:
    with st.expander("Déposer un contour"):
        kept = ask_outline(frame)
        if kept and st.button("Prendre ces morceaux", key="zone-contour"):
            _set([*chosen, *kept])
            st.rerun(scope="fragment")


def _result(view: View, frame: Frame, chosen: Sequence[str]) -> None:
    if not chosen:
        block_frame.show_empty("Aucun morceau choisi. Cliquez sur la carte ou cherchez dans la liste.")
        return
    name = address.text("Nom de la zone", NAME, max_chars=80, placeholder="Par exemple : Ouest") or "Ma zone"
    made = zones.carried(zones.clean_name(name), frame.level, chosen)
    area = own_zones.as_territory(made)
    _size(area, len(chosen))
    block_frame.show_notes(_shared(made))
    with st.container(horizontal=True, key="actions-zone"):
        if st.button("Enregistrer la zone", type="primary", key="zone-enregistrer"):
            kept = own_zones.save(made, address.asked(EDITED))
            address.keep(EDITED, "")
            _set([])
            state.choose(territoire=kept.key)
            st.rerun(scope="app")
        if st.button("Ouvrir sans l'enregistrer", key="zone-ouvrir"):
            state.choose(territoire=made.key)
            st.rerun(scope="app")
        if st.button("Tout retirer", key="zone-vider"):
            _set([])
            st.rerun(scope="fragment")
    show_figures(area, view)


def _shared(made: Zone) -> str:
    """Say which pieces are already in a zone that is kept; a base that cannot be read is told below."""
    try:
        others = [one for one in own_zones.saved() if one.level is made.level and one.id != address.asked(EDITED)]
    except DataError:
        return ""
    owners = {code: names for code in made.codes if (names := [one.name for one in others if code in one.codes])}
    if not owners:
        return ""
    areas = own_zones.existing(made.level, list(owners)[:NAMED])
    named = [f"{area.name} ({' et '.join(owners[code])})" for code, area in areas.items()]
    more = f" et {formats.number(len(owners) - NAMED)} autres" if len(owners) > NAMED else ""
    return f"Déjà dans une zone enregistrée{formats.NBSP}: {', '.join(named)}{more}."


def _size(area: Territory, count: int) -> None:
    pieces = formats.plural(count, "morceau", "morceaux")
    people = f", {formats.number(area.population)} habitants" if area.population is not None else ""
    markup.show(f'<p class="phrase-cle">{escape(area.name)}{formats.NBSP}: {pieces}{people}.</p>')
    if area.population is not None and area.population < SMALL:
        st.warning(
            f"Moins de {formats.number(SMALL)} habitants : beaucoup de chiffres seront fragiles ou secrets, et les "
            "données de partenaires ne seront pas montrées sur cette zone.",
            icon=":material/warning:",
        )


def _saved(view: View) -> None:
    st.header("Zones enregistrées", anchor="enregistrees")
    with errors.explained():
        kept = own_zones.saved()
        if not kept:
            block_frame.show_empty("Aucune zone enregistrée pour l'instant.")
            return
        for one in kept:
            _row(one)
        _together(kept)


def _row(one: Zone) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key=f"zone-{one.id}"), errors.explained():
        area = own_zones.as_territory(one)
        kind = "IRIS" if one.level is Level.IRIS else formats.plural(len(one.codes), "commune").split(formats.NBSP)[1]
        people = f" · {formats.number(area.population)} habitants" if area.population is not None else ""
        markup.show(
            f'<p><a href="{map_parts.href("/portrait", area)}" target="_self"><strong>{escape(one.name)}</strong></a> '
            f'<span class="precision">{len(one.codes)}{formats.NBSP}{kind}{people}</span></p>'
        )
        if st.button("Modifier", key=f"modifier-{one.id}", type="tertiary"):
            _edit(one)
        if st.button("Mettre à la corbeille", key=f"jeter-{one.id}", type="tertiary"):
            own_zones.discard(one.id)
            st.rerun()


def _edit(one: Zone) -> None:
    _set(one.codes)
    address.keep(NAME, one.name)
    address.keep(EDITED, one.id)
    st.rerun()


def _together(kept: Sequence[Zone]) -> None:
    """Say which pieces are in two zones, and which pieces of the communes concerned are in none."""
    for level in (Level.IRIS, Level.COMMUNE):
        ours = [one for one in kept if one.level is level]
        if len(ours) < 2:
            continue
        every = _around(ours, level)
        found = zones.partition(ours, every)
        names = {code: area.name for code, area in every.items()}
        twice = [f"{names.get(code, code)} ({' et '.join(owners)})" for code, owners in found.overlaps.items()]
        holes = [names[code] for code in found.holes]
        block_frame.show_notes(
            f"Chevauchements{formats.NBSP}: {', '.join(twice)}." if twice else "Aucun chevauchement entre ces zones.",
            f"Dans aucune zone{formats.NBSP}: {', '.join(holes[:12])}{' …' if len(holes) > 12 else ''}."
            if holes
            else "",
        )


def _around(ours: Sequence[Zone], level: Level) -> dict[str, Territory]:
    """Return all IRIS of the communes that the zones touch, or all communes of their intercommunalités."""
    known = resources.territories()
    above = Level.COMMUNE if level is Level.IRIS else Level.EPCI
    pieces = {area.code: area for one in ours for area in own_zones.pieces(level, one.codes)}
    inside = sorted({area.parents[above] for area in pieces.values() if above in area.parents})
    shared = {area.code: area for code in inside for area in known.children(known.get(f"{above.value}-{code}"), level)}
    return shared | pieces
