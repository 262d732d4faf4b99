"""FINESS since 2026, the flux of structures: who counts, where, and what is refused."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pandas as pd
import pytest

from lib import registry
from lib.build.archives import extract
from lib.model import DataError
from lib.readers import Document

SAMPLE = Path(__file__).parent.parent / "samples" / "finess_structures" / "finess-structures-mensuel-202609_fictif.json"
READER = registry.readers()["finess_structures"]
TEXT = {"type": "string"}


def record(*required: str, **more: dict) -> dict:
    """Return the schema of an object with these texts, and these other members."""
    return {"type": "object", "required": [*required, *more], "properties": dict.fromkeys(required, TEXT) | more}


def listed(schema: dict) -> dict:
    """Return the schema of a list of such things."""
    return {"type": "array", "items": schema}


# What the schema of the producer requires (github.com/ansforge/finess, flux/out/data.gouv/structure, version 1).
NUMBER = {"type": "string", "pattern": "^[A-Za-z0-9]{9}$"}
ADDRESSES = listed(record("cogCommune", "codePostal"))
ESTABLISHMENT = record(
    "etatObjet",
    "dateDerniereMaj",
    informationsGeneralesEGE=record(
        "egeId", "dateOuverture", "datePremiereAutorisation", "nomEgeCourt", "nomEgeLong", numFinessEge=NUMBER
    ),
)
ESTABLISHMENT["properties"] |= {"adresse": ADDRESSES, "categorieentiteGeographiqueExercice": TEXT}
BODY = record(
    "etatObjet",
    "dateDerniereMaj",
    informationsGeneralesPMEJ=record(
        "pmSmsseId",
        "dateCreation",
        "denominationLonguePmSmsse",
        "denominationPm",
        "statutJuridique",
        "typePersonneMorale",
        numFinessPm=NUMBER,
    ),
    adresse=ADDRESSES,
    evenement={"type": "array"},
)
BODY["properties"]["ege"] = listed(ESTABLISHMENT)
SCHEMA = record("schemaVersion", "generatedAt", pmej=listed(BODY))


def counts(path: Path) -> dict[tuple[str, str], float]:
    """Return what is read, zeros left out, by commune and variable."""
    rows: pd.DataFrame = READER.read(Document(path), "2026")
    return {(row.code, row.variable): row.valeur for row in rows[rows["valeur"] > 0].itertuples()}


def edited(folder: Path, change: Callable[[dict], object]) -> Path:
    """Write the sample once changed."""
    content = json.loads(SAMPLE.read_text(encoding="utf-8"))
    change(content)
    path = folder / "flux.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def test_the_sample_has_the_form_of_the_official_schema() -> None:
    jsonschema.validate(json.loads(SAMPLE.read_text(encoding="utf-8")), SCHEMA)


def test_only_open_establishments_count_once_where_they_are() -> None:
    found = counts(SAMPLE)
    assert found["38151", "ehpad"] == 1  # neither the inactive ones nor the one closed in January
    assert found["38151", "esat"] == 1  # its closing is to come
    assert found["38185", "ehpad"] == 1  # at its geographical address, though it is the second; twice in the file
    assert ("38421", "ehpad") not in found
    assert found["97411", "camsp_cmpp"] == found["2A004", "ehpad"] == found["34172", "soins_infirmiers_domicile"] == 1


def test_lyon_counts_its_districts_and_what_has_none() -> None:
    found = counts(SAMPLE)
    assert (found["69381", "pmi"], found["69388", "pmi"], found["69123", "pmi"]) == (1, 1, 2)
    assert found["69123", "centres_sante"] == 1


def test_a_commune_with_other_establishments_has_zero_of_the_kind() -> None:
    rows = READER.read(Document(SAMPLE), "2026")
    vaulnaveys = rows[(rows["code"] == "38053") & (rows["variable"] == "ehpad")]
    assert vaulnaveys["valeur"].tolist() == [0] and vaulnaveys["statut"].tolist() == ["ok"]


def test_the_published_gzip_is_opened_and_recognised(tmp_path: Path) -> None:
    packed = tmp_path / "finess-structures-journalier-20260901.json.gz"
    packed.write_bytes(gzip.compress(SAMPLE.read_bytes()))
    paths, problems = extract(packed, tmp_path / "ouvert")
    assert not problems
    found = registry.recognise(Document(paths[0]))
    assert found is not None and (found[0].source.id, found[1]) == ("finess_structures", "2026")


def lists_last(content: dict) -> None:
    """The members of the flux in another order."""
    for key in ("gcc", "gco"):
        content[key] = content.pop(key)


def test_the_order_of_the_lists_does_not_matter(tmp_path: Path) -> None:
    assert counts(edited(tmp_path, lists_last)) == counts(SAMPLE)
    assert READER.recognise(Document(tmp_path / "flux.json")) == "2026"


def test_the_flux_of_activities_is_not_that_of_structures(tmp_path: Path) -> None:
    path = tmp_path / "activites.json"
    body = {"numFiness": "999000001", "pmSmsseId": "2", "activitesAutorisees": []}
    content = {"schemaVersion": "v1.0.0", "generatedAt": "2026-09-01T02:00:00Z", "pmej": [body]}
    path.write_text(json.dumps(content), encoding="utf-8")
    assert registry.recognise(Document(path)) is None


def test_another_year_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    path = edited(tmp_path, lambda content: content.update(generatedAt="2031-01-01T00:00:00Z"))
    with pytest.raises(DataError, match="2026"):
        READER.recognise(Document(path))


def renamed(content: dict) -> None:
    """The member that tells open establishments under another name."""
    for body in content["pmej"]:
        for one in body["ege"]:
            one["etat"] = one.pop("etatObjet")


def moved(content: dict) -> None:
    """No commune any more."""
    for body in content["pmej"]:
        for one in body["ege"]:
            one["adresse"] = []


@pytest.mark.parametrize(("change", "said"), [(renamed, "changé de forme"), (moved, "pas de commune")])
def test_a_changed_flux_is_refused(tmp_path: Path, change: Callable[[dict], object], said: str) -> None:
    with pytest.raises(DataError, match=said):
        counts(edited(tmp_path, change))


def test_a_cut_flux_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "flux.json"
    path.write_text(SAMPLE.read_text(encoding="utf-8")[:-400], encoding="utf-8")
    assert READER.recognise(Document(path)) == "2026"
    with pytest.raises(DataError, match="changé de forme"):
        counts(path)
