"""The README tells the truth: its commands are those of the integration, its files exist, its picture is light."""

from __future__ import annotations

import json
import re
import shutil
import tomllib
from pathlib import Path

import pandas as pd
from PIL import Image

from lib import registry
from lib.build.indicators import Shelf, indicator_rows
from lib.build.packing import packed
from lib.build.places import load_places
from lib.catalog import load_catalog
from lib.settings import DATA_DIR, GEO_DIR, ROOT, Settings

README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w*)\n(.*?)```", README, re.DOTALL)
COMMANDS = [text.strip() for language, text in BLOCKS if not language]


def test_the_two_commands_are_those_of_the_project() -> None:
    assert COMMANDS == ["python3 lancer.py", "python3 lancer.py --test"]


def test_continuous_integration_runs_exactly_the_command_of_the_readme() -> None:
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if "lancer.py" in line] == [COMMANDS[1]]
    assert lines[-1] == COMMANDS[1]


def test_every_file_named_exists() -> None:
    links = [link for link in re.findall(r"\]\(([^)]+)\)", README) if not link.startswith("http")]
    named = [name for name in re.findall(r"`([\w./]+/[\w./]+)`", README) if not name.startswith("@")]
    assert len(links) > 8
    assert [path for path in (*links, *named) if not (ROOT / path).exists()] == []


def test_the_settings_shown_are_accepted() -> None:
    (shown,) = [text for language, text in BLOCKS if language == "toml"]
    values = tomllib.loads(shown)
    assert Settings.model_validate(values) == Settings()
    assert {"code_acces", "paquets"} <= set(values)


def test_the_indicator_shown_can_be_added_word_for_word_and_gets_a_figure(tmp_path: Path) -> None:
    (shown,) = [text for language, text in BLOCKS if language == "yaml"]
    catalogue = Path(shutil.copytree(DATA_DIR / "catalogue", tmp_path / "catalogue"))
    with (catalogue / "portrait.yml").open("a", encoding="utf-8") as file:
        file.write(shown)
    known, added = load_catalog(DATA_DIR / "catalogue").indicators, load_catalog(catalogue).indicators
    (name,) = set(added) - set(known)
    rows = {
        source: packed(pd.read_parquet(DATA_DIR / "variables" / f"{source}.parquet", filters=[("code", "==", "38151")]))
        for source in added[name].sources
        if (DATA_DIR / "variables" / f"{source}.parquet").exists()
    }
    found = indicator_rows(added[name], Shelf(rows, load_places(GEO_DIR), registry.sources()))
    assert found["valeur"].notna().any()


def test_every_producer_of_a_file_shipped_is_cited_under_the_licences() -> None:
    manifest = json.loads((DATA_DIR / "manifeste.json").read_text(encoding="utf-8"))
    producers = {source["producteur"] for file in manifest for source in file["sources"]}
    cited = README.partition("## Licences")[2]
    assert len(producers) > 8
    assert [name for name in producers if re.match(r"[\w-]+", name).group() not in cited] == []


def test_the_picture_is_light_and_wide_enough() -> None:
    (path,) = re.findall(r"!\[[^\]]+\]\((docs/[^)]+)\)", README)
    assert (ROOT / path).stat().st_size <= 300_000
    with Image.open(ROOT / path) as picture:
        assert picture.width >= 1200
