"""Traps of Insee's long files, historical series, civil registration and estimates, on the samples."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from lib import registry
from lib.model import DataError
from lib.readers import Document
from lib.sources import insee_estimations_departement, insee_rp_melodi
from lib.tables.census_melodi import LAYOUTS

SAMPLES = Path(__file__).parent.parent / "samples"
# One variable of these sources means one thing, whoever publishes it. The estimates of 1 January are another concept.
FAMILY = (
    "insee_rp_communes",
    "insee_rp_iris",
    "insee_rp_melodi",
    "insee_comparateur",
    "insee_dossier_complet",
    "insee_populations_reference",
    "insee_serie_historique",
    "insee_etat_civil",
    "releve_rp_ages",
    "releve_rp_activite",
    "releve_rp_diplomes",
    "releve_rp_logements",
    "releve_population_historique",
    "releve_etat_civil",
)


def read(source: str, name: str) -> pd.DataFrame:
    """Read one sample through the registry, indexed for questions."""
    return taken(Document(SAMPLES / source / name))


def taken(document: Document) -> pd.DataFrame:
    """Read a document through the source that recognises it."""
    reader, millesime = registry.recognise(document) or pytest.fail("fichier non reconnu")
    rows = reader.read(document, millesime)
    return rows.set_index(["niveau", "code", "millesime", "variable"]).sort_index()


def test_a_variable_means_the_same_in_every_source_of_the_family() -> None:
    told: dict[str, dict[str, str]] = {}
    for name in FAMILY:
        for variable in registry.sources()[name].variables:
            told.setdefault(variable.id, {})[name] = variable.libelle
    different = {name: labels for name, labels in told.items() if len(set(labels.values())) > 1}
    assert not different


def test_each_variable_comes_from_one_long_file() -> None:
    names = [name for layout in LAYOUTS for name in layout.recipes]
    assert len(names) == len(set(names))
    assert {variable.id for variable in insee_rp_melodi.SOURCE.variables} == set(names)


def test_long_file_gives_our_levels_only_and_its_three_censuses() -> None:
    rows = read("insee_rp_melodi", "population_fictif.csv")
    assert rows.loc[("commune", "38151", slice(None), "population"), "valeur"].tolist() == [970, 980.1, 1000.4]
    assert rows.loc[("france", "F", "2023", "population"), "valeur"] == 700000
    assert {"69123", "69381"} <= set(rows.index.get_level_values("code"))
    assert not {"FM", "ZZZZZZZZZ", "038"} & set(rows.index.get_level_values("code"))
    assert set(rows["geographie"]) == {2026}


def test_long_file_adds_ages_up_and_tells_men_from_women() -> None:
    rows = read("insee_rp_melodi", "population_fictif.csv").loc[("commune", "38151", "2023")]["valeur"]
    assert rows["pop_55_79"] == 110.5 + 120.25
    assert (rows["hommes"], rows["femmes"]) == (480.4, 520)
    assert "pop_75_plus" not in rows


@pytest.mark.parametrize("code", ["15031", "15141"])
def test_area_counted_with_another_is_unknown(code: str) -> None:
    found = read("insee_rp_melodi", "population_fictif.csv").loc[("commune", code, "2017", "population")]
    assert found["statut"] == "non_disponible"
    assert pd.isna(found["valeur"])


def test_first_edition_is_in_its_own_geography() -> None:
    rows = read("insee_rp_melodi", "population_2022_fictif.csv")
    assert set(rows.index.get_level_values("millesime")) == {"2011", "2016", "2022"}
    assert set(rows["geographie"]) == {2025}


def test_crossings_of_housing_are_not_totals() -> None:
    rows = read("insee_rp_melodi", "logement_fictif.csv").loc[("commune", "38151", "2023")]["valeur"]
    assert rows["logements"] == 500 == rows["residences_principales"] + 20 + rows["logements_vacants"]
    assert rows["rp_proprietaires"] + rows["rp_locataires"] + rows["rp_loges_gratuitement"] == 440.5
    assert rows["menages_sans_voiture"] == rows["menages"] - rows["menages_avec_voiture"]
    assert rows["population_menages"] == 980.2


def test_sum_is_absent_when_a_part_is() -> None:
    rows = read("insee_rp_melodi", "emploi_fictif.csv")["valeur"]
    assert rows[("commune", "38151", "2023", "autres_inactifs_15_64")] == 60
    assert ("commune", "38151", "2012", "autres_inactifs_15_64") not in rows.index
    assert rows[("commune", "38151", "2023", "actifs_occupes_15_plus")] == 395


def test_families_and_households_keep_their_own_totals() -> None:
    families = read("insee_rp_melodi", "familles_fictif.csv").loc[("commune", "38151", "2023")]["valeur"]
    households = read("insee_rp_melodi", "menages_comp_fictif.csv").loc[("commune", "38151", "2023")]["valeur"]
    alone = read("insee_rp_melodi", "menages_princ_fictif.csv").loc[("commune", "38151", "2023")]["valeur"]
    assert (families["familles"], families["familles_monoparentales"], families["familles_3_enfants"]) == (300, 60, 20)
    assert (households["menages_famille"], households["menages_monoparentaux"]) == (441, 55)
    assert households["population_monoparentale"] == 140
    assert (alone["pop_55_79_seuls"], alone["pop_80_plus_seuls"]) == (55.5, 28)


HEADER = "AGE;GEO;GEO_OBJECT;RP_MEASURE;SEX;OBS_STATUS;TIME_PERIOD;OBS_VALUE"


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (["_T;38151;COM;POP;_T;A;2023;10", "_T;38151;COM;POP;_T;A;2023;11"], "Deux chiffres"),
        (["_T;38151;COM;POP;_T;Ψ;2023;10"], "statut d'observation"),
        (["_T;38151;COM;POP;_T;A;2023;beaucoup"], "la place d'un nombre"),
        (["_T;38151;COM;AUTRE;_T;A;2023;10"], "Aucun chiffre attendu"),
    ],
)
def test_strange_long_file_is_refused(tmp_path: Path, rows: list[str], told: str) -> None:
    path = tmp_path / "DS_data.csv"
    path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    document = Document(path)
    with pytest.raises(DataError, match=told):
        insee_rp_melodi.read(document, insee_rp_melodi.recognise(document) or "")


def test_file_with_another_dimension_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "DS_data.csv"
    path.write_text(f"ORIGINE;{HEADER}\n_T;_T;38151;COM;POP;_T;A;2023;10\n", encoding="utf-8")
    assert registry.recognise(Document(path)) is None


def test_edition_is_read_in_the_name_when_the_first_rows_are_older(tmp_path: Path) -> None:
    path = tmp_path / "DS_RP_POPULATION_PRINC_2023_data.csv"
    path.write_text(f"{HEADER}\n_T;38151;COM;POP;_T;A;2012;10\n", encoding="utf-8")
    assert insee_rp_melodi.recognise(Document(path)) == "2023"


def test_byte_order_mark_does_not_hide_the_first_dimension(tmp_path: Path) -> None:
    path = tmp_path / "DS_data.csv"
    path.write_text(f"{HEADER}\nY_GE80;38151;COM;POP;_T;A;2023;12\n", encoding="utf-8-sig")
    assert taken(Document(path)).loc[("commune", "38151", "2023", "pop_80_plus"), "valeur"] == 12


def test_parquet_gives_what_the_csv_gives(tmp_path: Path) -> None:
    table = pd.read_csv(SAMPLES / "insee_rp_melodi" / "population_fictif.csv", sep=";", dtype={"GEO": str, "AGE": str})
    table["TIME_PERIOD"] = [date(int(year), 1, 1) for year in table["TIME_PERIOD"]]
    table.to_parquet(tmp_path / "DS.parquet")
    expected = read("insee_rp_melodi", "population_fictif.csv")
    pd.testing.assert_frame_equal(taken(Document(tmp_path / "DS.parquet")), expected)


def test_reference_population_from_file_and_from_the_api() -> None:
    file = read("insee_populations_reference", "populations_reference_2023_fictif.csv")
    answer = read("insee_populations_reference", "reponse_api_fictif.json")
    key = ("commune", "38151", "2023", "population")
    assert file.loc[key, "valeur"] == answer.loc[key, "valeur"] == 1003
    assert file.loc[("commune", "38151", "2023", "population_legale_totale"), "valeur"] == 1015
    assert set(answer["geographie"]) == {2025}


def test_former_population_serves_only_where_the_current_one_is_absent() -> None:
    rows = read("insee_populations_reference", "populations_historiques_fictif.csv")["valeur"]
    found = rows.loc[("commune", "38151", slice(None), "population")].tolist()
    assert found == [400, 801, 850, 1001, 1003]


def test_birth_missing_is_not_no_birth() -> None:
    rows = read("insee_etat_civil", "naissances_fictif.csv")
    assert rows.loc[("commune", "38002", "2024", "naissances"), "statut"] == "non_disponible"
    assert rows.loc[("commune", "38001", "2024", "naissances"), "valeur"] == 0
    assert ("france", "FM", "2024", "naissances") not in rows.index
    assert set(read("insee_etat_civil", "deces_fictif.csv").index.get_level_values("variable")) == {"deces"}


def test_last_year_of_the_extract_may_be_provisional() -> None:
    rows = read("releve_etat_civil", "etat_civil_2008_2025_38.csv")
    assert rows.loc[("commune", "38151", "2025", "naissances")].tolist()[:2] == [441, "estime"]
    assert rows.loc[("commune", "38151", "2024", "deces")].tolist()[:2] == [342, "ok"]


def test_series_dates_births_at_the_end_of_their_period() -> None:
    rows = read("insee_serie_historique", "base-cc-serie-historique-2020_fictif.CSV")
    years = rows.loc[("commune", "38151")].index
    assert {year for year, name in years if name == "naissances_periode"} == {
        "1975", "1982", "1990", "1999", "2009", "2014", "2020",
    }  # fmt: skip
    assert "population_menages" in rows.loc[("commune", "38151", "1968")].index
    assert rows.loc[("commune", "38001", "1968", "population"), "statut"] == "non_disponible"
    assert {"01001", "75056"} <= set(rows.index.get_level_values("code"))


def test_long_series_leaves_area_out() -> None:
    rows = read("insee_serie_historique", "serie_historique_long_fictif.csv").loc[("commune", "38151", "2023")][
        "valeur"
    ]
    assert rows["residences_principales"] == 440.5
    assert (rows["naissances_periode"], rows["deces_periode"]) == (300, 180)
    assert 7.9 not in rows.to_numpy()


def test_estimates_add_ages_up_and_say_what_is_provisional() -> None:
    rows = read("insee_estimations_departement", "estim-pop-dep-sexe-aq_fictif.xlsx")
    assert rows.loc[("departement", "38", "2022", "population")].tolist()[:2] == [20 * 2 * 210, "estime"]
    assert rows.loc[("departement", "38", "2010", "population"), "statut"] == "ok"
    assert rows.loc[("departement", "2A", "2010", "pop_0_19"), "valeur"] == 3 * 2 * (1 + 2 + 3 + 4)
    assert rows.loc[("departement", "38", "2022", "hommes"), "valeur"] == 20 * 210
    assert set(rows.index.get_level_values("niveau")) == {"departement"}
    assert ("departement", "976", "2010", "population") not in rows.index


def test_estimates_without_their_three_blocks_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    document = Document(SAMPLES / "insee_estimations_departement" / "estim-pop-dep-sexe-aq_fictif.xlsx")
    heads = {sheet: [list(row) for row in document.head(sheet)] for sheet in document.sheets}
    for rows in heads.values():
        for row in rows:
            row[:] = ["Femmes" if cell == "Ensemble" else cell for cell in row]
    monkeypatch.setattr(document, "_heads", heads)
    with pytest.raises(DataError, match="colonnes de ce classeur"):
        insee_estimations_departement.read(document, "2022")
