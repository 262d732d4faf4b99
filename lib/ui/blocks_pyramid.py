"""The age pyramid of a territory, with the outline of a comparator: five-year ages, else the six ages of the census."""

from __future__ import annotations

from lib import formats
from lib.charts import Side, looks, pyramid
from lib.model import Status
from lib.structure import Structure, Whole
from lib.ui import block_frame, blocks_absent, embed_links, markup, structure_reading
from lib.ui.block_frame import CHART, TABLE
from lib.ui.state import View
from lib.ui.structure_reading import Compared
from lib.ui.structures import FIFTEEN_YEARS, PYRAMIDS
from lib.ui.take_away import Chart

SHARE = "pourcent"
STEP_WORD = {5: "de cinq ans", 15: "de quinze ans"}


def show_pyramid(key: str, title: str, view: View) -> None:
    """Show the age pyramid of my territory, with the outline of the first comparator that has the same ages."""
    structure, pair = read(view)
    if pair.empty:
        shown = "Ici paraîtra la part des hommes et des femmes de chaque âge, avec le contour d'un autre territoire."
        blocks_absent.show_absent(key, title, view, shown, FIFTEEN_YEARS.sources, FIFTEEN_YEARS.variables)
        return

    def said() -> None:
        block_frame.show_reading(_reading(view, structure, pair))
        structure_reading.show_foot(
            key,
            named(title, view, pair),
            view,
            structure,
            pair,
            lambda: drawing(view, structure, pair) if pair.known else None,
            embed_links.PYRAMID,
        )

    panes = {
        CHART: lambda: _pyramid(view, structure, pair, title),
        TABLE: lambda: _table(view, structure, pair, title),
    }
    block_frame.show_block(key, title, panes, said)


def read(view: View) -> tuple[Structure, Compared]:
    """Return the finest ages known of my territory, mine and those of the first comparator that has them too."""
    found = {structure: structure_reading.read(view, structure) for structure in PYRAMIDS}
    known = [one for one, compared in found.items() if compared.known]
    told = [one for one, compared in found.items() if compared.mine is not None]
    structure = next(iter([*known, *told, FIFTEEN_YEARS]))
    return structure, Compared(found[structure].mine, found[structure].others[:1], ())


def named(title: str, view: View, pair: Compared) -> str:
    """Name a pyramid that leaves the page: who is in full, who is in outline."""
    names = [structure_reading.name(area, whole, pair.mine) for area, whole in pair.others]
    return f"{title} ({view.territory.name} en plein, {names[0]} en contour)" if names else title


def drawing(view: View, structure: Structure, pair: Compared) -> Chart:
    """Return the data and specification of the pyramid; my ages are known."""
    mine, step = _side(pair.mine), PYRAMIDS[structure]
    for area, whole in pair.others:
        look = looks(view.compared)[[one.key for one in view.compared].index(area.key)]
        return pyramid(mine, _side(whole), look.line, step=step)
    return pyramid(mine, None, step=step)


def _pyramid(view: View, structure: Structure, pair: Compared, title: str) -> None:
    if pair.mine is None or not pair.mine.known:
        block_frame.show_empty(structure_reading.why_nothing(pair, view))
        return
    beside = "".join(
        f"{formats.NBSP}; en contour, {structure_reading.name(area, whole, pair.mine)}" for area, whole in pair.others
    )
    rows, spec = drawing(view, structure, pair)
    step = STEP_WORD[PYRAMIDS[structure]]
    block_frame.show_notes(
        f"En plein, {view.territory.name}{beside}. En % de la population de chacun, par tranche {step}."
    )
    block_frame.draw(rows, spec, title)
    small = sum(share.status is Status.FRAGILE for share in pair.mine.shares)
    if small:
        ages = formats.plural(small, "tranche")
        count = "compte" if small == 1 else "comptent"
        block_frame.show_notes(
            f"Fragile{formats.NBSP}: {ages} sur {len(pair.mine.shares)} {count} moins de 200 personnes."
        )


def _side(whole: Whole) -> Side:
    values = [share.value or 0.0 for share in whole.shares]
    half = len(values) // 2
    return Side(tuple(values[:half]), tuple(values[half:]))


def _table(view: View, structure: Structure, pair: Compared, title: str) -> None:
    shown = pair.shown(view.territory)
    if not shown:
        block_frame.show_empty(structure_reading.why_nothing(pair, view))
        return
    names = [structure_reading.name(area, whole, pair.mine) for area, whole in shown]
    head = ["Âge", *(f"{sex}, {name}" for name in names for sex in ("Hommes", "Femmes"))]
    ages = _ages(structure)
    rows = []
    for rank, age in enumerate(ages):
        sides = (0, len(ages))
        cells = [block_frame.cell(whole.shares[rank + side], SHARE) for _, whole in shown for side in sides]
        rows.append([age[0].upper() + age[1:], *cells])
    markup.show(markup.table(f"{title} (en % de la population, {shown[0][1].millesime})", head, rows))


def _ages(structure: Structure) -> list[str]:
    return [part.label.partition(", ")[2] for part in structure.parts[: len(structure.parts) // 2]]


def _reading(view: View, structure: Structure, pair: Compared) -> str:
    """Say the age, both sexes together, that differs most from the comparator."""
    if pair.mine is None or not pair.mine.known or not pair.others:
        return ""
    area, other = pair.others[0]
    mine, them = _by_age(pair.mine), _by_age(other)
    ages = _ages(structure)
    rank = max(range(len(ages)), key=lambda age: abs(mine[age] - them[age]))
    return (
        f"{formats.opening(view.territory)}, {formats.amount(mine[rank], SHARE)} des habitants ont {ages[rank]}, "
        f"contre {formats.amount(them[rank], SHARE)} {formats.at(area)}. C'est l'âge où l'écart est le plus grand."
    )


def _by_age(whole: Whole) -> list[float]:
    side = _side(whole)
    return [men + women for men, women in zip(side.men, side.women, strict=True)]
