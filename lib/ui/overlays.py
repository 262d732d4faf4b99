"""The layers that may be laid over a map: quarters, places that official files locate, kept layers; chosen, read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from html import escape

import streamlit as st

from lib import packages, points, quarters, registry
from lib.formats import NBSP
from lib.map_above import LINES, MARKS, Laid
from lib.model import DataError, Level, Territory
from lib.settings import load_settings
from lib.ui import address, kept_layers, markup, resources
from lib.ui.atlas_choices import Frame
from lib.ui.shown import when_shown

QPV = {"qpv": "2024", "qpv2015": "2015"}
MOST = 6  # layers on one map
MOST_PLACES = 6_000  # of one layer: beyond, marks cover the map
NATIONAL, FEW = 90, 5  # départements: a layer that has most of them is national; beyond a few, they are counted
NAME = "couches"


def folders() -> list:
    """Return the data folders that may hold places: the shipped one, then those of the packages."""
    settings = load_settings()
    return [settings.dossier_donnees, *(path.parent for path in packages.indicator_folders(settings.paquets))]


def offered() -> dict[str, str]:
    """Return the layers installed on this machine, by key, in the words of the visitor."""
    geography = load_settings().dossier_geo
    found = {
        key: f"Quartiers prioritaires ({year})"
        for key, year in QPV.items()
        if (geography / quarters.FILES[year]).exists()
    }
    here = points.installed(folders())
    found |= {name: kind.label for name, (_, kind) in registry.point_kinds().items() if name in here}
    return found | {one.key: f"{one.name} (déposée le {one.created:%d/%m/%Y})" for one in _kept()}


def _kept() -> Sequence[kept_layers.KeptLayer]:
    """A base that cannot be opened takes no map away: the page Couches tells its fault."""
    try:
        return kept_layers.kept()
    except DataError:
        return ()


def choose(frame: Frame) -> list[Laid]:
    """Show the choice of layers, kept in the address, and return those chosen; a fault is told in its place."""
    asked = [key for key in address.asked(NAME).split(",") if key][:MOST]
    known = offered() if asked else {}
    asked = [key for key in asked if key in known]
    address.keep(NAME, ",".join(asked))
    words = f"Couches ({len(asked)})" if asked else "Couches"
    menu = st.popover(words, icon=":material/layers:", key="couches", on_change="rerun")
    if menu.open:
        with menu:
            _choice(known or offered(), asked)
    return laid(asked, frame)


def _choice(known: dict[str, str], asked: list[str]) -> None:
    st.session_state["choix-couches"] = asked
    st.multiselect(
        "Couches posées sur la carte",
        list(known),
        format_func=known.__getitem__,
        key="choix-couches",
        max_selections=MOST,
        placeholder="Choisissez une couche",
        on_change=when_shown("choix-couches", lambda: address.keep(NAME, ",".join(st.session_state["choix-couches"]))),
    )
    markup.show(_absent(known))


def laid(keys: Sequence[str], frame: Frame) -> list[Laid]:
    """Return the layers of ``keys`` inside a frame, each drawn in its own way. Raises DataError when one is damaged."""
    marks, lines = iter(MARKS), iter(LINES)
    found = []
    for key in keys:
        one = read(key, frame)
        style = next(marks) if one.is_points else next(lines, LINES[-1])
        found.append(Laid(one.key, one.label, one.shapes, one.names, one.source, style))
    return found


def read(key: str, frame: Frame, around: float = 0.0) -> Laid:
    """Return one layer inside a frame; ``around`` are the degrees beyond its limits where places count too.

    Raises DataError when its file is damaged.
    """
    if key in QPV:
        return _quarters(key, frame)
    if key.startswith(kept_layers.PREFIX):
        return _deposit(key, frame)
    return _places(key, frame, around)


def communes(frame: Frame) -> list[str] | None:
    """Return the codes of the communes of a frame, None for all France."""
    if frame.scope.level is Level.FRANCE:
        return None
    if frame.scope.level is Level.COMMUNE:
        return [frame.scope.code]
    return [area.code for area in resources.territories().children(frame.scope, Level.COMMUNE)]


def _quarters(key: str, frame: Frame) -> Laid:
    year, known = QPV[key], resources.territories()
    inside = communes(frame)
    every = inside if inside is not None else [area.code for area in known.children(frame.scope, Level.COMMUNE)]
    found = quarters.quarters(every, load_settings().dossier_geo, year)
    names = tuple((one.name, ", ".join(_commune(code) for code in one.communes)) for one in found)
    extent = _extent(
        code for one in quarters.quarters(None, load_settings().dossier_geo, year) for code in one.communes
    )
    told = f"ANCT, quartiers prioritaires, périmètres de {year}{extent}"
    return Laid(key, f"Quartiers prioritaires ({year})", tuple(one.shape for one in found), names, told, LINES[0])


def _places(key: str, frame: Frame, around: float) -> Laid:
    import shapely  # here and not above: a map without layers does not pay it

    source, kind = registry.point_kinds()[key]
    if around and frame.scope.level is not Level.FRANCE:
        west, south, east, north = shapely.total_bounds(list(resources.shapes(frame.level, frame.scope).values()))
        found = [
            one
            for one in points.places(key, None, folders())
            if west - around <= one.longitude <= east + around and south - around <= one.latitude <= north + around
        ]
    else:
        found = list(points.places(key, communes(frame), folders()))
    shapes = tuple(shapely.points([(one.longitude, one.latitude) for one in found])) if found else ()
    names = tuple((one.name or kind.label, _commune(one.commune)) for one in found)
    year = max((one.millesime for one in found), default="")
    extent = _extent(one.commune for one in points.places(key, None, folders()))
    told = (source.cited(year, source.cog(year)) if year else source.titre) + extent
    return Laid(key, kind.label, shapes, names, told, MARKS[0])


def _deposit(key: str, frame: Frame) -> Laid:
    import shapely

    deposit = kept_layers.opened(key.removeprefix(kept_layers.PREFIX))
    ranks = range(len(deposit.shapes))
    if frame.scope.level is not Level.FRANCE:
        around = shapely.box(*shapely.total_bounds(list(resources.shapes(frame.level, frame.scope).values())))
        ranks = [rank for rank in ranks if around.intersects(deposit.shapes[rank])]
    names = tuple((deposit.labels[rank] or f"Objet {rank + 1}", "") for rank in ranks)
    style = MARKS[0] if deposit.is_points else LINES[0]
    shapes = tuple(deposit.shapes[rank] for rank in ranks)
    return Laid(key, deposit.name, shapes, names, f"couche déposée, « {deposit.name} »", style)


def _extent(codes: Iterable[str]) -> str:
    """Say which départements a layer holds, when it is not all of France."""
    found = sorted({code[:3] if code.startswith("97") else code[:2] for code in codes})
    if len(found) >= NATIONAL:
        return ""
    names = [resources.territories().get(f"departement-{code}").name for code in found[:FEW]]
    more = f" et {len(found) - FEW} autres" if len(found) > FEW else ""
    return f" (installé{NBSP}: {', '.join(names)}{more})"


def _commune(code: str) -> str:
    try:
        return resources.territories().get(f"commune-{code}").name
    except DataError:
        return code


def _absent(known: dict[str, str]) -> str:
    """Say which layers are not installed, and which official file brings each."""
    missing: dict[str, list[str]] = {}
    titles: dict[str, Callable[[], str]] = {}
    for name, (source, kind) in registry.point_kinds().items():
        if name not in known:
            missing.setdefault(source.id, []).append(kind.label)
            titles[source.id] = lambda one=source: f'<a href="{escape(one.page)}">{escape(one.titre)}</a>'
    lines = [f"<li>{titles[name]()}{NBSP}: {escape(_few(kinds))}</li>" for name, kinds in missing.items()]
    if "qpv2015" not in known:
        page = f'<a href="{escape(resources.SOURCES["anct_qpv"].page)}">contours de l\'ANCT</a>'
        lines.append(f"<li>Quartiers prioritaires de 2015{NBSP}: {page}, étape « quartiers » de la construction.</li>")
    if not lines:
        return ""
    return (
        '<details class="precision"><summary>Couches pas encore installées</summary><ul>'
        f"{''.join(lines)}</ul><p>La collecte les installe avec ces fichiers officiels (README).</p></details>"
    )


def _few(kinds: Sequence[str], shown: int = 6) -> str:
    more = f" et {len(kinds) - shown} autres" if len(kinds) > shown else ""
    return ", ".join(kinds[:shown]) + more


def mine(territory: Territory) -> str:
    """Return the name of the commune of a territory, to mark its places in a list."""
    known = resources.territories()
    commune = territory if territory.level is Level.COMMUNE else known.parent(territory, Level.COMMUNE)
    return commune.name if commune else ""
