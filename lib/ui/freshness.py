"""How fresh the installed figures are: one sentence, then one row per source with its latest year."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from lib import formats
from lib.ui import markup, resources
from lib.ui.parts import part

HEAD = ("Source", "Dernier millésime", "Millésimes", "Thèmes", "Champ", "Licence")


def show_freshness() -> None:
    """Show when the files were built and, on demand, the latest millesime of each source."""
    built = {entry["construit_le"] for entry in resources.manifest()}
    latest = max(built, default="")
    day = "/".join(reversed(latest.split("-"))) if latest else "date inconnue"
    installed = resources.store().millesimes()
    many = formats.plural(installed["source"].nunique(), "source")
    years = f"de {escape(str(installed['millesime'].min()))} à {escape(str(installed['millesime'].max()))}"
    markup.show(
        f"<p>{many} installées, millésimes {years}. Fichiers construits le {escape(day)}. Tout fonctionne sans "
        "connexion à internet ; rien de ce que vous consultez ne quitte ce serveur.</p>"
    )
    _details(installed)


@part
def _details(installed: pd.DataFrame) -> None:
    with st.expander("Le détail, source par source", key="fraicheur-detail", on_change="rerun") as panel:
        if panel.open:
            markup.show(markup.table("Chiffres installés", HEAD, _rows(installed), words=True))


def _rows(installed: pd.DataFrame) -> list[tuple[str, ...]]:
    titles = {theme.id: theme.titre for theme in resources.catalog().themes.values()}
    rows = []
    for name, found in installed.groupby("source"):
        source = resources.SOURCES[str(name)]
        known = sorted(found["millesime"].unique())
        themes = ", ".join(titles[theme] for theme in titles if theme in set(found["theme"]))
        first = source.short()
        rows.append((first, known[-1], str(len(known)), themes, source.champ, source.licence))
    return sorted(rows)
