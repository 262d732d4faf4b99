"""The block on standards of living: deciles, quartiles and median of each territory, when they are published."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from lib import formats, provenance
from lib.catalog import Catalog
from lib.charts import Spread, spreads
from lib.exports.parts import catalog_of
from lib.model import Territory
from lib.observation import Observation
from lib.trend import nearest
from lib.ui import block_frame, blocks_absent, embed_links, markup, resources, structure_reading
from lib.ui.block_frame import CHART, TABLE
from lib.ui.state import View
from lib.ui.take_away import Chart, Taken

MEASURES = {
    "d1": "1er décile",
    "q1": "1er quartile",
    "niveau_vie_median": "Médiane",
    "q3": "3e quartile",
    "d9": "9e décile",
}
MEDIAN = "niveau_vie_median"
COUNTED = "niveau de vie annuel"
KEY = "trait du 1er au 9e décile, point sur la médiane, trait épais entre les quartiles"
SOURCES = (
    "insee_filosofi_2023", "insee_filosofi_cc", "insee_filosofi_disp", "insee_filosofi_iris", "insee_filosofi_qpv",
    "releve_filosofi_2023", "releve_references", "releve_filosofi_medianes",
)  # fmt: skip
OFFICIAL = ("insee_filosofi_cc", "insee_filosofi_iris")  # what to collect when nothing is known
Sheet = Mapping[str, Observation]
Sheets = dict[str, Sheet]  # by key of territory


def show_incomes(key: str, title: str, view: View) -> None:
    """Show one block on the spread of standards of living; one sentence in its place when mine are not known."""
    sheets = read(view)
    if view.territory.key not in sheets:
        shown = "Ici paraîtront les niveaux de vie du plus modeste au plus aisé : déciles, quartiles et médiane."
        blocks_absent.show_absent(key, title, view, shown, OFFICIAL, tuple(MEASURES))
        return
    rows = [(area, one) for area in view.compared for one in sheets.get(area.key, {}).values()]

    def said() -> None:
        block_frame.show_reading(_reading(view, sheets))
        block_frame.show_foot(
            key,
            view.territory,
            block_frame.cited([one for _, one in rows], SOURCES[1:2]),
            lambda: _origin(view.territory, sheets),
            Taken(
                f"{title} ({KEY})",
                lambda: rows,
                catalog=part_catalog,
                chart=lambda: drawing(view, sheets),
                embed=embed_links.INCOMES,
            ),
        )

    panes = {
        CHART: lambda: _ranges(view, sheets, title),
        TABLE: lambda: markup.show(_table(view, sheets, title)),
    }
    block_frame.show_block(key, title, panes, said)


def part_catalog() -> Catalog:
    """Name the measures for the tables that hold them."""
    return catalog_of({name: f"{label} ({COUNTED})" for name, label in MEASURES.items()}, "euros", SOURCES[1])


def drawing(view: View, sheets: Sheets) -> Chart:
    """Return the data and specification of the ranges."""
    found = [_spread(area, sheets, view.territory) for area in view.compared if area.key in sheets]
    return spreads(found, view.compared)


def read(view: View) -> Sheets:
    """Return what is published for each territory: mine at its fullest millesime, the others beside it."""
    series = {area.key: _sheets(area) for area in view.compared}
    mine = max(series[view.territory.key], key=lambda one: (len({"d1", "d9"} & set(one)), _year(one)), default=None)
    found: Sheets = {} if mine is None else {view.territory.key: mine}
    for area in view.comparators:
        offered = {one[MEDIAN].millesime: one for one in series[area.key]}
        if mine is None:
            fullest = max(series[area.key], key=lambda one: (len(one), _year(one)), default=None)
        else:
            medians = [one[MEDIAN] for one in offered.values()]
            close = nearest(mine[MEDIAN], medians, (MEDIAN,), SOURCES, resources.SOURCES)
            fullest = offered[close.millesime] if close else None
        if fullest is not None:
            found[area.key] = fullest
    return found


def _year(sheet: Sheet) -> str:
    return sheet[MEDIAN].millesime


def _sheets(area: Territory) -> list[Sheet]:
    """Return the measures known of an area, by millesime that has a median."""
    found = resources.store().variables(area, SOURCES, tuple(MEASURES))
    by_year: dict[str, dict[str, Observation]] = {}
    for name in MEASURES:
        for seen in found.get(name, ()):
            if seen.value is not None:
                by_year.setdefault(seen.millesime, {})[name] = seen
    return [sheet for _, sheet in sorted(by_year.items()) if MEDIAN in sheet]


def _name(area: Territory, sheets: Sheets, territory: Territory) -> str:
    mine = sheets.get(territory.key)
    same = mine is None or area.key not in sheets or _year(sheets[area.key]) == _year(mine)
    return area.name if same else f"{area.name} ({_year(sheets[area.key])})"


def _ranges(view: View, sheets: Sheets, title: str) -> None:
    block_frame.show_notes(
        "En euros par an et par unité de consommation : trait du 1er au 9e décile, point sur la médiane, trait épais "
        "entre les quartiles quand ils sont publiés."
    )
    rows, spec = drawing(view, sheets)
    block_frame.draw(rows, spec, title)
    absent = [area.name for area in view.compared if area.key not in sheets]
    block_frame.show_notes(block_frame.without(absent))


def _spread(area: Territory, sheets: Sheets, territory: Territory) -> Spread:
    sheet = sheets[area.key]
    value = {name: sheet[name].value if name in sheet else None for name in MEASURES}
    labels = tuple(formats.amount(value[name], "euros") for name in ("d1", MEDIAN, "d9"))
    name = _name(area, sheets, territory)
    return Spread(area, name, value["d1"], value["q1"], value[MEDIAN], value["q3"], value["d9"], labels)


def _table(view: View, sheets: Sheets, title: str) -> str:
    rows = [
        [
            _name(area, sheets, view.territory),
            *(block_frame.cell(sheets.get(area.key, {}).get(measure), "euros") for measure in MEASURES),
        ]
        for area in view.compared
    ]
    mine = sheets.get(view.territory.key)
    year = f", {_year(mine)}" if mine else ""
    return markup.table(f"{title} (en euros par an{year})", ["Territoire", *MEASURES.values()], rows, mine=0)


def _reading(view: View, sheets: Sheets) -> str:
    mine = sheets.get(view.territory.key)
    if mine is None:
        return ""
    half = _euros(mine, MEDIAN)
    told = f"{formats.opening(view.territory)}, la moitié des habitants ont un niveau de vie inférieur à {half}"
    if "d1" in mine and "d9" in mine:
        told += f", un sur dix à {_euros(mine, 'd1')}, et un sur dix dépasse {_euros(mine, 'd9')}"
    return f"{told} par an et par unité de consommation."


def _euros(sheet: Sheet, name: str) -> str:
    return formats.amount(sheet[name].value, "euros", sheet[name].status)


def _origin(territory: Territory, sheets: Sheets) -> str:
    mine = sheets.get(territory.key)
    if mine is None:
        return '<section class="fiche"><p>Aucun chiffre à ce niveau.</p></section>'
    lines = "".join(_line(MEASURES[name], mine[name]) for name in MEASURES if name in mine)
    file = structure_reading.official_file(resources.SOURCES[mine[MEDIAN].source])
    return (
        f'<section class="fiche"><h3>{escape(territory.name)}, {escape(_year(mine))}</h3><dl>{lines}'
        "<dt>Précaution</dt><dd>Ces mesures sont lues telles que l'Insee les publie : elles ne s'additionnent pas "
        f"et ne se moyennent pas.</dd>{file}</dl></section>"
    )


def _line(words: str, seen: Observation) -> str:
    columns = provenance.columns((seen.indicator,), (seen.source,), resources.SOURCES, seen.millesime)
    told = ", ".join(column for _, column, _ in columns)
    value = formats.amount(seen.value, "euros", seen.status)
    return f"<dt>{escape(words)}</dt><dd>{escape(value)} (<code>{escape(told)}</code>)</dd>"
