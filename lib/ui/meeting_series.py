"""Prepares the series of a meeting: add, order, leave out views; keep them in the base, share them by address."""

from __future__ import annotations

from html import escape

import streamlit as st

from lib import meeting
from lib.database.payloads import Record, Series, checked
from lib.database.writings import writings
from lib.meeting import Slide
from lib.model import DataError, Indicator
from lib.ui import address, atlas_years, block_frame, errors, map_parts, markup, resources, state
from lib.ui.atlas_choices import Frame, choose_frame, choose_indicator, frame_of, frames, offered
from lib.ui.parts import part
from lib.ui.state import View

FIRST = 6  # views of the series offered at first
FEWEST, HALF = 3, 0.5  # areas with a figure under which a map shows nothing; share of them under which it shows little
SLIDES, KEPT = "vues", "suite"


def slides_of(view: View) -> list[Slide]:
    """Return the views of the address, of a kept series, or the essential ones of this territory; at least one."""
    found = meeting.read_slides(address.asked(SLIDES)) or _kept(address.asked(KEPT))
    known = [slide for slide in found if _exists(slide)]
    return known or usual(view)


def usual(view: View) -> list[Slide]:
    """Return the essential rates of the themes, one per theme, on the first map around the territory."""
    around = frames(view.territory)
    found = next((slides for share in (HALF, 0) for frame in around if (slides := _essential(frame, share))), [])
    return found or [Slide(offered(around[0].level)[0].id, around[0].code)]


def _essential(frame: Frame, share: float) -> list[Slide]:
    """Return the essential rates that a map can show, one per theme, else any rate: never a map without figures."""
    themes: dict[str, Slide] = {}
    rates = [one for one in offered(frame.level) if one.is_ratio]
    for one in sorted(rates, key=lambda one: not one.essentiel):
        if len(themes) < FIRST and one.theme not in themes and _has_figures(one, frame, share):
            themes[one.theme] = Slide(one.id, frame.code)
    order = [one.id for one in rates]
    return sorted(themes.values(), key=lambda slide: order.index(slide.indicator))


def _has_figures(indicator: Indicator, frame: Frame, share: float) -> bool:
    shown = map_parts.read(indicator, frame.level, frame.scope)
    return len(shown.known) >= max(FEWEST, share * len(shown.areas))


def _exists(slide: Slide) -> bool:
    try:
        resources.catalog().resolve(slide.indicator)
    except DataError:
        return False
    return frame_of(slide.frame) is not None


def _kept(identifier: str) -> list[Slide]:
    if not identifier:
        return []
    steps = writings().get(Series, identifier).payload.vues
    return [slide for step in steps for slide in meeting.read_address(step.adresse)]


def prepare(view: View) -> None:
    """Show the page that prepares a series."""
    st.title("Mode réunion", anchor="reunion")
    markup.show(
        '<p class="phrase-cle">Préparez une suite de vues, puis projetez-la : une carte, une phrase, trois chiffres, '
        "en grand. Les flèches du clavier font avancer.</p>"
    )
    _prepare(view)
    _saved()


@part
def _prepare(view: View) -> None:
    with errors.explained():
        slides = slides_of(view)
        with st.container(horizontal=True, key="actions-reunion", vertical_alignment="bottom"):
            if st.button("Projeter la suite", type="primary", icon=":material/play_arrow:", key="reunion-projeter"):
                _set(slides)
                address.keep("rang", "1")
                st.query_params["lecture"] = "oui"
                st.rerun(scope="app")
            if st.button("Revenir à la suite proposée", key="reunion-defaut"):
                _set([])
                address.keep(KEPT, "")
                st.rerun(scope="fragment")
        st.header("Les vues, dans l'ordre", anchor="vues")
        for rank, slide in enumerate(slides):
            _line(slides, rank, slide)
        _add(view, slides)
        _keep(view, slides)


def _set(slides: list[Slide]) -> None:
    address.keep(SLIDES, meeting.write_slides(slides))


def _line(slides: list[Slide], rank: int, slide: Slide) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key=f"vue-{rank}"):
        markup.show(f"<p>{rank + 1}. {escape(title(slide))}</p>")
        moves = (("Monter", -1, rank == 0), ("Descendre", 1, rank == len(slides) - 1))
        for label, step, end in moves:
            if st.button(label, key=f"vue-{label}-{rank}", type="tertiary", disabled=end):
                _set(meeting.moved(slides, rank, step))
                st.rerun(scope="fragment")
        if st.button("Retirer", key=f"vue-retirer-{rank}", type="tertiary", disabled=len(slides) == 1):
            _set(slides[:rank] + slides[rank + 1 :])
            st.rerun(scope="fragment")


def _add(view: View, slides: list[Slide]) -> None:
    st.header("Ajouter une vue", anchor="ajouter")
    with st.container(key="atlas-choix", horizontal=True, vertical_alignment="bottom"):
        frame = choose_frame(view.territory)
        indicators = offered(frame.level)
        if not indicators:
            block_frame.show_empty("Aucun chiffre n'est installé à ce niveau.")
            return
        indicator = choose_indicator("Indicateur", "indicateur", indicators, indicators[0].id)
        year = _year(indicator, frame)
        if st.button("Ajouter", key="reunion-ajouter", disabled=len(slides) >= meeting.MOST):
            _set([*slides, Slide(indicator.id, frame.code, year)])
            st.rerun(scope="fragment")


def _year(indicator: Indicator, frame: Frame) -> str:
    """Let the visitor hold a view to one year; empty for the usual one, which follows what is installed."""
    installed = atlas_years.years(indicator, frame).installed
    if len(installed) < 2:
        return ""
    write = lambda year: year or "La plus récente"  # noqa: E731
    return address.choice(st.selectbox, "Année", "annee_vue", ["", *reversed(installed)], write, "")


def _keep(view: View, slides: list[Slide]) -> None:
    st.header("Garder cette suite", anchor="garder")
    with st.container(horizontal=True, vertical_alignment="bottom", key="reunion-garder"):
        name = st.text_input("Nom de la suite", key="reunion-nom", placeholder="Conseil d'administration de mars")
        if st.button("Enregistrer", key="reunion-enregistrer", disabled=not name.strip()):
            steps = [{"titre": title(one), "adresse": meeting.address(one, view.territory.key)} for one in slides]
            record = writings().create(checked(Series, {"nom": name.strip(), "vues": steps}))
            _set([])
            address.keep(KEPT, record.id)
            st.rerun(scope="app")
    block_frame.show_notes("L'adresse de cette page contient la suite : copiez-la pour la partager.")


def _saved() -> None:
    st.header("Suites enregistrées", anchor="suites")
    with errors.explained():
        found = writings().find(Series)
        if not found:
            block_frame.show_empty("Aucune suite enregistrée pour l'instant.")
            return
        for record in found:
            with st.container(horizontal=True, vertical_alignment="center", key=f"suite-{record.id}"):
                count = len(record.payload.vues)
                markup.show(f"<p><strong>{escape(record.payload.nom)}</strong> ({count} vues)</p>")
                if st.button("Reprendre", key=f"reprendre-{record.id}", type="tertiary"):
                    _take(record)
                if st.button("Mettre à la corbeille", key=f"jeter-{record.id}", type="tertiary"):
                    writings().discard(record)
                    st.rerun()


def _take(record: Record) -> None:
    """Open a kept series again, on the territory for which it was prepared."""
    _set([])
    address.keep(KEPT, record.id)
    if place := meeting.territory_of(record.payload.vues[0].adresse if record.payload.vues else ""):
        state.choose(territoire=place)
    st.rerun()


def title(slide: Slide) -> str:
    """Name a view: its indicator, its map, its year."""
    frame = frame_of(slide.frame)
    where = frame.label if frame else slide.frame
    name = resources.catalog().resolve(slide.indicator).titre
    return f"{name} – {where}" + (f" – {slide.year}" if slide.year else "")
