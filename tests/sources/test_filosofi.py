"""Traps of Filosofi, of the quarters and of IRCOM, on committed samples."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest

from lib import registry
from lib.build.places import Places
from lib.build.quarters import locate
from lib.model import DataError
from lib.readers import Document
from lib.sources import anct_qpv

SAMPLES = Path(__file__).parent.parent / "samples"


def _rows(source: str, name: str) -> pd.DataFrame:
    document = Document(SAMPLES / source / name)
    found = registry.recognise(document)
    assert found is not None and found[0].source.id == source
    return found[0].read(document, found[1])


def _cell(rows: pd.DataFrame, code: str, variable: str) -> tuple[float | None, str]:
    one = rows[(rows["code"] == code) & (rows["variable"] == variable)]
    assert len(one) == 1
    value = one["valeur"].iloc[0]
    return (None if pd.isna(value) else value), one["statut"].iloc[0]


@pytest.mark.parametrize(
    ("code", "variable", "expected"),
    [
        ("38151", "niveau_vie_median", (19930, "ok")),
        ("38151", "taux_pauvrete", (24, "ok")),
        ("38185", "niveau_vie_median", (22140, "ok")),
        ("38185", "taux_pauvrete", (21, "ok")),
        ("38001", "taux_pauvrete_moins_30", (None, "secret")),
        ("69123", "taux_pauvrete_proprietaires", (5, "arrondi")),  # 5 % or less: the producer's floor
    ],
)
def test_base_gives_the_published_figures(code: str, variable: str, expected: tuple) -> None:
    assert _cell(_rows("insee_filosofi_cc", "cc_filosofi_2021_COM.csv"), code, variable) == expected


def test_base_tells_secret_from_unknown() -> None:
    rows = _rows("insee_filosofi_cc", "cc_filosofi_2020_COM_fictif.csv")
    assert _cell(rows, "01001", "niveau_vie_median") == (None, "secret")
    assert _cell(rows, "01002", "niveau_vie_median") == (None, "non_disponible")
    assert _cell(rows, "01003", "niveau_vie_median") == (21000, "ok")


def test_base_level_comes_from_the_name() -> None:
    rows = _rows("insee_filosofi_cc", "cc_filosofi_2020_DEP_fictif.csv")
    assert set(rows["niveau"]) == {"departement"}
    assert set(rows["code"]) == {"01", "2A"}


@pytest.mark.parametrize("name", ["cc_filosofi_2020_UU2020.csv", "cc_filosofi_2020_METRO.csv", "filosofi.csv"])
def test_base_of_another_level_is_not_recognised(tmp_path: Path, name: str) -> None:
    shutil.copy(SAMPLES / "insee_filosofi_cc" / "cc_filosofi_2020_COM_fictif.csv", tmp_path / name)
    assert registry.recognise(Document(tmp_path / name)) is None


def test_workbook_of_the_base_gives_its_four_levels_and_no_urban_unit() -> None:
    rows = _rows("insee_filosofi_cc", "base-cc-filosofi-2015_fictif.xlsx")
    assert rows.groupby("niveau")["code"].unique().map(list).to_dict() == {
        "commune": ["01004", "01001", "01002"],
        "departement": ["01", "2A"],
        "epci": ["200000172"],
        "region": ["84"],
    }
    assert _cell(rows, "01001", "taux_pauvrete") == (None, "secret")
    assert _cell(rows, "84", "taux_pauvrete")[0] == pytest.approx(17.600243)


def test_distribution_is_read_by_name_whatever_the_order() -> None:
    rows = _rows("insee_filosofi_disp", "FILO2015_DISP_COM_fictif.csv")
    assert _cell(rows, "38151", "niveau_vie_median") == (17900.2, "ok")
    assert _cell(rows, "38151", "part_chomage_revenu") == (4.1, "ok")
    assert _cell(rows, "38151", "part_salaires_revenu") == (65.3, "ok")
    assert _cell(rows, "38001", "niveau_vie_median") == (19016, "ok")
    assert _cell(rows, "38001", "d1") == (None, "secret")


@pytest.mark.parametrize("name", ["FILO2014_DISP_REG.csv", "FILO2017_DISP_REG.csv"])
def test_distribution_of_regions_is_not_that_of_departements(name: str) -> None:
    rows = _rows("insee_filosofi_disp", name)
    assert set(rows["niveau"]) == {"region"}
    assert set(rows["code"]) == {"76", "84"}


def test_merged_share_of_2014_is_not_read_as_activity_income() -> None:
    shares = set(_rows("insee_filosofi_disp", "FILO2014_DISP_REG.csv")["variable"])
    assert "part_revenus_activite" not in shares
    assert "part_minima_sociaux_revenu" in shares


def test_gini_of_one_decimal_is_left_out() -> None:
    assert "gini" not in set(_rows("insee_filosofi_disp", "FILO2014_DISP_REG.csv")["variable"])
    assert _cell(_rows("insee_filosofi_disp", "FILO2017_DISP_REG.csv"), "84", "gini") == (0.284, "ok")


def test_distribution_of_another_zone_is_not_recognised(tmp_path: Path) -> None:
    shutil.copy(SAMPLES / "insee_filosofi_disp" / "FILO2017_DISP_REG.csv", tmp_path / "FILO2017_DISP_METROPOLE.csv")
    assert registry.recognise(Document(tmp_path / "FILO2017_DISP_METROPOLE.csv")) is None


def test_iris_statuses_of_2021() -> None:
    rows = _rows("insee_filosofi_iris", "BASE_TD_FILO_IRIS_2021_DISP_fictif.csv")
    assert _cell(rows, "381510101", "taux_pauvrete") == (21, "ok")
    assert _cell(rows, "381510102", "taux_pauvrete") == (None, "secret")
    assert _cell(rows, "381510103", "niveau_vie_median") == (19000, "fragile")  # the producer's note of caution
    assert _cell(rows, "381510104", "niveau_vie_median") == (None, "non_diffuse")
    assert _cell(rows, "381510105", "niveau_vie_median") == (None, "non_disponible")
    assert _cell(rows, "381510106", "rapport_interdecile") == (None, "sans_objet")


def test_empty_poverty_of_an_iris_is_a_secret_never_zero() -> None:
    rows = _rows("insee_filosofi_iris", "revenus-2015_virgule_fictif.csv")
    assert _cell(rows, "381510101", "taux_pauvrete") == (33.5, "ok")
    assert _cell(rows, "381510102", "taux_pauvrete") == (None, "secret")


def test_declared_income_shares_no_name_with_disposable_income() -> None:
    declared = {variable.id for variable in registry.sources()["insee_filosofi_iris_declares"].variables}
    disposable = {variable.id for variable in registry.sources()["insee_filosofi_iris"].variables}
    assert not declared & disposable


def test_long_file_keeps_france_and_drops_metropolitan_france() -> None:
    rows = _rows("insee_filosofi_2023", "DS_FILOSOFI_CC_2023_data_fictif.csv")
    assert _cell(rows, "F", "niveau_vie_median") == (25700, "ok")
    assert _cell(rows, "38151", "taux_pauvrete") == (26.8, "ok")
    assert _cell(rows, "38001", "taux_pauvrete") == (None, "secret")
    assert _cell(rows, "38002", "niveau_vie_median") == (None, "non_disponible")
    assert _cell(rows, "38", "rapport_interdecile") == (3.2, "ok")
    assert set(rows["code"]).isdisjoint({"FM", "38501", "8401"})


def test_long_file_in_another_unit_is_refused(tmp_path: Path) -> None:
    name = "DS_FILOSOFI_CC_2023_data_fictif.csv"
    text = (SAMPLES / "insee_filosofi_2023" / name).read_text(encoding="utf-8-sig")
    (tmp_path / name).write_text(text.replace('"0";"2023"', '"3";"2023"', 1), encoding="utf-8")
    reader = registry.readers()["insee_filosofi_2023"]
    with pytest.raises(DataError, match="unité"):
        reader.read(Document(tmp_path / name), "2023")


def test_every_2023_source_declares_the_break() -> None:
    for name in ("insee_filosofi_2023", "releve_filosofi_2023"):
        assert [(b.jusqu_a, b.depuis) for b in registry.sources()[name].ruptures] == [("2021", "2023")]


def test_copied_2023_gives_the_published_figures() -> None:
    rows = _rows("releve_filosofi_2023", "filosofi2023_niveau_vie_pauvrete_38.csv")
    assert _cell(rows, "38151", "niveau_vie_median") == (21900, "ok")
    assert _cell(rows, "38151", "taux_pauvrete") == (27.3, "ok")
    assert _cell(rows, "38002", "taux_pauvrete") == (None, "secret")


def test_edition_of_quarters_is_older_than_its_name() -> None:
    rows = _rows("insee_filosofi_qpv", "REVN_2022_fictif.csv")
    assert set(rows["millesime"]) == {"2018"}
    assert _cell(rows, "QP038001", "niveau_vie_median") == (13900, "ok")
    assert _cell(rows, "QP038002", "part_menages_imposes") == (None, "non_diffuse")
    assert _cell(rows, "QP038002", "niveau_vie_median") == (13900, "fragile")


def test_quarters_of_2016_are_read_in_lower_case_and_without_the_whole() -> None:
    rows = _rows("insee_filosofi_qpv", "data_filo16_qp_revdis_fictif.csv")
    assert _cell(rows, "QP038001", "niveau_vie_median") == (13600, "ok")
    assert _cell(rows, "QP038001", "rapport_interdecile") == (2.8, "ok")
    assert "Ensemble" not in set(_rows("insee_filosofi_qpv", "filosofi2019_qp2015_revdis_38_69_34.csv")["code"])


@pytest.mark.parametrize("source", ["insee_qpv_demographie", "insee_qpv_insertion"])
def test_table_of_quarters_without_its_edition_is_refused(tmp_path: Path, source: str) -> None:
    sample = next((SAMPLES / source).glob("*2022*"))
    shutil.copy(sample, tmp_path / "quartiers.csv")
    with pytest.raises(DataError, match="édition"):
        registry.readers()[source].recognise(Document(tmp_path / "quartiers.csv"))


def test_precarious_and_limited_jobs_are_two_series() -> None:
    before = set(_rows("insee_qpv_insertion", "IPRO_2018_fictif.csv")["variable"])
    after = set(_rows("insee_qpv_insertion", "IPRO_2022_fictif.csv")["variable"])
    assert before - after == {"part_emplois_precaires"}
    assert after - before == {"part_emplois_duree_limitee"}


def test_job_seekers_of_a_quarter_with_thousands_or_empty() -> None:
    rows = _rows("insee_qpv_insertion", "IPRO_2022_fictif.csv")
    assert set(rows.loc[rows["code"] == "QP038002", "statut"]) == {"ok", "non_diffuse"}
    assert rows["valeur"].max() == 1234


def test_ircom_amounts_in_euros_secrets_and_codes() -> None:
    rows = _rows("dgfip_ircom", "ircom_communes_complet_revenus_2024_fictif.xlsx")
    assert _cell(rows, "38151", "foyers_fiscaux") == (20500, "ok")
    assert _cell(rows, "38151", "revenu_fiscal_reference") == (430_250_500, "ok")
    assert _cell(rows, "38002", "foyers_fiscaux_imposes") == (None, "secret")
    assert _cell(rows, "2A004", "impot_net") == (-100_000, "ok")
    assert set(rows["code"]) == {"38151", "38001", "38002", "2A004", "97101", "59350"}


def test_ircom_without_its_year_is_refused(tmp_path: Path) -> None:
    shutil.copy(next((SAMPLES / "dgfip_ircom").glob("*.xlsx")), tmp_path / "impots.xlsx")
    with pytest.raises(DataError, match="année"):
        registry.readers()["dgfip_ircom"].recognise(Document(tmp_path / "impots.xlsx"))


QUARTER = (
    '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code_qp":"QN03817M","lib_qp":"Fictif",'
    '"insee_com":"38298, 38344"},"geometry":{"type":"Polygon","coordinates":[[[5,45],[5.1,45],[5.1,45.1],[5,45]]]}}]}'
)


def test_quarter_may_lie_in_several_communes(tmp_path: Path) -> None:
    path = tmp_path / "qpv.geojson"
    path.write_text(QUARTER, encoding="utf-8")
    territories = pd.DataFrame({"niveau": ["commune"] * 2, "code": ["38298", "38999"], "commune": [None, None]})
    passages = pd.DataFrame({"ancien_code": ["38344"], "code": ["38999"]})
    located = locate(anct_qpv.read(path), Places(territories, passages, pd.DataFrame({"code": []})))
    assert located["communes"].tolist() == [["38298", "38999"]]


def test_quarters_of_2015_are_refused_as_those_of_2024(tmp_path: Path) -> None:
    path = tmp_path / "qpv.geojson"
    path.write_text(QUARTER.replace("QN03817M", "QP038017"), encoding="utf-8")
    with pytest.raises(DataError, match="2024"):
        anct_qpv.read(path)
