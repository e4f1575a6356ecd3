"""`isda new`: a starter sheet."""

from pathlib import Path
from typing import Annotated

import typer

from isda.cli.guard import stop


def command(
    form: Annotated[
        str | None,
        typer.Argument(
            metavar="FORM",
            help='The form, such as "CSA 1994 New York"; left out, the forms are listed.',
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="FILE", help="Write it here.")
    ] = None,
) -> None:
    """Write a commented starter sheet that computes."""
    from isda.basics.faults import AmountError
    from isda.sheet.starter import STARTERS, starter

    if form is None:
        if out is not None:
            stop("name the form of the sheet to write; `isda new` lists them")
        typer.echo("".join(f"{each.title}\n" for each in STARTERS), nl=False)
        return
    try:
        text = starter(form)
    except AmountError as problem:
        stop(f"{problem.message}; {problem.help}")
    if out is None:
        typer.echo(text, nl=False)
        return
    if out.exists():
        stop(f"{out}: the file is there already, and is not written over")
    out.write_text(text, encoding="utf-8", newline="\n")
    typer.echo(f"{out} written", err=True)
