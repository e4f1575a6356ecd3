"""`isda explain`: a topic, a paragraph or a code."""

from typing import Annotated

import typer

from isda.cli.guard import USAGE


def command(
    what: Annotated[
        str,
        typer.Argument(
            metavar="WHAT", help='A topic ("minimum transfer amount"), a paragraph or a code.'
        ),
    ],
) -> None:
    """Explain a topic, a paragraph or the code of a finding."""
    from isda.cli.screen import markdown, screen
    from isda.statement.explain import NothingFound, explain

    try:
        text = explain(what)
    except NothingFound as problem:
        typer.echo(f"isda: {problem}", err=True)
        raise typer.Exit(USAGE) from None
    markdown(screen(), text.rstrip("\n"))
