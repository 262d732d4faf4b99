"""Real Insee population files of ``../shared``, read in place: their module, their published figures."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pandas as pd
import pytest

from lib import registry
from lib.readers import Document
from lib.tables.census import ACTIVITY, HOUSING, mapping, years
from lib.tables.census_melodi import LAYOUTS

DONNEES = Path(__file__).resolve().parents[3] / "shared" / "donnees"
pytestmark = pytest.mark.skipif(
    os.environ.get("CI") == "true" or not DONNEES.exists(), reason="fichiers réels de ../shared absents ou CI"
)
API = "brut/melodi/melodi_api"
CENSUS = "brut/insee_rp"
POPREF = "insee_populations_reference"
TOP50 = "brut/melodi/melodi_rp_population_princ_2022_top50/insee_top_50_communes_par_habitants.csv"
SERIES = f"{CENSUS}/base-cc-serie-historique-2020/base-cc-serie-historique-2020-COM.CSV"
ESTIMATES = f"{CENSUS}/estim_pop_dep/estim-pop-dep-sexe-aq-1975-2022.xlsx"
PAST = "releves/rp/population_1968_2023_38.csv"
EVENTS = "releves/etat_civil/etat_civil_2008_2025_38.csv"
DIPLOMAS = f"{CENSUS}/base-ic-diplomes-formation_paris_2010_2015/diag_diplomes-2015.csv"
JOBS = f"{CENSUS}/base-ic-activite-residents_paris_2010_2015/diag_emploi-2015.csv"
DIGEST = f"{CENSUS}/base_cc_comparateur_rp2018/base_cc_comparateur.CSV"
READ = (
    (TOP50, "insee_rp_melodi", "2022"),
    *((f"{API}/{name}.json", POPREF, "2023") for name in (
        "get_data_popref_nantes_1", "get_local_data_by_com_popref_1", "get_local_data_filter_by_com_popref_1",
        "get_local_data_filter_popref_1", "get_local_data_popref_1",
    )),
    (SERIES, "insee_serie_historique", "2020"),
    (ESTIMATES, "insee_estimations_departement", "2022"),
    (PAST, "releve_population_historique", "2023"),
    (EVENTS, "releve_etat_civil", "2025"),
    (DIPLOMAS, "insee_rp_iris", "2015"),
    (JOBS, "insee_rp_iris", "2015"),
    (DIGEST, "insee_comparateur", "2018"),
)  # fmt: skip
LEFT = {
    **{f"{API}/{name}.json": "réponse de l'API sans observation" for name in (
        "get_data_popref_empty", "get_data_popref_nantes_0", "get_data_popref_over", "get_local_data_popref_0",
        "get_local_data_by_com_popref_0", "get_local_data_filter_by_com_popref_0", "get_local_data_filter_popref_0",
    )},
    f"{API}/get_catalog_fr.json": "le catalogue",
    f"{API}/get_code_list_age_fr.json": "une liste de codes, sert de preuve plus bas",
    f"{API}/get_code_list_ko.json": "une liste de codes vide",
    f"{API}/get_metadata_deces.json": "description d'un jeu quotidien",
    f"{API}/get_range_geo_ec_deces.json": "description d'un jeu quotidien",
    f"{API}/T1_DECES_JOUR_NAT_FR.xlsx": "décès quotidiens de la France",
    f"{CENSUS}/base-ic-diplomes-formation_paris_2010_2015/diag_diplomes-2010.csv": "millésime 2010 non déclaré",
    f"{CENSUS}/base-ic-activite-residents_paris_2010_2015/diag_emploi-2010.csv": "millésime 2010 non déclaré",
    f"{CENSUS}/base-cc-serie-historique-2020/meta_base-cc-serie-historique-2020.CSV": "dictionnaire",
    f"{CENSUS}/base-cc-serie-historique-2020/meta_base-cc-serie-historique-2020-COM.CSV": "dictionnaire",
    f"{CENSUS}/base_cc_comparateur_rp2018/meta_base_cc_comparateur.CSV": "dictionnaire",
    f"{CENSUS}/meta_base-cc-emploi-pop-active-2020/meta_base-cc-emploi-pop-active-2020_v2.CSV": "dictionnaire",
    f"{CENSUS}/meta_base-cc-logement-2021/meta_base-cc-logement-2021.CSV": "dictionnaire",
    f"{CENSUS}/TD_LOGEMENT_CARACT_PRINC_2023_dep95/insee_log1_95.csv": "tableau croisé refait par un tiers",
    f"{CENSUS}/TD_LOGEMENT_CARACT_PRINC_2023_dep95/insee_princ2_tenure_95.csv": "tableau croisé refait par un tiers",
}  # fmt: skip


def taken(name: str) -> pd.DataFrame:
    """Read a real file through the registry, indexed for questions."""
    document = Document(DONNEES / name)
    reader, millesime = registry.recognise(document) or pytest.fail("fichier non reconnu")
    rows = reader.read(document, millesime)
    rows.attrs = {}
    return rows.set_index(["niveau", "code", "millesime", "variable"]).sort_index()


@pytest.mark.parametrize(("name", "source", "millesime"), READ, ids=lambda value: Path(value).name)
def test_real_file_is_recognised_by_its_source_alone(name: str, source: str, millesime: str) -> None:
    found = registry.recognise(Document(DONNEES / name))
    assert found is not None
    assert (found[0].source.id, found[1]) == (source, millesime)


@pytest.mark.parametrize("name", LEFT, ids=lambda name: Path(name).name)
def test_file_left_aside_is_not_claimed(name: str) -> None:
    assert (DONNEES / name).exists()
    assert registry.recognise(Document(DONNEES / name)) is None


def test_every_real_file_is_read_or_left_for_a_reason() -> None:
    told = {name for name, *_ in READ} | set(LEFT)
    folders = [DONNEES / "brut/melodi", DONNEES / CENSUS, DONNEES / "releves/etat_civil"]
    found = {path.relative_to(DONNEES).as_posix() for one in folders for path in one.rglob("*") if path.is_file()}
    others = {name for name in found if "/autres/" in name or "/reference_IRIS_geo2021/" in name}
    assert found - others <= told


def test_long_file_of_2022() -> None:
    rows = taken(TOP50)["valeur"]
    found = [rows[("commune", code, "2022", "population")] for code in ("38185", "69123", "34172")]
    assert found == [156_389, 520_774, 307_101]


def test_reference_population_of_the_rhone() -> None:
    rows = taken(f"{API}/get_local_data_popref_1.json")["valeur"]
    assert rows[("departement", "69", "2023", "population")] == 1_914_667
    assert rows[("departement", "69", "2023", "population_legale_totale")] == 1_940_015


def test_population_of_the_isere_and_of_echirolles_in_2023() -> None:
    rows = taken(PAST)["valeur"]
    assert rows.xs(("2023", "population"), level=("millesime", "variable")).sum() == 1_298_990
    assert rows[("commune", "38151", "2023", "population")] == 37_491
    assert rows[("commune", "38151", "1968", "population")] == 15_429


def test_population_of_echirolles_in_2018_and_2013() -> None:
    rows = taken(DIGEST)["valeur"].round()
    assert rows[("commune", "38151", "2018", "population")] == 36_961
    assert rows[("commune", "38151", "2013", "population")] == 35_684


def test_births_and_deaths_of_echirolles() -> None:
    rows = taken(EVENTS)
    assert len(rows) == 512 * 18 * 2
    assert rows.loc[("commune", "38151", "2024", "naissances"), "valeur"] == 499
    assert rows.loc[("commune", "38151", "2024", "deces"), "valeur"] == 342


def test_estimates_agree_with_themselves_and_with_the_census() -> None:
    rows = taken(ESTIMATES)
    wide = rows["valeur"].unstack("variable").dropna()
    gap = wide["population"] - wide[["pop_0_19", "pop_20_64", "pop_65_plus"]].sum(axis=1)
    assert gap.abs().max() == 0
    assert (wide["hommes"] + wide["femmes"] - wide["population"]).abs().max() == 0
    assert wide.loc[("departement", "38", "2018"), "population"] == 1_263_563
    assert rows.loc[("departement", "38", "2022", "population"), "statut"] == "estime"
    assert len(wide.loc["departement"].xs("2022", level="millesime")) == 101


def test_oldest_series_of_small_overseas_territories_are_unknown_and_not_zero() -> None:
    rows = taken(SERIES)
    assert rows.loc[("commune", "97501", "2020", "population"), "valeur"] == 585
    assert rows.loc[("commune", "97501", "1975", "naissances_periode"), "statut"] == "non_disponible"


def test_iris_of_paris_exported_with_commas() -> None:
    diplomas, jobs = taken(DIPLOMAS)["valeur"], taken(JOBS)["valeur"]
    for rows in (diplomas, jobs):
        assert rows.index.get_level_values("code").nunique() == 992
        assert set(rows.index.get_level_values("niveau")) == {"iris"}
    assert diplomas[("iris", "751010101", "2015", "non_scolarises_15_plus")] == 739
    wide = jobs.unstack("variable")
    gap = wide["actifs_occupes_15_64"] + wide["chomeurs_15_64"] - wide["actifs_15_64"]
    assert gap.abs().max() <= 2


def test_ages_of_the_long_files_mean_what_insee_says() -> None:
    codes = json.loads((DONNEES / API / "get_code_list_age_fr.json").read_text(encoding="utf-8"))["body"]["codes"]
    told = {one["code"]: one["label"][0]["contenu"].strip() for one in codes}
    used = {cell["AGE"] for layout in LAYOUTS for cells in layout.recipes.values() for cell in cells if "AGE" in cell}
    assert used - {"_T"} <= set(told)
    meant = {
        "Y_LT3": "Moins de 3 ans", "Y_LT15": "Moins de 15 ans", "Y_LT20": "Moins de 20 ans",
        "Y20T64": "De 20 à 64 ans", "Y15T64": "De 15 à 64 ans", "Y55T64": "De 55 à 64 ans",
        "Y65T79": "De 65 à 79 ans", "Y_GE65": "65 ans ou plus", "Y_GE75": "75 ans ou plus",
        "Y_GE80": "80 ans ou plus", "Y_GE15": "15 ans ou plus",
    }  # fmt: skip
    assert {code: told[code] for code in meant} == meant


@pytest.mark.parametrize(
    ("folder", "kind", "expected"),
    [("meta_base-cc-logement-2021", HOUSING, ("10", "15", "21")),
     ("meta_base-cc-emploi-pop-active-2020", ACTIVITY, ("09", "14", "20"))],
)  # fmt: skip
def test_official_dictionary_names_our_columns(folder: str, kind: str, expected: tuple[str, ...]) -> None:
    path = next((DONNEES / CENSUS / folder).glob("*.CSV"))
    columns = Document(path).table()["COD_VAR"].unique()
    assert years(columns, kind) == expected
    found, absent = mapping(columns, kind, expected[-1])
    always = {"residences_principales", "rp_hlm", "rp_suroccupees", "rp_avant_1919", "menages_avec_voiture"}
    assert (always if kind == HOUSING else {"chomeurs_15_64", "eleves_15_64", "chomeurs_sans_diplome"}) <= set(found)
    assert not set(found) & set(absent)
