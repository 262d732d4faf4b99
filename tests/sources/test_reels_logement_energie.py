"""Real housing and energy files of ``../shared``, read in place: recognised by their module, known figures found."""

from __future__ import annotations

import os
from pathlib import Path

import pandas as pd
import pytest

from lib import registry
from lib.readers import Document

DONNEES = Path(__file__).resolve().parents[3] / "shared" / "donnees"
pytestmark = pytest.mark.skipif(
    os.environ.get("CI") == "true" or not DONNEES.exists(), reason="fichiers réels de ../shared absents ou CI"
)
LOGEMENT, ENERGIE = DONNEES / "brut" / "logement", DONNEES / "brut" / "energie"
# File, name under which it must be given when its content does not say its year, source, millesime.
READ = (
    ("rpls_commune/export_parc_logements_sociaux_jan_2024.csv", "", "sdes_rpls", "2024"),
    ("rpls_commune/lgt_soc_2024_extracted.csv", "", "sdes_rpls", "2024"),
    ("lovac/logement_vacants_communes.csv", "", "sdes_lovac", "2025"),
    ("lovac/lovac_opendata_dep.csv", "", "sdes_lovac", "2025"),
    ("lovac_2026_dep95/lovac_95.csv", "", "sdes_lovac", "2026"),
    ("sru/sru_95.csv", "", "dhup_sru", "2024"),
    ("suroccupation_communes/suroccupation_logement_communes_38_69_34.xlsx", "", "insee_suroccupation", "2020"),
    ("loyers_dep95/loyers_app_95.csv", "loyers_app_95_2025.csv", "carte_loyers", "2025"),
    ("ademe_dpe_dep95/dpe_fg_by_commune.json", "dpe_fg_2026.json", "ademe_dpe", "2026"),
    ("ademe_dpe_dep95/dpe_total_by_commune.json", "dpe_total_2026.json", "ademe_dpe", "2026"),
)
LEFT = {
    "lovac_2026_dep95/lovac_schema.csv": "dictionnaire des colonnes",
    "sru/couvertureLS_2015.csv": "table refaite, sans en-tête et aux accents perdus",
    "zonage_abc/zonage-abc-juillet-2024.csv": "un classement réglementaire, et non un chiffre",
}
EDITIONS = {"2020-10": "2018", "2021-12": "2020", "2022-09": "2022", "2022-12": "2021", "2023-09": "2023"}


def read(path: Path, name: str = "") -> tuple[str, str, pd.DataFrame]:
    """Return the source, the millesime and the rows of a real file."""
    document = Document(path, name)
    found = registry.recognise(document)
    assert found is not None, f"{path.name} non reconnu"
    return found[0].source.id, found[1], found[0].read(document, found[1])


def figure(rows: pd.DataFrame, code: str, variable: str, millesime: str) -> float:
    """Return one published figure."""
    kept = rows[(rows["code"] == code) & (rows["variable"] == variable) & (rows["millesime"] == millesime)]
    assert len(kept) == 1
    return kept["valeur"].iloc[0]


@pytest.mark.parametrize(("relative", "name", "source", "millesime"), READ, ids=[case[0] for case in READ])
def test_file_is_read_by_its_source(relative: str, name: str, source: str, millesime: str) -> None:
    found, year, rows = read(LOGEMENT / relative, name)
    assert (found, year) == (source, millesime)
    assert len(rows) and not rows.duplicated(["niveau", "code", "millesime", "variable"]).any()


@pytest.mark.parametrize("relative", LEFT)
def test_file_is_left_aside(relative: str) -> None:
    assert registry.recognise(Document(LOGEMENT / relative)) is None


def test_every_file_is_known() -> None:
    files = {path.relative_to(LOGEMENT).as_posix() for path in LOGEMENT.rglob("*") if path.is_file()}
    assert files == {case[0] for case in READ} | set(LEFT)


@pytest.mark.parametrize(("edition", "millesime"), EDITIONS.items())
def test_heat_edition_is_read(edition: str, millesime: str) -> None:
    path = next((ENERGIE / "sdes_energie_iris_chaleur").glob(f"*{edition}.csv"))
    source, year, rows = read(path)
    assert (source, year) == ("sdes_energie_iris", millesime)
    assert (rows["statut"] == "ok").any() and (rows["statut"] == "secret").any()


def test_published_figures() -> None:
    _, _, stock = read(DONNEES / "releves" / "logement" / "rpls_2024_communes_38.csv")
    assert figure(stock, "38151", "rpls_logements", "2024") == 6498
    assert figure(stock, "38151", "rpls_densite", "2024") == 40.23
    _, _, vacant = read(DONNEES / "releves" / "logement" / "lovac_2025_communes_38.csv")
    assert figure(vacant, "38151", "parc_prive_vacant_2_ans", "2025") == 269
    assert (vacant["statut"] == "secret").sum() == 261
    _, _, departments = read(LOGEMENT / "lovac" / "lovac_opendata_dep.csv")
    assert departments["code"].nunique() == 101
    assert figure(departments, "95", "parc_prive", "2024") == 417_613
    _, _, crowded = read(LOGEMENT / READ[6][0])
    assert figure(crowded, "38151", "taux_suroccupation", "2020") == 5.9


def test_both_exports_of_the_register_agree() -> None:
    _, _, export = read(LOGEMENT / READ[0][0])
    _, _, rates = read(LOGEMENT / READ[1][0])
    stock = [rows[rows["variable"] == "rpls_logements"].set_index("code")["valeur"] for rows in (export, rates)]
    pd.testing.assert_series_equal(stock[0].sort_index(), stock[1].sort_index())


def test_the_undated_inventory_is_not_read() -> None:
    """The copy of the SRU inventory does not say its year: a figure without a year is not published."""
    assert registry.recognise(Document(DONNEES / "releves" / "logement" / "sru_38.csv")) is None
