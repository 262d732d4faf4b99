"""Comparison blocks: territories side by side on a few indicators of one unit; the foot of blocks of indicators."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lib import formats
from lib.charts import Bar, grouped_bars
from lib.model import Indicator, Status, Territory
from lib.observation import Observation
from lib.store import Profile
from lib.ui import address, block_frame, blocks_evolution, comparing, embed_links, markup
from lib.ui.block_frame import CHART, EVOLUTION, FIGURE_AND_WORDS, TABLE, show_reading
from lib.ui.cards import why_unknown
from lib.ui.state import View
from lib.ui.take_away import Chart, Taken
from lib.ui.trace import origins

MIXED_YEARS = "Les années diffèrent d'un groupe à l'autre : comparez les territoires, pas les groupes."

__all__ = ["FIGURE_AND_WORDS", "show_comparison", "show_footer", "show_reading"]


def show_comparison(key: str, title: str, view: View, profile: Profile, indicators: Sequence[Indicator]) -> None:
    """Show one block comparing territories on a few indicators of the same unit, and their change when known."""

    def said() -> None:
        show_reading(_reading(view, profile, indicators))
        path = embed_links.comparison(indicators)
        show_footer(
            key,
            view,
            profile,
            indicators,
            Taken(
                title,
                lambda: rows(view, profile, indicators),
                chart=lambda: drawing(view, profile, indicators),
                embed=path,
            ),
        )

    panes = {
        CHART: lambda: _chart(view, profile, indicators, title),
        TABLE: lambda: markup.show(_table(view, profile, indicators, title)),
    }
    told = [one for one in indicators if blocks_evolution.has_history(view, profile, one)]
    if told:
        panes[EVOLUTION] = lambda: _evolution(key, view, profile, told)
    block_frame.show_block(key, title, panes, said)


@dataclass(frozen=True, slots=True)
class _Bars:
    """The bars of a comparison, and who has none: without figure, not comparable, indicators without any figure."""

    bars: list[Bar]
    absent: list[str]
    unlike: list[str]
    silent: list[str]


def drawing(view: View, profile: Profile, indicators: Sequence[Indicator]) -> Chart | None:
    """Return the data and specification of the bars; None when there is nothing to draw."""
    found = _bars(view, profile, indicators).bars
    return grouped_bars(found, view.compared) if found else None


def _bars(view: View, profile: Profile, indicators: Sequence[Indicator]) -> _Bars:
    bars, absent, unlike, silent = [], [], [], []
    years = _years(view, profile, indicators)
    for indicator in indicators:
        found = comparing.compared(view, profile, indicator)
        unlike += comparing.left_out(found, view, profile, indicator)
        year = found[0].seen.millesime
        group = f"{indicator.titre_court} ({year})" if len(years) > 1 and year else indicator.titre_court
        known = [one for one in found if one.seen.value is not None]
        absent += [one.area.name for one in found if known and one.seen.value is None]
        silent += [] if known else [indicator.titre_court]
        for one in known:
            doubt = f" ({formats.STATUS_WORD[Status.FRAGILE]})" if one.seen.status is Status.FRAGILE else ""
            when = f" ({one.year})" if one.year else ""  # before the name: a narrow screen cuts the end of the label
            label = formats.amount(one.seen.value, indicator.unite) + when + doubt
            bars.append(Bar(group, one.area, one.seen.value or 0.0, label))
    return _Bars(bars, absent, unlike, silent)


def _chart(view: View, profile: Profile, indicators: Sequence[Indicator], title: str) -> None:
    found = _bars(view, profile, indicators)
    if not found.bars:
        first = profile.latest(view.territory, indicators[0].id)
        block_frame.show_empty(why_unknown(first, indicators[0], view.territory))
        return
    data, spec = grouped_bars(found.bars, view.compared)
    block_frame.draw(data, spec, title)
    drawn = {bar.territory.name for bar in found.bars}
    apart = [name for name in found.absent if name not in drawn and name not in found.unlike]
    block_frame.show_notes(
        MIXED_YEARS if len(_years(view, profile, indicators)) > 1 else "",
        block_frame.without(apart, "Sans chiffre"),
        block_frame.without([name for name in found.unlike if name not in drawn]),
        block_frame.without(
            [name for name in found.absent if name in drawn], "Sans chiffre pour une partie des barres"
        ),
        block_frame.without(found.silent, "Aucun chiffre installé"),
    )


def _years(view: View, profile: Profile, indicators: Sequence[Indicator]) -> list[str]:
    """Return the millesimes of my figures, oldest first."""
    mine = [profile.latest(view.territory, one.id) for one in indicators]
    return sorted({seen.millesime for seen in mine if seen.value is not None})


def _table(view: View, profile: Profile, indicators: Sequence[Indicator], title: str) -> str:
    unit = formats.UNIT_LABEL[indicators[0].unite]
    columns = [comparing.compared(view, profile, indicator) for indicator in indicators]
    rows = []
    for rank, area in enumerate(view.compared):
        cells = []
        for indicator, column in zip(indicators, columns, strict=True):
            one = column[rank]
            when = f" ({one.year})" if one.year and one.seen.value is not None else ""
            cells.append(block_frame.cell(one.seen, indicator.unite) + when)
        rows.append([area.name, *cells])
    years = _years(view, profile, indicators)
    named = [f" ({column[0].seen.millesime})" if len(years) > 1 else "" for column in columns]
    head = ["Territoire", *(one.titre_court + year for one, year in zip(indicators, named, strict=True))]
    when = f", {years[0]}" if len(years) == 1 else ""
    return markup.table(f"{title} ({unit}{when})", head, rows, mine=0)


def _evolution(key: str, view: View, profile: Profile, indicators: Sequence[Indicator]) -> None:
    chosen = indicators[0]
    if len(indicators) > 1:
        names = {one.id: one.titre for one in indicators}
        asked = address.choice_of_block("Indicateur", "courbes", key, list(names), names.__getitem__)
        chosen = next(one for one in indicators if one.id == asked)
    blocks_evolution.show_curves(view, profile, chosen)
    block_frame.show_reading(blocks_evolution.reading(view, profile, chosen))


def _reading(view: View, profile: Profile, indicators: Sequence[Indicator]) -> str:
    known = [(i, seen) for i in indicators if (seen := profile.latest(view.territory, i.id)).value is not None]
    if not known:
        return ""
    indicator, seen = max(known, key=lambda pair: pair[1].value or 0)
    told = formats.sentence(indicator, seen.value or 0, view.territory)
    other = comparing.first_beside(view, profile, indicator)
    if other is None:
        return f"{told}."
    when = f" {formats.period(other.year)}" if other.year else ""
    return f"{told}, contre {formats.amount(other.seen.value, indicator.unite)} {formats.at(other.area)}{when}."


def show_footer(
    key: str,
    view: View,
    profile: Profile,
    indicators: Sequence[Indicator],
    taken: Taken | None = None,
) -> None:
    """Show the sources, the origin of each figure and what can be taken away (by default, the table of the cards)."""
    mine = [profile.latest(view.territory, indicator.id) for indicator in indicators]
    figures = [one for indicator in indicators for one in _figures(view, profile, indicator)]
    block_frame.show_foot(
        key,
        view.territory,
        block_frame.cited(figures, [indicator.source for indicator in indicators]),
        lambda: origins(indicators, mine, view.territory),
        taken
        or Taken(
            f"Chiffres clés, {view.territory.name}",
            lambda: rows(view, profile, indicators),
        ),
    )


def _figures(view: View, profile: Profile, indicator: Indicator) -> list[Observation]:
    return [one.seen for one in comparing.compared(view, profile, indicator)]


def rows(view: View, profile: Profile, indicators: Sequence[Indicator]) -> list[tuple[Territory, Observation]]:
    """Return the figures of a block, all territories compared."""
    return [(one.area, one.seen) for indicator in indicators for one in comparing.compared(view, profile, indicator)]
