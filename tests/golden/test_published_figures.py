"""Figures published by their producers, read through the store from the shipped files, with where they were read.

References: « issue » is the list of published figures the collection must show; « domaine » and « sources » are the
project's notes of fact; « Insee » a second, independent copy of an official table.
"""

from __future__ import annotations

import hashlib

import pytest

from lib.settings import DATA_DIR, GEO_DIR, ROOT
from lib.ui import resources

FIGURES = (
    # key, indicator, millesime, value as published, decimals, reference
    ("commune-38151", "niveau_vie_median", "2021", 19_930, 0, "issue : Filosofi 2021"),
    ("commune-38185", "niveau_vie_median", "2021", 22_140, 0, "issue : Filosofi 2021"),
    ("commune-38151", "taux_pauvrete_60", "2021", 24.0, 1, "issue : Filosofi 2021"),
    ("commune-38185", "taux_pauvrete_60", "2021", 21.0, 1, "issue : Filosofi 2021"),
    ("commune-38151", "niveau_vie_median", "2023", 21_900, 0, "sources : Filosofi 2, DS_FILOSOFI_CC"),
    ("commune-38151", "taux_pauvrete_60", "2023", 27.3, 1, "sources : Filosofi 2, DS_FILOSOFI_CC"),
    ("departement-38", "niveau_vie_median", "2023", 27_290, 0, "sources : publié par l'Insee, DS_FILOSOFI_CC"),
    ("departement-38", "taux_pauvrete_60", "2023", 13.0, 1, "sources : publié par l'Insee, DS_FILOSOFI_CC"),
    ("commune-38151", "rpls_logements", "2024", 6_498, 0, "issue : RPLS 2024"),
    ("commune-38151", "taux_chomage_rp", "2023", 17.1, 1, "sources : RP 2023"),
    ("commune-38151", "taux_chomage_rp", "2012", 15.2, 1, "sources : RP 2012"),
    ("commune-38185", "taux_chomage_rp", "2023", 13.1, 1, "sources : RP 2023"),
    ("commune-38185", "taux_chomage_rp", "2012", 14.9, 1, "sources : RP 2012"),
    ("commune-38151", "part_sans_diplome", "2023", 27.3, 1, "sources : RP 2023"),
    ("departement-38", "population_totale", "2023", 1_298_990, 0, "sources : populations des recensements"),
    ("commune-38151", "population_totale", "2010", 35_748, 0, "Insee, seconde copie : RP 2010"),
    ("commune-38151", "population_totale", "2015", 35_648, 0, "Insee, seconde copie : RP 2015"),
    ("commune-38151", "population_totale", "2020", 36_970, 0, "Insee, seconde copie : RP 2020"),
    ("commune-38151", "population_totale", "2021", 36_847, 0, "issue : RP 2021 à l'IRIS"),
    ("commune-38185", "population_totale", "2021", 157_479, 0, "issue : RP 2021 à l'IRIS"),
    ("departement-38", "population_totale", "2021", 1_284_943, 0, "issue : RP 2021 à l'IRIS"),
    ("departement-69", "population_totale", "2021", 1_893_703, 0, "issue : RP 2021 à l'IRIS"),
    ("departement-34", "population_totale", "2021", 1_201_889, 0, "issue : RP 2021 à l'IRIS"),
    ("france-F", "population_totale", "2021", 67_408_104, 0, "issue : RP 2021 à l'IRIS, France hors Mayotte"),
    ("departement-38", "taux_chomage_localise", "2021-T2", 6.6, 1, "Insee : chômage localisé, T2 2021"),
    ("commune-38151", "apl_generalistes", "2024", 4.51, 2, "sources : DREES, APL 2024"),
)
EACH = [f"{key}/{name}/{year}" for key, name, year, *_ in FIGURES]


@pytest.mark.parametrize(("key", "name", "year", "value", "decimals", "reference"), FIGURES, ids=EACH)
def test_the_store_gives_the_published_figure(
    key: str, name: str, year: str, value: float, decimals: int, reference: str
) -> None:
    area = resources.territories().get(key)
    series = {seen.millesime: seen for seen in resources.store().profile([area], [name]).series(area, name)}
    assert year in series, f"{reference} : aucun chiffre pour {year}"
    assert series[year].value is not None, f"{reference} : statut {series[year].status}"
    assert round(series[year].value, decimals) == value, reference


def test_at_least_sixty_indicators_have_a_figure_at_echirolles() -> None:
    area = resources.territories().get("commune-38151")
    names = list(resources.catalog().indicators)
    profile = resources.store().profile([area], names)
    known = [name for name in names if profile.latest(area, name).value is not None]
    several = [name for name in known if sum(seen.value is not None for seen in profile.series(area, name)) > 1]
    assert len(known) >= 90
    assert len(several) >= 40


def test_thirteen_of_the_fifteen_iris_of_echirolles_are_published_by_the_caf() -> None:
    city = resources.territories().get("commune-38151")
    areas = resources.territories().children(city, type(city.level)("iris"))
    profile = resources.store().profile(areas, ["aah_beneficiaires"])
    seen = [next(o for o in profile.series(area, "aah_beneficiaires") if o.millesime == "2021") for area in areas]
    assert len(seen) == 15
    assert sum(one.status.value == "non_diffuse" for one in seen) == 2


def test_the_files_shipped_weigh_less_than_forty_megabytes() -> None:
    files = [path for folder in (DATA_DIR, GEO_DIR) for path in folder.rglob("*.parquet")]
    assert sum(path.stat().st_size for path in files) < 40e6


def test_the_manifest_describes_every_shipped_file() -> None:
    entries = {entry["fichier"]: entry for entry in resources.manifest()}
    files = {path.relative_to(ROOT).as_posix(): path for f in (DATA_DIR, GEO_DIR) for path in f.rglob("*.parquet")}
    assert set(entries) == set(files)
    for name, path in files.items():
        assert entries[name]["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest(), name
        told = entries[name]["provenance"] and entries[name]["sources"]
        assert told or entries[name]["lignes"] == 0, name  # a theme still waiting for the collection
        assert entries[name]["construit_le"]
