"""`isda run`: a whole book on one day."""

import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from isda.cli.guard import USAGE, Level, day, exit_code, stop

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.console import Console

    from isda.basics.finding import Finding
    from isda.batch.book import BookRun
    from isda.margin.outcome import MarginCall


def command(
    book: Annotated[Path, typer.Argument(metavar="BOOK", help="The folder of the book.")],
    on: Annotated[
        str, typer.Option("--on", metavar="DAY", help="The day, such as 2008-09-30.")
    ],
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", metavar="DIR", help="Write JSON and CSV into this folder."),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON document and nothing else.")
    ] = False,
    fail_on: Annotated[
        Level,
        typer.Option(
            "--fail-on",
            metavar="LEVEL",
            help="Exit with 1 from here on: info, warning, error or never.",
        ),
    ] = Level.NEVER,
) -> None:
    """Compute every call of a book on one day."""
    wanted = day(on)
    if not book.is_dir():
        stop(f"{book}: no such folder" if not book.exists() else f"{book}: this is no folder")
    from isda.batch.book import run
    from isda.sheet.read_book import read_book

    outcome = read_book(book)
    if outcome.value is None or wanted is None:
        from isda.cli.findings import print_findings
        from isda.cli.screen import screen

        if as_json:
            from isda.statement.as_json import to_text, unread_run_json

            document = unread_run_json(str(book), wanted, outcome.findings)
            typer.echo(to_text(document), nl=False)
            raise typer.Exit(USAGE)
        print_findings(screen(stderr=True), outcome.findings)
        stop(f"{book}: this is no book that can be read")
    with _progress() as progress:
        made = run(outcome.value, on=wanted, progress=progress)
    if out is not None:
        _write(made, out)
    if as_json:
        from isda.statement.as_json import to_run_json, to_text

        typer.echo(to_text(to_run_json(made)), nl=False)
    else:
        show(made)
        if out is not None:
            typer.echo(f"written to {out}", err=True)
    raise typer.Exit(exit_code(every_finding(made), fail_on))


def every_finding(made: "BookRun") -> "Iterator[Finding]":
    """Yield what was found in the book and in each call."""
    yield from made.findings
    for each in made.calls:
        yield from each.findings


@contextmanager
def _progress() -> "Iterator[Callable[[int, int], None] | None]":
    """Show how far a run is, on stderr, where that is a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.progress import Progress

    from isda.cli.screen import screen

    with Progress(console=screen(stderr=True), transient=True) as bar:
        task = bar.add_task("agreements", total=None)
        yield lambda done, of: bar.update(task, completed=done, total=of)


def _write(made: "BookRun", folder: Path) -> None:
    """Write the run as JSON and as tables."""
    from isda.statement.as_csv import to_csv
    from isda.statement.as_json import to_run_json, to_text

    document = to_run_json(made)
    texts = {"run.json": to_text(document)} | to_csv(document)
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


def show(made: "BookRun") -> None:
    """Print a run: the calls, the exceptions with their reasons, the totals."""
    from isda.cli.findings import print_findings
    from isda.cli.screen import heading, paragraph, screen
    from isda.statement.overview import headline

    console = screen()
    paragraph(console, headline(made), style="bold")
    if made.calls:
        heading(console, "Calls")
        _print_calls(console, made.calls)
    if made.exceptions:
        heading(console, "Exceptions")
        _print_exceptions(console, made.exceptions)
    if made.totals:
        heading(console, "Totals")
        _print_totals(console, made)
    print_findings(console, made.findings)


def _print_calls(console: "Console", calls: "tuple[MarginCall, ...]") -> None:
    from isda.cli.screen import STATUSES, columns, is_narrow, stacked, words
    from isda.statement.overview import row_of

    table = columns(
        ("agreement", "text"), ("counterparty", "text"), ("status", "text"),
        ("movement, or why none", "text"), ("limit in use", "number"),
    )  # fmt: skip
    for each in calls:
        row = row_of(each)
        style = STATUSES[each.status.value]
        if is_narrow(console):
            use = f"{row.use} of the limit in use" if row.use else ""
            below = (row.counterparty, *row.movements, use)
            stacked(console, f"{row.agreement}: {row.status}", below, style=style)
            continue
        table.add_row(
            words(row.agreement), words(row.counterparty), words(row.status, style),
            words("\n".join(row.movements)), words(row.use),
        )  # fmt: skip
    if not is_narrow(console):
        console.print(table)


def _print_exceptions(console: "Console", calls: "tuple[MarginCall, ...]") -> None:
    from isda.cli.screen import STATUSES, stacked
    from isda.statement.sentence import sentence

    for each in calls:
        first = f"{each.agreement}: {each.status.value}"
        stacked(console, first, (sentence(each),), style=STATUSES[each.status.value])


def _print_totals(console: "Console", made: "BookRun") -> None:
    from isda.cli.screen import columns, is_narrow, stacked, words
    from isda.statement.figures import money, number

    if is_narrow(console):
        for each in made.totals:
            to_a, from_a = money(each.to_a, each.currency), money(each.from_a, each.currency)
            below = (f"to party A: {to_a}", f"from party A: {from_a}")
            stacked(console, f"{each.currency}: {each.movements} movements", below)
        return

    table = columns(
        ("", "text"), ("to party A", "number"), ("from party A", "number"),
        ("movements", "number"),
    )  # fmt: skip
    for each in made.totals:
        amounts = (number(each.to_a), number(each.from_a), str(each.movements))
        table.add_row(words(each.currency, "bold"), *map(words, amounts))
    console.print(table)
