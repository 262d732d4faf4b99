"""The figures of an own zone in one table: what is added up, what cannot be, with the range of its pieces."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from lib import formats, zones
from lib.model import Indicator, Level, Status, Territory
from lib.store import Profile
from lib.ui import block_frame, markup, resources
from lib.ui.state import View


def show_figures(area: Territory, view: View) -> None:
    """Show the essential indicators of a zone, those that cannot be added up with the range of the pieces."""
    level = Level(area.kind)
    names = resources.store().offered(level)
    wanted = [
        one
        for one in resources.catalog().indicators.values()
        if one.id in names and level in one.niveaux and (one.essentiel or not view.essential)
    ]
    pieces = [resources.territories().get(key) for key in area.pieces]
    profile = resources.store().profile([area, *pieces], [one.id for one in wanted])
    rows = [row for one in wanted if (row := _row(profile, area, pieces, one))]
    if not rows:
        block_frame.show_empty("Aucun chiffre n'est installé pour ces morceaux.")
        return
    st.subheader("Ce que l'on sait de cette zone", anchor="chiffres-zone")
    head = ["Indicateur", "Zone", "Millésime", "Du plus faible au plus élevé de ses morceaux"]
    markup.show(markup.table(f"{area.name} : chiffres de la zone", head, rows))
    block_frame.show_notes(
        "Les effectifs des morceaux sont additionnés, puis le taux est calculé. Médianes et taux publiés tels quels ne "
        "s'additionnent pas : ils sont « non calculables » ici, et jamais moyennés. Un morceau secret rend la zone "
        "secrète."
    )


def _row(profile: Profile, area: Territory, pieces: list[Territory], one: Indicator) -> list[str] | None:
    latest = [profile.latest(piece, one.id) for piece in pieces]
    known = zones.spread(latest)
    seen = profile.latest(area, one.id)
    if known is None and seen.value is None and seen.status is Status.NON_DISPONIBLE:
        return None
    value = block_frame.cell(replace(seen, spread=None), one.unite)
    year = seen.millesime or max((piece.millesime for piece in latest), default="")
    unit = formats.UNIT_LABEL[one.unite]
    told = zones.range_words(known, one.unite) if known else "aucun morceau connu"
    return [f"{one.titre} ({unit})", value, year, told]
