"""« Ce qui a changé »: figures that are no longer those seen when the draft was written; nothing written is touched."""

from __future__ import annotations

import streamlit as st

from lib import formats
from lib.model import DataError
from lib.reports.changes import Change, changed_since, freeze
from lib.reports.draft import Draft, SeenFigure
from lib.ui import markup, report_drafts, report_places, resources
from lib.ui.report_drafts import Opened

HEAD = ["Indicateur", "Territoire", "Quand vous avez écrit", "Aujourd'hui", "Ce qui change"]
NOTHING = "—"


def _changes(draft: Draft) -> list[Change]:
    return changed_since(draft, resources.store(), report_places.places(), resources.SOURCES)


def count_changes(draft: Draft) -> int:
    """Return how many figures of the draft have changed since they were seen."""
    return len(_changes(draft))


def show_changes(found: Opened) -> None:
    """Show the changes and let the user take the figures of today as read."""
    st.header("Ce qui a changé depuis que vous avez écrit", anchor="nouveautes")
    changes = _changes(found.draft)
    if not changes:
        markup.show(
            '<p class="vide">Les chiffres installés sont ceux que vous avez vus en écrivant : rien à relire.</p>'
        )
        return
    told = formats.plural(len(changes), "chiffre a changé", "chiffres ont changé")
    markup.show(
        f"<p class=\"lecture\">{told}. Le rapport sera composé avec les chiffres d'aujourd'hui. Relisez vos "
        "commentaires à leur lumière ; aucun de vos textes n'est modifié.</p>"
        + markup.table("Chiffres qui ont changé", HEAD, [_row(one) for one in changes], words=True)
    )
    if st.button("J'ai relu : retenir les chiffres d'aujourd'hui", type="primary", icon=":material/done_all:"):
        fresh = freeze(found.draft, resources.store(), report_places.places(), resources.SOURCES)
        report_drafts.save(fresh, found.template)
        st.rerun()


def _row(one: Change) -> list[str]:
    known = report_places.places()
    try:
        area = known.get(one.territory).name
    except DataError:
        area = one.territory
    return [_title(one.indicator), area, _figure(one.before), _figure(one.now), str(one.kind.value)]


def _title(identifier: str) -> str:
    try:
        return resources.catalog().resolve(identifier).titre
    except DataError:
        return f"{identifier} (indicateur retiré)"


def _figure(seen: SeenFigure | None) -> str:
    if seen is None:
        return NOTHING
    try:
        unit = resources.catalog().resolve(seen.indicateur).unite
    except DataError:
        return NOTHING
    year = f" ({seen.millesime})" if seen.millesime else ""
    return f"{formats.amount(seen.valeur, unit, seen.statut)}{year}"
