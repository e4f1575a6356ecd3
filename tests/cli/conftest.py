"""The command run in this process, in another, and at a terminal."""

import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest
from typer.testing import CliRunner

from isda.cli.language import Language, speak
from isda.cli.main import app

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _english_again():
    """Let no test find the language of the one before it, whichever that was."""
    yield
    speak(Language.ENGLISH)


@pytest.fixture
def isda():
    """Run a command in this process; the result has exit_code, stdout and stderr."""
    return lambda *words: CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture
def process():
    """Run a command in a process of its own."""

    def run(*words, **environment):
        return subprocess.run(
            [sys.executable, "-m", "isda", *map(str, words)],
            capture_output=True,
            env=os.environ | {"PYTHONPATH": str(ROOT)} | environment,
            cwd=ROOT,
            check=False,
        )

    return run


@pytest.fixture
def terminal():
    """Run a command at a terminal of some width and return what it shows."""

    def run(*words, width=100, **environment):
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, width, 0, 0))
        hidden = {"NO_COLOR", "COLUMNS", "LINES", "FORCE_COLOR", "TTY_COMPATIBLE"}
        kept = {key: text for key, text in os.environ.items() if key not in hidden}
        kept |= {"PYTHONPATH": str(ROOT), "TERM": "xterm-256color"} | environment
        command = [sys.executable, "-m", "isda", *map(str, words)]
        shown = b""
        with subprocess.Popen(
            command, stdin=theirs, stdout=theirs, stderr=theirs, env=kept, cwd=ROOT
        ):
            os.close(theirs)
            while True:
                try:
                    piece = os.read(ours, 1 << 16)
                except OSError:
                    break
                if not piece:
                    break
                shown += piece
        os.close(ours)
        return shown.decode().replace("\r\n", "\n")

    return run
