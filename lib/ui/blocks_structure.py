"""Blocks on the parts of a whole: stacked bars of 100 % per territory, age pyramid."""

from __future__ import annotations

from lib import formats
from lib.charts import Side, Stack, composition, looks, pyramid
from lib.model import Status, Territory
from lib.structure import Structure, Whole
from lib.ui import block_frame, embed_links, markup, structure_reading
from lib.ui.block_frame import CHART, TABLE
from lib.ui.state import View
from lib.ui.structure_reading import Compared
from lib.ui.structures import AGES_OF_FIVE, FIVE_YEARS
from lib.ui.take_away import Chart

SHARE = "pourcent"
GROUPS = len(AGES_OF_FIVE)


def show_composition(key: str, title: str, view: View, structure: Structure) -> None:
    """Show one block comparing the structure of territories; nothing when none is known."""
    found = structure_reading.read(view, structure)
    if found.empty:
        return

    def said() -> None:
        block_frame.show_reading(_reading(view, structure, found))
        embed = embed_links.composition(structure)
        structure_reading.show_foot(key, title, view, structure, found, lambda: drawing(view, structure, found), embed)

    panes = {
        CHART: lambda: _bars(view, structure, found, title),
        TABLE: lambda: markup.show(_table(view, structure, found, title)),
    }
    block_frame.show_block(key, title, panes, said)


def drawing(view: View, structure: Structure, found: Compared) -> Chart | None:
    """Return the data and specification of the stacked bars; None when there is nothing to draw."""
    shown = found.shown(view.territory)
    return _stacked(shown, structure, found) if shown else None


def _stacked(shown: list[tuple[Territory, Whole]], structure: Structure, found: Compared) -> Chart:
    stacks = [
        Stack(
            area,
            structure_reading.name(area, whole, found.mine),
            tuple(share.value or 0.0 for share in whole.shares),
            tuple(formats.amount(share.value, SHARE) for share in whole.shares),
        )
        for area, whole in shown
    ]
    return composition(stacks, [part.label for part in structure.parts])


def _bars(view: View, structure: Structure, found: Compared, title: str) -> None:
    shown = found.shown(view.territory)
    if not shown:
        block_frame.show_empty(structure_reading.why_nothing(found, view))
        return
    block_frame.show_notes(f"En % des {structure.counted}")
    rows, spec = _stacked(shown, structure, found)
    block_frame.draw(rows, spec, title)
    block_frame.show_notes(_fragile(found.mine), block_frame.without(found.absent), _nothing_of_mine(view, found))


def _nothing_of_mine(view: View, found: Compared) -> str:
    mine = found.mine is not None and found.mine.known
    return "" if mine else f"{view.territory.name}{formats.NBSP}: {structure_reading.why_nothing(found, view)}"


def _fragile(mine: Whole | None) -> str:
    if mine is None or not any(share.status is Status.FRAGILE for share in mine.shares):
        return ""
    named = [share.indicator for share in mine.shares if share.status is Status.FRAGILE]
    return f"Fragile, effectif inférieur à 200{formats.NBSP}: {', '.join(named)}."


def _table(view: View, structure: Structure, found: Compared, title: str) -> str:
    shown = {area.key: whole for area, whole in found.shown(view.territory)}
    rows = []
    for area in view.compared:
        whole = shown.get(area.key)
        label = structure_reading.name(area, whole, found.mine) if whole else area.name
        shares = whole.shares if whole else [None] * len(structure.parts)
        rows.append([label, *(block_frame.cell(share, SHARE) for share in shares)])
    year = f", {found.mine.millesime}" if found.mine else ""
    head = ["Territoire", *(part.label for part in structure.parts)]
    return markup.table(f"{title} (en % des {structure.counted}{year})", head, rows, mine=0)


def _reading(view: View, structure: Structure, found: Compared) -> str:
    """Say the part that differs most from the first comparator, or the largest one."""
    if found.mine is None or not found.mine.known:
        return ""
    shares = found.mine.shares
    if not found.others:
        largest = max(shares, key=lambda share: share.value or 0)
        return f"{_told(view.territory, largest.indicator, largest.value, structure)}."
    area, other = found.others[0]
    gaps = [abs((one.value or 0) - (them.value or 0)) for one, them in zip(shares, other.shares, strict=True)]
    rank = gaps.index(max(gaps))
    told = _told(view.territory, shares[rank].indicator, shares[rank].value, structure)
    when = "" if other.millesime == found.mine.millesime else f" {formats.period(other.millesime)}"
    return f"{told}, contre {formats.amount(other.shares[rank].value, SHARE)} {formats.at(area)}{when}."


def _told(area: Territory, label: str, value: float | None, structure: Structure) -> str:
    share = formats.amount(value, SHARE)
    return f"{formats.opening(area)}, « {label} » compte pour {share} des {structure.counted}"


def show_pyramid(key: str, title: str, view: View) -> None:
    """Show the age pyramid of my territory, with the outline of the first comparator that has one."""
    found = structure_reading.read(view, FIVE_YEARS)
    if found.mine is None:
        return
    pair = Compared(found.mine, found.others[:1], ())

    def said() -> None:
        block_frame.show_reading(_pyramid_reading(view, pair))
        named = pyramid_title(title, view, pair)
        chart = pair.mine is not None and pair.mine.known
        structure_reading.show_foot(
            key,
            named,
            view,
            FIVE_YEARS,
            pair,
            lambda: pyramid_drawing(view, pair) if chart else None,
            embed_links.PYRAMID,
        )

    panes = {
        CHART: lambda: _pyramid(view, pair, title),
        TABLE: lambda: _pyramid_table(view, pair, title),
    }
    block_frame.show_block(key, title, panes, said)


def pyramid_title(title: str, view: View, pair: Compared) -> str:
    """Name a pyramid that leaves the page: who is in full, who is in outline."""
    names = [structure_reading.name(area, whole, pair.mine) for area, whole in pair.others]
    return f"{title} ({view.territory.name} en plein, {names[0]} en contour)" if names else title


def pyramid_drawing(view: View, pair: Compared) -> Chart:
    """Return the data and specification of the pyramid; my ages are known."""
    mine = _side(pair.mine)
    for area, whole in pair.others:
        look = looks(view.compared)[[one.key for one in view.compared].index(area.key)]
        return pyramid(mine, _side(whole), look.line)
    return pyramid(mine, None)


def _pyramid(view: View, pair: Compared, title: str) -> None:
    if pair.mine is None or not pair.mine.known:
        block_frame.show_empty(structure_reading.why_nothing(pair, view))
        return
    beside = "".join(
        f"{formats.NBSP}; en contour, {structure_reading.name(area, whole, pair.mine)}" for area, whole in pair.others
    )
    rows, spec = pyramid_drawing(view, pair)
    told = f"En plein, {view.territory.name}{beside}. En % de la population de chacun, par tranche de cinq ans."
    block_frame.show_notes(told)
    block_frame.draw(rows, spec, title)
    small = sum(share.status is Status.FRAGILE for share in pair.mine.shares)
    if small:
        total = len(pair.mine.shares)
        block_frame.show_notes(f"Fragile{formats.NBSP}: {small} tranches sur {total} comptent moins de 200 personnes.")


def _side(whole: Whole) -> Side:
    values = [share.value or 0.0 for share in whole.shares]
    return Side(tuple(values[:GROUPS]), tuple(values[GROUPS:]))


def _pyramid_table(view: View, pair: Compared, title: str) -> None:
    shown = pair.shown(view.territory)
    if not shown:
        block_frame.show_empty(structure_reading.why_nothing(pair, view))
        return
    names = [structure_reading.name(area, whole, pair.mine) for area, whole in shown]
    head = ["Âge", *(f"{sex}, {name}" for name in names for sex in ("Hommes", "Femmes"))]
    rows = []
    for rank in range(GROUPS):
        cells = [block_frame.cell(whole.shares[rank + side], SHARE) for _, whole in shown for side in (0, GROUPS)]
        rows.append([FIVE_YEARS.parts[rank].label.partition(", ")[2], *cells])
    markup.show(markup.table(f"{title} (en % de la population, {shown[0][1].millesime})", head, rows))


def _pyramid_reading(view: View, pair: Compared) -> str:
    """Say the age, both sexes together, that differs most from the comparator."""
    if pair.mine is None or not pair.mine.known or not pair.others:
        return ""
    area, other = pair.others[0]
    mine, them = _by_age(pair.mine), _by_age(other)
    rank = max(range(GROUPS), key=lambda age: abs(mine[age] - them[age]))
    age = FIVE_YEARS.parts[rank].label.partition(", ")[2]
    return (
        f"{formats.opening(view.territory)}, {formats.amount(mine[rank], SHARE)} des habitants ont {age}, contre "
        f"{formats.amount(them[rank], SHARE)} {formats.at(area)}. C'est l'âge où l'écart est le plus grand."
    )


def _by_age(whole: Whole) -> list[float]:
    values = [share.value or 0.0 for share in whole.shares]
    return [men + women for men, women in zip(values[:GROUPS], values[GROUPS:], strict=True)]
