"""Drafts of reports in the local base: opened once per visit, saved at each change, never overwriting another hand."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime

import streamlit as st
from pydantic import ValidationError

from lib.database import payloads
from lib.database.payloads import Record, StaleSave
from lib.database.writings import writings
from lib.formats import NBSP
from lib.model import DataError
from lib.reports.changes import freeze
from lib.reports.draft import Draft, from_json
from lib.ui import report_comments, report_places, resources

ADDRESS = "brouillon"
OPENED, SERIAL, NOTICE = "rapport-ouvert", "rapport-serie", "rapport-avis"
LONGEST_TITLE = 300


@dataclass(frozen=True)
class Opened:
    """The draft on screen: what is kept in the base, what is written here, the Word template, why a save failed."""

    record: Record[payloads.Draft]
    draft: Draft
    template: str = ""
    failure: DataError | None = None

    @property
    def said(self) -> str:
        """Say whether everything is kept: « Enregistré à 14 h 32 »."""
        if self.failure:
            return f"Non enregistré{NBSP}: {self.failure.what}. {self.failure.remedy}"
        return f"Enregistré à {hour(self.record.updated)}"


def hour(when: datetime) -> str:
    """Write the local time: « 14 h 32 »."""
    local = when.astimezone()
    return f"{local.hour}{NBSP}h{NBSP}{local.minute:02d}"


def drafts(*, discarded: bool = False) -> list[Record[payloads.Draft]]:
    """Return the drafts of this installation, the latest change first; ``discarded``: the bin."""
    found = writings().find(payloads.Draft, discarded=discarded)
    return sorted(found, key=lambda record: record.updated, reverse=True)


def create(draft: Draft) -> str:
    """Keep a new draft with the figures seen today and the comments already written; return its identifier."""
    catalog = resources.store(), report_places.places(), resources.SOURCES
    draft, told = report_comments.recalled(draft)
    if told:
        st.session_state[NOTICE] = told
    return writings().create(_payload(freeze(draft, *catalog), "")).id


def duplicate(record: Record[payloads.Draft]) -> str:
    """Keep a copy of a draft and return its identifier."""
    draft, template = _read(record)
    title = f"{draft.titre} (copie)"[-LONGEST_TITLE:]
    return writings().create(_payload(draft.model_copy(update={"titre": title}), template)).id


def current(identifier: str) -> Opened:
    """Return the draft of the address, read from the base when it is not on screen. Raises DataError."""
    found = st.session_state.get(OPENED)
    if found is None or found.record.id != identifier:
        record = writings().get(payloads.Draft, identifier)
        draft, template = _read(record)
        found = Opened(record, draft, template)
        st.session_state[OPENED] = found
        renew()
    return found


def close() -> None:
    """Forget the draft on screen; it stays in the base."""
    st.session_state.pop(OPENED, None)
    st.query_params.pop(ADDRESS, None)


def renew() -> None:
    """Give the fields of the page new names: what they show is read again from the draft."""
    st.session_state[SERIAL] = st.session_state.get(SERIAL, 0) + 1


def named(field: str) -> str:
    """Return the name of a field of the page for this state of the outline."""
    return f"rapport-{st.session_state.get(SERIAL, 0)}-{field}"


def change(**fields: object) -> None:
    """Change the draft on screen and save it at once; a refused value is told and nothing is lost."""
    found: Opened = st.session_state[OPENED]
    try:
        draft = Draft(**(dict(found.draft) | fields))
    except ValidationError as error:
        where = " › ".join(str(part) for part in error.errors()[0]["loc"])
        failure = DataError("Ce texte n'est pas accepté", where, "Raccourcissez-le, puis réessayez.")
        st.session_state[OPENED] = replace(found, failure=failure)
        return
    save(draft, found.template)


def save(draft: Draft, template: str) -> None:
    """Save the draft on screen; when somebody else has changed it, keep this version beside theirs."""
    found: Opened = st.session_state[OPENED]
    try:
        record = writings().save(found.record, _payload(draft, template))
        st.session_state[OPENED] = Opened(record, draft, template)
        report_comments.keep(found.draft, draft)
    except StaleSave as stale:
        _keep_beside(draft, template, stale)
    except DataError as error:
        st.session_state[OPENED] = replace(found, draft=draft, template=template, failure=error)


def _keep_beside(draft: Draft, template: str, stale: StaleSave) -> None:
    title = f"{draft.titre[: LONGEST_TITLE - 60]} (votre version de {hour(datetime.now().astimezone())})"
    mine = draft.model_copy(update={"titre": title})
    record = writings().create(_payload(mine, template))
    st.session_state[OPENED] = Opened(record, mine, template)
    st.session_state[NOTICE] = (
        f"{stale.what.split(' : ')[0]}. Votre version est gardée à part, sous le titre « {title} »."
    )
    if stale.current:
        st.session_state[NOTICE] += " L'autre version est dans la liste des brouillons."
    st.query_params[ADDRESS] = record.id
    renew()


def recall(draft: Draft) -> Draft:
    """Return the draft with the comments already written under blocks that its last state did not have."""
    filled, told = report_comments.recalled(draft, st.session_state[OPENED].draft)
    if told:
        st.session_state[NOTICE] = told
    return filled


def remember_new(draft: Draft) -> Draft:
    """Return the draft with the figures of blocks just added; those already seen stay as they were seen."""
    today = freeze(draft, resources.store(), report_places.places(), resources.SOURCES).chiffres_vus
    seen = {(one.indicateur, one.territoire): one for one in draft.chiffres_vus}
    fresh = tuple(one for one in today if (one.indicateur, one.territoire) not in seen)
    return draft.model_copy(update={"chiffres_vus": (*draft.chiffres_vus, *fresh)})


def _payload(draft: Draft, template: str) -> payloads.Draft:
    content = {"rapport": json.loads(draft.to_json()), "modele": template}
    return payloads.checked(payloads.Draft, {"titre": draft.titre, "territoire": draft.territoire, "contenu": content})


def _read(record: Record[payloads.Draft]) -> tuple[Draft, str]:
    content = record.payload.contenu
    return from_json(json.dumps(content.get("rapport", {}))), str(content.get("modele") or "")
