"""The texts of a draft that belong to no chapter: introduction, method, partners, conclusion."""

from __future__ import annotations

import streamlit as st

from lib.reports.draft import LONGEST, Partner
from lib.ui import markup, report_drafts
from lib.ui.report_drafts import Opened, named
from lib.ui.shown import when_shown

TEXTS = (
    ("introduction", "Introduction", "Pourquoi cette analyse, qui l'a conduite, avec quels moyens."),
    ("demarche", "Démarche avec les partenaires", "Réunions, ateliers, enquêtes, visites : ce qui a été fait."),
    ("conclusion", "Conclusion", "Ce que le conseil est invité à retenir et à décider."),
)
SEPARATOR = " : "


def show_texts(found: Opened) -> None:
    """Show the fields of the general texts."""
    draft = found.draft
    st.header("Textes du rapport", anchor="textes")
    markup.show(
        '<p class="precision">Le rappel de la loi, les sources et le glossaire sont écrits par la boussole. Une case '
        "laissée vide ne paraît pas dans le rapport. Une ligne blanche sépare deux paragraphes.</p>"
    )
    for field, label, hint in TEXTS:
        if field == "conclusion":
            _partners(draft.partenaires)
        key = named(field)
        st.text_area(
            label, getattr(draft, field), placeholder=hint, max_chars=LONGEST, key=key, height="content",
            on_change=when_shown(key, _keeper(field, key)),
        )  # fmt: skip


def _keeper(field: str, key: str):
    return lambda: report_drafts.change(**{field: st.session_state[key]})


def _partners(partners: tuple[Partner, ...]) -> None:
    key = named("partenaires")
    st.text_area(
        "Partenaires associés",
        "\n".join(f"{one.nom}{SEPARATOR}{one.apport}" if one.apport else one.nom for one in partners),
        placeholder="Un partenaire par ligne, avec son apport après deux-points. Caf de l'Isère : données et ateliers",
        max_chars=LONGEST, key=key, height="content",
        on_change=when_shown(key, lambda: report_drafts.change(partenaires=read_partners(st.session_state[key]))),
    )  # fmt: skip


def read_partners(text: str) -> tuple[Partner, ...]:
    """Read one partner per line, its contribution after a colon."""
    found = []
    for line in text.splitlines():
        name, _, part = line.partition(":")
        if name.strip():
            found.append(Partner(nom=name.strip()[:400], apport=part.strip()))
    return tuple(found)
