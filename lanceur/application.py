"""Starts the application on a free port, waits until it answers, shows its log, stops it."""

import collections
import contextlib
import errno
import http.client
import os
import socket
import subprocess
import sys
import threading
import time
import webbrowser
from pathlib import Path

from lanceur import process
from lanceur.problem import Problem, say

DEFAULT_ADDRESS, DEFAULT_PORT = "127.0.0.1", 8501
PORTS_TRIED = 50
LOCAL = ("127.0.0.1", "localhost", "::1")
EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}
HEALTH = "/_stcore/health"
SIGNATURE = ("/statique/LISEZMOI.md", "Boussole sociale")  # tells our application from another Streamlit
READY_WITHIN = 180  # seconds
FAREWELL = "Aborted!"  # what Streamlit writes on Ctrl+C: the launcher says it in French


class Log(threading.Thread):
    """Reads what the application writes: keeps the last lines, shows them all once ``live``."""

    def __init__(self, app: "subprocess.Popen[str]") -> None:
        super().__init__(daemon=True)
        self.app = app
        self.live = False
        self.lines: collections.deque[str] = collections.deque(maxlen=10)
        self.start()

    def run(self) -> None:
        """Read until the application closes its output."""
        for line in self.app.stdout or ():
            self.lines.append(line.rstrip())
            if self.live and line.strip() != FAREWELL:
                say(line.rstrip())


def local_name(address: str) -> str:
    """Return the address by which this very machine reaches the application."""
    return EVERYWHERE.get(address, address)


def url(address: str, port: int) -> str:
    """Return the address to type in a browser."""
    name = "localhost" if local_name(address) in LOCAL else address
    return f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"


def fetch(address: str, port: int, path: str) -> str:
    """Return the beginning of a page served on this machine, empty when nothing answers properly."""
    connection = http.client.HTTPConnection(local_name(address), port, timeout=2)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        return response.read(4000).decode("utf-8", "replace") if response.status == 200 else ""
    except (OSError, http.client.HTTPException):
        return ""
    finally:
        connection.close()


def is_free(address: str, port: int) -> bool:
    """Tell whether the application could listen there; a wrong address is a Problem."""
    try:
        family, kind, protocol, _, target = socket.getaddrinfo(address, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            if os.name == "posix":
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(target)
    except OSError as error:
        if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
            remedy = "donnez une adresse de ce poste, ou retirez --adresse pour n'écouter que sur le poste lui-même"
            raise Problem("Ce poste ne peut pas écouter à cette adresse", f"--adresse {address}", remedy) from error
        return False
    # Windows and macOS let a second program bind a port already listened to at another address: ask the port itself.
    with contextlib.suppress(OSError), socket.create_connection((local_name(address), port), timeout=0.5):
        return False
    return True


def is_ours(address: str, port: int) -> bool:
    """Tell whether the program that answers there is this application."""
    path, name = SIGNATURE
    return name in fetch(address, port, path)


def choose_port(address: str, requested: int | None) -> tuple[int, bool]:
    """Return the port, and whether the application already answers on it."""
    for port in range(DEFAULT_PORT, DEFAULT_PORT + PORTS_TRIED) if requested is None else (requested,):
        if is_free(address, port):
            if port != (requested or DEFAULT_PORT):
                say(f"Le port {DEFAULT_PORT} est pris par un autre logiciel : la boussole prend le port {port}.")
            return port, False
        if is_ours(address, port):
            return port, True
    if requested is None:
        remedy = "fermez les logiciels inutiles, ou choisissez un port : python3 lancer.py --port 9000"
        raise Problem("Aucun port n'est libre", f"ports {DEFAULT_PORT} à {DEFAULT_PORT + PORTS_TRIED - 1}", remedy)
    following = range(requested + 1, min(requested + PORTS_TRIED, 65536))
    other = next((port for port in following if is_free(address, port)), DEFAULT_PORT)
    remedy = f"choisissez un autre port, par exemple : python3 lancer.py --port {other}"
    raise Problem(f"Le port {requested} est déjà pris par un autre logiciel", url(address, requested), remedy)


def open_browser(where: str) -> None:
    """Open the default browser, except on a Linux without a screen, where a text browser would take the terminal."""
    if sys.platform != "linux" or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        webbrowser.open(where)


def serve(python: Path, root: Path, address: str, port: int, *, browser: bool) -> int:
    """Run the application until Ctrl+C and return the exit code."""
    options = {"server.address": address, "server.port": port, "server.headless": "true"}
    flags = [part for name, value in options.items() for part in (f"--{name}", str(value))]
    say("Ouverture de la boussole…")
    app = process.start([str(python), "-m", "streamlit", "run", "app.py", *flags], root)
    log = Log(app)
    try:
        wait_ready(app, log, address, port)
        say(f"La boussole est ouverte : {url(address, port)}\nPour la fermer : Ctrl+C dans cette fenêtre.")
        if address in EVERYWHERE:
            say(f"Depuis un autre poste du réseau : http://{socket.gethostname()}:{port}")
        log.live = True
        if browser:
            open_browser(url(address, port))
        code = app.wait()
    except KeyboardInterrupt:
        log.live = False
        process.stop(app)
        say("\nLa boussole est fermée. À bientôt.")
        return 0
    finally:
        process.stop(app)
    raise stopped(f"La boussole s'est arrêtée seule (code {code})", log)


def wait_ready(app: "subprocess.Popen[str]", log: Log, address: str, port: int) -> None:
    """Wait for the application's first answer; a Problem when it dies or is too slow."""
    limit = time.monotonic() + READY_WITHIN
    while time.monotonic() < limit:
        if app.poll() is not None:
            raise stopped(f"La boussole n'a pas pu s'ouvrir (code {app.returncode})", log)
        if fetch(address, port, HEALTH):
            return
        time.sleep(0.1)
    raise stopped(f"La boussole n'a pas répondu en {READY_WITHIN} secondes", log)


def stopped(what: str, log: Log) -> Problem:
    """Return the Problem of an application that stopped, with the end of its log."""
    log.join(timeout=1)
    remedy = "relancez la même commande ; si cela recommence, transmettez ces lignes à votre correspondant informatique"
    return Problem(what, "journal de l'application", remedy, tuple(log.lines))
