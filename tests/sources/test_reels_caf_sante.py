"""Real Caf, health, old age and minima files of ``../shared``, read in place: their module, their published figures."""

from __future__ import annotations

import os
from pathlib import Path

import pandas as pd
import pytest

from lib import registry
from lib.model import DataError
from lib.readers import Document

DONNEES = Path(__file__).resolve().parents[3] / "shared" / "donnees"
pytestmark = pytest.mark.skipif(
    os.environ.get("CI") == "true" or not DONNEES.exists(), reason="fichiers réels de ../shared absents ou CI"
)
SOCIAL = "brut/vieillesse_handicap"
APA = f"{SOCIAL}/apa_drees/APA - Données détaillées par GIR, âge et sexe en {{}}.xlsx"
MINIMA = f"{SOCIAL}/minima_sociaux_drees/Minima sociaux - donnees departementales par dispositif.xlsx"
OARSA = f"{SOCIAL}/oarsa/OARSA – Principaux indicateurs de 2015 à 2018.xlsx"
PROFESSIONALS = "brut/sante/cnam_professionnels_sante/toutes_specialites_departement_38_69_34_999.csv"
FINESS = "brut/sante/finess/etalab-cs1100502-stock-20260512-0339_extrait_15_lignes.csv"
READ = (
    *((f"brut/caf/caf_iris/data_CAF_{year}_IRIS.csv", "cnaf_iris", str(year)) for year in range(2016, 2021)),
    ("brut/caf/caf_iris/inseecaf2021.csv", "cnaf_iris", "2021"),
    *((f"releves/caf_iris/data_CAF_{year}_IRIS_38.csv", "cnaf_iris", str(year)) for year in range(2016, 2021)),
    *((f"releves/caf_iris/inseecaf2021_{code}.csv", "cnaf_iris", "2021") for code in ("34", "38", "69")),
    ("brut/caf/caf_commune/rsa_touche.csv", "cnaf_rsa_communes", "2024"),
    ("brut/caf/caf_commune_rsa2024_ECHANTILLON/rsa_2024.csv", "cnaf_rsa_communes", "2024"),
    ("releves/caf_communes/cnaf_s_ben_com_f_communes_38.csv", "cnaf_communes", "2024"),
    *((f"releves/sante/apl_medecins_generalistes_communes_{code}.csv", "drees_apl_generalistes", "2024")
      for code in ("34", "38", "69")),
    (PROFESSIONALS, "cnam_professionnels", "2024"),
    ("brut/sante/cnam_pathologies/effectifs_echantillon_verifie.csv", "cnam_pathologies", "2023"),
    (FINESS, "finess", "2026"),
    *((APA.format(year), "drees_apa", str(year)) for year in range(2014, 2020)),
    (MINIMA, "drees_minima_sociaux", "2019"),
    (OARSA, "drees_oarsa", "2018"),
)  # fmt: skip
LEFT = {
    "brut/caf/montpellier_caf_2009/INSEE_MTP_CAFcom_2009.csv": "une agglomération, année trop ancienne",
    "brut/caf/montpellier_caf_2009/INSEE_MTP_CAFiris_2009.csv": "une agglomération, année trop ancienne",
    "brut/sante/cnam_pathologies/pathologie_clean_34.csv": "refait par un tiers, populations incohérentes",
    "brut/sante/finess/finess_cs1400101_stock_20211214-0333.xml.gz": "flux technique d'essai, quelques lignes",
    "brut/sante/finess/ansforge_schema-activites-v1.json": "un schéma, et non des données",
    "releves/sante/apl_medecins_generalistes_references_DERIVE.csv": "moyennes calculées par un tiers",
    "releves/vieillesse/finess_ehpad_isere_2026-03.csv": "sans code de commune : un code postal en couvre plusieurs",
    f"{SOCIAL}/aide_sociale_drees/ASDEPslbenef_38_69_34_regions_France.csv": "refait par un tiers, sert de contrôle",
    f"{SOCIAL}/apa_drees/aas_fiche_12_apa.xlsx": "tableaux d'une publication",
    f"{SOCIAL}/drees_minima_sociaux_dep/Données mensuelles des prestations de solidarité.xlsx": "suivi mensuel",
}  # fmt: skip


def read(relative: str, name: str = "") -> tuple[str, str, pd.DataFrame]:
    """Return the source, the millesime and the rows of a real file."""
    document = Document(DONNEES / relative, name)
    found = registry.recognise(document)
    assert found is not None, f"{relative} non reconnu"
    return found[0].source.id, found[1], found[0].read(document, found[1])


def figure(rows: pd.DataFrame, code: str, variable: str, millesime: str) -> float:
    """Return one published figure."""
    kept = rows[(rows["code"] == code) & (rows["variable"] == variable) & (rows["millesime"] == millesime)]
    assert len(kept) == 1
    return kept["valeur"].iloc[0]


@pytest.mark.parametrize(("relative", "source", "millesime"), READ, ids=[Path(case[0]).name for case in READ])
def test_file_is_read_by_its_source(relative: str, source: str, millesime: str) -> None:
    found, year, rows = read(relative)
    assert (found, year) == (source, millesime)
    assert len(rows) and not rows.duplicated(["niveau", "code", "millesime", "variable"]).any()


@pytest.mark.parametrize("relative", LEFT, ids=[Path(name).name for name in LEFT])
def test_file_is_left_with_a_reason(relative: str) -> None:
    assert LEFT[relative]
    assert registry.recognise(Document(DONNEES / relative)) is None


@pytest.mark.parametrize(("code", "expected"), [("38", 18375), ("69", 31286), ("34", 28060)])
def test_aah_recipients_of_2019(code: str, expected: int) -> None:
    assert figure(read(MINIMA)[2], code, "allocataires_aah", "2019") == expected


@pytest.mark.parametrize(("code", "expected"), [("38", 27080), ("34", 32687), ("69", 33086)])
def test_apa_recipients_of_2019(code: str, expected: int) -> None:
    assert figure(read(APA.format(2019))[2], code, "apa_total", "2019") == expected


def test_thirteen_of_the_fifteen_iris_of_echirolles_are_diffused() -> None:
    rows = read("releves/caf_iris/inseecaf2021_38.csv")[2]
    here = rows[rows["code"].str.startswith("38151") & (rows["variable"] == "foyers_allocataires")]
    assert here["statut"].value_counts().to_dict() == {"ok": 13, "non_diffuse": 2}
    assert figure(rows, "381510103", "foyers_rsa", "2021") == 233


def test_caf_iris_extract_is_the_national_file() -> None:
    extract, whole = (read(f"{part}/caf_iris/{name}")[2] for part, name in (
        ("releves", "inseecaf2021_38.csv"), ("brut/caf", "inseecaf2021.csv")))  # fmt: skip
    same = whole[whole["code"].isin(extract["code"])].sort_values(["code", "variable"], ignore_index=True)
    pd.testing.assert_frame_equal(extract.sort_values(["code", "variable"], ignore_index=True), same)


def test_apl_of_echirolles() -> None:
    rows = read("releves/sante/apl_medecins_generalistes_communes_38.csv")[2]
    assert [figure(rows, "38151", "apl_generalistes", year) for year in ("2022", "2023", "2024")] == [5.12, 5.22, 4.51]
    assert figure(rows, "38151", "apl_generalistes_65_moins", "2024") == 4.01


def test_general_practitioners_of_the_isere() -> None:
    rows = read(PROFESSIONALS)[2]
    assert figure(rows, "38", "generalistes", "2024") == 1120
    assert figure(rows, "38", "densite_generalistes", "2024") == 85.6


def test_rsa_alone_is_a_multiple_of_five() -> None:
    rows = read("brut/caf/caf_commune/rsa_touche.csv")[2]
    assert (rows["valeur"] % 5 == 0).all() and set(rows["statut"]) == {"arrondi"}
    assert figure(rows, "34129", "foyers_rsa_seul", "2020") == 235


def test_altered_pathologies_are_refused() -> None:
    with pytest.raises(DataError, match="17 lignes"):
        read("brut/sante/cnam_pathologies/echantillon_effectifs_TEL_QUEL_lignes_fictives_en_fin.csv")


def test_finess_copy_needs_its_year_and_counts_ehpad_once() -> None:
    copy = "brut/sante/finess/finess_occitanie2_34.csv"
    with pytest.raises(DataError, match="année"):
        read(copy)
    rows = read(copy, "finess_occitanie_2025-12.csv")[2]
    assert rows.loc[rows["variable"] == "ehpad", "valeur"].sum() == 148


def test_apa_of_the_isere_equals_the_long_series_kept_as_control() -> None:
    control = pd.read_csv(
        DONNEES / SOCIAL / "aide_sociale_drees/ASDEPslbenef_38_69_34_regions_France.csv",
        dtype={"Code.departement": str},
    )
    kept = control[(control["Code.departement"] == "38") & (control["Annee"] == 2019)].iloc[0]
    rows = read(APA.format(2019))[2]
    assert figure(rows, "38", "apa_total", "2019") == kept["NbBenefAPA"]
    assert figure(rows, "38", "apa_etablissement", "2019") == kept["NbBenefAPAEtab"]
