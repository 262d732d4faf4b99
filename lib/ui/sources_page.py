"""The sources: what is installed, how fresh, covering what, from where, how to cite it; and what can still come."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from html import escape

import pandas as pd
import streamlit as st

from lib import formats, registry
from lib.model import Level, Source
from lib.provenance import ON_REQUEST, VERIFIED
from lib.settings import load_settings
from lib.territories import normalise
from lib.ui import address, errors, markup, resources
from lib.ui.lexicon import coverage, years
from lib.ui.state import View
from lib.ui.trace import external

FILTER, SORT = "filtre", "tri"
HEAD = (
    "Jeu de données",
    "Millésimes",
    "Géographie",
    "Couverture",
    "Provenance",
    "Vérification",
    "Licence",
    "Construit le",
)
NAMES = {
    Level.IRIS: ("IRIS", "IRIS"),
    Level.QPV: ("quartier prioritaire", "quartiers prioritaires"),
    Level.COMMUNE: ("commune", "communes"),
    Level.EPT: ("EPT", "EPT"),
    Level.EPCI: ("EPCI", "EPCI"),
    Level.DEPARTEMENT: ("département", "départements"),
    Level.REGION: ("région", "régions"),
}


@dataclass(frozen=True, slots=True)
class Installed:
    """One source whose figures are here: what is read of it, from where, since when."""

    source: Source
    millesimes: tuple[str, ...]
    geographies: tuple[int, ...]
    reach: dict[Level, int]
    provenance: str
    built: str
    cited: str = field(default="")

    @property
    def territories(self) -> int:
        """The number of territories of the level that has the most."""
        return max(self.reach.values(), default=0)


ORDERS = {
    "producteur": "producteur",
    "titre": "jeu de données",
    "recent": "millésime, le plus récent d'abord",
    "couverture": "couverture, la plus large d'abord",
}
SORTS: dict[str, Callable[[Installed], object]] = {
    "producteur": lambda one: (normalise(one.source.producteur), normalise(one.source.titre)),
    "titre": lambda one: normalise(one.source.titre),
    "recent": lambda one: [-int(one.millesimes[-1][:4]), normalise(one.source.titre)],
    "couverture": lambda one: (-one.territories, normalise(one.source.titre)),
}


def show_sources() -> None:
    """Show the table of the sources installed, the mentions to cite, and the sources that may still be collected."""
    view: View = st.session_state["vue_courante"]
    st.title("Sources", anchor="sources")
    with errors.explained():
        found = installed(coverage(resources.store()), resources.manifest())
        others = [one for one in _readable() if one.id not in {seen.source.id for seen in found}]
        told = (
            f"{formats.plural(len(found), 'jeu de données installé', 'jeux de données installés')}, "
            f"{formats.plural(len(others), 'autre que la collecte peut', 'autres que la collecte peut')} faire venir."
        )
        markup.show(f'<p class="phrase-cle">{escape(told)}</p>')
        with st.container(key="sources-champs", horizontal=True, vertical_alignment="bottom"):
            address.text("Filtrer les sources", FILTER, placeholder="Insee, allocataires, IRIS…", width=420)
            first = next(iter(SORTS))
            address.choice(st.selectbox, "Trier par", SORT, list(SORTS), ORDERS.get, first, quiet=True, width=300)
        _show_installed(found)
        _show_others(others, view)


def _readable() -> list[Source]:
    return [reader.source for reader in registry.readers().values()]


def installed(table: pd.DataFrame, manifest: Sequence[dict]) -> list[Installed]:
    """Return the sources that give at least one figure, with what the manifest says of their file."""
    told = {entry["fichier"].removesuffix(".parquet").rpartition("/")[2]: entry for entry in manifest}
    found = []
    for name, rows in table.groupby("source"):
        source = resources.SOURCES[str(name)]
        entry = told.get(source.id, {})
        reach = {
            level: int(rows.loc[rows["niveau"] == level.value, "territoires"].max())
            for level in Level
            if (rows["niveau"] == level.value).any()
        }
        last = rows.sort_values("millesime").iloc[-1]
        geography = None if pd.isna(last["geographie"]) else int(last["geographie"])
        found.append(
            Installed(
                source=source,
                millesimes=tuple(sorted(rows["millesime"].unique())),
                geographies=tuple(sorted(int(year) for year in rows["geographie"].dropna().unique())),
                reach=reach,
                provenance=entry.get("provenance") or "paquet territorial ou fichier ajouté à l'installation",
                built=entry.get("construit_le", ""),
                cited=source.cited(str(last["millesime"]), geography),
            )
        )
    return found


def _kept(found: Sequence[Installed]) -> list[Installed]:
    words = normalise(address.asked(FILTER)).split()

    def holds(one: Installed) -> bool:
        reach = " ".join(_reached(level, count) for level, count in one.reach.items())
        source = one.source
        text = f"{source.producteur} {source.titre} {source.titre_court} {source.licence} {one.provenance} {reach}"
        text += f" {' '.join(one.millesimes)} {VERIFIED[source.verification]}"
        return all(word in normalise(text) for word in words)

    return sorted(filter(holds, found), key=SORTS.get(address.asked(SORT), SORTS[next(iter(SORTS))]))


def _show_installed(found: Sequence[Installed]) -> None:
    st.header("Sources installées", anchor="installees")
    kept = _kept(found)
    markup.show(
        f'<p class="precision" role="status">{formats.plural(len(kept), "source affichée", "sources affichées")}.</p>'
    )
    if not kept:
        markup.show(
            '<p class="vide">Aucune source installée ne répond à ce filtre. Effacez-le pour les revoir toutes.</p>'
        )
        return
    markup.show(_table("Sources des chiffres installés", HEAD, [_row(one) for one in kept]))
    with st.expander("Mentions à citer, prêtes à copier"):
        st.code("\n".join(f"{one.source.titre} : {one.cited}" for one in kept), language=None, wrap_lines=True)


def _row(one: Installed) -> tuple[str, ...]:
    source = one.source
    name = f"{external(source.page, source.titre)}<br><span>{escape(source.producteur)}</span>"
    day = "/".join(reversed(one.built.split("-"))) if one.built else "date inconnue"
    reach = "<br>".join(escape(_reached(level, count)) for level, count in one.reach.items())
    geography = ", ".join(str(year) for year in one.geographies) or "non précisée"
    others = (years(one.millesimes), geography)
    words = (f"{one.provenance[0].upper()}{one.provenance[1:]}", VERIFIED[source.verification], source.licence, day)
    return (name, *map(escape, others), reach, *map(escape, words))


def _reached(level: Level, count: int) -> str:
    return "France" if level is Level.FRANCE else formats.plural(count, *NAMES[level])


def _table(caption: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table whose cells are already HTML."""
    heads = "".join(f'<th scope="col">{escape(one)}</th>' for one in head)
    body = "".join(
        f'<tr><th scope="row">{first}</th>{"".join(f"<td>{cell}</td>" for cell in others)}</tr>'
        for first, *others in rows
    )
    return (
        f'<div class="defile" tabindex="0" role="region" aria-label="{escape(caption)}"><table class="tableau mots '
        f'sources"><caption>{escape(caption)}</caption><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def _show_others(others: Sequence[Source], view: View) -> None:
    st.header("Sources que la collecte peut faire venir", anchor="a-collecter")
    department = _department(view)
    markup.show(
        '<p class="lecture">L\'application sait lire ces fichiers, mais leurs chiffres ne sont pas installés. Sur le '
        "poste où elle est installée, cette commande va les chercher chez leurs producteurs :</p>"
    )
    st.code(f"python3 lancer.py donnees --departement {department}", language=None, wrap_lines=True)
    words = normalise(address.asked(FILTER)).split()
    rows = []
    for one in sorted(others, key=lambda one: (normalise(one.producteur), normalise(one.titre))):
        if all(word in normalise(f"{one.producteur} {one.titre} {one.titre_court}") for word in words):
            rows.append(_other(one))
    if not rows:
        markup.show('<p class="vide">Aucune autre source ne répond à ce filtre.</p>')
        return
    head = ("Jeu de données", "Millésimes connus", "Ce qu'elle apporte", "Comment", "Vérification", "Licence")
    markup.show(_table("Sources que la collecte peut faire venir", head, rows))


def _department(view: View) -> str:
    if view.territory.level is Level.DEPARTEMENT:
        return view.territory.code
    usual = resources.territories().get(load_settings().territoire_par_defaut)
    return view.territory.parents.get(Level.DEPARTEMENT) or usual.parents.get(Level.DEPARTEMENT, "38")


def _other(one: Source) -> tuple[str, ...]:
    name = f"{external(one.page, one.titre)}<br><span>{escape(one.producteur)}</span>"
    return (
        name,
        escape(years(one.millesimes)),
        escape(_brings(one)),
        escape(_how(one)),
        escape(VERIFIED[one.verification]),
        escape(one.licence),
    )


def _how(one: Source) -> str:
    if one.verification == ON_REQUEST:
        return "fichier à remplir, proposé sur la page du thème : à envoyer à qui détient le chiffre, puis à déposer"
    by_hand = all(file.a_deposer for file in one.fichiers)
    return "fichier à télécharger à la main, puis à déposer" if by_hand else "téléchargée par la collecte"


def _brings(one: Source) -> str:
    """Name the indicators that this source may give."""
    titles = [known.titre_court for known in resources.catalog().indicators.values() if one.id in known.sources]
    if not titles:
        return "grandeurs de base pour d'autres calculs"
    rest = len(titles) - 4
    more = f" et {formats.plural(rest, 'autre indicateur', 'autres indicateurs')}" if rest > 0 else ""
    return f"{', '.join(titles[:4])}{more}"
