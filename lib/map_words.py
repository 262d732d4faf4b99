"""A map in words: bounds of its classes, lines of its legend with their counts, where my territory stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from lib import formats
from lib.classes import Scale
from lib.map_values import Figures, LegendClass, legend
from lib.model import Indicator
from lib.palette import SECRET, UNKNOWN

Write = Callable[[float], str]
MANY_EQUAL = 10  # more than one area in ten with my value: a rank would mean nothing


def class_words(classes: Sequence[LegendClass], rank: int, write: Write) -> str:
    """Say the bounds of one class: « de 3,8 à moins de 5,2 », « 0 » for a count from 0 to less than 1."""
    one = classes[rank]
    low, high = write(one.low), write(one.high)
    last = rank == len(classes) - 1
    counted = not last and one.high - one.low == 1 and "," not in low
    if low == high or counted:
        return low
    return f"de {low} à {high}" if last else f"de {low} à moins de {high}"


def legend_lines(shown: Figures, scale: Scale, write: Write) -> list[tuple[str, str]]:
    """Return the lines of a drawn legend, (fill, words): classes with their number of areas, then what is hidden."""
    classes = legend(shown, scale)
    lines = [
        (one.fill, f"{class_words(classes, rank, write)} ({formats.number(one.count)})")
        for rank, one in enumerate(classes)
    ]
    hidden = shown.hidden()
    secret = hidden.pop("secret", 0)
    if secret:
        lines.append((SECRET, f"secret ({formats.number(secret)})"))
    apart = hidden.pop("non_comparable", 0)
    for words, count in (("non comparable", apart), ("sans chiffre", sum(hidden.values()))):
        if count:
            lines.append((UNKNOWN, f"{words} ({formats.number(count)})"))
    return lines


def standing(shown: Figures, indicator: Indicator, label: str, mine: str) -> str:
    """Say where the area of key ``mine`` stands on a map, or the highest value when it is not drawn."""
    known = shown.known
    if not len(known):
        return ""
    ranks = [rank for rank, area in enumerate(shown.areas) if area.key == mine]
    found = [rank for rank in ranks if shown.value(rank) is not None]
    rank = found[0] if found else shown.ordered()[0]
    value = shown.values[rank]
    told = formats.sentence(indicator, float(value), shown.areas[rank])
    if len(known) == 1:
        return f"{told}."
    peers = label if label.startswith("IRIS") else label[0].lower() + label[1:]
    every = f"des {formats.number(len(known))} {peers}"
    lower, same = int((known < value).sum()), int((known == value).sum()) - 1
    if found and same > len(known) / MANY_EQUAL:
        return f"{told}{formats.NBSP}; {formats.number(same)} autres {every} ont la même valeur."
    if not found or not (known > value).any():
        return f"{told}{formats.NBSP}: c'est la valeur la plus élevée {every}."
    if lower == 0:
        return f"{told}{formats.NBSP}: c'est la valeur la plus faible {every}."
    return f"{told}{formats.NBSP}; {formats.number(lower)} {every} ont une valeur plus faible."
