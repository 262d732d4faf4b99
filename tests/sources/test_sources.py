"""The suite that every source passes: its sheet, the recognition of its samples, the contract of what it reads."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from lib import registry
from lib.model import LEVEL_NAMES, SHOWN_STATUSES, VARIABLE_COLUMNS, Status
from lib.readers import Document

SAMPLES = Path(__file__).parent.parent / "samples"
READERS = registry.readers()
CASES = [(name, path) for name in READERS for path in sorted((SAMPLES / name).glob("*")) if path.is_file()]
IDS = [f"{name}/{path.name}" for name, path in CASES]
STATUSES = {status.value for status in Status}
KEY = ["niveau", "code", "millesime", "variable"]
LICENCES = ("Licence Ouverte", "ODbL", "Non précisée")


@pytest.mark.parametrize("name", READERS)
def test_sheet_is_complete(name: str) -> None:
    source = READERS[name].source
    for text in (source.titre, source.titre_court, source.producteur, source.mention, source.champ):
        assert text.strip() == text and text
    assert source.page.startswith("https://")
    assert source.licence.startswith(LICENCES)
    assert source.cited("2021", 2023)
    assert source.fichiers and all(file.url.startswith(("https://", "pkg:")) for file in source.fichiers)
    assert len({variable.id for variable in source.variables}) == len(source.variables) > 0
    assert all(variable.libelle and variable.officiel for variable in source.variables)
    assert all(b.jusqu_a < b.depuis and b.motif for b in source.ruptures)


@pytest.mark.parametrize("name", registry.sources())
def test_the_source_line_reads_well(name: str) -> None:
    source = registry.sources()[name]
    for millesime in source.millesimes:
        told = source.short(millesime)
        assert not re.search(r"\d \d{4}$|\d-T?\d", told), told
        assert not re.search(r"\d-T\d", source.cited(millesime, 2026))
    assert source.producteur.partition(" (")[0] not in source.titre_court


@pytest.mark.parametrize("name", READERS)
def test_has_a_sample(name: str) -> None:
    assert any(case == name for case, _ in CASES), f"aucun échantillon dans tests/samples/{name}/"


def test_samples_belong_to_a_source() -> None:
    folders = {folder.name for folder in SAMPLES.iterdir() if folder.is_dir()}
    assert folders <= set(READERS), f"dossiers sans source : {sorted(folders - set(READERS))}"


@pytest.mark.parametrize(("name", "path"), CASES, ids=IDS)
def test_sample_is_recognised_by_its_source_alone(name: str, path: Path) -> None:
    found = registry.recognise(Document(path))
    assert found is not None, "échantillon non reconnu"
    reader, millesime = found
    assert reader.source.id == name
    assert millesime in reader.source.millesimes


@pytest.mark.parametrize(("name", "path"), CASES, ids=IDS)
def test_sample_is_read_at_the_contract(name: str, path: Path) -> None:
    rows = _read(name, path)
    assert list(rows.columns) == list(VARIABLE_COLUMNS)
    assert len(rows)
    assert set(rows["niveau"]) <= LEVEL_NAMES
    assert set(rows["statut"]) <= STATUSES
    assert set(rows["source"]) == {name}
    assert set(rows["variable"]) <= {variable.id for variable in READERS[name].source.variables}
    assert set(rows["millesime"]) <= set(READERS[name].source.millesimes)
    assert not rows.duplicated(KEY).any()
    assert rows["code"].str.fullmatch(r"[0-9A-Z]+|nom:[a-z0-9 ]+").all()  # nom: see lib.tables.epci_names
    assert pd.api.types.is_float_dtype(rows["valeur"])


@pytest.mark.parametrize(("name", "path"), CASES, ids=IDS)
def test_value_and_status_agree(name: str, path: Path) -> None:
    rows = _read(name, path)
    shown = rows["statut"].isin(SHOWN_STATUSES)
    assert rows.loc[shown, "valeur"].notna().all()
    assert rows.loc[~shown, "valeur"].isna().all()


@pytest.mark.parametrize(("name", "path"), CASES, ids=IDS)
def test_codes_have_the_shape_of_their_level(name: str, path: Path) -> None:
    shapes = {
        "iris": r"[0-9][0-9AB][0-9]{7}",
        "qpv": r"Q[NP][0-9AB]{3}[0-9]{2,3}[A-Z]?",
        "commune": r"[0-9][0-9AB][0-9]{3}",
        "epci": r"[0-9]{9}|nom:[a-z0-9 ]+",
        "ept": r"[0-9]{9}",
        "departement": r"[0-9][0-9AB]|97[0-9]",
        "region": r"[0-9]{2}",
        "france": "F",
    }
    for level, codes in _read(name, path).groupby("niveau")["code"]:
        wrong = codes[~codes.str.fullmatch(shapes[level])]
        assert wrong.empty, f"{level} : {wrong.unique()[:5]}"


@cache  # three tests look at what one reading gives
def _read(name: str, path: Path) -> pd.DataFrame:
    document = Document(path)
    return READERS[name].read(document, READERS[name].recognise(document) or "")
