"""`isda explain`: a topic, a paragraph or a code; or what would change a call."""

from pathlib import Path
from typing import Annotated

import typer

from isda.cli.guard import USAGE, maybe_day, stop


def command(
    what: Annotated[
        str,
        typer.Argument(
            metavar="WHAT",
            help='A topic ("minimum transfer amount"), a paragraph, a code; or a term sheet, '
            "with --facts.",
        ),
    ],
    facts: Annotated[
        Path | None,
        typer.Option(
            "--facts", metavar="FILE", help="Say what would change the call of these facts."
        ),
    ] = None,
    on: Annotated[
        str | None,
        typer.Option("--on", metavar="DAY", help="The day; left out, the day of the facts."),
    ] = None,
) -> None:
    """Explain a topic, a paragraph or a code; with --facts, what would change a call."""
    from isda.cli.screen import markdown, screen
    from isda.statement.explain import NothingFound, explain

    if facts is not None:
        _changes(Path(what), facts, on)
        return
    try:
        text = explain(what)
    except NothingFound as problem:
        if Path(what).is_file():
            stop(f"{what} is a file: add `--facts FILE` to ask what would change its call")
        typer.echo(f"isda: {problem}", err=True)
        raise typer.Exit(USAGE) from None
    markdown(screen(), text.rstrip("\n"))


def _changes(sheet: Path, facts: Path, on: str | None) -> None:
    """Print what happens today, and what would change it."""
    from isda.cli.call import called
    from isda.cli.screen import markdown, paragraph, screen
    from isda.margin.changes import what_would_change
    from isda.statement.changes import changes_told
    from isda.statement.sentence import sentence

    made = called(sheet, facts, maybe_day(on))
    console = screen()
    paragraph(console, sentence(made), style="bold")
    console.print()
    markdown(console, changes_told(what_would_change(made)))
