"""What one process keeps in memory: catalogue, territories, figures, outlines; renewed when files change."""

from __future__ import annotations

import hashlib
import json
from collections import OrderedDict
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from threading import Lock, local
from typing import TypeVar

from shapely import Geometry

from lib import maps, packages, registry
from lib.catalog import Catalog, load_catalog
from lib.formats import of
from lib.maps import Layer, outlines
from lib.model import DataError, Level, Source, Territory
from lib.settings import load_settings
from lib.store import Store
from lib.territories import Territories, load_territories

SOURCES: dict[str, Source] = registry.sources()
GEO_FILES = ("territoires.parquet", "iris.parquet", "passages.parquet")
_OUTLINES: OrderedDict[str, Layer] = OrderedDict()
_LOCK = Lock()
_READING = Lock()
_RUN = local()  # the run of a page has its own thread
KEPT_OUTLINES = 40
Kept = TypeVar("Kept")


def renew() -> None:
    """Begin one run of a page: files are looked at once during the run, again at the next one."""
    _RUN.kept = {}


def _once(name: str, make: Callable[[], Kept]) -> Kept:
    """Return what this run already has; outside a run of a page, files are looked at each time."""
    kept = getattr(_RUN, "kept", None)
    if kept is None:
        return make()
    if name not in kept:
        kept[name] = make()
    return kept[name]


def territories() -> Territories:
    """Return the reference table. Raises DataError when its files are unusable."""
    return _once("territories", _current_territories)


def _current_territories() -> Territories:
    folder = load_settings().dossier_geo
    with _READING:  # the first visit waits for the warm-up instead of reading the same files beside it
        return _territories(folder, _signature([folder / name for name in GEO_FILES]))


@lru_cache(maxsize=2)
def _territories(folder: Path, _signature: tuple) -> Territories:
    return load_territories(folder)


def catalog() -> Catalog:
    """Return the catalogue of indicators. Raises DataError when a file is not valid."""
    return _once("catalog", _current_catalog)


def _current_catalog() -> Catalog:
    folder = load_settings().dossier_donnees / "catalogue"
    return _catalog(folder, _signature(sorted(folder.glob("*.yml"))))


@lru_cache(maxsize=2)
def _catalog(folder: Path, _signature: tuple) -> Catalog:
    return load_catalog(folder)


def store() -> Store:
    """Return the reader of figures, renewed when a data file is replaced."""
    return _once("store", _current_store)


def _current_store() -> Store:
    settings = load_settings()
    folders = (settings.dossier_donnees / "indicateurs", *packages.indicator_folders(settings.paquets))
    variables = tuple(folder.parent / "variables" for folder in folders)
    files = [path for folder in (*folders, *variables) for path in sorted(folder.glob("*.parquet"))]
    return _store(catalog(), folders, variables, _signature(files))


def figures_version() -> str:
    """Return a short mark of the figures that are read, which changes with their files and with the catalogue."""
    return _version(store(), territories())


@lru_cache(maxsize=2)
def _version(_store: Store, _territories: Territories) -> str:
    settings = load_settings()
    folders = (settings.dossier_donnees, settings.dossier_geo, *packages.indicator_folders(settings.paquets))
    files = [path for folder in folders for path in sorted(folder.rglob("*")) if path.suffix in (".parquet", ".yml")]
    return hashlib.sha256(repr(_signature(files)).encode()).hexdigest()[:8]


@lru_cache(maxsize=2)
def _store(known: Catalog, folders: tuple[Path, ...], variables: tuple[Path, ...], _signature: tuple) -> Store:
    return Store(known, folders, variables)


def manifest() -> list[dict]:
    """Return the provenance of every shipped file. Raises DataError when the manifest is unusable."""
    path = load_settings().dossier_donnees / "manifeste.json"
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, json.JSONDecodeError) as error:
        raise DataError(
            "Le manifeste des données n'est pas lisible", str(path), "Réinstallez l'application."
        ) from error


def outline_url(level: Level, scope: Territory) -> str:
    """Return the permanent address of the outlines of ``level`` inside ``scope``; it changes with the files."""
    folder = load_settings().dossier_geo
    signature = repr(_signature([*sorted(folder.glob("*.parquet")), *load_settings().paquets]))
    version = hashlib.sha256(signature.encode()).hexdigest()[:12]
    return f"/geo/{version}/{level.value}/{scope.key}.json"


def outline_areas(level: Level, scope: Territory) -> list[Territory]:
    """Return the areas of ``level`` to draw inside ``scope`` (arrondissements when asked for a city's communes)."""
    return _outline_areas(territories(), level, scope.key)


@lru_cache(maxsize=64)
def _outline_areas(known: Territories, level: Level, scope: str) -> list[Territory]:
    inside = known.get(scope)
    if level is Level.COMMUNE and inside.level is Level.COMMUNE:
        return known.districts(inside)
    return known.children(inside, level)


def has_iris_outlines(commune: Territory) -> bool:
    """Tell whether a territorial package draws the IRIS of this commune."""
    codes = [area.code for area in outline_areas(Level.IRIS, commune)]
    return packages.iris_outlines(load_settings().paquets, codes) is not None


def outline_layer(version: str, level: Level, scope: Territory) -> Layer:
    """Return the compressed outlines, computed once and kept. Raises DataError when they cannot be read."""
    key = f"{version}/{level.value}/{scope.key}"
    with _LOCK:
        if key not in _OUTLINES:
            areas = outline_areas(level, scope)
            settings = load_settings()
            iris = packages.iris_outlines(settings.paquets, [a.code for a in areas]) if level is Level.IRIS else None
            _OUTLINES[key] = outlines(level, areas, settings.dossier_geo, iris)
        _OUTLINES.move_to_end(key)
        while len(_OUTLINES) > KEPT_OUTLINES:
            _OUTLINES.popitem(last=False)
        return _OUTLINES[key]


def check_outlines(level: Level, scope: Territory) -> None:
    """Raise DataError when these outlines cannot be drawn: file absent, damaged, or without these areas."""
    _check_outlines(outline_url(level, scope), level, scope)


@lru_cache(maxsize=256)
def _check_outlines(_url: str, level: Level, scope: Territory) -> None:
    areas = outline_areas(level, scope)
    settings = load_settings()
    iris = packages.iris_outlines(settings.paquets, [a.code for a in areas]) if level is Level.IRIS else None
    maps.check(level, areas, settings.dossier_geo, iris)


def shapes(level: Level, scope: Territory) -> dict[str, Geometry]:
    """Return the outlines of ``level`` inside ``scope`` as shapes, by code. Raises DataError if they cannot be read."""
    areas = outline_areas(level, scope)
    settings = load_settings()
    iris = packages.iris_outlines(settings.paquets, [a.code for a in areas]) if level is Level.IRIS else None
    if level is Level.IRIS and iris is None:
        raise DataError(
            f"Les contours des IRIS {of(scope)} ne sont pas installés",
            "paquets territoriaux",
            "Ajoutez un paquet territorial qui les contient (README).",
        )
    return maps.shapes(level, areas, settings.dossier_geo, iris)


def _signature(files: list[Path]) -> tuple:
    return tuple((str(path), path.stat().st_mtime_ns if path.exists() else 0) for path in files)
