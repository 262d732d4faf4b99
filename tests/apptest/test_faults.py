"""Faulty installations: the message says what, where and the remedy, and the application stands. Secrets never show."""

from pathlib import Path

import pandas as pd
import pytest
import shapely

from lib import settings
from lib.settings import load_settings
from tests.apptest.reading import assert_sound, assert_told, holds, markup, problems, words

TOWN = "commune-38151"
RECOGNISABLE = 987_654


def replace(path: Path, content: bytes | None = None) -> None:
    """Replace a linked file by its own content, or by ``content``."""
    kept = path.read_bytes() if content is None else content
    path.unlink()
    path.write_bytes(kept)


def truncate(path: Path) -> None:
    replace(path, path.read_bytes()[:-500])


def change_schema(path: Path) -> None:
    path.unlink()
    pd.DataFrame({"code": ["38151"], "valeur": [1.0]}).to_parquet(path)


SPOILT = {"absent": (Path.unlink, "absent"), "truncated": (truncate, "abîmé"), "schema": (change_schema, "la forme")}


@pytest.mark.parametrize("page", ["accueil", "portrait", "logement"])
@pytest.mark.parametrize("fault", SPOILT)
def test_unusable_figures_are_told_and_the_page_stands(visit, installed, page, fault):
    spoil, word = SPOILT[fault]
    theme = "logement" if page == "logement" else "portrait"
    path = installed / "indicateurs" / f"{theme}.parquet"
    spoil(path)
    at = visit(page, territoire=TOWN)
    assert_told(at, word, path.name)
    assert at.title[0].value and "Échirolles" in words(at) and "logiciel libre" in words(at)


def test_figures_put_back_are_read_without_a_restart(visit, installed):
    path = installed / "indicateurs" / "logement.parquet"
    whole = path.read_bytes()
    truncate(path)
    assert problems(visit("logement", territoire=TOWN))
    path.write_bytes(whole)
    assert_sound(visit("logement", territoire=TOWN))


@pytest.mark.parametrize("name", ["territoires.parquet", "iris.parquet", "passages.parquet"])
@pytest.mark.parametrize("fault", SPOILT)
def test_an_unusable_reference_table_is_told(visit, mapped, name, fault):
    SPOILT[fault][0](mapped / name)
    at = visit("portrait", territoire=TOWN)
    assert_told(at, "référentiel des territoires", name)


@pytest.mark.parametrize("spoil", [Path.unlink, truncate, change_schema])
def test_unusable_outlines_are_told_and_leave_the_figures_and_the_list(visit, mapped, spoil):
    spoil(mapped / "communes.parquet")
    at = visit("portrait", territoire=TOWN)
    assert_told(at, "contours ne sont pas lisibles", "communes.parquet")
    assert "Population municipale" in words(at) and "37\u202f491" in words(at)
    assert "la liste, du plus élevé au moins élevé" in words(at)


def test_outlines_put_back_are_drawn_without_a_restart(visit, mapped):
    path = mapped / "communes.parquet"
    whole = path.read_bytes()
    replace(path, whole[:-500])
    assert problems(visit("portrait", territoire=TOWN))
    path.write_bytes(whole)
    assert_sound(visit("portrait", territoire=TOWN))


def test_an_empty_data_folder_is_told(visit, configure, tmp_path):
    configure(dossier_donnees=tmp_path)
    assert_told(visit("portrait", territoire=TOWN), "catalogue", str(tmp_path))


def test_a_faulty_catalogue_is_told_with_its_key(visit, installed):
    path = installed / "catalogue" / "portrait.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("    sens:", "    sence:", 1), encoding="utf-8")
    assert_told(visit("portrait", territoire=TOWN), "portrait.yml", "population_totale")


@pytest.mark.parametrize("spoil", [Path.unlink, lambda path: path.write_text("[{")])
def test_an_unusable_manifest_is_told_on_the_home_page(visit, installed, spoil):
    spoil(installed / "manifeste.json")
    at = visit("accueil", territoire=TOWN)
    assert_told(at, "manifeste")
    assert "logiciel libre" in words(at)


@pytest.mark.parametrize("text", ['couleur = "bleu"\n', "territoire\n"])
def test_faulty_settings_are_told(visit, text):
    settings.CONFIG_FILE.write_text(text, encoding="utf-8")
    load_settings.cache_clear()
    assert_told(visit("portrait", territoire=TOWN), "boussole.toml")


@pytest.mark.parametrize("content", [None, b"not a zip"])
def test_a_faulty_package_is_told(visit, configure, tmp_path, content):
    package = tmp_path / "paquet.zip"
    if content:
        package.write_bytes(content)
    configure(paquets=package)
    assert_told(visit("portrait", territoire=TOWN), "paquet.zip")


def mark(folder: Path, status: str) -> None:
    """Give one commune a figure that can be recognised everywhere, under this status."""
    for path in folder.glob("*.parquet"):
        rows = pd.read_parquet(path)
        mine = (rows["niveau"] == "commune") & (rows["code"] == "38151")
        rows.loc[mine, ["valeur", "numerateur", "denominateur"]] = RECOGNISABLE
        rows.loc[mine, "statut"] = status
        path.unlink()
        rows.to_parquet(path)


VIEWS = ({"territoire": TOWN}, {"territoire": "commune-38185", "comparer": TOWN})


@pytest.mark.parametrize("status", ["secret", "non_diffuse"])
def test_a_secret_figure_is_nowhere_on_any_page(visit, installed, status):
    mark(installed / "indicateurs", status)
    for page in ("accueil", "portrait", "logement"):
        for view in VIEWS:
            at = visit(page, vue="tout", **view)
            assert_sound(at)
            assert not holds(at, RECOGNISABLE), (page, view)
    shown = words(visit("portrait", territoire=TOWN))
    assert ("secret" if status == "secret" else "non diffusé") in shown
    assert "pour protéger les personnes" in shown


def test_the_search_for_a_leak_finds_a_figure_that_may_be_shown(visit, installed):
    mark(installed / "indicateurs", "ok")
    for view in VIEWS:
        assert holds(visit("portrait", vue="tout", **view), RECOGNISABLE)


def test_a_territorial_package_adds_its_figures_and_its_map(
    visit, configure, tmp_path, territories, write_observations
):
    town = territories.get(TOWN)
    codes = [area.code for area in territories.children(town, "iris")]
    shapes = [shapely.to_wkb(shapely.box(i, 45, i + 1, 46)) for i in range(len(codes))]
    folder = tmp_path / "paquet"
    write_observations(folder / "indicateurs", {"valeur": 99.9, "code": "38151", "millesime": "2023"})
    pd.DataFrame({"code_iris": codes, "geometry": shapes}).to_parquet(folder / "iris.parquet")
    configure(paquets=folder)
    at = visit("portrait", territoire="iris-381510101")
    assert_sound(at)
    assert 'class="case"' not in markup(at), "the map replaces the mosaic"
    assert "99,9\u202f%" in words(visit("portrait", territoire=TOWN)).replace(" ", "")
