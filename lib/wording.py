"""Sentences about one figure: its trend, and why it must be read with care. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from lib import formats
from lib.formula import AREA
from lib.model import Indicator, Level, Source, Status
from lib.observation import Observation
from lib.trend import Direction, Trend, breaks_between, year_of

ARROW = {Direction.UP: "↗", Direction.DOWN: "↘", Direction.STABLE: "→"}
WORD = {
    Direction.UP: "en hausse",
    Direction.DOWN: "en baisse",
    Direction.STABLE: "stable",
    Direction.NOT_COMPARABLE: "non comparable",
    Direction.NOT_COMPUTABLE: "non calculable",
}
PLAIN_MEANS = ("education_ips_ecoles", "education_ips_colleges")
SMALL_ROUNDED = 50  # below, rounding to 5 may change a figure by more than 5 %
ROUNDED_TO = re.compile(r"arrondis à (\d+)")


@dataclass(frozen=True, slots=True)
class TrendWords:
    """A trend in words: arrow (may be empty), word, what follows it, « favorable » or « défavorable » or nothing."""

    arrow: str
    word: str
    detail: str
    judgement: str = ""


def trend_words(found: Trend, indicator: Indicator, sources: Mapping[str, Source]) -> TrendWords:
    """Say a trend: « en hausse » « de 2,3 pts entre 2012 et 2023 », « non comparable » « : nouvelle méthode… »."""
    word = WORD[found.direction]
    if found.first is None or found.last is None:
        return TrendWords("", word, f"{formats.NBSP}: {found.reason}")
    if found.direction in (Direction.NOT_COMPARABLE, Direction.NOT_COMPUTABLE):
        broken = breaks_between(found.first, found.last, indicator, sources)
        return TrendWords("", word, f"{formats.NBSP}: {short_break(broken[0].depuis) if broken else found.reason}")
    first, last = found.first.millesime, found.last.millesime
    between = f"entre {first} et {last}" if "T" not in first + last else f"entre {spoken(first)} et {spoken(last)}"
    size = "" if found.direction is Direction.STABLE else f" de {change(found, indicator)}"
    if found.fragile:  # a few people more or less: neither good nor bad news
        return TrendWords(ARROW[found.direction], word, f"{size} {between}, sur un petit effectif")
    return TrendWords(ARROW[found.direction], word, f"{size} {between}", found.judgement)


def short_break(since: str) -> str:
    """Name a break in a few words: « nouvelle méthode en 2023 »."""
    return f"nouvelle méthode en {year_of(since)}"


def spoken(millesime: str) -> str:
    """« le 4e trimestre 2024 », « 2021 »."""
    return formats.period(millesime).removeprefix("en ").replace("au ", "le ", 1)


def change(found: Trend, indicator: Indicator) -> str:
    """Write the size of a change, without sign: « 2,3 pts », « 4,1 % », « 0,3 » for an index."""
    size = formats.number(abs(found.change), 1)
    if found.relative:
        return f"{size}{formats.THIN}%"
    if indicator.unite == "pourcent":
        return f"{size}{formats.THIN}{'pt' if round(abs(found.change), 1) < 2 else 'pts'}"
    return f"{size}{formats.SUFFIX.get(indicator.unite, '')}"


def precaution(seen: Observation, indicator: Indicator, source: Source) -> str:
    """Say why a shown figure is not plainly « ok », according to who published it; empty when it is."""
    if seen.status is Status.ARRONDI:
        return _rounded(seen, indicator, source)
    if seen.status is Status.ESTIME and source.id in PLAIN_MEANS:
        return "moyenne simple des établissements, quelle que soit leur taille"
    if seen.status is Status.ESTIME:
        return f"provisoire, ou calculé d'après un modèle ({source.producteur})"
    return _fragile(seen, indicator, source) if seen.status is Status.FRAGILE else ""


def _rounded(seen: Observation, indicator: Indicator, source: Source) -> str:
    steps = ROUNDED_TO.search(source.mention)
    if steps:
        what = "effectif arrondi" if indicator.unite in formats.COUNTS else "calculé sur des effectifs arrondis"
        small = seen.numerator is not None and seen.numerator < SMALL_ROUNDED
        rough = ", sur un petit effectif : un ordre de grandeur" if small else ""
        return f"{what} à {steps[1]} par le producteur ({source.producteur}){rough}"
    if "filosofi" in source.id and indicator.unite == "pourcent":
        floor = formats.number(seen.value or 0)
        lowest = f"le producteur ({source.producteur}) ne publie pas de taux plus bas"
        return f"se lit « {floor}{formats.THIN}% ou moins »{formats.NBSP}: {lowest}"
    return f"arrondi par le producteur ({source.producteur})"


def _fragile(seen: Observation, indicator: Indicator, source: Source) -> str:
    if source.fragile_sous is None:
        return f"note de précaution du producteur ({source.producteur})"
    counts = [seen.numerator, seen.denominator if AREA not in indicator.denominateur else None]
    smallest = min((count for count in counts if count is not None), default=None)
    if smallest is not None and smallest < source.fragile_sous:
        return f"effectif de {formats.number(smallest)}, inférieur à {source.fragile_sous}"
    if seen.level is Level.IRIS:
        return "IRIS d'activité ou divers, ou label de qualité réservé par l'Insee"
    return "une partie du calcul repose sur un petit effectif"
