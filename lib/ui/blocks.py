"""One block of a theme page: title, chart, equivalent table, reading sentence, source, origin of the figures, CSV."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

import streamlit as st

from lib import formats
from lib.charts import Bar, grouped_bars
from lib.exports.csv_table import to_csv
from lib.model import Indicator, Status
from lib.store import Observation, Profile
from lib.ui import markup, resources
from lib.ui.cards import why_unknown
from lib.ui.state import View
from lib.ui.trace import origins

CHART, TABLE = "Graphique", "Tableau"
FIGURE_AND_WORDS = (9, 5)


def show_comparison(key: str, title: str, view: View, profile: Profile, indicators: Sequence[Indicator]) -> None:
    """Show one block comparing territories on a few indicators of the same unit."""
    with st.container(key=f"bloc-{key}"):
        st.header(title, anchor=key)
        drawn, said = st.columns(FIGURE_AND_WORDS, gap="large")
        with drawn:
            chart, table = st.tabs([CHART, TABLE], key=f"onglets-{key}", on_change="rerun")
            with chart:
                if chart.open:
                    _chart(view, profile, indicators, title)
            with table:
                if table.open:
                    markup.show(_table(view, profile, indicators, title))
        with said:
            show_reading(_reading(view, profile, indicators))
            show_footer(key, view, profile, indicators)


def show_reading(sentence: str) -> None:
    """Show how to read the figure beside it; nothing when there is nothing to read."""
    if sentence:
        markup.show(f'<p class="lecture"><strong>Lecture</strong>{formats.NBSP}: {escape(sentence)}</p>')


def _chart(view: View, profile: Profile, indicators: Sequence[Indicator], title: str) -> None:
    bars, absent = [], set()
    for indicator in indicators:
        for area in view.compared:
            seen = profile.latest(area, indicator.id)
            if seen.value is None:
                absent.add(area.name)
            else:
                label = formats.amount(seen.value, indicator.unite)
                bars.append(Bar(indicator.titre_court, area, seen.value, label))
    if not bars:
        first = profile.latest(view.territory, indicators[0].id)
        markup.show(f'<p class="vide">{escape(why_unknown(first, indicators[0], view.territory))}</p>')
        return
    rows, spec = grouped_bars(bars, view.compared)
    st.vega_lite_chart(rows, spec, width="stretch", theme=None, alt=f"{title}. Le tableau donne les mêmes chiffres.")
    if absent:
        markup.show(f'<p class="precision">Sans chiffre : {escape(", ".join(sorted(absent)))}.</p>')


def _table(view: View, profile: Profile, indicators: Sequence[Indicator], title: str) -> str:
    unit = formats.UNIT_LABEL[indicators[0].unite]
    head = ["Territoire", *(indicator.titre_court for indicator in indicators)]
    rows = []
    for area in view.compared:
        seen = [profile.latest(area, indicator.id) for indicator in indicators]
        rows.append([area.name, *(_cell(o, i) for o, i in zip(seen, indicators, strict=True))])
    return markup.table(f"{title} ({unit})", head, rows, mine=0)


def _cell(seen: Observation, indicator: Indicator) -> str:
    word = f" ({formats.STATUS_WORD[seen.status]})" if seen.value is not None and seen.status is not Status.OK else ""
    return formats.plain(seen.value, indicator.unite, seen.status) + word


def _reading(view: View, profile: Profile, indicators: Sequence[Indicator]) -> str:
    known = [(i, seen) for i in indicators if (seen := profile.latest(view.territory, i.id)).value is not None]
    if not known:
        return ""
    indicator, seen = max(known, key=lambda pair: pair[1].value or 0)
    told = formats.sentence(indicator, seen.value or 0, view.territory)
    for area in view.comparators:
        other = profile.latest(area, indicator.id)
        if other.value is not None:
            return f"{told}, contre {formats.amount(other.value, indicator.unite)} {formats.at(area)}."
    return f"{told}."


def show_footer(
    key: str,
    view: View,
    profile: Profile,
    indicators: Sequence[Indicator],
    table: Callable[[], bytes] | None = None,
) -> None:
    """Show the sources, the origin of each figure and the CSV of the block (``table`` makes another one)."""
    seen = [profile.latest(view.territory, indicator.id) for indicator in indicators]
    years = ", ".join(sorted({one.millesime for one in seen if one.millesime})) or "aucun"
    cited = escape(_cited(indicators, seen))
    markup.show(f'<p class="source">Source : {cited}. Millésime{formats.NBSP}: {escape(years)}.</p>')
    with st.container(horizontal=True, key=f"actions-{key}"):
        with st.popover("D'où vient ce chiffre", icon=":material/help:", type="tertiary"):
            markup.show(origins(indicators, seen, view.territory))
        st.download_button(
            "Télécharger (CSV)",
            data=table or (lambda: csv_bytes(view, profile, indicators)),
            file_name=f"boussole_{view.territory.key}_{key}.csv",
            mime="text/csv",
            key=f"csv-{key}",
            on_click="ignore",
            type="tertiary",
            icon=":material/download:",
        )


def _cited(indicators: Sequence[Indicator], seen: Sequence[Observation]) -> str:
    """Cite each source with its millesimes and its field; without a figure, the source as the catalogue names it."""
    cited: dict[str, str] = {}
    for indicator, one in zip(indicators, seen, strict=True):
        source = resources.SOURCES[one.source or indicator.source]
        cited[source.cited(one.millesime, one.geography)] = f"champ{formats.NBSP}: {source.champ}"
    return " ; ".join(f"{mention} ({field})" for mention, field in cited.items())


def csv_bytes(view: View, profile: Profile, indicators: Sequence[Indicator]) -> bytes:
    """Return the figures of a block as CSV, all territories compared."""
    rows = [(area, profile.latest(area, indicator.id)) for indicator in indicators for area in view.compared]
    return to_csv(rows, resources.catalog(), resources.SOURCES)
