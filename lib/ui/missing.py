"""What a page does not show: who holds it, how to ask for it, what can be read meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from html import escape

import streamlit as st

from lib import formats
from lib.formats import NBSP
from lib.model import Indicator, Level, Source, Territory
from lib.partner_models import PartnerModel
from lib.provenance import on_request
from lib.store import Profile
from lib.ui import errors, markup, resources, selection
from lib.ui.parts import part
from lib.ui.state import View

ANCHOR = "manques"
HOW_TO_ADD = (
    "Ces chiffres sont publiés par leurs producteurs. La personne qui gère l'installation ajoute ceux qui existent à "
    "votre échelle par la commande «\u00a0{}\u00a0»."
)
ASKERS = frozenset({Level.COMMUNE, Level.EPT, Level.EPCI, Level.DEPARTEMENT})
LEVEL_WORD = {
    Level.IRIS: "IRIS",
    Level.QPV: "quartier prioritaire",
    Level.COMMUNE: "commune",
    Level.EPT: "établissement public territorial",
    Level.EPCI: "intercommunalité",
    Level.DEPARTEMENT: "département",
    Level.REGION: "région",
    Level.FRANCE: "France",
}


def collection_command(territory: Territory) -> str:
    """Return the command that fetches the official files of a territory, ready to copy."""
    department = territory.code if territory.level is Level.DEPARTEMENT else territory.parents.get(Level.DEPARTEMENT)
    return f"python3 lancer.py donnees {f'--departement {department}' if department else '--france'}"


def show_missing(
    view: View,
    profile: Profile,
    indicators: Sequence[Indicator],
    models: Sequence[PartnerModel],
    gaps: Sequence[str] = (),
) -> None:
    """Show, for a page made of ``indicators``: partners to ask, figures published elsewhere, and what nobody counts."""
    st.header("Ce qui manque ici, et à qui le demander", anchor=ANCHOR)
    for model in models:
        _partner(view, model)
    absent = selection.absent(profile, view.territory, indicators)
    unknown = [one for one in absent if not on_request(one, resources.SOURCES)]
    if unknown:
        _published(view.territory, unknown)
    if gaps:
        items = "".join(f"<li>{escape(line)}</li>" for line in gaps)
        markup.show(f'<h3>À savoir</h3><ul class="questions">{items}</ul>')


@part
def _partner(view: View, model: PartnerModel) -> None:
    what = "ce que vous comptez vous-mêmes" if model.type == "ccas" else f"{len(model.colonnes)} chiffres à demander"
    key = f"partenaire-{model.id}"
    with st.expander(f"**{model.titre}**{NBSP}: {what}", key=key, on_change="rerun") as panel:
        if panel.open:
            with errors.explained():
                markup.show(_sheet(view.territory, model))
                _files(view.territory, model)


def _sheet(territory: Territory, model: PartnerModel) -> str:
    asked = ", ".join(_lower(column.libelle) for column in model.colonnes)
    lines = [
        ("Qui détient ces chiffres", f"{_upper(model.organisme)} ({model.service}). {model.detient}"),
        ("Ce que le fichier demande", f"{_upper(asked)}."),
        ("Échelle", model.echelles),
        ("Années", model.millesimes),
        ("Comment faire" if model.type == "ccas" else "Comment demander", model.demander),
        (
            "Cadre",
            f"{model.cadre} Le fichier refuse tout nombre de 1 à {model.seuil - 1}{NBSP}: on y écrit « secret ».",
        ),
    ]
    meanwhile = _meanwhile(territory, [resources.catalog().resolve(name) for name in model.en_attendant])
    if meanwhile:
        lines.append(("À lire en attendant", f"{_upper(meanwhile)}."))
    body = "".join(f"<dt>{escape(term)}</dt><dd>{escape(text)}</dd>" for term, text in lines)
    return f'<div class="fiche"><dl>{body}</dl></div>'


def _files(territory: Territory, model: PartnerModel) -> None:
    known = resources.territories()
    asker = known.parent(territory, Level.COMMUNE) if territory.level is Level.IRIS else territory
    if asker is None or asker.level not in ASKERS:
        markup.show('<p class="precision">Choisissez une commune pour préparer la lettre et le fichier à son nom.</p>')
        return
    with st.container(horizontal=True, key=f"demande-{model.id}"):
        if model.type == "partenaire":
            st.download_button(
                f"Lettre de demande pour {formats.the(asker)} (DOCX)",
                data=partial(_letter, model, asker),
                file_name=f"boussole_lettre_{model.id}_{asker.key}.docx",
                key=f"lettre-{model.id}",
                on_click="ignore",
                icon=":material/mail:",
            )
        st.download_button(
            "Fichier à remplir (XLSX)",
            data=partial(_template, model, asker),
            file_name=f"boussole_fichier_{model.id}_{asker.key}.xlsx",
            key=f"fichier-{model.id}",
            on_click="ignore",
            icon=":material/table_view:",
        )


def _letter(model: PartnerModel, asker: Territory) -> bytes:
    from lib.exports.request_letter import request_letter  # python-docx is slow to import: paid by who asks for it

    return request_letter(model, asker, date.today())


def _template(model: PartnerModel, asker: Territory) -> bytes:
    from lib.exports.partner_template import partner_template
    from lib.exports.request_letter import ABS_YEAR

    known = resources.territories()
    inside = [area for level in model.niveaux for area in known.children(asker, level) if level is not asker.level]
    return partner_template(model, [asker, *inside], ABS_YEAR)


@part
def _published(territory: Territory, unknown: Sequence[Indicator]) -> None:
    """List what official producers publish and that is not read here, one entry per source, closed at first."""
    by_source: dict[str, list[Indicator]] = {}
    for indicator in unknown:
        by_source.setdefault(indicator.source, []).append(indicator)
    many = formats.plural(len(unknown), "chiffre officiel sans valeur", "chiffres officiels sans valeur")
    with st.expander(f"{many} pour {formats.the(territory)}", key="publies-ailleurs", on_change="rerun") as panel:
        if panel.open:
            with errors.explained():
                entries = [_source(territory, resources.SOURCES[name], found) for name, found in by_source.items()]
                added = HOW_TO_ADD.format(collection_command(territory))
                markup.show(f'<p class="precision">{added}</p><ul class="absents">{"".join(entries)}</ul>')


def _source(territory: Territory, source: Source, indicators: Sequence[Indicator]) -> str:
    levels = [level for level in Level if any(level in indicator.niveaux for indicator in indicators)]
    here = territory.level in levels
    scale = ", ".join(LEVEL_WORD[level] for level in levels)
    years = source.millesimes
    span = years[-1] if len(years) == 1 else f"{years[0]} à {years[-1]}" if years else "selon le fichier déposé"
    parts = [
        f"<strong>{escape(source.short())}</strong>{NBSP}: "
        f"{escape(', '.join(_lower(indicator.titre) for indicator in indicators))}.",
        f"<br>Échelle{NBSP}: {escape(scale)}{'' if here else ' (pas la vôtre)'}. Années{NBSP}: {escape(span)}. "
        f'<a href="{escape(source.page)}" target="_blank" rel="noopener">Page du producteur</a>.',
    ]
    meanwhile = _meanwhile(territory, indicators, own=False)
    if meanwhile:
        parts.append(f"<br>À lire en attendant{NBSP}: {escape(meanwhile)}.")
    return f"<li>{''.join(parts)}</li>"


def _meanwhile(territory: Territory, indicators: Sequence[Indicator], *, own: bool = True) -> str:
    """Say each indicator where it is known: here, else in the smallest larger area."""
    areas = [territory, *selection.larger_areas(territory)] if own else selection.larger_areas(territory)
    profile = resources.store().profile(areas, [indicator.id for indicator in indicators])
    said = []
    for indicator in indicators:
        seen = next(((a, o) for a in areas if (o := profile.latest(a, indicator.id)).value is not None), None)
        if seen:
            area, one = seen
            value = formats.amount(one.value, indicator.unite, one.status)
            said.append(f"{_lower(indicator.titre)}{NBSP}: {value} {formats.at(area)} ({one.millesime})")
    return " ; ".join(said)


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _lower(text: str) -> str:
    """Start a text with a small letter inside a sentence, unless it opens with an acronym."""
    return text if text[:2].isupper() else text[:1].lower() + text[1:]
