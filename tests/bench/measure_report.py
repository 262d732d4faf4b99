"""The full report of a town, from draft to file: lib.reports against a plain script that pastes PNG in Word."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from datetime import date

import altair as alt
import docx
import vl_convert

from lib.charts import Bar, grouped_bars
from lib.exports import chart_image
from lib.formats import COUNTS, amount
from lib.model import Level
from lib.reports import pictures
from lib.reports.compose import compose
from lib.reports.document import Document
from lib.reports.docx_file import to_docx
from lib.reports.draft import Block, Draft
from lib.reports.maps import Cartography, has_map, written
from lib.reports.odp_file import to_odp
from lib.reports.odt_file import to_odt
from lib.reports.pdf_file import to_pdf
from lib.reports.pptx_file import to_pptx
from lib.reports.suggestion import suggest
from lib.territories import Territories
from lib.ui import resources
from tests.bench.table import Row, interleave

TOWN = "commune-38151"
TIMES = 3
WHEN = date(2027, 3, 1)
THEMES, CHARTS, MAPS = 15, 60, 20  # what the report must hold at least
MAPS_BY_THEME = 3  # two of the communes of the EPCI, one of those of the département
FORMATS = (
    ("PDF", to_pdf, "5 s visées"),
    ("Word", to_docx, "10 s visées"),
    ("ODT", to_odt, ""),
    ("PowerPoint", to_pptx, ""),
    ("ODP", to_odp, ""),
)


def measure() -> list[Row]:
    """Return the seconds of computing of each format, nothing drawn before; the clock also counts other programs."""
    draft = full_draft(resources.territories())
    figures = _composed(draft).figures()
    maps = sum(figure.alt.startswith("Carte") for figure in figures)
    charts = len(figures) - maps
    if len(draft.chapitres) < THEMES or charts < CHARTS or maps < MAPS:
        raise RuntimeError(f"rapport incomplet : {len(draft.chapitres)} thèmes, {charts} graphiques, {maps} cartes")
    label = f"Rapport complet d'Échirolles ({len(draft.chapitres)} thèmes, {charts} graphiques, {maps} cartes)"
    reference = "images PNG collées par python-docx, sans carte"
    rows = []
    for name, write, aim in FORMATS:
        ours, plain = interleave(lambda _, made=write: _timed(draft, made), lambda _: _plain(draft), TIMES)
        rows.append(Row(f"{label}, {name}, calcul", "s", tuple(ours), tuple(plain), reference, aim))
    return rows


def full_draft(territories: Territories) -> Draft:
    """Return the draft of every indicator that has a figure, one per block, and of three maps per theme."""
    town = territories.get(TOWN)
    levels = (Level.EPCI, Level.DEPARTEMENT, Level.REGION, Level.FRANCE)
    areas = [area for level in levels if (area := territories.parent(town, level))]
    draft = suggest(town, areas, resources.store(), essential=False)
    atlas = Cartography(resources.store(), territories, resources.shapes)
    themes = {theme.titre: theme for theme in resources.catalog().themes.values()}
    chapters = []
    for chapter in draft.chapitres:
        alone = [
            block.model_copy(update={"indicateurs": (name,)}) for block in chapter.blocs for name in block.indicateurs
        ]
        mapped = _maps(themes[chapter.titre].indicateurs, areas, atlas)
        chapters.append(chapter.model_copy(update={"blocs": (*alone, *mapped)}))
    return draft.model_copy(update={"chapitres": tuple(chapters)})


def _maps(indicators, areas, atlas: Cartography) -> list[Block]:
    frames = [(Level.COMMUNE, areas[0]), (Level.COMMUNE, areas[0]), (Level.COMMUNE, areas[1])]
    rates = [one for one in indicators if one.unite not in COUNTS]
    known = [one for one in rates if all(has_map(atlas.figures(one, frame)) for frame in frames)]
    pairs = zip(known, frames[:MAPS_BY_THEME], strict=False)
    return [Block(indicateurs=(one.id,), carte=written(frame), tableau=False) for one, frame in pairs]


def _composed(draft: Draft) -> Document:
    found = resources.store(), resources.territories(), resources.SOURCES
    return compose(draft, *found, WHEN, outlines=resources.shapes)


def _timed(draft: Draft, write: Callable[[Document], bytes]) -> float:
    chart_image._drawn.cache_clear()
    pictures._drawn.cache_clear()
    started = time.process_time()
    write(_composed(draft))
    return time.process_time() - started


def _plain(draft: Draft) -> float:
    """Time what a script would do: an Altair chart per indicator, saved as PNG, pasted with its title."""
    territories, store = resources.territories(), resources.store()
    areas = [territories.get(key) for key in (draft.territoire, *draft.comparateurs)]
    started = time.process_time()
    word = docx.Document()
    for chapter in draft.chapitres:
        word.add_heading(chapter.titre, 1)
        for block in chapter.blocs:
            if block.carte:
                continue
            indicator = store.catalog.resolve(block.indicateurs[0])
            profile = store.profile(areas, [indicator.id])
            seen = [(area, profile.latest(area, indicator.id)) for area in areas]
            bars = [
                Bar(indicator.titre_court, area, one.value, amount(one.value, indicator.unite))
                for area, one in seen
                if one.value is not None
            ]
            rows, spec = grouped_bars(bars, areas)
            chart = alt.Chart.from_dict(spec | {"data": {"name": "donnees", "values": rows}, "width": 640}).to_dict()
            word.add_heading(indicator.titre, 2)
            word.add_picture(io.BytesIO(vl_convert.vegalite_to_png(chart, scale=2)))
    word.save(io.BytesIO())
    return time.process_time() - started
