"""A layer over the priority quarters: how many people live in both, which quarters, what is known of each."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import shapely
import streamlit as st

from lib import formats
from lib.deposits import Deposit
from lib.model import Indicator, Level, Territory
from lib.observation import Observation
from lib.quarters import FILES, Quarter, quarters
from lib.settings import load_settings
from lib.ui import block_frame, markup, resources
from lib.ui.layer_ground import Ground

PEOPLE, COUNTED_BY = "population", ("insee_qpv_demographie",)
PROFILED = 4  # indicators of the table


def show_quarters(ground: Ground, communes: Collection[str], deposit: Deposit) -> None:
    """Cross a layer with the priority quarters of ``communes``, each list that is installed: heat islands, say."""
    folder = load_settings().dossier_geo
    for year in FILES:
        around = quarters(communes, folder, year)
        if around:
            st.header(f"Quartiers prioritaires de {year} touchés", anchor=f"quartiers-{year}")
            _cross(ground, around, deposit, year)


def _cross(ground: Ground, around: Sequence[Quarter], deposit: Deposit, year: str) -> None:
    from lib.layers import covered, overlap

    shares = covered({one.code: one.shape for one in around}, deposit.shapes)
    if not shares:
        block_frame.show_empty(f"« {deposit.name} » ne touche aucun quartier prioritaire de {year}.")
        return
    touched = sorted((one for one in around if one.code in shares), key=lambda one: -shares[one.code])
    known = {one.code: _published(one) for one in touched}
    living = {
        one.code: _living(ground, overlap(one.shape, deposit.shapes), shares[one.code], known[one.code])
        for one in touched
    }
    block_frame.show_reading(_sentence(ground, list(living.values()), len(around), deposit.name))
    head = ["Quartier", "Part de la surface couverte", "Habitants touchés (estimation)", "Habitants (publié)"]
    rows = [
        [
            f"{one.name} ({one.code})",
            f"{formats.number(100 * shares[one.code])}{formats.THIN}%",
            _rounded(living[one.code]),
            _written(known[one.code]),
        ]
        for one in touched
    ]
    markup.show(markup.table(f"Quartiers prioritaires de {year} couverts par « {deposit.name} »", head, rows))
    block_frame.show_notes(*_notes(ground, list(known.values())))
    _profile(touched, deposit.name)


def _sentence(ground: Ground, living: Sequence[float | None], total: int, name: str) -> str:
    counted = formats.plural(len(living), "quartier prioritaire", "quartiers prioritaires")
    said = f"« {name} » touche {counted} sur {formats.number(total)}"
    known, people = [one for one in living if one is not None], sum(ground.known_people().values())
    if len(known) < len(living) or not people:
        return f"{said}."
    share = formats.number(100 * sum(known) / people, 1)
    return (
        f"{said} : environ {_rounded(sum(known))} habitants vivent à la fois dans un quartier prioritaire et sous "
        f"cette couche, soit {share}{formats.THIN}% de la population de ces territoires."
    )


def _living(ground: Ground, part: shapely.Geometry, share: float, published: Observation | None) -> float | None:
    """Estimate the people of the covered part of a quarter: from its published population, else from the IRIS.

    None when neither tells: a commune is too large for that.
    """
    from lib.layers import covered

    if published is not None and published.value is not None:
        return published.value * share
    if ground.frame.level is not Level.IRIS:
        return None
    people = ground.known_people()
    return sum(people[code] * inside for code, inside in covered(ground.shapes, [part], 0).items() if code in people)


def _notes(ground: Ground, known: Sequence[Observation | None]) -> list[str]:
    """Say how the people touched are estimated, and who published the population of the quarters."""
    published = [one for one in known if one is not None]
    said = []
    if published:
        cited = block_frame.cited(published, COUNTED_BY)
        said = [
            "Estimation : population publiée du quartier, supposée répartie également sur sa surface.",
            f"Habitants publiés{formats.NBSP}: {cited}.",
        ]
    if len(published) == len(known):
        return said
    if ground.frame.level is Level.IRIS:
        without = "Sans population publiée du quartier : celle des IRIS, supposée répartie également sur leur surface. "
        return [*said, f"{without}Un quartier dense compte alors plus d'habitants que l'estimation."]
    return [*said, "Sans population publiée, les habitants touchés ne s'estiment qu'à l'IRIS : choisissez leur carte."]


def _rounded(people: float | None) -> str:
    return "n.d." if people is None else formats.number(round(people, -2 if people >= 1_000 else -1))


def _written(published: Observation | None) -> str:
    return "n.d." if published is None or published.value is None else formats.number(published.value)


def _published(one: Quarter) -> Observation | None:
    """Return the population of a quarter that Insee publishes, None when it is not installed."""
    series = resources.store().variables(_area(one), COUNTED_BY, [PEOPLE]).get(PEOPLE, ())
    return series[-1] if series and series[-1].value is not None else None


def _area(one: Quarter) -> Territory:
    return Territory(Level.QPV, one.code, one.name)


def _profile(touched: Sequence[Quarter], name: str) -> None:
    """Show what is published of the quarters touched; nothing is added up nor averaged."""
    store, catalog = resources.store(), resources.catalog()
    offered = [one for key, one in catalog.indicators.items() if key in store.offered(Level.QPV)]
    profile = store.profile([_area(one) for one in touched], [one.id for one in offered])
    told = [one for one in offered if any(profile.latest(_area(area), one.id).value is not None for area in touched)]
    if not told:
        block_frame.show_notes("Aucun chiffre social n'est installé pour ces quartiers.")
        return
    shown = sorted(told, key=lambda one: not one.essentiel)[:PROFILED]
    latest = {one.id: [profile.latest(_area(area), one.id) for area in touched] for one in shown}
    rows = [
        [area.name, *(block_frame.cell(latest[one.id][rank], one.unite) for one in shown)]
        for rank, area in enumerate(touched)
    ]
    title = f"Profil des quartiers prioritaires touchés par « {name} »"
    markup.show(markup.table(title, ["Quartier", *(_head(one) for one in shown)], rows))
    every = [seen for series in latest.values() for seen in series if seen.value is not None]
    block_frame.show_notes(f"Source{formats.NBSP}: {block_frame.cited(every, [shown[0].source])}.")


def _head(one: Indicator) -> str:
    return f"{one.titre_court} ({formats.UNIT_LABEL[one.unite]})"
