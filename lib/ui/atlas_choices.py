"""What the visitor of the atlas chose, read from the address and checked; the lists from which to choose."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import streamlit as st

from lib import formats
from lib.classes import FEWEST, MOST, USUAL, Method, parse_bounds
from lib.model import DataError, Indicator, Level, Territory
from lib.ui import address, map_parts, resources

VALUES, CHANGE, CIRCLES, CROSSED, BESIDE = "valeurs", "evolution", "cercles", "croisee", "cote"
KINDS = {
    VALUES: "Un indicateur",
    CHANGE: "Évolution",
    CIRCLES: "Avec des cercles",
    CROSSED: "Deux indicateurs croisés",
    BESIDE: "Deux cartes côte à côte",
}
METHODS = {
    Method.QUANTILES: "Même nombre de territoires",
    Method.JENKS: "Seuils naturels (Jenks)",
    Method.EQUAL: "Amplitudes égales",
    Method.MEAN_SD: "Moyenne et écart-type",
    Method.TYPED: "Bornes que j'écris",
}
METHOD_NOTES = {
    Method.QUANTILES: "Classes de même effectif ; entre parenthèses, le nombre de territoires.",
    Method.JENKS: "Seuils naturels (Jenks) : les valeurs d'une classe se ressemblent le plus possible.",
    Method.EQUAL: "Classes de même amplitude.",
    Method.MEAN_SD: "Classes d'un écart-type autour de la moyenne simple des territoires.",
    Method.TYPED: "Bornes choisies.",
}
SEQUENTIAL, DIVERGING = "degrade", "ecarts"
DEFAULT = "part_65_plus"
SLIDER = 360  # pixels: width of a choice that goes under the others


@dataclass(frozen=True, slots=True)
class Classes:
    """How a map is cut and coloured; ``reference`` is the key of a territory when the palette is diverging."""

    method: Method = Method.QUANTILES
    count: int = USUAL
    typed: tuple[float, ...] = ()
    diverging: bool = False
    constant: bool = True


@dataclass(frozen=True, slots=True)
class Frame:
    """What is drawn: the areas of ``level`` inside ``scope``."""

    level: Level
    scope: Territory
    label: str = field(compare=False, default="")

    @property
    def code(self) -> str:
        """How the address names this frame: ``commune.departement-38``."""
        return f"{self.level.value}.{self.scope.key}"


def frames(territory: Territory, *, drawn: bool = True) -> list[Frame]:
    """Return the maps offered around a territory, closest first, then those of all France.

    ``drawn`` leaves out the IRIS whose outlines are not installed.
    """
    known = resources.territories()
    found = [Frame(level, scope, label) for label, (level, scope) in map_parts.frames(territory).items()]
    if drawn:
        found = [one for one in found if one.level is not Level.IRIS or resources.has_iris_outlines(one.scope)] or found
    wider = [area for level in (Level.EPCI, Level.DEPARTEMENT) if (area := known.parent(territory, level))]
    for area in (territory, *wider):
        if area.level in (Level.EPCI, Level.DEPARTEMENT) and resources.has_iris_outlines(area):
            found.append(Frame(Level.IRIS, area, map_parts.frame_label(Level.IRIS, area)))
    france = known.get("france-F")
    department = known.parent(territory, Level.DEPARTEMENT)
    pairs = [(Level.EPCI, department)] if department else []
    pairs += [(level, france) for level in (Level.EPCI, Level.DEPARTEMENT, Level.REGION, Level.COMMUNE)]
    found += [Frame(level, scope, map_parts.frame_label(level, scope)) for level, scope in pairs]
    return list({one.code: one for one in found}.values())


def choose_frame(territory: Territory, *, then: Callable[[], None] | None = None) -> Frame:
    """Show the list of frames; an address may name another one (another département); ``then`` follows a change."""
    offered = {one.code: one for one in frames(territory)}
    asked = address.asked("carte")
    if asked and asked not in offered and (other := frame_of(asked)):
        offered[asked] = other
    first, words = next(iter(offered)), lambda one: offered[one].label
    code = address.choice(st.selectbox, "Territoires montrés", "carte", list(offered), words, first, then=then)
    return offered[code]


def frame_of(code: str) -> Frame | None:
    """Read the frame that an address asks for; None when it does not exist."""
    level, _, scope = code.partition(".")
    try:
        found = Frame(Level(level), resources.territories().get(scope))
    except (DataError, ValueError):
        return None
    if not resources.outline_areas(found.level, found.scope):
        return None
    return Frame(found.level, found.scope, map_parts.frame_label(found.level, found.scope))


def offered(level: Level) -> list[Indicator]:
    """Return the indicators that have figures at one level, rates before counts, by theme then title."""
    catalog, names = resources.catalog(), resources.store().offered(level)
    themes = list(catalog.themes)
    found = [one for name, one in catalog.indicators.items() if name in names and level in one.niveaux]
    return sorted(found, key=lambda one: (themes.index(one.theme), one.unite in formats.COUNTS, one.titre))


def choose_indicator(
    label: str, name: str, indicators: Sequence[Indicator], default: str, *, then: Callable[[], None] | None = None
) -> Indicator:
    """Show the list of indicators, each with its theme; ``then`` follows a change."""
    themes = resources.catalog().themes
    known = {one.id: one for one in indicators}
    asked = resources.catalog().aliases.get(address.asked(name), "")
    if asked in known:
        address.keep(name, asked)
    code = address.choice(
        st.selectbox,
        label,
        name,
        list(known),
        lambda one: f"{known[one].titre} ({themes[known[one].theme].titre.lower()})",
        default,
        then=then,
    )
    return known[code]


def choose_classes(*, diverging: bool, constant: bool) -> Classes:
    """Show the choice of classes; ``diverging`` and ``constant`` tell whether these choices mean something here."""
    with st.popover("Classes et couleurs", icon=":material/palette:"):
        labels = {method.value: words for method, words in METHODS.items()}
        method = Method(
            address.choice(
                st.radio, "Limites des classes", "methode", list(labels), labels.__getitem__, Method.QUANTILES
            )
        )
        typed: tuple[float, ...] = ()
        count = USUAL
        if method is Method.TYPED:
            line = address.text("Bornes, de la plus basse à la plus haute", "bornes", placeholder="10 ; 15,5 ; 20")
            typed = parse_bounds(line) if line else ()
            if not line:
                st.caption("Écrivez de 2 à 6 bornes séparées par des points-virgules. Sans bornes : même effectif.")
                method = Method.QUANTILES
        else:
            numbers = [str(n) for n in range(FEWEST, MOST + 1)]
            count = int(address.choice(st.select_slider, "Nombre de classes", "classes", numbers, str, str(USUAL)))
        palette = SEQUENTIAL
        if diverging:
            words = {SEQUENTIAL: "Du clair au foncé", DIVERGING: "Écarts à une référence"}
            palette = address.choice(st.radio, "Couleurs", "couleurs", list(words), words.__getitem__, SEQUENTIAL)
        same = address.yes_or_no("Mêmes classes pour toutes les années", "memes_classes", True) if constant else False
    return Classes(method, count, typed, palette == DIVERGING, same)


def method_note(classes: Classes, centre: float | None) -> str:
    """Say how the classes of a map are cut."""
    if centre is None or classes.method is Method.TYPED:
        return METHOD_NOTES[classes.method]
    return "Classes symétriques autour de la référence ; entre parenthèses, le nombre de territoires."
