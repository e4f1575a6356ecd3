"""The command `isda`; each command imports what it needs when it runs."""

import shutil
import sys
from typing import Annotated

import typer

from isda.basics.version import VERSION
from isda.cli import call, check, diff, explain, fmt, make_book, new, read, run, where
from isda.cli.frame import Command, Group
from isda.cli.guard import fault, guarded

MOST_HELP = 80


def _help_width() -> int:
    """Return how wide help may be: fixed in a pipe, and never wider than the terminal."""
    if not sys.stdout.isatty():
        return MOST_HELP
    return min(shutil.get_terminal_size().columns, MOST_HELP)


app = typer.Typer(
    name="isda",
    cls=Group,
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={
        "help_option_names": ["-h", "--help"],
        "terminal_width": _help_width(),
    },
)


def _version(value: bool) -> None:
    if value:
        typer.echo(f"isda {VERSION}")
        raise typer.Exit


@app.callback()
def isda(
    _version_asked: Annotated[
        bool,
        typer.Option("--version", help="Print the version.", callback=_version, is_eager=True),
    ] = False,
) -> None:
    """From a signed derivatives agreement to today's margin call, every figure traced."""


app.command("call", cls=Command)(guarded(call.command))
app.command("check", cls=Command)(guarded(check.command))
app.command("diff", cls=Command)(guarded(diff.command))
app.command("read", cls=Command)(guarded(read.command))
app.command("run", cls=Command)(guarded(run.command))
app.command("where", cls=Command)(guarded(where.command))
app.command("explain", cls=Command)(guarded(explain.command))
app.command("new", cls=Command)(guarded(new.command))
app.command("make-book", cls=Command)(guarded(make_book.command))
app.command("fmt", cls=Command)(guarded(fmt.command))


def main() -> None:
    """Run a command; the process ends with its exit code.

    0 done, 1 findings at the asked level, 2 usage or files, 3 our fault, 130 interrupted.
    """
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None and not stream.isatty():
            reconfigure(encoding="utf-8", newline="\n")
        elif reconfigure is not None:
            reconfigure(errors="replace")
    try:
        app()
    except Exception as problem:  # noqa: BLE001  # the last wall: no traceback reaches a user
        sys.exit(fault(problem))
