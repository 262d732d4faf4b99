"""Blocks on the parts of a whole: stacked bars of 100 % per territory, age pyramid."""

from __future__ import annotations

from lib import formats, peer_group
from lib.charts import Side, Stack, composition, looks, narrow, pyramid
from lib.model import Status, Territory
from lib.structure import Structure, Whole
from lib.ui import block_frame, blocks_absent, embed_links, markup, resources, structure_reading
from lib.ui.block_frame import CHART, TABLE
from lib.ui.state import View
from lib.ui.structure_reading import Compared
from lib.ui.structures import AGES_OF_FIVE, FIVE_YEARS
from lib.ui.take_away import Chart

SHARE = "pourcent"
GROUPS = len(AGES_OF_FIVE)
SIGNED = "À gauche, ce qui est retranché ; à droite, ce qui s'ajoute. Le tout fait 100."


def show_composition(key: str, title: str, view: View, structure: Structure) -> None:
    """Show one block comparing the structure of territories; one sentence in its place when none is known."""
    found = structure_reading.read(view, structure)
    if found.empty and not found.others:
        named = ", ".join(_lower(part.label) for part in structure.parts)
        shown = f"Ici paraîtront, {structure.measure}{formats.NBSP}: {named}."
        blocks_absent.show_absent(key, title, view, shown, structure.sources, structure.variables)
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
    year = f", {found.mine.millesime}" if found.mine else ""
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
    return f"{_summed(shown, structure)}{told}{_small(shown, structure, found)}"


def _summed(shown: list[tuple[Territory, Whole]], structure: Structure) -> str:
    """Say the total of parts that do not make 100, against the first comparator."""
    if not (structure.published and structure.total):
        return ""
    (area, mine), (other_area, other) = shown[:2]
    total = formats.sentence(resources.catalog().resolve(structure.total), mine.total, area)
    return f"{total}, contre {structure_reading.written(other.total, structure)} {formats.at(other_area)}. "


def _told(area: Territory, whole: Whole, rank: int, structure: Structure) -> str:
    share = whole.shares[rank]
    value = structure_reading.written(share.value, structure)
    return f"{formats.opening(area)}, {structure.sentence(share.indicator, value)}"


def _small(shown: list[tuple[Territory, Whole]], structure: Structure, found: Compared) -> str:
    """Give the values of the first bar that its drawing has no room for."""
    shares = [shown[0][1].shares[rank] for rank in narrow(_stacks(shown[:1], structure, found))]
    told = [f"{one.indicator} {structure_reading.written(one.value, structure)}" for one in shares]
    return f" Parts trop étroites pour porter leur chiffre{formats.NBSP}: {', '.join(told)}." if told else ""


def show_pyramid(key: str, title: str, view: View) -> None:
    """Show the age pyramid of my territory, with the outline of the first comparator that has one."""
    found = structure_reading.read(view, FIVE_YEARS)
    if found.mine is None:
        shown = "Ici paraîtra la part des hommes et des femmes de chaque âge, avec le contour d'un autre territoire."
        blocks_absent.show_absent(key, title, view, shown, FIVE_YEARS.sources, FIVE_YEARS.variables)
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
