"""The comments of a territory in the local base: kept as they are written, proposed again in a new report."""

from __future__ import annotations

import logging
from contextlib import suppress

from lib.database.payloads import Comment, StaleSave, checked
from lib.database.writings import writings
from lib.formats import plural
from lib.model import DataError
from lib.reports.comments import changed, proposed
from lib.reports.draft import Draft

LOG = logging.getLogger("boussole")


def keep(before: Draft, after: Draft) -> None:
    """Keep what was just written under the blocks; the draft holds it too, so that a refusal here loses nothing."""
    try:
        for key, text in changed(before, after).items():
            _keep_one(after.territoire, key, text)
    except DataError as error:
        LOG.warning("commentaire non repris pour les prochains rapports : %s", error)


def _keep_one(territory: str, key: str, text: str) -> None:
    found = writings().find(Comment, territoire=territory, bloc=key)
    with suppress(StaleSave):  # somebody else has just written theirs: it stays, mine is in my draft
        if not text:
            for record in found:
                writings().discard(record)
            return
        payload = checked(Comment, {"territoire": territory, "bloc": key, "texte": text})
        if found and found[-1].payload.texte != text:
            writings().save(found[-1], payload)
        elif not found:
            writings().create(payload)


def recalled(draft: Draft, before: Draft | None = None) -> tuple[Draft, str]:
    """Return the draft with the comments already written on its territory under its new blocks, and what to say."""
    kept = {one.payload.bloc: one.payload.texte for one in writings().find(Comment, territoire=draft.territoire)}
    filled, count = proposed(draft, kept, before)
    if not count:
        return draft, ""
    many = plural(count, "commentaire déjà écrit", "commentaires déjà écrits")
    again = "a été remis sous son bloc" if count == 1 else "ont été remis sous leurs blocs"
    return filled, f"{many} sur ce territoire {again} : à relire, les chiffres ont pu changer."
