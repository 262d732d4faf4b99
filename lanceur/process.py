"""Programs started by the launcher: one pipe for their messages, and a stop that always ends."""

import contextlib
import os
import subprocess
from pathlib import Path

PATIENCE = 3  # seconds left to a program that Ctrl+C reached by itself, before insisting


def start(command: list[str], root: Path) -> "subprocess.Popen[str]":
    """Start a program in the project folder; its errors and its output come through one pipe, in UTF-8."""
    return subprocess.Popen(
        command,
        cwd=root,
        env=os.environ | {"PYTHONIOENCODING": "utf-8", "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    )


def stop(process: "subprocess.Popen[str]") -> None:
    """Wait for a program that may be stopping already, then insist."""
    for insist in (process.poll, process.terminate, process.kill):
        insist()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(PATIENCE)
            return
