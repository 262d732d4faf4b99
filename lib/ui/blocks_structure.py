"""Blocks on the parts of a whole: one stacked bar per territory, every part in the table."""

from __future__ import annotations

from lib import formats, peer_group
from lib.charts import Stack, composition, narrow
from lib.model import Status, Territory
from lib.structure import Structure, Whole
from lib.ui import block_frame, blocks_absent, embed_links, markup, resources, structure_reading
from lib.ui.block_frame import CHART, TABLE
from lib.ui.state import View
from lib.ui.structure_reading import Compared
from lib.ui.take_away import Chart

SIGNED = "À gauche, ce qui est retranché ; à droite, ce qui s'ajoute. Le tout fait 100."


def show_composition(key: str, title: str, view: View, structure: Structure) -> None:
    """Show one block comparing the structure of territories; one sentence in its place when none is known."""
    found = structure_reading.read(view, structure)
    if found.empty and not found.others:
        named = ", ".join(_lower(part.label) for part in structure.parts)
        shown = f"Ici paraîtront, {structure.measure}{formats.NBSP}: {named}."
        parts = [name for part in structure.parts for name in part.plus if name != structure.total]
        blocks_absent.show_absent(key, title, view, shown, structure.sources, parts)
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


def _lower(label: str) -> str:
    return label if label[:2].isupper() else label[:1].lower() + label[1:]


def drawing(view: View, structure: Structure, found: Compared) -> Chart | None:
    """Return the data and specification of the stacked bars; None when there is nothing to draw."""
    shown = found.shown(view.territory)
    if not shown:
        return None
    parts = [part.label for part in structure.parts]
    return composition(_stacks(shown, structure, found), parts, mine=found.known)


def _stacks(shown: list[tuple[Territory, Whole]], structure: Structure, found: Compared) -> list[Stack]:
    return [
        Stack(
            area,
            _named(structure_reading.name(area, whole, found.mine), whole, structure),
            tuple(share.value or 0.0 for share in whole.shares),
            tuple(structure_reading.written(share.value, structure) for share in whole.shares),
        )
        for area, whole in shown
    ]


def _named(name: str, whole: Whole, structure: Structure) -> str:
    """Name an area, with its total when the parts do not make 100."""
    total = structure.published and structure.total
    return f"{name}{formats.NBSP}: {structure_reading.written(whole.total, structure)}" if total else name


def _bars(view: View, structure: Structure, found: Compared, title: str) -> None:
    drawn = drawing(view, structure, found)
    if drawn is None:
        block_frame.show_empty(structure_reading.why_nothing(found, view))
        return
    measure = structure.measure[0].upper() + structure.measure[1:]
    taken_away = any((share.value or 0) < 0 for _, whole in found.shown(view.territory) for share in whole.shares)
    block_frame.show_notes(_nothing_of_mine(view, found), measure, SIGNED if taken_away else "")
    rows, spec = drawn
    block_frame.draw(rows, spec, title)
    block_frame.show_notes(_fragile(found.mine), block_frame.without(found.absent))


def _nothing_of_mine(view: View, found: Compared) -> str:
    return "" if found.known else f"{view.territory.name}{formats.NBSP}: {structure_reading.why_nothing(found, view)}"


def _fragile(mine: Whole | None) -> str:
    if mine is None or not any(share.status is Status.FRAGILE for share in mine.shares):
        return ""
    named = [share.indicator for share in mine.shares if share.status is Status.FRAGILE]
    if len(named) == len(mine.shares):
        return f"Fragile{formats.NBSP}: tous les effectifs sont inférieurs à 200."
    return f"Fragile, effectif inférieur à 200{formats.NBSP}: {', '.join(named)}."


def _table(view: View, structure: Structure, found: Compared, title: str) -> str:
    shown = {area.key: whole for area, whole in found.shown(view.territory)}
    summed = structure.published and structure.total
    rows = []
    for area in map(peer_group.whole, view.compared):
        whole = shown.get(area.key)
        label = structure_reading.name(area, whole, found.mine) if whole else area.name
        shares = whole.shares if whole else [None] * len(structure.parts)
        cells = [block_frame.cell(share, structure.unit) for share in shares]
        total = [structure_reading.written(whole.total if whole else None, structure)] if summed else []
        rows.append([label, *cells, *total])
    year = f", {found.mine.millesime}" if found.mine and found.known else ""
    head = ["Territoire", *(part.label for part in structure.parts), *(["Ensemble"] if summed else [])]
    return markup.table(f"{title} ({structure.measure}{year})", head, rows, mine=0)


def _reading(view: View, structure: Structure, found: Compared) -> str:
    """Say the part that differs most from the first comparator, or the largest one; then those too small to read."""
    shown = found.shown(view.territory)
    if not shown:
        return ""
    area, mine = shown[0]
    added = [rank for rank, share in enumerate(mine.shares) if (share.value or 0) >= 0]
    if len(shown) < 2 or not found.known:
        rank = max(added, key=lambda one: mine.shares[one].value or 0)
        return f"{_told(area, mine, rank, structure)}.{_small(shown, structure, found)}"
    other_area, other = shown[1]
    rank = max(added, key=lambda one: abs((mine.shares[one].value or 0) - (other.shares[one].value or 0)))
    when = "" if other.millesime == mine.millesime else f" {formats.period(other.millesime)}"
    against = structure_reading.written(other.shares[rank].value, structure)
    told = f"{_told(area, mine, rank, structure)}, contre {against} {formats.at(other_area)}{when}."
    if structure.published and structure.total:
        label, value = mine.shares[rank].indicator, structure_reading.written(mine.shares[rank].value, structure)
        told = f"{_summed(shown, structure)} Plus grand écart{formats.NBSP}: {label}, {value} contre {against}."
    return f"{told}{_small(shown, structure, found)}"


def _summed(shown: list[tuple[Territory, Whole]], structure: Structure) -> str:
    """Say the total of parts that do not make 100, against the first comparator."""
    (area, mine), (other_area, other) = shown[:2]
    total = formats.sentence(resources.catalog().resolve(structure.total), mine.total, area)
    return f"{total}, contre {structure_reading.written(other.total, structure)} {formats.at(other_area)}."


def _told(area: Territory, whole: Whole, rank: int, structure: Structure) -> str:
    share = whole.shares[rank]
    value = structure_reading.written(share.value, structure)
    return f"{formats.opening(area)}, {structure.sentence(share.indicator, value)}"


def _small(shown: list[tuple[Territory, Whole]], structure: Structure, found: Compared) -> str:
    """Give the values of the first bar that its drawing has no room for."""
    shares = [shown[0][1].shares[rank] for rank in narrow(_stacks(shown[:1], structure, found))]
    told = [f"{one.indicator} {structure_reading.written(one.value, structure)}" for one in shares]
    return f" Parts trop étroites pour porter leur chiffre{formats.NBSP}: {', '.join(told)}." if told else ""
