"""The reference table of territories: look-up by key, search by name or code, passages, parents and peers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from lib import peer_group
from lib.model import DataError, Level, Territory

PARENT_LEVELS = (Level.COMMUNE, Level.EPT, Level.EPCI, Level.DEPARTEMENT, Level.REGION)
SEARCH_ORDER = {
    level: rank
    for rank, level in enumerate(
        (
            Level.COMMUNE,
            Level.EPCI,
            Level.EPT,
            Level.DEPARTEMENT,
            Level.REGION,
            Level.FRANCE,
            Level.IRIS,
            Level.QPV,
            Level.ZONE,
        )
    )
}
FRANCE = "france-F"
_CODE = re.compile(r"\d{2,5}|2[AB]\d{0,3}")
LEVEL_WORD = {
    Level.IRIS: "IRIS",
    Level.QPV: "quartier prioritaire",
    Level.COMMUNE: "commune",
    Level.EPT: "établissement public territorial",
    Level.EPCI: "intercommunalité",
    Level.DEPARTEMENT: "département",
    Level.REGION: "région",
    Level.FRANCE: "pays",
    Level.ZONE: "zone à soi",
}
_KINDS = {
    "arrondissement_municipal": "arrondissement",
    "CC": "communauté de communes",
    "CA": "communauté d'agglomération",
    "CU": "communauté urbaine",
    "METRO": "métropole",
    "MET69": "métropole",
}


def normalise(text: str) -> str:
    """Reduce a name to what people type: no accents, no hyphens, « saint » for « st », lower case."""
    flat = unicodedata.normalize("NFKD", text.lower().replace("œ", "oe").replace("æ", "ae"))
    flat = "".join(c for c in flat if not unicodedata.combining(c))
    words = re.sub(r"[^a-z0-9]+", " ", flat).split()
    return " ".join({"st": "saint", "ste": "sainte", "stes": "saintes", "sts": "saints"}.get(w, w) for w in words)


@dataclass(frozen=True, slots=True)
class Redirect:
    """A code that is no longer current: its former name and the territory that took over."""

    former_code: str
    former_name: str
    territory: Territory


class Territories:
    """All territories of France, held in memory (about 54 000, read once per process)."""

    def __init__(self, by_key: dict[str, Territory], passages: dict[str, tuple[str, str]]) -> None:
        self._by_key = by_key
        self._passages = passages
        self._children: dict[tuple[Level, Level, str], list[Territory]] = {}
        for territory in by_key.values():
            if territory.kind == "arrondissement_municipal":
                continue
            for level, code in territory.parents.items():
                self._children.setdefault((territory.level, level, code), []).append(territory)
        self._index = [(normalise(t.name), t) for t in by_key.values()]

    def __len__(self) -> int:
        return len(self._by_key)

    def get(self, key: str) -> Territory:
        """Return the territory of a key such as ``commune-38151``, or the group of comparable areas of such a key.

        Raises DataError when it does not exist.
        """
        if peer_group.is_group(key):
            return self._group(peer_group.read(key))
        found = self._by_key.get(key)
        if found is None:
            raise DataError(
                "Ce territoire n'existe pas",
                f"code « {key} »",
                "Cherchez une commune par son nom, son code postal ou son code Insee.",
            )
        return found

    def find(self, key: str) -> Territory | None:
        """Return the territory of a key, or None when it does not exist."""
        return self._by_key.get(key)

    def _group(self, found: Territory) -> Territory:
        for piece in found.pieces:
            self.get(piece)
        return found

    def resolve(self, key: str) -> Territory | Redirect:
        """Like ``get``, but a former commune code gives a Redirect to the commune that replaced it."""
        level, _, code = key.partition("-")
        if key not in self._by_key and level == Level.COMMUNE.value and code in self._passages:
            current, name = self._passages[code]
            return Redirect(code, name, self.get(f"commune-{current}"))
        return self.get(key)

    def parent(self, territory: Territory, level: Level) -> Territory | None:
        """Return the area of ``level`` that contains ``territory``, or None (no EPCI on a few islands)."""
        code = territory.parents.get(level)
        return self._by_key.get(f"{level.value}-{code}") if code else None

    def children(self, territory: Territory, level: Level) -> list[Territory]:
        """Return the areas of ``level`` inside ``territory``, arrondissements left out, sorted by code."""
        if territory.level is Level.FRANCE:
            every = (t for t in self._by_key.values() if t.level is level and t.kind != "arrondissement_municipal")
            return sorted(every, key=lambda t: t.code)
        return sorted(self._children.get((level, territory.level, territory.code), []), key=lambda t: t.code)

    def districts(self, city: Territory) -> list[Territory]:
        """Return the arrondissements of Paris, Lyon or Marseille, an empty list elsewhere."""
        kind = "arrondissement_municipal"
        found = (t for t in self._by_key.values() if t.kind == kind and t.parents.get(Level.COMMUNE) == city.code)
        return sorted(found, key=lambda t: t.code)

    def peers(self, territory: Territory) -> tuple[list[Territory], Territory | None]:
        """Return the areas of the same kind to be compared with, and the area they share (None: no peers).

        Communes are compared inside their département, IRIS and arrondissements inside their city,
        EPCI inside their région, the others over France.
        """
        if territory.kind == "arrondissement_municipal":
            city = self._by_key[f"commune-{territory.parents[Level.COMMUNE]}"]
            return self.districts(city), city
        scope = {Level.IRIS: Level.COMMUNE, Level.COMMUNE: Level.DEPARTEMENT, Level.EPCI: Level.REGION}
        if territory.level in (Level.FRANCE, Level.ZONE):
            return [], None
        france = self._by_key[FRANCE]
        shared = self.parent(territory, scope[territory.level]) if territory.level in scope else france
        return (self.children(shared, territory.level), shared) if shared else ([], None)

    def search(self, query: str, limit: int = 8, levels: Iterable[Level] = tuple(Level)) -> list[Territory]:
        """Find territories by name, postal code or Insee code, best first: exact, starts with, word, contains.

        Insensitive to case, accents, hyphens and « st / saint »; among equals the most populated comes first. A name
        may come with its code: « 38130 Échirolles », « Saint-Denis (93) ».
        """
        return self._search(query, limit, levels) or self._search_both(query, limit, levels)

    def _search_both(self, query: str, limit: int, levels: Iterable[Level]) -> list[Territory]:
        words = re.split(r"[\s(),]+", query.strip().upper())
        codes = [word for word in words if _CODE.fullmatch(word)]
        name = " ".join(word for word in words if word not in codes)
        if len(codes) != 1 or not name:
            return []
        found = self._search(name, len(self), levels)
        return [t for t in found if any(code.startswith(codes[0]) for code in (t.code, *t.postal_codes))][:limit]

    def _search(self, query: str, limit: int, levels: Iterable[Level]) -> list[Territory]:
        wanted, code = normalise(query), query.strip().upper()
        if not wanted:
            return []
        allowed = set(levels)
        scored = []
        for name, territory in self._index:
            rank = _rank(wanted, code, name, territory)
            if rank is not None and territory.level in allowed:
                order = SEARCH_ORDER[territory.level]
                small = territory.level is Level.IRIS
                scored.append(((small, rank, -(territory.population or 0), order, territory.code), territory))
        return [territory for _, territory in sorted(scored, key=lambda pair: pair[0])[:limit]]

    def caption(self, territory: Territory) -> str:
        """Say what a territory is and where, to tell homonyms apart: « commune · Isère · 38130 »."""
        nature = _KINDS.get(territory.kind, LEVEL_WORD[territory.level])
        if territory.level is Level.IRIS:
            return f"IRIS · {self._by_key[f'commune-{territory.parents[Level.COMMUNE]}'].name}"
        department = self.parent(territory, Level.DEPARTEMENT)
        codes = territory.postal_codes
        postal = codes[0] if len(codes) == 1 else f"{codes[0]} à {codes[-1]}" if codes else ""
        return " · ".join(part for part in (nature, department.name if department else "", postal) if part)

    def former(self, query: str) -> Redirect | None:
        """Return the commune that replaced the one whose former code or name is ``query``."""
        wanted = normalise(query)
        for code, (current, name) in self._passages.items():
            if code == query.strip() or (wanted and normalise(name) == wanted):
                return Redirect(code, name, self._by_key[f"commune-{current}"])
        return None


def _rank(wanted: str, code: str, name: str, territory: Territory) -> int | None:
    if name == wanted or code == territory.code or code in territory.postal_codes:
        return 0
    if name.startswith(wanted):
        return 1
    if f" {wanted}" in name:
        return 2
    if len(code) >= 2 and code.isdigit() and any(p.startswith(code) for p in territory.postal_codes):
        return 3
    return 4 if len(wanted) >= 3 and wanted in name else None


def load_territories(folder: Path) -> Territories:
    """Read ``territoires.parquet``, ``iris.parquet`` and ``passages.parquet``. Raises DataError if one is unusable."""
    rows = _rows(folder / "territoires.parquet", _TERRITORY_COLUMNS)
    by_key = {t.key: t for t in (_territory(row) for row in rows)}
    for row in _rows(folder / "iris.parquet", _IRIS_COLUMNS):
        commune = by_key.get(f"commune-{row['commune']}")
        if commune is not None:
            iris = _iris(row, commune)
            by_key[iris.key] = iris
    moved = _rows(folder / "passages.parquet", _PASSAGE_COLUMNS)
    passages = {row["ancien_code"]: (row["code"], row["nom_ancien"]) for row in moved}
    return Territories(by_key, passages)


_PARENT_NAMES = tuple(level.value for level in PARENT_LEVELS)
_TERRITORY_COLUMNS = (
    "niveau", "code", "nom", "type", "article", "population", "superficie_km2", "codes_postaux", *_PARENT_NAMES,
)  # fmt: skip
_IRIS_COLUMNS = ("code", "nom", "type", "commune")
_PASSAGE_COLUMNS = ("ancien_code", "code", "nom_ancien")
_UNREADABLE = "Le référentiel des territoires n'est pas lisible"
_REMEDY = "Réinstallez l'application, ou reconstruisez ce fichier (geo/LISEZMOI.md)."


def _rows(path: Path, columns: tuple[str, ...]) -> list[dict]:
    try:
        table = pq.read_table(path)
    except (OSError, pa.ArrowException) as error:
        raise DataError(_UNREADABLE, str(path), _REMEDY) from error
    missing = [name for name in columns if name not in table.column_names]
    if missing:
        raise DataError(_UNREADABLE, f"{path}, colonnes absentes : {', '.join(missing)}", _REMEDY)
    return table.to_pylist()


def _territory(row: dict) -> Territory:
    level = Level(row["niveau"])
    parents = {parent: row[parent.value] for parent in PARENT_LEVELS if row[parent.value]}
    if parents.get(level) == row["code"]:
        del parents[level]
    if level is not Level.FRANCE:
        parents[Level.FRANCE] = "F"
    return Territory(
        level=level,
        code=row["code"],
        name=row["nom"],
        kind=row["type"],
        article=row["article"] or 0,
        population=row["population"],
        area_km2=row["superficie_km2"],
        postal_codes=tuple((row["codes_postaux"] or "").split()),
        parents=parents,
    )


def _iris(row: dict, commune: Territory) -> Territory:
    return Territory(
        level=Level.IRIS,
        code=row["code"],
        name=row["nom"],
        kind=row["type"],
        parents={Level.COMMUNE: commune.code} | commune.parents,
    )
