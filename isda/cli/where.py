"""`isda where`: a paragraph in every form."""

from typing import Annotated

import typer

from isda.cli.guard import USAGE


def command(
    paragraph: Annotated[
        str,
        typer.Argument(
            metavar="PARAGRAPH", help='Such as "13(b)(iv)(C)", with or without its form.'
        ),
    ],
) -> None:
    """Show what a paragraph says, in every form."""
    from isda.cli.screen import columns, fitted, screen, stacked, words
    from isda.statement.explain import NothingFound, where
    from isda.statement.figures import spaced

    try:
        rows = where(paragraph)
    except NothingFound as problem:
        typer.echo(f"isda: {problem}", err=True)
        raise typer.Exit(USAGE) from None
    console = screen()
    table = columns(
        *((name, "text") for name in ("form", "paragraph", "topic", "gist", "status"))
    )
    for row in rows:
        cells = (
            row.form.title, row.paragraph, spaced(row.topic), row.gist,
            row.status.value,
        )  # fmt: skip
        table.add_row(*map(words, cells))
    if fitted(console, table):
        console.print(table)
        return
    for row in rows:
        first = f"{row.form.title} {row.paragraph}"
        below = (f"{spaced(row.topic)} [{row.status.value}]", row.gist)
        stacked(console, first, below, style="bold")
