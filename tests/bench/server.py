"""Starts a Streamlit script or application in its own process, on a free port, until the end of a block."""

from __future__ import annotations

import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from lib.settings import ROOT

BENCH = Path(__file__).resolve().parent
START_LIMIT_S = 90


@contextmanager
def streamlit_server(script: Path, env: Mapping[str, str] | None = None) -> Iterator[str]:
    """Run ``streamlit run script`` from the root of the project and return its address once it answers.

    ``env`` replaces the whole environment of the process; by default it inherits this one.
    Raises RuntimeError with the end of its log when it does not start.
    """
    port = _free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port)]
    with tempfile.TemporaryFile("w+") as log:
        process = subprocess.Popen(
            [*command, "--server.headless", "true"], cwd=ROOT, stdout=log, stderr=subprocess.STDOUT, env=env
        )
        try:
            address = f"http://127.0.0.1:{port}"
            if not _answers(f"{address}/_stcore/health", process):
                log.seek(0)
                raise RuntimeError(f"{script.name} ne démarre pas : {log.read()[-800:]}")
            yield address
        finally:
            process.terminate()
            process.wait(timeout=20)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _answers(url: str, process: subprocess.Popen) -> bool:
    deadline = time.monotonic() + START_LIMIT_S
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=2):
                return True
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.02)
    return False
