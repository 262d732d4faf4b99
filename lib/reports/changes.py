"""What changed in the figures since a draft was brought up to date; nothing that the user wrote is touched."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from lib.exports.caption import Sources
from lib.model import DataError
from lib.reports.draft import Draft, SeenFigure
from lib.reports.reading import known, read
from lib.store import Store
from lib.territories import Territories


class Kind(StrEnum):
    """Why a figure of the draft is not the one that was seen."""

    MILLESIME = "nouveau millésime"
    VALUE = "valeur révisée"
    STATUS = "statut changé"
    NEW = "nouveau chiffre"
    GONE = "chiffre disparu"
    RETIRED = "indicateur retiré"


@dataclass(frozen=True, slots=True)
class Change:
    """One figure that changed: as it was seen, as it is now (None when absent)."""

    kind: Kind
    indicator: str
    territory: str
    before: SeenFigure | None
    now: SeenFigure | None


def freeze(draft: Draft, store: Store, territories: Territories, sources: Sources) -> Draft:
    """Return the draft with the figures of today as the figures seen; every written text stays as it is."""
    return draft.model_copy(update={"chiffres_vus": tuple(_figures(draft, store, territories, sources).values())})


def changed_since(draft: Draft, store: Store, territories: Territories, sources: Sources) -> list[Change]:
    """List what changed since the figures of the draft were frozen, in the order of the draft.

    A draft that was never frozen has nothing to compare: the list is empty.
    """
    if not draft.chiffres_vus:
        return []
    today = _figures(draft, store, territories, sources)
    seen = {(one.indicateur, one.territoire): one for one in draft.chiffres_vus}
    changes = [
        Change(kind, key[0], key[1], seen.get(key), now)
        for key, now in today.items()
        if (kind := _compare(seen.get(key), now)) is not None
    ]
    kept = {name for chapter in draft.chapitres for block in chapter.blocs for name in block.indicateurs}
    for key, before in seen.items():
        if key not in today and key[0] in kept and _retired(key[0], store):
            changes.append(Change(Kind.RETIRED, key[0], key[1], before, None))
    return changes


def _figures(
    draft: Draft, store: Store, territories: Territories, sources: Sources
) -> dict[tuple[str, str], SeenFigure]:
    reading = read(draft, store, territories, sources)
    found = {}
    for chapter in draft.chapitres:
        for block in chapter.blocs:
            for area, one in reading.rows(known(block, reading.catalog)):
                shown = one.value if one.status.has_value else None
                found[one.indicator, area.key] = SeenFigure(
                    indicateur=one.indicator,
                    territoire=area.key,
                    valeur=shown,
                    statut=one.status,
                    millesime=one.millesime,
                    source=one.source,
                )
    return found


def _compare(before: SeenFigure | None, now: SeenFigure) -> Kind | None:
    if before is None:
        return Kind.NEW if now.valeur is not None else None
    if before.valeur is not None and now.valeur is None:
        return Kind.GONE
    if before.valeur is None and now.valeur is not None:
        return Kind.NEW
    if before.millesime != now.millesime:
        return Kind.MILLESIME
    both = before.valeur is not None and now.valeur is not None
    if both and not math.isclose(before.valeur, now.valeur, rel_tol=1e-9, abs_tol=1e-12):
        return Kind.VALUE
    return Kind.STATUS if before.statut is not now.statut else None


def _retired(identifier: str, store: Store) -> bool:
    try:
        store.catalog.resolve(identifier)
    except DataError:
        return True
    return False
