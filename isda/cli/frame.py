"""What Typer says by itself, usage, help and slips, in the language that is asked for."""

import re
import sys
from collections.abc import Sequence
from io import StringIO
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from isda.cli.guard import USAGE
from isda.cli.language import Language, say, speak

_ASKED = re.compile(rf"(?:^|\n)--lang(?:=|\n){Language.KOREAN}(?:\n|$)")
_MARKS = re.compile(r"\[required\]|(?<=\[)default:")
"""What help says of an option, beside its sentence."""


class Command(TyperCommand):
    """A command whose help has its headings in the language."""

    def get_help(self, ctx: Any) -> str:
        """Return the help of the command."""
        return _framed(super().get_help(ctx))


class Group(TyperGroup):
    """The program: it knows the language before its words are read."""

    def get_help(self, ctx: Any) -> str:
        """Return the help of the program."""
        return _framed(super().get_help(ctx))

    def main(self, args: Sequence[str] | None = None, *more: Any, **extra: Any) -> Any:
        """Run a command; what is wrong with its words is said in the language."""
        words = sys.argv[1:] if args is None else [*args]
        language = Language.KOREAN if _ASKED.search("\n".join(words)) else Language.ENGLISH
        speak(language)
        extra["standalone_mode"] = False
        try:
            sys.exit(super().main(args, *more, **extra))
        except Exception as problem:
            show = getattr(problem, "show", None)
            if show is None:  # no slip of Typer's, whose root has another name in each version
                raise
            speak(language)
            shown = StringIO()
            show(file=shown)
            typer.echo(_framed(shown.getvalue()), err=True, nl=False)
            sys.exit(getattr(problem, "exit_code", USAGE))


def _framed(text: str) -> str:
    """Return help or a slip in the language: lines without an indent, and marks in brackets."""
    lines = (line if line.startswith(" ") else say(line) for line in text.split("\n"))
    return _MARKS.sub(lambda mark: say(mark[0]), "\n".join(lines))
