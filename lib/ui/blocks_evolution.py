"""Blocks that show one indicator over time: curves never joined across a break, every year in the table."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from lib import formats
from lib.charts import Line, Point, Rule, evolution, floor_of
from lib.model import Break, Indicator, Status, Territory
from lib.observation import Observation
from lib.store import Profile
from lib.trend import breaks_between, comparable, doubtful, segments, trend
from lib.ui import block_frame, embed_links, markup, resources
from lib.ui.block_frame import CHART, TABLE, Cited
from lib.ui.cards import why_unknown
from lib.ui.state import View
from lib.ui.take_away import Chart, Taken
from lib.ui.trace import origins
from lib.wording import short_break, trend_words

NOT_FROM_ZERO = "L'axe des valeurs ne part pas de zéro : lisez les nombres, pas la hauteur des courbes."
CENSUS_DRAWN = "Années du recensement à cinq ans d'écart au moins\u00a0: plus proches, elles partagent des enquêtes."
CENSUS_LISTED = "À moins de cinq ans d'écart, deux années du recensement partagent des enquêtes et ne se comparent pas."
WITH_UNIT = ("pourcent", "euros")  # units short enough to follow each number of a chart
Runs = list[list[Observation]]


def show_evolution(key: str, title: str, view: View, profile: Profile, indicator: Indicator) -> None:
    """Show one block on the change of an indicator."""

    def said() -> None:
        block_frame.show_reading(reading(view, profile, indicator))
        figures = [seen for area in view.compared for seen in profile.series(area, indicator.id)]
        rows = [(area, seen) for area in view.compared for seen in profile.series(area, indicator.id)]
        block_frame.show_foot(
            key,
            view.territory,
            _cited(figures, indicator),
            lambda: origins([indicator], [profile.latest(view.territory, indicator.id)], view.territory),
            Taken(
                title,
                lambda: rows,
                chart=lambda: drawing(view, profile, indicator),
                embed=embed_links.evolution(indicator),
            ),
        )

    panes = {
        CHART: lambda: show_curves(view, profile, indicator),
        TABLE: lambda: _show_table(view, profile, indicator, title),
    }
    block_frame.show_block(key, title, panes, said)


def has_history(view: View, profile: Profile, indicator: Indicator) -> bool:
    """Tell whether my territory, or a comparator when it has no figure, has several points that can be drawn."""
    drawn = [sum(map(len, _runs(profile, area, indicator))) for area in view.compared]
    return (drawn[0] or max(drawn)) > 1


def _hollow(seen: Observation) -> bool:
    return seen.status is Status.ESTIME or doubtful(seen)


def _told(view: View, profile: Profile, indicator: Indicator) -> tuple[list[Territory], dict[str, Runs]]:
    """Return the areas drawn and the runs of each: my own count only, every rate."""
    count = indicator.unite in formats.COUNTS
    runs = {area.key: _runs(profile, area, indicator) for area in (view.compared[:1] if count else view.compared)}
    return [area for area in view.compared if runs.get(area.key)], runs


def drawing(view: View, profile: Profile, indicator: Indicator) -> Chart | None:
    """Return the data and specification of the curves; None when there is nothing to draw."""
    areas, runs = _told(view, profile, indicator)
    broken = _breaks([runs[area.key] for area in areas], indicator)
    return _drawn(view, areas, runs, broken, indicator) if areas else None


def _drawn(
    view: View, areas: Sequence[Territory], runs: dict[str, Runs], broken: Sequence[Break], indicator: Indicator
) -> Chart:
    last = max(seen.millesime for key in runs for run in runs[key] for seen in run)
    lines = [_line(area, runs[area.key], indicator, last) for area in areas]
    rules = [Rule(one.jusqu_a, one.depuis, short_break(one.depuis)) for one in broken]
    suffix = formats.SUFFIX[indicator.unite] if indicator.unite in WITH_UNIT else ""
    zero, share = indicator.unite in formats.COUNTS, indicator.unite == "pourcent"
    return evolution(lines, view.compared, rules, suffix=suffix, zero=zero, share=share)


def show_curves(view: View, profile: Profile, indicator: Indicator) -> None:
    """Draw the curves and explain the breaks; counts of areas of other sizes are left to the table."""
    areas, runs = _told(view, profile, indicator)
    if not areas:
        seen = profile.latest(view.territory, indicator.id)
        block_frame.show_empty(why_unknown(seen, indicator, view.territory))
        return
    broken = _breaks([runs[area.key] for area in areas], indicator)
    rows, spec = _drawn(view, areas, runs, broken, indicator)
    block_frame.show_notes(f"{indicator.titre} ({formats.UNIT_LABEL[indicator.unite]})")
    block_frame.draw(rows, spec, indicator.titre)
    axis = NOT_FROM_ZERO if floor_of(spec) > 0 else ""
    block_frame.show_notes(axis, *_notes(view, areas, runs, broken, indicator))


def _notes(
    view: View, areas: Sequence[Territory], runs: dict[str, Runs], broken: Sequence[Break], indicator: Indicator
) -> list[str]:
    hollow = any(_hollow(seen) for found in runs.values() for run in found for seen in run)
    absent = [area.name for area in view.compared if area not in areas]
    counted = indicator.unite in formats.COUNTS
    return [
        *(f"Rupture entre {one.jusqu_a} et {one.depuis}{formats.NBSP}: {one.motif.rstrip('.')}." for one in broken),
        "Point creux\u00a0: chiffre fragile, provisoire ou estimé." if hollow else "",
        "Les effectifs des autres territoires sont dans le tableau." if counted and len(view.compared) > 1 else "",
        "" if counted else block_frame.without(absent, "Sans chiffre"),
        CENSUS_DRAWN if indicator.millesimes_comparables == "ecart_5_ans" else "",
    ]


def reading(view: View, profile: Profile, indicator: Indicator) -> str:
    """Say the last figure and the change of my territory, or of the first comparator that has figures."""
    known = (area for area in view.compared if profile.latest(area, indicator.id).value is not None)
    area = next(known, None)
    if area is None:
        return ""
    series = profile.series(area, indicator.id)
    told = trend_words(trend(series, indicator, resources.SOURCES), indicator, resources.SOURCES)
    last = formats.sentence(indicator, profile.latest(area, indicator.id).value or 0.0, area)
    return f"{last}, {told.word}{told.detail}." if told.arrow else f"{last}. Évolution {told.word}{told.detail}."


def _runs(profile: Profile, area: Territory, indicator: Indicator) -> Runs:
    """Return the figures to draw: runs without a break, census years five years apart at least."""
    if indicator.millesimes_comparables == "aucun":
        return []
    found = segments(profile.series(area, indicator.id), indicator, resources.SOURCES)
    return [comparable(run, indicator, resources.SOURCES) for run in found]


def _line(area: Territory, runs: Runs, indicator: Indicator, last: str) -> Line:
    end = runs[-1][-1]
    year = f" ({formats.short_period(end.millesime)})" if end.millesime != last else ""
    written = formats.amount if indicator.unite in WITH_UNIT else formats.plain
    label = f"{written(end.value, indicator.unite)}{year}  {area.name}"  # a narrow screen cuts the end
    drawn = (tuple(Point(one.millesime, one.value or 0.0, _hollow(one)) for one in run) for run in runs)
    return Line(area, tuple(drawn), label)


def _breaks(series: Sequence[Runs], indicator: Indicator) -> list[Break]:
    found = [
        one
        for runs in series
        for before, after in pairwise(runs)
        for one in breaks_between(before[-1], after[0], indicator, resources.SOURCES)
    ]
    return sorted(set(found), key=lambda one: one.depuis)


def _show_table(view: View, profile: Profile, indicator: Indicator, title: str) -> None:
    """Write every year known, those too close to be drawn too; « n.d. » only where there is no figure."""
    markup.show(_table(view, profile, indicator, title))
    if indicator.millesimes_comparables == "ecart_5_ans":
        block_frame.show_notes(CENSUS_LISTED)


def _table(view: View, profile: Profile, indicator: Indicator, title: str) -> str:
    by_area = {area: {s.millesime: s for s in profile.series(area, indicator.id)} for area in view.compared}
    known = {year for found in by_area.values() for year, seen in found.items() if seen.value is not None}
    years = sorted(known, reverse=True)  # the latest first: a narrow screen hides the last columns
    rows = [
        [area.name, *(block_frame.cell(found.get(year), indicator.unite) for year in years)]
        for area, found in by_area.items()
    ]
    return markup.table(
        f"{title} ({formats.UNIT_LABEL[indicator.unite]})",
        ["Territoire", *map(formats.short_period, years)],
        rows,
        mine=0,
    )


def _cited(figures: Sequence[Observation], indicator: Indicator) -> Cited:
    """Cite each source once, with its first and last millesimes, instead of one mention per year."""
    spans: dict[str, list[str]] = {}
    for seen in figures:
        if seen.source and seen.value is not None:
            spans.setdefault(seen.source, []).append(seen.millesime)
    told = []
    for name, found in spans.items():
        source = resources.SOURCES[name]
        first, last = formats.short_period(min(found)), formats.short_period(max(found))
        years = first if first == last else f"{first} à {last}"
        told.append(f"{source.short()}, {years} (champ{formats.NBSP}: {source.champ})")
    if not told:
        return block_frame.cited([], [indicator.source])
    producers = tuple(dict.fromkeys(resources.SOURCES[name].producteur for name in spans))
    return Cited(tuple(told), producers, tuple(year for found in spans.values() for year in found))
