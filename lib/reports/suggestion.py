"""A first draft, ready to be cut and commented: by theme of the catalogue or by public."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from lib.catalog import Catalog
from lib.formats import COUNTS, at
from lib.map_frames import Frame
from lib.model import Indicator, Territory, Theme
from lib.reports.draft import Block, Chapter, Draft
from lib.reports.maps import Cartography, has_map, written
from lib.reports.reading import has_figure
from lib.store import Store
from lib.territories import normalise

DIAGNOSIS = "portrait"
PER_BLOCK = 3
PUBLICS = (
    ("Tous les habitants", ("portrait", "transport_mobilite")),
    ("Petite enfance et parents", ("jeunes_enfants",)),
    ("Enfants et jeunes", ("education_formation",)),
    ("Personnes âgées", ("vieillesse", "isolement")),
    ("Personnes malades ou en situation de handicap", ("sante", "handicap")),
    ("Personnes en recherche d'emploi", ("emploi_insertion",)),
    ("Ménages modestes", ("revenus_inegalites", "solidarite", "endettement", "energie")),
    ("Personnes mal logées ou sans logement", ("logement", "urgence_hebergement")),
)


def suggest(
    territory: Territory,
    comparators: Sequence[Territory],
    store: Store,
    plan: Literal["themes", "publics"] = "themes",
    essential: bool = True,
    atlas: Cartography | None = None,
) -> Draft:
    """Return a draft with every theme, its essential indicators (or all) that have a figure, and its questions.

    ``atlas`` adds one map per theme, of its first essential rate that enough areas have.
    """
    catalog = store.catalog
    profile = store.profile([territory], catalog.indicators)
    shown = {one for one in catalog.indicators.values() if has_figure(profile.latest(territory, one.id))}
    chosen = {one.id for one in shown if one.essentiel or not essential}
    groups = _by_public(catalog) if plan == "publics" else [(one.titre, [one]) for one in _ordered(catalog)]
    return Draft(
        titre=f"Analyse des besoins sociaux {at(territory)}",
        territoire=territory.key,
        comparateurs=tuple(area.key for area in comparators),
        chapitres=tuple(_mapped(_chapter(title, themes, chosen), themes, territory, atlas) for title, themes in groups),
    )


def _mapped(chapter: Chapter, themes: Sequence[Theme], territory: Territory, atlas: Cartography | None) -> Chapter:
    """Set the map of each theme under the block that holds its indicator."""
    blocks = list(chapter.blocs)
    for theme in themes if atlas else ():
        found = best_map(theme, territory, atlas)
        if found:
            indicator, frame = found
            holders = [rank for rank, block in enumerate(blocks) if indicator.id in block.indicateurs]
            place = holders[0] + 1 if holders else len(blocks)
            blocks.insert(place, Block(indicateurs=(indicator.id,), carte=written(frame), tableau=False))
    return chapter.model_copy(update={"blocs": tuple(blocks)})


def best_map(theme: Theme, territory: Territory, atlas: Cartography) -> tuple[Indicator, Frame] | None:
    """Return the first essential rate of a theme that can be mapped, on the closest frame; None when there is none."""
    rates = [one for one in theme.indicateurs if one.essentiel and one.unite not in COUNTS]
    for frame in atlas.drawable(territory):
        for indicator in rates:
            if frame[0] in indicator.niveaux and _well_known(indicator, frame, atlas):
                return indicator, frame
    return None


def _well_known(indicator: Indicator, frame: Frame, atlas: Cartography) -> bool:
    shown = atlas.figures(indicator, frame)
    return has_map(shown) and 2 * len(shown.known) >= len(shown.areas)


def _ordered(catalog: Catalog) -> list[Theme]:
    """Return the themes, the portrait first: it is the diagnosis that the law asks for."""
    return sorted(catalog.themes.values(), key=lambda theme: (theme.id != DIAGNOSIS, normalise(theme.titre)))


def _by_public(catalog: Catalog) -> list[tuple[str, list[Theme]]]:
    listed = {name for _, names in PUBLICS for name in names}
    others = [theme for name, theme in catalog.themes.items() if name not in listed]
    groups = [(title, [catalog.themes[n] for n in names if n in catalog.themes]) for title, names in PUBLICS]
    return [*groups, *([("Autres thèmes", others)] if others else [])]


def _chapter(title: str, themes: Sequence[Theme], chosen: set[str]) -> Chapter:
    return Chapter(
        titre=title,
        partie="diagnostic" if any(theme.id == DIAGNOSIS for theme in themes) else "thematique",
        introduction="\n\n".join(theme.description for theme in themes),
        blocs=tuple(block for theme in themes for block in _blocks(theme.indicateurs, chosen)),
        questions=tuple(question for theme in themes for question in theme.questions),
    )


def _blocks(indicators: Iterable[Indicator], chosen: set[str]) -> list[Block]:
    """Group neighbours of the same unit, PER_BLOCK at most; a count stands alone, so that its change is drawn."""
    groups: list[list[Indicator]] = []
    for one in indicators:
        if one.id not in chosen:
            continue
        last = groups[-1] if groups else []
        if last and last[0].unite == one.unite and one.unite not in COUNTS and len(last) < PER_BLOCK:
            last.append(one)
        else:
            groups.append([one])
    return [Block(indicateurs=tuple(one.id for one in group)) for group in groups]
