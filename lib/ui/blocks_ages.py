"""The block on a rate age after age: one line per territory, every age in the table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lib import formats
from lib.charts import Curve, by_age
from lib.model import Indicator, Status
from lib.store import Profile
from lib.ui import block_frame, blocks, blocks_absent, comparing, embed_links, markup
from lib.ui.block_frame import CHART, TABLE
from lib.ui.comparing import Beside
from lib.ui.state import View
from lib.ui.take_away import Chart, Taken

Columns = Mapping[str, Sequence[Beside]]  # by age: my figure, then one per comparator


def show_ages(key: str, title: str, view: View, profile: Profile, measured: str, ages: Mapping[str, Indicator]) -> None:
    """Show one block on a rate at each age; one sentence in its place when nobody compared has two ages."""
    columns = {age: comparing.compared(view, profile, one) for age, one in ages.items()}
    indicators = list(ages.values())
    if not _drawn(columns):
        used = [name for one in indicators for name in one.numerateur]
        shown = f"Ici paraîtra la {measured}, à chaque âge{formats.NBSP}: {', '.join(ages)}."
        blocks_absent.show_absent(key, title, view, shown, indicators[0].sources, used)
        return

    def said() -> None:
        block_frame.show_reading(_reading(view, columns, indicators))
        taken = Taken(
            title,
            lambda: blocks.rows(view, profile, indicators),
            chart=lambda: drawing(view, columns),
            embed=embed_links.comparison(indicators),
        )
        blocks.show_footer(key, view, profile, indicators, taken)

    panes = {
        CHART: lambda: _curves(view, columns, title, measured),
        TABLE: lambda: markup.show(_table(view, columns, title)),
    }
    block_frame.show_block(key, title, panes, said)


def drawing(view: View, columns: Columns) -> Chart:
    """Return the data and specification of the lines."""
    return by_age(_drawn(columns), list(columns), view.compared, suffix=formats.SUFFIX["pourcent"])


def _drawn(columns: Columns) -> list[Curve]:
    """Return the line of each territory that has two ages at least."""
    curves = [_curve(row) for row in zip(*columns.values(), strict=True)]
    return [curve for curve in curves if sum(value is not None for value in curve.values) > 1]


def _curve(row: Sequence[Beside]) -> Curve:
    last = next((one for one in reversed(row) if one.seen.value is not None), row[-1])
    when = f" ({last.year})" if last.year else ""
    return Curve(
        row[0].area,
        tuple(one.seen.value for one in row),
        tuple(one.seen.status is Status.FRAGILE for one in row),
        f"{formats.amount(last.seen.value, 'pourcent')}{when}  {last.area.name}",
    )


def _curves(view: View, columns: Columns, title: str, measured: str) -> None:
    drawn = _drawn(columns)
    block_frame.show_notes(f"{measured[0].upper()}{measured[1:]}, à chaque âge (en{formats.NBSP}%)")
    rows, spec = drawing(view, columns)
    block_frame.draw(rows, spec, title)
    named = {curve.territory.key for curve in drawn}
    absent = [area.name for area in view.compared if area.key not in named]
    hollow = any(hollow for curve in drawn for hollow in curve.hollow)
    block_frame.show_notes(
        f"Point creux{formats.NBSP}: chiffre fragile, effectif inférieur à 200." if hollow else "",
        block_frame.without(absent),
    )


def _table(view: View, columns: Columns, title: str) -> str:
    rows = []
    for rank, area in enumerate(view.compared):
        cells = []
        for column in columns.values():
            one = column[rank]
            when = f" ({one.year})" if one.year and one.seen.value is not None else ""
            cells.append(block_frame.cell(one.seen, "pourcent") + when)
        rows.append([area.name, *cells])
    years = sorted({column[0].seen.millesime for column in columns.values() if column[0].seen.value is not None})
    when = f", {', '.join(years)}" if years else ""
    return markup.table(f"{title} (en %{when})", ["Territoire", *columns], rows, mine=0)


def _reading(view: View, columns: Columns, indicators: Sequence[Indicator]) -> str:
    """Say my age that differs most from the first comparator that has it, or my highest one."""
    mine = [(one, column) for one, column in zip(indicators, columns.values(), strict=True) if column[0].seen.value]
    if not mine:
        return ""
    beside = [(one, column, other) for one, column in mine if (other := _first(column)) is not None]
    if not beside:
        one, column = max(mine, key=lambda pair: pair[1][0].seen.value or 0)
        return f"{formats.sentence(one, column[0].seen.value or 0, view.territory)}."
    one, column, other = max(beside, key=lambda row: abs((row[1][0].seen.value or 0) - (row[2].seen.value or 0)))
    when = f" {formats.period(other.year)}" if other.year else ""
    told = formats.sentence(one, column[0].seen.value or 0, view.territory)
    against = formats.amount(other.seen.value, one.unite)
    return f"{told}, contre {against} {formats.at(other.area)}{when}. C'est l'âge où l'écart est le plus grand."


def _first(column: Sequence[Beside]) -> Beside | None:
    return next((one for one in column[1:] if one.seen.value is not None), None)
