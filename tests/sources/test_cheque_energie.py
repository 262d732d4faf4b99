"""The file that the application hands out, filled in as a holder would, deposited, collected, and read again."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import openpyxl
import pandas as pd
import pytest

from lib import registry, settings
from lib.build.__main__ import main
from lib.build.publish import read_manifest
from lib.catalog import load_catalog
from lib.exports.lexicon import PROOF
from lib.exports.partner_template import DATA, FIRST_ROW, partner_template
from lib.model import DataError, Level, Status, Verification
from lib.partner_models import KEYS, PartnerModel, load_partner_models
from lib.provenance import VERIFIED
from lib.readers import Document
from lib.settings import DATA_DIR
from lib.store import Store
from lib.territories import Territories
from lib.trend import breaks_between

SAMPLE = Path(__file__).parent.parent / "samples" / "cheque_energie" / "cheque_energie_fictif.xlsx"
MODEL = load_partner_models()["cheque_energie"]
SOURCE = registry.sources()["cheque_energie"]
TOWN = ("commune", "38151", "Échirolles")
Line = tuple[object, ...]


def write(path: Path, *lines: Line, model: PartnerModel = MODEL) -> Path:
    """Fill the workbook of a model, from its first free line on: level, code, name, year, then the figures."""
    book = openpyxl.load_workbook(io.BytesIO(partner_template(model, [], 2027)))
    for rank, line in enumerate(lines, start=FIRST_ROW + 1):
        for column, written in enumerate(line, start=1):
            book[DATA].cell(rank, column).value = written
    book.save(path)
    return path


def read(path: Path) -> pd.DataFrame:
    """Read a file by the source that recognises it, by code, year and variable."""
    document = Document(path)
    found = registry.recognise(document)
    assert found is not None
    assert found[0].source.id == "cheque_energie"
    rows = found[0].read(document, found[1])
    return rows.assign(variable=rows["variable"].str.removeprefix("menages_cheque_energie")).set_index(
        ["code", "millesime", "variable"]
    )


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An installation of its own, with the theme of energy and no figure."""
    folder = tmp_path / "data"
    (folder / "catalogue").mkdir(parents=True)
    shutil.copy(DATA_DIR / "catalogue" / "energie.yml", folder / "catalogue")
    monkeypatch.setenv("BOUSSOLE_DOSSIER_DONNEES", str(folder))
    settings.load_settings.cache_clear()
    yield folder
    settings.load_settings.cache_clear()


def test_the_file_handed_out_comes_back_as_figures(
    data: Path, tmp_path: Path, territories: Territories, capsys: pytest.CaptureFixture[str]
) -> None:
    metropolis = territories.get("epci-200040715")
    towns = {one.code: one for one in territories.children(metropolis, Level.COMMUNE)}
    book = openpyxl.load_workbook(io.BytesIO(partner_template(MODEL, [metropolis, *towns.values()], 2027)))
    page = book[DATA]
    for rank in range(FIRST_ROW + 1, FIRST_ROW + 2 + len(towns)):
        code = page.cell(rank, 2).value
        if code != metropolis.code:  # the line of the whole is left empty
            figures = {"38151": (2025, 2600, 2100), "38185": (2025, "secret", "secret"), "38057": (2025, 3, 3)}
            for column, written in zip((4, 5, 6), figures.get(code, (2025, 100, 90)), strict=True):
                page.cell(rank, column).value = written
    for column, written in enumerate((*TOWN, 2023, 3000, 2700), start=1):
        page.cell(FIRST_ROW + 2 + len(towns), column).value = written
    (tmp_path / "depot").mkdir()
    book.save(tmp_path / "depot" / "réponse.xlsx")

    assert main(["donnees", "--departement", "38", "--depot", str(tmp_path / "depot")]) == 0
    said = capsys.readouterr().out
    assert "chèque énergie (cheque_energie)" in said
    assert "apparaît : Chèque énergie, communes" in said
    assert "1\u00a0nombre masqué dans réponse.xlsx, colonne cheque_energie_envoyes" in said

    told = {entry["fichier"]: entry for entry in read_manifest(data)}["data/variables/cheque_energie.parquet"]
    assert told["provenance"] == "fichier rempli à la demande par qui détient les chiffres"
    assert told["sources"][0]["verification"] == "modele"

    catalog = load_catalog(data / "catalogue")
    places = [towns["38151"], towns["38185"], towns["38057"], metropolis]
    store = Store(catalog, [data / "indicateurs"])
    profile = store.profile(places, ["cheque_energie", "part_cheques_energie_utilises"])
    town, secret, small, whole = (profile.latest(place, "cheque_energie") for place in places)
    assert (town.value, town.millesime, town.status, town.geography) == (2600, "2025", Status.OK, 2026)
    assert (secret.value, secret.status) == (small.value, small.status) == (None, Status.SECRET)
    assert whole.value is None
    share = profile.latest(towns["38151"], "part_cheques_energie_utilises")
    assert share.value == pytest.approx(2100 / 2600 * 100)
    series = profile.series(towns["38151"], "cheque_energie")
    assert [(seen.millesime, seen.value) for seen in series] == [("2023", 3000), ("2025", 2600)]
    assert len(breaks_between(*series, catalog.indicators["cheque_energie"], registry.sources())) == 2
    cited = SOURCE.cited(town.millesime, town.geography)
    assert cited == "Agence de services et de paiement, chèque énergie 2025, chiffres transmis sur notre modèle"


def test_the_whole_of_known_communes_is_their_sum(data: Path, tmp_path: Path, territories: Territories) -> None:
    vercors = territories.get("epci-243801024")
    towns = territories.children(vercors, Level.COMMUNE)
    lines = [("commune", one.code, one.name, 2025, 100 + rank, 0) for rank, one in enumerate(towns)]
    (tmp_path / "depot").mkdir()
    write(tmp_path / "depot" / "a.xlsx", *lines)
    assert main(["donnees", "--departement", "38", "--depot", str(tmp_path / "depot")]) == 0
    profile = Store(load_catalog(data / "catalogue"), [data / "indicateurs"]).profile([vercors], ["cheque_energie"])
    assert profile.latest(vercors, "cheque_energie").value == sum(line[4] for line in lines)


def test_every_way_of_checking_a_reader_has_its_words() -> None:
    assert set(VERIFIED) == set(PROOF) == set(get_args(Verification))
    assert "aucun fichier officiel" in PROOF[SOURCE.verification]


def test_the_sample_has_the_header_of_the_model_of_today() -> None:
    page = openpyxl.load_workbook(SAMPLE)[DATA]
    assert [cell.value for cell in page[2]] == [name for name, _ in KEYS] + [one.id for one in MODEL.colonnes]
    assert [cell.value for cell in page[1]][len(KEYS) :] == [one.libelle for one in MODEL.colonnes]


def test_an_answer_an_unknown_and_a_blank_are_told_apart() -> None:
    rows = read(SAMPLE)
    assert rows.loc[("200040715", "2025", ""), "statut"] == "non_disponible"
    assert rows.loc[("38382", "2025", ""), "valeur"] == 0
    assert "01004" not in rows.index.get_level_values("code")
    assert rows.loc[("38096", "2023", "_utilise"), "statut"] == "non_disponible"


def test_the_cheques_used_are_hidden_when_few_are_left(tmp_path: Path) -> None:
    lines = [("commune", f"3800{left}", "", 2025, 100, 100 - left) for left in (1, 4, 5)]
    rows = read(write(tmp_path / "a.xlsx", *lines, ("commune", "38006", "", 2025, 100, 100)))
    used = rows.xs("_utilise", level="variable")["statut"].droplevel("millesime")
    assert used.to_dict() == {"38001": "secret", "38004": "secret", "38005": "ok", "38006": "ok"}
    assert set(rows.xs("", level="variable")["valeur"]) == {100}


def test_what_a_spreadsheet_does_to_codes_and_years_is_undone(tmp_path: Path) -> None:
    rows = read(write(tmp_path / "a.xlsx", ("Commune", 1004, "", "2025", 50), ("Département", 1, "", 2025.0, 900)))
    kept = rows.xs("", level="variable")[["niveau", "valeur"]]
    assert kept.to_dict("index") == {
        ("01004", "2025"): {"niveau": "commune", "valeur": 50},
        ("01", "2025"): {"niveau": "departement", "valeur": 900},
    }


def test_the_sheet_saved_as_csv_is_read_too(tmp_path: Path) -> None:
    lines = ("Niveau;Code officiel;Nom;Année;Ménages", "niveau;code;nom;millesime;cheque_energie_envoyes")
    path = tmp_path / "a.csv"
    path.write_text("\n".join([*lines, "commune;38151;Échirolles;2025;2 600"]) + "\n", encoding="cp1252")
    assert read(path).loc[("38151", "2025", ""), "valeur"] == 2600


def test_the_former_model_which_asked_for_more_is_still_read(tmp_path: Path) -> None:
    others = load_partner_models()["energie"].colonnes
    former = MODEL.model_copy(update={"colonnes": (*MODEL.colonnes, *others)})
    rows = read(write(tmp_path / "a.xlsx", (*TOWN, 2025, 2600, "n.d.", 12, 5, 5, 40), model=former))
    assert rows.loc[("38151", "2025", ""), "valeur"] == 2600


def test_the_model_of_another_partner_is_not_claimed(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", (*TOWN, 2025, 12, 5, 5, 40), model=load_partner_models()["energie"])
    assert registry.recognise(Document(path)) is None


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ((*TOWN, 2031, 2600), ["année", "ligne 3", "2031"]),
        ((*TOWN, "printemps", 2600), ["année", "ligne 3", "printemps"]),
        (("quartier", "38151", "", 2025, 2600), ["niveau", "ligne 3", "quartier"]),
        ((*TOWN, 2025, 12.5), ["entier", "ligne 3", "12.5"]),
        ((*TOWN, 2025, -12), ["entier", "ligne 3", "-12"]),
        ((*TOWN, 2025, "beaucoup"), ["beaucoup"]),
        ((*TOWN, 2025, 100, 120), ["utilisés", "38151", "2025"]),
        ((*TOWN, 2025), ["Aucun ménage"]),
    ],
)
def test_a_wrong_line_is_refused_with_its_place(tmp_path: Path, line: Line, words: list[str]) -> None:
    with pytest.raises(DataError) as refused:
        read(write(tmp_path / "a.xlsx", line))
    assert all(word in str(refused.value) for word in words)


def test_a_total_never_gives_away_the_only_secret_under_it(
    data: Path, tmp_path: Path, territories: Territories, capsys: pytest.CaptureFixture[str]
) -> None:
    vercors = territories.get("epci-243801024")
    secret, *others = territories.children(vercors, Level.COMMUNE)
    (tmp_path / "depot").mkdir()
    path = tmp_path / "depot" / "a.xlsx"
    write(path, ("epci", vercors.code, vercors.name, 2025, 100 * len(others) + 3, 0))
    assert main(["donnees", "--departement", "38", "--depot", str(path)]) == 0
    catalog = load_catalog(data / "catalogue")
    before = Store(catalog, [data / "indicateurs"]).profile([vercors], ["cheque_energie"])
    assert before.latest(vercors, "cheque_energie").value == 100 * len(others) + 3
    lines = [("commune", one.code, one.name, 2025, 100, 0) for one in others]
    write(path, *lines, ("commune", secret.code, secret.name, 2025, "secret", "secret"))
    assert main(["donnees", "--departement", "38", "--depot", str(path)]) == 0
    after = Store(catalog, [data / "indicateurs"]).profile([vercors, secret], ["cheque_energie"])
    assert {after.latest(place, "cheque_energie").status for place in (vercors, secret)} == {Status.SECRET}
    assert "2\u00a0totaux masqués" in capsys.readouterr().out  # the cheques sent, and those used
