"""Reads a structure for all territories compared: my latest whole, what may stand beside it, its origin in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from lib import formats, peer_group, provenance
from lib.catalog import Catalog
from lib.exports.parts import catalog_of
from lib.model import Level, Source, Status, Territory
from lib.observation import Observation
from lib.structure import Part, Structure, Whole, beside, latest, wholes
from lib.ui import block_frame, resources
from lib.ui.state import View
from lib.ui.take_away import Chart, Taken
from lib.ui.trace import external


@dataclass(frozen=True, slots=True)
class Compared:
    """My whole and those of the comparators that may stand beside it; ``absent`` names the others."""

    mine: Whole | None
    others: tuple[tuple[Territory, Whole], ...]
    absent: tuple[str, ...]

    @property
    def empty(self) -> bool:
        """True when nothing is installed on my territory: the page says below whom to ask."""
        return self.mine is None or self.mine.status is Status.NON_DISPONIBLE

    @property
    def known(self) -> bool:
        """True when the figures of my territory may be shown."""
        return self.mine is not None and self.mine.known

    def shown(self, territory: Territory) -> list[tuple[Territory, Whole]]:
        """Return every whole that is drawn, mine first."""
        return [(territory, self.mine), *self.others] if self.mine and self.known else list(self.others)


def read(view: View, structure: Structure) -> Compared:
    """Read a structure for my territory and its comparators. Raises DataError when a file is unusable."""
    found = {area.key: _wholes(area, structure) for area in view.compared}
    mine = latest(found[view.territory.key])
    others, absent = [], []
    for area in view.comparators:
        series = found[area.key]
        one = beside(mine, series, structure, resources.SOURCES) if mine and mine.known else latest(series)
        if one and one.known:
            others.append((peer_group.whole(area), one))
        else:
            absent.append(peer_group.whole(area).name)
    return Compared(mine, tuple(others), tuple(absent))


def _wholes(area: Territory, structure: Structure) -> list[Whole]:
    found = resources.store().variables(area, structure.sources, structure.variables)
    return wholes(structure, found, resources.SOURCES)


def name(area: Territory, whole: Whole, mine: Whole | None) -> str:
    """Name an area, with its year when it is not the one of my known figures: « France (2021) »."""
    same = mine is not None and mine.known and whole.millesime == mine.millesime
    return area.name if same else f"{area.name} ({whole.millesime})"


def why_nothing(found: Compared, view: View) -> str:
    """Say why there is nothing to draw for my territory."""
    if found.mine is None and view.territory.level is Level.ZONE:
        return f"Ces chiffres ne s'additionnent pas, ou manquent dans un morceau, pour {formats.the(view.territory)}."
    if found.mine is None or found.empty:
        return f"Aucun fichier installé ne donne tous ces chiffres pour {formats.the(view.territory)}."
    return f"Une partie de ces chiffres n'est pas publiable ou pas connue ({formats.STATUS_WORD[found.mine.status]})."


def show_foot(
    key: str,
    title: str,
    view: View,
    structure: Structure,
    found: Compared,
    chart: Callable[[], Chart | None],
    embed: str,
) -> None:
    """Show the sources of a structure, the calculation of each share and what can be taken away."""
    shown = found.shown(view.territory)
    figures = [share for _, whole in shown for share in whole.shares]
    rows = [(area, share) for area, whole in shown for share in whole.shares]
    block_frame.show_foot(
        key,
        view.territory,
        block_frame.cited(figures, structure.sources[:1]),
        lambda: _origin(structure, found, view.territory),
        Taken(
            title,
            lambda: rows,
            catalog=lambda: part_catalog(structure),
            chart=chart,
            embed=embed,
        ),
    )


def part_catalog(structure: Structure) -> Catalog:
    """Name the parts of a structure for the tables that hold its shares."""
    labels = {part.label: f"{part.label} ({structure.counted})" for part in structure.parts}
    return catalog_of(labels, structure.unit, structure.sources[0])


def written(value: float | None, structure: Structure) -> str:
    """Write one part, with its unit when it is a share; other units are told once."""
    return (formats.amount if structure.unit == "pourcent" else formats.plain)(value, structure.unit)


def _origin(structure: Structure, found: Compared, territory: Territory) -> str:
    shown = found.shown(territory)
    if not shown:
        return '<section class="fiche"><p>Aucun chiffre à ce niveau.</p></section>'
    area, whole = shown[0]
    line = _read_line if structure.published else _line
    lines = [line(part, share, structure) for part, share in zip(structure.parts, whole.shares, strict=True)]
    file = official_file(resources.SOURCES[whole.shares[0].source])
    title = f"{area.name}, {whole.millesime}"
    return f'<section class="fiche"><h3>{escape(title)}</h3><dl>{"".join(lines)}{file}</dl></section>'


def official_file(source: Source) -> str:
    """Return the line of an origin that names the official file (HTML)."""
    page = external(source.page, source.titre)
    return f"<dt>Fichier officiel</dt><dd>{page}, {escape(source.producteur)}, {escape(source.licence)}</dd>"


def _line(part: Part, share: Observation, structure: Structure) -> str:
    numbers = (
        f"{formats.number(share.numerator or 0)} ÷ {formats.number(share.denominator or 0)} × 100 = "
        f"{formats.amount(share.value, 'pourcent')}"
    )
    columns = " + ".join(_columns(part.plus, share))
    if part.minus:
        columns += " − " + " − ".join(_columns(part.minus, share))
    total = " + ".join(_columns((structure.total,), share)) if structure.total else ""
    below = f"<code>{escape(total)}</code>" if total else "somme des parts"
    return (
        f'<dt>{escape(part.label)}</dt><dd><strong class="calcul">{escape(numbers)}</strong><br>'
        f"<code>{escape(columns)}</code> ÷ {below}</dd>"
    )


def _read_line(part: Part, share: Observation, structure: Structure) -> str:
    """Return the line of a part that the producer publishes as it is."""
    columns = ", ".join(_columns(part.plus, share))
    value = f"{written(share.value, structure)} {structure.measure.removeprefix('en % ').removeprefix('en ')}"
    return (
        f'<dt>{escape(part.label)}</dt><dd><strong class="calcul">valeur lue telle quelle{formats.NBSP}: '
        f"{escape(value)}</strong><br><code>{escape(columns)}</code></dd>"
    )


def _columns(names: Sequence[str], share: Observation) -> list[str]:
    found = provenance.columns(names, (share.source,), resources.SOURCES, share.millesime)
    return [column for _, column, _ in found]
