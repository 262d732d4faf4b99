"""Traps of the Caf, health, old age, disability and minima sources, on the committed samples."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest

from lib import registry
from lib.model import DataError
from lib.readers import Document

SAMPLES = Path(__file__).parent.parent / "samples"


def _rows(source: str, name: str) -> pd.DataFrame:
    document = Document(SAMPLES / source / name)
    reader = registry.readers()[source]
    return reader.read(document, reader.recognise(document) or "")


def _cell(rows: pd.DataFrame, code: str, variable: str, millesime: str | None = None) -> tuple[float, str]:
    found = rows[(rows["code"] == code) & (rows["variable"] == variable)]
    if millesime:
        found = found[found["millesime"] == millesime]
    assert len(found) == 1
    return found.iloc[0]["valeur"], found.iloc[0]["statut"]


def _edited(tmp_path: Path, source: str, name: str, *changes: tuple[str, str]) -> Document:
    text = (SAMPLES / source / name).read_text(encoding="utf-8-sig")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return Document(path)


def test_caf_iris_blank_under_five_is_secret_and_undiffused_row_is_not_a_zero() -> None:
    rows = _rows("cnaf_iris", "inseecaf2021_38.csv")
    assert _cell(rows, "381510101", "foyers_allocataires") == (314, "ok")
    value, status = _cell(rows, "381510103", "allocataires_etudiants")
    assert pd.isna(value) and status == "secret"
    undiffused = rows[rows["code"] == "381510201"]
    assert set(undiffused["statut"]) == {"non_diffuse"} and undiffused["valeur"].isna().all()


def test_caf_iris_reads_thousands_and_only_until_2017_the_dependency() -> None:
    rows = _rows("cnaf_iris", "data_CAF_2016_IRIS_38.csv")
    assert _cell(rows, "380530101", "personnes_couvertes") == (1552, "ok")
    assert _cell(rows, "380530101", "foyers_dependants_50") == (256, "ok")
    assert "foyers_dependants_50" not in set(_rows("cnaf_iris", "data_CAF_2020_IRIS_38.csv")["variable"])


@pytest.mark.parametrize("name", ["allocataires.csv", "data_CAF_2017_IRIS.csv"])
def test_caf_iris_refuses_a_file_that_lost_its_year(tmp_path: Path, name: str) -> None:
    path = shutil.copy(SAMPLES / "cnaf_iris" / "data_CAF_2020_IRIS_38.csv", tmp_path / name)
    with pytest.raises(DataError, match="année"):
        registry.recognise(Document(Path(path)))


def test_caf_iris_refuses_figures_on_an_undiffused_row(tmp_path: Path) -> None:
    document = _edited(tmp_path, "cnaf_iris", "inseecaf2021_38.csv", ('"381510201";"3";;', '"381510201";"3";12;'))
    with pytest.raises(DataError, match="note de diffusion"):
        registry.readers()["cnaf_iris"].read(document, "2021")


def test_rsa_types_are_added_up_by_december_and_homeless_lines_left_out() -> None:
    rows = _rows("cnaf_rsa_communes", "rsa_s_type_com_f_fictif.csv")
    assert _cell(rows, "38151", "foyers_rsa", "2024") == (2110, "arrondi")
    assert _cell(rows, "38151", "personnes_rsa", "2023") == (4250, "arrondi")
    value, status = _cell(rows, "69381", "foyers_rsa")
    assert pd.isna(value) and status == "non_disponible"
    assert set(rows["code"]) == {"38151", "38002", "69381"}


def test_rsa_labelled_export_counts_only_rsa_alone_in_both_column_orders() -> None:
    first = _rows("cnaf_rsa_communes", "rsa_touche_2020_fictif.csv")
    assert _cell(first, "38151", "foyers_rsa_seul") == (1500, "arrondi")
    assert _cell(first, "38002", "foyers_rsa_seul") == (0, "arrondi")
    second = _rows("cnaf_rsa_communes", "rsa_2024_autre_ordre_fictif.csv")
    assert _cell(second, "38151", "personnes_rsa_seul") == (3210, "arrondi")


def test_rsa_refuses_a_total_among_the_details(tmp_path: Path) -> None:
    document = _edited(tmp_path, "cnaf_rsa_communes", "rsa_s_type_com_f_fictif.csv", ("RSA non majoré", "Total RSA"))
    with pytest.raises(DataError, match="total"):
        registry.readers()["cnaf_rsa_communes"].read(document, "2024")


def test_rsa_iris_remainder_of_a_divided_commune_is_not_the_commune() -> None:
    rows = _rows("cnaf_rsa_iris", "rsa_s_type_iris_f_fictif.csv")
    assert _cell(rows, "381510101", "foyers_rsa") == (35, "arrondi")
    assert set(rows["code"]) == {"381510101", "381510102", "380020000"}


def test_family_quotient_share_is_over_the_known_ones() -> None:
    rows = _rows("cnaf_quotient_familial", "ndur_s_qf_400_com_f_fictif.csv")
    assert _cell(rows, "38151", "foyers_qf_moins_800") == (4500, "arrondi")
    assert _cell(rows, "38151", "foyers_qf_connu") == (8340, "arrondi")
    assert _cell(rows, "38151", "foyers_qf_inconnu") == (700, "arrondi")


def test_family_quotient_refuses_a_new_bracket(tmp_path: Path) -> None:
    change = ("Entre 400 et 799 euros", "Entre 400 et 899 euros")
    document = _edited(tmp_path, "cnaf_quotient_familial", "ndur_s_qf_400_com_f_fictif.csv", change)
    with pytest.raises(DataError, match="tranche"):
        registry.readers()["cnaf_quotient_familial"].read(document, "2024")


def test_childcare_placeholders_are_left_out_and_rates_may_exceed_100() -> None:
    assert set(_rows("cnaf_accueil_jeune_enfant", "txcouv_pe_epci_fictif.csv")["code"]) == {"200040715"}
    assert set(_rows("cnaf_accueil_jeune_enfant", "txcouv_pe_dep_fictif.csv")["code"]) == {"38", "01"}
    communes = _rows("cnaf_accueil_jeune_enfant", "txcouv_pe_com_fictif.csv")
    assert _cell(communes, "75101", "taux_couverture_accueil") == (132.8, "ok")
    assert _cell(communes, "38185", "taux_couverture_accueil")[1] == "non_disponible"
    assert _cell(_rows("cnaf_accueil_jeune_enfant", "txcouv_pe_nat_fictif.csv"), "F", "taux_couverture_accueil") == (
        60.9,
        "ok",
    )


def test_apl_workbook_has_a_row_of_units_and_a_trailing_space() -> None:
    rows = _rows("drees_apl_generalistes", "apl_generalistes_fictif.xlsx")
    assert _cell(rows, "38151", "apl_generalistes", "2024") == (4.5, "ok")
    assert _cell(rows, "38151", "apl_generalistes_65_moins", "2024") == (4.0, "ok")
    assert _cell(rows, "38151", "consultations_accessibles", "2024") == (4.5 * 36000, "ok")
    assert _cell(rows, "34093", "consultations_accessibles", "2024")[1] == "non_disponible"
    assert set(rows["code"]) == {"38151", "38002", "01001", "69123", "69381", "34093"}


def test_pathologies_hide_small_numbers_and_never_sum_levels() -> None:
    rows = _rows("cnam_pathologies", "effectifs_fictif.csv")
    assert _cell(rows, "38", "patients_maladies_cardioneurovasculaires") == (88000, "arrondi")
    assert _cell(rows, "38", "patients_insuffisance_renale")[1] == "secret"
    assert _cell(rows, "38", "patients_diabete") == (66000, "arrondi")
    assert _cell(rows, "F", "prevalence_diabete") == (6.029, "ok")


def test_pathologies_refuse_an_altered_line(tmp_path: Path) -> None:
    document = _edited(tmp_path, "cnam_pathologies", "effectifs_fictif.csv", (";66000;", ";6600;"))
    with pytest.raises(DataError, match="se contredisent"):
        registry.readers()["cnam_pathologies"].read(document, "2023")


def test_professionals_read_one_line_by_profession() -> None:
    rows = _rows("cnam_professionnels", "effectifs_densites_fictif.csv")
    assert _cell(rows, "38", "infirmiers", "2024") == (140, "ok")
    assert _cell(rows, "84", "densite_infirmiers") == (140.1, "ok")
    assert _cell(rows, "2A", "pediatres")[1] == "non_disponible"


def test_finess_counts_establishments_once_and_rebuilds_codes() -> None:
    rows = _rows("finess", "etalab-cs1100502-stock_fictif.csv")
    assert _cell(rows, "38185", "ehpad") == (2, "ok")
    assert _cell(rows, "38151", "residences_autonomie") == (1, "ok")
    assert _cell(rows, "38151", "pmi") == (0, "ok")
    assert {"2A004", "97207", "97606", "97701", "69381", "75101"} <= set(rows["code"])
    copy = _rows("finess", "etablissements_2025-12_fictif.csv")
    assert _cell(copy, "34172", "ehpad") == (1, "ok")
    assert _cell(copy, "34001", "ehpad") == (0, "ok")


def test_finess_refuses_moved_fields(tmp_path: Path) -> None:
    document = _edited(tmp_path, "finess", "etalab-cs1100502-stock_fictif.csv", ("38;;;;;500", "38;;;;;;500"))
    with pytest.raises(DataError, match="changé de forme"):
        registry.readers()["finess"].read(document, "2026")


def test_apa_keeps_estimates_apart_and_one_rhone() -> None:
    rows = _rows("drees_apa", "apa_2019_fictif.xlsx")
    assert _cell(rows, "38", "apa_total") == (27000, "estime")
    assert _cell(rows, "69", "apa_total") == (32800, "estime")
    assert _cell(rows, "69", "apa_domicile") == (17900, "ok")
    corsica = rows[(rows["niveau"] == "region") & (rows["variable"] == "apa_total")]
    assert corsica[["code", "valeur"]].to_numpy().tolist() == [["94", 10200.0]]
    assert _cell(rows[rows["niveau"] == "departement"], "94", "apa_total") == (18600, "ok")
    assert _cell(_rows("drees_apa", "apa_2014_fictif.xlsx"), "2A", "apa_total")[1] == "non_disponible"


def test_minima_keep_the_revised_2016_and_tell_estimates() -> None:
    rows = _rows("drees_minima_sociaux", "minima_sociaux_fictif.xlsx")
    assert _cell(rows, "38", "allocataires_aah", "2016") == (16300, "ok")
    assert _cell(rows, "F", "allocataires_aah", "2016") == (9250, "arrondi")
    assert _cell(rows, "38", "allocataires_rsa", "2016") == (24762, "ok")
    assert _cell(rows, "38", "allocataires_asi", "2007")[1] == "non_disponible"
    assert _cell(rows, "2A", "allocataires_minimum_vieillesse", "2016")[1] == "estime"
    assert _cell(rows, "971", "allocataires_aah", "2015")[1] == "non_diffuse"


def test_oarsa_gives_no_rate_to_a_rhone_made_of_two_rates() -> None:
    rows = _rows("drees_oarsa", "oarsa_fictif.xlsx")
    assert "69" not in set(rows["code"])
    assert _cell(rows, "38", "part_orientes", "2018") == (87, "ok")
    assert _cell(rows, "971", "part_orientes", "2015")[1] == "sans_objet"
    assert _cell(rows, "01", "part_orientes", "2016")[1] == "non_disponible"


def test_long_series_tell_their_sheets_by_title_and_sum_the_halves_of_the_rhone() -> None:
    rows = _rows("drees_aide_sociale", "series_longues_fictif.xlsx")
    assert set(rows["variable"]) == {"apa_total", "apa_domicile", "pch"}
    assert _cell(rows, "38", "pch", "2022") == (8020, "ok")
    assert _cell(rows, "69", "pch", "2021") == (420, "ok")
    assert _cell(rows, "69", "pch", "2022")[1] == "non_disponible"
    assert _cell(rows, "F", "apa_total", "2022") == (9700, "ok")
    assert _cell(rows, "84", "apa_total", "2022") == (920, "ok")
