"""The page « Emporter »: the workbook and the archive of a territory, and the same batch for many communes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from html import escape
from urllib.parse import urlencode

import streamlit as st

from lib import formats, packages
from lib.model import Level, Territory
from lib.settings import load_settings
from lib.ui import errors, markup, resources, state, take_away_maps, trace
from lib.ui.state import View
from lib.ui.take_away import ODS, XLSX, stem
from lib.ui.take_away_batch import show_batch

ZIP = "application/zip"
KINDS = {
    "xlsx": ("Classeur Excel (XLSX)", XLSX),
    "ods": ("Classeur LibreOffice (ODS)", ODS),
    "zip": ("Tout en un (ZIP)", ZIP),
}
NOTES = {
    "xlsx": "Tous les chiffres, une feuille par thème, le lexique et les sources. La même structure partout.",
    "ods": "Le même classeur, pour LibreOffice.",
    "zip": "Les deux classeurs, les données (CSV, Parquet), leur dictionnaire, une carte par thème et les licences.",
}


def show_take_away() -> None:
    """Show the files of the territory, then the batch."""
    view: View = st.session_state["vue_courante"]
    st.title("Emporter", anchor="emporter")
    where = formats.the(view.territory)
    markup.show(
        f'<p class="phrase-cle">Tous les chiffres installés pour {escape(where)}, ses comparateurs, leurs années, '
        "leurs sources et leurs réserves, dans un fichier.</p>"
    )
    st.header(f"Mon territoire : {view.territory.name}", anchor="territoire")
    with errors.explained():
        _territory(view.territory)
    st.header("Le même fichier pour plusieurs communes", anchor="lot")
    with errors.explained():
        show_batch(view, {kind: label for kind, (label, _) in KINDS.items()}, _make_of_batch)
    st.header("Les autres façons d'emporter", anchor="autres")
    markup.show(
        "<ul class=\"questions\"><li>Sous chaque bloc des pages, « Emporter » donne l'image, le tableau, l'adresse "
        "permanente et le code pour le site de la commune.</li>"
        '<li>La page <a href="/rapport" target="_self">Rapport ABS</a> compose un document Word, LibreOffice, PDF ou '
        "un diaporama.</li>"
        "<li>Un logiciel peut lire les mêmes chiffres par l'interface décrite à l'adresse "
        '<a href="/api/v1/openapi.json" target="_blank">/api/v1/openapi.json</a>.</li>'
        "<li>Ctrl+P imprime la page ouverte, sans les commandes.</li></ul>"
    )


def _territory(territory: Territory) -> None:
    address = trace.here()
    with st.container(key="emporter-fichiers"):
        for kind, (label, mime) in KINDS.items():
            with st.container(border=True, key=f"emporter-{kind}", height="stretch"):
                markup.show(f'<h3>{escape(label)}</h3><p class="precision">{escape(NOTES[kind])}</p>')
                st.download_button(
                    "Télécharger",
                    data=_maker(territory, kind, address),
                    file_name=f"boussole_{stem(territory)}.{kind}",
                    mime=mime,
                    key=f"territoire-{kind}",
                    on_click="ignore",
                    icon=":material/download:",
                    help=f"{label}, {territory.name}",
                )
    markup.show('<p class="precision">Le fichier se prépare quand vous le demandez : quelques secondes.</p>')


def _maker(territory: Territory, kind: str, address: str) -> Callable[[], bytes]:
    return lambda: make(territory, kind, address)


def _make_of_batch(territory: Territory, kind: str) -> bytes:
    page = (st.context.url or "").split("?")[0]
    asked = dict(st.query_params) | {state.TERRITORY: territory.key}
    return make(territory, kind, f"{page}?{urlencode(asked, safe=',')}")


def make(territory: Territory, kind: str, address: str = "") -> bytes:
    """Return the workbook or the archive of a territory. Raises DataError like the store."""
    from lib.exports import territory_archive, territory_book  # slow to import: paid by a download only

    known = resources.territories()
    book = territory_book.read_book(territory, known, resources.store(), resources.SOURCES, date.today(), address)
    if kind == "xlsx":
        return territory_book.book_xlsx(book)
    if kind == "ods":
        return territory_book.book_ods(book)
    settings = load_settings()
    parts = _parts(territory)
    iris = [area.code for area in parts if area.level is Level.IRIS]
    outlines = packages.iris_outlines(settings.paquets, iris) if iris else None
    drawn = take_away_maps.theme_maps(territory, address)
    return territory_archive.territory_zip(book, parts, settings.dossier_geo, outlines, drawn)


def _parts(territory: Territory) -> list[Territory]:
    """Return what a territory is made of and can be drawn: the IRIS of a commune, the pieces of an own zone."""
    known = resources.territories()
    if territory.level is Level.ZONE:
        return [known.get(key) for key in territory.pieces]
    return known.children(territory, Level.IRIS) if territory.level is Level.COMMUNE else []
