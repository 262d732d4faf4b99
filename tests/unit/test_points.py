"""Where places are: what official files locate is kept, what they do not is told and never guessed."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from lib import registry
from lib.build.places import load_places
from lib.build.points import points_files
from lib.build.publish import publish_all
from lib.model import DataError
from lib.points import installed, places
from lib.readers import Document
from lib.settings import DATA_DIR, GEO_DIR
from lib.sources import dila_annuaire, education_annuaire, france_services, insee_bpe, mediation_numerique
from lib.tables.points import POINT_COLUMNS

SCHOOLS = (
    "identifiant_de_l_etablissement;nom_etablissement;type_etablissement;statut_public_prive;code_commune;etat;"
    "date_maj_ligne;longitude;latitude\n"
    "0389901A;École essai;Ecole;Public;38151;OUVERT;2026-03-10;5.71;45.15\n"
    "0389902B;Collège essai;Collège;Public;38151;OUVERT;2026-03-10;;\n"
    "0389903C;Lycée fermé;Lycée;Public;38151;FERME;2026-03-10;5.71;45.15\n"
    "0389904D;Lycée ailleurs;Lycée;Public;38151;OUVERT;2026-03-10;45.15;5.71\n"
)
FACILITIES = "AN;DEPCOM;TYPEQU;LAMBERT_X;LAMBERT_Y\n2021;38151;D201;913500;6453500\n2021;97411;D301;340000;7690000\n"
SERVICES = (
    '"id_fs","lib_fs","insee_com","latitude","longitude","itinerance","format_fs","labellisation"\n'
    '"1","Maison","38151",45.15,5.71,"Non","Site principal","Espace labellisé 01/01/2024"\n'
    '"2","Bus","38151",45.15,5.71,"Oui","Antenne","Espace labellisé 01/01/2024"\n'
    '"3","Loin","38185",48.85,2.35,"Non","Antenne","Espace labellisé 01/01/2024"\n'
)


def document(folder: Path, name: str, text: str) -> Document:
    """A deposited file."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return Document(path)


def test_schools_with_coordinates_are_kept_the_others_told(tmp_path: Path) -> None:
    found = education_annuaire.points(document(tmp_path, "annuaire.csv", SCHOOLS), "2026")
    assert list(found.columns) == list(POINT_COLUMNS)
    assert found[["genre", "nom", "longitude", "latitude"]].to_numpy().tolist() == [
        ["ecoles", "École essai", 5.71, 45.15]
    ]
    assert "2" in found.attrs["remarques"][0] and "sans coordonnées" in found.attrs["remarques"][0]


def test_without_columns_of_coordinates_no_place_is_invented(tmp_path: Path) -> None:
    bare = "\n".join(line.rsplit(";", 2)[0] for line in SCHOOLS.splitlines())
    assert education_annuaire.points(document(tmp_path, "annuaire.csv", bare), "2026").empty


def test_facilities_in_metres_are_placed_by_the_legal_system_of_their_departement(tmp_path: Path) -> None:
    found = insee_bpe.points(document(tmp_path, "bpe.csv", FACILITIES), "2021").set_index("commune")
    assert found.loc["38151", "genre"] == "bpe_medecin_generaliste"
    assert found.loc["38151", ["longitude", "latitude"]].tolist() == pytest.approx([5.71, 45.14], abs=0.03)
    assert found.loc["97411", ["longitude", "latitude"]].tolist() == pytest.approx([55.45, -20.88], abs=0.03)
    assert set(found["nom"]) == {""}  # a practice bears the name of its doctor


def test_facilities_already_counted_have_no_place(tmp_path: Path) -> None:
    counted = "AN;DEPCOM;TYPEQU;NB_EQUIP\n2018;38151;C104;3\n"
    assert insee_bpe.points(document(tmp_path, "bpe.csv", counted), "2018").empty


def test_a_bus_has_no_place_and_digital_places_do(tmp_path: Path) -> None:
    assert france_services.points(document(tmp_path, "fs.csv", SERVICES), "2024")["nom"].tolist() == ["Maison", "Loin"]
    text = '"id","nom","code_insee","longitude","latitude"\n"a","Lieu","38151","5,71","45,15"\n'
    assert mediation_numerique.points(document(tmp_path, "lieux.csv", text), "2025")["longitude"].tolist() == [5.71]


def test_offices_are_placed_where_they_receive_the_public_and_counted_once() -> None:
    sample = Document(Path(__file__).parent.parent / "samples" / "dila_annuaire" / "annuaire_fictif.csv")
    assert dila_annuaire.recognise(sample) == "2026"
    found = dila_annuaire.points(sample, "2026")
    assert found[["genre", "commune", "longitude"]].to_numpy().tolist() == [
        ["guichet_ccas", "38151", 5.71],
        ["guichet_mairies_annexes", "38151", 5.717],
    ]
    rows = dila_annuaire.read(sample, "2026").set_index(["code", "variable"])["valeur"]
    assert rows["38185", "guichets_mission_locale"] == 1 and rows["38151", "guichets_mission_locale"] == 0


@pytest.fixture
def published(tmp_path: Path) -> tuple[Path, list[str]]:
    """A data folder where the made-up places of France services are published, and what was said."""
    said: list[str] = []
    parts = {"france_services": [france_services.points(document(tmp_path, "fs.csv", SERVICES), "2024")]}
    folders = (tmp_path, GEO_DIR)
    publish_all(points_files(parts, load_places(GEO_DIR), folders, (), "essai", said.append), tmp_path)
    return tmp_path, said


def test_what_lies_out_of_its_commune_is_left_out_and_told(published) -> None:
    folder, said = published
    assert [one.name for one in places("france_services", None, [folder])] == ["Maison"]
    assert said == ["France services : 1\u00a0lieu hors de la commune qui lui est donnée, non placé sur la carte."]
    assert installed([folder]) == {"france_services"}
    assert places("france_services", ["38185"], [folder]) == () == places("ecoles", None, [folder])


def test_places_of_departements_not_read_again_stay(published) -> None:
    folder, _ = published
    other = SERVICES.replace("38151", "69123").replace('45.15,5.71,"Non"', '45.76,4.83,"Non"').replace("Maison", "Lyon")
    parts = {"france_services": [france_services.points(document(folder, "fs69.csv", other), "2024")]}
    built = points_files(parts, load_places(GEO_DIR), (folder, GEO_DIR), ("69",), "essai", print)
    publish_all(built, folder)
    assert [one.name for one in places("france_services", None, [folder])] == ["Maison", "Lyon"]


def test_a_damaged_file_is_told(published) -> None:
    folder, _ = published
    (folder / "points" / "france_services.parquet").write_bytes(b"PAR1")
    with pytest.raises(DataError, match="lieux n'est pas lisible"):
        installed([folder])


def test_shipped_town_halls_are_in_their_commune_and_nearly_all_there() -> None:
    halls = places("mairies", None, [DATA_DIR])
    communes = {one.commune for one in halls}
    assert len(halls) == len(communes) == 33_053
    assert communes <= load_places(GEO_DIR).codes["commune"]
    (ours,) = places("mairies", ["38151"], [DATA_DIR])
    assert (ours.longitude, ours.latitude) == pytest.approx((5.717, 45.148), abs=0.001)


def test_kinds_have_one_source_each_and_a_label() -> None:
    kinds = registry.point_kinds()
    assert {"mairies", "ecoles", "france_services", "bpe_gare"} <= set(kinds)
    assert all(kind.label and source.page.startswith("https://") for source, kind in kinds.values())
    assert pd.Series(list(kinds)).str.fullmatch("[a-z_]+").all()
