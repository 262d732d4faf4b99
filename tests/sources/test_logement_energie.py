"""Traps of the housing and energy files: hidden detail, padded cells, editions, unsorted sectors, cut answers."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from lib import registry
from lib.model import DataError
from lib.readers import Document

SAMPLES = Path(__file__).parent.parent / "samples"


def read(source: str, name: str) -> pd.DataFrame:
    """Read a sample and index it by code, variable and millesime."""
    document = Document(SAMPLES / source / name)
    reader = registry.readers()[source]
    rows = reader.read(document, reader.recognise(document) or "")
    return rows.set_index(["code", "variable", "millesime"]).sort_index()


def cell(rows: pd.DataFrame, code: str, variable: str, millesime: str) -> tuple[float | None, str]:
    """Return value (None when empty) and status of one figure."""
    row = rows.loc[(code, variable, millesime)]
    return (None if pd.isna(row["valeur"]) else row["valeur"]), row["statut"]


def test_rpls_hides_the_detail_and_the_rates_of_ten_dwellings_or_fewer() -> None:
    export = read("sdes_rpls", "export_parc_logements_sociaux_jan_2024_fictif.csv")
    assert cell(export, "38002", "rpls_logements", "2024") == (10, "ok")
    assert cell(export, "38002", "rpls_vacants", "2024") == (None, "secret")
    assert cell(export, "38003", "rpls_vacants", "2024") == (0, "ok")
    assert cell(export, "34189", "rpls_logements", "2024") == (0, "ok")
    assert cell(export, "34189", "rpls_vacants", "2024") == (None, "sans_objet")
    extract = read("sdes_rpls", "rpls_2024_communes_38_extrait.csv")
    assert cell(extract, "38120", "rpls_logements", "2024") == (2, "ok")
    assert cell(extract, "38120", "rpls_taux_vacance", "2024") == (None, "secret")
    assert cell(extract, "38151", "rpls_logements", "2024") == (6498, "ok")


def test_rpls_without_a_year_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "parc_social.csv"
    path.write_bytes((SAMPLES / "sdes_rpls" / "rpls_2024_communes_38_extrait.csv").read_bytes())
    with pytest.raises(DataError, match="année"):
        registry.recognise(Document(path))


def test_lovac_reads_padded_départements_and_both_names_of_the_stock() -> None:
    departments = read("sdes_lovac", "lovac_opendata_dep_fictif.csv")
    assert cell(departments, "38", "parc_prive", "2024") == (612_345, "ok")
    assert cell(departments, "2A", "parc_prive_vacant_2_ans", "2025") == (1987, "ok")
    assert (38, "parc_prive", "2025") not in departments.index
    edition = read("sdes_lovac", "lovac-opendata-communes26_fictif.csv")
    assert cell(edition, "38001", "parc_prive", "2025") == (3010, "ok")
    assert cell(edition, "38002", "parc_prive_vacant", "2026") == (None, "secret")
    assert set(edition["niveau"]) == {"commune"}
    assert set(edition["geographie"]) == {2026}


def test_sru_finds_its_columns_whatever_the_edition() -> None:
    recent = read("dhup_sru", "donnees-sru-data-gouv-2025_fictif.csv")
    assert cell(recent, "38151", "sru_taux", "2024") == (40.15, "ok")
    assert cell(recent, "38397", "sru_carencee", "2024") == (1, "ok")
    former = read("dhup_sru", "donnees-sru-data-gouv-maj2024_fictif.csv")
    assert cell(former, "01043", "sru_taux_cible", "2023") == (25, "ok")
    assert cell(former, "01043", "sru_exemptee", "2023") == (1, "ok")


def test_sru_of_two_years_is_refused(tmp_path: Path) -> None:
    text = (SAMPLES / "dhup_sru" / "donnees-sru-data-gouv-2025_fictif.csv").read_text(encoding="cp1252")
    path = tmp_path / "sru.csv"
    path.write_text(text.replace("Inventaire_au_01_01_2024", "Inventaire_au_01_01_2023"), encoding="utf-8")
    with pytest.raises(DataError, match="même année"):
        registry.readers()["dhup_sru"].read(Document(path), "2024")


def test_overcrowding_without_a_result_is_never_zero() -> None:
    rows = read("insee_suroccupation", "suroccupation_communes_fictif.xlsx")
    assert cell(rows, "38002", "taux_suroccupation", "2020") == (0, "ok")
    assert cell(rows, "38003", "taux_suroccupation", "2020") == (None, "non_disponible")
    assert cell(rows, "38020", "taux_suroccupation", "2020") == (None, "sans_objet")


def test_rents_are_estimates_of_the_dwellings_named_by_the_file() -> None:
    flats = read("carte_loyers", "pred-app-mef-dhup_2025_fictif.csv")
    assert cell(flats, "38151", "loyer_m2_appartement", "2025") == (12.4512345678901, "estime")
    houses = read("carte_loyers", "pred-mai-mef-dhup_2023_fictif.csv")
    assert cell(houses, "38151", "loyer_m2_maison_haut", "2023") == (13.75, "estime")


def test_a_cut_count_of_certificates_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "dpe_total_2026.json"
    path.write_text('{"total": 9, "total_values": 2, "total_other": 4, "aggs": [{"total": 5, "value": "38151"}]}')
    with pytest.raises(DataError, match="incomplet"):
        registry.readers()["ademe_dpe"].read(Document(path), "2026")


def test_heat_adds_up_operators_and_keeps_the_secret_of_one() -> None:
    rows = read("sdes_energie_iris", "chaleur_froid_2018_fictif.csv")
    assert cell(rows, "381510101", "chaleur_residentiel_mwh", "2018") == (1500, "ok")
    assert cell(rows, "381510101", "chaleur_mwh", "2018") == (1750, "ok")
    assert cell(rows, "381510103", "chaleur_residentiel_points", "2018") == (None, "secret")
    assert cell(rows, "381510102", "chaleur_residentiel_mwh", "2018") == (None, "non_disponible")
    assert cell(rows, "381510102", "chaleur_mwh", "2018") == (790, "ok")
    assert not rows.index.get_level_values("code").str.contains("X").any()


def test_electricity_keeps_homes_only() -> None:
    documented = read("sdes_energie_iris", "electricite_2023_fictif.csv")
    assert cell(documented, "381510101", "elec_residentiel_mwh", "2023") == (5120.5, "ok")
    assert cell(documented, "381510102", "elec_residentiel_points", "2023") == (None, "secret")
    enedis = read("enedis_consommation_iris", "consommation-electrique-par-secteur-dactivite-iris_fictif.csv")
    assert cell(enedis, "381510101", "elec_residentiel_points", "2022") == (1470, "ok")
    former = read("enedis_consommation_iris", "consommation-electrique-par-secteurs-dactivite_fictif.csv")
    assert cell(former, "381510102", "elec_residentiel_mwh", "2013") == (None, "non_disponible")
