"""The lexicon: full-text search over the sheets of indicators, and what a complete sheet holds. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lib.catalog import Catalog
from lib.formats import UNIT_LABEL
from lib.model import Indicator, Source
from lib.provenance import columns, denominator_sources, numerator_sources
from lib.territories import normalise

TITLE, DEFINITION, ELSEWHERE = 8, 3, 1  # weight of a word found there
WHOLE = 2  # a whole word weighs twice its beginning
EMPTY_WORDS = frozenset(
    [
        "a",
        "au",
        "aux",
        "de",
        "des",
        "du",
        "en",
        "et",
        "l",
        "la",
        "le",
        "les",
        "un",
        "une",
        "d",
        "par",
        "pour",
        "sur",
        "dans",
        "qui",
        "que",
        "ou",
    ]
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The words of one indicator, reduced for the search, by place."""

    indicator: Indicator
    places: tuple[tuple[int, frozenset[str]], ...]


def sheets(catalog: Catalog, sources: Mapping[str, Source]) -> tuple[Sheet, ...]:
    """Prepare every indicator for the search."""
    return tuple(_sheet(one, catalog, sources) for one in catalog.indicators.values())


def _sheet(one: Indicator, catalog: Catalog, sources: Mapping[str, Source]) -> Sheet:
    used = [sources[name] for name in one.sources if name in sources]
    quantities = [
        *columns(one.numerateur, numerator_sources(one), sources),
        *columns(one.denominateur, denominator_sources(one), sources),
    ]
    elsewhere = [one.pieges, one.comprendre, one.utiliser, one.ne_permet_pas_de_dire, UNIT_LABEL[one.unite], *one.alias]
    elsewhere += [word for quantity in quantities for word in quantity]
    elsewhere += [f"{source.producteur} {source.titre} {source.titre_court}" for source in used]
    places = (
        (TITLE, [one.titre, one.titre_court, one.id]),
        (DEFINITION, [one.definition, catalog.themes[one.theme].titre, one.lecture]),
        (ELSEWHERE, elsewhere),
    )
    return Sheet(one, tuple((weight, _words(" ".join(texts))) for weight, texts in places))


def _words(text: str) -> frozenset[str]:
    return frozenset(normalise(text).split())


def search(query: str, prepared: Iterable[Sheet]) -> list[Indicator]:
    """Return the indicators that hold every word of ``query`` (or a word that starts so), best first.

    A word of the title outweighs one of the definition, which outweighs the rest. An empty query returns them all.
    """
    asked = [word for word in normalise(query).split() if word not in EMPTY_WORDS] or normalise(query).split()
    scored = [(_score(asked, sheet), rank, sheet.indicator) for rank, sheet in enumerate(prepared)]
    kept = sorted((-score, rank, one) for score, rank, one in scored if score or not asked)
    return [one for _, _, one in kept]


def _score(asked: list[str], sheet: Sheet) -> int:
    total = 0
    for word in asked:
        best = max((weight * _fits(word, words) for weight, words in sheet.places), default=0)
        if not best:
            return 0
        total += best
    return total


def _fits(word: str, words: frozenset[str]) -> int:
    if word in words:
        return WHOLE
    return int(any(one.startswith(word) or (len(word) > 4 and one == word.removesuffix("s")) for one in words))


def gaps(indicator: Indicator, sources: Mapping[str, Source]) -> list[str]:
    """Return what a sheet lacks, in French; empty for a complete sheet."""
    texts = {
        "définition": indicator.definition,
        "comprendre": indicator.comprendre,
        "utiliser": indicator.utiliser,
        "ne permet pas de dire": indicator.ne_permet_pas_de_dire,
        "pièges": indicator.pieges,
    }
    lacking = [name for name, text in texts.items() if len(text.split()) < 2]
    for name in (*numerator_sources(indicator), *denominator_sources(indicator)):
        source = sources.get(name)
        if source is None:
            lacking.append(f"source « {name} » inconnue")
        elif not (source.licence and source.page and source.mention and source.producteur):
            lacking.append(f"source « {name} » incomplète")
    for side, where in (("numerateur", numerator_sources(indicator)), ("denominateur", denominator_sources(indicator))):
        for quantity in getattr(indicator, side):
            if not any(words and column for words, column, _ in columns([quantity], where, sources)):
                lacking.append(f"colonne officielle de « {quantity} »")
    return lacking
