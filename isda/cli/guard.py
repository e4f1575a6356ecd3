"""What a command ends with: exit codes, and one line instead of a traceback."""

import os
import sys
from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import TYPE_CHECKING, Annotated, NoReturn, ParamSpec

import typer

from isda.basics.version import VERSION
from isda.cli.choices import one_of
from isda.cli.language import Language, say, speak

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from pathlib import Path

    from isda.basics.finding import Finding, Severity

DONE = 0
FINDINGS = 1
USAGE = 2
FAULT = 3
INTERRUPTED = 130
PIPE_CLOSED = 141

P = ParamSpec("P")


class Level(StrEnum):
    """From which findings on a command ends with exit code 1."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"
    NEVER = "never"


FailOn = Annotated[
    Level,
    typer.Option(
        "--fail-on",
        metavar="LEVEL",
        parser=one_of(Level),
        help="Exit with 1 from here on: info, warning, error or never.",
    ),
]


def guarded(command: Callable[P, None]) -> Callable[P, None]:
    """Return a command whose troubles end in an exit code and a line on stderr."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        speak(Language.ENGLISH)
        try:
            command(*args, **kwargs)
            sys.stdout.flush()
        except KeyboardInterrupt:
            raise typer.Exit(INTERRUPTED) from None
        except BrokenPipeError:
            _close_quietly()
            raise typer.Exit(PIPE_CLOSED) from None
        except (typer.Exit, typer.Abort, typer.BadParameter):
            raise
        except OSError as problem:
            stop(f"{problem.filename or 'a file'}: {problem.strerror or problem}")
        except Exception as problem:  # noqa: BLE001  # whatever it is, it is ours
            raise typer.Exit(fault(problem)) from None

    return run


def stop(message: str) -> NoReturn:
    """Say what is wrong with the call of the program or its files, and end with 2."""
    typer.echo(f"isda: {say(message)}", err=True)
    raise typer.Exit(USAGE)


def misused(message: str, option: str | None = None) -> NoReturn:
    """Say which options do not go together, or how one is used, and end with 2."""
    raise typer.BadParameter(say(message), param_hint=option) from None


def fault(problem: Exception) -> int:
    """Say that it is our fault, in one line, and return the exit code."""
    if os.environ.get("ISDA_DEBUG") == "1":
        import traceback

        typer.echo("".join(traceback.format_exception(problem)), err=True, nl=False)
    words = " ".join(str(problem).split())[:200]
    typer.echo(
        f"isda {VERSION}: this is our fault ({type(problem).__name__}"
        f"{': ' if words else ''}{words}). Please report it with what you ran; "
        "ISDA_DEBUG=1 shows more.",
        err=True,
    )
    return FAULT


def exit_code(findings: "Iterable[Finding]", level: Level) -> int:
    """Return 1 where a finding is at least as bad as the level, else 0.

    Example:
        >>> exit_code((), Level.INFO)
        0
    """
    least = severity_of(level)
    failed = least is not None and any(each.severity >= least for each in findings)
    return FINDINGS if failed else DONE


def severity_of(level: Level) -> "Severity | None":
    """Return the severity from which on a level fails; None for never."""
    from isda.basics.finding import Severity

    return None if level is Level.NEVER else Severity[level.name]


def maybe_day(text: str | None) -> "date | None":
    """Read `--on` where it is given, or end with 2."""
    return None if text is None else day(text)


def day(text: str) -> "date":
    """Read `--on`, or end with 2."""
    from isda.basics.days import read_date
    from isda.basics.faults import AmountError

    try:
        found: date = read_date(text)
    except AmountError as problem:
        words = f"{problem.message}; {problem.help}"
        misused(words, "--on")
    return found


def whole_number(text: str, option: str, least: int) -> int:
    """Read an option that is a whole number of at least so much, or end with 2."""
    if not (text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS) or (
        int(text) < least
    ):
        from isda.basics.amounts import shown

        misused(
            f"{shown(text)!r} cannot be taken; write a whole number from {least:,} on", option
        )
    return int(text)


MOST_DIGITS = 12
"""Digits of an option: a larger number is a slip."""


def readable(path: "Path") -> "Path":
    """Return a file's path, or end with 2 where it cannot be read."""
    if not path.exists():
        stop(f"{path}: no such file or folder")
    if path.is_dir():
        stop(f"{path}: this is a folder, and a file is expected")
    with path.open("rb"):
        return path


def for_folder(path: "Path | None") -> None:
    """End with 2 where a folder is to be written or read and a file is there."""
    if path is not None and path.exists() and not path.is_dir():
        stop(f"{path}: this is a file, and a folder is expected")


def _close_quietly() -> None:
    """Give the closed pipe's place to nothing, so that the shutdown stays silent."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError, AttributeError):
        return
