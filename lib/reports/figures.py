"""Figures and tables of a block: comparison bars for rates, a curve of my own for counts, the same figures in words."""

from __future__ import annotations

import copy
from collections.abc import Sequence

from lib import formats
from lib.charts import Bar, Line, Point, evolution, grouped_bars
from lib.exports.caption import Rows, citations, status_word
from lib.exports.chart_image import draw
from lib.formats import NBSP, UNIT_LABEL
from lib.model import Indicator, Status
from lib.observation import Observation
from lib.reports.document import Figure, Table
from lib.reports.draft import Audience
from lib.reports.reading import Reading, has_figure
from lib.reports.wording import with_unit
from lib.trend import comparable

CHART_WIDTH = 640  # pixels, the width of a page
MOST_GROUPS = 4
LABEL = 54  # characters of a label at the end of a bar; the alternative text and the table say the whole name
CURVE_LABEL = 38  # the same, at the end of a curve
CURVE_HEIGHT = 200
PADDING = 0.6  # slots between two groups of bars


def block_figure(reading: Reading, indicators: Sequence[Indicator], title: str) -> Figure | None:
    """Return the chart of a block, or None when there is nothing to draw."""
    if indicators[0].unite in formats.COUNTS:
        return _evolution(reading, indicators[0])
    same = [one for one in indicators if one.unite == indicators[0].unite][:MOST_GROUPS]
    return _comparison(reading, same, title)


def _comparison(reading: Reading, indicators: Sequence[Indicator], title: str) -> Figure | None:
    bars, words = [], []
    for indicator in indicators:
        mine = reading.mine(indicator)
        said = []
        for area in reading.areas:
            seen = reading.at(area, indicator)
            if has_figure(seen):
                label = _label(seen, indicator, mine, reading.audience)
                bars.append(Bar(indicator.titre_court, area, seen.value, label, _short(area.name, LABEL - len(label))))
                said.append(f"{area.name} {label}")
        words.append(f"{indicator.titre_court}{NBSP}: {', '.join(said) or 'aucun chiffre'}")
    if not bars:
        return None
    drawn = {bar.territory.key for bar in bars}
    absent = [area.name for area in reading.areas if area.key not in drawn]
    unit = UNIT_LABEL[indicators[0].unite]
    caption = with_unit(title, unit) + (f". Sans chiffre{NBSP}: {', '.join(absent)}" if absent else "")
    return _drawn(
        *_for_paper(*grouped_bars(bars, reading.areas)),
        f"Barres comparant les territoires, {unit}. {'. '.join(words)}.",
        caption,
    )


def _evolution(reading: Reading, indicator: Indicator) -> Figure | None:
    """Draw my own counts over the years: a commune set beside France would say nothing."""
    me = reading.territory
    series = reading.profile.series(me, indicator.id)
    seen = [one for one in comparable(series, indicator, reading.sources) if has_figure(one)]
    if len(seen) < 2:
        return None
    points = tuple(Point(one.millesime, one.value, one.status is not Status.OK) for one in seen)
    labels = [_label(one, indicator, one, reading.audience) for one in seen]
    suffix = formats.SUFFIX.get(indicator.unite, "")
    line = Line(me, (points,), f"{labels[-1]}   {_short(me.name, CURVE_LABEL - len(labels[-1]))}")
    rows, spec = evolution([line], [me], [], suffix=suffix, zero=True)
    told = ", ".join(f"{one.millesime}{NBSP}: {label}" for one, label in zip(seen, labels, strict=True))
    caption = f"{indicator.titre}, {me.name}, de {seen[0].millesime} à {seen[-1].millesime}"
    return _drawn(
        rows, copy.deepcopy(spec) | {"height": CURVE_HEIGHT}, f"Courbe d'une année à l'autre. {told}.", caption
    )


def _drawn(rows: Sequence[dict], spec: dict, alt: str, caption: str) -> Figure:
    for layer in spec["layer"]:
        layer["mark"].pop("limit", None)  # nothing to cut on paper, and measuring takes half of the drawing time
    drawn = draw(rows, spec, CHART_WIDTH)
    return Figure(drawn.svg, drawn.width, drawn.height, alt, caption)


def _for_paper(rows: Sequence[dict], spec: dict) -> tuple[Sequence[dict], dict]:
    """Close the empty slots of the areas that have no figure at all (the others keep their colour)."""
    slots = sorted({row["rang"] for row in rows})
    closed = copy.deepcopy(spec)
    before = len(slots)
    for layer in closed["layer"]:
        scale = layer["encoding"]["yOffset"]["scale"]
        before, scale["domain"] = len(scale["domain"]), slots
    return rows, closed | {"height": spec["height"] * (len(slots) + PADDING) / (before + PADDING)}


def _short(name: str, room: int) -> str:
    return name if len(name) <= room else f"{name[: max(room - 1, 8)].rstrip(' -')}…"


def _label(seen: Observation, indicator: Indicator, mine: Observation, audience: Audience) -> str:
    notes = []
    if seen.millesime != mine.millesime and has_figure(mine):
        notes.append(seen.millesime)
    if seen.status is not Status.OK and audience is not Audience.HABITANTS:
        notes.append(status_word(seen.status))
    shown = formats.amount(seen.value, indicator.unite, seen.status)
    return f"{shown} ({', '.join(notes)})" if notes else shown


def block_table(reading: Reading, indicators: Sequence[Indicator], title: str) -> Table:
    """Return the table equivalent to the chart: areas in rows, indicators in columns, statuses in words."""
    units = {one.unite for one in indicators}
    years = sorted({reading.mine(one).millesime for one in indicators} - {""})
    unit = UNIT_LABEL[indicators[0].unite] if len(units) == 1 else "unités dans les colonnes"
    head = ["Territoire"]
    for one in indicators:
        parts = [UNIT_LABEL[one.unite]] if len(units) > 1 else []
        parts += [reading.mine(one).millesime] if len(years) > 1 and reading.mine(one).millesime else []
        head.append(f"{one.titre_court} ({', '.join(parts)})" if parts else one.titre_court)
    rows = [
        (area.name, *(_cell(reading.at(area, one), one, reading.mine(one)) for one in indicators))
        for area in reading.areas
    ]
    caption = with_unit(title, f"{unit}, {years[0]}" if len(years) == 1 else unit)
    first = 0.34 if len(indicators) < 4 else 0.25
    widths = (first, *((1 - first) / len(indicators) for _ in indicators))
    return Table(caption, tuple(head), tuple(rows), 1, widths, mine=0)


def _cell(seen: Observation, indicator: Indicator, mine: Observation) -> str:
    if not has_figure(seen):
        return formats.STATUS_WORD[seen.status] or formats.STATUS_WORD[Status.NON_DISPONIBLE]
    notes = [seen.millesime] if has_figure(mine) and seen.millesime != mine.millesime else []
    notes += [] if seen.status is Status.OK else [status_word(seen.status)]
    shown = formats.plain(seen.value, indicator.unite, seen.status)
    return f"{shown} ({', '.join(notes)})" if notes else shown


def source_line(rows: Rows, reading: Reading) -> str:
    """Cite the sources of the figures of a block, licences left to the annex."""
    found = [one.rpartition(" (")[0] for one in citations(rows, reading.catalog, reading.sources)]
    unique = list(dict.fromkeys(found))
    return f"Source{'s' if len(unique) > 1 else ''}{NBSP}: {' ; '.join(unique)}."
