"""Progress of downloads: bars in a terminal, a few lines elsewhere, French everywhere."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from rich.console import Console
from rich.progress import Progress

from lib.build.download import Wanted, fetch_all
from lib.build.progress import Bars, Lines, shown, size
from tests.download_bench import CSV
from tests.httpserver import Answer, Script, serving


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, "0 octet"),
        (1, "1 octet"),
        (999, "999 octets"),
        (1_500, "1,5 ko"),
        (12_345_678, "12,3 Mo"),
        (250_000_000, "250 Mo"),
        (1_900_000_000, "1,9 Go"),
    ],
)
def test_sizes_are_french(count: int, text: str) -> None:
    assert size(count).replace("\u00a0", " ") == text


def test_a_long_file_writes_one_line_per_tenth() -> None:
    stream = io.StringIO()
    watch = Lines(stream)
    watch.started("Base", 1000)
    for _ in range(1000):
        watch.advanced("Base", 1)
    watch.finished("Base", "")
    lines = stream.getvalue().splitlines()
    assert [line.split(" : ")[1].split("\u202f")[0] for line in lines[:-1]] == [str(n) for n in range(0, 100, 10)]
    assert lines[-1].replace("\u00a0", " ") == "Base : 1,0 ko"


def test_a_transfer_begun_again_does_not_repeat_its_lines() -> None:
    stream = io.StringIO()
    watch = Lines(stream)
    for _ in range(5):
        watch.started("Base", 1000)
        watch.advanced("Base", 500)
    watch.finished("Base", "échec : le site ne répond pas")
    assert len(stream.getvalue().splitlines()) == 2


def test_an_unknown_length_writes_only_the_end() -> None:
    stream = io.StringIO()
    watch = Lines(stream)
    watch.started("Base", None)
    for _ in range(100):
        watch.advanced("Base", 1000)
    watch.finished("Base", "")
    assert stream.getvalue().replace("\u00a0", " ") == "Base : 100 ko\n"


def test_a_pipe_gets_lines_and_no_terminal_code(tmp_path: Path) -> None:
    stream = io.StringIO()
    with serving(Script({"/a.csv": [Answer(CSV)], "/b.csv": [Answer(status=404)]})) as site, shown(stream) as watch:
        wanted = [Wanted(site.url(f"/{name}.csv"), name=f"Base {name}") for name in "ab"]
        for _ in range(2):
            fetch_all(wanted, tmp_path, watch)
    lines = stream.getvalue().replace("\u00a0", " ").splitlines()
    ends = [line for line in lines if "%" not in line]
    assert sorted(ends) == sorted(
        ["Base a : 360 ko", "Base a : déjà téléchargé", *["Base b : échec : le fichier n'est plus à cette adresse"] * 2]
    )
    assert len(lines) <= len(ends) + 10 and "\x1b" not in stream.getvalue()


def test_a_terminal_gets_bars_then_lines() -> None:
    stream = io.StringIO()
    console = Console(file=stream, force_terminal=True, width=140)
    with Progress(console=console) as progress:
        watch = Bars(progress)
        watch.started("Base [du] recensement", 2_000_000)
        watch.advanced("Base [du] recensement", 1_500_000)
        assert [(task.completed, task.total) for task in progress.tasks] == [(1_500_000, 2_000_000)]
        watch.started("Base [du] recensement", 1_000_000)
        assert [(task.completed, task.total) for task in progress.tasks] == [(0, 1_000_000)]
        watch.advanced("Base [du] recensement", 1_000_000)
        watch.finished("Base [du] recensement", "")
        watch.finished("Autre", "déjà téléchargé")
        assert progress.tasks == []
    text = stream.getvalue().replace("\u00a0", " ")
    assert "Base [du] recensement : 1,0 Mo" in text and "Autre : déjà téléchargé" in text


def test_a_bar_tells_its_size_in_french(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.StringIO()
    stream.isatty = lambda: True  # type: ignore[method-assign]
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "140")
    with shown(stream) as watch:
        assert isinstance(watch, Bars)
        watch.started("Base", 40_000_000)
        watch.advanced("Base", 12_300_000)
        watch.progress.refresh()
    assert "12,3 Mo sur 40,0 Mo" in stream.getvalue().replace("\u00a0", " ")
