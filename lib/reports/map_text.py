"""A map of the report without its drawing: what each class holds, how to read it, the table of its figures."""

from __future__ import annotations

from collections.abc import Sequence

from lib import formats
from lib.classes import Scale
from lib.formats import NBSP, UNIT_LABEL
from lib.map_values import NOT_COMPARABLE, Figures, legend
from lib.map_words import class_words
from lib.model import Indicator, Status
from lib.reports.document import Table

NAMED = 60  # areas that an alternative text names one by one
RESERVED = (  # status, one figure, several
    (Status.FRAGILE, "chiffre fragile, à lire comme un ordre de grandeur", "chiffres fragiles, des ordres de grandeur"),
    (Status.ESTIME, "chiffre estimé", "chiffres estimés"),
    (Status.ARRONDI, "chiffre arrondi", "chiffres arrondis"),
)
EDGE = 10  # first and last areas of a longer table


def described(shown: Figures, cut: Scale | None, indicator: Indicator) -> str:
    """Say the whole map in words: the areas of each class, those without a figure; ends only of a large one.

    ``cut``: the classes, None for a map of circles.
    """
    if len(shown.areas) > NAMED:
        return f"{_ends(shown, indicator)} {_unnamed(shown)}".strip()
    if cut is None:
        told = ", ".join(_told(shown, indicator, rank) for rank in shown.ordered() if shown.value(rank) is not None)
        return f"{told}. {_hidden(shown)}".strip()
    classes = legend(shown, cut)
    names: list[list[str]] = [[] for _ in classes]
    for rank in shown.ordered():
        value = shown.value(rank)
        if value is not None:
            names[cut.index(value)].append(shown.areas[rank].name)
    bounds = [
        class_words(classes, place, lambda bound: formats.plain(bound, indicator.unite))
        for place in range(len(classes))
    ]
    told = [f"{words}{NBSP}: {', '.join(found)}" for words, found in zip(bounds, names, strict=True) if found]
    return f"Du plus clair au plus foncé, {' ; '.join(told)}. {_hidden(shown)}".strip()


def caution(shown: Figures) -> str:
    """Count the figures of the map that the producer gives with a reservation; empty when there is none."""
    statuses = [shown.status(rank) for rank in range(len(shown.areas)) if shown.value(rank) is not None]
    told = [formats.plural(count, one, many) for status, one, many in RESERVED if (count := statuses.count(status))]
    return f"{', '.join(told)}." if told else ""


def read_map(shown: Figures, cut: Scale | None, indicator: Indicator, mine: str) -> str:
    """Say how to read the map: my class, or the ends; what dark means."""
    if cut is None:
        return f"Plus le cercle est grand, plus le nombre est élevé. {_ends(shown, indicator)}"
    dark = "Plus la couleur est foncée, plus la valeur est élevée."
    found = [rank for rank, area in enumerate(shown.areas) if area.key == mine and shown.value(rank) is not None]
    classes = legend(shown, cut)
    if not found or len(classes) < 2:
        return f"{dark} {_ends(shown, indicator)}"
    rank = found[0]
    place = cut.index(shown.values[rank])
    words = class_words(classes, place, lambda bound: formats.plain(bound, indicator.unite))
    last = place == len(classes) - 1
    if (
        formats.plain(classes[place].high, indicator.unite) == formats.plain(shown.value(rank), indicator.unite)
        and not last
    ):
        return f"{dark} {_ends(shown, indicator)}"  # « 10,4 » in « moins de 10,4 » would look wrong once rounded
    return f"{_told(shown, indicator, rank)} est dans la classe {words}. {dark} {_ends(shown, indicator)}"


def values_table(shown: Figures, indicator: Indicator, caption: str, mine: Sequence[str]) -> Table:
    """Return the figures of the map from the highest to the lowest; of a large one, both ends and my territory."""
    ranks = shown.ordered()
    places = {rank: place for place, rank in enumerate(ranks, start=1)}
    if len(ranks) > NAMED:
        known = [rank for rank in ranks if shown.value(rank) is not None]
        kept = {*known[:EDGE], *known[-EDGE:], *(rank for rank in ranks if shown.areas[rank].code in mine)}
        ranks = [rank for rank in ranks if rank in kept]
        caption = f"{caption}{NBSP}: les {EDGE} valeurs les plus élevées, les {EDGE} plus faibles"
    unit = indicator.unite
    own = [place for place, rank in enumerate(ranks) if shown.areas[rank].code in mine]
    rows = tuple(
        (
            f"{places[rank]}. {shown.areas[rank].name}" if shown.value(rank) is not None else shown.areas[rank].name,
            formats.plain(shown.value(rank), unit, shown.status(rank)),
        )
        for rank in ranks
    )
    return Table(caption, ("Territoire", UNIT_LABEL[unit]), rows, 1, (0.7, 0.3), mine=own[0] if len(own) == 1 else None)


def _told(shown: Figures, indicator: Indicator, rank: int) -> str:
    return f"{shown.areas[rank].name} ({formats.amount(shown.value(rank), indicator.unite)})"


def _ends(shown: Figures, indicator: Indicator) -> str:
    ranks = [rank for rank in shown.ordered() if shown.value(rank) is not None]
    if not ranks or shown.values[ranks[0]] == shown.values[ranks[-1]]:
        return ""
    high, low = (_told(shown, indicator, rank) for rank in (ranks[0], ranks[-1]))
    return f"Valeur la plus élevée{NBSP}: {high}{NBSP}; la plus faible{NBSP}: {low}."


def _apart(shown: Figures, rank: int) -> str:
    if shown.statuses[rank] == NOT_COMPARABLE:
        return "Non comparable"
    return "Secret" if shown.status(rank) is Status.SECRET else "Sans chiffre"


def _hidden(shown: Figures) -> str:
    found: dict[str, list[str]] = {}
    for rank, area in enumerate(shown.areas):
        if shown.value(rank) is None:
            found.setdefault(_apart(shown, rank), []).append(area.name)
    return " ".join(f"{words}{NBSP}: {', '.join(names)}." for words, names in sorted(found.items()))


def _unnamed(shown: Figures) -> str:
    counts: dict[str, int] = {}
    for rank in range(len(shown.areas)):
        if shown.value(rank) is None:
            words = _apart(shown, rank)
            counts[words] = counts.get(words, 0) + 1
    return " ".join(f"{words}{NBSP}: {formats.number(count)}." for words, count in sorted(counts.items()))
