"""The launcher opens the application: port, address, readiness, log of an application that dies."""

from __future__ import annotations

import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from lanceur import application, command
from lanceur.problem import Problem

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def signals() -> Iterator[None]:
    """Give back the signal handler that the launcher sets."""
    before = signal.getsignal(signal.SIGTERM)
    yield
    signal.signal(signal.SIGTERM, before)


@pytest.fixture
def listener() -> Iterator[int]:
    """A port already taken by another program."""
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        yield taken.getsockname()[1]


# Port and application


def test_a_free_default_port_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(application, "is_free", lambda address, port: True)
    assert application.choose_port("127.0.0.1", None) == (8501, False)


def test_a_taken_default_port_gives_way_to_the_next(
    listener: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(application, "DEFAULT_PORT", listener)
    port, already_open = application.choose_port("127.0.0.1", None)
    assert port > listener and not already_open
    assert f"Le port {listener} est pris" in capsys.readouterr().out


def test_a_port_reserved_without_listening_is_not_free() -> None:
    with closing(socket.socket()) as silent:
        silent.bind(("127.0.0.1", 0))
        assert not application.is_free("127.0.0.1", silent.getsockname()[1])


def test_a_taken_port_asked_for_is_refused_with_another(listener: int) -> None:
    with pytest.raises(Problem, match=f"Le port {listener} est déjà pris") as refused:
        application.choose_port("127.0.0.1", listener)
    assert "python3 lancer.py --port " in str(refused.value)


def test_an_application_already_open_is_only_shown(
    listener: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = (ROOT / "static/LISEZMOI.md").read_text(encoding="utf-8")
    monkeypatch.setattr(application, "fetch", lambda address, port, path: page)
    monkeypatch.setattr(command, "prepare", lambda *wanted: pytest.fail("installation inutile"))
    assert command.run(ROOT, ["--port", str(listener), "--sans-navigateur"]) == 0
    assert f"La boussole est déjà ouverte : http://localhost:{listener}" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("address", "shown"),
    [("127.0.0.1", "http://localhost:9"), ("0.0.0.0", "http://localhost:9"), ("192.0.2.1", "http://192.0.2.1:9")],
)
def test_the_address_shown_can_be_typed(address: str, shown: str) -> None:
    assert application.url(address, 9) == shown


@pytest.mark.parametrize(("address", "warned"), [("127.0.0.1", False), ("0.0.0.0", True)])
def test_listening_on_the_network_is_a_warned_choice(
    address: str, warned: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "prepare", lambda *wanted: Path("python"))
    monkeypatch.setattr(application, "choose_port", lambda *wanted: (8501, False))
    monkeypatch.setattr(application, "serve", lambda *wanted, **more: 0)
    assert command.run(ROOT, ["--adresse", address]) == 0
    assert ("d'autres postes du réseau" in capsys.readouterr().out) is warned


SERVER = """
import http.server, sys
class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers(); self.wfile.write(b"ok")
print("prêt"); print("dernier mot", file=sys.stderr)
port = int(sys.argv[sys.argv.index("--server.port") + 1])
http.server.HTTPServer(("127.0.0.1", port), Answer).handle_request() if {lives} else sys.exit(7)
"""


@pytest.fixture
def fake_app(tmp_path: Path) -> Callable[[bool], Path]:
    """Writes a ``streamlit`` module in an empty project: it answers once and ends, or dies at once."""

    def write(lives: bool) -> Path:
        (tmp_path / "streamlit.py").write_text(SERVER.replace("{lives}", str(lives)), encoding="utf-8")
        return tmp_path

    return write


@pytest.mark.parametrize(("lives", "expected"), [(False, "n'a pas pu s'ouvrir (code 7)"), (True, "arrêtée seule")])
def test_an_application_that_dies_shows_the_end_of_its_log(
    lives: bool, expected: str, fake_app: Callable[[bool], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    root = fake_app(lives)
    port, _ = application.choose_port("127.0.0.1", None)
    with pytest.raises(Problem) as died:
        application.serve(Path(sys.executable), root, "127.0.0.1", port, browser=False)
    assert expected in str(died.value) and "| dernier mot" in str(died.value)
    assert ("La boussole est ouverte" in capsys.readouterr().out) is lives
