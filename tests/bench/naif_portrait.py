"""The Portrait page as most Streamlit pages are written: pandas filters, st.metric, Altair objects at each run.

Favourable to the naive side: the tables are kept whole in memory without copy (cache_resource), and the map is ours.
"""

import time

import altair as alt
import pandas as pd
import streamlit as st

from lib.settings import DATA_DIR, load_settings
from lib.ui import resources, state
from lib.ui.map_view import show_map

SECTIONS = {
    "Trois âges de la population": ("part_moins_20", "part_20_64", "part_65_plus"),
    "À quoi servent les logements": (
        "part_residences_principales",
        "part_residences_secondaires",
        "part_logements_vacants",
    ),
    "Maisons et appartements": ("part_maisons", "part_appartements"),
}


@st.cache_resource
def load() -> pd.DataFrame:
    """Return the observations of the two themes that the page shows."""
    return pd.concat(pd.read_parquet(DATA_DIR / "indicateurs" / f"{name}.parquet") for name in ("portrait", "logement"))


def figures(table: pd.DataFrame, areas: list) -> pd.DataFrame:
    """Return the latest observations of ``areas``, with the name of each."""
    found = []
    for area in areas:
        rows = table[(table["niveau"] == area.level.value) & (table["code"] == area.code)]
        latest = rows.sort_values("millesime").groupby("indicateur", as_index=False).last()
        found.append(latest.assign(territoire=area.name))
    return pd.concat(found)


tokens = load_settings().comparateurs_par_defaut
territory = resources.territories().get(st.session_state["cle"])
table = load()
started = time.perf_counter()
st.session_state[state.COMPARE], st.session_state[state.DETAIL] = ",".join(tokens), state.ALL
view = state.View(territory, state.comparators(territory, tokens), tokens, essential=False)
theme = resources.catalog().themes["portrait"]
shown = figures(table, list(view.compared))
mine = shown[shown["territoire"] == territory.name].set_index("indicateur")["valeur"]
peers = table[(table["niveau"] == territory.level.value) & table["code"].str.startswith(territory.code[:2])]
st.title(theme.titre)
st.header("Chiffres clés")
columns = st.columns(4)
for position, indicator in enumerate(theme.indicateurs):
    median = peers.loc[peers["indicateur"] == indicator.id, "valeur"].median()
    value = mine.get(indicator.id, float("nan"))
    columns[position % 4].metric(indicator.titre, f"{value:.1f}", f"{value - median:.1f}")
for title, names in SECTIONS.items():
    st.header(title)
    bars = shown[shown["indicateur"].isin(names)]
    base = alt.Chart(bars).encode(
        x=alt.X("valeur:Q", title="%"), y=alt.Y("indicateur:N", title=None), yOffset="territoire:N"
    )
    drawn = base.mark_bar().encode(color="territoire:N") + base.mark_text(align="left", dx=4).encode(
        text=alt.Text("valeur:Q", format=".1f")
    )
    st.altair_chart(drawn, width="stretch")
show_map(view, "/portrait", list(theme.indicateurs))
st.session_state["duree_ms"] = 1000 * (time.perf_counter() - started)
