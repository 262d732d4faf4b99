"""Filosofi and the quarters on the real files of ../shared: every file recognised, read, and equal to what is known."""

from __future__ import annotations

import gzip
import os
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from lib import registry
from lib.build.places import load_places
from lib.build.report import check_contract, out_of_bounds
from lib.build.sums import to_current
from lib.readers import Document
from lib.settings import GEO_DIR, ROOT

SHARED = ROOT.parent / "shared" / "donnees"
FOLDERS = (
    "brut/insee_filosofi", "brut/qpv", "releves/filosofi_2023", "releves/filosofi_commune_cc",
    "releves/filosofi_commune_mediane", "releves/filosofi_dep_reg_france_epci", "releves/filosofi_iris", "releves/qpv",
)  # fmt: skip
# Not read, and why.
IGNORED = {
    "METROPOLE": "la France métropolitaine n'est pas la France",
    "dispo.xlsx": "documentation",
    "hackaviz2021": "table retraitée, sans année",
    "REVN_2017": "rien ne dit l'année des revenus",
    "REVN_2018": "rien ne dit l'année des revenus",
    "REVN_2019": "rien ne dit l'année des revenus",
    ".geojson": "contours, lus par lib.build.quarters",
}
MINE = (
    "insee_filosofi_cc", "insee_filosofi_disp", "insee_filosofi_iris", "insee_filosofi_iris_declares",
    "releve_filosofi_2023", "releve_filosofi_medianes", "insee_filosofi_qpv", "insee_qpv_demographie",
    "insee_qpv_insertion",
)  # fmt: skip

pytestmark = pytest.mark.skipif(
    os.environ.get("CI") == "true" or not SHARED.exists(), reason="fichiers réels absents (../shared)"
)


def _files() -> list[Path]:
    every = (path for folder in FOLDERS for path in sorted((SHARED / folder).rglob("*.*")) if path.is_file())
    return [path for path in every if path.suffix not in (".zip", ".gz")]


def _read(path: Path) -> tuple[str, pd.DataFrame]:
    document = Document(path)
    found = registry.recognise(document)
    assert found is not None, f"{path.name} n'est pas reconnu"
    rows = found[0].read(document, found[1])
    check_contract(rows, found[0].source)
    return found[0].source.id, rows


@pytest.fixture(scope="module")
def read_files() -> dict[str, pd.DataFrame]:
    """Return the rows of all real files by source, a figure given by two copies only once."""
    parts: dict[str, list[pd.DataFrame]] = {}
    for path in _files():
        if not any(mark in str(path) for mark in IGNORED):
            source, rows = _read(path)
            parts.setdefault(source, []).append(rows)
    return {name: pd.concat(some, ignore_index=True).drop_duplicates() for name, some in parts.items()}


def test_every_real_file_is_ours_or_has_a_reason(read_files: dict[str, pd.DataFrame]) -> None:
    assert set(read_files) == set(MINE)


def test_ignored_files_are_claimed_by_nobody() -> None:
    ignored = [path for path in _files() if any(mark in str(path) for mark in IGNORED)]
    assert len(ignored) > 10
    assert [path.name for path in ignored if registry.recognise(Document(path))] == []


@pytest.mark.parametrize("name", MINE)
def test_real_figures_are_plausible_and_agree_between_copies(name: str, read_files: dict[str, pd.DataFrame]) -> None:
    rows, source = read_files[name], registry.sources()[name]
    assert not out_of_bounds(rows, source).any()
    current, note = to_current(rows, load_places(GEO_DIR), source)  # refuses two different figures for one key
    assert len(current)
    assert "commune" not in note.unknown  # no commune is lost


@pytest.mark.parametrize(
    ("source", "level", "code", "millesime", "variable", "value"),
    [
        ("insee_filosofi_cc", "commune", "38151", "2021", "niveau_vie_median", 19930),
        ("insee_filosofi_cc", "commune", "38151", "2021", "taux_pauvrete", 24),
        ("insee_filosofi_cc", "commune", "38185", "2021", "niveau_vie_median", 22140),
        ("insee_filosofi_cc", "commune", "38185", "2021", "taux_pauvrete", 21),
        ("releve_filosofi_2023", "commune", "38151", "2023", "niveau_vie_median", 21900),
        ("releve_filosofi_2023", "commune", "38151", "2023", "taux_pauvrete", 27.3),
        ("insee_filosofi_disp", "departement", "38", "2019", "niveau_vie_median", 23030),
        ("insee_filosofi_disp", "region", "84", "2016", "gini", 0.286),
    ],
)
def test_published_control_values(
    source: str,
    level: str,
    code: str,
    millesime: str,
    variable: str,
    value: float,
    read_files: dict[str, pd.DataFrame],
) -> None:
    rows = read_files[source]
    key = {"niveau": level, "code": code, "millesime": millesime, "variable": variable}
    found = rows[(rows[list(key)] == pd.Series(key)).all(axis=1)]
    assert found["valeur"].tolist() == [value]


def test_medians_copied_by_hand_are_those_of_the_official_table(read_files: dict[str, pd.DataFrame]) -> None:
    copied = read_files["releve_filosofi_medianes"].query("millesime == '2019'").set_index("code")["valeur"]
    table = read_files["insee_filosofi_disp"].query("millesime == '2019' and variable == 'niveau_vie_median'")
    official = table.query("niveau == 'commune'").set_index("code")["valeur"]
    assert len(copied) > 1000
    assert (copied == official.reindex(copied.index)).all()


def test_national_base_holds_the_control_commune(tmp_path: Path) -> None:
    packed = SHARED / "brut/insee_filosofi/filosofi_commune_cc_france/cc_filosofi_2021_COM.csv.gz"
    path = tmp_path / "cc_filosofi_2021_COM.csv"
    path.write_bytes(gzip.decompress(packed.read_bytes()))
    _, rows = _read(path)
    ain = rows[rows["code"] == "01004"].set_index("variable")
    known = {
        "niveau_vie_median": 21660, "part_menages_imposes": 50, "taux_pauvrete": 17, "taux_pauvrete_moins_30": 17,
        "taux_pauvrete_proprietaires": 5, "taux_pauvrete_locataires": 27, "part_revenus_activite": 72.3,
        "part_pensions_revenu": 25.3, "part_prestations_sociales_revenu": 7, "part_minima_sociaux_revenu": 3,
        "d1": 11890, "d9": 36450, "rapport_interdecile": 3.1, "menages_fiscaux": 6855,
        "personnes_menages_fiscaux": 15092,
    }  # fmt: skip
    assert ain["valeur"][list(known)].to_dict() == known
    assert ain.loc["taux_pauvrete_75_plus", "statut"] == "secret"
    assert rows["code"].nunique() == 34_909
    poverty = rows[rows["variable"] == "taux_pauvrete"]
    assert (poverty["statut"] == "secret").sum() == 30_500
    assert (poverty["statut"] == "non_disponible").sum() == 12
    assert poverty["valeur"].min() == 5  # the floor that reads « 5 % or less »


def test_workbook_of_2015_gives_four_levels(tmp_path: Path) -> None:
    folder = SHARED / "brut/insee_filosofi/filosofi_commune_xls"
    with zipfile.ZipFile(folder / "filo-revenu-pauvrete-menage-2015.zip") as archive:
        archive.extractall(tmp_path)
    source, rows = _read(next(tmp_path.rglob("*.xls")))
    assert source == "insee_filosofi_cc"
    counts = rows.groupby("niveau")["code"].nunique().to_dict()
    assert counts == {"commune": 35_848, "epci": 2_048, "departement": 98, "region": 15}
    extract = _read(folder / "base-cc-filosofi-2015_COM_38_69_34_EXTRAIT.csv")[1].set_index(["code", "variable"])
    whole = rows[rows["niveau"] == "commune"].set_index(["code", "variable"]).reindex(extract.index)
    pd.testing.assert_series_equal(whole["valeur"], extract["valeur"], rtol=1e-9)
    assert (whole["statut"] == extract["statut"]).all()
