"""The « Emporter » menu of every block: image, table, permanent address, code for another site; made when asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import KW_ONLY, dataclass
from datetime import date
from html import escape
from urllib.parse import urlencode, urlsplit

import streamlit as st

from lib.catalog import Catalog
from lib.exports.caption import Caption, Rows, Sources
from lib.model import Level, Territory
from lib.territories import normalise
from lib.ui import embed_links, resources, state
from lib.ui.trace import here

Chart = tuple[Sequence[dict], dict]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
FRAME_HEIGHT, MAP_HEIGHT = 620, 840  # pixels


@dataclass(frozen=True, slots=True)
class File:
    """One file of the menu, made when it is asked for."""

    label: str
    extension: str
    mime: str
    make: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Taken:
    """What a block lets one take away.

    ``catalog`` names the figures of ``rows``, ``sources`` those who gave them; ``chart`` gives the data and
    specification of its chart, or None when there is nothing to draw; ``others`` are files of this block only;
    ``embed`` is its address under /integrer/.
    """

    title: str
    rows: Callable[[], Rows]
    _: KW_ONLY
    catalog: Callable[[], Catalog] = resources.catalog
    chart: Callable[[], Chart | None] | None = None
    others: tuple[File, ...] = ()
    embed: str = ""
    sources: Callable[[], Sources] = lambda: resources.SOURCES


def show_menu(key: str, territory: Territory, taken: Taken) -> None:
    """Show the menu, inside a fragment; what it holds is prepared when it opens."""
    menu = st.popover("Emporter", icon=":material/download:", type="tertiary", key=f"emporter-{key}", on_change="rerun")
    if not menu.open:
        return
    address = here()
    caption = Caption(taken.title, territory, f"{address}#{key}", date.today())
    with menu:
        for heading, files in (("Image", _images(taken, caption)), ("Tableau", _tables(taken, caption))):
            if files:
                _show_files(heading, files, f"boussole_{stem(territory)}_{key}", key)
        st.markdown("**Adresse permanente**")
        st.code(caption.address, language=None, wrap_lines=True)
        if taken.embed:
            st.markdown("**Code pour le site de la commune**")
            st.code(frame_code(taken.embed, taken.title), language=None, wrap_lines=True)


def stem(territory: Territory) -> str:
    """Return what names a territory in a file name; the key of an own zone may be far too long."""
    if territory.level is not Level.ZONE:
        return territory.key
    return "zone_" + "_".join(normalise(territory.name).split())[:60]


def _show_files(heading: str, files: Sequence[File], stem: str, key: str) -> None:
    st.markdown(f"**{heading}**")
    with st.container(horizontal=True, gap="small"):
        for one in files:
            st.download_button(
                one.label,
                data=one.make,
                file_name=f"{stem}.{one.extension}",
                mime=one.mime,
                key=f"{one.extension}-{key}",
                on_click="ignore",
            )


def _images(taken: Taken, caption: Caption) -> list[File]:
    chart = taken.chart() if taken.chart else None
    if chart is None:
        return list(taken.others)

    def made(kind: str) -> bytes:
        from lib.exports import chart_image  # fonts and drawing engine: paid by a download only

        data, spec = chart
        told = (caption, taken.rows(), taken.catalog(), taken.sources())
        if kind == "png":
            return chart_image.chart_png(spec, data, *told)
        return chart_image.chart_svg(spec, data, *told).encode()

    return [
        File("PNG", "png", "image/png", lambda: made("png")),
        File("SVG", "svg", "image/svg+xml", lambda: made("svg")),
        *taken.others,
    ]


def _tables(taken: Taken, caption: Caption) -> list[File]:
    def csv() -> bytes:
        from lib.exports.csv_table import to_csv

        return to_csv(caption, taken.rows(), taken.catalog(), taken.sources())

    def xlsx() -> bytes:
        from lib.exports.xlsx import block_xlsx  # slow to import: paid by a download only

        return block_xlsx(caption, taken.rows(), taken.catalog(), taken.sources())

    def ods() -> bytes:
        from lib.exports.ods import block_ods

        return block_ods(caption, taken.rows(), taken.catalog(), taken.sources())

    return [
        File("CSV", "csv", "text/csv", csv),
        File("Excel (XLSX)", "xlsx", XLSX, xlsx),
        File("LibreOffice (ODS)", "ods", ODS, ods),
    ]


def frame_code(path: str, title: str) -> str:
    """Return the HTML that shows one chart or map alone inside another site."""
    page = urlsplit(st.context.url or "")
    kept = {name: value for name, value in state.kept().items() if name != state.DETAIL}
    joint = "&" if "?" in path else "?"
    source = f"{page.scheme}://{page.netloc}/integrer/{path}{joint}{urlencode(kept, safe=',')}"
    height = MAP_HEIGHT if path.startswith(f"{embed_links.MAP}/") else FRAME_HEIGHT
    return (
        f'<iframe src="{escape(source)}" title="{escape(title)}" width="100%" height="{height}" '
        'style="border:0" loading="lazy"></iframe>'
    )
