"""How a command ends: exit codes, silence, width and colour."""

import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from rich.cells import cell_len

import isda.margin.call

ROOT = Path(__file__).parents[2]
SHEET = ROOT / "samples/sheets/hangang-arc.yaml"
FACTS = ROOT / "samples/sheets/hangang-arc-facts.yaml"
LOSS = ROOT / "samples/sheets/daehan-loss-limit.yaml"
LOSS_FACTS = ROOT / "samples/sheets/daehan-loss-limit-facts.yaml"
CALL = ("call", SHEET, "--facts", FACTS)
BOOK = ("run", ROOT / "samples/books/seoul", "--on", "2008-09-30")
FAULT = ("call", ROOT / "samples/faults/comma-accident.yaml", "--facts", FACTS)
ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
COLOURS = re.compile(r"\x1b\[[0-9;]*3[0-7]m")


@pytest.mark.parametrize(
    "words",
    [
        ("call", "no-such.yaml", "--facts", FACTS),
        ("call", SHEET, "--facts", "no-such.yaml"),
        ("call", SHEET, "--facts", "no-such.yaml", "--json"),
        ("call", ROOT, "--facts", FACTS),
        ("call", SHEET),
        (*CALL, "--on", "2024-13-01"),
        (*CALL, "--on", "tomorrow"),
        (*CALL, "--fail-on", "sometimes"),
        (*CALL, "--colour"),
        (*BOOK[:2], "--on", "30.09.2008"),
        BOOK[:2],
        ("calll",),
    ],
)
def test_usage_and_files_end_with_2(isda, words):
    """A missing file, a bad date and an unknown option are the caller's to mend."""
    result = isda(*words)
    assert result.exit_code == 2
    assert "Traceback" not in result.output


def test_what_cannot_be_written_ends_with_2(isda, tmp_path):
    """An output that cannot be written is told with its name."""
    (tmp_path / "file").write_text("")
    result = isda(*BOOK, "--out", tmp_path / "file" / "run")
    assert result.exit_code == 2
    assert "file" in result.stderr


def test_our_fault_is_one_line_and_3(isda, monkeypatch):
    """A fault of ours names the version and asks for a report; no traceback is shown."""

    def broken(*_args, **_kwargs):
        raise ZeroDivisionError("a thing that can never be")

    monkeypatch.setattr(isda_call(), "call", broken)
    result = isda(*CALL)
    assert result.exit_code == 3
    assert result.stderr.count("\n") == 1
    assert "isda 0.1.0" in result.stderr
    assert "report" in result.stderr
    assert "Traceback" not in result.output
    monkeypatch.setenv("ISDA_DEBUG", "1")
    assert "Traceback" in isda(*CALL).stderr


def test_an_interrupt_is_quiet(isda, monkeypatch):
    """Ctrl-C ends with 130 and says nothing."""

    def interrupted(*_args, **_kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr(isda_call(), "call", interrupted)
    result = isda(*CALL)
    assert (result.exit_code, result.output) == (130, "")


def isda_call():
    """Return the module that a call runs in."""
    return sys.modules[isda.margin.call.__name__]


def test_exit_codes_of_a_process(process):
    """The process itself ends with the same codes: 0, 1 and 2."""
    assert process(*CALL).returncode == 0
    assert process(*FAULT).returncode == 1
    assert process("call", "no-such.yaml", "--facts", FACTS).returncode == 2


def test_json_bytes_hang_on_the_input_alone(process):
    """Neither width nor colour nor a second run changes a byte of --json."""
    once = process(*CALL, "--json").stdout
    again = process(*CALL, "--json", COLUMNS="40", FORCE_COLOR="1", NO_COLOR="1").stdout
    assert once == again
    assert once.endswith(b"}\n")


def test_a_pipe_has_a_fixed_width_and_no_colour(process):
    """What goes into a pipe does not hang on the terminal it was started from."""
    for words in (CALL, BOOK, FAULT, ("explain", "mta"), ("where", "13(b)")):
        once = process(*words).stdout
        assert once == process(*words, COLUMNS="40", TERM="xterm-256color").stdout
        assert b"\x1b" not in once
        lines = once.decode().split("\n")
        assert max(map(cell_len, lines)) <= 100
        assert not [line for line in lines if line.endswith(" ")]


def test_a_closed_pipe_is_quiet():
    """A reader that goes away early hears no complaint."""
    command = [sys.executable, "-m", "isda", *map(str, BOOK)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT
    ) as ours:
        ours.stdout.close()
        assert ours.stderr.read() == b""
    assert ours.returncode == 141


WIDTHS = [
    *((40, words) for words in (CALL, BOOK, FAULT, ("explain", "mta"), ("where", "13(b)"))),
    *((40, words) for words in (("--help",), ("call", "--help"))),
    *((width, ("call", LOSS, "--facts", LOSS_FACTS)) for width in (40, 60, 80, 100, 160)),
]


@pytest.mark.parametrize(("width", "words"), WIDTHS)
def test_nothing_is_wider_than_the_terminal(terminal, width, words):
    """No line runs over the edge, from 40 columns up, in Latin and in Korean."""
    shown = ESCAPES.sub("", terminal(*words, width=width))
    assert max(cell_len(line.split("\r")[-1]) for line in shown.split("\n")) <= width


def test_amounts_are_whole_at_40_columns(terminal):
    """A narrow terminal loses no digit."""
    shown = ESCAPES.sub("", terminal(*BOOK, width=40))
    assert "1,450,000,000" in shown
    joined = ESCAPES.sub("", terminal("call", LOSS, "--facts", LOSS_FACTS, width=40))
    assert "required amount: 79,798,363.979584" in joined


def test_no_color_is_heard(terminal):
    """A terminal shows colour, and none with NO_COLOR."""
    assert COLOURS.search(terminal(*FAULT))
    assert not COLOURS.search(terminal(*FAULT, NO_COLOR="1"))


def test_progress_stays_off_stdout(process):
    """Progress is for a terminal; in a pipe nothing but the result is written."""
    ended = process(*BOOK)
    assert ended.stderr == b""
    assert b"agreements " not in ended.stdout.splitlines()[0].split(b":")[0]


def test_help_is_quick(process):
    """The command isda --help needs no models and no calendars: half a second at most."""
    took = []
    for _ in range(3):
        begin = time.perf_counter()
        assert process("--help").returncode == 0
        took.append(time.perf_counter() - begin)
    assert min(took) <= 0.5


def test_help_imports_nothing_heavy():
    """The list of commands is made without pydantic, rich tables or holidays."""
    code = (
        "import sys; from isda.cli.main import app; "
        "print(sorted({'pydantic', 'yaml', 'holidays', 'polars'} & set(sys.modules)))"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, cwd=ROOT, check=True
    )
    assert ended.stdout == b"[]\n"
