"""Real files of employment, education, facilities, digital help and accounts, read in place when they are there."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pandas as pd
import pytest

from lib import registry
from lib.build.names import resolve_names
from lib.build.places import load_places
from lib.build.sums import add_sums, to_current
from lib.readers import Document
from lib.settings import ROOT

DATA = ROOT.parent / "shared" / "donnees"
FAMILIES = (
    "brut/emploi",
    "brut/education",
    "brut/equipements",
    "brut/numerique",
    "brut/finances",
    "releves/emploi",
    "releves/education",
    "releves/equipements",
    "releves/neet",
)
pytestmark = pytest.mark.skipif(
    os.environ.get("CI") == "true" or not DATA.is_dir(), reason="fichiers réels absents (../shared/donnees)"
)
# File (or folder) to the reason why no source reads it.
UNREAD = {
    "brut/education/dnb_effectifs_json": "pages de 80 lignes de l'API : un total y serait faux",
    "brut/education/ips_2024_25_json": "pages de 80 lignes de l'API : une moyenne y serait fausse",
    "brut/education/ips_lycees_ival": "résultats des lycées, hors du catalogue",
    "brut/emploi/chomage_localise_insee/TCRD_015 (1).xlsx": "taux d'activité du RP, lu dans les bases du recensement",
    "brut/emploi/dares_series/interimaire-evolution-trimestrielle-2000_2025.xlsx": "intérim, hors du catalogue",
    "brut/emploi/dares_series/ocde-taux_chomage_mensuel-1984_2025.csv": "fichier vide",
    "brut/emploi/dares_series/taux_chomage-ocde-mensuel-1984_2025.csv": "fichier vide",
    "brut/emploi/dares_series/referentiel_sources_chomage.xlsx": "liste d'adresses, pas de chiffres",
    "brut/emploi/dares_series/séries_offres_difusees_T32025.xlsx": "offres d'emploi, hors du catalogue",
    "brut/emploi/dares_series/taux_chomage-insee-annuel-1975_2024.xlsx": "France seulement, sans territoire",
    "brut/emploi/dares_series/taux_chomage_sexe_age-insee-trimestriel-1975_2025.xlsx": "France seulement",
    "brut/emploi/defm_epci_pe/clean_2018_2019_DERIVE": "retraité par un tiers et suspect",
    "brut/emploi/defm_montpellier_insee": "Montpellier 2009 et 2011 seulement",
    "brut/equipements/bpe/Bpe1520_nb_equip_DEP.csv": "évolution par département, nomenclature d'avant",
    "brut/equipements/bpe/bpe13_varmod_ensemble.dbf": "dictionnaire",
    "brut/equipements/bpe/bpe2009_tableau_croise_38_69_34_DERIVE.csv": "mis en forme par un tiers",
    "brut/equipements/bpe/bpe2013_tableau_croise_38_69_34_DERIVE.csv": "mis en forme par un tiers",
    "brut/numerique/ifn_mednum/headers.csv": "en-tête seul",
}
EXPECTED = {
    "brut/emploi/bmo": "france_travail_bmo",
    "brut/emploi/chomage_localise_insee/chomage_dep.csv": "insee_chomage_localise",
    "brut/emploi/chomage_localise_insee/Copie": "insee_chomage_bdm",
    "brut/emploi/dares_series/séries_CVS": "dares_series",
    "brut/emploi/defm_epci_pe": "pole_emploi_epci",
    "brut/emploi/france_travail_defm_commune_69": "dares_demandeurs_emploi_communes",
    "brut/education/ips_2021_22/ips-ecoles": "education_ips_ecoles",
    "brut/education/ips_2021_22/ips-colleges": "education_ips_colleges",
    "brut/equipements/bpe/bpe18": "insee_bpe",
    "brut/numerique/france_services": "france_services",
    "brut/numerique/cnum": "conseillers_numeriques",
    "brut/numerique/ifn_mednum": "mednum_ifn",
    "brut/numerique/mediation_numerique": "mediation_numerique",
    "brut/finances/ofgl/ofgl-base-communes.csv": "ofgl_communes",
    "brut/finances/ofgl/ccas": "ofgl_ccas",
    "releves/emploi": "insee_chomage_localise",
    "releves/education/ips_ecoles": "education_ips_ecoles",
    "releves/education/ips_colleges": "education_ips_colleges",
    "releves/education/ips_references": "releve_ips_references",
    "releves/equipements/bpe2025": "releve_bpe",
    "releves/neet": "releve_neet",
}


def _files() -> list[str]:
    found = (path for family in FAMILIES for path in sorted((DATA / family).rglob("*")) if path.is_file())
    names = [path.relative_to(DATA).as_posix() for path in found]
    return [
        name
        for name in names
        if Path(name).suffix not in (".md", ".txt") and not name.endswith(("LISEZMOI.md", "schema.json"))
    ]


@pytest.mark.parametrize("name", _files())
def test_every_real_file_is_read_by_its_source_alone_or_set_aside_for_a_reason(name: str) -> None:
    document = Document(DATA / name)
    claim = registry.recognise(document)
    if any(name.startswith(start) for start in UNREAD):
        assert claim is None, f"lu par {claim and claim[0].source.id} alors qu'il est écarté"
        return
    expected = next((source for start, source in EXPECTED.items() if name.startswith(start)), None)
    assert expected is not None, "ni attendu, ni écarté : ajoutez-le à la liste"
    assert claim is not None, "fichier non reconnu"
    reader, millesime = claim
    assert reader.source.id == expected
    rows = reader.read(document, millesime)
    assert len(rows) and not rows.duplicated(["niveau", "code", "millesime", "variable"]).any()


@pytest.fixture(scope="module")
def places():
    return load_places(ROOT / "geo")


@pytest.fixture(scope="module")
def figure(places):
    """Return the value of a variable once the rows of a real file went through today's codes and sums."""
    built: dict[str, pd.Series] = {}

    def read(name: str, variable: str, code: str, millesime: str) -> float:
        if name not in built:
            document = Document(DATA / name)
            reader, latest = registry.recognise(document)
            rows, _ = resolve_names(reader.read(document, latest), places)
            rows, _ = to_current(rows, places, reader.source)
            every = add_sums(rows, places, reader.source)
            built[name] = every.set_index(["variable", "code", "millesime"])["valeur"]
        return built[name].loc[(variable, code, millesime)]

    return read


GOLDEN = [
    ("brut/emploi/defm_epci_pe/defm_par_epci_en_dec_2017.xlsx", "demandeurs_a", "200040715", "2017-12", 22_792),
    ("brut/emploi/defm_epci_pe/defm_par_epci_en_dec_2017.xlsx", "demandeurs_abc", "200040715", "2017-12", 36_541),
    ("brut/emploi/defm_epci_pe/defm_par_epci_en_dec_2017.xlsx", "demandeurs_a", "200046977", "2017-12", 78_978),
    ("brut/emploi/defm_epci_pe/defm_par_epci_en_dec_2017.xlsx", "demandeurs_abc", "200046977", "2017-12", 127_448),
    ("brut/emploi/chomage_localise_insee/chomage_dep.csv", "taux_chomage_localise", "38", "2021-T2", 6.6),
    ("brut/education/ips_2021_22/ips-ecoles_38_69_34.csv", "ips_ecoles_nombre", "38151", "2021", 10),
    ("brut/education/ips_2021_22/ips-ecoles_38_69_34.csv", "ips_ecoles_min", "38151", "2021", 69.8),
    ("brut/education/ips_2021_22/ips-colleges_38_69_34.csv", "ips_colleges_nombre", "38151", "2021", 3),
    ("brut/equipements/bpe/bpe18_enseignement_38_69_34.csv", "college", "38151", "2018", 3),
    ("releves/equipements/bpe2025_sante_social_ecoles_38.csv", "medecin_generaliste", "38151", "2025", 86),
    ("releves/equipements/bpe2025_sante_social_ecoles_38.csv", "college", "38", "2025", 128),
    ("releves/neet/neet_communes_2018.csv", "part_non_inseres", "38151", "2018", 20.8),
    ("releves/education/ips_references_departement_france.csv", "ips_colleges_moyen", "F", "2025", 106.2),
    ("brut/finances/ofgl/ofgl-base-communes.csv", "commune_epargne_nette", "92002", "2024", -592_274.52),
    ("brut/numerique/cnum/cnum_38_69_34.json", "conseillers_numeriques_attribues", "38151", "2022", 2),
]


@pytest.mark.parametrize(("name", "variable", "code", "millesime", "expected"), GOLDEN)
def test_published_figure(figure, name: str, variable: str, code: str, millesime: str, expected: float) -> None:
    assert figure(name, variable, code, millesime) == pytest.approx(expected, abs=0.01)


def test_the_index_of_college_picasso_is_found_as_published() -> None:
    table = Document(DATA / "brut/education/ips_2021_22/ips-colleges_38_69_34.csv").table()
    school = table[
        table["nom_de_l_etablissment"].str.contains("PICASSO") & (table["nom_de_la_commune"] == "ECHIROLLES")
    ]
    assert school["ips"].tolist() == ["77.5"]


def test_the_mean_of_a_commune_is_the_plain_mean_of_its_schools(figure) -> None:
    name = "brut/education/ips_2021_22/ips-colleges_38_69_34.csv"
    assert figure(name, "ips_colleges_moyen", "38151", "2021") == pytest.approx((77.5 + 101.9 + 72.3) / 3)


def test_all_jobseekers_of_rhone_are_kept_and_rounded_to_five() -> None:
    document = Document(DATA / "brut/emploi/france_travail_defm_commune_69/emploi_rhone.csv")
    rows = registry.readers()["dares_demandeurs_emploi_communes"].read(document, "2019-T4")
    assert len(rows) == 8250 and set(rows["statut"]) == {"arrondi"}
    assert (rows["valeur"] % 5 == 0).all() and (rows["valeur"] == 0).sum() == 185


def test_lyon_counts_its_own_places_and_those_of_its_arrondissements(figure) -> None:
    name = "brut/numerique/france_services/liste-fs_38_69_34.csv"
    parts = [figure(name, "france_services", code, "2022") for code in ("69388", "69389")]
    assert figure(name, "france_services", "69123", "2022") == sum(parts) + 1


@pytest.mark.parametrize(
    ("name", "source", "variable"),
    [
        ("dnb_effectifs_json/brevet_results_pays_loire_80.json", "education_dnb", "dnb_admis"),
        (
            "dnb_effectifs_json/effectifs_ecoles_pays_loire_80.json",
            "education_effectifs_ecoles",
            "eleves_premier_degre",
        ),
        ("ips_2024_25_json/ips_colleges_pays_loire_80.json", "education_ips_colleges", "ips_colleges_moyen"),
    ],
)
def test_records_of_the_interface_have_the_fields_of_the_export(tmp_path, name, source, variable) -> None:
    records = json.loads((DATA / "brut/education" / name).read_text(encoding="utf-8"))
    path = tmp_path / "export.json"
    path.write_text(json.dumps([row["record"]["fields"] for row in records]), encoding="utf-8")
    reader, millesime = registry.recognise(Document(path))
    assert reader.source.id == source
    rows = reader.read(Document(path), millesime)
    assert variable in set(rows["variable"]) and rows["valeur"].notna().any()
