"""The full report of a town, from its draft to the file: lib.reports against a plain script that pastes PNG in Word."""

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
from lib.formats import amount
from lib.model import Level
from lib.reports.compose import compose
from lib.reports.document import Document
from lib.reports.docx_file import to_docx
from lib.reports.draft import Draft
from lib.reports.pdf_file import to_pdf
from lib.reports.suggestion import suggest
from lib.territories import Territories
from lib.ui import resources
from tests.bench.table import Row, interleave

TOWN = "commune-38151"
TIMES = 3
WHEN = date(2027, 3, 1)


def measure() -> list[Row]:
    """Return the seconds of the PDF and of the Word file, nothing drawn before, 15 themes, one chart per indicator."""
    draft = full_draft(resources.territories())
    charts = len(_composed(draft).figures())
    label = f"Rapport complet d'Échirolles, {len(draft.chapitres)} thèmes et {charts} graphiques"
    pdf, plain = interleave(lambda _: _timed(draft, to_pdf), lambda _: _plain(draft), TIMES)
    word, again = interleave(lambda _: _timed(draft, to_docx), lambda _: _plain(draft), TIMES)
    reference = "images PNG collées par python-docx"
    return [
        Row(f"{label}, PDF", "s", tuple(pdf), tuple(plain), reference, "5 s visées"),
        Row(f"{label}, Word", "s", tuple(word), tuple(again), reference, "10 s visées"),
    ]


def full_draft(territories: Territories) -> Draft:
    """Return the draft of every indicator that has a figure, one per block."""
    town = territories.get(TOWN)
    levels = (Level.EPCI, Level.DEPARTEMENT, Level.REGION, Level.FRANCE)
    areas = [area for level in levels if (area := territories.parent(town, level))]
    draft = suggest(town, areas, resources.store(), essential=False)
    split = [
        chapter.model_copy(
            update={
                "blocs": tuple(
                    block.model_copy(update={"indicateurs": (name,)})
                    for block in chapter.blocs
                    for name in block.indicateurs
                )
            }
        )
        for chapter in draft.chapitres
    ]
    return draft.model_copy(update={"chapitres": tuple(split)})


def _composed(draft: Draft) -> Document:
    return compose(draft, resources.store(), resources.territories(), resources.SOURCES, WHEN)


def _timed(draft: Draft, write: Callable[[Document], bytes]) -> float:
    chart_image._drawn.cache_clear()
    chart_image.to_png.cache_clear()
    started = time.perf_counter()
    write(_composed(draft))
    return time.perf_counter() - started


def _plain(draft: Draft) -> float:
    """Time what a script would do: an Altair chart per indicator, saved as PNG, pasted with its title."""
    territories, store = resources.territories(), resources.store()
    areas = [territories.get(key) for key in (draft.territoire, *draft.comparateurs)]
    started = time.perf_counter()
    word = docx.Document()
    for chapter in draft.chapitres:
        word.add_heading(chapter.titre, 1)
        for block in chapter.blocs:
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
    return time.perf_counter() - started
