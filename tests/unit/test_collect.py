"""The whole collection on the samples: deposit, report, difference, publication; then everything that can go wrong."""

from __future__ import annotations

import hashlib
import json
import shutil
import zipfile
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from lib import settings
from lib.build import files, harvest
from lib.build.__main__ import main
from lib.build.download import Fetched
from lib.model import DataError
from lib.settings import GEO_DIR

SAMPLES = Path(__file__).parent.parent / "samples"
RPLS = SAMPLES / "sdes_rpls" / "rpls_2024_communes_38_extrait.csv"
LOVAC = SAMPLES / "sdes_lovac" / "lovac_2025_communes_38_extrait.csv"
CATALOGUE = """titre: Essai
description: D
questions: [Q]
indicateurs:
  parc:
    titre: Parc
    titre_court: Parc
    unite: logements
    definition: D
    lecture: "{nombre}"
    source: sdes_rpls
    numerateur: [rpls_logements]
    niveaux: [commune, epci, departement]
    millesimes_comparables: tous
    sens: neutre
    essentiel: true
    comprendre: C
    utiliser: U
    ne_permet_pas_de_dire: N
    pieges: P
"""
VACANT = """  vacants:
    titre: Vacants
    titre_court: Vacants
    unite: logements
    definition: D
    lecture: "{nombre}"
    source: sdes_lovac
    numerateur: [parc_prive_vacant_2_ans]
    niveaux: [commune]
    millesimes_comparables: tous
    sens: neutre
    essentiel: false
    comprendre: C
    utiliser: U
    ne_permet_pas_de_dire: N
    pieges: P
"""


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation of its own, with a catalogue of two indicators and nothing published."""
    folder = tmp_path / "data"
    (folder / "catalogue").mkdir(parents=True)
    (folder / "catalogue" / "essai.yml").write_text(CATALOGUE + VACANT, encoding="utf-8")
    monkeypatch.setenv("BOUSSOLE_DOSSIER_DONNEES", str(folder))
    settings.load_settings.cache_clear()
    yield folder
    settings.load_settings.cache_clear()


@pytest.fixture
def deposit(tmp_path: Path) -> Path:
    """A deposit with a register of social housing, under a name that tells its year only."""
    folder = tmp_path / "depot"
    folder.mkdir()
    shutil.copy(RPLS, folder / "fichier 2024.csv")
    return folder


def run(deposit: Path, *more: str) -> int:
    """Collect a deposit for the Isère."""
    return main(["donnees", "--departement", "38", "--depot", str(deposit), *more])


def most_of_isere() -> str:
    """Return the register with most communes of the département, so that what it does not list has none."""
    rows = pd.read_parquet(GEO_DIR / "territoires.parquet", columns=["niveau", "code", "departement"])
    codes = rows.loc[(rows["niveau"] == "commune") & (rows["departement"] == "38"), "code"]
    header, first, *others = RPLS.read_text(encoding="utf-8").splitlines()
    listed = {line.split(";")[2] for line in (first, *others)}
    more = [first.replace("38001", code) for code in codes[:400] if code not in listed]
    return "\n".join([header, first, *others, *more]) + "\n"


def state(folder: Path) -> dict[str, str]:
    """Return the fingerprint of every published file."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.suffix != ".yml")
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def figure(folder: Path, indicator: str, code: str = "38151") -> float | str:
    """Return what is published for a commune: a value, or a status when there is none."""
    rows = pd.read_parquet(folder / "indicateurs" / "essai.parquet")
    row = rows[(rows["indicateur"] == indicator) & (rows["code"] == code)].iloc[0]
    return row["statut"] if pd.isna(row["valeur"]) else row["valeur"]


def test_a_deposit_is_recognised_reported_and_published(
    data: Path, deposit: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(deposit) == 0
    said = capsys.readouterr().out
    assert "répertoire du parc social (sdes_rpls)" in said
    assert "apparaît : Parc, communes" in said
    assert figure(data, "parc") == 6498
    entries = {entry["fichier"]: entry for entry in json.loads((data / "manifeste.json").read_text(encoding="utf-8"))}
    assert set(entries) == {
        "data/indicateurs/essai.parquet",
        "data/indicateurs/par_indicateur/essai.parquet",
        "data/variables/sdes_rpls.parquet",
    }
    assert entries["data/variables/sdes_rpls.parquet"]["provenance"] == "fichier officiel"


def test_the_copy_for_maps_holds_the_same_rows_by_indicator(data: Path, deposit: Path) -> None:
    run(deposit)
    by_area = pd.read_parquet(data / "indicateurs" / "essai.parquet")
    copy = pd.read_parquet(data / "indicateurs" / "par_indicateur" / "essai.parquet")
    key = ["indicateur", "niveau", "code", "millesime"]
    assert len(copy) and copy.equals(by_area.sort_values(key, ignore_index=True))


def test_a_lost_copy_for_maps_is_made_again(data: Path, deposit: Path) -> None:
    run(deposit)
    copy = data / "indicateurs" / "par_indicateur" / "essai.parquet"
    content = copy.read_bytes()
    copy.unlink()
    run(deposit)
    assert copy.read_bytes() == content


def test_a_simulation_publishes_nothing(data: Path, deposit: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(deposit, "--simuler") == 0
    assert "Simulation : rien n'a été publié." in capsys.readouterr().out
    assert state(data) == {}


def test_a_second_run_changes_nothing(data: Path, deposit: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(deposit)
    before = pd.read_parquet(data / "indicateurs" / "essai.parquet")
    capsys.readouterr()
    assert run(deposit) == 0
    assert "rien ne change" in capsys.readouterr().out
    pd.testing.assert_frame_equal(pd.read_parquet(data / "indicateurs" / "essai.parquet"), before)


def test_a_theme_without_figures_can_be_opened_by_the_application(data: Path, deposit: Path) -> None:
    (data / "catalogue" / "vide.yml").write_text(
        CATALOGUE.replace("parc:", "rien:").replace("sdes_rpls", "dhup_sru").replace("rpls_logements", "sru_taux"),
        encoding="utf-8",
    )
    run(deposit)
    schema = pq.read_schema(data / "indicateurs" / "vide.parquet")
    assert str(schema.field("valeur").type) == "double"
    assert "string" in str(schema.field("niveau").type)


def test_a_zip_in_the_deposit_is_opened(data: Path, tmp_path: Path) -> None:
    folder = tmp_path / "depot"
    folder.mkdir()
    with zipfile.ZipFile(folder / "rpls.zip", "w") as archive:
        archive.write(RPLS, "dossier/rpls 2024.csv")
        archive.writestr("dossier/notice.pdf", b"%PDF-1.4")
    assert run(folder) == 0
    assert figure(data, "parc") == 6498


def test_the_same_file_twice_is_read_once(data: Path, deposit: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copy(RPLS, deposit / "copie 2024.csv")
    assert run(deposit) == 0
    assert "44\u00a0valeurs lues" in capsys.readouterr().out


def test_another_department_keeps_what_is_published(data: Path, deposit: Path) -> None:
    run(deposit)
    before = figure(data, "parc")
    assert main(["donnees", "--departement", "69", "--depot", str(deposit)]) == 0
    assert figure(data, "parc") == before


def test_only_the_millesimes_asked_for_are_kept(data: Path, deposit: Path) -> None:
    shutil.copy(SAMPLES / "cnaf_communes" / "s_ben_com_f_fictif.csv", deposit)
    run(deposit, "--millesime", "2023")
    kept = {path.stem for path in (data / "variables").glob("*.parquet")}
    assert kept == {"cnaf_communes"}
    assert set(pd.read_parquet(data / "variables" / "cnaf_communes.parquet")["millesime"]) == {"2023"}


def test_only_the_sources_asked_for_are_read(data: Path, deposit: Path) -> None:
    shutil.copy(LOVAC, deposit)
    assert run(deposit, "--source", "sdes_lovac") == 0
    assert {path.stem for path in (data / "variables").glob("*.parquet")} == {"sdes_lovac"}


def test_an_unknown_source_is_named_with_the_nearest(
    data: Path, deposit: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(deposit, "--source", "rpls") == 1
    said = capsys.readouterr().err
    assert "Cette source n'existe pas.\nOù : --source rpls" in said
    assert "Peut-être : sdes_rpls. Sources connues : ademe_dpe, " in said
    assert state(data) == {}


@pytest.mark.parametrize(
    ("given", "meant"), [("99", ""), ("Isère", "38 (Isère)"), ("69M", "69 (Rhône)"), ("1", "01 (Ain)"), ("2a", "2A (")]
)
def test_a_wrong_department_is_refused_before_anything_is_read(
    data: Path, deposit: Path, capsys: pytest.CaptureFixture[str], given: str, meant: str
) -> None:
    assert main(["donnees", "--departement", given, "--depot", str(deposit)]) == 1
    out, err = capsys.readouterr()
    assert f"Ce département n'existe pas.\nOù : --departement {given}\n" in err and out == ""
    assert (f"Vouliez-vous dire {meant}" if meant else "Que faire : Donnez un numéro : 01 à 95") in err


def test_a_secret_stays_secret_to_the_end(data: Path, deposit: Path) -> None:
    shutil.copy(LOVAC, deposit)
    run(deposit)
    assert figure(data, "vacants") == 269
    assert figure(data, "vacants", "38003") == "secret"


def renamed_column(path: Path) -> None:
    """A figure nobody can find any more."""
    path.write_text(LOVAC.read_text(encoding="utf-8").replace("pp_vacant_plus_2ans_25", "vacants"), encoding="utf-8")


def web_page(path: Path) -> None:
    """What a portal sends instead of the file."""
    path.write_text("<!DOCTYPE html><html><body>Service indisponible</body></html>", encoding="utf-8")


def cut_zip(path: Path) -> None:
    """A download that stopped."""
    whole = path.with_suffix(".zip")
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(LOVAC, "lovac.csv")
    content = whole.read_bytes()
    whole.write_bytes(content[: len(content) // 2])


def utf16(path: Path) -> None:
    """What some spreadsheets call « Unicode »."""
    path.write_bytes(LOVAC.read_text(encoding="utf-8").encode("utf-16"))


def unknown_word(path: Path) -> None:
    """A new spelling of the secret."""
    path.write_text(LOVAC.read_text(encoding="utf-8").replace(";s\n", ";masqué\n"), encoding="utf-8")


def double_line(path: Path) -> None:
    """The same commune twice."""
    text = LOVAC.read_text(encoding="utf-8")
    path.write_text(text + text.splitlines()[-1] + "\n", encoding="utf-8")


def cut_parquet(path: Path) -> None:
    """A Parquet file without its end."""
    path.with_suffix(".parquet").write_bytes(b"PAR1" + b"\0" * 100)


REFUSED = {
    web_page: "page web",
    cut_zip: "incomplète ou abîmée",
    unknown_word: "« masqué »",
    double_line: "deux fois le même chiffre",
    cut_parquet: "incomplet",
}
IGNORED = (renamed_column, utf16)


@pytest.mark.parametrize("accident", [*REFUSED, *IGNORED], ids=lambda accident: accident.__name__)
def test_a_bad_file_is_refused_alone_and_the_rest_is_published(
    data: Path, deposit: Path, capsys: pytest.CaptureFixture[str], accident: object
) -> None:
    shutil.copy(LOVAC, deposit / "lovac.csv")
    run(deposit)
    published = (data / "variables" / "sdes_lovac.parquet").read_bytes()
    (deposit / "lovac.csv").unlink()
    (deposit / "fichier 2024.csv").write_text(RPLS.read_text(encoding="utf-8").replace(";6498;", ";6500;"), "utf-8")
    accident(deposit / "lovac.csv")
    capsys.readouterr()
    code = run(deposit)
    said = capsys.readouterr().out
    assert code == (1 if accident in REFUSED else 0)
    assert f"Fichier {'refusé' if accident in REFUSED else 'non reconnu'} : " in said
    assert REFUSED.get(accident, "lovac") in said
    assert "Traceback" not in said
    assert figure(data, "parc") == 6500
    assert figure(data, "vacants") == 269
    assert (data / "variables" / "sdes_lovac.parquet").read_bytes() == published


def test_nothing_readable_publishes_nothing(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "depot"
    folder.mkdir()
    web_page(folder / "page.csv")
    assert run(folder) == 1
    assert "ce qui est publié reste en place" in capsys.readouterr().out
    assert state(data) == {}


def test_an_absent_deposit_is_said(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path / "nulle part") == 1
    assert "Ce fichier ou ce dossier n'existe pas" in capsys.readouterr().err


def test_an_empty_deposit_is_said(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "notice.pdf").write_bytes(b"%PDF-1.4")
    assert run(tmp_path / "notice.pdf") == 1
    assert "Aucun tableau dans ce dossier" in capsys.readouterr().err


def test_a_list_of_a_few_communes_makes_no_zero(data: Path, deposit: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The sample lists a few communes of the Isère: those it leaves out are unknown, not without social housing."""
    run(deposit)
    rows = pd.read_parquet(data / "indicateurs" / "essai.parquet")
    assert "38399" not in set(rows["code"]) and "departement" not in set(rows["niveau"])
    assert "liste partielle dans le département 38" in capsys.readouterr().out


def test_an_implausible_figure_is_set_aside_and_never_a_zero(
    data: Path, deposit: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (deposit / "fichier 2024.csv").write_text(RPLS.read_text(encoding="utf-8").replace(";6498;", ";-6498;"), "utf-8")
    run(deposit)
    assert "hors des bornes plausibles" in capsys.readouterr().out
    assert figure(data, "parc") == "non_disponible"


def test_a_published_total_goes_with_the_commune_that_becomes_secret(data: Path, deposit: Path) -> None:
    whole = most_of_isere()
    (deposit / "fichier 2024.csv").write_text(whole, encoding="utf-8")
    run(deposit)
    before = pd.read_parquet(data / "variables" / "sdes_rpls.parquet")
    assert "departement" in set(before["niveau"])
    (deposit / "fichier 2024.csv").write_text(whole.replace(";6498;", ";s;"), encoding="utf-8")
    run(deposit)
    after = pd.read_parquet(data / "indicateurs" / "essai.parquet")
    assert figure(data, "parc") == "secret"
    assert "departement" not in set(after.loc[after["indicateur"] == "parc", "niveau"])


def test_a_failed_publication_leaves_the_old_files(
    data: Path, deposit: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run(deposit)
    before = state(data)
    (deposit / "fichier 2024.csv").write_text(RPLS.read_text(encoding="utf-8").replace(";6498;", ";6500;"), "utf-8")

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device", "indicateurs")

    monkeypatch.setattr(files.pq, "ParquetWriter", full)
    capsys.readouterr()
    assert run(deposit) == 1
    assert "Rien n'a été modifié" in capsys.readouterr().err
    assert state(data) == before


def test_downloads_carry_their_year_and_refuse_alone(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The register has no year in its content: the address that is declared for a millesime gives it."""
    body = tmp_path / "download"
    shutil.copy(RPLS, body)
    broken = DataError("Le site ne répond pas", "ailleurs", "Relancez plus tard.")

    def fetched(wanted: list, *_: object, **__: object) -> dict:
        return {
            one.url: Fetched(body, one.url, "0", 1, False, "") if "media/7970" in one.url else broken for one in wanted
        }

    monkeypatch.setattr(harvest, "fetch_all", fetched)
    assert main(["donnees", "--departement", "38", "--source", "sdes_rpls", "--source", "dhup_sru"]) == 1
    said = capsys.readouterr().out.replace("\u00a0", " ")
    assert "4 fichiers non obtenus : " in said and "Le site ne répond pas. Relancez plus tard." in said
    assert "1 fichier obtenu sur 5." in said
    assert figure(data, "parc") == 6498


def test_a_new_indicator_is_computed_from_the_variables_installed(
    data: Path, deposit: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    catalogue = data / "catalogue" / "essai.yml"
    catalogue.write_text(CATALOGUE, encoding="utf-8")
    assert run(deposit) == 0
    variables = {path: mark for path, mark in state(data).items() if path.startswith("variables/")}
    added = CATALOGUE.partition("indicateurs:\n")[2].replace("parc:", "double:")
    catalogue.write_text(CATALOGUE + added, encoding="utf-8")

    before = state(data)
    assert main(["recalculer", "--simuler"]) == 0
    assert state(data) == before
    assert main(["recalculer"]) == 0
    assert "apparaît" in capsys.readouterr().out
    assert figure(data, "double") == figure(data, "parc")
    assert {path: mark for path, mark in state(data).items() if path.startswith("variables/")} == variables

    after = state(data)
    assert main(["recalculer"]) == 0
    assert state(data) == after
    assert "0\u00a0fichier publié" in capsys.readouterr().out
