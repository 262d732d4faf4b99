"""Traps of the files of employment, education, facilities, digital help and accounts, on samples (run everywhere)."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from lib import registry
from lib.model import DataError
from lib.readers import Document
from lib.tables.inventories import counted

SAMPLES = Path(__file__).parent.parent / "samples"
DEBT = "banque_de_france_surendettement/suren_2025_fictif.xlsx"
ADVISERS = "conseillers_numeriques/cnum_fictif.json"
DARES = "dares_demandeurs_emploi_communes/defm_communes_fictif.csv"
SERIES = "dares_series/series_cvs_fictif.xlsx"
SCHOOLS = "education_annuaire/annuaire_fictif.csv"
DNB = "education_dnb/dnb_fictif.csv"
PUPILS = "education_effectifs_ecoles/effectifs_fictif.csv"
IPS_2021 = "education_ips_ecoles/ips-ecoles-2021_fictif.csv"
IPS_2022 = "education_ips_ecoles/ips-ecoles-ap2022_fictif.csv"
PLACES = "france_services/liste-fs_fictif.csv"
BMO = "france_travail_bmo/bmo_2024_fictif.xlsx"
BPE_LONG = "insee_bpe/DS_BPE_2024_data_fictif.csv"
BPE_2018 = "insee_bpe/bpe18_enseignement_fictif.csv"
BPE_2021 = "insee_bpe/bpe21_ensemble_xy_fictif.csv"
BDM = "insee_chomage_bdm/famille_TAUX-CHOMAGE_fictif.xlsx"
RATES = "insee_chomage_localise/taux_chomage_localise_departements_38_69_34.csv"
FLOWS = "insee_navettes/base-flux-2022_fictif.csv"
HELP = "mediation_numerique/lieux_fictif.csv"
IFN = "mednum_ifn/ifn_fictif.csv"
CCAS_HOME = "ofgl_ccas/ccas_avec_commune_fictif.csv"
CCAS = "ofgl_ccas/ofgl-base-ccas-cias_fictif.csv"
COMMUNES = "ofgl_communes/ofgl-base-communes_fictif.csv"
EPCI = "pole_emploi_epci/defm_par_epci_fictif.xlsx"
NEET_DPT = "releve_neet/neet_dpt_releve.csv"
NEET_REGION = "releve_neet/neet_region_releve.csv"

COLLEGES = "education_ips_colleges/ips_colleges_releve.csv"
TRANSCRIBED = "releve_bpe/bpe2025_releve.csv"
SECOND_ACCOUNT = "2023;100000009;CCAS BIS;38151;Budget principal;Part"


@pytest.fixture(scope="module")
def cell():
    """Return (value, status) of one variable in a sample."""
    read: dict[str, pd.DataFrame] = {}

    def look(sample: str, variable: str, code: str, millesime: str) -> tuple[float | None, str]:
        if sample not in read:
            document = Document(SAMPLES / sample)
            reader = registry.readers()[sample.split("/")[0]]
            rows = reader.read(document, reader.recognise(document))
            read[sample] = rows.set_index(["variable", "code", "millesime"])[["valeur", "statut"]]
        value, status = read[sample].loc[(variable, code, millesime)]
        return (None if pd.isna(value) else value), status

    return look


def _rows(sample: str) -> pd.DataFrame:
    document = Document(SAMPLES / sample)
    reader = registry.readers()[sample.split("/")[0]]
    return reader.read(document, reader.recognise(document))


def _altered(tmp_path: Path, sample: str, old: str, new: str) -> Document:
    text = (SAMPLES / sample).read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / Path(sample).name
    path.write_text(text.replace(old, new), encoding="utf-8")
    return Document(path)


CELLS = [
    # Dares: rounded, a 0 may hide a small number, an empty cell is unknown, the lines « Total » are left out.
    (DARES, "demandeurs_abc", "38151", "2024-T4", 3600, "arrondi"),
    (DARES, "demandeurs_abc", "38002", "2024-T4", 0, "arrondi"),
    (DARES, "demandeurs_abc", "2A004", "2024-T4", None, "non_disponible"),
    # Pôle emploi: secret, and the stray cells of the producer.
    (EPCI, "demandeurs_abc_un_an", "nom:est lyonnais", "2017-12", None, "secret"),
    (EPCI, "demandeurs_abc_un_an", "nom:un ancien canton", "2017-12", None, "non_disponible"),
    (EPCI, "demandeurs_abc_un_an", "nom:lyon", "2017-12", 200, "ok"),
    (BDM, "taux_chomage_localise", "F", "2024-T4", 7.3, "ok"),
    (BDM, "taux_chomage_localise", "974", "2024-T3", None, "non_disponible"),
    (SERIES, "demandeurs_abc_cvs", "F", "2025-T1", 19200, "arrondi"),
    # BMO: one hidden occupation hides the total of the département, not its floor.
    (BMO, "projets_recrutement", "38", "2024", None, "secret"),
    (BMO, "projets_recrutement_hors_secret", "38", "2024", 95, "estime"),
    (BMO, "projets_recrutement", "01", "2024", 100, "ok"),
    # IPS: « NS » schools are out of the mean; a commune whose only school is « NS » is not published.
    (IPS_2021, "ips_ecoles_moyen", "38151", "2021", 90, "estime"),
    (IPS_2021, "ips_ecoles_nombre", "38151", "2021", 2, "ok"),
    (IPS_2021, "ips_ecoles_moyen", "38002", "2021", None, "non_diffuse"),
    (IPS_2021, "ips_ecoles_moyen", "69123", "2021", 105, "estime"),
    (IPS_2022, "ips_ecoles_moyen", "38", "2022", 110.5, "ok"),
    (IPS_2022, "ips_ecoles_moyen", "F", "2023", 106.5, "ok"),
    # Sums of schools: unknown as soon as one is; Lyon is the sum of its arrondissements.
    (PUPILS, "eleves_premier_degre", "38", "2024", 300, "ok"),
    (PUPILS, "eleves_premier_degre", "69", "2023", None, "non_disponible"),
    (DNB, "dnb_admis", "38151", "2021", 125, "ok"),
    (DNB, "dnb_admis", "69123", "2021", 54, "ok"),
    (DNB, "dnb_admis_sans_mention", "38151", "2019", None, "non_disponible"),
    (SCHOOLS, "etablissements_ecoles", "38151", "2026", 2, "ok"),
    # BPE: capacities, totals and other levels are not facilities; an empty cell is not a zero.
    (BPE_LONG, "medecin_generaliste", "38151", "2024", 30, "ok"),
    (BPE_LONG, "ecole_maternelle", "38151", "2024", 11, "ok"),
    (BPE_LONG, "medecin_generaliste", "69123", "2024", 50, "ok"),
    (BPE_LONG, "chrs", "38185", "2024", None, "non_disponible"),
    (BPE_2018, "ecole_maternelle", "38151", "2018", 3, "ok"),
    (BPE_2018, "ecole_elementaire", "69123", "2018", 3, "ok"),
    (BPE_2018, "college", "38002", "2018", 0, "ok"),
    (BPE_2021, "medecin_generaliste", "38151", "2021", 2, "ok"),
    # Flows between two arrondissements stay in the city; abroad is a place of work only.
    (FLOWS, "navettes_sur_place", "69123", "2022", 900, "ok"),
    (FLOWS, "navettes_sortants", "69123", "2022", 62.5, "ok"),
    (FLOWS, "navettes_entrants", "38002", "2022", 0, "ok"),
    (PLACES, "france_services", "69123", "2022", 3, "ok"),
    (PLACES, "france_services", "69388", "2022", 1, "ok"),
    (ADVISERS, "conseillers_numeriques_attribues", "01004", "2022", 2, "ok"),
    (HELP, "lieux_mediation_numerique", "38151", "2024", 2, "ok"),
    (IFN, "ifn_departement", "010040000", "2020", 72.8, "ok"),
    (IFN, "ifn_acces_interfaces", "381510102", "2020", None, "non_disponible"),
    (COMMUNES, "commune_epargne_nette", "38151", "2024", -1000.5, "ok"),
    (COMMUNES, "commune_epargne_nette", "01004", "2023", 200, "ok"),
    (CCAS, "ccas_recettes_fonctionnement", "F", "2023", 1_750_000.5, "ok"),
    (CCAS_HOME, "ccas_participations_communes", "38151", "2023", 700_000, "ok"),
    (CCAS_HOME, "ccas_participations_communes", "38151", "2024", None, "non_disponible"),
    (DEBT, "surendettement_depots_100000", "01", "2025", 123, "ok"),
    (DEBT, "surendettement_depots_100000", "38", "2025", 1045, "ok"),
    (DEBT, "surendettement_depots_100000", "43", "2025", 98, "ok"),
    # Transcriptions of published figures.
    (COLLEGES, "ips_colleges_min", "38151", "2025", 72.1, "ok"),
    (COLLEGES, "ips_colleges_nombre", "38151", "2025", 3, "ok"),
    (TRANSCRIBED, "medecin_generaliste", "38151", "2025", 86, "ok"),
    (RATES, "taux_chomage_localise", "38", "2021-T2", 6.6, "ok"),
    (NEET_REGION, "part_non_inseres", "84", "2018", 14.1, "ok"),
]  # fmt: skip


@pytest.mark.parametrize(("sample", "variable", "code", "millesime", "value", "status"), CELLS)
def test_cell(cell, sample, variable, code, millesime, value, status) -> None:
    found, its_status = cell(sample, variable, code, millesime)
    assert its_status == status
    assert found == (None if value is None else pytest.approx(value))


@pytest.mark.parametrize(
    ("sample", "code"),
    [
        (DARES, "Total"),
        (EPCI, "nom:hors epci"),
        (EPCI, "nom:total"),
        (FLOWS, "CH000"),
        (CCAS_HOME, "38185"),
        (BMO, "978"),
    ],
)
def test_what_is_not_a_territory_of_ours_is_left_out(sample: str, code: str) -> None:
    assert code not in set(_rows(sample)["code"])


def test_metropolitan_france_is_never_taken_for_france() -> None:
    rows = _rows(SERIES)
    france = rows[rows["niveau"] == "france"]
    assert set(france["variable"]) == {"demandeurs_abc_cvs"} and 18020 not in set(france["valeur"])


def test_quarters_before_the_last_fifteen_years_are_left_out() -> None:
    assert "2008-T4" not in set(_rows(BDM)["millesime"])


def test_a_kind_of_facility_that_a_file_does_not_hold_is_not_given_as_zero() -> None:
    rows = _rows(BPE_2018)
    assert set(rows["variable"]) == {"ecole_maternelle", "ecole_elementaire", "college"}


def test_two_levels_with_two_digits_are_told_apart_by_their_label() -> None:
    regions = _rows(NEET_REGION)
    departments = _rows(NEET_DPT)
    assert set(regions["niveau"]) == {"region"} and set(departments["niveau"]) == {"departement"}


@pytest.mark.parametrize(
    ("sample", "old", "new", "message"),
    [
        (DARES, ";ABC;Hommes", ";A;Hommes", "catégories"),
        (IPS_2021, "0389902B", "0389901A", "deux indices"),
        (IPS_2022, "NS;;121;103;106.5;;;;122;108;111", "NS;;121;103;106.5;;;;122;108;112", "change"),
        (DNB, "0389802B", "0389801A", "deux fois"),
        (PUPILS, "0389902B", "0389901A", "deux fois"),
        (CCAS_HOME, "2024;100000001;CCAS DES ESSAIS;38151;Budget principal;Part", SECOND_ACCOUNT, "deux comptes"),
        (RATES, ";6,6\n69", ";six\n69", "inattendu"),
    ],
)  # fmt: skip
def test_a_silent_change_of_the_producer_stops_the_reading(tmp_path, sample, old, new, message) -> None:
    document = _altered(tmp_path, sample, old, new)
    reader = registry.readers()[sample.split("/")[0]]
    with pytest.raises(DataError, match=message):
        reader.read(document, reader.recognise(document))


def test_a_city_is_never_counted_twice_and_an_unknown_amount_is_not_zero() -> None:
    source = registry.sources()["france_services"]
    codes = pd.Series(["69123", "69383", "69383", "38151", "", "99999x"])
    amounts = {"france_services": pd.Series([1, 2, 4, float("nan"), 8, 16])}
    found = counted(codes, amounts, source, "2022").set_index("code")[["valeur", "statut"]]
    assert set(found.index) == {"69123", "69383", "38151"}
    assert found.loc["69123", "valeur"] == 7 and found.loc["69383", "valeur"] == 6
    assert pd.isna(found.loc["38151", "valeur"]) and found.loc["38151", "statut"] == "non_disponible"
