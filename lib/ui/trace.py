"""« D'où vient ce chiffre »: the calculation of one figure, its official file and columns, how to read it again."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import lru_cache
from html import escape
from pathlib import Path
from urllib.parse import urlencode

import streamlit as st

from lib import formats, provenance
from lib.exports.caption import STATUS_SENTENCE
from lib.model import DataError, Indicator, Source, Territory
from lib.observation import Observation
from lib.settings import ROOT
from lib.store import Store
from lib.ui import resources, state
from lib.wording import precaution

LEXICON = "/lexique"
INDICATOR = "indicateur"
MANY_FILES = 6
Lines = list[tuple[str, str]]


def trace_markup(
    indicator: Indicator, seen: Observation, address: str = "", sheet: str = "", store: Store | None = None
) -> str:
    """Return the origin of one figure; ``address`` reopens its view, ``sheet`` opens its entry in the lexicon.

    ``store`` spares looking for the data files again when many figures are told at once.
    """
    lines: Lines = [("Définition", escape(indicator.definition)), *trace_lines(indicator, seen, store)]
    if address:
        lines.append(("Adresse permanente de cette vue", f"<code>{escape(address)}</code>"))
    lines.append(("Ne permet pas de dire", escape(indicator.ne_permet_pas_de_dire)))
    more = f'<p><a href="{escape(sheet)}">Fiche complète dans le lexique</a></p>' if sheet else ""
    return f'<section class="fiche"><h3>{escape(indicator.titre)}</h3>{definitions(lines)}{more}</section>'


def definitions(lines: Lines) -> str:
    """Return a list of terms and of what is said of them (already HTML)."""
    return f"<dl>{''.join(f'<dt>{escape(term)}</dt><dd>{said}</dd>' for term, said in lines)}</dl>"


def trace_lines(indicator: Indicator, seen: Observation, store: Store | None = None) -> Lines:
    """Return what is known of one figure: calculation, columns, official file, millesime, status, Python line."""
    source = resources.SOURCES[seen.source or indicator.source]
    lines: Lines = [("Calcul", _calculation(indicator, seen))]
    filled = source.verification == provenance.ON_REQUEST
    columns = _columns(indicator, seen, _variable_files(store or resources.store()))
    lines.append(("Colonnes du fichier rempli" if filled else "Colonnes officielles", columns))
    lines.append(("Fichier rempli à la demande" if filled else "Fichier officiel", _file(source, seen.millesime)))
    if seen.millesime:
        geography = f"géographie au 1er janvier {seen.geography}" if seen.geography else "géographie non précisée"
        lines.append(("Millésime", escape(f"{seen.millesime}, {geography}")))
    lines.append(("Statut", escape(_status(indicator, seen, source))))
    if seen.value is not None:
        lines.append(("Relire ce chiffre en Python", _line(indicator, seen, store or resources.store())))
    return lines


def _calculation(indicator: Indicator, seen: Observation) -> str:
    words = escape(provenance.formula(indicator, resources.SOURCES))
    numbers = provenance.calculation(indicator, seen)
    if not numbers:
        return f"{words} (aucun chiffre ici)"
    return f'<strong class="calcul">{escape(numbers)}</strong><br>{words}'


@lru_cache(maxsize=2)
def _variable_files(_: Store) -> frozenset[str]:
    """Return the sources whose base quantities are installed, read once per version of the data."""
    files = (entry["fichier"] for entry in resources.manifest())
    return frozenset(Path(file).stem for file in files if file.startswith("data/variables/"))


def _columns(indicator: Indicator, seen: Observation, installed: Collection[str]) -> str:
    """List the columns of the source of the figure, and those of a denominator that comes from elsewhere."""
    here = (seen.source or indicator.source,)
    year = seen.millesime
    top = provenance.columns(indicator.numerateur, here, resources.SOURCES, year)
    below = provenance.columns(indicator.denominateur, here, resources.SOURCES, year)
    elsewhere_only = indicator.denominateur and not below
    if elsewhere_only:
        asked = provenance.denominator_sources(indicator)
        where = [name for name in asked if name in installed] or asked
        below = provenance.columns(indicator.denominateur, where, resources.SOURCES)
    told = [f"{escape(words)}{formats.NBSP}: <code>{escape(column)}</code>" for words, column, _ in top]
    for words, column, name in below:
        elsewhere = "" if name == resources.SOURCES[here[0]].titre else f" ({escape(name)})"
        told.append(f"{escape(words)}{formats.NBSP}: <code>{escape(column)}</code>{elsewhere}")
    if elsewhere_only:
        first = "le premier de ces fichiers qui couvre le territoire" if len(below) > 1 else "ce fichier"
        told.append(f"Dénominateur lu dans {first}, à l'année la plus proche.")
    return f"<ul>{''.join(f'<li>{one}</li>' for one in dict.fromkeys(told))}</ul>"


def _file(source: Source, millesime: str) -> str:
    page = external(source.page, source.titre)
    told = f"{page}, {escape(source.producteur)}, {escape(source.licence)}"
    found = provenance.files(source, millesime)
    if not found or len(found) > MANY_FILES or {file.url for file in found} == {source.page}:
        return told
    return f"{told}<ul>{''.join(f'<li>{address(file.url)}</li>' for file in found)}</ul>"


def address(url: str) -> str:
    """Show the address of an official file as a link, or the name of the package that holds it."""
    package = provenance.package(url)
    return escape(f"paquet PyPI {package}") if package else external(url, url)


def external(url: str, text: str) -> str:
    """Return a link to a producer's page, opened apart."""
    return f'<a href="{escape(url)}" target="_blank" rel="noopener">{escape(text)}</a>'


def _status(indicator: Indicator, seen: Observation, source: Source) -> str:
    told = STATUS_SENTENCE[seen.status]
    reason = precaution(seen, indicator, source) if seen.value is not None else ""
    return f"{told[:-1]} ({reason})." if reason else told


def _line(indicator: Indicator, seen: Observation, store: Store) -> str:
    try:
        files = store.files(indicator.theme)
    except DataError as error:
        return escape(error.what)
    return f'<pre tabindex="0"><code>{escape(provenance.rereading(seen, files, ROOT))}</code></pre>'


def sheet_link(indicator: Indicator, territory: Territory) -> str:
    """Return the address of the sheet of an indicator, the view unchanged."""
    return f"{state.link(LEXICON, territory)}&{INDICATOR}={indicator.id}"


def here() -> str:
    """Return the permanent address of the page as it is shown."""
    return f"{(st.context.url or '').split('?')[0]}?{urlencode(dict(st.query_params), safe=',')}"


def origins(indicators: Sequence[Indicator], seen: Sequence[Observation], territory: Territory) -> str:
    """Return the origin of each figure of a block, for its popover."""
    view, store = here(), resources.store()
    pairs = zip(indicators, seen, strict=True)
    return "".join(trace_markup(one, figure, view, sheet_link(one, territory), store) for one, figure in pairs)
