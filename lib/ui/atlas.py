"""The atlas: any indicator on any map, its classes, its years, two variables, everything kept in the address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from html import escape

import streamlit as st
from folium import FeatureGroup
from streamlit.delta_generator import DeltaGenerator

from lib import formats
from lib.map_above import Laid, above
from lib.map_values import Figures, second_variable, value_layer
from lib.model import Indicator
from lib.ui import (
    address,
    atlas_reading,
    atlas_years,
    block_frame,
    errors,
    map_answers,
    map_parts,
    map_view,
    markup,
    overlay_words,
    overlays,
    trace,
)
from lib.ui.atlas_change import change_sheet
from lib.ui.atlas_choices import (
    BESIDE,
    CHANGE,
    CIRCLES,
    CROSSED,
    DEFAULT,
    KINDS,
    SLIDER,
    VALUES,
    Classes,
    Frame,
    choose_classes,
    choose_frame,
    choose_indicator,
    method_note,
    offered,
)  # fmt: skip
from lib.ui.atlas_crossed import show_crossed
from lib.ui.atlas_export import taken
from lib.ui.atlas_sheet import Sheet
from lib.ui.atlas_years import forget_usual
from lib.ui.map_answers import Asked, Choices
from lib.ui.map_legend import legend_html
from lib.ui.parts import part
from lib.ui.state import View

PAGE = "/atlas"
LEFT, RIGHT = "gauche", "droite"
COUNTED, SECOND = "population_totale", "taux_pauvrete_60"


def show_atlas() -> None:
    """Show the page of the atlas."""
    view: View = st.session_state["vue_courante"]
    st.title("Atlas", anchor="atlas")
    _atlas(view)


@part
def _atlas(view: View) -> None:
    with errors.explained():
        with st.container(key="atlas-choix", horizontal=True, vertical_alignment="bottom"):
            frame = choose_frame(view.territory, then=forget_usual)
            indicators = offered(frame.level)
            if not indicators:
                block_frame.show_empty("Aucun chiffre n'est installé à ce niveau. Choisissez d'autres territoires.")
                return
            indicator = choose_indicator("Indicateur", "indicateur", indicators, DEFAULT, then=forget_usual)
        with st.container(key="atlas-genre", horizontal=True, vertical_alignment="bottom"):
            kind = address.choice(
                st.segmented_control, "Représentation", "genre", list(KINDS), KINDS.__getitem__, VALUES, required=True
            )
            classes = choose_classes(diverging=kind in (VALUES, CIRCLES), constant=kind != CROSSED)
            layers = tuple(overlays.choose(frame))
        _by_kind(kind, view, frame, indicator, indicators, classes, layers)


def _by_kind(
    kind: str, view: View, frame: Frame, indicator: Indicator, indicators: Sequence[Indicator], classes: Classes,
    layers: tuple[Laid, ...],
) -> None:  # fmt: skip
    others = [one for one in indicators if one.id != indicator.id] or [indicator]
    if kind == CHANGE:
        sheet = change_sheet(view, frame, indicator, classes)
        if sheet:
            _show(view, replace(sheet, laid=layers))
    elif kind == CIRCLES:
        counts = [one for one in indicators if one.unite in formats.COUNTS]
        if not counts:
            block_frame.show_empty("Aucun effectif n'est installé à ce niveau : les cercles montrent des effectifs.")
            return
        second = choose_indicator("Effectif montré par des cercles", "second", counts, COUNTED)
        sheet = _with_circles(_value_sheet(view, frame, indicator, classes), second)
        _show(view, replace(sheet, laid=layers))
    elif kind == CROSSED:
        second = choose_indicator("Second indicateur", "second", others, _second(others))
        show_crossed(view, frame, (indicator, second), classes, layers)
    elif kind == BESIDE:
        second = choose_indicator("Indicateur de droite", "second", others, _second(others), then=forget_usual)
        left, right = st.columns(2, gap="large")
        for column, one, side in ((left, indicator, LEFT), (right, second, RIGHT)):
            with column:
                drawn = st.container()  # the year is chosen under the map: both maps stay level
                sheet = _value_sheet(view, frame, one, classes, year_of=side)
                _show_beside(view, replace(sheet, laid=layers), side, drawn)
        overlay_words.show_lists(layers, "cote", overlays.mine(view.territory))
    else:
        _show(view, replace(_value_sheet(view, frame, indicator, classes), laid=layers))


def _second(others: Sequence[Indicator]) -> str:
    return next((one.id for one in others if one.id == SECOND), others[0].id)


def _value_sheet(view: View, frame: Frame, indicator: Indicator, classes: Classes, year_of: str = "") -> Sheet:
    years = atlas_years.years(indicator, frame)
    installed, year, centre, told = years.installed, years.usual, None, ""
    name = f"annee_{year_of}" if year_of else "annee"
    with st.container(key=f"atlas-suite{year_of}", horizontal=True, vertical_alignment="bottom"):
        if len(installed) > 1:
            year = atlas_years.choose(st.select_slider, "Année", name, installed, years.usual, width=SLIDER)
        shown = map_parts.read(indicator, frame.level, frame.scope, year)
        if classes.diverging:
            centre, told = _reference(view, indicator, shown, year)
    notes = [method_note(classes, centre), told]
    when = f", {year}" if year else ""
    if classes.constant and len(installed) > 1:
        notes.append(f"Classes établies sur toutes les années, de {installed[0]} à {installed[-1]}, et gardées.")
    return Sheet(
        indicator, frame, shown, atlas_reading.cut(shown, indicator, frame, classes, centre),
        map_parts.written(indicator), lambda bound: formats.plain(bound, indicator.unite),
        f"{indicator.titre} ({formats.UNIT_LABEL[indicator.unite]}){when}", tuple(note for note in notes if note),
        map_view.reading(shown, indicator, frame.label, view),
        lambda: map_view.observations(shown, indicator, frame.level),
        asked=Asked(indicator.id, frame, years.kept(address.asked(name)), classes, centre),
        choices=_followed(classes, installed, year_of),
    )  # fmt: skip


def _followed(classes: Classes, years: Sequence[str], side: str) -> Choices:
    """Return the choices that a map follows by itself: of two side by side, each has its own."""
    if not side:
        return map_answers.atlas_choices(classes, years)
    widget = map_answers.SECOND if side == RIGHT else map_answers.INDICATOR
    return map_answers.atlas_choices(classes, years, widget, f"{map_answers.YEAR}_{side}")


def _reference(view: View, indicator: Indicator, shown: Figures, year: str) -> tuple[float | None, str]:
    """Let the visitor choose what the colours are centred on; no figure of that year, no reference."""
    source = next((one for one in shown.sources if one), "")
    found = atlas_reading.references(view, indicator, year, source)
    if not found:
        return None, "Aucun territoire de comparaison n'a ce chiffre pour une année comparable : couleurs en dégradé."
    key = address.choice(
        st.selectbox,
        "Référence",
        "reference",
        list(found),
        lambda one: found[one][0].name,
        next(iter(found)),
        width=SLIDER,
    )
    area, seen = found[key]
    when = f" en {seen.millesime}" if seen.millesime != year else ""
    value = formats.amount(seen.value, indicator.unite)
    told = f"Couleurs centrées sur {formats.the(area)}{when}{formats.NBSP}: {value}. Orange au-dessous, bleu au-dessus."
    return seen.value, told


def _with_circles(sheet: Sheet, second: Indicator) -> Sheet:
    counted = map_parts.read(second, sheet.frame.level, sheet.frame.scope)
    told = second_variable(counted, map_parts.written(second), circles=True)
    if not told["m"]:
        notes = (*sheet.notes, f"{second.titre} : aucun chiffre pour ces territoires.")
        return replace(sheet, notes=notes)
    size = formats.amount(told["m"], second.unite)
    year = max(counted.millesimes, default="")
    note = (
        f"Cercles{formats.NBSP}: {second.titre[0].lower()}{second.titre[1:]} ({year}), "
        f"surface proportionnelle à l'effectif (le plus grand{formats.NBSP}: {size})."
    )
    texts = [
        f"{formats.amount(sheet.shown.value(rank), sheet.indicator.unite, sheet.shown.status(rank))} · "
        f"{formats.amount(counted.value(rank), second.unite, counted.status(rank))} {formats.UNIT_LABEL[second.unite]}"
        for rank in range(len(sheet.shown.areas))
    ]
    first_rows = sheet.rows
    return replace(
        sheet,
        notes=(*sheet.notes, note),
        second=told,
        asked=replace(sheet.asked, kind=CIRCLES, second=second.id) if sheet.asked else None,
        choices={**sheet.choices, map_answers.SECOND: ("second",)},
        texts=texts,
        circles=counted,
        beside=(counted,),
        rows=lambda: [*first_rows(), *map_view.observations(counted, second, sheet.frame.level)],
    )


def _show(view: View, sheet: Sheet) -> None:
    with st.container(key="bloc-atlas"):
        drawn, said = st.columns(block_frame.FIGURE_AND_WORDS, gap="large")
        with drawn:
            answer = map_parts.show_drawn(sheet.frame.level, sheet.frame.scope, _layer(view, sheet), height=620)
            map_parts.follow_click(answer, sheet.frame.level)
        with said:
            _say(view, sheet, "")
    _list(view, sheet, "")
    overlay_words.show_lists(sheet.laid, "atlas", overlays.mine(view.territory))


def _show_beside(view: View, sheet: Sheet, side: str, drawn: DeltaGenerator) -> None:
    level, scope = sheet.frame.level, sheet.frame.scope
    with drawn:
        markup.show(f'<p class="titre-carte">{escape(sheet.title)}</p>')
        answer = map_parts.show_drawn(level, scope, _layer(view, sheet), side=side, group="atlas", height=430)
        map_parts.follow_click(answer, level)
    _say(view, sheet, side)
    _list(view, sheet, side)


def _layer(view: View, sheet: Sheet) -> FeatureGroup:
    mine = map_parts.mine(view.territory, sheet.frame.level)
    over = [above(one.shapes, one.style) for one in overlay_words.drawn(sheet.laid)]

    def whole() -> FeatureGroup:
        return value_layer(sheet.shown, sheet.scale, sheet.written, mine=mine, second=sheet.second, above=over)

    if sheet.asked is None:
        return whole()
    return map_answers.layer(sheet.asked, sheet.choices, mine=mine, above=over, otherwise=whole)


def _list(view: View, sheet: Sheet, side: str) -> None:
    key = f"atlas{side}-{sheet.frame.code}"
    label = map_parts.frame_label(sheet.frame.level, sheet.frame.scope)
    map_parts.show_list(sheet.shown, sheet.texts, sheet.indicator.unite, label, key, PAGE, view.territory.key)


def _say(view: View, sheet: Sheet, side: str) -> None:
    legend = legend_html(sheet.title, sheet.shown, sheet.scale, sheet.write, sheet.notes)
    laid = overlay_words.legend(sheet.laid)
    notes = block_frame.notes_html(*overlay_words.notes(sheet.laid, sheet.frame))
    markup.show(legend + laid + notes + block_frame.reading_html(sheet.reading))
    seen = atlas_reading.mine(view, sheet.indicator, sheet.shown)
    cited = [one for side in (sheet.shown, *sheet.beside) for one in atlas_reading.observations(side)]
    block_frame.show_foot(
        f"atlas{side}",
        view.territory,
        block_frame.cited(cited, [sheet.indicator.source]),
        lambda: trace.origins([sheet.indicator], [seen], view.territory),
        taken(sheet, map_parts.mine(view.territory, sheet.frame.level), alone=_is_alone(sheet)),
    )


def _is_alone(sheet: Sheet) -> bool:
    """Tell whether the map can stand on another site, where layers are not laid."""
    return address.asked("genre", VALUES) == VALUES and not sheet.laid
