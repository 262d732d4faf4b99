"""Own zones: what they are made of, how they travel in an address, how counts of their pieces are added up. Pure.

Counts are added, then the ratio is made; medians, deciles and published rates are never added nor averaged.
"""

from __future__ import annotations

import base64
import binascii
import json
import math
import re
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from lib.formats import amount
from lib.formula import AREA, compute
from lib.model import GRAVITY, STATUS_ORDER, DataError, Indicator, Level, Source, Status, Territory
from lib.observation import Observation, Spread

SMALL = 2_000  # inhabitants: under this, a warning, and no partner data
MOST_PIECES = 2_000
LONGEST = 20_000  # characters of an address, before and after it is unfolded
CARRIED = "a."  # a zone carried whole by its address begins so
PREFIX = f"{Level.ZONE.value}-"
Counts = Callable[[Observation], tuple[float | None, float | None]]


@dataclass(frozen=True, slots=True)
class Zone:
    """A named set of IRIS or of communes; ``id`` is permanent, or holds the zone itself when it is not saved."""

    id: str
    name: str
    level: Level
    codes: tuple[str, ...]

    @property
    def key(self) -> str:
        """How addresses name the zone."""
        return f"{PREFIX}{self.id}"


def carried(name: str, level: Level, codes: Iterable[str]) -> Zone:
    """Return a zone whose identifier holds its name and pieces: its address works everywhere, saved or not."""
    kept = tuple(sorted(set(codes)))
    text = json.dumps([name, level.value, ",".join(kept)], ensure_ascii=False, separators=(",", ":"))
    folded = base64.urlsafe_b64encode(zlib.compress(text.encode(), 9)).decode().rstrip("=")
    return Zone(CARRIED + folded, name, level, kept)


def unfold(identifier: str) -> Zone:
    """Read a zone back from its identifier. Raises DataError when the address is damaged or unreasonable."""
    try:
        if len(identifier) > LONGEST:
            raise ValueError("too long")
        folded = identifier.removeprefix(CARRIED)
        opening = zlib.decompressobj()
        text = opening.decompress(base64.urlsafe_b64decode(folded + "=" * (-len(folded) % 4)), LONGEST)
        if opening.unconsumed_tail or not opening.eof:
            raise ValueError("unfinished")
        name, level, codes = json.loads(text)
        if not all(isinstance(one, str) for one in (name, level, codes)):
            raise ValueError("not text")
        found = Zone(identifier, clean_name(name), Level(level), tuple(sorted(set(codes.split(",")))))
    except (ValueError, TypeError, zlib.error, binascii.Error) as error:
        raise DataError("L'adresse de cette zone est incomplète ou abîmée", f"« {identifier[:40]} »", _ASK) from error
    if found.level not in (Level.IRIS, Level.COMMUNE) or not 0 < len(found.codes) <= MOST_PIECES:
        raise DataError("Cette zone n'est pas faite d'IRIS ou de communes", f"« {found.name} »", _ASK)
    return found


def clean_name(name: str) -> str:
    """Return a name fit for the screen and for files. Raises DataError when nothing is left."""
    kept = re.sub(r"\s+", " ", re.sub(r"[\x00-\x1f<>]", " ", name)).strip()[:80]
    if not kept:
        raise DataError(
            "Cette zone n'a pas de nom", "nom de la zone", "Donnez-lui un nom court, par exemple « Ouest »."
        )
    return kept


def parse_codes(text: str) -> list[str]:
    """Return the codes of a pasted list, whatever separates them, without repeats."""
    return list(dict.fromkeys(re.findall(r"\b(?:\d{9}|2[AB]\d{7}|\d{5}|2[AB]\d{3})\b", text.upper())))


def unread(text: str, kept: Iterable[str]) -> list[str]:
    """Return what looks like a code in a pasted list and was not ``kept``: another level, mistyped, unknown."""
    known = set(kept)
    words = dict.fromkeys(re.findall(r"[0-9A-Z]{4,}", text.upper()))
    return [word for word in words if word not in known and re.search(r"\d{3}", word)]


def territory(zone: Zone, pieces: Sequence[Territory]) -> Territory:
    """Return the zone as a territory: its pieces, the areas that contain them all, its population when known."""
    shared = set.intersection(*({*piece.parents.items()} for piece in pieces)) if pieces else set()
    known = [piece.population for piece in pieces]
    whole = sum(n or 0 for n in known) if zone.level is Level.COMMUNE and None not in known else None
    sizes = [piece.area_km2 for piece in pieces]
    area = math.fsum(size or 0 for size in sizes) if sizes and None not in sizes else None
    return Territory(
        Level.ZONE,
        zone.id,
        zone.name,
        kind=zone.level.value,
        population=whole,
        area_km2=area,
        parents=dict(shared),
        pieces=tuple(f"{zone.level.value}-{piece.code}" for piece in pieces),
    )


def additive(indicator: Indicator, sources: Mapping[str, Source]) -> bool:
    """Tell whether the quantities of an indicator may be added up over pieces."""
    published = {
        variable.id
        for name in (*indicator.sources, *indicator.source_denominateur)
        if name in sources
        for variable in sources[name].variables
        if variable.agregation != "somme"
    }
    used = {*indicator.numerateur, *indicator.denominateur} - {AREA}
    return not used & published


def observe(
    zone: Territory,
    indicator: Indicator,
    pieces: Sequence[Sequence[Observation]],
    sources: Mapping[str, Source],
    counts: Counts,
) -> tuple[Observation, ...]:
    """Return the figures of a zone, one per millesime that every piece has, oldest first.

    ``pieces`` are the series of each piece; ``counts`` reads the counts of a piece that has nobody to relate to
    (« sans objet »). A piece unknown or secret leaves the whole unknown or secret; two producers are never added.
    """
    if not additive(indicator, sources):
        return ()
    by_year: dict[str, list[Observation]] = {}
    for series in pieces:
        for seen in series:
            by_year.setdefault(seen.millesime, []).append(seen)
    sums = [
        _added(year, found, sources, counts)
        for year, found in sorted(by_year.items())
        if len(found) == len(pieces) and len({seen.source for seen in found}) == 1
    ]
    one = indicator.model_copy(update={"numerateur": ("haut",), "denominateur": ("bas",) if indicator.is_ratio else ()})
    found = {}
    for limit in {row.limit for row in sums}:  # one computation per producer's rule on small counts
        rows = [row for row in sums if row.limit == limit]
        table = pd.DataFrame([{"haut": row.upper, "bas": row.lower} for row in rows])
        statuses = pd.DataFrame([{"haut": row.status, "bas": row.status} for row in rows])
        computed = compute(one, table, statuses, fragile_under=limit)
        found |= {row.year: (row, value) for row, value in zip(rows, computed.itertuples(), strict=True)}
    return tuple(_observed(zone, indicator, *found[year]) for year in sorted(found))


@dataclass(frozen=True, slots=True)
class _Sum:
    year: str
    upper: float
    lower: float
    status: str
    limit: int | None
    source: str
    geography: int | None


def _added(year: str, pieces: Sequence[Observation], sources: Mapping[str, Source], counts: Counts) -> _Sum:
    source = pieces[0].source
    limit = sources[source].fragile_sous if source in sources else None
    parts = [
        counts(seen) if seen.status is Status.SANS_OBJET else (seen.numerator, seen.denominator) for seen in pieces
    ]
    status = STATUS_ORDER[max(GRAVITY[_plain(seen, limit).value] for seen in pieces)]
    upper, lower = (_sum([part[side] for part in parts]) for side in (0, 1))
    return _Sum(year, upper, lower, status, limit, source, pieces[0].geography)


def _observed(zone: Territory, indicator: Indicator, row: _Sum, computed: object) -> Observation:
    shown = Status(computed.statut)
    known = shown.has_value and not math.isnan(computed.valeur)
    return Observation(
        indicator.id,
        Level.ZONE,
        zone.code,
        float(computed.valeur) if known else None,
        shown,
        row.year,
        row.upper if known else None,
        row.lower if known and indicator.is_ratio else None,
        row.source,
        row.geography,
    )


def _plain(seen: Observation, limit: int | None) -> Status:
    """Return the status that a piece brings to the sum: a small count is no longer small once added."""
    if seen.status is Status.SANS_OBJET or (seen.status is Status.FRAGILE and limit is not None):
        return Status.OK
    return seen.status


def _sum(values: Sequence[float | None]) -> float:
    known = [value for value in values if value is not None]
    return math.fsum(known) if len(known) == len(values) else math.nan


def spread(seen: Sequence[Observation]) -> Spread | None:
    """Return the lowest and highest values of the pieces and how many are known; None when none is."""
    known = [one.value for one in seen if one.value is not None]
    return Spread(min(known), max(known), len(known), len(seen)) if known else None


def range_words(found: Spread, unit: str) -> str:
    """Write the range of the pieces: « de 18,2 % à 31,0 % », and how many are known when some are not."""
    low, high = amount(found.low, unit), amount(found.high, unit)
    words = f"de {low} à {high}" if low != high else low
    return words if found.known == found.pieces else f"{words} ({found.known} sur {found.pieces} connus)"


def not_computable(
    zone: Territory, indicator: Indicator, pieces: Sequence[Sequence[Observation]]
) -> tuple[Observation, ...]:
    """Return, for each millesime that a piece has, an observation without a value but with the range of the pieces."""
    by_year: dict[str, list[Observation]] = {}
    for series in pieces:
        for seen in series:
            by_year.setdefault(seen.millesime, []).append(seen)
    found = []
    for year, rows in sorted(by_year.items()):
        absent = [replace(rows[0], value=None)] * (len(pieces) - len(rows))
        found.append(
            Observation(
                indicator.id,
                Level.ZONE,
                zone.code,
                None,
                Status.NON_CALCULABLE,
                year,
                source=rows[0].source,
                geography=rows[0].geography,
                spread=spread([*rows, *absent]),
            )
        )
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Partition:
    """What several zones of one level do together: pieces in two zones, pieces in none."""

    overlaps: dict[str, tuple[str, ...]]
    holes: tuple[str, ...]


def partition(zones: Sequence[Zone], every: Iterable[str]) -> Partition:
    """Compare zones with all pieces of the area they share out; overlaps name the zones of each piece."""
    owners: dict[str, list[str]] = {}
    for zone in zones:
        for code in zone.codes:
            owners.setdefault(code, []).append(zone.name)
    twice = {code: tuple(names) for code, names in sorted(owners.items()) if len(names) > 1}
    return Partition(twice, tuple(sorted(set(every) - owners.keys())))


_ASK = "Demandez à nouveau l'adresse à la personne qui vous l'a envoyée, ou recomposez la zone."
