"""The maps of a report: one indicator over the areas of a frame, drawn, said in words, cited like the charts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
import shapely

from lib import formats, map_frames
from lib.classes import Scale, scale
from lib.exports.caption import Rows
from lib.exports.map_image import Ground, MapImage, lay, painted
from lib.formats import COUNTS, NBSP, UNIT_LABEL
from lib.map_frames import Frame
from lib.map_values import Figures, area_fill, figures
from lib.map_words import legend_lines
from lib.model import DataError, Indicator, Level, Territory
from lib.observation import Observation
from lib.palette import SECRET, SEQUENTIAL, UNKNOWN
from lib.reports.document import Figure
from lib.reports.map_text import caution, described
from lib.reports.reading import Reading
from lib.reports.wording import with_unit
from lib.store import Store
from lib.territories import Territories

WIDTH, HEIGHT = 668, 420  # pixels: the width of a page, less than half of its height
TIDY = 2  # pixels: smaller details would weigh and not be seen on paper
FEWEST = 3  # areas with a figure: below, a map shows nothing
Outlines = Callable[[Level, Territory], Mapping[str, shapely.Geometry]]


@dataclass(frozen=True)
class Cartography:
    """What maps are made of: figures, territories, outlines; each frame is laid once for all its maps.

    ``can_draw`` tells, without drawing, whether the outlines of a frame are installed.
    """

    store: Store
    territories: Territories
    outlines: Outlines | None
    can_draw: Callable[[Frame], bool] = lambda frame: frame[0] is not Level.IRIS
    grounds: dict[str, Ground] = field(default_factory=dict)

    def drawable(self, territory: Territory) -> list[Frame]:
        """Return the frames around a territory that can be drawn on a page, closest first.

        Their outlines are installed, and communes are not too many to be told apart: a département at most.
        """
        frames = map_frames.closest(territory, self.territories)
        wide = {(Level.COMMUNE, Level.REGION), (Level.COMMUNE, Level.FRANCE)}
        return [frame for frame in frames if (frame[0], frame[1].level) not in wide and self.can_draw(frame)]

    def figures(self, indicator: Indicator, frame: Frame) -> Figures:
        """Return the figures of one map, in the order of its areas. Raises DataError like ``Store.distribution``."""
        level, scope = frame
        areas = map_frames.areas(level, scope, self.territories)
        codes = None if scope.level is Level.FRANCE else [area.code for area in areas]
        return figures(areas, self.store.distribution(indicator.id, level, codes))

    def ground(self, frame: Frame) -> Ground:
        """Return the outlines of a frame, laid. Raises DataError when they are not installed or not readable."""
        level, scope = frame
        if self.outlines is None:
            raise DataError("Cette carte n'est pas dessinée ici", map_frames.label(level, scope), "Ouvrez l'atlas.")
        name = written(frame)
        if name not in self.grounds:
            self.grounds[name] = lay(self.outlines(level, scope), WIDTH, HEIGHT, TIDY)
        return self.grounds[name]


def frame_of(words: str, territories: Territories) -> Frame:
    """Read « commune@epci-200040715 ». Raises DataError when this territory does not exist."""
    level, _, key = words.partition("@")
    return Level(level), territories.get(key)


def written(frame: Frame) -> str:
    """Write a frame as drafts keep it: « commune@epci-200040715 »."""
    return f"{frame[0].value}@{frame[1].key}"


def has_map(shown: Figures) -> bool:
    """Tell whether enough areas have a figure for a map to be read."""
    return len(shown.known) >= FEWEST


def cited_rows(shown: Figures, indicator: Indicator, reading: Reading) -> Rows:
    """Return one figure of the map for each source and millesime met, so that they are cited like any other."""
    met: dict[tuple[str, str], int] = {}
    for rank, pair in enumerate(zip(shown.sources, shown.millesimes, strict=True)):
        if pair not in met and shown.value(rank) is not None:
            met[pair] = rank
    found = []
    for (source, year), rank in met.items():
        area = shown.areas[rank]
        cog = reading.sources[source or indicator.source].cog(year) if year else None
        value, status = shown.value(rank), shown.status(rank)
        seen = Observation(indicator.id, area.level, area.code, value, status, year, source=source, geography=cog)
        found.append((area, seen))
    return found


def classes(shown: Figures, indicator: Indicator) -> Scale | None:
    """Return the classes of a map of rates, None for counts: they are drawn as circles."""
    return None if indicator.unite in COUNTS else scale(shown.known)


def title(indicator: Indicator, frame: Frame) -> str:
    """Name a map by its indicator and its areas."""
    return f"{indicator.titre}, {in_sentence(frame)}"


def in_sentence(frame: Frame) -> str:
    """Name the areas of a frame inside a sentence: « communes de l'Isère »."""
    label = map_frames.label(*frame)
    return label if label.startswith("IRIS") else label[0].lower() + label[1:]


def map_figure(shown: Figures, indicator: Indicator, frame: Frame, territory: Territory, atlas: Cartography) -> Figure:
    """Return the drawn map: rates in classes, counts in circles. Raises DataError when outlines cannot be read."""
    cut = classes(shown, indicator)
    year = max(shown.millesimes, default="")
    unit, when = UNIT_LABEL[indicator.unite], f", {year}" if year else ""
    outlined = map_frames.mine(territory, frame[0])
    drawn = any(area.code in outlined for area in shown.areas)
    mine = f"Contour noir{NBSP}: {territory.name}." if drawn else ""
    cautious = caution(shown)
    fill = cut or Scale((), SEQUENTIAL[:1])
    image = MapImage(
        {},
        {area.code: area_fill(shown.value(rank), fill, shown.status(rank)) for rank, area in enumerate(shown.areas)},
        _circle_lines(shown) if cut is None else _class_lines(shown, cut, indicator),
        [note for note in (_note(shown, indicator, frame), cautious, mine) if note],
        _circles(shown) if cut is None else None,
        tuple(outlined),
        f"{with_unit(indicator.titre_court, unit)}{when}",
    )
    picture = painted(image, atlas.ground(frame))
    caption = f"{with_unit(indicator.titre, unit)}{when}, {in_sentence(frame)}"
    alt = f"Carte{NBSP}: {caption}. {described(shown, cut, indicator)} {cautious} {mine}".strip()
    return Figure(picture.svg, picture.width, picture.height, alt, caption)


def _class_lines(shown: Figures, cut: Scale, indicator: Indicator) -> list[tuple[str, str]]:
    return legend_lines(shown, cut, lambda bound: formats.plain(bound, indicator.unite))


def _circle_lines(shown: Figures) -> list[tuple[str, str]]:
    known = (SEQUENTIAL[0], f"chiffre connu ({formats.number(len(shown.known))})")
    return [known, *((fill, words) for fill, words in legend_lines(shown, Scale(), str) if fill in (SECRET, UNKNOWN))]


def _note(shown: Figures, indicator: Indicator, frame: Frame) -> str:
    districts = frame[0] is Level.COMMUNE and frame[1].level is Level.COMMUNE
    plural = "arrondissements" if districts else formats.LEVEL_PLURAL[frame[0]]
    counted = f"entre parenthèses, le nombre {_elided(plural)}"
    if indicator.unite not in COUNTS:
        return f"Classes de même effectif{NBSP}; {counted}."
    largest = formats.number(float(shown.known.max()))
    return f"Surface du cercle proportionnelle au nombre{NBSP}; le plus grand{NBSP}: {largest}. {counted.capitalize()}."


def _elided(noun: str) -> str:
    return f"d'{noun}" if noun[0].lower() in "aeiouyé" else f"de {noun}"


def _circles(shown: Figures) -> dict[str, float]:
    sizes = shown.values / max(float(shown.known.max()), 1)
    return {area.code: float(size) for area, size in zip(shown.areas, sizes, strict=True) if not np.isnan(size)}
