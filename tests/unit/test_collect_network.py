"""The whole collection against a web server that misbehaves: what arrives is published, the rest is told."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pandas as pd
import pytest

from lib import registry, settings
from lib.build import harvest
from lib.build.__main__ import main
from lib.build.download import fetch_all
from lib.build.download_failures import Patience
from lib.model import SourceFile
from lib.registry import Reader
from tests.httpserver import Answer, Script, Site, serving
from tests.unit.test_collect import CATALOGUE, LOVAC, RPLS, VACANT, figure, state

TAG = {"ETag": '"v1"'}
PAGE = b"<!DOCTYPE html><html lang='fr'><body>Maintenance</body></html>"


def zipped(*, cut: bool) -> bytes:
    """Return the register of social housing in a zip, whole or without its end."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(RPLS, "rpls.csv")
    return packed.getvalue()[: len(packed.getvalue()) // 2] if cut else packed.getvalue()


ANSWERS = {
    "/rpls.zip": [Answer(zipped(cut=False), headers=TAG)],
    "/lovac.csv": [
        Answer(LOVAC.read_bytes(), headers=TAG, cut_at=LOVAC.stat().st_size // 2),
        Answer(LOVAC.read_bytes(), headers=TAG),
    ],
    "/sru_2022.csv": [Answer(status=404)],
    "/sru_2023.csv": [Answer(PAGE, headers={"Content-Type": "text/html"})],
    "/sru_2024.zip": [Answer(zipped(cut=True), headers=TAG)],
    "/sru_2025.csv": [Answer(b"CODGEO;AUTRE\n38151;1\n", headers=TAG)],
}
SITES = {
    "sdes_rpls": (("2024", "/rpls.zip"),),
    "sdes_lovac": (("2025", "/lovac.csv"),),
    "dhup_sru": tuple((path[5:9], path) for path in ANSWERS if path.startswith("/sru")),
}


@pytest.fixture
def site() -> Iterator[Site]:
    """The server that plays every producer."""
    with serving(Script(ANSWERS)) as running:
        yield running


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, site: Site) -> Iterator[Path]:
    """An installation whose three sources are on that server, that waits for nothing."""
    known = registry.readers()
    moved = {
        name: Reader(
            replace(known[name].source, fichiers=tuple(SourceFile(year, site.url(path), 2024) for year, path in files)),
            known[name].recognise,
            known[name].read,
        )
        for name, files in SITES.items()
    }
    monkeypatch.setattr(registry, "readers", lambda: moved)
    monkeypatch.setattr(harvest, "CACHE", tmp_path / "cache")
    patience = Patience(connect=5, read=5, tries=3, wait=lambda seconds: None)
    monkeypatch.setattr(harvest, "fetch_all", partial(fetch_all, patience=patience))
    folder = tmp_path / "data"
    (folder / "catalogue").mkdir(parents=True)
    (folder / "catalogue" / "essai.yml").write_text(CATALOGUE + VACANT, encoding="utf-8")
    monkeypatch.setenv("BOUSSOLE_DOSSIER_DONNEES", str(folder))
    settings.load_settings.cache_clear()
    yield folder
    settings.load_settings.cache_clear()


def collected(capsys: pytest.CaptureFixture[str], *more: str) -> tuple[int, str]:
    """Collect the Isère from the server; return the exit code and what was said, with plain spaces."""
    code = main(["donnees", "--departement", "38", *more])
    return code, capsys.readouterr().out.replace("\u00a0", " ")


def test_what_arrives_is_published_and_the_rest_is_told(
    data: Path, site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    code, said = collected(capsys)
    assert code == 1, "some files failed"
    assert figure(data, "parc") == 6498 and figure(data, "vacants") == 269
    assert figure(data, "vacants", "38003") == "secret"
    assert "3 fichiers obtenus sur 6." in said
    assert "1 fichier non obtenu : inventaire SRU 2022 — Le fichier n'est plus à cette adresse." in said
    assert "1 fichier non obtenu : inventaire SRU 2023 — " in said and "page web" in said
    assert "1 fichier non obtenu : inventaire SRU 2024 — " in said
    assert f"Fichier refusé : {site.url('/sru_2025.csv')} — Aucun tableau attendu n'y a été reconnu" in said
    assert "apparaît : Parc, communes (11), millésime 2024" in said
    assert "4 fichiers publiés." in said  # two sources, and the theme in its two orders
    assert {path.stem for path in (data / "variables").glob("*.parquet")} == {"sdes_rpls", "sdes_lovac"}


def test_a_cut_transfer_is_resumed_and_not_begun_again(
    data: Path, site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    collected(capsys, "--source", "sdes_lovac")
    first, second = site.script.of("/lovac.csv")
    assert first.status == 200 and second.status == 206
    assert first.sent + second.sent == LOVAC.stat().st_size
    assert figure(data, "vacants") == 269


def test_a_second_run_asks_nothing_again_and_changes_nothing(
    data: Path, site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    collected(capsys)
    before, asked = state(data), {path: len(site.script.of(path)) for path in ANSWERS}
    code, said = collected(capsys)
    assert code == 1
    assert "rien ne change" in said
    assert {path: len(site.script.of(path)) for path in ("/rpls.zip", "/lovac.csv", "/sru_2025.csv")} == {
        path: asked[path] for path in ("/rpls.zip", "/lovac.csv", "/sru_2025.csv")
    }
    assert len(site.script.of("/sru_2022.csv")) > asked["/sru_2022.csv"], "what failed is tried again"
    kept = {name: mark for name, mark in state(data).items() if name.endswith(".parquet")}
    assert kept == {name: mark for name, mark in before.items() if name.endswith(".parquet")}


def test_one_source_asks_for_its_files_only(data: Path, site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    code, said = collected(capsys, "--source", "sdes_rpls")
    assert code == 0 and "1 fichier obtenu sur 1." in said
    assert {seen.path for seen in site.script.seen} == {"/rpls.zip"}


def test_without_network_one_sentence_says_it_and_nothing_is_lost(
    data: Path, site: Site, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    collected(capsys)
    before = state(data)
    monkeypatch.setattr(harvest, "CACHE", data.parent / "autre cache")
    monkeypatch.setattr(registry, "readers", lambda known=registry.readers: _unreachable(known()))
    code, said = collected(capsys)
    assert code == 1
    assert said.count("Le site ne répond pas") == 1 and "6 fichiers non obtenus : " in said
    assert "Vérifiez l'accès à internet" in said
    assert "ce qui est publié reste en place" in said
    assert state(data) == before


def _unreachable(readers: dict[str, Reader]) -> dict[str, Reader]:
    """Move every file to a port where nobody answers."""
    found = {}
    for name, reader in readers.items():
        files = (replace(file, url=f"http://127.0.0.1:9/{name}/{file.millesime}") for file in reader.source.fichiers)
        found[name] = replace(reader, source=replace(reader.source, fichiers=tuple(files)))
    return found


def test_a_publication_cut_before_is_ended_before_anything_is_read(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    collected(capsys, "--source", "sdes_rpls")
    target = data / "indicateurs" / "essai.parquet"
    whole = target.read_bytes()
    target.rename(target.with_name(".attente"))
    (data / ".publication.json").write_text('[["indicateurs/.attente", "indicateurs/essai.parquet"]]', encoding="utf-8")
    _, said = collected(capsys, "--source", "sdes_rpls", "--simuler")
    assert "rien ne change" in said
    assert target.read_bytes() == whole and len(pd.read_parquet(target)) > 0
